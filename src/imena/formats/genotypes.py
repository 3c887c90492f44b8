"""Genotype tables: profiles of remains and of families, as kits' software and Familias export them.

Wide tables have a row for each sample and two columns for each locus (`TH01 1`, `TH01_2`, `TH01 Allele 1`); the long
tables of GeneMapper have a row for each sample and marker. Columns are recognised in Ukrainian, English and Spanish.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from imena.core.errors import InputError, Place
from imena.core.language import mark
from imena.formats.loci import canonical_allele, canonical_locus
from imena.formats.notes import Note
from imena.formats.tables import Row, Table, read_table

SexCode = Literal["M", "F"]
Genotype = tuple[str, str]


@dataclass(frozen=True, slots=True)
class GenotypeRow:
    """One sample: its row in the file, what the table calls it, its genotypes by canonical locus.

    `columns` gives the header labels of a locus' two alleles, for messages.
    """

    row: int
    sample: str
    family: str | None
    relationship: str | None
    sex: SexCode | None
    genotypes: Mapping[str, Genotype]
    columns: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class GenotypeTable:
    """A file's samples, the loci it has columns for, and what could not be used of it."""

    file: str
    sha256: str
    loci: tuple[str, ...]
    rows: tuple[GenotypeRow, ...]
    notes: tuple[Note, ...]


_LABELS = {
    "sample": (
        "sample", "sample id", "sample name", "sample info", "sampleid", "samplename", "name", "id", "person",
        "specimen",
        "muestra", "id muestra", "nombre", "зразок", "назва зразка", "номер зразка", "проба", "об’єкт", "ім’я",
    ),
    "family": ("family", "family id", "familyid", "fam", "familia", "сім’я", "родина", "номер сім’ї"),
    "relationship": (
        "relationship", "kinship", "relation", "relación", "relacion", "parentesco", "спорідненість",
        "родинний зв’язок", "ким є", "родич",
    ),
    "sex": ("sex", "gender", "sexo", "стать"),
    "marker": ("marker", "locus", "marcador", "маркер", "локус"),
}  # fmt: skip
_MALE = ("m", "male", "man", "ч", "чол", "чоловіча", "чоловік", "masculino", "hombre", "varón", "1")
_FEMALE = ("f", "female", "woman", "ж", "жін", "жіноча", "жінка", "femenino", "mujer", "2")
_NOT_CALLED = {"ol", "omr", "inc", "nr", "n/a", "na", "?", "-", "--", "nc", "nd", "*", "null", "off-ladder"}
_ALLELE = re.compile(r"[1-9]\d?(\.[1-9])?")
_ALLELE_COLUMN = re.compile(
    r"(?P<locus>.*?\S)[\s_\-.]*(?:(?:allele|alelo|алель)[\s_\-.]*)?\(?(?P<number>[1-9])\)?", re.I
)
_ONE_COPY = re.compile(r"DYS\d+|DY[A-Z]|Yindel|Y[_\-]?GATA|YGATA", re.I)


def read_remains(path: Path) -> GenotypeTable:
    """Post-mortem profiles: a column for the sample, and the loci. Also GeneMapper's long tables."""
    table = read_table(path)
    if _column(table, "marker") is not None:
        return _long_table(table)
    return _wide_table(table, ("sample",))


def read_families(path: Path) -> GenotypeTable:
    """Ante-mortem profiles: columns for the family, the relationship to the missing person, the sample, and loci."""
    return _wide_table(read_table(path), ("family", "relationship", "sample"))


def _column(table: Table, role: str) -> int | None:
    """The column of a role; a label that a wide table uses for an allele is none."""
    for label in _LABELS[role]:
        for column, header in enumerate(table.header):
            if re.sub(r"['ʼ`]", "’", header.casefold()).replace("_", " ").strip() == label:
                return column
    return None


def _required(table: Table, role: str) -> int:
    column = _column(table, role)
    if column is None:
        raise InputError(
            "expected a column named {expected}; found: {found}",
            place=Place(table.file, table.header_row),
            expected=_LABELS[role][0].capitalize(),
            found=", ".join(table.header[:6]) + (", …" if len(table.header) > 6 else ""),
        )
    return column


