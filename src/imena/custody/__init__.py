"""Custody: the numbers of objects, and every other number an object has been given."""
