"""Wide genotype tables: a row for each sample, two columns for each locus, as Familias and software of kits write."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from imena.core.errors import InputError, Place
from imena.core.said import mark
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
from imena.formats.samples import Cells, GenotypeRow, SampleStream, autosomal, required_column
from imena.formats.tables import Headed, Row, TableStream


@dataclass(slots=True)
class _Reader:
    """A table being read: where its columns are, those without a name not yet noted, and the notes on columns."""

    cells: Cells
    roles: dict[Role, int]
    sex: int | None
    loci: dict[str, list[int]] = field(default_factory=dict)
    unnamed: set[int] = field(default_factory=set)
    of_columns: dict[int, Note] = field(default_factory=dict)

    @property
    def table(self) -> TableStream:
        return self.cells.table

    def header_note(self, column: int, message: str, **values: object) -> None:
        place = Place(self.table.file, self.table.header_row, self.table.header[column])
        self.of_columns[column] = Note(place, message, values)
        self.cells.notes.append(self.of_columns[column])


def stream_wide(table: TableStream, roles: Sequence[Role]) -> SampleStream:
    """A row for each sample, with the columns of these roles and two or more for each locus."""
    columns = {role: required_column(table, role) for role in roles}
    reader = _Reader(Cells(table), columns, role_column(table.header, "sex"))
    _find_loci(reader)
    return SampleStream(table, reader.loci, _wide_rows(reader), reader.cells.notes, reader.of_columns)


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
    if column in reader.roles.values() or column == reader.sex:
        return None
    if not label:
        reader.unnamed.add(column)
        return None
    chromosome = sex_chromosome(canonical_locus(label))
    if chromosome:
        reader.header_note(column, ON_SEX_CHROMOSOME, locus=label, chromosome=chromosome)
        return None
    allele = allele_column(label)
    if allele is None:
        reader.header_note(column, mark("this column is not used"))
    return allele


def _both(table: Headed, locus: str, columns: Mapping[int, int]) -> list[int]:
    """The columns in the order of their numbers, the first two of which are 1 and 2."""
    if not {1, 2} <= columns.keys():
        label = table.header[next(iter(columns.values()))]
        raise InputError(
            "{locus} lacks a column: expected two, one for each allele",
            place=Place(table.file, table.header_row, label, label),
            locus=locus,
        )
    return [columns[number] for number in sorted(columns)]


def _wide_rows(reader: _Reader) -> Iterator[GenotypeRow]:
    """The samples; what differs from row to row is looked up, the rest is made once."""
    header = reader.table.header
    columns = {
        locus: (header[reader.loci[locus][0]], header[reader.loci[locus][1]]) for locus in autosomal(reader.loci)
    }
    texts = {locus: itemgetter(*reader.loci[locus]) for locus in columns}
    seen: dict[tuple[str | None, str], int] = {}
    for row in reader.table.rows():
        if reader.unnamed:
            _note_unnamed(reader, row)
        sample = _wide_row(reader, row, columns, texts)
        _refuse_duplicate(reader, sample, seen)
        yield sample


def _note_unnamed(reader: _Reader, row: Row) -> None:
    for column in sorted(reader.unnamed):
        if row.cells[column]:
            reader.header_note(column, mark("a column without a name is not used"))
            reader.unnamed.remove(column)


def _wide_row(
    reader: _Reader,
    row: Row,
    columns: Mapping[str, tuple[str, str]],
    texts: Mapping[str, Callable[[tuple[str, ...]], tuple[str, ...]]],
) -> GenotypeRow:
    cells, roles, loci = reader.cells, reader.roles, reader.loci
    for column in roles.values():
        if not row.cells[column]:
            raise InputError("expected a value here, found nothing", place=reader.table.place(row, column))
    sample = row.cells[roles["sample"]]
    return GenotypeRow(
        row=row.number,
        sample=sample,
        family=row.cells[roles["family"]] if "family" in roles else None,
        relationship=row.cells[roles["relationship"]] if "relationship" in roles else None,
        sex=cells.sex(sample, row, reader.sex, loci.get("AMEL", ())),
        genotypes={
            locus: genotype
            for locus, of_locus in texts.items()
            if (genotype := cells.genotype(locus, row, loci[locus], of_locus(row.cells)))
        },
        columns=columns,
    )


def _refuse_duplicate(reader: _Reader, row: GenotypeRow, seen: dict[tuple[str | None, str], int]) -> None:
    earlier = seen.setdefault((row.family, row.sample), row.row)
    if earlier != row.row:
        label = reader.table.header[reader.roles["sample"]]
        raise InputError(
            "this sample stands twice, here and in row {earlier}",
            place=Place(reader.table.file, row.row, label, row.sample),
            earlier=earlier,
        )
