"""Whoever reads a page: what acts keep sealed for some may depend on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_reader: ContextVar[Any] = ContextVar("reader", default=None)


@contextmanager
def read_by(user: Any) -> Iterator[None]:
    """Everything that is shown within is shown to this user."""
    token = _reader.set(user)
    try:
        yield
    finally:
        _reader.reset(token)


def may_read(permission: str) -> bool:
    """Whether the reader holds a permission; at the command line, whose user holds the keys, always."""
    user = _reader.get()
    return not permission or user is None or user.has_perm(permission)
