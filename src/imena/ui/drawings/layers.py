"""Layers of a grave: how remains lay in it, seen from above, each drawn from the head to the feet."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from imena.ui.drawings.svg import drawing, linked, path, points, safe, tag, text

WIDTH, EDGE, LONG = 480, 46, 160.0
"""Units of the drawing; how many centimetres a body takes up."""


@dataclass(frozen=True, slots=True)
class Lying:
    """Remains: centimetres east and north of the grave's corner, where the head points, and what stands beside them.

    `head_towards` is in degrees from north, clockwise; None where it cannot be told.
    """

    east: float
    north: float
    label: str
    head_towards: float | None = None
    face_down: bool = False
    href: str | None = None


def layer(bodies: Sequence[Lying], *, title: str, scale_label: str) -> str:
    """One layer from above, north up, with a scale of a metre."""
    west, east = min((each.east for each in bodies), default=0), max((each.east for each in bodies), default=0)
    south, north = min((each.north for each in bodies), default=0), max((each.north for each in bodies), default=0)
    around = LONG / 2 + 10
    unit = (WIDTH - 2 * EDGE) / max(east - west + 2 * around, 300)
    height = (north - south + 2 * around) * unit + 2 * EDGE

    def at(body: Lying) -> tuple[float, float]:
        return EDGE + (body.east - west + around) * unit, EDGE + (north - body.north + around) * unit

    frame = tag("rect", x=EDGE, y=EDGE, width=WIDTH - 2 * EDGE, height=height - 2 * EDGE, class_="layer-frame")
    scale = path(f"M{EDGE} {points(height - 22)}v8h{points(100 * unit)}v-8", "plan-scale")
    words = text(scale_label, EDGE + 100 * unit + 10, height - 12, "plan-text")
    pointer = path(f"M{WIDTH - 24} 8l-6 24l6 -5z", "plan-north dark") + path(
        f"M{WIDTH - 24} 8l6 24l-6 -5z", "plan-north"
    )
    drawn = [_body(body, *at(body), unit) for body in bodies]
    names = [text(body.label, at(body)[0], at(body)[1] + 4, "layer-name", "middle") for body in bodies]
    return drawing("layer", title, WIDTH, height, frame, pointer, *drawn, *names, scale, words)


def _body(body: Lying, x: float, y: float, unit: float) -> str:
    """A line from head to feet with a ring for the head, filled where the face lies down; a square where unknown."""
    if body.head_towards is None:
        side = 50 * unit
        shape = tag("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, class_="layer-body unknown")
        return linked(body.href, None, tag("title", safe(body.label)), shape)
    angle = math.radians(body.head_towards)
    half, ring = LONG / 2 * unit, 11 * unit
    east, north = math.sin(angle), math.cos(angle)
    head = (x + east * (half - ring), y - north * (half - ring))
    neck = (x + east * (half - 2 * ring), y - north * (half - 2 * ring))
    feet = (x - east * half, y + north * half)
    trunk = path(f"M{points(*neck)}L{points(*feet)}", "layer-body")
    skull = tag("circle", cx=head[0], cy=head[1], r=ring, class_=f"layer-head{' down' if body.face_down else ''}")
    return linked(body.href, None, tag("title", safe(body.label)), trunk, skull)
