"""Casework: a laboratory's own files in, an answer it can check by hand out.

Here the readers of `formats` meet the mathematics of `kinship`, without an operation, a database or a web page.
"""
