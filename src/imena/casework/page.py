"""The report as a page: one file that needs nothing else, reads well on a telephone and prints as something to file."""

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from imena.casework.report import Detail, Report
from imena.ui.styles import standalone_styles

_ENVIRONMENT = Environment(
    loader=PackageLoader("imena.casework"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

CHART_WIDTH = 560
LABELS = 110
"""Room for the loci's names, at the left of the chart."""
FIGURE_LABELS = 230
"""Room for the labels of a figure's bars."""
VALUES = 70
"""Room for the numbers, at its right."""
ROW = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """A locus in the chart: its bar, in units of the picture, and whether it speaks for, against, or excludes."""

    detail: Detail
    y: int
    left: float
    width: float
    says: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Evidence by locus, on a log scale: what speaks against to the left of zero, what speaks for to the right."""

    zero: float
    height: int
    bars: tuple[Bar, ...]


def chart(details: tuple[Detail, ...]) -> Chart:
    values = [detail.log10_lr or 0.0 for detail in details]
    lowest, highest = min([0.0, *values]), max([0.0, *values])
    if any(detail.log10_lr is None for detail in details):
        lowest = min(lowest, -0.25 * max(highest, 1.0))
    scale = (CHART_WIDTH - LABELS - VALUES) / ((highest - lowest) or 1.0)
    zero = LABELS - lowest * scale
    bars = []
    for number, detail in enumerate(details):
        value = lowest if detail.log10_lr is None else detail.log10_lr
        excluded = detail.log10_lr is None
        says = "excludes" if excluded else "mismatch" if detail.mismatch else "against" if value < 0 else "for"
        bars.append(Bar(detail, number * ROW, zero + min(value, 0.0) * scale, abs(value) * scale, says))
    return Chart(zero, ROW * len(details), tuple(bars))


def render(report: Report, *, language: str, other_language: tuple[str, str] | None = None) -> str:
    """The page as HTML. `other_language`: the address of the same page in the other language, and its name."""
    return _ENVIRONMENT.get_template("report.html").render(
        report=report,
        language=language,
        other_language=other_language,
        styles=standalone_styles(),
        chart=chart,
        numbers=range(2, 7),
        chart_width=CHART_WIDTH,
        labels=LABELS,
        figure_labels=FIGURE_LABELS,
        figure_room=CHART_WIDTH - FIGURE_LABELS - VALUES,
        row=ROW,
    )
