"""Plans: graves or plots as points in metres, each with a shape that says its state, and a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from imena.ui.drawings.svg import drawing, number, tag, text

SHAPES = {
    "opened": "M0 -7V7M-4.5 -2.5H4.5",
    "named": "M0 -7V7M-4.5 -2.5H4.5",
    "shared": "M-3 -7V7M3 -7V7M-6 -2.5H6",
    "double": "M-3 -7V7M3 -7V7M-6.5 -2.5H.5M-.5 -2.5H6.5M-6.5 3.5H6.5",
    "empty": "M-5 -5H5V5H-5Z",
    "presumed": "M0 -6L6 0L0 6L-6 0Z",
    "numbered": "M-4 -6H4V6H-4Z",
    "unopened": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
    "free": "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
    "mass": "M-22 -8H22V8H-22Z",
}
SCALE = 12.0
"""Units of the drawing to a metre."""


@dataclass(frozen=True, slots=True)
class PlanMark:
    """A point: metres east and north, what it is called, its state among `SHAPES`, and where it leads."""

    x: float
    y: float
    label: str
    state: str
    href: str | None = None


def plan(marks: Sequence[PlanMark], *, title: str, scale_label: str) -> str:
    """All points on one plan, north up, with a scale of ten metres."""
    if not marks:
        return drawing("plan", title, 320, 40)
    west, east = min(mark.x for mark in marks), max(mark.x for mark in marks)
    south, north = min(mark.y for mark in marks), max(mark.y for mark in marks)
    width, height = (east - west) * SCALE + 80, (north - south) * SCALE + 110
    parts = [_mark(mark, (mark.x - west) * SCALE + 40, (north - mark.y) * SCALE + 40) for mark in marks]
    bar = f"M40 {height - 34:.1f}v8h{10 * SCALE:.1f}v-8"
    parts.append(tag("path", d=bar, class_="plan-scale"))
    parts.append(text(scale_label, 50 + 10 * SCALE, height - 24, class_="plan-text"))
    return drawing("plan", title, width, height, *parts)


def _mark(mark: PlanMark, x: float, y: float) -> str:
    shape = (
        f'<path class="mark mark-{mark.state}" transform="translate({number(x)} {number(y)})" d="{SHAPES[mark.state]}">'
        f"<title>{escape(mark.label)}</title></path>"
    )
    if mark.state == "mass":
        shape += text(mark.label, x, y + 24, class_="plan-text", text_anchor="middle")
    if mark.href is None:
        return shape
    target = f'<circle cx="{number(x)}" cy="{number(y)}" r="12" class="target"/>'
    return (
        f'<a href="{escape(mark.href, quote=True)}" aria-label="{escape(mark.label, quote=True)}">{target}{shape}</a>'
    )


def plan_key(labels: Mapping[str, str]) -> str:
    """What each shape says."""
    parts, y = [], 0
    for state, label in labels.items():
        y += 26
        shape = SHAPES[state] if state != "mass" else "M-12 -6H12V6H-12Z"
        parts.append(tag("path", d=shape, class_=f"mark mark-{state}", transform=f"translate(16 {y - 6})"))
        parts.append(text(label, 38, y, class_="plan-text"))
    return drawing("key", "; ".join(labels.values()), 320, y + 10, *parts)
