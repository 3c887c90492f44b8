"""Reconciliation: comparing, weighing, deciding who someone was, and revoking it."""
