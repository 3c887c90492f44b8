"""`python -m imena` is the `imena` command."""

from imena.cli import main

main(prog_name="imena")
