"""Serving the demonstration's pages on this machine alone."""

import sys
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


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of a page is no error; anything else is said as usual."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of a folder's pages. Raises `ImenaError` where the port is taken."""
    try:
        return _Server((HOST, port), partial(_Quiet, directory=str(folder)))
    except OSError as error:
        raise ImenaError(
            "port {port} cannot be used: {problem}; choose another with --port",
            port=port,
            problem=error.strerror or str(error),
        ) from None
