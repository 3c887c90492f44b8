"""The minimum number of individuals: worked by hand, held against all packings, and its properties."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.postmortem.elements import ELEMENTS, ZONES, Side
from imena.postmortem.individuals import (
    QUARTERS,
    Age,
    Key,
    Specimen,
    added,
    apart,
    bones,
    missing,
    mni,
    share,
    specimens_of,
    twice,
)

FULL = [
    Specimen(element.code, side, frozenset(element.zones), 100)
    for element in ELEMENTS.values()
    for side in element.sides
    for _number in range(element.each)
]
"""Every bone of one person."""


def femur(side: Side, zone: str, completeness: int, age: Age | None = None) -> Specimen:
    return Specimen("femur", side, frozenset({zone}), completeness, age)


@st.composite
def specimens(draw: st.DrawFn) -> Specimen:
    element = ELEMENTS[draw(st.sampled_from(["femur", "sacrum", "rib", "patella"]))]
    sides = [*element.sides, *([Side.UNSIDED] if element.paired else [])]
    zones = draw(st.sets(st.sampled_from(element.zones), min_size=1))
    ages = st.sampled_from([None, *Age])
    return Specimen(
        element.code, draw(st.sampled_from(sides)), frozenset(zones), draw(st.sampled_from(QUARTERS)), draw(ages)
    )


LISTS = st.lists(specimens(), max_size=14)


def fewest_bones(sizes: list[int]) -> int:
    """The fewest bones by trying every way of sharing the pieces out."""
    for number in range(1, len(sizes) + 1):
        for places in product(range(number), repeat=len(sizes)):
            filled = Counter[int]()
            for place, size in zip(places, sizes, strict=True):
                filled[place] += size
            if max(filled.values()) <= 100:
                return number
    return 0


def test_a_skeleton_has_206_bones_less_those_of_the_skull_and_the_ear() -> None:
    """206 with 22 of the skull and 6 of the ear; here the skull is a cranium and a mandible: 206 - 28 + 2."""
    assert len(FULL) == 180
    assert all(set(element.zones) <= set(ZONES) for element in ELEMENTS.values())


@pytest.mark.parametrize(
    ("sizes", "number"),
    [
        ([], 0),
        ([0, 0, 0, 0, 0], 1),
        ([25, 25, 25, 25], 1),
        ([50, 50], 1),
        ([75, 50], 2),
        ([75, 75, 50], 3),
        ([75, 25, 75, 25], 2),
        ([100, 25], 2),
        ([50, 25, 25, 25], 2),
    ],
)
def test_pieces_of_one_zone_by_hand(sizes: list[int], number: int) -> None:
    assert bones(sizes) == number


@given(st.lists(st.sampled_from(QUARTERS), min_size=1, max_size=6))
def test_pieces_pack_as_well_as_trying_every_way(sizes: list[int]) -> None:
    assert bones(sizes) == fewest_bones(sizes)


def test_two_left_and_one_right_thigh_are_two_people() -> None:
    """Three proximal ends: two left, one right. The left ones decide."""
    found = mni(
        [femur(Side.LEFT, "proximal", 100), femur(Side.LEFT, "proximal", 75), femur(Side.RIGHT, "proximal", 100)]
    )
    assert (found.number, found.deciding) == (2, (Key("femur", Side.LEFT, "proximal"),))
    assert found.fragments == 3


def test_fragments_that_do_not_overlap_are_one_bone() -> None:
    assert mni([femur(Side.LEFT, "proximal", 100), femur(Side.LEFT, "distal", 100)]).number == 1
    assert mni([femur(Side.LEFT, "shaft", 50), femur(Side.LEFT, "shaft", 50)]).number == 1
    assert mni([femur(Side.LEFT, "shaft", 75), femur(Side.LEFT, "shaft", 50)]).number == 2


def test_bones_whose_side_is_not_told_fill_both_sides_first() -> None:
    """Two people have four patellae: with two left ones, two more of no side fit; a third does not."""
    left = [Specimen("patella", Side.LEFT, frozenset({"whole"}), 100)] * 2
    unsided = Specimen("patella", Side.UNSIDED, frozenset({"whole"}), 100)
    assert mni([*left, unsided, unsided]).number == 2
    found = mni([*left, *[unsided] * 3])
    assert (found.number, found.deciding) == (3, (Key("patella", Side.UNSIDED, "whole"),))


def test_thirteen_left_ribs_are_two_people_and_twelve_are_one() -> None:
    rib = Specimen("rib", Side.LEFT, frozenset({"head"}), 100)
    assert mni([rib] * 12).number == 1
    assert mni([rib] * 13).number == 2


def test_an_adult_and_a_child_are_two_even_where_no_bone_is_there_twice() -> None:
    grown, growing = femur(Side.LEFT, "shaft", 50, Age.ADULT), femur(Side.RIGHT, "shaft", 50, Age.SUBADULT)
    assert mni([grown]).number == 1
    assert mni([grown, growing]).number == 2
    assert mni([grown, femur(Side.RIGHT, "shaft", 50)]).number == 1, "a bone of no told age goes with either"


def test_a_whole_skeleton_is_one_person_and_lacks_nothing() -> None:
    assert mni(FULL).number == 1
    assert missing(FULL) == Counter()
    assert all(share(FULL, element.code, side) == 100 for element in ELEMENTS.values() for side in element.sides)


def test_what_is_missing_by_hand() -> None:
    """Without the sacrum, a left femur and three right ribs; an unsided rib fills the first gap."""
    less = [each for each in FULL if each.element not in ("sacrum", "femur", "rib")]
    less += [Specimen("femur", Side.RIGHT, frozenset({"shaft"}), 25)]
    less += [Specimen("rib", Side.LEFT, frozenset({"shaft"}), 100)] * 12
    less += [Specimen("rib", Side.RIGHT, frozenset({"shaft"}), 100)] * 9
    lacking = {("sacrum", Side.MIDLINE): 1, ("femur", Side.LEFT): 1, ("rib", Side.RIGHT): 3}
    assert missing(less) == lacking
    less += [Specimen("rib", Side.UNSIDED, frozenset({"shaft"}), 100)]
    assert missing(less) == lacking | {("rib", Side.RIGHT): 2}


def test_how_much_of_a_bone_is_there() -> None:
    """Half a shaft and a whole end of three zones: 150 of 300; nothing of the right one."""
    some = [femur(Side.LEFT, "shaft", 50), femur(Side.LEFT, "distal", 100)]
    assert share(some, "femur", Side.LEFT) == 50
    assert share(some, "femur", Side.RIGHT) is None


def test_what_one_body_would_have_twice() -> None:
    own, other = [femur(Side.LEFT, "proximal", 100)], [femur(Side.LEFT, "proximal", 25)]
    assert twice(own, other) == [Key("femur", Side.LEFT, "proximal")]
    assert twice(own, [femur(Side.RIGHT, "proximal", 100)]) == []
    assert twice(own, [femur(Side.LEFT, "distal", 100)]) == []
    assert twice([*own, *own], []) == [], "had twice already, not by being put together"


@given(LISTS)
def test_never_more_people_than_fragments(listed: list[Specimen]) -> None:
    assert mni(listed).number <= len(listed)
    assert (mni(listed).number >= 1) == bool(listed)


@given(LISTS, specimens())
def test_another_fragment_never_lowers_it_and_raises_it_by_one_at_most(listed: list[Specimen], more: Specimen) -> None:
    assert mni(listed).number <= mni([*listed, more]).number <= mni(listed).number + 1


@given(LISTS, LISTS)
def test_two_lists_together_are_at_least_the_larger_and_at_most_the_sum(
    one: list[Specimen], other: list[Specimen]
) -> None:
    together = mni([*one, *other]).number
    assert max(mni(one).number, mni(other).number) <= together <= mni(one).number + mni(other).number


@given(LISTS, st.randoms())
def test_the_order_of_a_list_says_nothing(listed: list[Specimen], random: object) -> None:
    shuffled = sorted(listed, key=lambda _each: random.random())  # type: ignore[attr-defined]
    assert mni(listed) == mni(shuffled)


@given(LISTS)
def test_what_is_missing_is_never_what_is_there(listed: list[Specimen]) -> None:
    there = {(each.element, each.side) for each in listed if ELEMENTS[each.element].once}
    assert there.isdisjoint(missing(listed))


@pytest.mark.parametrize(
    ("specimen", "problem"),
    [
        (Specimen("sacrum", Side.LEFT, frozenset({"apex"}), 100), "side"),
        (Specimen("femur", Side.MIDLINE, frozenset({"shaft"}), 100), "side"),
        (Specimen("sacrum", Side.UNSIDED, frozenset({"apex"}), 100), "side"),
        (Specimen("femur", Side.LEFT, frozenset({"apex"}), 100), "zone"),
        (Specimen("femur", Side.LEFT, frozenset(), 100), "zone"),
        (Specimen("tail", Side.MIDLINE, frozenset({"whole"}), 100), "element"),
        (Specimen("femur", Side.LEFT, frozenset({"shaft"}), 30), "completeness"),
        (Specimen("femur", Side.UNSIDED, frozenset({"shaft"}), 0), None),
    ],
)
def test_what_cannot_be(specimen: Specimen, problem: str | None) -> None:
    assert specimen.problem() == problem


def test_a_row_stands_for_as_many_bones_as_it_counts() -> None:
    row = {"element": "rib", "side": "left", "completeness": 100, "zones": [], "age": "", "count": 12}
    found = list(specimens_of([row]))
    assert len(found) == 12
    assert found[0].zones == {"head", "shaft", "sternal"}


PIECES = st.lists(st.tuples(st.sampled_from(QUARTERS), st.sampled_from([0, 1, 2])), min_size=1, max_size=6)


def fewest_apart(pieces: list[tuple[int, int]]) -> int:
    """The fewest bones of which none has pieces of both first kinds, by trying every way."""
    for number in range(1, len(pieces) + 1):
        for places in product(range(number), repeat=len(pieces)):
            filled, kinds = Counter[int](), set[tuple[int, int]]()
            for place, (size, kind) in zip(places, pieces, strict=True):
                filled[place] += size
                kinds.add((place, kind))
            mixed = any({(place, 0), (place, 1)} <= kinds for place in range(number))
            if max(filled.values()) <= 100 and not mixed:
                return number
    return 0


@given(PIECES)
def test_pieces_of_two_kinds_pack_as_well_as_trying_every_way(pieces: list[tuple[int, int]]) -> None:
    one, other, either = ([size for size, own in pieces if own == kind] for kind in (0, 1, 2))
    assert apart(one, other, either) == fewest_apart(pieces)


def test_half_a_left_and_half_a_right_bone_leave_no_room_for_three_quarters() -> None:
    """Three bones, two of them of one side: two people."""
    thirds = [femur(Side.LEFT, "shaft", 50), femur(Side.RIGHT, "shaft", 50), femur(Side.UNSIDED, "shaft", 75)]
    assert mni(thirds).number == 2
    assert mni([*thirds[:2], femur(Side.UNSIDED, "shaft", 50)]).number == 1


def test_a_grown_and_a_growing_half_are_not_one_bone() -> None:
    """Two left halves of two people, and a whole left shaft that fits neither: three."""
    halves = [femur(Side.LEFT, "shaft", 50, age) for age in Age]
    assert mni([*halves, femur(Side.LEFT, "shaft", 100)]).number == 3
    assert mni([*halves, femur(Side.LEFT, "shaft", 50)]).number == 2


def test_what_two_lists_say_together_by_hand() -> None:
    """Ends that fit are one bone; a bone listed again is not two; ribs are as many as the longer list has."""
    ends = [femur(Side.LEFT, "proximal", 50), femur(Side.LEFT, "distal", 100)]
    assert added(ends[:1], ends[1:]) == ends
    assert added(ends, [femur(Side.LEFT, "distal", 75)]) == ends
    rib = Specimen("rib", Side.LEFT, frozenset({"head"}), 100)
    assert added([rib] * 11, [rib]) == [rib] * 11
    assert added([rib], [rib] * 3) == [rib] * 3
    assert added([rib], ends) == [rib, *ends]


@given(LISTS, LISTS)
def test_two_lists_together_say_no_more_people_than_their_bones_put_together(
    first: list[Specimen], later: list[Specimen]
) -> None:
    assert mni(added(first, later)).number <= mni([*first, *later]).number
    assert Counter(added(first, [])) == Counter(added([], first)) == Counter(first)
