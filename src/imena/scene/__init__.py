"""Scene: burial sites, journals, crosses, graves, and the remains lifted from them."""
