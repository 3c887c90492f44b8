"""Serving the demonstration's pages on this machine alone."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from imena.core.errors import ImenaError

HOST = "127.0.0.1"


class _Quiet(SimpleHTTPRequestHandler):
    """Pages of one folder, without a line on the terminal for each."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of a folder's pages. Raises `ImenaError` where the port is taken."""
    try:
        return ThreadingHTTPServer((HOST, port), partial(_Quiet, directory=str(folder)))
    except OSError as error:
        raise ImenaError(
            "port {port} cannot be used: {problem}; choose another with --port",
            port=port,
            problem=error.strerror or str(error),
        ) from None
