"""Burial: notification, release, plots, reburial, and the programme's money."""
