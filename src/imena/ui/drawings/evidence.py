"""Evidence on a log scale: what each locus says, with what speaks against to the left."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from imena.ui.drawings.svg import drawing, hatching, identity, lines, path, points, tag, text, wrapped

WIDTH, ZERO, REACH = 340, 212, 78
"""The drawing, its zero line, and the longest bar to either side; the rest is for the numbers."""
ROW, NOTE, NOTE_STEP, SIDE = 25, 34, 17, 16


@dataclass(frozen=True, slots=True)
class LocusWeight:
    """What one locus says, as log10 LR; None where it is not comparable, with the reason."""

    locus: str
    log10_lr: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Units to one power of ten, the pattern of what speaks against, and how a decimal is written."""

    unit: float
    step: int
    hatch: str
    decimal_mark: str


def evidence(
    loci: Sequence[LocusWeight], *, title: str, for_label: str, against_label: str, decimal_mark: str = "."
) -> str:
    """A bar for each locus, 340 units wide, all on one scale with zero in the middle. ValueError on a NaN."""
    for each in loci:
        if each.log10_lr is not None and math.isnan(each.log10_lr):
            raise ValueError(f"{each.locus}: log10 LR is not a number; None says that it is not comparable")
    scale = _scale(loci, identity("hatch", title, loci), decimal_mark)
    heads = max(len(wrapped(label, SIDE)) for label in (for_label, against_label))
    top = 14 + heads * NOTE_STEP
    rows, y = [], float(top)
    for each in loci:
        rows.append(_row(each, y, scale))
        y += _height(each)
    frame = [
        hatching(scale.hatch, "evidence-hatch"),
        lines(against_label, ZERO - 8, 18, "evidence-side", letters=SIDE, step=NOTE_STEP, anchor="end"),
        lines(for_label, ZERO + 8, 18, "evidence-side", letters=SIDE, step=NOTE_STEP),
        *_grid(scale, top - 4, y + 4),
    ]
    return drawing("evidence", title, WIDTH, y + 28, *frame, *rows)


def _scale(loci: Sequence[LocusWeight], id: str, decimal_mark: str) -> Scale:
    """The longest finite bar fills its side; a number at every power of ten, or every second, fifth and so on."""
    finite = [abs(each.log10_lr) for each in loci if each.log10_lr is not None and math.isfinite(each.log10_lr)]
    most = max([*finite, 1.0])
    step = next(step * 10**power for power in range(400) for step in (1, 2, 5) if most / (step * 10**power) < 4)
    return Scale(REACH / most, step, id, decimal_mark)


def _grid(scale: Scale, top: float, bottom: float) -> list[str]:
    """Quiet lines at whole powers of ten, numbered below; the zero line stands out."""
    most = int(REACH / scale.unit / scale.step + 1e-9)
    parts = []
    for power in range(-most * scale.step, most * scale.step + 1, scale.step):
        x = ZERO + power * scale.unit
        if power:
            parts.append(path(f"M{points(x, top)}V{points(bottom)}", "evidence-grid"))
        else:
            parts.append(tag("line", x1=x, y1=top, x2=x, y2=bottom, class_="evidence-zero"))
        parts.append(text(str(power).replace("-", "−"), x, bottom + 16, "evidence-power", "middle"))
    return parts


def _height(each: LocusWeight) -> float:
    return ROW if each.log10_lr is not None else ROW + NOTE_STEP * max(len(wrapped(each.note, NOTE)) - 1, 0)


def _row(each: LocusWeight, y: float, scale: Scale) -> str:
    name = text(each.locus, 0, y + 17, "evidence-locus")
    if each.log10_lr is None:
        line = path(f"M{ZERO - REACH} {points(y + 12)}H{ZERO + REACH}", "evidence-none")
        letters = NOTE if len(wrapped(each.note, NOTE)) > 1 else len(each.note) + 1
        note = lines(each.note, ZERO, y + 16, "evidence-note", letters=letters, step=NOTE_STEP, anchor="middle")
        return name + line + note
    return name + _bar(each.log10_lr, y, scale)


def _bar(value: float, y: float, scale: Scale) -> str:
    """The bar and its value beside it; an infinite one reaches the edge and ends in an arrow head."""
    side = math.copysign(1, value) if value else 1
    length = REACH if math.isinf(value) else abs(value) * scale.unit
    kind = "evidence-for" if side > 0 else "evidence-against"
    fill = None if side > 0 else f"url(#{scale.hatch})"
    end = ZERO + side * length
    if math.isinf(value):
        neck = end - side * 12
        outline = f"M{ZERO} {points(y + 6)}H{points(neck)}v-4L{points(end, y + 12)}L{points(neck, y + 22)}v-4H{ZERO}Z"
        bar = tag("path", d=outline, class_=kind, fill=fill)
    else:
        bar = tag("rect", x=min(ZERO, end), y=y + 5, width=max(length, 0.8), height=14, class_=kind, fill=fill)
    anchor = "start" if side > 0 else "end"
    return bar + text(written(value, scale.decimal_mark), end + side * 6, y + 17, "evidence-value", anchor)


def written(value: float, decimal_mark: str) -> str:
    """Two decimals with a true minus sign; what rounds to zero has none."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−").replace(".", decimal_mark)
