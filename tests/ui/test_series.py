"""Series: the line passes through each value on its day, and through nothing else."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.ui.drawings import Line, Mark, series, series_narrow
from imena.ui.drawings.series import _scale
from ui.reading import WORDS, corners, of_class, parsed, words

FIRST, LAST = date(2022, 9, 16), date(2025, 11, 24)
DAYS = (LAST - FIRST).days
STEPS = [(FIRST, 447), (date(2023, 9, 1), 115), (date(2024, 11, 12), 52), (LAST, 0)]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
ANY_STEPS = st.dictionaries(st.integers(0, DAYS), st.integers(0, 5000), min_size=1, max_size=9).map(
    lambda found: [(FIRST + timedelta(day), value) for day, value in sorted(found.items())]
)


def drawn_line(drawing: str) -> list[tuple[float, float]]:
    return corners(of_class(parsed(drawing), "series-line")[0].attrib["d"])


def value_at(drawing: str, top: int, x: float, y: float) -> tuple[float, float]:
    """The share of the time and the value that a point stands for, read off the gridlines."""
    root = parsed(drawing)
    [(left, zero), (right, _)] = corners(of_class(root, "series-zero")[0].attrib["d"])
    highest = min(corners(each.attrib["d"])[0][1] for each in of_class(root, "series-grid"))
    return (x - left) / (right - left), (zero - y) / (zero - highest) * top


@given(steps=ANY_STEPS)
def test_the_line_passes_through_each_value_on_its_day(steps: list[tuple[date, int]]) -> None:
    _, top = _scale([Line("", steps)])
    for draw in (series, series_narrow):
        drawing = draw([Line("", steps)], title="Series", first=FIRST, last=LAST, months=MONTHS)
        line = drawn_line(drawing)
        found = [value_at(drawing, top, x, y) for x, y in line]
        for day, value in steps:
            share = (day - FIRST).days / DAYS
            assert any(abs(share - a) < 1e-4 and abs(value - b) < top * 1e-4 for a, b in found), (day, value)
        assert found[-1][0] == pytest.approx(1, abs=1e-4)
        assert found[-1][1] == pytest.approx(steps[-1][1], abs=top * 1e-4)
        assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(line)), "only level and upright"


def test_before_the_first_day_the_line_has_the_value_it_came_with() -> None:
    start = date(2024, 1, 1)
    early = [(date(2022, 9, 16), 90), (date(2023, 9, 1), 60)]
    later = [(date(2024, 11, 12), 52), (LAST, 0)]
    cut = series([Line("", early + later)], title="Series", first=start, last=LAST)
    whole = series([Line("", [(start, 60), *later])], title="Series", first=start, last=LAST)
    zero, above, top = 344, 24, 100
    assert drawn_line(cut)[0][0] == 44
    assert drawn_line(cut)[0][1] == pytest.approx(zero - 60 / top * (zero - above), abs=0.02)
    assert [x for x, _ in drawn_line(cut)] == [x for x, _ in drawn_line(whole)]


@given(highest=st.integers(0, 10**7))
def test_four_to_six_round_gridlines(highest: int) -> None:
    step, top = _scale([Line("", [(FIRST, highest)])])
    assert 3 <= top // step <= 5
    assert top >= highest
    assert str(step).rstrip("0") in ("1", "2", "5")


@pytest.mark.parametrize("draw", [series, series_narrow])
def test_a_derived_value_is_hollow_and_in_parentheses(draw: Callable[..., str]) -> None:
    marks = [Mark(FIRST, 447, "447"), Mark(date(2023, 9, 1), 115, "115", derived=True)]
    lines = [Line("Open", STEPS, marks=marks), Line("Other", STEPS[:2], dashed=True)]
    root = parsed(draw(lines, title="Series", first=FIRST, last=LAST, as_of=date(2024, 1, 1), months=MONTHS))
    assert words(root, "series-label") == ["447", "(115)"]
    assert len(of_class(root, "derived")) == 1
    assert len(of_class(root, "series-as-of")) == 1
    assert len(of_class(root, "dashed")) == 2, "the line, and the piece of it that leads to its name"
    assert sorted(words(root, "series-name")) == ["Open", "Other"]


def test_names_and_numbers_do_not_lie_over_each_other() -> None:
    """Both lines end at zero: their names stand apart, and years and months on lines of their own."""
    lines = [Line("Without a name", STEPS), Line("Without a decision", STEPS, dashed=True)]
    root = parsed(series(lines, title="Series", first=FIRST, last=LAST, months=MONTHS))
    heights = sorted(float(each.attrib["y"]) for each in of_class(root, "series-name"))
    assert heights[1] - heights[0] >= 20
    years = [each for each in of_class(root, "series-number") if each.get("text-anchor") == "middle"]
    assert ["".join(each.itertext()) for each in years] == ["2022", "2023", "2024", "2025"]
    assert {each.attrib["y"] for each in years}.isdisjoint(each.attrib["y"] for each in of_class(root, "series-month"))


@given(label=WORDS)
def test_any_words(label: str) -> None:
    lines = [Line(label, STEPS, marks=[Mark(LAST, 0, label)]), Line(label, [])]
    for draw in (series, series_narrow):
        parsed(draw(lines, title=label, first=FIRST, last=LAST, months=[label] * 12))
