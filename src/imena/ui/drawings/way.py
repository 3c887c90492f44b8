"""The way of one person through the house, with the count at each stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from imena.ui.drawings.svg import drawing, lines, linked, path, points, tag, text, width_of, wrapped

FOUND, MISSED = ("scene", "postmortem"), ("antemortem",)
JOINED = ("reconciliation", "release", "reburial", "account")
"""The two tracks, and the one after they join."""
COLUMNS = (("scene",), ("postmortem", "antemortem"), *((key,) for key in JOINED))
LETTERS, LABEL, COUNT = 15, 18, 42
LABEL_STEP = 21
WIDTH, GAP, UPPER = 960, 44, 44.0
NARROW, MIDDLE = 320, 160


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its key among the tracks, what it is called, how many reached it, where it leads, and a short note."""

    key: str
    label: str
    count: int | None
    href: str | None
    note: str = ""


def way(stages: Sequence[Stage], *, title: str) -> str:
    """From left to right, 960 units wide or more: the two tracks apart until reconciliation."""
    present = {stage.key: stage for stage in stages}
    both = any(key in present for key in FOUND) and any(key in present for key in MISSED)
    across, width = _columns(present)
    joined, low = (UPPER + 76, UPPER + 152) if both else (UPPER, UPPER)
    down = dict.fromkeys(JOINED, joined) | dict.fromkeys(FOUND, UPPER) | dict.fromkeys(MISSED, low)
    parts = [_across(*across[one], down[one], *across[other], down[other]) for one, other in _steps(present)]
    parts += [_stage(stage, across[stage.key][0], down[stage.key]) for stage in stages]
    deepest = max((down[stage.key] + _depth(stage) for stage in stages), default=40.0)
    return drawing("way", title, width, deepest + 12, *parts)


def way_narrow(stages: Sequence[Stage], *, title: str) -> str:
    """From top to bottom, 320 units wide: the two tracks side by side until reconciliation."""
    present = {stage.key: stage for stage in stages}
    left, right = ([key for key in track if key in present] for track in (FOUND, MISSED))
    spread = 76 if left and right else 0
    places: dict[str, tuple[float, float]] = {}
    ends = [_down(present, left, MIDDLE - spread, 40, places), 40.0]
    if right:
        start = places["postmortem"][1] if "postmortem" in places else 40
        ends.append(_down(present, right, MIDDLE + spread, start, places))
    bottom = _down(present, [key for key in JOINED if key in present], MIDDLE, max(ends), places)
    parts = [_below(*places[one], _depth(present[one]), *places[other]) for one, other in _steps(present)]
    parts += [_stage(stage, *places[stage.key]) for stage in stages]
    return drawing("way", title, NARROW, bottom - 48, *parts)


def _steps(present: Mapping[str, Stage]) -> list[tuple[str, str]]:
    """Which stage follows which: along each track, and from the end of both into the joined one."""
    left, right, joined = ([key for key in track if key in present] for track in (FOUND, MISSED, JOINED))
    steps = [*pairwise(left), *pairwise(joined)]
    return steps + [(track[-1], joined[0]) for track in (left, right) if track and joined]


def _columns(present: Mapping[str, Stage]) -> tuple[dict[str, tuple[float, float]], float]:
    """The middle and half the width of each stage's column, and the width of all."""
    columns = [[key for key in column if key in present] for column in COLUMNS]
    columns = [column for column in columns if column]
    wide = [max(_width(present[key]) for key in column) for column in columns]
    width = max(float(WIDTH), sum(wide) + GAP * len(wide))
    gap = (width - sum(wide)) / max(len(wide), 1)
    places: dict[str, tuple[float, float]] = {}
    x = gap / 2
    for column, own in zip(columns, wide, strict=True):
        places |= {key: (x + own / 2, _width(present[key]) / 2) for key in column}
        x += own + gap
    return places, width


def _width(stage: Stage) -> float:
    words = [width_of(line, LABEL) for line in wrapped(stage.label, LETTERS)]
    notes = [width_of(line, 15) for line in wrapped(stage.note, LETTERS + 3)]
    return max([*words, *notes, width_of(_count(stage), COUNT), 40])


def _depth(stage: Stage) -> float:
    """How far a stage reaches below the middle of its count."""
    return 22 + LABEL_STEP * len(wrapped(stage.label, LETTERS)) + 18 * len(wrapped(stage.note, LETTERS + 3))


def _count(stage: Stage) -> str:
    return "" if stage.count is None else str(stage.count)


def _down(
    present: Mapping[str, Stage], keys: Sequence[str], x: float, y: float, places: dict[str, tuple[float, float]]
) -> float:
    """Places stages one below the other; where the next one would stand."""
    for key in keys:
        places[key] = (x, y)
        y += _depth(present[key]) + 66
    return y


def _across(x1: float, half1: float, y1: float, x2: float, half2: float, y2: float) -> str:
    """A thin line between two stages, at the height of their counts, bowed where they stand at different ones."""
    start, end = x1 + min(half1, 48) + 10, x2 - min(half2, 48) - 12
    middle = (start + end) / 2
    run = f"M{points(start, y1)}C{points(middle, y1)} {points(middle, y2)} {points(end, y2)}"
    return path(run, "way-line") + path(f"M{points(end - 6, y2 - 5)}l6 5l-6 5", "way-line")


def _below(x1: float, y1: float, depth: float, x2: float, y2: float) -> str:
    start, end = y1 + depth + 6, y2 - 24
    middle = (start + end) / 2
    run = f"M{points(x1, start)}C{points(x1, middle)} {points(x2, middle)} {points(x2, end)}"
    return path(run, "way-line") + path(f"M{points(x2 - 5, end - 6)}l5 6l5 -6", "way-line")


def _stage(stage: Stage, x: float, y: float) -> str:
    """The count, large, and what it counts beneath it; a stage without a count is a ring."""
    if stage.count is None:
        head = tag("circle", cx=x, cy=y, r=8, class_="way-ring")
    else:
        head = text(stage.count, x, y + 14, "way-count", "middle")
    label = lines(stage.label, x, y + 38, "way-label", letters=LETTERS, step=LABEL_STEP, anchor="middle")
    below = y + 38 + LABEL_STEP * len(wrapped(stage.label, LETTERS)) - 2
    note = lines(stage.note, x, below, "way-note", letters=LETTERS + 3, step=18, anchor="middle")
    return linked(stage.href, None, head, label, note)
