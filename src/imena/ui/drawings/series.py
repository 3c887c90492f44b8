"""Figures through time: step lines, named where they end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from imena.ui.drawings.svg import drawing, tag, text


@dataclass(frozen=True, slots=True)
class Mark:
    """A value on a day that the drawing names; a derived one is hollow, in brackets."""

    on: date
    value: int
    label: str
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A figure through time: its value from each day on."""

    label: str
    steps: Sequence[tuple[date, int]]
    dashed: bool = False
    marks: Sequence[Mark] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Where days and values stand on the paper."""

    width: float
    height: float
    left: float
    right: float
    first: date
    last: date
    top_value: int

    def x(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.left + share * (self.width - self.left - self.right)

    def y(self, value: float) -> float:
        return 24 + (1 - value / self.top_value) * (self.height - 60)


def series(
    lines: Sequence[Line], *, title: str, first: date, last: date, as_of: date | None = None, months: Sequence[str] = ()
) -> str:
    """The wide drawing: with the months of each quarter."""
    frame = Frame(1000, 380, 44, 30, first, last, _top(lines))
    return _draw(frame, lines, title, as_of, months)


def series_narrow(
    lines: Sequence[Line], *, title: str, first: date, last: date, as_of: date | None = None, months: Sequence[str] = ()
) -> str:
    """The narrow drawing: with years alone."""
    frame = Frame(340, 320, 34, 14, first, last, _top(lines))
    return _draw(frame, lines, title, as_of, months[:0])


def _top(lines: Sequence[Line]) -> int:
    highest = max((value for line in lines for _, value in line.steps), default=1)
    step = next(step for step in (5, 10, 20, 50, 100, 200, 500, 1000, 10**9) if highest / step <= 6)
    return max(step * -(-highest // step), 1)


def _draw(frame: Frame, lines: Sequence[Line], title: str, as_of: date | None, months: Sequence[str]) -> str:
    parts = [*_grid(frame), *_ticks(frame, months)]
    if as_of:
        x = frame.x(as_of)
        parts.append(tag("line", x1=x, y1=16, x2=x, y2=frame.y(0), class_="series-as-of"))
    for place, line in enumerate(lines):
        parts.append(tag("path", d=_path(frame, line), class_="series-line dashed" if line.dashed else "series-line"))
        parts += [_mark(frame, mark, above=line.dashed) for mark in line.marks if frame.first <= mark.on <= frame.last]
        parts.append(_name(frame, line, place))
    return drawing("series", title, frame.width, frame.height, *parts)


def _grid(frame: Frame) -> list[str]:
    step = max(frame.top_value // 5, 1)
    parts = []
    for value in range(0, frame.top_value + 1, step):
        y = frame.y(value)
        parts.append(tag("line", x1=frame.left, y1=y, x2=frame.width - frame.right, y2=y, class_="series-grid"))
        parts.append(text(str(value), frame.left - 6, y + 5, class_="series-number", text_anchor="end"))
    return parts


def _ticks(frame: Frame, months: Sequence[str]) -> list[str]:
    """Years under the line where they begin, and the quarters between them where there is room."""
    parts = []
    for year in range(frame.first.year, frame.last.year + 1):
        for month in (1, 4, 7, 10):
            day = date(year, month, 1)
            if not frame.first <= day <= frame.last:
                continue
            x, base = frame.x(day), frame.y(0)
            parts.append(tag("line", x1=x, y1=base, x2=x, y2=base + (8 if month == 1 else 4), class_="series-grid"))
            if month == 1:
                parts.append(text(str(year), x, base + 26, class_="series-number", text_anchor="middle"))
            elif months:
                parts.append(text(months[month - 1], x, base + 26, class_="series-month", text_anchor="middle"))
    return parts


def _path(frame: Frame, line: Line) -> str:
    points = [(frame.x(day), frame.y(value)) for day, value in line.steps]
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for x, y in points[1:]:
        path += f"H{x:.1f}V{y:.1f}"
    return path + f"H{frame.x(frame.last):.1f}"


def _mark(frame: Frame, mark: Mark, *, above: bool) -> str:
    x, y = frame.x(mark.on), frame.y(mark.value)
    label = f"({mark.label})" if mark.derived else mark.label
    circle = tag("circle", cx=x, cy=y, r=4.5, class_="series-mark derived" if mark.derived else "series-mark")
    return circle + text(label, x, y - 10 if above else y + 20, class_="series-label", text_anchor="middle")


def _name(frame: Frame, line: Line, place: int) -> str:
    """The name beside the line, in the free corner at the top, with a piece of the line before it."""
    x, y = frame.x(frame.first) + (frame.width - frame.left) * 0.34, 34 + 24 * place
    sample = tag("path", d=f"M{x:.1f} {y - 5}h28", class_="series-line dashed" if line.dashed else "series-line")
    return sample + text(line.label, x + 36, y, class_="series-name")
