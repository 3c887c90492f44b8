"""Relationship words: what a table calls a relative of the missing person, in Ukrainian, English and Spanish."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Kin(StrEnum):
    """What the relative is to the missing person."""

    FATHER = "father"
    MOTHER = "mother"
    PARENT = "parent"
    SON = "son"
    DAUGHTER = "daughter"
    CHILD = "child"
    BROTHER = "brother"
    SISTER = "sister"
    SIBLING = "sibling"
    HALF_BROTHER = "half-brother"
    HALF_SISTER = "half-sister"
    HALF_SIBLING = "half-sibling"
    GRANDFATHER = "grandfather"
    GRANDMOTHER = "grandmother"
    GRANDPARENT = "grandparent"
    UNCLE = "uncle"
    AUNT = "aunt"
    NEPHEW = "nephew"
    NIECE = "niece"
    COUSIN = "cousin"
    SPOUSE = "spouse"


Side = Literal["paternal", "maternal"]
SexWord = Literal["M", "F"]


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relative's kin; the side where the words give one and it has a meaning; the sex that the word itself says."""

    kin: Kin
    side: Side | None = None
    sex: SexWord | None = None


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
    Kin.FATHER: "father dad padre papá папа батько тато",
    Kin.MOTHER: "mother mum mom madre mamá мати мама матір",
    Kin.PARENT: "parent progenitor один_з_батьків",
    Kin.SON: "son hijo син",
    Kin.DAUGHTER: "daughter hija дочка донька",
    Kin.CHILD: "child дитина",
    Kin.BROTHER: "brother hermano брат",
    Kin.SISTER: "sister hermana сестра",
    Kin.SIBLING: "sibling sib",
    Kin.GRANDFATHER: "grandfather abuelo дід дідусь",
    Kin.GRANDMOTHER: "grandmother abuela баба бабуся бабця",
    Kin.GRANDPARENT: "grandparent",
    Kin.UNCLE: "uncle tío tio дядько вуйко стрий",
    Kin.AUNT: "aunt tía tia тітка тьотя",
    Kin.NEPHEW: "nephew sobrino племінник небіж",
    Kin.NIECE: "niece sobrina племінниця небога",
    Kin.COUSIN: "cousin primo prima кузен кузина",
    Kin.SPOUSE: "spouse wife husband partner esposa esposo cónyuge conyuge marido mujer дружина жінка чоловік",
}
_KIN = {word: kin for kin, words in _WORDS.items() for word in words.split()}
_SEX_OF_WORD: dict[str, SexWord] = {
    **dict.fromkeys(("wife", "esposa", "mujer", "дружина", "жінка", "prima", "кузина"), "F"),
    **dict.fromkeys(("husband", "esposo", "marido", "чоловік", "primo", "кузен"), "M"),
}
_SIDE_OF_UNCLE: dict[str, Side] = {"вуйко": "maternal", "стрий": "paternal"}

_PATERNAL = re.compile(
    r"\b((on the )?father’?s side|por parte de(l)? padre|por l[ií]nea paterna|patern(al|o|a)|"
    r"(з боку|по лінії) батька|по батьківській лінії|по батькові|батьків|батькова|батьківський)\b"
)
_MATERNAL = re.compile(
    r"\b((on the )?mother’?s side|por parte de( la)? madre|por l[ií]nea materna|matern(al|o|a)|"
    r"(з боку|по лінії) (матері|мами)|по материнській лінії|по (матері|мамі)|материн|материна|материнський)\b"
)
_SHARING: dict[str, Side] = {"єдинокров": "paternal", "єдиноутроб": "maternal"}
_HALF_WORDS = re.compile(
    r"\b(half|medio|media|напіврідний|напіврідна|неповнорідний|неповнорідна|єдинокровн\w+|єдиноутробн\w+)\b"
)
_FIRST_COUSIN = re.compile(r"\bдвоюрідн(ий|а) (брат|сестра)\b")
_NOT_BLOOD = re.compile(r"\b(step\w*|зведен\w+|нерідн\w+|adopt\w+|усинов\w+|удочер\w+|in law|foster|hermanastr\w+)\b")
_FULL_WORDS = re.compile(
    r"\b(full|first|blood|рідн(ий|а)|повнорідн(ий|а)|carnal|biological|biológic[oa]|біологічн\w+)\b"
)


def parse_relationship(text: str) -> Relationship | None:
    """What a cell such as `[Maternal uncle]`, `[дядько по матері]` or `[tío materno]` says; None where it is not known.

    Step-relatives and relatives by marriage other than the spouse are no blood relatives, so they are not known.
    """
    words = _plain(text)
    if _NOT_BLOOD.search(words):
        return None
    side = _side(words)
    half = _HALF_WORDS.search(words)
    cousin = _FIRST_COUSIN.search(words)
    if cousin:
        return Relationship(Kin.COUSIN, side, "F" if cousin[1] == "а" else "M")
    for pattern in (_PATERNAL, _MATERNAL, _HALF_WORDS, _FULL_WORDS):
        words = pattern.sub(" ", words)
    left = words.split()
    if len(left) != 1 or left[0] not in _KIN:
        return None
    kin = _KIN[left[0]]
    if half:
        if kin not in _HALF:
            return None
        kin = _HALF[kin]
    side = side or _SIDE_OF_UNCLE.get(left[0])
    return Relationship(kin, side if kin in _SIDED else None, _SEX.get(kin) or _SEX_OF_WORD.get(left[0]))


def known_words() -> str:
    """The English words, for messages."""
    return ", ".join(Kin)


def _plain(text: str) -> str:
    """Lower case, one kind of apostrophe, no brackets, commas, hyphens or numbers; compounds of half- as two words."""
    words = re.sub(r"['ʼ`]", "’", text.casefold())
    words = re.sub(r"[\[\](){},;:/_\-–\d]", " ", words)
    words = re.sub(r"\bhalf ?(sib(ling)?|brother|sister)\b", r"half \1", words)
    words = words.replace("один з батьків", "один_з_батьків")
    return re.sub(r"\s+", " ", words).strip()


def _side(words: str) -> Side | None:
    for stem, side in _SHARING.items():
        if stem in words:
            return side
    paternal, maternal = bool(_PATERNAL.search(words)), bool(_MATERNAL.search(words))
    if paternal == maternal:
        return None
    return "paternal" if paternal else "maternal"
