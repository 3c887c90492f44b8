"""Calls: what the cells of one sample say about a locus and about the sex. Each cell is a `Place` with its text."""

import re
from collections.abc import Sequence
from typing import Literal

from imena.core.errors import InputError, Place
from imena.core.said import mark
from imena.formats.loci import canonical_allele
from imena.formats.notes import Note

SexCode = Literal["M", "F"]
Genotype = tuple[str, str]

NOT_CALLED = frozenset(
    ("ol", "omr", "inc", "nr", "n/a", "na", "?", "-", "--", "–", "—", "nc", "nd", "*", "null", "off-ladder")
)
_ALLELE = re.compile(r"[1-9][0-9]?(\.[1-9])?")
_MALE = frozenset(
    ("m", "male", "man", "ч", "чол", "чоловіча", "чоловік", "м", "masculino", "hombre", "varón", "varon", "1")
)
_FEMALE = frozenset(("f", "female", "woman", "ж", "жін", "жіноча", "жінка", "femenino", "mujer", "2"))
_NO_SEX = frozenset(("", "?", "-", "u", "unknown", "невідома", "невідомо", "desconocido", "0"))


def read_genotype(locus: str, cells: Sequence[Place], notes: list[Note]) -> Genotype | None:
    """The two alleles of a locus, canonical, as in the file's order; None, with a note, where there are not two.

    One allele alone may be a homozygote or a drop-out: the table does not say, so nothing is assumed. Raises
    `InputError` for a text that is neither an allele nor a sign that none was called.
    """
    filled = [cell for cell in cells if cell.value]
    calls = [(cell, _allele(cell)) for cell in filled]
    uncalled = next((cell for cell, allele in calls if allele is None), None)
    values = {"locus": locus}
    if uncalled:
        notes.append(Note(uncalled, mark("{locus} is left out: an allele was not called"), values))
    elif any(cell.value for cell in cells[2:]):
        message = mark("{locus} is left out: more than two alleles, perhaps a mixture")
        notes.append(Note(next(cell for cell in cells[2:] if cell.value), message, values))
    elif len(filled) == 1:
        message = mark(
            "{locus} is left out: one allele alone may be a homozygote or a drop-out; write it twice if it is sure"
        )
        notes.append(Note(filled[0], message, values))
    else:
        alleles = [allele for _, allele in calls if allele]
        return (alleles[0], alleles[1]) if alleles else None
    return None


def _allele(cell: Place) -> str | None:
    """An allele; None where the cell says that it was not called."""
    text = cell.value or ""
    if text.casefold() in NOT_CALLED:
        return None
    allele = canonical_allele(text)
    if allele is None or not _ALLELE.fullmatch(allele):
        raise InputError("expected an allele, a number of repeats such as 9 or 9.3", place=cell)
    return allele


def read_sex(sample: str, stated: Place | None, amelogenin: Sequence[Place], notes: list[Note]) -> SexCode | None:
    """The sex by the table's own column and by amelogenin; an `InputError` where they differ."""
    told = _stated_sex(stated) if stated else None
    typed = _sex_by_amelogenin(sample, amelogenin, notes)
    if stated and told and typed and told != typed:
        raise InputError("the sex stated differs from the amelogenin of the sample", place=stated)
    return told or typed


def _stated_sex(cell: Place) -> SexCode | None:
    """`H`, hombre, is refused: tables that use it write `M` for mujer, and ours is male."""
    text = (cell.value or "").casefold().rstrip(".")
    if text in _MALE:
        return "M"
    if text in _FEMALE:
        return "F"
    if text in _NO_SEX:
        return None
    raise InputError("expected a sex: M or F", place=cell)


def _sex_by_amelogenin(sample: str, cells: Sequence[Place], notes: list[Note]) -> SexCode | None:
    filled = [cell for cell in cells if cell.value]
    # The Cyrillic letters Х and У look the same.
    alleles = sorted((cell.value or "").upper().replace("Х", "X").replace("У", "Y") for cell in filled)
    if alleles == ["X", "X"]:
        return "F"
    if alleles == ["X", "Y"]:
        return "M"
    if alleles:
        notes.append(Note(filled[0], mark("the amelogenin of {sample} shows no sex"), {"sample": sample}))
    return None
