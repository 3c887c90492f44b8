"""Wide genotype tables: a row for each sample, two columns for each locus, as Familias and software of kits write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from imena.core.errors import InputError, Place
from imena.core.said import mark
from imena.formats.calls import read_sex
from imena.formats.columns import (
    ON_SEX_CHROMOSOME,
    AlleleColumn,
    Role,
    allele_column,
    role_column,
    sex_chromosome,
)
from imena.formats.loci import canonical_locus
from imena.formats.notes import Note
from imena.formats.samples import GenotypeRow, GenotypeTable, autosomal, read_genotypes, required_column
from imena.formats.tables import Row, Table


@dataclass(slots=True)
class _Reader:
    """A table being read: where its columns are, and the notes so far."""

    table: Table
    roles: dict[Role, int]
    loci: dict[str, list[int]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def header_note(self, column: int, message: str, **values: object) -> None:
        place = Place(self.table.file, self.table.header_row, self.table.header[column])
        self.notes.append(Note(place, message, values))


def read_wide(table: Table, roles: Sequence[Role]) -> GenotypeTable:
    """A row for each sample, with the columns of these roles and two or more for each locus."""
    reader = _Reader(table, {role: required_column(table, role) for role in roles})
    sex = role_column(table.header, "sex")
    if sex is not None:
        reader.roles["sex"] = sex
    _find_loci(reader)
    rows = tuple(_wide_row(reader, row) for row in table.rows)
    _refuse_duplicates(table, rows, reader.roles["sample"])
    return GenotypeTable(table.file, table.sha256, autosomal(reader.loci), rows, tuple(reader.notes))


def _find_loci(reader: _Reader) -> None:
    """The columns of each locus by the number of the allele. Two panels side by side that share a locus are refused."""
    found: dict[str, dict[int, int]] = {}
    spelled: dict[str, tuple[AlleleColumn, str]] = {}
    for column, label in enumerate(reader.table.header):
        allele = _locus_column(reader, column, label)
        if allele is None:
            continue
        first, first_label = spelled.setdefault(allele.locus, (allele, label))
        earlier = found.setdefault(allele.locus, {}).get(allele.number)
        if earlier is not None or first.spelled != allele.spelled:
            raise InputError(
                "{locus} stands twice, here and as {other}: expected the loci of one kit in a file",
                place=Place(reader.table.file, reader.table.header_row, label, label),
                locus=allele.locus,
                other=first_label if earlier is None else reader.table.header[earlier],
            )
        found[allele.locus][allele.number] = column
    reader.loci = {locus: _both(reader.table, locus, columns) for locus, columns in found.items()}
    if not autosomal(reader.loci):
        raise InputError(
            "expected two columns for each locus, such as TH01 1 and TH01 2; found none",
            place=Place(reader.table.file, reader.table.header_row),
        )


def _locus_column(reader: _Reader, column: int, label: str) -> AlleleColumn | None:
    """The locus of a column; None, with a note, where it is not used."""
    if column in reader.roles.values():
        return None
    if not label:
        if any(row.cells[column] for row in reader.table.rows):
            reader.header_note(column, mark("a column without a name is not used"))
        return None
    chromosome = sex_chromosome(canonical_locus(label))
    if chromosome:
        reader.header_note(column, ON_SEX_CHROMOSOME, locus=label, chromosome=chromosome)
        return None
    allele = allele_column(label)
    if allele is None:
        reader.header_note(column, mark("this column is not used"))
    return allele


def _both(table: Table, locus: str, columns: Mapping[int, int]) -> list[int]:
    """The columns in the order of their numbers, the first two of which are 1 and 2."""
    if not {1, 2} <= columns.keys():
        label = table.header[next(iter(columns.values()))]
        raise InputError(
            "{locus} lacks a column: expected two, one for each allele",
            place=Place(table.file, table.header_row, label, label),
            locus=locus,
        )
    return [columns[number] for number in sorted(columns)]


def _wide_row(reader: _Reader, row: Row) -> GenotypeRow:
    table, roles = reader.table, reader.roles
    for role, column in roles.items():
        if role != "sex" and not row.cells[column]:
            raise InputError("expected a value here, found nothing", place=table.place(row, column))
    cells = {locus: [table.place(row, column) for column in columns] for locus, columns in reader.loci.items()}
    sample = row.cells[roles["sample"]]
    stated = table.place(row, roles["sex"]) if "sex" in roles else None
    return GenotypeRow(
        row=row.number,
        sample=sample,
        family=row.cells[roles["family"]] if "family" in roles else None,
        relationship=row.cells[roles["relationship"]] if "relationship" in roles else None,
        sex=read_sex(sample, stated, cells.get("AMEL", ()), reader.notes),
        genotypes=read_genotypes(cells, reader.notes),
        columns={
            locus: (table.header[columns[0]], table.header[columns[1]])
            for locus, columns in reader.loci.items()
            if locus != "AMEL"
        },
    )


def _refuse_duplicates(table: Table, rows: Sequence[GenotypeRow], sample: int) -> None:
    seen: dict[tuple[str | None, str], int] = {}
    for row in rows:
        earlier = seen.setdefault((row.family, row.sample), row.row)
        if earlier != row.row:
            raise InputError(
                "this sample stands twice, here and in row {earlier}",
                place=Place(table.file, row.row, table.header[sample], row.sample),
                earlier=earlier,
            )
