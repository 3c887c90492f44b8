"""The way: every count and link is on it, wide and narrow."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.ui.drawings import Stage, way, way_narrow
from ui.reading import WORDS, links, of_class, parsed, size, words

KEYS = ["scene", "postmortem", "antemortem", "reconciliation", "release", "reburial", "account"]
STAGES = [Stage(key, key.title(), 449 - place, f"/{key}/") for place, key in enumerate(KEYS)]
DRAWN = [way, way_narrow]


@pytest.mark.parametrize("draw", DRAWN)
def test_each_count_label_and_link_is_drawn(draw: Callable[..., str]) -> None:
    root = parsed(draw(STAGES, title="The way"))
    assert words(root, "way-count") == ["449", "448", "447", "446", "445", "444", "443"]
    assert words(root, "way-label") == [key.title() for key in KEYS]
    assert [each.get("href") for each in links(root)] == [f"/{key}/" for key in KEYS]
    assert links(root)[0].get("aria-label") is None, "what is seen is what is said"


@pytest.mark.parametrize("draw", DRAWN)
def test_without_a_count_a_stage_is_a_ring_and_zero_is_a_count(draw: Callable[..., str]) -> None:
    root = parsed(draw([Stage("release", "Released", 0, None), Stage("account", "Account", None, None)], title="Way"))
    assert words(root, "way-count") == ["0"]
    assert len(of_class(root, "way-ring")) == 1
    assert links(root) == []


@given(keys=st.lists(st.sampled_from(KEYS), unique=True), label=WORDS, note=WORDS, count=st.integers(0, 10**6))
def test_any_stages_and_any_words_stay_on_the_paper(keys: list[str], label: str, note: str, count: int) -> None:
    for draw in (way, way_narrow):
        root = parsed(draw([Stage(key, label, count, None, note) for key in keys], title=label))
        width, height = size(root)
        assert words(root, "way-count") == [str(count)] * len(keys)
        for each in [*of_class(root, "way-count"), *of_class(root, "way-label"), *of_class(root, "way-note")]:
            assert 0 < float(each.attrib["x"]) < width
            assert 0 < float(each.attrib["y"]) < height


def test_both_tracks_end_where_they_join() -> None:
    """Six stages follow one another by six lines, each with its head."""
    assert len(of_class(parsed(way(STAGES, title="Way")), "way-line")) == 2 * 6
    without = [stage for stage in STAGES if stage.key != "antemortem"]
    assert len(of_class(parsed(way(without, title="Way")), "way-line")) == 2 * 5
