"""Workers: where the parts of a screening are worked on."""

import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from imena.casework.screened import Workers
from imena.core.errors import ImenaError
from imena.kinship.screening.parts import Lineup


@contextmanager
def on_this_machine(threads: int) -> Iterator[Workers]:
    """Threads: compiled code lets them run at once."""
    with ThreadPoolExecutor(threads) as executor:
        yield Workers(executor)


@contextmanager
def on_cluster(address: str, patience: float = 10) -> Iterator[Workers]:
    """The workers of a Dask scheduler, such as tcp://10.0.0.5:8786, on which Imena is installed.

    What a worker had when it is lost is computed again by another. Raises `ImenaError` where no scheduler answers in
    `patience` seconds.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ImenaError("a cluster needs the package distributed: install imena[cluster]") from None
    try:
        client = Client(address, timeout=patience)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ImenaError("no scheduler answers at {address}: {problem}", address=address, problem=str(error)) from None
    with client:

        def share(lineup: Lineup) -> Any:
            # A task of its own, not data handed out: lost with its worker, it is made again.
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="Sending large graph")
                return client.submit(_same, lineup)

        yield Workers(client.get_executor(), share)  # type: ignore[no-untyped-call]


def _same(lineup: Lineup) -> Lineup:
    return lineup
