"""Capture: what was recorded without network, on devices with keys of their own, handed to the acts of the phases."""
