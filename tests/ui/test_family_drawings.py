"""Families: no two symbols or names lie over each other, whoever is related to whom."""

from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imena.ui.drawings import Member, Sex, State, legend, pedigree
from imena.ui.drawings.families import STEP, Places, arrange
from imena.ui.drawings.pedigree import HALF
from ui.reading import WORDS, links, of_class, parsed, size, words

FAMILY: dict[str, tuple[str | None, str | None]] = {
    "grandfather": (None, None),
    "grandmother": (None, None),
    "father": ("grandfather", "grandmother"),
    "uncle": ("grandfather", "grandmother"),
    "mother": (None, None),
    "missing": ("father", "mother"),
    "sister": ("father", "mother"),
    "other": (None, None),
    "half": ("father", "other"),
    "wife": (None, None),
    "child": ("missing", "wife"),
    "friend": (None, None),
}


@st.composite
def families(draw: st.DrawFn) -> dict[str, tuple[str | None, str | None]]:
    """Up to fifteen people; each may have either of those before them as father or mother."""
    count = draw(st.integers(1, 15))
    parents: dict[str, tuple[str | None, str | None]] = {}
    for n in range(count):
        before = st.sampled_from([None, *parents])
        parents[str(n)] = (draw(before), draw(before))
    return parents


def people(parents: dict[str, tuple[str | None, str | None]], label: str = "Петренко Іван") -> list[Member]:
    return [Member(id, label, "F", father, mother, "typed") for id, (father, mother) in parents.items()]


def apart(places: Places) -> bool:
    at = [(places.row[id], places.x[id]) for id in places.x if not id.startswith("\0")]
    return all(a[0] != b[0] or abs(a[1] - b[1]) >= STEP - 0.01 for a, b in combinations(at, 2))


@settings(deadline=None, max_examples=60)
@given(parents=families())
def test_nobody_stands_on_anybody_and_children_stand_below(parents: dict[str, tuple[str | None, str | None]]) -> None:
    places = arrange(parents)
    assert apart(places)
    for child, pair in parents.items():
        assert all(places.row[child] > places.row[parent] for parent in pair if parent is not None)


@settings(deadline=None, max_examples=30)
@given(parents=families(), label=WORDS)
def test_all_is_on_the_paper_whatever_the_names(parents: dict[str, tuple[str | None, str | None]], label: str) -> None:
    root = parsed(pedigree(people(parents, label), title=label))
    width, height = size(root)
    assert width % 100 == 0
    symbols = of_class(root, "member")
    assert len(symbols) == len(parents)
    for symbol in symbols:
        x, y = (float(each) for each in symbol.attrib["d"][1:].split("a")[0].split())
        assert 0 <= x <= width - 2 * HALF
        assert HALF <= y <= height - HALF
    assert all(float(each.attrib["y"]) < height for each in of_class(root, "pedigree-label"))


def test_partners_are_level_and_beside_each_other() -> None:
    places = arrange(FAMILY)
    for one, other in [("grandfather", "grandmother"), ("father", "mother"), ("father", "other"), ("missing", "wife")]:
        assert places.row[one] == places.row[other]
        assert abs(places.x[one] - places.x[other]) == pytest.approx(STEP)
    assert places.row["uncle"] == places.row["father"] == 1
    assert places.x["friend"] > max(x for id, x in places.x.items() if id != "friend")


def test_children_stand_below_the_middle_of_their_parents() -> None:
    two = arrange(
        {"father": (None, None), "mother": (None, None), "a": ("father", "mother"), "b": ("father", "mother")}
    )
    assert two.x["a"] + two.x["b"] == pytest.approx(two.x["father"] + two.x["mother"])


def test_a_lone_parent_has_a_line_to_the_child_and_nobody_is_made_up() -> None:
    root = parsed(pedigree(people({"father": (None, None), "child": ("father", None)}), title="Family"))
    assert len(of_class(root, "member")) == 2
    assert len(of_class(root, "pedigree-line")) == 1


@pytest.mark.parametrize(
    "parents", [{"a": ("a", None)}, {"a": ("b", None), "b": ("a", None)}, {"a": ("gone", "a")}, {}]
)
def test_what_cannot_be_is_drawn_all_the_same(parents: dict[str, tuple[str | None, str | None]]) -> None:
    assert len(of_class(parsed(pedigree(people(parents), title="Family")), "member")) == len(parents)


def test_states_and_sexes_differ_without_colour() -> None:
    """Heavy with a question mark, filled, half filled, dashed, plain: by class, and by what is drawn."""
    drawn = set()
    for sex in get_args(Sex):
        for state in get_args(State):
            root = parsed(pedigree([Member("a", "Ім’я", sex, None, None, state)], title="Family"))
            [symbol] = of_class(root, "member")
            question, half = words(root, "pedigree-question"), len(of_class(root, "member-half"))
            assert (question == ["?"]) == (state == "missing")
            assert bool(half) == (state == "asked")
            drawn.add((symbol.attrib["d"], symbol.attrib["class"]))
    assert len(drawn) == len(get_args(Sex)) * len(get_args(State))


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="'lost'"):
        pedigree([Member("a", "A", "M", None, None, "lost")], title="Family")


def test_a_dead_member_is_struck_and_a_link_has_the_name() -> None:
    member = Member("a", "О’Ніл <Іван>", "M", None, None, "untyped", "/n/1/", deceased=True)
    root = parsed(pedigree([member], title="Family"))
    assert len(of_class(root, "member-deceased")) == 1
    assert [(each.get("href"), " ".join(each.itertext())) for each in links(root)] == [("/n/1/", "О’Ніл <Іван>")]
    assert links(root)[0].get("aria-label") is None, "what is seen is what is said"
    unnamed = parsed(pedigree([Member("a", "", "M", None, None, "untyped", "/n/1/")], title="Family"))
    assert links(unnamed)[0].get("aria-label") == "a"


def test_a_long_name_takes_two_lines() -> None:
    root = parsed(pedigree([Member("a", "Олександра Володимирівна", "F", None, None, "asked")], title="Family"))
    assert words(root, "pedigree-label") == ["Олександра", "Володимирівна"]


@given(label=WORDS)
def test_the_legend_has_each_symbol_with_its_words(label: str) -> None:
    root = parsed(legend(dict.fromkeys(get_args(State), label)))
    assert len(of_class(root, "member")) == 5
