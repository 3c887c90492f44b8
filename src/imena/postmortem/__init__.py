"""Post-mortem: the examination of remains."""