@dataclass(slots=True)
class _Reader:
    """A wide table being read: where its columns are, and the notes so far."""

    table: Table
    roles: dict[str, int]
    loci: dict[str, list[int]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def note(self, place: Place, message: str, **values: object) -> None:
        self.notes.append(Note(place, message, values))


def _wide_table(table: Table, roles: Sequence[str]) -> GenotypeTable:
    reader = _Reader(table, {role: _required(table, role) for role in roles})
    sex = _column(table, "sex")
    if sex is not None:
        reader.roles["sex"] = sex
    _find_loci(reader)
    rows = tuple(_genotype_row(reader, row) for row in table.rows)
    _refuse_duplicates(table, rows)
    loci = tuple(locus for locus in reader.loci if locus != "AMEL")
    return GenotypeTable(table.file, table.sha256, loci, rows, tuple(reader.notes))


def _find_loci(reader: _Reader) -> None:
    """The columns of each locus. Two panels side by side that share a locus are refused."""
    table = reader.table
    spelled: dict[str, str] = {}
    for column, header in enumerate(table.header):
        if column in reader.roles.values() or not header:
            continue
        parts = _ALLELE_COLUMN.fullmatch(header)
        if parts is None or parts["locus"].casefold() in ("allele", "size", "height"):
            reader.note(Place(table.file, table.header_row, header), mark("this column is not used"))
            continue
        locus = canonical_locus(parts["locus"])
        if spelled.setdefault(locus, parts["locus"]) != parts["locus"]:
            raise InputError(
                "{locus} stands twice, here and as {other}: expected the loci of one kit in a file",
                place=Place(table.file, table.header_row, header, header),
                locus=locus,
                other=spelled[locus],
            )
        reader.loci.setdefault(locus, []).append(column)
    for locus, columns in list(reader.loci.items()):
        _check_columns(reader, locus, columns)
    if not reader.loci:
        raise InputError(
            "expected two columns for each locus, such as TH01 1 and TH01 2; found none",
            place=Place(table.file, table.header_row),
        )


def _check_columns(reader: _Reader, locus: str, columns: list[int]) -> None:
    table = reader.table
    place = Place(table.file, table.header_row, table.header[columns[0]])
    if _ONE_COPY.match(locus):
        reader.note(place, mark("{locus} is on the Y chromosome and is not used here"), locus=locus)
        del reader.loci[locus]
    elif len(columns) == 1:
        raise InputError("{locus} has one column: expected two, one for each allele", place=place, locus=locus)


def _genotype_row(reader: _Reader, row: Row) -> GenotypeRow:
    table = reader.table
    texts = {role: row.cells[column] for role, column in reader.roles.items()}
    for role, text in texts.items():
        if role != "sex" and not text:
            raise InputError("expected a value here, found nothing", place=table.place(row, reader.roles[role]))
    genotypes = {}
    for locus, columns in reader.loci.items():
        if locus != "AMEL":
            genotype = _genotype(reader, row, locus, columns)
            if genotype is not None:
                genotypes[locus] = genotype
    return GenotypeRow(
        row=row.number,
        sample=texts["sample"],
        family=texts.get("family"),
        relationship=texts.get("relationship"),
        sex=_sex(reader, row),
        genotypes=genotypes,
        columns={locus: (table.header[columns[0]], table.header[columns[1]]) for locus, columns in reader.loci.items()},
    )


def _genotype(reader: _Reader, row: Row, locus: str, columns: Sequence[int]) -> Genotype | None:
    """The two alleles; None, with a note, where they are not two or not called."""
    cells = [row.cells[column] for column in columns]
    if not any(cells):
        return None
    alleles = [_allele(reader.table, row, column) for column in columns if row.cells[column]]
    place = Place(reader.table.file, row.number, reader.table.header[columns[0]], "/".join(filter(None, cells)))
    if None in alleles:
        reader.note(place, mark("{locus} is left out: an allele was not called"), locus=locus)
    elif len(alleles) == 1:
        reader.note(
            place,
            mark(
                "{locus} is left out: one allele alone may be a homozygote or a drop-out; write it twice if it is sure"
            ),
            locus=locus,
        )
    elif len(alleles) > 2:
        reader.note(place, mark("{locus} is left out: more than two alleles, perhaps a mixture"), locus=locus)
    else:
        first, second = alleles
        return (first, second) if first and second else None
    return None


def _allele(table: Table, row: Row, column: int) -> str | None:
    """An allele; None where the cell says that it was not called."""
    text = row.cells[column]
    if text.casefold() in _NOT_CALLED:
        return None
    allele = canonical_allele(text)
    if allele is None or not _ALLELE.fullmatch(allele):
        raise InputError("expected an allele, a number of repeats such as 9 or 9.3", place=table.place(row, column))
    return allele


def _sex(reader: _Reader, row: Row) -> SexCode | None:
    stated = _stated_sex(reader, row)
    typed = _sex_by_amelogenin(reader, row)
    if stated and typed and stated != typed:
        raise InputError(
            "the sex stated differs from the amelogenin of the sample",
            place=reader.table.place(row, reader.roles["sex"]),
        )
    return stated or typed


def _stated_sex(reader: _Reader, row: Row) -> SexCode | None:
    if "sex" not in reader.roles:
        return None
    text = row.cells[reader.roles["sex"]].casefold().rstrip(".")
    if text in _MALE:
        return "M"
    if text in _FEMALE:
        return "F"
    if text in ("", "?", "u", "unknown", "невідома", "0"):
        return None
    raise InputError("expected a sex: M or F", place=reader.table.place(row, reader.roles["sex"]))


def _sex_by_amelogenin(reader: _Reader, row: Row) -> SexCode | None:
    columns = reader.loci.get("AMEL", [])
    alleles = sorted(row.cells[column].upper().replace("Х", "X").replace("У", "Y") for column in columns)
    alleles = [allele for allele in alleles if allele]
    if alleles == ["X", "X"]:
        return "F"
    if alleles == ["X", "Y"]:
        return "M"
    if alleles:
        place = reader.table.place(row, columns[0])
        reader.note(place, mark("the amelogenin of {sample} shows no sex"), sample=row.cells[reader.roles["sample"]])
    return None


def _refuse_duplicates(table: Table, rows: Sequence[GenotypeRow]) -> None:
    seen: dict[tuple[str | None, str], int] = {}
    for row in rows:
        earlier = seen.setdefault((row.family, row.sample), row.row)
        if earlier != row.row:
            raise InputError(
                "this sample stands twice, here and in row {earlier}",
                place=Place(table.file, row.row, table.header[_required(table, "sample")], row.sample),
                earlier=earlier,
            )


def _long_table(table: Table) -> GenotypeTable:
    """One row for each sample and marker: made wide, then read as wide tables are."""
    sample, marker = _required(table, "sample"), _required(table, "marker")
    alleles = [column for column, header in enumerate(table.header) if re.fullmatch(r"allele[\s_]*\d", header, re.I)]
    if len(alleles) < 2:
        raise InputError("expected columns Allele 1 and Allele 2", place=Place(table.file, table.header_row))
    samples = dict.fromkeys(row.cells[sample] for row in table.rows)
    markers = dict.fromkeys(row.cells[marker] for row in table.rows)
    cells: dict[tuple[str, str], Row] = {}
    for row in table.rows:
        key = row.cells[sample], row.cells[marker]
        if key in cells:
            raise InputError(
                "this marker of the sample stands twice, here and in row {earlier}",
                place=table.place(row, marker),
                earlier=cells[key].number,
            )
        cells[key] = row
    header = (table.header[sample], *(f"{name} {number + 1}" for name in markers for number in range(len(alleles))))
    rows = tuple(_spread(name, markers, cells, alleles) for name in samples)
    return _wide_table(Table(table.file, table.sha256, table.header_row, header, rows), ("sample",))


def _spread(
    sample: str, markers: Mapping[str, None], cells: Mapping[tuple[str, str], Row], alleles: Sequence[int]
) -> Row:
    def texts() -> Iterator[str]:
        for marker in markers:
            row = cells.get((sample, marker))
            yield from (row.cells[column] if row else "" for column in alleles)

    first = min(row.number for (name, _), row in cells.items() if name == sample)
    return Row(first, (sample, *texts()))
