"""Guards: what is out of order about an act.

An act that authorises is refused with the reasons. An event has already happened: it is recorded, flagged with their
codes, or people would keep a second spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from imena.ledger.acts import RefusedError


@dataclass(frozen=True, slots=True)
class Reason:
    """Something out of order: a code that is kept, and what it says to a reader."""

    code: str
    message: Any

    def __str__(self) -> str:
        return str(self.message)


class OutOfOrderError(RefusedError):
    """An authorising act out of order. `reasons` says what is missing."""

    def __init__(self, reasons: list[Reason]) -> None:
        super().__init__("refused: {reasons}", reasons=_Joined(tuple(reasons)))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class _Joined:
    """Reasons, said when they are read, in the language of that moment."""

    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        return "; ".join(str(reason) for reason in self.reasons)


_reasons: dict[str, Reason] = {}


def reason(code: str, message: Any) -> Reason:
    """Name a reason. Its code is kept in acts for good; its words may change."""
    _reasons[code] = Reason(code, message)
    return _reasons[code]


def reason_of(code: str) -> Reason:
    """The reason behind a code; the code itself where this version does not know it."""
    return _reasons.get(code) or Reason(code, code)


def refuse(reasons: Iterable[Reason]) -> None:
    """Raises `OutOfOrderError` where there is any reason."""
    if found := list(reasons):
        raise OutOfOrderError(found)


def codes(reasons: Iterable[Reason]) -> list[str]:
    return [reason.code for reason in reasons]
