"""Whether two written names can be those of one person: in either alphabet, with initials, with old spellings.

This tells only what is plainly another name. It is no search, and no evidence of who someone was.
"""

import re

from imena.names.transliteration import latin

_FOLDS = (
    ("shch", "s"), ("kh", "h"), ("zh", "z"), ("ch", "c"), ("sh", "s"), ("ts", "c"), ("g", "h"), ("j", "i"), ("y", "i"),
    ("w", "v"), ("x", "ks"),
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ][^\W\d_]+)*")
_RUSSIAN = str.maketrans("ыэёъ", "ие" + "е" + "ь")
CLOSE = 5
"""Names of so many letters may differ in one."""


def may_be_one_name(one: str, other: str) -> bool:
    """Whether every part of the shorter name finds a part of the longer: equal but for spelling, or its initial."""
    first, second = sorted((_parts(one), _parts(other)), key=len)
    for part in first:
        same = next((each for each in second if _agree(part, each)), None)
        if same is None:
            return False
        second.remove(same)
    return True


def _parts(text: str) -> list[str]:
    """The parts of a name, folded, the longest first, so that initials are compared last."""
    return sorted((_folded(word) for word in _WORD.findall(text)), key=len, reverse=True)


def _folded(word: str) -> str:
    written = latin(word.lower().translate(_RUSSIAN))
    for spelled, folded in _FOLDS:
        written = written.replace(spelled, folded)
    written = re.sub(r"i+e|ie", "e", written)
    return re.sub(r"(.)\1+", r"\1", written)


def _agree(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[:1] == other[:1]
    if one == other:
        return True
    return min(len(one), len(other)) >= CLOSE and _one_apart(one, other)


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out or exchanged makes one word of the other."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    at = next((place for place, letter in enumerate(shorter) if letter != longer[place]), len(shorter))
    return shorter[at:] == longer[at + 1 :] or shorter[at + 1 :] == longer[at + 1 :]
