"""Random bytes for salts, nonces and keys: from the machine, or from a seed for a synthetic operation."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_seeded: ContextVar[Iterator[bytes] | None] = ContextVar("chance", default=None)


def token(size: int = 32) -> bytes:
    """So many random bytes, at most 32."""
    seeded = _seeded.get()
    return secrets.token_bytes(size) if seeded is None else next(seeded)[:size]


def is_seeded() -> bool:
    """Whether what is drawn can be foretold. A ledger of a real operation refuses every act while it is."""
    return _seeded.get() is not None


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """Draw from a seed, for a synthetic operation only: the same seed gives the same bytes."""
    restore = _seeded.set(_stream(seed))
    try:
        yield
    finally:
        _seeded.reset(restore)


def _stream(seed: str) -> Iterator[bytes]:
    number = 0
    while True:
        yield hashlib.sha256(f"{seed}/{number}".encode()).digest()
        number += 1
