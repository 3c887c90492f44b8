"""Evidence on a log scale: what each locus says, with what speaks against to the left."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from imena.ui.drawings.svg import drawing, tag, text

WIDTH, LEFT, RIGHT, ROW, TOP = 340, 82, 56, 22, 34


@dataclass(frozen=True, slots=True)
class LocusWeight:
    """What one locus says, as log10 LR; None where it is not comparable, with the reason."""

    locus: str
    log10_lr: float | None
    note: str = ""


def evidence(
    loci: Sequence[LocusWeight], *, title: str, for_label: str, against_label: str, decimal_mark: str = "."
) -> str:
    """A bar for each locus, all on one scale."""
    finite = [each.log10_lr for each in loci if each.log10_lr is not None and math.isfinite(each.log10_lr)]
    low, high = min([*finite, -0.5]), max([*finite, 1.0])
    scale = (WIDTH - LEFT - RIGHT) / (high - low)
    zero = LEFT - low * scale
    height = TOP + ROW * len(loci) + 8
    parts = [
        tag("line", x1=zero, y1=TOP - 6, x2=zero, y2=height - 4, class_="evidence-zero"),
        text(against_label, zero - 6, 16, class_="evidence-side", text_anchor="end"),
        text(for_label, zero + 6, 16, class_="evidence-side"),
    ]
    for place, each in enumerate(loci):
        y = TOP + ROW * place
        parts.append(text(each.locus, 0, y + 14, class_="evidence-locus"))
        parts.append(_bar(each, y, zero, scale, decimal_mark))
    return drawing("evidence", title, WIDTH, height, *parts)


def _bar(each: LocusWeight, y: float, zero: float, scale: float, decimal_mark: str) -> str:
    if each.log10_lr is None:
        line = tag("line", x1=LEFT, y1=y + 9, x2=WIDTH - RIGHT, y2=y + 9, class_="evidence-none")
        return line + text(each.note, zero + 6, y + 14, class_="evidence-note")
    if math.isinf(each.log10_lr):
        arrow = tag("path", d=f"M{zero} {y + 9}H{LEFT + 4}l6 -5m-6 5l6 5", class_="evidence-impossible")
        return arrow + text(
            "−∞" if each.log10_lr < 0 else "∞", WIDTH - 4, y + 14, class_="evidence-value", text_anchor="end"
        )
    length = abs(each.log10_lr) * scale
    start = zero if each.log10_lr >= 0 else zero - length
    kind = "evidence-for" if each.log10_lr >= 0 else "evidence-against"
    bar = tag("rect", x=start, y=y + 3, width=max(length, 0.5), height=12, class_=kind)
    written = f"{each.log10_lr:.2f}".replace("-", "−").replace(".", decimal_mark)
    return bar + text(written, WIDTH - 4, y + 14, class_="evidence-value", text_anchor="end")
