"""Imena numbers: one for each object, made offline, read aloud over a radio, with a character that checks them.

A number is an issuer (three characters, one issuer to a device or an installation), a count and a check character:
`4KT-0183-M`. Two issuers never make the same number, and none needs a network. The alphabet is Crockford's base 32,
without I, L, O and U. The check character makes the sum of the characters, weighted with the powers of a primitive
element of GF(32), zero: any one wrong character and any two characters exchanged, however far apart, are noticed.
"""

import re

from imena.core.errors import ImenaError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ISSUER = 3
COUNT = 4
_FIELD = 0b100101
"""The polynomial x⁵ + x² + 1, primitive over GF(2)."""
_LOOK_ALIKE = str.maketrans(
    {**dict(zip("АВЕКМНОРСТХУІ", "ABEKMH0PCTXY1", strict=True)), **dict(zip("OILU", "011V", strict=True))}
)
_NUMBER = re.compile(rf"[{ALPHABET}]{{{ISSUER + COUNT + 1},}}")


class NumberError(ImenaError):
    """Something that is not an Imena number."""


def make_number(issuer: str, count: int) -> str:
    """The number an issuer gives to its object number `count`, counted from 1."""
    if len(issuer) != ISSUER or any(character not in ALPHABET for character in issuer) or count < 1:
        raise NumberError("no number for issuer “{issuer}”, count {count}", issuer=issuer, count=count)
    digits = ""
    while count:
        count, digit = divmod(count, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return written(issuer + digits.rjust(COUNT, "0"))


def written(payload: str) -> str:
    """A number as it is written: with its check character and its hyphens."""
    return f"{payload[:ISSUER]}-{payload[ISSUER:]}-{check_character(payload)}"


def check_character(payload: str) -> str:
    """The character that makes the weighted sum of all characters zero; its own weight is 1."""
    total = 0
    for character in payload:
        total = _doubled(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def parse_number(text: str) -> str:
    """The number someone wrote or said, with or without hyphens, in either alphabet. Raises `NumberError`."""
    characters = re.sub(r"[\s\-–—.]", "", text).upper().translate(_LOOK_ALIKE)
    if not _NUMBER.fullmatch(characters):
        raise NumberError("“{text}” is no Imena number: expected one like 4KT-0183-M", text=text)
    if check_character(characters[:-1]) != characters[-1]:
        raise NumberError("“{text}”: the check character does not fit; please read the number again", text=text)
    return written(characters[:-1])


def _doubled(element: int) -> int:
    """The element times x in GF(32)."""
    element <<= 1
    return element ^ _FIELD if element & 0b100000 else element
