"""Families in the standard symbols: squares and circles, couples side by side, children below them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from typing import Literal, get_args

from imena.ui.drawings.families import STEP, Places, arrange, descent, is_unknown
from imena.ui.drawings.svg import drawing, linked, path, points, safe, tag, text, width_of, wrapped
from imena.ui.drawings.svg import lines as text_lines

Sex = Literal["M", "F", "U"]
State = Literal["missing", "typed", "asked", "unreachable", "untyped"]

HALF, POINT = 18, 21
"""Half the side of a square, and of a diamond from point to point."""
LABEL, LABEL_STEP, NOTE_STEP = 15, 18, 16
ROOM = STEP - 8
TOP, BAR, LEVEL, BELOW = 14, 16, 8, 26


@dataclass(frozen=True, slots=True)
class Member:
    """A member: `father` and `mother` by id, how he or she stands in the search (a `State`), and where it leads."""

    id: str
    label: str
    sex: Sex
    father: str | None
    mother: str | None
    state: str
    href: str | None = None
    deceased: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where each member stands on the paper, in units of the drawing."""

    places: Places
    x: Mapping[str, float]
    y: Mapping[str, float]


def pedigree(people: Sequence[Member], *, title: str) -> str:
    """A family, generation below generation. Its width is a multiple of 100, which the class `span-` names."""
    members = {member.id: member for member in people}
    sheet, width, height = _sheet(members)
    shapes = [_member(member, sheet.x[member.id], sheet.y[member.id]) for member in members.values()]
    return drawing("pedigree", title, width, height, *_lines(sheet), *shapes, also=f"span-{min(width // 100, 24)}")


def _sheet(members: Mapping[str, Member]) -> tuple[Sheet, int, float]:
    """The places, the width and the height of the drawing."""
    rows = _rows(members)
    at = _places(rows, members)
    lowest = max((at[id][1] + _depth(member) for id, member in members.items()), default=float(TOP))
    sheet = Sheet(rows, {id: x for id, (x, _) in at.items()}, {id: y for id, (_, y) in at.items()})
    return sheet, _width(rows), lowest + 10


def _rows(members: Mapping[str, Member]) -> Places:
    """The row of each member, and the place in it."""
    return arrange({id: (member.father, member.mother) for id, member in members.items()})


def _places(rows: Places, members: Mapping[str, Member]) -> dict[str, tuple[float, float]]:
    """The middle of each symbol on the paper: rows as far apart as the names and lines between them need."""
    depths = [
        max((_depth(member) for id, member in members.items() if rows.row[id] == row), default=0)
        for row in range(max(rows.row.values(), default=0) + 1)
    ]
    found = _levels(rows).values()
    levels = [max([0, *(level for row, level in found if row == own)]) for own in range(len(depths))]
    steps = [depth + BELOW + LEVEL * level + HALF for depth, level in zip(depths, levels, strict=True)]
    tops = list(accumulate(steps, initial=float(TOP + POINT)))
    left, right = min(rows.x.values(), default=0), max(rows.x.values(), default=0)
    shift = (_width(rows) - (right - left)) / 2 - left
    return {id: (x + shift, tops[rows.row[id]]) for id, x in rows.x.items()}


def _width(rows: Places) -> int:
    """The width of the drawing, a multiple of 100."""
    across = max(rows.x.values(), default=0) - min(rows.x.values(), default=0)
    return 100 * ceil((across + STEP) / 100)


def _depth(member: Member) -> float:
    """How far a member reaches below the middle of the symbol."""
    return POINT + 4 + LABEL_STEP * len(_label(member)) + NOTE_STEP * len(_two_lines(member.note)) + 4


def _label(member: Member) -> list[str]:
    return _two_lines(member.label)


def _two_lines(words: str) -> list[str]:
    """On one line if it fits, otherwise on two, broken where the longer is shortest."""
    parts = str(words).split()
    whole = " ".join(parts)
    if len(parts) < 2 or width_of(whole, LABEL) <= ROOM:
        return [whole] if whole else []
    breaks = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    first, second = min(breaks, key=lambda pair: max(len(pair[0]), len(pair[1])))
    return [first, second]


def _levels(places: Places) -> dict[tuple[str, str], tuple[int, int]]:
    """For each couple its row, and the level of the line above its children: lines that would meet differ."""
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for couple, (left, right) in sorted(_spans(places).items(), key=lambda each: each[1]):
        row = max(places.row[id] for id in couple)
        level = 0
        while any(left <= end + 6 and start - 6 <= right for start, end in taken.get((row, level), ())):
            level += 1
        taken.setdefault((row, level), []).append((left, right))
        found[couple] = (row, level)
    return found


def _spans(places: Places) -> dict[tuple[str, str], tuple[float, float]]:
    """How far the line above each couple's children reaches."""
    ends = {
        couple: [descent(*couple, places.x), *(places.x[child] for child in children)]
        for couple, children in places.couples.items()
    }
    return {couple: (min(xs), max(xs)) for couple, xs in ends.items()}


