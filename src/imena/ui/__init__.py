"""The face of the house: its type, colours and measures. Nothing comes from elsewhere."""
