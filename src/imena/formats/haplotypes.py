"""Haplotype files: tables of Y haplotypes as YHRD takes them, and EMPOP's .emp files of mitochondrial ones.

They are read into neutral values; what a difference to the rCRS means is for `imena.kinship`.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from imena.core.errors import InputError, Place
from imena.core.said import mark
from imena.formats.calls import NOT_CALLED
from imena.formats.columns import sex_chromosome
from imena.formats.loci import canonical_allele, canonical_locus
from imena.formats.notes import Note
from imena.formats.samples import required_column
from imena.formats.tables import Row, Table, decode, read_bytes, read_table

_POPULATION = ("population", "población", "poblacion", "популяція")
_COUNT = ("n", "count", "frequency", "кількість")
_COPY = re.compile(r"(DYS385|DYF387S1)[\s_\-]*[AB]", re.I)
_BETWEEN = re.compile(r"[,;/\-\s]+")
_ALLELE = re.compile(r"[1-9][0-9]?(\.[1-9])?")
_NULL = "0"
_RANGE = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")
_DIFFERENCE = re.compile(r"[ACGTN-]?[0-9]{1,5}(\.[0-9]+[A-Za-z]|\+[A-Za-z]+|[A-Za-z]|-|del[ACGT]?)", re.I)
GENOME = 16569


@dataclass(frozen=True, slots=True)
class YHaplotypeRow:
    """One sample: its alleles by locus, of which a locus with several copies has several, and how many people."""

    row: int
    sample: str
    population: str | None
    count: int
    alleles: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class YHaplotypeTable:
    """A file's samples, its loci in the file's order, and what could not be used of it."""

    file: str
    sha256: str
    loci: tuple[str, ...]
    rows: tuple[YHaplotypeRow, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class MtHaplotypeRow:
    """One sample: its differences to the rCRS as written, over the ranges that were typed, and how many people."""

    row: int
    sample: str
    haplogroup: str | None
    count: int
    ranges: tuple[tuple[int, int], ...]
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MtHaplotypeTable:
    """A file's samples and what could not be used of it."""

    file: str
    sha256: str
    rows: tuple[MtHaplotypeRow, ...]
    notes: tuple[Note, ...]


def read_y_haplotypes(path: Path) -> YHaplotypeTable:
    """Read a table with a column for the sample and one for each locus of the Y chromosome.

    The alleles of a locus with several copies stand in one cell (`"11,14"`, `11-14`) or in columns `DYS385a` and
    `DYS385b`. Columns for the population and the count are optional. A locus not called or with a null allele is left
    out with a note. Raises `InputError` with the cell for what is no allele and for a sample that stands twice.
    """
    table = read_table(path)
    notes: list[Note] = []
    sample = required_column(table, "sample")
    population, count = (_column(table, labels) for labels in (_POPULATION, _COUNT))
    loci = _loci(table, {sample, population, count}, notes)
    rows = tuple(
        YHaplotypeRow(
            row=row.number,
            sample=_filled(table, row, sample),
            population=(row.cells[population] or None) if population is not None else None,
            count=1 if count is None else _people(table.place(row, count)),
            alleles=dict(_alleles(table, row, loci, notes)),
        )
        for row in table.rows
    )
    _refuse_duplicates(table.file, table.header[sample], rows)
    return YHaplotypeTable(table.file, table.sha256, tuple(loci), rows, tuple(notes))


def read_empop(path: Path) -> MtHaplotypeTable:
    """Read an .emp file: tab separated lines of sample, haplogroup (? if unknown), count, and differences to the rCRS.

    A line `#! 16024-576` gives the ranges of the samples below it; other lines of # are comments. A sample with count 0
    is left out with a note, as EMPOP does. Raises `InputError` with the line for a sample before any range, for a range
    or a difference that cannot be one, and for a sample that stands twice.
    """
    content = read_bytes(path)
    file = path.name
    notes: list[Note] = []
    rows = tuple(_empop_rows(file, decode(content, file), notes))
    if not rows:
        raise InputError("the file holds no haplotype", place=Place(file))
    _refuse_duplicates(file, "Sample", rows)
    return MtHaplotypeTable(file, hashlib.sha256(content).hexdigest(), rows, tuple(notes))


def _column(table: Table, labels: tuple[str, ...]) -> int | None:
    return next((column for column, label in enumerate(table.header) if label.casefold() in labels), None)


