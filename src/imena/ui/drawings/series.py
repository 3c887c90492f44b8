"""Figures through time: step lines, named where they end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from imena.ui.drawings.boxes import Box, label_box, roomiest
from imena.ui.drawings.svg import drawing, path, points, safe, stacked, tag, text, width_of, wrapped

NAME, NAME_STEP, LABEL, NUMBER = 16, 20, 15, 15
NAME_LETTERS = 18
SAMPLE = 24


@dataclass(frozen=True, slots=True)
class Mark:
    """A value on a day that the drawing names; a derived one is hollow, in parentheses."""

    on: date
    value: int
    label: str
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A figure through time: its value from each day on, in the order of days."""

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
    top: float
    bottom: float
    first: date
    last: date
    step: int
    top_value: int

    @property
    def edge(self) -> float:
        """Where the last day stands."""
        return self.width - self.right

    def x(self, day: date) -> float:
        share = (min(max(day, self.first), self.last) - self.first).days / max((self.last - self.first).days, 1)
        return self.left + share * (self.edge - self.left)

    def y(self, value: float) -> float:
        return self.top + (1 - value / self.top_value) * (self.height - self.top - self.bottom)


def series(
    lines: Sequence[Line], *, title: str, first: date, last: date, as_of: date | None = None, months: Sequence[str] = ()
) -> str:
    """The wide drawing, 960 by 402: lines are named beside their ends, quarters by their first month."""
    names = [width_of(words, NAME) for line in lines for words in wrapped(line.label, NAME_LETTERS)]
    frame = Frame(960, 402, 44, max([*names, 0]) + SAMPLE + 30, 24, 58, first, last, *_scale(lines))
    beside = [part for line, y in _name_heights(frame, lines) for part in _name_beside(frame, line, y)]
    return _draw(frame, lines, title, as_of, months, beside, [])


def series_narrow(
    lines: Sequence[Line], *, title: str, first: date, last: date, as_of: date | None = None, months: Sequence[str] = ()
) -> str:
    """The narrow drawing, 340 wide: names stand above the ends of the lines or above all, quarters go unnamed."""
    frame = Frame(340, 360, 36, 10, 20, 38, first, last, *_scale(lines))
    names, boxes = _names_above(frame, lines)
    if boxes and boxes[0].top < frame.top:
        more = boxes[-1].bottom - boxes[0].top + 16
        frame = replace(frame, height=frame.height + more, top=frame.top + more)
        names, boxes = _names_above(frame, lines, 20)
    return _draw(frame, lines, title, as_of, months[:0], names, boxes)


