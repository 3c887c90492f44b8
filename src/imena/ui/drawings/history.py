"""The history of remains: what was separated out of what, as a tree; what was joined to what, as arrows beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imena.ui.drawings.svg import drawing, linked, path, points, text

WIDTH, ROW, INDENT, LEFT, TOP = 360, 58, 26, 12, 24


@dataclass(frozen=True, slots=True)
class Kin:
    """Remains in a history: their number, what is said of them, and where they lead."""

    number: str
    note: str
    href: str | None = None


def history(
    remains: Sequence[Kin], separated: Mapping[str, str], joined: Sequence[tuple[str, str]], *, title: str
) -> str:
    """A tree, 360 units wide. `separated`: of each what it was separated from. `joined`: parts, and what to."""
    order = _order(remains, separated)
    row = {kin.number: place for place, (kin, _depth) in enumerate(order)}
    depth = {kin.number: level for kin, level in order}
    parts = [
        _branch(depth[own], row[own], depth[origin], row[origin]) for own, origin in separated.items() if own in row
    ]
    parts += [_arrow(row[part], row[to], place) for place, (part, to) in enumerate(joined) if part in row and to in row]
    parts += [_kin(kin, level, place) for place, (kin, level) in enumerate(order)]
    return drawing("history", title, WIDTH, TOP + ROW * len(order), *parts)


def _order(remains: Sequence[Kin], separated: Mapping[str, str]) -> list[tuple[Kin, int]]:
    """Each under what it was separated from, with its depth."""
    known = {kin.number for kin in remains}
    found: list[tuple[Kin, int]] = []

    def under(origin: str | None, level: int) -> None:
        for kin in remains:
            own = separated.get(kin.number)
            if (own if own in known else None) == origin and kin not in [each for each, _level in found]:
                found.append((kin, level))
                under(kin.number, level + 1)

    under(None, 0)
    return found


def _x(level: int) -> float:
    return LEFT + INDENT * min(level, 5)


def _y(place: int) -> float:
    return TOP + ROW * place


def _branch(level: int, place: int, above: int, origin: int) -> str:
    x = _x(above)
    return path(
        f"M{points(x, _y(origin) + 8)}V{points(_y(place) - 5)}H{points(max(_x(level) - 8, x))}", "history-branch"
    )


def _arrow(part: int, to: int, place: int) -> str:
    """From a part to what it was joined to, along the right edge."""
    start, end = _y(part) - 5, _y(to) - 5 + (6 if part > to else -6)
    edge = WIDTH - 46 + 10 * (place % 4)
    run = f"M{points(WIDTH - 70, start)}H{points(edge)}V{points(end)}H{points(WIDTH - 66)}"
    return path(run, "history-joined") + path(f"M{points(WIDTH - 62, end - 5)}l-7 5l7 5", "history-head")


def _kin(kin: Kin, level: int, place: int) -> str:
    x, y = _x(level), _y(place)
    words = text(kin.number, x + 10, y, "history-number")
    return (
        path(f"M{points(x - 4, y - 5)}h8", "history-mark")
        + linked(kin.href, None, words)
        + text(kin.note, x + 10, y + 19, "history-note")
    )
