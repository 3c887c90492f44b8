"""When: a date in the world, which may be uncertain."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from imena.core.errors import ImenaError


class WhenError(ImenaError):
    """A date that cannot be read."""


@dataclass(frozen=True, slots=True)
class When:
    """A day, a month, a year or a range of days: from the earliest day to the latest, both included."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise WhenError(
                "the range ends on {latest}, before it begins on {earliest}", latest=self.latest, earliest=self.earliest
            )

    @classmethod
    def day(cls, day: date) -> "When":
        return cls(day, day)

    @property
    def is_day(self) -> bool:
        return self.earliest == self.latest

    def __str__(self) -> str:
        """The shortest ISO 8601 form: 2022-09-16, 2022-09, 2022 or 2022-09-16/2022-09-20."""
        if self.is_day:
            return self.earliest.isoformat()
        for length in (4, 7):
            text = self.earliest.isoformat()[:length]
            if parse_when(text) == self:
                return text
        return f"{self.earliest.isoformat()}/{self.latest.isoformat()}"


_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SPOKEN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def parse_when(text: str) -> When:
    """Read 2022-09-16, 16.09.2022, 2022-09, 2022, or two of these with a slash between. Raises `WhenError`."""
    parts = [_parse_part(part.strip()) for part in text.split("/")]
    if len(parts) > 2 or None in parts:
        raise WhenError("“{text}” is no date: expected 2022-09-16, 16.09.2022, 2022-09, 2022 or two with /", text=text)
    known = [part for part in parts if part]
    return When(known[0].earliest, known[-1].latest)


def _parse_part(text: str) -> When | None:
    if spoken := _SPOKEN.fullmatch(text):
        text = f"{spoken[3]}-{spoken[2]:0>2}-{spoken[1]:0>2}"
    if not (found := _PART.fullmatch(text)):
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        return _span(year or 0, month, day)
    except ValueError:
        return None


def _span(year: int, month: int | None, day: int | None) -> When:
    if day is not None and month is not None:
        return When.day(date(year, month, day))
    if month is not None:
        return When(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return When(date(year, 1, 1), date(year, 12, 31))