def _loci(table: Table, others: set[int | None], notes: list[Note]) -> dict[str, list[int]]:
    """The columns of each locus; several only where they are the copies of one, `DYS385a` and `DYS385b`."""
    loci: dict[str, list[int]] = {}
    copies: set[str] = set()
    for column, label in enumerate(table.header):
        if column in others or not label:
            continue
        place = Place(table.file, table.header_row, label, label)
        if sex_chromosome(_locus_name(label)) != "Y":
            notes.append(Note(place, mark("this column is not used")))
            continue
        copy = _COPY.fullmatch(label)
        name = copy[1].upper() if copy else _locus_name(label)
        if name in loci and not (copy and name in copies):
            raise InputError(
                "{locus} stands twice, here and as {other}",
                place=place,
                locus=name,
                other=table.header[loci[name][0]],
            )
        loci.setdefault(name, []).append(column)
        copies.update([name] if copy else [])
    if not loci:
        raise InputError(
            "expected a column for each locus of the Y chromosome, such as DYS19; found none",
            place=Place(table.file, table.header_row),
        )
    return loci


def _locus_name(label: str) -> str:
    plain = re.sub(r"[\s_\-]", "", label).upper()
    return plain if plain.startswith(("DYS", "DYF", "YGATA")) else canonical_locus(label)


def _alleles(
    table: Table, row: Row, loci: Mapping[str, list[int]], notes: list[Note]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for locus, columns in loci.items():
        cells = [table.place(row, column) for column in columns if row.cells[column]]
        found = [allele for cell in cells for allele in _called(cell)]
        values = {"locus": locus}
        if None in found:
            notes.append(Note(cells[0], mark("{locus} is left out: an allele was not called"), values))
        elif _NULL in found:
            notes.append(Note(cells[0], mark("{locus} is left out: a null allele"), values))
        elif found:
            yield locus, tuple(allele for allele in found if allele)


def _called(cell: Place) -> Iterator[str | None]:
    """The alleles of a cell; None for a sign that one was not called. A comma stands between alleles here."""
    text = cell.value or ""
    if text.casefold() in NOT_CALLED:
        yield None
        return
    for part in _BETWEEN.split(text):
        allele = canonical_allele(part)
        if allele != _NULL and not (allele and _ALLELE.fullmatch(allele)):
            raise InputError("expected an allele, a number of repeats such as 9 or 9.3", place=cell)
        yield allele


def _empop_rows(file: str, text: str, notes: list[Note]) -> Iterator[MtHaplotypeRow]:
    ranges: tuple[tuple[int, int], ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#!"):
            ranges = tuple(_ranges(Place(file, number, None, line[2:].strip())))
        elif line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            if not ranges:
                raise InputError(
                    "expected a line of typed ranges above this, such as #! 16024-576", place=Place(file, number)
                )
            if len(cells) < 3 or not cells[0]:
                raise InputError(
                    "expected a sample, its haplogroup, a count, and differences, with tabs between them",
                    place=Place(file, number, None, line.strip()),
                )
            row = _empop_row(file, number, cells, ranges)
            if row.count:
                yield row
            else:
                place = Place(file, number, "Frequency", cells[2])
                notes.append(Note(place, mark("{sample} has the count 0 and is left out"), {"sample": row.sample}))


def _empop_row(file: str, number: int, cells: list[str], ranges: tuple[tuple[int, int], ...]) -> MtHaplotypeRow:
    differences = tuple(cell for cell in cells[3:] if cell)
    for difference in differences:
        if not _DIFFERENCE.fullmatch(difference):
            raise InputError(
                "expected a difference to the rCRS such as 263G, 315.1C, 523DEL or 16093Y",
                place=Place(file, number, cells[0], difference),
            )
    return MtHaplotypeRow(
        row=number,
        sample=cells[0],
        haplogroup=None if cells[1] in ("", "?") else cells[1],
        count=_people(Place(file, number, "Frequency", cells[2]), least=0),
        ranges=ranges,
        differences=differences,
    )


def _ranges(place: Place) -> Iterator[tuple[int, int]]:
    for part in re.split(r"[\s,;]+", place.value or ""):
        read = _RANGE.fullmatch(part)
        first, last = (int(read[1]), int(read[2] or read[1])) if read else (0, 0)
        if not (1 <= first <= GENOME and 1 <= last <= GENOME):
            raise InputError("expected ranges of positions from 1 to 16569, such as 16024-576", place=place)
        yield first, last


def _filled(table: Table, row: Row, column: int) -> str:
    if not row.cells[column]:
        raise InputError("expected a value here, found nothing", place=table.place(row, column))
    return row.cells[column]


def _people(place: Place, *, least: int = 1) -> int:
    text = place.value or ""
    if not re.fullmatch("[0-9]{1,6}", text) or int(text) < least:
        raise InputError(
            "expected how many people have it, a whole number of at least {least}", place=place, least=least
        )
    return int(text)


def _refuse_duplicates(file: str, column: str, rows: tuple[YHaplotypeRow, ...] | tuple[MtHaplotypeRow, ...]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        earlier = seen.setdefault(row.sample, row.row)
        if earlier != row.row:
            raise InputError(
                "this sample stands twice, here and in row {earlier}",
                place=Place(file, row.row, column, row.sample),
                earlier=earlier,
            )
