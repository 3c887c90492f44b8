"""Room for words: boxes on the paper, and the place for each label where it covers least."""

from collections.abc import Sequence
from dataclasses import dataclass

from imena.ui.drawings.svg import width_of


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in units of the drawing; a line that is level or upright is a thin one."""

    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Box") -> float:
        """The area that both have."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0) * max(down, 0)

    def beyond(self, other: "Box") -> float:
        """How far this one reaches out of the other."""
        over = (other.left - self.left, other.top - self.top, self.right - other.right, self.bottom - other.bottom)
        return sum(max(each, 0) for each in over)


def label_box(words: str, x: float, baseline: float, size: float) -> Box:
    """Where words stand whose middle is at x."""
    half = width_of(words, size) / 2 + 1
    return Box(x - half, baseline - 0.68 * size, x + half, baseline + 1)


AROUND = ((0, -1), (1, -1), (-1, -1), (1, 0), (0, 1), (-1, 1), (1, 1), (-1, 0))
"""Over, beside and under a point: to which side, and up or down."""
FARTHEST = 85
"""How far from its point a label may stand."""


def roomiest(
    words: str, x: float, y: float, size: float, *, taken: Sequence[Box], inside: Box
) -> tuple[float, float, Box]:
    """The middle and the baseline of a label for the point (x, y), with its box: near, and off what is taken."""
    half = width_of(words, size) / 2
    reached = Box(x - 2 * half - FARTHEST, y - size - FARTHEST, x + 2 * half + FARTHEST, y + size + FARTHEST)
    near = [other for other in taken if reached.covers(other)]
    best = (float("inf"), x, y, label_box(words, x, y, size))
    for reach in range(0, FARTHEST, 14):
        for across, down in AROUND:
            middle = x + across * (half + 8 + (reach / 3 if down else reach))
            baseline = y + _drop(down, size, reach)
            box = label_box(words, middle, baseline, size)
            covered = sum(box.covers(other) for other in near)
            cost = 2 * covered + 40 * box.beyond(inside) + 0.9 * reach + 4 * abs(across) + (6 if down > 0 else 0)
            best = min(best, (cost, middle, baseline, box), key=lambda found: found[0])
    return best[1:]


def _drop(down: int, size: float, reach: float) -> float:
    """From the point to the baseline of a label over, beside or under it."""
    return {-1: -7 - reach, 0: 0.36 * size, 1: 7 + 0.68 * size + reach}[down]