def _lines(sheet: Sheet) -> Iterator[str]:
    """For each couple the line between them, the one down, the one above the children and those to each of them."""
    levels = _levels(sheet.places)
    for couple, children in sheet.places.couples.items():
        down = descent(*couple, sheet.x)
        start = max(sheet.y[id] for id in couple)
        first = min(sheet.y[child] for child in children)
        bar = first - HALF - BAR - LEVEL * levels[couple][1] + 4
        ends = [down, *(sheet.x[child] for child in children)]
        family = _between(*couple, sheet) + f"M{points(down, start)}V{points(bar)}"
        family += f"M{points(min(ends), bar)}H{points(max(ends))}" if max(ends) - min(ends) > 0.01 else ""
        family += "".join(f"M{points(sheet.x[child], bar)}V{points(sheet.y[child] - HALF)}" for child in children)
        yield path(family, "pedigree-line")


def _between(one: str, other: str, sheet: Sheet) -> str:
    """The line between two parents; it passes over those who stand between them."""
    left, right = sorted((one, other), key=lambda id: sheet.x[id])
    (x1, y1), (x2, y2) = ((sheet.x[id], sheet.y[id]) for id in (left, right))
    inner, outer = (0 if is_unknown(id) else HALF for id in (left, right))
    if y1 == y2 and x2 - x1 <= STEP + 1:
        return f"M{points(x1 + inner, y1)}H{points(x2 - outer)}"
    down = descent(one, other, sheet.x)
    over = min(y1, y2) - HALF - min(4 * ceil((x2 - x1) / STEP), 16)
    line = f"M{points(x1, y1 - inner)}V{points(over)}H{points(x2)}V{points(y2 - outer)}"
    return line + f"M{points(down, over)}V{points(max(y1, y2))}"


def _member(member: Member, x: float, y: float) -> str:
    shape = _symbol(member.sex, member.state, x, y)
    if member.deceased:
        shape += path(f"M{points(x - HALF - 6, y + HALF + 6)}L{points(x + HALF + 6, y - HALF - 6)}", "member-deceased")
    baseline = y + POINT + LABEL_STEP
    words = []
    for line in _label(member):
        words.append(_squeezed(line, x, baseline, "pedigree-label", LABEL))
        baseline += LABEL_STEP
    for line in _two_lines(member.note):
        words.append(_squeezed(line, x, baseline - 1, "pedigree-note", LABEL - 1))
        baseline += NOTE_STEP
    return linked(member.href, None if words else member.id, shape, " ".join(words))


def _squeezed(words: str, x: float, y: float, class_: str, size: float) -> str:
    """A line of a label; one that is too long is drawn as wide as there is room."""
    if width_of(words, size) <= ROOM + 8:
        return text(words, x, y, class_, "middle")
    squeezed = {"textLength": ROOM, "lengthAdjust": "spacingAndGlyphs"}
    return tag("text", safe(words), x=x, y=y, class_=class_, text_anchor="middle", **squeezed)


def _symbol(sex: Sex, state: str, x: float, y: float) -> str:
    """A square, a circle or a diamond; filled, half filled, dashed, or heavy with a question mark."""
    if state not in get_args(State):
        raise ValueError(f"unknown state {state!r}; expected one of {', '.join(get_args(State))}")
    shape = path(_outline(sex, x, y), f"member member-{state}")
    if state == "asked":
        shape += path(_right_half(sex, x, y), "member-half")
    if state == "missing":
        shape += text("?", x, y + 8, "pedigree-question", "middle")
    return shape


def _outline(sex: Sex, x: float, y: float) -> str:
    if sex == "M":
        return f"M{points(x - HALF, y - HALF)}h{2 * HALF}v{2 * HALF}h-{2 * HALF}Z"
    if sex == "F":
        return f"M{points(x - HALF, y)}a{HALF} {HALF} 0 1 1 {2 * HALF} 0a{HALF} {HALF} 0 1 1 -{2 * HALF} 0Z"
    return f"M{points(x, y - POINT)}l{POINT} {POINT}l-{POINT} {POINT}l-{POINT} -{POINT}Z"


def _right_half(sex: Sex, x: float, y: float) -> str:
    if sex == "M":
        return f"M{points(x, y - HALF)}h{HALF}v{2 * HALF}h-{HALF}Z"
    if sex == "F":
        return f"M{points(x, y - HALF)}a{HALF} {HALF} 0 0 1 0 {2 * HALF}Z"
    return f"M{points(x, y - POINT)}l{POINT} {POINT}l-{POINT} {POINT}Z"


def legend(labels: Mapping[State, str]) -> str:
    """What each symbol says, 320 units wide."""
    parts, y = [], 26.0
    for state, label in labels.items():
        parts.append(_symbol("F", state, 24, y))
        parts.append(text_lines(label, 58, y + 6, "key-text", letters=30, step=20))
        y += max(46, 26 + 20 * len(wrapped(label, 30)))
    return drawing("key", "; ".join(labels.values()), 320, y - 20, *parts)