def _scale(lines: Sequence[Line]) -> tuple[int, int]:
    """A round step and the highest gridline, a multiple of it: three to five steps from zero."""
    highest = max((value for line in lines for _, value in line.steps), default=1)
    rounds = (step * 10**power for power in range(20) for step in (1, 2, 5))
    step = next(step for step in rounds if highest <= 5 * step)
    return step, step * max(-(-highest // step), 3)


def _draw(
    frame: Frame,
    lines: Sequence[Line],
    title: str,
    as_of: date | None,
    months: Sequence[str],
    names: Sequence[str],
    kept: Sequence[Box],
) -> str:
    parts = [*_grid(frame), *_quarters(frame, months), *_years(frame)]
    if as_of and frame.first <= as_of <= frame.last:
        x = frame.x(as_of)
        parts.append(path(f"M{points(x, 12)}V{points(frame.y(0))}", "series-as-of"))
        parts.append(path(f"M{points(x - 6, 4)}h12l-6 9Z", "series-as-of-head"))
    parts += [path(_steps(frame, line), _kind(line)) for line in lines]
    return drawing("series", title, frame.width, frame.height, *parts, *names, *_marks(frame, lines, kept))


def _kind(line: Line) -> str:
    return "series-line dashed" if line.dashed else "series-line"


def _grid(frame: Frame) -> Iterator[str]:
    for value in range(0, frame.top_value + 1, frame.step):
        y = frame.y(value)
        yield path(f"M{points(frame.left, y)}H{points(frame.edge)}", "series-grid" if value else "series-zero")
        yield text(value, frame.left - 8, y + 5, "series-number", "end")


def _quarters(frame: Frame, months: Sequence[str]) -> Iterator[str]:
    """A tick at each quarter, longer where a year begins; the month it begins with where there is room."""
    days = [date(year, month, 1) for year in range(frame.first.year, frame.last.year + 1) for month in (1, 4, 7, 10)]
    days = [day for day in days if frame.first <= day <= frame.last]
    widest = max((width_of(month, NUMBER) for month in months), default=0)
    room = bool(months) and all(frame.x(other) - frame.x(one) > widest + 8 for one, other in pairwise(days))
    base = frame.y(0)
    for day in days:
        x = frame.x(day)
        if day.month == 1 or len(days) < 60:
            yield path(f"M{points(x, base)}v{frame.bottom - 14 if day.month == 1 else 5}", "series-tick")
        if room:
            yield text(months[day.month - 1], x + 5, base + 20, "series-month")


def _years(frame: Frame) -> Iterator[str]:
    """Each year in the middle of its days; where they crowd, every second, fifth or tenth."""
    years = range(frame.first.year, frame.last.year + 1)
    widest = width_of("2000", NUMBER) + 6
    whole = (frame.edge - frame.left) / max(len(years), 1)
    every = next((every for every in (1, 2, 5, 10, 20, 50, 100) if whole * every > widest), 1000)
    for year in years:
        left, right = frame.x(date(year, 1, 1)), frame.x(date(year, 12, 31))
        if year % every == 0 and (every > 1 or right - left > widest - 4):
            yield text(year, (left + right) / 2, frame.height - 14, "series-number", "middle")


def _corners(frame: Frame, line: Line) -> list[tuple[float, float]]:
    """The points where the line turns, from its first day, or the first shown, to the last shown."""
    turns: list[tuple[float, float]] = []
    for day, value in line.steps:
        if day > frame.last:
            break
        x, y = frame.x(day), frame.y(value)
        if day <= frame.first:
            turns.clear()
        if turns:
            turns.append((x, turns[-1][1]))
        turns.append((x, y))
    return [*turns, (frame.edge, turns[-1][1])] if turns else []


def _steps(frame: Frame, line: Line) -> str:
    corners = _corners(frame, line)
    if not corners:
        return "M0 0"
    return f"M{points(*corners[0])}" + "".join(
        f"V{points(y)}" if x == before else f"H{points(x)}" for (before, _), (x, y) in pairwise(corners)
    )


def _strokes(frame: Frame, line: Line) -> list[Box]:
    return [
        Box(min(x1, x2) - 2, min(y1, y2) - 2, max(x1, x2) + 2, max(y1, y2) + 2)
        for (x1, y1), (x2, y2) in pairwise(_corners(frame, line))
    ]


def _falling(frame: Frame, lines: Sequence[Line]) -> list[tuple[Line, list[tuple[float, float]]]]:
    """The lines from the highest end to the lowest; those that end together, by where they came from."""
    drawn = [(line, corners) for line in lines if (corners := _corners(frame, line))]
    return sorted(drawn, key=lambda each: [y for _, y in reversed(each[1])])


def _name_heights(frame: Frame, lines: Sequence[Line]) -> list[tuple[Line, float]]:
    """The baseline of the first line of each name: beside the line's end, or above the name below it."""
    falling = _falling(frame, lines)
    rows = max((len(wrapped(line.label, NAME_LETTERS)) for line, _ in falling), default=1)
    upward = [-corners[-1][1] for _, corners in reversed(falling)]
    heights = [-y for y in stacked(upward, rows * NAME_STEP + 8)]
    return [(line, y + 5) for (line, _), y in zip(reversed(falling), heights, strict=True)]


def _name_beside(frame: Frame, line: Line, y: float) -> Iterator[str]:
    """The line runs on, bowed, to its name, so that lines ending together can be told apart."""
    end, x = _corners(frame, line)[-1][1], frame.edge
    words = wrapped(line.label, NAME_LETTERS)
    top = y - NAME_STEP * (len(words) - 1)
    run = f"M{points(x, end)}C{points(x + 12, end)} {points(x + 8, y - 5)} {points(x + SAMPLE, y - 5)}"
    yield path(run, _kind(line) + " series-lead")
    for place, word in enumerate(words):
        yield text(word, x + SAMPLE + 8, top + place * NAME_STEP, "series-name")


def _names_above(frame: Frame, lines: Sequence[Line], y: float | None = None) -> tuple[list[str], list[Box]]:
    """Names at the right edge, each after a piece of its line: from the height y, or above what is drawn there."""
    listed = [(line, wrapped(line.label, NAME_LETTERS)) for line, _ in _falling(frame, lines)]
    widest = max((width_of(word, NAME) for _, words in listed for word in words), default=0)
    start = max(frame.edge - widest - SAMPLE - 8, frame.left + 4)
    if y is None:
        tops = [box.top for line in lines for box in _strokes(frame, line) if box.right > start - 6]
        tall = sum(NAME_STEP * len(words) + 4 for _, words in listed)
        y = min([*tops, frame.y(0)]) - 32 - tall + NAME_STEP
    parts, boxes = [], []
    for line, words in listed:
        parts.append(path(f"M{points(start, y - 5)}h{SAMPLE}", _kind(line)))
        for place, word in enumerate(words):
            parts.append(text(word, start + SAMPLE + 8, y + NAME_STEP * place, "series-name"))
        boxes.append(Box(start, y - 16, frame.edge, y + NAME_STEP * (len(words) - 1) + 5))
        y += NAME_STEP * len(words) + 4
    return parts, boxes


def _marks(frame: Frame, lines: Sequence[Line], kept: Sequence[Box]) -> list[str]:
    """A dot at each named value, and its label where it covers least."""
    named = (mark for line in lines for mark in line.marks if frame.first <= mark.on <= frame.last)
    shown = sorted(dict.fromkeys(named), key=lambda mark: (-mark.value, mark.on))
    taken = [*kept, *(box for line in lines for box in _strokes(frame, line))]
    taken += [label_box("0", frame.x(mark.on), frame.y(mark.value) + 4, 12) for mark in shown]
    inside = Box(frame.left, 4, frame.edge, frame.y(0) - 2)
    dots, labels = [], []
    for mark in shown:
        x, y = frame.x(mark.on), frame.y(mark.value)
        words = f"({mark.label})" if mark.derived else mark.label
        middle, baseline, box = roomiest(words, x, y, LABEL, taken=taken, inside=inside)
        taken.append(box)
        kind = "series-mark derived" if mark.derived else "series-mark"
        dots.append(
            tag("circle", tag("title", safe(f"{mark.on.isoformat()}: {words}")), cx=x, cy=y, r=4.5, class_=kind)
        )
        if baseline < y - 20:
            labels.append(path(f"M{points(middle, baseline + 3)}L{points(x, y - 6)}", "series-thread"))
        labels.append(text(words, middle, baseline, "series-label", "middle"))
    return [*labels, *dots]
