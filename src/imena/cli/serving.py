"""Serving pages on this machine: one process, one worker, static files beside the pages."""

import socket
from collections.abc import Callable

from imena.core.errors import ImenaError


def run_server(host: str, port: int, started: Callable[[str], None]) -> None:
    """Serve until stopped. Raises `ImenaError` where the port is taken. Port 0 takes any that is free."""
    from granian.constants import Interfaces
    from granian.server import Server

    port = _free(host, port)
    server = Server(
        "imena.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_enabled=False,
    )
    server.on_startup(lambda: started(f"http://{host}:{port}/"))
    server.serve()


def _free(host: str, port: int) -> int:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise ImenaError(
                "port {port} cannot be used: {problem}; choose another with --port",
                port=port,
                problem=error.strerror or str(error),
            ) from None
        return int(trial.getsockname()[1])
