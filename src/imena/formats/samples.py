"""Samples: what a genotype table says of each, in neutral values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imena.core.errors import InputError, Place
from imena.formats.calls import Genotype, SexCode, read_genotype
from imena.formats.columns import Role, allele_column, role_column, usual_label
from imena.formats.notes import Note
from imena.formats.tables import Table


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


def required_column(table: Table, role: Role) -> int:
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


def read_genotypes(cells: Mapping[str, Sequence[Place]], notes: list[Note]) -> dict[str, Genotype]:
    """The genotypes by locus, without those that a note leaves out."""
    read = {locus: read_genotype(locus, cells[locus], notes) for locus in autosomal(cells)}
    return {locus: genotype for locus, genotype in read.items() if genotype}
