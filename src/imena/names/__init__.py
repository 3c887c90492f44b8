"""Names: how they are written in another alphabet."""
