"""The demonstration: a synthetic operation in a fictional village. No person in it ever lived."""
