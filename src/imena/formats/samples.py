"""Samples: what a genotype table says of each, in neutral values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from imena.core.errors import InputError, Place
from imena.formats.calls import Genotype, SexCode, read_genotype, read_sex
from imena.formats.columns import Role, allele_column, role_column, usual_label
from imena.formats.notes import Note
from imena.formats.tables import Headed, Row, TableStream

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class GenotypeRow:
    """One sample: its row in the file, what the table calls it, its genotypes by canonical locus.

    Of a long table `row` is the sample's first. `columns` gives the labels of a locus' two alleles, for messages.
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
    """A file's samples, the loci it has columns for without amelogenin, and what could not be used of it."""

    file: str
    sha256: str
    loci: tuple[str, ...]
    rows: tuple[GenotypeRow, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class SampleStream:
    """The samples of a table, read from the file as they are asked for, once.

    `notes` grows with them and may be emptied after each. Among them are those `of_columns`, on a column or a marker,
    by where it first stands. `sha256` stands when the last sample was read, as do the `loci` of a long table; those of
    a wide one stand from the beginning.
    """

    table: TableStream
    found: Mapping[str, object]
    rows: Iterator[GenotypeRow]
    notes: list[Note]
    of_columns: Mapping[int, Note]

    def __iter__(self) -> Iterator[GenotypeRow]:
        return self.rows

    @property
    def file(self) -> str:
        return self.table.file

    @property
    def sha256(self) -> str:
        return self.table.sha256

    @property
    def loci(self) -> tuple[str, ...]:
        return autosomal(self.found)

    def collect(self) -> GenotypeTable:
        """All samples, with the notes on columns and markers before those on samples."""
        rows = tuple(self.rows)
        columns = [note for _, note in sorted(self.of_columns.items(), key=lambda item: item[0])]
        known = {id(note) for note in columns}
        samples = [note for note in self.notes if id(note) not in known]
        return GenotypeTable(self.file, self.sha256, self.loci, rows, (*columns, *samples))


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a table, and what was read of them by their texts, which are the same in thousands of rows.

    Only what was read without a note is kept: a note says where.
    """

    table: TableStream
    notes: list[Note] = field(default_factory=list)
    genotypes: dict[tuple[str, ...], Genotype | None] = field(default_factory=dict)
    sexes: dict[tuple[str, ...], SexCode | None] = field(default_factory=dict)

    def genotype(self, locus: str, row: Row, columns: Sequence[int], texts: tuple[str, ...]) -> Genotype | None:
        """The genotype that the texts in these columns give."""
        if texts in self.genotypes:
            return self.genotypes[texts]
        places = self._places(row, columns)
        return self._read(self.genotypes, texts, lambda: read_genotype(locus, places, self.notes))

    def sex(self, sample: str, row: Row, stated: int | None, amelogenin: Sequence[int]) -> SexCode | None:
        """The sex by the column of the sex and by those of amelogenin."""
        texts = ("" if stated is None else row.cells[stated], *[row.cells[column] for column in amelogenin])
        if texts in self.sexes:
            return self.sexes[texts]
        place = None if stated is None else self.table.place(row, stated)
        places = self._places(row, amelogenin)
        return self._read(self.sexes, texts, lambda: read_sex(sample, place, places, self.notes))

    def _places(self, row: Row, columns: Sequence[int]) -> list[Place]:
        return [self.table.place(row, column) for column in columns]

    def _read(self, known: dict[tuple[str, ...], _Read], texts: tuple[str, ...], read: Callable[[], _Read]) -> _Read:
        before = len(self.notes)
        value = read()
        if len(self.notes) == before:
            known[texts] = value
        return value


def required_column(table: Headed, role: Role) -> int:
    """The column of a role; an `InputError` that lists the labels there are."""
    column = role_column(table.header, role)
    if column is None:
        others = [label for label in table.header if label and allele_column(label) is None]
        raise InputError(
            "expected a column named {expected}; found: {found}",
            place=Place(table.file, table.header_row),
            expected=usual_label(role),
            found=", ".join(others or table.header[:6]),
        )
    return column


def autosomal(loci: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(locus for locus in loci if locus != "AMEL")
