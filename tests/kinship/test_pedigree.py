"""A pedigree that cannot be is refused, naming the person and the relation."""

import pytest

from imena.kinship import Pedigree, PedigreeError, pedigree
from imena.kinship.engine.shape import Founders, Standing, shape_of

Row = tuple[str, str | None, str | None, str]


@pytest.mark.parametrize(
    ("rows", "person", "relation", "said"),
    [
        ([("A", None, None, "M"), ("A", None, None, "F")], "A", "id", "A stands twice"),
        ([("A", "B", None, "M"), ("B", None, None, "M")], "A", "mother", "has one parent"),
        ([("A", "B", "C", "M"), ("B", None, None, "M")], "A", "mother", "C, a parent of A, is not in the pedigree"),
        (
            [("A", "B", "C", "M"), ("B", None, None, "F"), ("C", None, None, "F")],
            "A",
            "father",
            "B, a parent of A, has the wrong sex",
        ),
        ([("A", "A", "M", "M"), ("M", None, None, "F")], "A", "father", "A is an ancestor of himself"),
        (
            [("A", "B", "M", "M"), ("B", "A", "M", "M"), ("M", None, None, "F")],
            None,
            "father",
            "is an ancestor of himself or herself: . → . → .",
        ),
    ],
)
def test_what_cannot_be_is_refused(rows: list[Row], person: str | None, relation: str, said: str) -> None:
    with pytest.raises(PedigreeError, match=said) as refused:
        pedigree(rows)

    assert person in (None, refused.value.person)
    assert refused.value.relation == relation


FAMILY = [
    ("CH", "FA", "MO", "M"),
    ("FA", "GF", "GM", "M"),
    ("MO", None, None, "F"),
    ("GF", None, None, "M"),
    ("GM", None, None, "F"),
    ("SI", "FA", "MO", "F"),
]


def test_parents_come_before_their_children() -> None:
    ids = [person.id for person in pedigree(FAMILY).parents_first]

    assert ids == ["MO", "GF", "GM", "FA", "SI", "CH"] or ids.index("FA") < ids.index("CH")
    assert ids.index("GF") < ids.index("FA") < ids.index("SI")


def test_people_who_lead_nowhere_are_left_out() -> None:
    shaped = shape_of(pedigree(FAMILY), typed={"GM", "CH"})

    assert shaped.typed == ("GM", "CH")
    assert len(shaped.shape.members) == 5
    assert len(shaped.shape.standing(Standing.TYPED)) == 2


def test_an_idle_founder_is_dropped_only_when_asked() -> None:
    kept = shape_of(pedigree(FAMILY), typed={"FA", "CH"}).shape
    dropped = shape_of(pedigree(FAMILY), typed={"FA", "CH"}, founders=Founders.DROPPED).shape

    assert len(kept.members) == 5
    assert len(dropped.members) == 2


def test_an_inbreeding_coefficient_is_that_of_a_founder() -> None:
    with pytest.raises(PedigreeError, match="stated of a founder"):
        shape_of(pedigree(FAMILY), typed={"CH"}, inbreeding={"CH": 0.1})


def test_twins_have_one_sex_and_the_same_parents() -> None:
    family = pedigree(FAMILY)

    with pytest.raises(PedigreeError, match="must have the same sex and parents"):
        Pedigree(family.people, twins=(("FA", "CH"),))
    with pytest.raises(PedigreeError, match="is not in the pedigree"):
        Pedigree(family.people, twins=(("FA", "nobody"),))
