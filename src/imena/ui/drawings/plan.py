"""Plans: graves or plots as points in metres, each with a shape that says its state, and a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imena.ui.drawings.svg import drawing, identity, lines, path, points, safe, tag, text, width_of, wrapped

SHAPES = {
    "listed": "M0 -4V4M-2.5 -1.5H2.5",
    "located": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
    "opened": "M-5 -4H5V4H-5ZM-5 4L5 -4",
    "emptied": "M0 -6V6M-4 -2H4",
    "empty_found": "M-4.5 -4.5H4.5V4.5H-4.5Z",
    "disturbed": "M-6 3L-3 -3L0 3L3 -3L6 3",
    "backfilled": "M-5 -4H5V4H-5ZM-5 -1.3H5M-5 1.3H5",
    "named": "M0 -6V6M-4 -2H4M-4 6H4",
    "presumed": "M0 -5.5L5.5 0L0 5.5L-5.5 0Z",
    "numbered": "M-4 -5H4V5H-4ZM-1.5 0H1.5",
    "free": "M-3 0H3",
}
"""The path of each state's shape, about its middle, without colour unlike any other."""
FLAG = "M3 -8H10L6.5 -2.5Z"
"""What stands beside a grave that differs from what was marked or written."""
FRAME = "M-14 -9H14V9H-14Z"
"""What stands around a mass grave."""
WIDTH, EDGE, SIDE, TALLEST = 720, 30, 26, 1400
LETTERS = 32


@dataclass(frozen=True, slots=True)
class PlanMark:
    """A point: metres east and north, what it is called, its state among `SHAPES`, and where it leads.

    A mass grave has a frame and its `name` beneath; `differs` sets a flag beside the shape.
    """

    x: float
    y: float
    label: str
    state: str
    href: str | None = None
    mass: bool = False
    name: str = ""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class PlanPicture:
    """A picture under the plan: its address, and the metres it reaches from and to, its sides along the grid."""

    href: str
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Ground:
    """Where metres stand on the paper: the north-western corner, and the units to a metre."""

    west: float
    north: float
    unit: float
    left: float

    def place(self, mark: PlanMark) -> tuple[float, float]:
        return self.at(mark.x, mark.y)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + (x - self.west) * self.unit, EDGE + 22 + (self.north - y) * self.unit


def plan(marks: Sequence[PlanMark], *, title: str, scale_label: str, picture: PlanPicture | None = None) -> str:
    """All points on one plan, 720 units wide, north up, with a scale of ten metres, over a picture if there is one."""
    ground, height = _ground(marks)
    prefix = identity("plan", title, tuple(marks))
    shapes = [_symbol(state, prefix) for state in sorted({mark.state for mark in marks})]
    drawn = [_mark(mark, *ground.place(mark), prefix) for mark in marks]
    names = [_name(mark, *ground.place(mark)) for mark in marks if mark.mass]
    under = [_picture(picture, ground)] if picture is not None else []
    length = 10 * ground.unit
    scale = path(f"M{SIDE} {points(height - 24)}v10h{points(length)}v-10", "plan-scale")
    words = text(scale_label, SIDE + length + 12, height - 14, "plan-text")
    return drawing("plan", title, WIDTH, height, tag("defs", *shapes), *under, _north(), *drawn, *names, scale, words)


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
    target = tag("rect", x=-7, y=-7, width=14, height=14, class_="target")
    return tag("symbol", target, shape, id=f"{prefix}-{state}", overflow="visible")


def _mark(mark: PlanMark, x: float, y: float, prefix: str) -> str:
    shape = tag("use", href=f"#{prefix}-{mark.state}", x=round(x, 1), y=round(y, 1))
    name = tag("title", safe(mark.label))
    beside = [
        tag("path", d=data, class_=f"mark {kind}", transform=f"translate({points(x)} {points(y)})")
        for data, kind, wanted in ((FRAME, "mark-mass", mark.mass), (FLAG, "mark-flag", mark.differs))
        if wanted
    ]
    parts = (name, *beside[: mark.mass], shape, *beside[mark.mass :])
    return tag("g", *parts) if mark.href is None else tag("a", *parts, href=mark.href)


def _picture(picture: PlanPicture, ground: Ground) -> str:
    (left, top), (right, bottom) = ground.at(picture.west, picture.north), ground.at(picture.east, picture.south)
    return tag(
        "image", href=picture.href, x=left, y=top, width=right - left, height=bottom - top,
        preserveAspectRatio="none", class_="plan-picture",
    )  # fmt: skip


def _name(mark: PlanMark, x: float, y: float) -> str:
    """The name of a mass grave, beneath it, and not over the edge."""
    called = mark.name or mark.label
    half = width_of(called, 16) / 2
    return text(called, min(max(x, half + 4), WIDTH - half - 4), y + 28, "plan-name", "middle")


def _north() -> str:
    """An arrow to the north: a needle, dark on its western half."""
    x = WIDTH - 22
    return path(f"M{x} 6L{x - 7} 34L{x} 28Z", "plan-north dark") + path(f"M{x} 6L{x + 7} 34L{x} 28Z", "plan-north")


def plan_key(labels: Mapping[str, str]) -> str:
    """What each shape says, 320 units wide; `flag` and `mass` among them say what stands beside and around."""
    parts, y = [], 22.0
    shapes = {**SHAPES, "flag": "M-3.5 -3H3.5L0 2.5Z", "mass": FRAME}
    for state, label in labels.items():
        parts.append(
            tag("path", d=shapes[state], class_=f"mark mark-{state}", transform=f"translate(18 {points(y - 5)})")
        )
        parts.append(lines(label, 44, y, "key-text", letters=LETTERS, step=20))
        y += 8 + 20 * max(len(wrapped(label, LETTERS)), 1)
    return drawing("key", "; ".join(labels.values()), 320, y - 12, *parts)
