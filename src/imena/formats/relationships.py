"""Relationship words: what a table calls a relative of the missing person, in Ukrainian, English and Spanish."""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from imena.core.said import mark


class Kin(StrEnum):
    """What the relative is to the missing person."""

    FATHER = mark("father")
    MOTHER = mark("mother")
    PARENT = mark("parent")
    SON = mark("son")
    DAUGHTER = mark("daughter")
    CHILD = mark("child")
    BROTHER = mark("brother")
    SISTER = mark("sister")
    SIBLING = mark("sibling")
    HALF_BROTHER = mark("half-brother")
    HALF_SISTER = mark("half-sister")
    HALF_SIBLING = mark("half-sibling")
    GRANDFATHER = mark("grandfather")
    GRANDMOTHER = mark("grandmother")
    GRANDPARENT = mark("grandparent")
    UNCLE = mark("uncle")
    AUNT = mark("aunt")
    NEPHEW = mark("nephew")
    NIECE = mark("niece")
    COUSIN = mark("cousin")
    SPOUSE = mark("spouse")
    MISSING = mark("missing person")


Side = Literal["paternal", "maternal"]
SexWord = Literal["M", "F"]


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relative's kin; the side where the words give one and it has a meaning; the sex that the word itself says.

    `missing`: the relative is missing too. `Kin.MISSING` is the missing person all the others are relatives of.
    """

    kin: Kin
    side: Side | None = None
    sex: SexWord | None = None
    missing: bool = False


_SEX: dict[Kin, SexWord] = {
    **dict.fromkeys((Kin.FATHER, Kin.SON, Kin.BROTHER, Kin.HALF_BROTHER), "M"),
    **dict.fromkeys((Kin.GRANDFATHER, Kin.UNCLE, Kin.NEPHEW), "M"),
    **dict.fromkeys((Kin.MOTHER, Kin.DAUGHTER, Kin.SISTER, Kin.HALF_SISTER), "F"),
    **dict.fromkeys((Kin.GRANDMOTHER, Kin.AUNT, Kin.NIECE), "F"),
}
_SIDED = {
    Kin.HALF_BROTHER, Kin.HALF_SISTER, Kin.HALF_SIBLING, Kin.GRANDFATHER, Kin.GRANDMOTHER, Kin.GRANDPARENT,
    Kin.UNCLE, Kin.AUNT, Kin.COUSIN,
}  # fmt: skip
_HALF = {
    Kin.BROTHER: Kin.HALF_BROTHER,
    Kin.SISTER: Kin.HALF_SISTER,
    Kin.SIBLING: Kin.HALF_SIBLING,
}

_WORDS: dict[Kin, str] = {
    Kin.FATHER: "father dad padre papá papa батько тато папа",
    Kin.MOTHER: "mother mum mom madre mamá mama мати мама матір",
    Kin.PARENT: "parent progenitor один_з_батьків",
    Kin.SON: "son hijo син",
    Kin.DAUGHTER: "daughter hija дочка донька доня",
    Kin.CHILD: "child дитина",
    Kin.BROTHER: "brother hermano брат",
    Kin.SISTER: "sister hermana сестра",
    Kin.SIBLING: "sibling sib",
    Kin.GRANDFATHER: "grandfather abuelo дід дідусь",
    Kin.GRANDMOTHER: "grandmother abuela баба бабуся бабця",
    Kin.GRANDPARENT: "grandparent",
    Kin.UNCLE: "uncle tío tio дядько дядя вуйко стрий",
    Kin.AUNT: "aunt tía tia тітка тьотя",
    Kin.NEPHEW: "nephew sobrino племінник небіж",
    Kin.NIECE: "niece sobrina племінниця небога",
    Kin.COUSIN: "cousin primo prima кузен кузина",
    Kin.SPOUSE: "spouse wife husband partner подружжя esposa esposo cónyuge conyuge marido mujer дружина жінка чоловік",
}
_KIN = {word: kin for kin, words in _WORDS.items() for word in words.split()}
_SEX_OF_WORD: dict[str, SexWord] = {
    **dict.fromkeys(("wife", "esposa", "mujer", "дружина", "жінка", "prima", "кузина"), "F"),
    **dict.fromkeys(("husband", "esposo", "marido", "чоловік", "primo", "кузен"), "M"),
}

_MISSING = re.compile(r"\b(missing|зникл(ий|а|і|е)( безвісти)?|безвісти|desaparecid[oa])\b")
_PERSON = ("", "person", "особа", "людина", "persona")
_SEX_OF_MISSING: dict[str, SexWord] = {"man": "M", "woman": "F", "hombre": "M"}
_EITHER = ("чоловік", "жінка", "mujer")
"""A missing husband, or a missing man."""
_PATERNAL = re.compile(
    r"\b(paternal|paterno|paterna|((from|on) )?(the )?father’?s side|por parte de(l)? padre|"
    r"por (línea|linea|parte) paterna|(з боку|зі сторони|по лінії) батька|по батькові|по батьківській лінії)\b"
)
_MATERNAL = re.compile(
    r"\b(maternal|materno|materna|((from|on) )?(the )?mother’?s side|por parte de( la)? madre|"
    r"por (línea|linea|parte) materna|(з боку|зі сторони|по лінії) (матері|мами)|по матері|по мамі|"
    r"по материнській лінії)\b"
)
_WHOLE = re.compile(r"\b(full|carnal|повнорідн\w+)\b")
_SHARING: dict[str, Side] = {"єдинокров": "paternal", "єдиноутроб": "maternal"}
_HALF_WORDS = re.compile(
    r"\b(half|medio|media|напіврідний|напіврідна|неповнорідний|неповнорідна|єдинокровн\w+|єдиноутробн\w+)\b"
)
_FRACTION = re.compile(r"\d\s*/|/\s*\d|^\W*\d")
"""`1/2 brother`, `2 cousin`: a number that is part of the relationship, not of a list."""
_FIRST_COUSIN = re.compile(r"\bдвоюрідн(ий|а) (брат|сестра)\b")
_NOT_BLOOD = re.compile(r"\b(step\w*|зведен\w+|нерідн\w+|adopt\w+|усинов\w+|удочер\w+|in law|foster|hermanastr\w+)\b")
_FULL_WORDS = re.compile(
    r"\b(full|first|blood|рідн(ий|а)|повнорідн(ий|а)|carnal|biological|biológic[oa]|біологічн\w+)\b"
)


def parse_relationship(text: str) -> Relationship | None:
    """What a cell such as `[Maternal uncle]`, `[дядько по матері]` or `[tío materno]` says; None where it is not known.

    Step-relatives and relatives by marriage other than the spouse are no blood relatives, so they are not known. Nor
    is a side of a parent, child, full sibling or spouse: a brother on the father's side (`брат по батькові`) may be a
    half-brother, and a paternal father a grandfather. A side of a nephew or niece says nothing and is dropped.

    `missing` (`зниклий син`, `desaparecida`) says that the relative is missing too; alone, or of a person, that it is
    the missing person.
    """
    if _FRACTION.search(text):
        return None
    words = _plain(text)
    if _MISSING.search(words):
        return _missing(_MISSING.sub(" ", words).strip())
    return _parse(words)


def _missing(words: str) -> Relationship | None:
    """What is left of `missing son` or `зникла особа`: whose relative is missing too, or the missing person."""
    if words in _PERSON or words in _SEX_OF_MISSING:
        return Relationship(Kin.MISSING, sex=_SEX_OF_MISSING.get(words), missing=True)
    found = None if words in _EITHER else _parse(words)
    return found and replace(found, missing=True)


def _parse(words: str) -> Relationship | None:
    sides = _sides(words)
    if _NOT_BLOOD.search(words) or len(sides) > 1:
        return None
    side = next(iter(sides), None)
    half = _HALF_WORDS.search(words)
    cousin = _FIRST_COUSIN.search(words)
    if cousin:
        rest = words.replace(cousin[0], " ", 1)
        for pattern in (_PATERNAL, _MATERNAL, _FULL_WORDS):
            rest = pattern.sub(" ", rest)
        if rest.strip():
            return None
        return Relationship(Kin.COUSIN, side, "F" if cousin[1] == "а" else "M")
    word = _word_of_kin(words)
    kin = _KIN.get(word)
    if half and kin:
        kin = None if _WHOLE.search(words) else _HALF.get(kin)
    if kin is None or (side and kin not in (*_SIDED, Kin.NEPHEW, Kin.NIECE)):
        return None
    return Relationship(kin, side if kin in _SIDED else None, _SEX.get(kin) or _SEX_OF_WORD.get(word))


def known_words() -> str:
    """The English words, for messages."""
    return ", ".join(Kin)


def _plain(text: str) -> str:
    """Lower case, one kind of apostrophe, no brackets, commas, hyphens or numbers; compounds of half- as two words."""
    words = re.sub(r"['ʼ`‘′]", "’", unicodedata.normalize("NFC", text).casefold())
    words = re.sub(r"[\[\](){},;:/_\-–\d]", " ", words)
    words = re.sub(r"\bhalf ?(sib(ling)?|brother|sister)\b", r"half \1", words)
    words = words.replace("один з батьків", "один_з_батьків")
    return re.sub(r"\s+", " ", words).strip()


def _word_of_kin(words: str) -> str:
    """What is left without the side and the half: one word where the relationship is known."""
    for pattern in (_PATERNAL, _MATERNAL, _HALF_WORDS, _FULL_WORDS):
        words = pattern.sub(" ", words)
    return words.strip()


def _sides(words: str) -> set[Side]:
    """The sides that the words name; two contradict each other."""
    found = {side for stem, side in _SHARING.items() if stem in words}
    if _PATERNAL.search(words):
        found.add("paternal")
    if _MATERNAL.search(words):
        found.add("maternal")
    return found
