"""The movement of a body or another object: every place it was in, from where it was found to where it is now."""

from collections.abc import Sequence
from dataclasses import dataclass

from imena.ui.drawings.svg import drawing, linked, path, points, tag, text, wrapped

WIDTH, RAIL, LEFT = 340, 20.0, 44.0
TITLE, DETAIL, LETTERS = 21, 19, 33
SHAPES = {
    "found": "M-8 7H8L0 -8Z",
    "held": "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0Z",
    "handed": "M-8 -5H3V-9L10 0L3 9V5H-8Z",
    "stored": "M-7 -7H7V7H-7Z",
    "ended": "M-8 0L0 -8L8 0L0 8Z",
    "lost": "M-7 -7L7 7M7 -7L-7 7",
}
"""What a station is drawn as: a mound, a hand, an arrow, a store, an end, a cross."""


@dataclass(frozen=True, slots=True)
class Station:
    """One place: its shape, the day, what it is called, with whom, where it leads; what was wrong on the way."""

    shape: str
    when: str
    title: str
    detail: str = ""
    href: str | None = None
    wrong: Sequence[str] = ()


def movement(stations: Sequence[Station], *, title: str) -> str:
    """From top to bottom, 340 units wide: stations on a line, a broken red line where something was wrong."""
    parts: list[str] = []
    y, before = 24.0, None
    for station in stations:
        wrong = [line for words in station.wrong for line in wrapped(words, LETTERS)]
        parts += [text(line, LEFT, y + place * DETAIL, "movement-wrong") for place, line in enumerate(wrong)]
        y += len(wrong) * DETAIL + (6 if wrong else 0)
        if before is not None:
            parts.append(path(f"M{points(RAIL, before + 12)}V{points(y - 18)}", _line(bool(wrong))))
        drawn, height = _station(station, y)
        parts.append(drawn)
        before, y = y - 5, y + height + 22
    return drawing("movement", title, WIDTH, y - 12, *parts)


def _line(wrong: bool) -> str:
    return "movement-line movement-broken" if wrong else "movement-line"


def _station(station: Station, y: float) -> tuple[str, float]:
    """A station whose first line stands at y, and how far it reaches below that."""
    shape = tag(
        "path",
        d=SHAPES[station.shape],
        class_=f"movement-mark movement-{station.shape}",
        transform=f"translate({points(RAIL, y - 5)})",
    )
    title = wrapped(station.title, LETTERS)
    detail = wrapped(station.detail, LETTERS)
    words = [text(station.when, LEFT, y, "movement-when")]
    words += [text(line, LEFT, y + (place + 1) * TITLE, "movement-title") for place, line in enumerate(title)]
    below = y + len(title) * TITLE
    words += [text(line, LEFT, below + (place + 1) * DETAIL, "movement-detail") for place, line in enumerate(detail)]
    return shape + linked(station.href, None, *words), len(title) * TITLE + len(detail) * DETAIL
