"""Long genotype tables: a row for each sample and marker, alleles in columns Allele 1, Allele 2, ... (GeneMapper)."""

from array import array
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from imena.core.errors import InputError, Place
from imena.core.said import mark
from imena.formats.calls import Genotype, SexCode
from imena.formats.columns import ON_SEX_CHROMOSOME, long_allele_columns, role_column, sex_chromosome
from imena.formats.loci import canonical_locus
from imena.formats.notes import Note
from imena.formats.samples import Cells, GenotypeRow, SampleStream, autosomal, required_column
from imena.formats.tables import Row, TableStream


@dataclass(slots=True)
class _Reader:
    """A table being read: where its columns are, its markers so far by how they are spelled, and the notes on them."""

    cells: Cells
    sample: int
    marker: int
    alleles: Sequence[int]
    loci: dict[str, str] = field(default_factory=dict)
    usable: dict[str, None] = field(default_factory=dict)
    of_columns: dict[int, Note] = field(default_factory=dict)

    @property
    def table(self) -> TableStream:
        return self.cells.table

    def note(self, row: int, note: Note) -> None:
        self.of_columns[row] = note
        self.cells.notes.append(note)


@dataclass(slots=True)
class _Sample:
    """What was read of a sample: its markers in the file's order, with the row of each, and its notes."""

    name: str
    last: int
    genotypes: dict[str, Genotype | None] = field(default_factory=dict)
    rows: "array[int]" = field(default_factory=lambda: array("Q"))
    sex: SexCode | None = None
    notes: list[Note] = field(default_factory=list)


def stream_long(table: TableStream) -> SampleStream:
    """Remains of a table with a row for each sample and marker; the rows of a sample need not stand together.

    The file is gone through once more, before, for the last row of each sample. A sample waits for that row, and for
    the samples that began before it.
    """
    sample, marker = required_column(table, "sample"), required_column(table, "marker")
    alleles = long_allele_columns(table.header)
    if not alleles:
        raise InputError("expected columns Allele 1 and Allele 2", place=Place(table.file, table.header_row))
    reader = _Reader(Cells(table), sample, marker, alleles)
    sex = role_column(table.header, "sex")
    if sex is not None:
        place = Place(table.file, table.header_row, table.header[sex])
        reader.note(table.header_row, Note(place, mark("this column is not used")))
    return SampleStream(table, reader.usable, _samples(reader), reader.cells.notes, reader.of_columns)


def _samples(reader: _Reader) -> Iterator[GenotypeRow]:
    last = reader.table.last_rows(reader.sample)
    begun: dict[str, _Sample] = {}
    waiting: deque[_Sample] = deque()
    for row in reader.table.rows():
        name = _filled_cell(reader, row, reader.sample)
        if name not in begun:
            begun[name] = _Sample(name, last.get(name, row.number))
            waiting.append(begun[name])
        _add(reader, begun[name], row)
        while waiting and waiting[0].last <= row.number:
            sample = waiting.popleft()
            del begun[sample.name]
            yield _row(reader, sample)


def _add(reader: _Reader, sample: _Sample, row: Row) -> None:
    locus = _locus(reader, row)
    if locus in sample.genotypes:
        raise InputError(
            "this marker of the sample stands twice, here and in row {earlier}",
            place=reader.table.place(row, reader.marker),
            earlier=sample.rows[list(sample.genotypes).index(locus)],
        )
    sample.genotypes[locus] = None
    sample.rows.append(row.number)
    if locus not in reader.usable:
        return
    cells, before = reader.cells, len(reader.cells.notes)
    if locus == "AMEL":
        sample.sex = cells.sex(sample.name, row, None, reader.alleles)
        sample.notes[:0] = cells.notes[before:]
    else:
        texts = tuple([row.cells[column] for column in reader.alleles])
        sample.genotypes[locus] = cells.genotype(locus, row, reader.alleles, texts)
        sample.notes += cells.notes[before:]
    del cells.notes[before:]


def _locus(reader: _Reader, row: Row) -> str:
    """The locus of a row; a note where one on a sex chromosome is met first."""
    spelled = _filled_cell(reader, row, reader.marker)
    if spelled in reader.loci:
        return reader.loci[spelled]
    locus = canonical_locus(spelled)
    chromosome = sex_chromosome(locus)
    if chromosome is None:
        reader.usable[locus] = None
    elif locus not in reader.loci.values():
        values = {"locus": locus, "chromosome": chromosome}
        reader.note(row.number, Note(reader.table.place(row, reader.marker), ON_SEX_CHROMOSOME, values))
    reader.loci[spelled] = locus
    return locus


def _filled_cell(reader: _Reader, row: Row, column: int) -> str:
    if not row.cells[column]:
        raise InputError("expected a value here, found nothing", place=reader.table.place(row, column))
    return row.cells[column]


def _row(reader: _Reader, sample: _Sample) -> GenotypeRow:
    reader.cells.notes.extend(sample.notes)
    header, alleles = reader.table.header, reader.alleles
    usable = tuple(locus for locus in sample.genotypes if locus in reader.usable)
    return GenotypeRow(
        row=sample.rows[0],
        sample=sample.name,
        family=None,
        relationship=None,
        sex=sample.sex,
        genotypes={locus: genotype for locus, genotype in sample.genotypes.items() if genotype},
        columns=_columns(usable, header[alleles[0]], header[alleles[1]]),
    )


@lru_cache(maxsize=64)
def _columns(loci: tuple[str, ...], first: str, second: str) -> Mapping[str, tuple[str, str]]:
    """The labels of the alleles of each locus; samples of one kit share them."""
    return {locus: (f"{locus} {first}", f"{locus} {second}") for locus in autosomal(dict.fromkeys(loci))}
