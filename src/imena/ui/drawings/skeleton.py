"""A skeleton, seen from the front: each bone shaded by whether it is there, in part, not there, or not recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from imena.ui.drawings.svg import (
    drawing,
    hatching,
    identity,
    lines,
    path,
    points,
    safe,
    tag,
    text,
    wrapped,
)

STATES = ("present", "partial", "absent", "unrecorded")
WIDTH, HEIGHT, MIDDLE = 336, 706, 150
LETTERS = 30
APART = path("M214 214H286", "bone-apart") + path("M168 124H286", "bone-apart")
"""Leaders to the breastbone and the hyoid, which are drawn apart, for the spine lies behind them."""


@dataclass(frozen=True, slots=True)
class Bone:
    """A bone, or several that are not told apart: its code, its side of the body, its state, and what it is called."""

    element: str
    side: str
    state: str
    label: str


def skeleton(bones: Sequence[Bone], *, title: str, left: str, right: str) -> str:
    """336 units wide. `left`, `right`: what the sides of the body are called; its left is on our right."""
    pattern = identity("skeleton", title, tuple(bones))
    drawn = [_drawn(bone, pattern) for bone in bones if bone.element in SHAPES]
    sides = text(right, 8, 20, "bone-side") + text(left, 292, 20, "bone-side", "end")
    return drawing("skeleton", title, WIDTH, HEIGHT, hatching(pattern, "bone-hatch"), sides, APART, *drawn)


def skeleton_key(labels: Mapping[str, str]) -> str:
    """What the shadings say: state, words."""
    pattern = identity("skeleton key", tuple(labels.items()))
    parts, y = [hatching(pattern, "bone-hatch")], 22.0
    for state, label in labels.items():
        parts.append(_shape(f"M10 {points(y - 14)}h24v16h-24Z", state, pattern))
        parts.append(lines(label, 46, y, "key-text", letters=LETTERS, step=20))
        y += 10 + 20 * max(len(wrapped(label, LETTERS)), 1)
    return drawing("key", "; ".join(labels.values()), 320, y - 12, *parts)


def _drawn(bone: Bone, pattern: str) -> str:
    shape = _shape(SHAPES[bone.element], bone.state, pattern)
    turned = f"translate({2 * MIDDLE} 0) scale(-1 1)" if bone.side == "right" else None
    return tag("g", tag("title", safe(bone.label)), shape, transform=turned)


def _shape(data: str, state: str, pattern: str) -> str:
    fill = f"url(#{pattern})" if state == "partial" else None
    return tag("path", d=data, class_=f"bone bone-{state}", fill=fill)


def _long(x1: float, y1: float, x2: float, y2: float, end: float, shaft: float) -> str:
    """A long bone between two points, half so wide at its ends and in its shaft."""
    length = hypot(x2 - x1, y2 - y1)
    along, across = ((x2 - x1) / length, (y2 - y1) / length), (-(y2 - y1) / length, (x2 - x1) / length)

    def at(share: float, half: float) -> str:
        return points(
            x1 + along[0] * length * share + across[0] * half, y1 + along[1] * length * share + across[1] * half
        )

    def edge(first: float, last: float, half: float, side: int) -> str:
        """From one end along the shaft to the other."""
        step = 1 if last > first else -1
        return (
            f"C{at(first + step * 0.1, side * half)} {at(first + step * 0.1, side * shaft)} "
            f"{at(first + step * 0.24, side * shaft)}L{at(last - step * 0.24, side * shaft)}"
            f"C{at(last - step * 0.1, side * shaft)} {at(last - step * 0.1, side * half)} {at(last, side * half)}"
        )

    caps = f"Q{at(1.06, 0)} {at(1, -end)}", f"Q{at(-0.06, 0)} {at(0, end)}Z"
    return f"M{at(0, end)}{edge(0, 1, end, 1)}{caps[0]}{edge(1, 0, end, -1)}{caps[1]}"


def _oval(x: float, y: float, wide: float, high: float) -> str:
    turn = f"{points(wide, high)} 0 1 0"
    return f"M{points(x - wide, y)}a{turn} {points(2 * wide, 0)}a{turn} {points(-2 * wide, 0)}Z"


def _bar(x: float, y: float, wide: float, high: float) -> str:
    """A short bone about a middle: a rectangle with soft corners."""
    soft = min(wide, high) / 3
    across, down = wide - 2 * soft, high - 2 * soft
    return (
        f"M{points(x - wide / 2 + soft, y - high / 2)}h{points(across)}q{points(soft, 0)} {points(soft, soft)}"
        f"v{points(down)}q{points(0, soft)} {points(-soft, soft)}h{points(-across)}q{points(-soft, 0)} "
        f"{points(-soft, -soft)}v{points(-down)}q{points(0, -soft)} {points(soft, -soft)}Z"
    )


def _column(first: float, number: int, step: float, wide: float) -> str:
    """Vertebrae one under the other."""
    return "".join(_bar(MIDDLE, first + place * step + step / 2, wide, step - 1.6) for place in range(number))


def _ribs() -> str:
    reach = (20, 29, 34, 37, 39, 41, 42, 42, 41, 37, 28, 20)
    drawn = []
    for place, far in enumerate(reach):
        y, x = 180 + 10 * place, MIDDLE + 12
        drawn.append(
            f"M{points(x, y)}C{points(x + far * 0.55, y - 5)} {points(x + far, y)} {points(x + far, y + 15)}"
            f"l-4 1C{points(x + far - 5, y + 6)} {points(x + far * 0.5, y + 1)} {points(x, y + 5)}Z"
        )
    return "".join(drawn)


def _rays(x: float, y: float, high: float, turn: float, number: int = 5) -> str:
    """Bones side by side, as those of a hand, each a little further out than the one before."""
    return "".join(_bar(x + place * 5.6 + turn, y + abs(place - 2), 4.4, high) for place in range(number))


def _hand_phalanges() -> str:
    rows = (
        _rays(242, 419, 12, 2),
        _rays(242, 430, 8, 3),
        "".join(_bar(250.6 + 5.6 * place, 439, 4, 6) for place in range(4)),
    )
    return "".join(rows)


def _foot_phalanges() -> str:
    rows = (
        _rays(171, 687, 7, 0),
        _rays(171, 694, 5, 0),
        "".join(_bar(176.6 + 5.6 * place, 700, 4, 4) for place in range(4)),
    )
    return "".join(rows)


def _tarsals() -> str:
    return "".join(_bar(x, y, 8, 7) for x, y in ((173, 657), (181, 656), (189, 658), (177, 664.5), (185, 665)))


def _carpals() -> str:
    return "".join(_bar(245.5 + 6.2 * (place % 4), 383 + 6.4 * (place // 4), 5.6, 5.8) for place in range(8))


SHAPES: Mapping[str, str] = {
    "scapula": "M204 180C212 176 222 178 224 184C224 190 220 194 218 200L208 230C204 222 203 206 204 180Z",
    "rib": _ribs(),
    "clavicle": "M160 170C174 163 192 164 216 174L214 179C194 170 176 170 161 177Z",
    "cranium": (
        "M150 14C176 14 190 33 188 58C187 72 181 80 177 92C170 97 160 99 150 99"
        "C140 99 130 97 123 92C119 80 113 72 112 58C110 33 124 14 150 14Z"
    ),
    "mandible": (
        "M124 97C125 113 136 124 150 124C164 124 175 113 176 97"
        "L168 101C166 110 159 114 150 114C141 114 134 110 132 101Z"
    ),
    "hyoid": "M290 118Q300 132 310 118L306 117Q300 124 294 117Z",
    "atlas": _bar(MIDDLE, 130.5, 26, 6),
    "axis": _bar(MIDDLE, 138, 24, 6.5),
    "cervical": _column(142.5, 5, 6.4, 20),
    "thoracic": _column(176, 12, 10, 18),
    "lumbar": _column(297, 5, 13, 24),
    "sternum": "M292 178L308 178L306 194L305 198L307 250Q300 262 293 250L295 198L294 194Z",
    "sacrum": "M132 365C142 362 158 362 168 365C168 382 160 400 150 406C140 400 132 382 132 365Z",
    "coccyx": "M145 408L155 408L150 422Z",
    "humerus": _long(227, 186, 238, 286, 7, 3.6),
    "radius": _long(249, 294, 260, 374, 4.6, 2.6),
    "ulna": _long(237, 292, 250, 374, 4.2, 2.6),
    "carpal": _carpals(),
    "metacarpal": _rays(242, 404, 15, 1),
    "hand_phalanx": _hand_phalanges(),
    "hip": (
        "M170 366C186 354 208 366 206 388C204 400 194 402 190 410C186 420 182 436 168 434"
        "C160 432 158 424 162 418C166 412 170 408 171 398C172 388 171 378 170 366Z"
    ),
    "femur": _long(193, 414, 180, 524, 8.5, 4.6),
    "patella": _oval(180, 535, 6.5, 7.5),
    "tibia": _long(178, 548, 177, 636, 7, 4),
    "fibula": _long(192, 552, 189, 636, 3.6, 2),
    "talus": _oval(177, 646, 7.5, 5.5),
    "calcaneus": _oval(191, 648, 6, 7),
    "tarsal": _tarsals(),
    "metatarsal": _rays(171, 675, 11, 0),
    "foot_phalanx": _foot_phalanges(),
}
"""Each bone as a path; of paired ones the left, which is on our right. The order is that in which they are laid."""
