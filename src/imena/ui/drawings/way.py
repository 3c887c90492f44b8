"""The way of one person through the house, with the count at each stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from imena.ui.drawings.svg import drawing, linked, tag, text


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its key among `PLACES`, what it is called, how many reached it, and where it leads."""

    key: str
    label: str
    count: int | None
    href: str | None
    note: str = ""


PLACES = {
    "scene": (80, 60),
    "postmortem": (260, 60),
    "antemortem": (260, 190),
    "reconciliation": (460, 125),
    "release": (640, 125),
    "reburial": (810, 125),
    "account": (960, 125),
}
"""Where each stage stands in the wide drawing, 1040 by 250."""
LINKS = (
    ("scene", "postmortem"),
    ("postmortem", "reconciliation"),
    ("antemortem", "reconciliation"),
    ("reconciliation", "release"),
    ("release", "reburial"),
    ("reburial", "account"),
)
ROW = 92


def way(stages: Sequence[Stage], *, title: str) -> str:
    """From left to right, the two teams apart until reconciliation."""
    present = {stage.key: PLACES[stage.key] for stage in stages}
    lines = [_line(*present[one], *present[other]) for one, other in LINKS if one in present and other in present]
    return drawing("way", title, 1040, 250, *lines, *(_stage(stage, *present[stage.key]) for stage in stages))


def way_narrow(stages: Sequence[Stage], *, title: str) -> str:
    """From top to bottom, for a narrow screen."""
    order = [stage for key in PLACES for stage in stages if stage.key == key]
    points = {stage.key: (160, 40 + ROW * place) for place, stage in enumerate(order)}
    lines = [
        tag("line", x1=160, y1=points[one.key][1] + 44, x2=160, y2=points[other.key][1] - 32, class_="way-line")
        for one, other in pairwise(order)
    ]
    height = ROW * len(order) + 20
    return drawing("way", title, 320, height, *lines, *(_stage(stage, *points[stage.key]) for stage in order))


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    """A quiet line from one stage to the next, level where both stand level."""
    start, end, middle = x1 + 66, x2 - 70, (x1 + x2) / 2
    path = f"M{start} {y1}C{middle} {y1} {middle} {y2} {end} {y2}"
    return tag("path", d=path, class_="way-line") + tag("path", d=f"M{end - 6} {y2 - 5}l7 5l-7 5", class_="way-line")


def _stage(stage: Stage, x: float, y: float) -> str:
    count = text("—" if stage.count is None else str(stage.count), x, y + 8, class_="way-count", text_anchor="middle")
    label = text(stage.label, x, y + 32, class_="way-label", text_anchor="middle")
    spoken = f"{stage.label}: {stage.count}" if stage.count is not None else stage.label
    if stage.count is None:
        count = tag("circle", cx=x, cy=float(y), r=9, class_="way-end")
    return linked(stage.href, spoken, count, label)
