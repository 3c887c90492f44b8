"""Plans: graves or plots as points in metres, each with a shape that says its state, and a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imena.ui.drawings.svg import drawing, identity, lines, path, points, safe, tag, text, width_of, wrapped

SHAPES = {
    "opened": "M0 -6V6M-4 -2H4",
    "named": "M0 -6V6M-4 -2H4M-4 6H4",
    "shared": "M-2.5 -6V6M2.5 -6V6M-5.5 -2H5.5",
    "double": "M-3 -6V6M3 -6V6M-6 -2.5H6M-6 2.5H6",
    "empty": "M-4.5 -4.5H4.5V4.5H-4.5Z",
    "presumed": "M0 -5.5L5.5 0L0 5.5L-5.5 0Z",
    "numbered": "M-4 -5H4V5H-4ZM-1.5 0H1.5",
    "unopened": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
    "free": "M-3 0H3",
    "mass": "M-14 -7H14V7H-14ZM-7 -4V4M-10 -1H-4M0 -4V4M-3 -1H3M7 -4V4M4 -1H10",
}
"""The path of each state's shape, about its middle, without colour unlike any other."""
WIDTH, EDGE, SIDE, TALLEST = 720, 30, 26, 1400
LETTERS = 32


@dataclass(frozen=True, slots=True)
class PlanMark:
    """A point: metres east and north, what it is called, its state among `SHAPES`, and where it leads."""

    x: float
    y: float
    label: str
    state: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """Where metres stand on the paper: the north-western corner, and the units to a metre."""

    west: float
    north: float
    unit: float
    left: float

    def place(self, mark: PlanMark) -> tuple[float, float]:
        return self.left + (mark.x - self.west) * self.unit, EDGE + 22 + (self.north - mark.y) * self.unit


def plan(marks: Sequence[PlanMark], *, title: str, scale_label: str) -> str:
    """All points on one plan, 720 units wide, north up, with a scale of ten metres."""
    ground, height = _ground(marks)
    prefix = identity("plan", title, tuple(marks))
    shapes = [_symbol(state, prefix) for state in sorted({mark.state for mark in marks})]
    drawn = [_mark(mark, *ground.place(mark), prefix) for mark in marks]
    names = [_name(mark, *ground.place(mark)) for mark in marks if mark.state == "mass"]
    length = 10 * ground.unit
    scale = path(f"M{SIDE} {points(height - 24)}v10h{points(length)}v-10", "plan-scale")
    words = text(scale_label, SIDE + length + 12, height - 14, "plan-text")
    return drawing("plan", title, WIDTH, height, tag("defs", *shapes), _north(), *drawn, *names, scale, words)


def _ground(marks: Sequence[PlanMark]) -> tuple[Ground, float]:
    """The largest scale at which all fits: no more than 30 units to a metre, no taller than twice the width."""
    west, east = min((mark.x for mark in marks), default=0), max((mark.x for mark in marks), default=0)
    south, north = min((mark.y for mark in marks), default=0), max((mark.y for mark in marks), default=0)
    room = WIDTH - 2 * SIDE - 10
    unit = min(room / max(east - west, 0.1), TALLEST / max(north - south, 0.1), 30.0)
    left = (WIDTH - (east - west) * unit) / 2
    return Ground(west, north, unit, left), (north - south) * unit + 2 * EDGE + 70


def _symbol(state: str, prefix: str) -> str:
    """A shape, with room around it that can be pressed."""
    shape = path(SHAPES[state], f"mark mark-{state}")
    half = 15 if state == "mass" else 7
    target = tag("rect", x=-half, y=-7, width=2 * half, height=14, class_="target")
    return tag("symbol", target, shape, id=f"{prefix}-{state}", overflow="visible")


def _mark(mark: PlanMark, x: float, y: float, prefix: str) -> str:
    shape = tag("use", href=f"#{prefix}-{mark.state}", x=round(x, 1), y=round(y, 1))
    name = tag("title", safe(mark.label))
    return tag("g", name, shape) if mark.href is None else tag("a", name, shape, href=mark.href)


def _name(mark: PlanMark, x: float, y: float) -> str:
    """The name of a mass grave, beneath it, and not over the edge."""
    half = width_of(mark.label, 16) / 2
    return text(mark.label, min(max(x, half + 4), WIDTH - half - 4), y + 26, "plan-name", "middle")


def _north() -> str:
    """An arrow to the north: a needle, dark on its western half."""
    x = WIDTH - 22
    return path(f"M{x} 6L{x - 7} 34L{x} 28Z", "plan-north dark") + path(f"M{x} 6L{x + 7} 34L{x} 28Z", "plan-north")


def plan_key(labels: Mapping[str, str]) -> str:
    """What each shape says, 320 units wide."""
    parts, y = [], 22.0
    for state, label in labels.items():
        parts.append(
            tag("path", d=SHAPES[state], class_=f"mark mark-{state}", transform=f"translate(18 {points(y - 5)})")
        )
        parts.append(lines(label, 44, y, "key-text", letters=LETTERS, step=20))
        y += 8 + 20 * max(len(wrapped(label, LETTERS)), 1)
    return drawing("key", "; ".join(labels.values()), 320, y - 12, *parts)
