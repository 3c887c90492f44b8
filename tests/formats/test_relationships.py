"""Relationship words in three languages, and those that are refused because they could mean another relative."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.formats import Kin, Relationship, known_words, parse_relationship

KNOWN = {
    "[Father]": Relationship(Kin.FATHER, None, "M"),
    "mother": Relationship(Kin.MOTHER, None, "F"),
    "[maternal grandmother]": Relationship(Kin.GRANDMOTHER, "maternal", "F"),
    "[Grandmother, maternal]": Relationship(Kin.GRANDMOTHER, "maternal", "F"),
    "[grandmother (father's side)]": Relationship(Kin.GRANDMOTHER, "paternal", "F"),
    "uncle on the mother’s side": Relationship(Kin.UNCLE, "maternal", "M"),
    "[paternal half-brother]": Relationship(Kin.HALF_BROTHER, "paternal", "M"),
    "[Half brother]": Relationship(Kin.HALF_BROTHER, None, "M"),
    "half-sibling": Relationship(Kin.HALF_SIBLING),
    "[full sister]": Relationship(Kin.SISTER, None, "F"),
    "[Uncle 2]": Relationship(Kin.UNCLE, None, "M"),
    "UNCLE1": Relationship(Kin.UNCLE, None, "M"),
    "maternal nephew": Relationship(Kin.NEPHEW, None, "M"),
    "[first cousin]": Relationship(Kin.COUSIN),
    "[wife]": Relationship(Kin.SPOUSE, None, "F"),
    "[husband]": Relationship(Kin.SPOUSE, None, "M"),
    "[partner]": Relationship(Kin.SPOUSE),
    "[Tío paterno]": Relationship(Kin.UNCLE, "paternal", "M"),
    "[Ti\u0301o paterno]": Relationship(Kin.UNCLE, "paternal", "M"),
    "[abuela materna]": Relationship(Kin.GRANDMOTHER, "maternal", "F"),
    "[medio hermano]": Relationship(Kin.HALF_BROTHER, None, "M"),
    "[media hermana por parte de madre]": Relationship(Kin.HALF_SISTER, "maternal", "F"),
    "prima": Relationship(Kin.COUSIN, None, "F"),
    "primo": Relationship(Kin.COUSIN, None, "M"),
    "[дядько по батькові]": Relationship(Kin.UNCLE, "paternal", "M"),
    "[бабуся по матері]": Relationship(Kin.GRANDMOTHER, "maternal", "F"),
    "дід з боку батька": Relationship(Kin.GRANDFATHER, "paternal", "M"),
    "[рідний брат]": Relationship(Kin.BROTHER, None, "M"),
    "[єдинокровний брат]": Relationship(Kin.HALF_BROTHER, "paternal", "M"),
    "[єдиноутробна сестра]": Relationship(Kin.HALF_SISTER, "maternal", "F"),
    "[тітка]": Relationship(Kin.AUNT, None, "F"),
    "[племінник]": Relationship(Kin.NEPHEW, None, "M"),
    "[небіж]": Relationship(Kin.NEPHEW, None, "M"),
    "[дружина]": Relationship(Kin.SPOUSE, None, "F"),
    "[чоловік]": Relationship(Kin.SPOUSE, None, "M"),
    "[дитина]": Relationship(Kin.CHILD),
    **dict.fromkeys(("[мати]", "[мама]", "МАТИ"), Relationship(Kin.MOTHER, None, "F")),
    **dict.fromkeys(("[батько]", "[тато]"), Relationship(Kin.FATHER, None, "M")),
    **dict.fromkeys(("[дід]", "[дідусь]"), Relationship(Kin.GRANDFATHER, None, "M")),
    "[баба]": Relationship(Kin.GRANDMOTHER, None, "F"),
    "[двоюрідна сестра]": Relationship(Kin.COUSIN, None, "F"),
    "двоюрідний брат по матері": Relationship(Kin.COUSIN, "maternal", "M"),
    "кузина": Relationship(Kin.COUSIN, None, "F"),
    "кузен": Relationship(Kin.COUSIN, None, "M"),
    "вуйко": Relationship(Kin.UNCLE, None, "M"),
    "стрий": Relationship(Kin.UNCLE, None, "M"),
}

REFUSED = [
    "", "[]", "friend", "maternal", "half",
    # No blood relation, or a more distant one.
    "[зведений брат]", "step-brother", "stepmother", "mother-in-law", "adopted son", "hermanastro",
    "second cousin", "first cousin once removed", "great-grandmother", "half uncle", "двоюрідний дядько",
    "троюрідна сестра", "прабабуся", "grandson",
    # These could be read as a full sibling or a parent, and are not.
    "батьків брат", "материна сестра", "mother's brother", "брат по батькові", "hermano por parte de padre",
    "paternal brother", "paternal father", "maternal mother",
    # Contradictions.
    "full half-brother", "paternal maternal uncle", "єдинокровний брат по матері",
]  # fmt: skip


@pytest.mark.parametrize("text", KNOWN)
def test_known(text: str) -> None:
    assert parse_relationship(text) == KNOWN[text]


@pytest.mark.parametrize(
    ("text", "kin", "sex"),
    [
        ("missing person", Kin.MISSING, None),
        ("[зникла безвісти особа]", Kin.MISSING, None),
        ("missing man", Kin.MISSING, "M"),
        ("desaparecida", Kin.MISSING, None),
        ("зниклий син", Kin.SON, "M"),
        ("missing wife", Kin.SPOUSE, "F"),
        ("[hijo desaparecido]", Kin.SON, "M"),
    ],
)
def test_a_relative_may_be_missing_too(text: str, kin: Kin, sex: str | None) -> None:
    found = parse_relationship(text)
    assert found is not None
    assert (found.kin, found.sex, found.missing) == (kin, sex, True)


@pytest.mark.parametrize("text", ["зниклий чоловік", "зникла жінка", "missing stepson"])
def test_who_is_missing_is_not_guessed(text: str) -> None:
    """A missing husband, or a missing man."""
    assert parse_relationship(text) is None


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    assert parse_relationship(text) is None


@pytest.mark.parametrize("kin", Kin)
def test_each_english_word_is_its_kin(kin: Kin) -> None:
    found = parse_relationship(f"[{kin.value.upper()}]")
    assert found is not None
    assert found.kin is kin
    assert kin.value in known_words()


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = parse_relationship(text)
    assert found is None or isinstance(found, Relationship)


@pytest.mark.parametrize(
    "words", ["1/2 brother", "сестра 1/2", "2 cousin", "двоюрідний брат батька", "внучатий двоюрідний брат"]
)
def test_a_relationship_is_not_guessed_from_a_part_of_its_words(words: str) -> None:
    assert parse_relationship(words) is None
