"""Imena: giving people back their names."""

__version__ = "0.1.0"
