"""The `imena` command."""

from imena.cli.main import main

__all__ = ["main"]
