"""The one clock. Everything that asks what time it is asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Kyiv")
_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment in UTC, to the second; or the moment the clock is set to."""
    return _set_to.get() or datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """The day it is where the operation works, which at night is not that of UTC."""
    return now().astimezone(ZONE).date()


def is_set() -> bool:
    """Whether the clock is set. A ledger of a real operation refuses every act while it is."""
    return _set_to.get() is not None


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Set the clock, for a synthetic operation only."""
    token = _set_to.set(moment.astimezone(UTC).replace(microsecond=0))
    try:
        yield
    finally:
        _set_to.reset(token)
