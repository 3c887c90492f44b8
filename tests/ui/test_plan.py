"""Plans: north is up, each state has its own shape, and four hundred and fifty graves are light."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.ui.drawings import PlanMark, PlanPicture, plan, plan_key
from imena.ui.drawings.plan import SHAPES
from ui.reading import SVG, WORDS, links, of_class, parsed, size, words

METRES = st.floats(-500, 500)


def uses(drawing: str) -> list[tuple[float, float]]:
    return [(float(each.attrib["x"]), float(each.attrib["y"])) for each in parsed(drawing).iter(f"{SVG}use")]


@given(places=st.lists(st.tuples(METRES, METRES), min_size=2, max_size=8))
def test_north_is_up_and_east_is_right_and_all_is_on_the_paper(places: list[tuple[float, float]]) -> None:
    drawing = plan([PlanMark(x, y, "grave", "opened") for x, y in places], title="Plan", scale_label="10 m")
    drawn = uses(drawing)
    width, height = size(parsed(drawing))
    for (a, b), (one, other) in zip(combinations(places, 2), combinations(drawn, 2), strict=True):
        assert (b[0] - a[0]) * (other[0] - one[0]) >= -1e-9
        assert (b[1] - a[1]) * (other[1] - one[1]) <= 1e-9
    assert all(10 <= x <= width - 10 and 10 <= y <= height - 30 for x, y in drawn)


def test_the_scale_bar_is_ten_metres() -> None:
    drawing = plan(
        [PlanMark(0, 0, "A", "opened"), PlanMark(10, 0, "B", "empty_found")], title="Plan", scale_label="10 m"
    )
    (west, _), (east, _) = uses(drawing)
    [bar] = of_class(parsed(drawing), "plan-scale")
    assert float(bar.attrib["d"].split("h")[1].split("v")[0]) == pytest.approx(east - west, abs=0.11)


def test_a_whole_burial_ground_is_light_and_every_grave_a_named_link() -> None:
    marks = [
        PlanMark(2.4 * (n % 25), 3.2 * (n // 25), f"Могила {n}: розкрита, одна особа", "opened", f"/n/IZM-G-{n:04d}/")
        for n in range(450)
    ]
    drawing = plan(marks, title="План", scale_label="10 м")
    assert len(drawing.encode()) < 120_000
    found = links(parsed(drawing))
    assert [each.get("href") for each in found] == [mark.href for mark in marks]
    assert [each.findtext(f"{SVG}title") for each in found] == [mark.label for mark in marks]


def test_only_a_mass_grave_has_its_name_written() -> None:
    marks = [
        PlanMark(0, 0, "Grave 1", "opened"),
        PlanMark(5, 5, "Mass grave: emptied", "emptied", mass=True, name="Mass grave"),
    ]
    assert words(parsed(plan(marks, title="Plan", scale_label="10 m")), "plan-name") == ["Mass grave"]


def test_each_state_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)
    key = parsed(plan_key({state: state for state in SHAPES}))
    assert len({each.get("d") for each in of_class(key, "mark")}) == len(SHAPES)


def test_two_plans_on_a_page_share_no_ids() -> None:
    one = parsed(plan([PlanMark(0, 0, "A", "opened")], title="One", scale_label="10 m"))
    other = parsed(plan([PlanMark(0, 0, "A", "opened")], title="Other", scale_label="10 m"))
    ids = [{each.attrib["id"] for each in root.iter() if "id" in each.attrib} for root in (one, other)]
    assert ids[0].isdisjoint(ids[1])


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(KeyError, match="lost"):
        plan([PlanMark(0, 0, "A", "lost")], title="Plan", scale_label="10 m")


@given(label=WORDS)
def test_any_words(label: str) -> None:
    parsed(plan([PlanMark(0, 0, label, state, label) for state in SHAPES], title=label, scale_label=label))
    parsed(plan([], title=label, scale_label=label))
    parsed(plan_key({"opened": label}))


def test_a_picture_lies_under_the_marks_where_the_ground_is() -> None:
    marks = [PlanMark(0, 0, "A", "emptied"), PlanMark(10, 0, "B", "located", differs=True)]
    root = parsed(plan(marks, title="Plan", scale_label="10 m", picture=PlanPicture("/p.png", 0, -5, 10, 5)))
    [image] = root.iter(f"{SVG}image")
    (west, height), (east, _) = uses(plan(marks, title="Plan", scale_label="10 m"))
    assert float(image.attrib["x"]) == pytest.approx(west, abs=0.1)
    assert float(image.attrib["width"]) == pytest.approx(east - west, abs=0.1)
    assert float(image.attrib["y"]) + float(image.attrib["height"]) / 2 == pytest.approx(height, abs=0.1)
    assert len(of_class(root, "mark-flag")) == 1
