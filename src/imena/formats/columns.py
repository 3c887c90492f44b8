"""Columns of genotype tables: which one holds the sample, the family or the sex, and which the alleles of a locus."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from imena.core.said import mark
from imena.formats.loci import canonical_locus

Role = Literal["sample", "family", "relationship", "sex", "marker"]

_LABELS: dict[Role, tuple[str, ...]] = {
    "sample": (
        "sample", "sample id", "sample name", "sample info", "sampleid", "samplename", "name", "id", "person",
        "specimen", "specimen id",
        "muestra", "id muestra", "id de muestra", "código de muestra", "nombre de muestra", "nombre",
        "зразок", "id зразка", "код зразка", "назва зразка", "номер зразка", "№ зразка", "проба", "об’єкт", "ім’я",
    ),
    "family": (
        "family", "family id", "familyid", "family name", "fam", "familia", "id familia", "id de familia",
        "сім’я", "id сім’ї", "номер сім’ї", "код сім’ї", "родина", "id родини", "номер родини", "код родини",
    ),
    "relationship": (
        "relationship", "kinship", "relation", "relación", "relacion", "parentesco",
        "спорідненість", "ступінь спорідненості", "родинний зв’язок", "родинні зв’язки", "ким є", "родич",
    ),
    "sex": ("sex", "gender", "sexo", "стать"),
    "marker": ("marker", "locus", "marcador", "маркер", "локус"),
}  # fmt: skip

_ALLELE_COLUMN = re.compile(
    r"(?P<locus>\S.*?)(?:[\s_\-.]+(?:(?:allele|alelo|алель)[\s_\-.]*)?\(?|\()(?P<number>[1-9][0-9]?)\)?", re.I
)
_PLAIN_ALLELE = re.compile(r"(?:allele|alelo|алель)[\s_\-.]*([1-9][0-9]?)", re.I)
_PEAK_WORDS = (
    "allele", "alelo", "алель", "size", "height", "area", "peak area", "peak height", "data point", "rfu", "ud", "ae",
    "comment",
)  # fmt: skip
ON_SEX_CHROMOSOME = mark("{locus} is on the {chromosome} chromosome and is not used here")
_Y_LOCUS = re.compile(r"DYS\d+|DYF\d+|Y[\s_\-]?indel|Y[\s_\-]?GATA|SRY\b", re.I)
_X_LOCUS = re.compile(r"DXS\d+|HPRTB?\b", re.I)


@dataclass(frozen=True, slots=True)
class AlleleColumn:
    """What a label such as `VWA 1` says: the locus, how it spells it, and which of the alleles stands there."""

    locus: str
    spelled: str
    number: int


def role_column(header: Sequence[str], role: Role) -> int | None:
    """The column of a role; where several labels would do, the more usual one."""
    plain = [_plain(label) for label in header]
    return next((plain.index(label) for label in _LABELS[role] if label in plain), None)


def usual_label(role: Role) -> str:
    return _LABELS[role][0].capitalize()


def allele_column(label: str) -> AlleleColumn | None:
    """None where the label does not end in the number of an allele, or names the peaks of a long table."""
    parts = _ALLELE_COLUMN.fullmatch(label)
    if parts is None or _plain(parts["locus"]) in _PEAK_WORDS:
        return None
    return AlleleColumn(canonical_locus(parts["locus"]), parts["locus"], int(parts["number"]))


def long_allele_columns(header: Sequence[str]) -> list[int]:
    """The columns `Allele 1`, `Allele 2`, ... of a long table, in the order of their numbers; [] without both."""
    numbered = {int(match[1]): n for n, label in enumerate(header) if (match := _PLAIN_ALLELE.fullmatch(label))}
    return [numbered[number] for number in sorted(numbered)] if {1, 2} <= numbered.keys() else []


def sex_chromosome(label: str) -> Literal["X", "Y"] | None:
    """The sex chromosome that a locus, or a label that begins with one, is on. Amelogenin is on both: None."""
    if _Y_LOCUS.match(label):
        return "Y"
    return "X" if _X_LOCUS.match(label) else None


def _plain(label: str) -> str:
    """Lower case, one kind of apostrophe, letters with accents as one character, spaces for underscores."""
    text = re.sub(r"['ʼ`‘′]", "’", unicodedata.normalize("NFC", label).casefold())
    return re.sub(r"[\s_]+", " ", text).strip(" .:")
