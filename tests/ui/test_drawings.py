"""Drawings: well-formed whatever the names, and true to their numbers."""

import math
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.ui import drawings

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30)
SVG = "{http://www.w3.org/2000/svg}"


@given(TEXT)
def test_whatever_the_name_the_drawing_is_well_formed(name: str) -> None:
    stage = drawings.Stage("scene", name, 449, "/sites/?a=1&b=2")
    member = drawings.Member("a", name, "F", None, None, "missing", f"/n/{name}/")
    for drawing in (
        drawings.way([stage], title=name),
        drawings.way_narrow([stage], title=name),
        drawings.pedigree([member], title=name),
        drawings.evidence([drawings.LocusWeight(name, 1.5)], title=name, for_label=name, against_label=name),
        drawings.plan(
            [drawings.PlanMark(1, 2, name, "emptied", name, mass=True, name=name)], title=name, scale_label=name
        ),
    ):
        ElementTree.fromstring(drawing)


def test_a_count_leads_to_what_it_counts() -> None:
    drawing = drawings.way([drawings.Stage("scene", "Піднято", 449, "/sites/")], title="Шлях")
    root = ElementTree.fromstring(drawing)
    (link,) = root.iter(f"{SVG}a")

    assert link.attrib["href"] == "/sites/"
    assert [text.text for text in link.iter(f"{SVG}text")] == ["449", "Піднято"]
    assert root.attrib["role"] == "group"


@given(st.lists(st.floats(-8, 8), min_size=1, max_size=21))
def test_what_speaks_against_stands_to_the_left(weights: list[float]) -> None:
    loci = [drawings.LocusWeight(f"L{place}", weight) for place, weight in enumerate(weights)]
    root = ElementTree.fromstring(drawings.evidence(loci, title="t", for_label="f", against_label="a"))
    zero = next(float(line.attrib["x1"]) for line in root.iter(f"{SVG}line"))
    for weight, bar in zip(weights, root.iter(f"{SVG}rect"), strict=True):
        left, right = float(bar.attrib["x"]), float(bar.attrib["x"]) + float(bar.attrib["width"])
        assert (left >= zero - 0.01) if weight >= 0 else (left <= zero + 0.01 and right >= zero - 0.6)


def test_an_impossible_locus_and_one_that_is_not_comparable_are_not_silent() -> None:
    loci = [drawings.LocusWeight("TH01", -math.inf), drawings.LocusWeight("SE33", None, "не типовано")]
    drawing = drawings.evidence(loci, title="t", for_label="f", against_label="a")

    assert "−∞" in drawing
    assert "не типовано" in drawing


def test_a_line_passes_through_its_values() -> None:
    line = drawings.Line("Без імені", [(date(2022, 9, 16), 400), (date(2023, 6, 1), 200), (date(2025, 1, 1), 0)])
    drawing = drawings.series([line], title="t", first=date(2022, 9, 16), last=date(2025, 11, 24))
    path = re.search(r'd="(M[^"]+)" class="series-line"', drawing)
    assert path is not None
    heights = [float(value) for value in re.findall(r"V([\d.]+)", path[1])]

    assert heights == [pytest.approx((24 + 344) / 2), pytest.approx(344)]


def test_a_plan_of_a_whole_forest_stays_light() -> None:
    marks = [drawings.PlanMark(place % 29 * 2.6, -(place // 29) * 3.8, str(place), "opened", f"/n/{place}/")
             for place in range(450)]  # fmt: skip
    drawing = drawings.plan(marks, title="План", scale_label="10 м")

    assert len(drawing) < 150_000
    assert drawing.count("<a ") == 450
