"""The pedigrees that relationship words can mean."""

import pytest

from imena.casework.readings import MISSING, Reading, Relative, TooManyReadingsError, readings
from imena.core.said import english
from imena.formats import parse_relationship
from imena.kinship import Person, Sex


def family(*relatives: str) -> list[Relative]:
    """Relatives from words, each named by the word and a number where it stands twice."""
    found = []
    for number, words in enumerate(relatives):
        relationship = parse_relationship(words)
        assert relationship is not None, words
        name = words if relatives.count(words) == 1 else f"{words} {number}"
        found.append(Relative(name, relationship, Sex(relationship.sex) if relationship.sex else None))
    return found


def only(relatives: list[Relative], sex: Sex = Sex.MALE) -> dict[str, Person]:
    [reading] = readings(relatives, sex)
    assert reading.choices == ()
    return dict(reading.pedigree.members)


def parents(reading: Reading, person: str) -> tuple[str | None, str | None]:
    return reading.pedigree.members[person].father, reading.pedigree.members[person].mother


@pytest.mark.parametrize(
    "words",
    [
        ["father"],
        ["mother", "brother", "sister"],
        ["son", "daughter"],
        ["wife", "son"],
        ["paternal grandfather", "maternal grandmother"],
        ["maternal uncle", "mother"],
        ["paternal half-brother"],
    ],
)
def test_words_that_leave_no_choice_have_one_reading(words: list[str]) -> None:
    assert len(readings(family(*words), Sex.MALE)) == 1


def test_a_brother_shares_both_parents_with_the_missing_person() -> None:
    people = only(family("mother", "brother"))

    assert people["brother"].mother == people[MISSING].mother == "mother"
    assert people["brother"].father == people[MISSING].father


def test_the_spouse_is_the_other_parent_of_the_children() -> None:
    man = only(family("wife", "daughter"), Sex.MALE)
    woman = only(family("husband", "daughter"), Sex.FEMALE)

    assert (man["daughter"].father, man["daughter"].mother) == (MISSING, "wife")
    assert (woman["daughter"].father, woman["daughter"].mother) == ("husband", MISSING)


def test_a_wife_is_not_the_wife_of_a_missing_woman() -> None:
    assert readings(family("wife", "daughter"), Sex.FEMALE) == ()


def test_a_maternal_uncle_is_the_mothers_full_brother() -> None:
    people = only(family("maternal grandmother", "maternal uncle", "mother"))

    assert people["maternal uncle"].mother == people["mother"].mother == "maternal grandmother"
    assert people["maternal uncle"].father == people["mother"].father


def test_an_uncle_without_a_side_is_read_on_either() -> None:
    found = readings(family("uncle"), Sex.MALE)

    assert [reading.choices[0].said_in(english) for reading in found] == [
        "uncle is on the father’s side",
        "uncle is on the mother’s side",
    ]


def test_two_uncles_may_be_brothers_or_strangers() -> None:
    found = readings(family("uncle", "uncle"), Sex.MALE)

    brothers = [reading for reading in found if parents(reading, "uncle 0") == parents(reading, "uncle 1")]
    assert (len(found), len(brothers)) == (4, 2)


def test_two_grandfathers_cannot_be_on_one_side() -> None:
    assert len(readings(family("grandfather", "grandfather"), Sex.MALE)) == 2


def test_two_fathers_have_no_reading() -> None:
    assert readings(family("father", "father"), Sex.MALE) == ()


def test_a_niece_may_be_the_child_of_a_typed_sibling_or_of_another() -> None:
    found = readings(family("sister", "niece"), Sex.MALE)

    mothers = [reading.pedigree.members["niece"].mother for reading in found]
    assert mothers.count("sister") == 1
    assert len(found) == 3


def test_two_nieces_may_be_sisters_or_cousins() -> None:
    found = readings(family("niece", "niece"), Sex.MALE)

    sisters = [reading for reading in found if parents(reading, "niece 0") == parents(reading, "niece 1")]
    assert 0 < len(sisters) < len(found)


def test_a_cousin_may_be_the_child_of_a_typed_aunt() -> None:
    found = readings(family("maternal aunt", "maternal cousin"), Sex.MALE)

    assert "maternal aunt" in [reading.pedigree.members["maternal cousin"].mother for reading in found]


def test_half_siblings_on_one_side_may_share_their_other_parent() -> None:
    found = readings(family("maternal half-brother", "maternal half-sister"), Sex.MALE)

    fathers = [
        (
            reading.pedigree.members["maternal half-brother"].father,
            reading.pedigree.members["maternal half-sister"].father,
        )
        for reading in found
    ]
    assert sorted(one == other for one, other in fathers) == [False, True]
    assert all(MISSING not in pair for pair in fathers)


def test_words_that_leave_too_much_open_are_refused() -> None:
    with pytest.raises(TooManyReadingsError, match="more than 128 ways"):
        readings(family(*["cousin"] * 7), Sex.MALE)
