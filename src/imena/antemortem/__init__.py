"""Ante-mortem: the missing, their families, and those who give reference samples."""
