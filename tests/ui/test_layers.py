"""Layers of a grave: north is up, heads point where they pointed, and a metre is a metre."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.ui.drawings import Lying, layer
from ui.reading import SVG, WORDS, links, of_class, parsed, size

CENTIMETRES = st.floats(-2000, 2000)


def drawn(*bodies: Lying) -> str:
    return layer(bodies, title="Layer 1", scale_label="1 m")


@given(towards=st.floats(0, 360))
def test_a_head_points_where_it_pointed(towards: float) -> None:
    root = parsed(drawn(Lying(0, 0, "1", head_towards=towards)))
    [head] = of_class(root, "layer-head")
    [trunk] = of_class(root, "layer-body")
    feet = [float(value) for value in trunk.attrib["d"].split("L")[1].split()]
    east, south = float(head.attrib["cx"]) - feet[0], float(head.attrib["cy"]) - feet[1]
    length = math.hypot(east, south)
    angle = math.radians(towards)
    assert (east / length, -south / length) == pytest.approx((math.sin(angle), math.cos(angle)), abs=0.01)


def test_the_scale_bar_is_a_metre() -> None:
    root = parsed(drawn(Lying(0, 0, "1", 0), Lying(100, 0, "2", 0)))
    west, east = (float(each.attrib["cx"]) for each in of_class(root, "layer-head"))
    [bar] = of_class(root, "plan-scale")
    assert float(bar.attrib["d"].split("h")[1].split("v")[0]) == pytest.approx(east - west, abs=0.1)


@given(places=st.lists(st.tuples(CENTIMETRES, CENTIMETRES), max_size=6), label=WORDS)
def test_everybody_is_on_the_paper_and_a_link(places: list[tuple[float, float]], label: str) -> None:
    root = parsed(drawn(*(Lying(x, y, label, 90, href="/n/1/") for x, y in places)))
    width, height = size(root)
    heads = [(float(each.attrib["cx"]), float(each.attrib["cy"])) for each in of_class(root, "layer-head")]
    assert all(0 < x < width and 0 < y < height for x, y in heads)
    assert len(links(root)) == len(heads) == len(places)


def test_face_down_and_unknown_are_told_apart_without_colour() -> None:
    root = parsed(drawn(Lying(0, 0, "1", 0, face_down=True), Lying(0, 0, "2"), Lying(0, 0, "3", 0)))
    assert [each.attrib["class"] for each in of_class(root, "layer-head")] == ["layer-head down", "layer-head"]
    assert [each.tag for each in of_class(root, "unknown")] == [f"{SVG}rect"]
