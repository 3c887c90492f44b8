"""Long genotype tables: a row for each sample and marker, alleles in columns Allele 1, Allele 2, ... (GeneMapper)."""

from collections.abc import Mapping, Sequence

from imena.core.errors import InputError, Place
from imena.core.said import mark
from imena.formats.calls import read_sex
from imena.formats.columns import ON_SEX_CHROMOSOME, long_allele_columns, role_column, sex_chromosome
from imena.formats.loci import canonical_locus
from imena.formats.notes import Note
from imena.formats.samples import GenotypeRow, GenotypeTable, autosomal, read_genotypes, required_column
from imena.formats.tables import Row, Table


def read_long(table: Table) -> GenotypeTable:
    """Remains of a table with a row for each sample and marker; the rows of a sample need not stand together."""
    sample, marker = required_column(table, "sample"), required_column(table, "marker")
    alleles = long_allele_columns(table.header)
    if not alleles:
        raise InputError("expected columns Allele 1 and Allele 2", place=Place(table.file, table.header_row))
    notes: list[Note] = []
    sex = role_column(table.header, "sex")
    if sex is not None:
        notes.append(Note(Place(table.file, table.header_row, table.header[sex]), mark("this column is not used")))
    usable = _on_autosomes(table, marker, notes)
    samples = _by_sample_and_locus(table, sample, marker)
    rows = [
        _sample(table, name, {locus: row for locus, row in rows.items() if locus in usable}, alleles, first, notes)
        for name, rows in samples.items()
        for first in [min(row.number for row in rows.values())]
    ]
    return GenotypeTable(table.file, table.sha256, autosomal(usable), tuple(rows), tuple(notes))


def _on_autosomes(table: Table, marker: int, notes: list[Note]) -> dict[str, None]:
    """The loci of the table, with amelogenin; a note for each that is on a sex chromosome."""
    rows = {canonical_locus(row.cells[marker]): row for row in reversed(table.rows)}
    usable: dict[str, None] = {}
    for locus in dict.fromkeys(canonical_locus(row.cells[marker]) for row in table.rows):
        chromosome = sex_chromosome(locus)
        if chromosome is None:
            usable[locus] = None
            continue
        values = {"locus": locus, "chromosome": chromosome}
        notes.append(Note(table.place(rows[locus], marker), ON_SEX_CHROMOSOME, values))
    return usable


def _by_sample_and_locus(table: Table, sample: int, marker: int) -> dict[str, dict[str, Row]]:
    samples: dict[str, dict[str, Row]] = {}
    for row in table.rows:
        for column in (sample, marker):
            if not row.cells[column]:
                raise InputError("expected a value here, found nothing", place=table.place(row, column))
        rows = samples.setdefault(row.cells[sample], {})
        earlier = rows.setdefault(canonical_locus(row.cells[marker]), row)
        if earlier is not row:
            raise InputError(
                "this marker of the sample stands twice, here and in row {earlier}",
                place=table.place(row, marker),
                earlier=earlier.number,
            )
    return samples


def _sample(
    table: Table, name: str, rows: Mapping[str, Row], alleles: Sequence[int], first: int, notes: list[Note]
) -> GenotypeRow:
    cells = {locus: [table.place(row, column) for column in alleles] for locus, row in rows.items()}
    labels = table.header[alleles[0]], table.header[alleles[1]]
    return GenotypeRow(
        row=first,
        sample=name,
        family=None,
        relationship=None,
        sex=read_sex(name, None, cells.get("AMEL", ()), notes),
        genotypes=read_genotypes(cells, notes),
        columns={locus: (f"{locus} {labels[0]}", f"{locus} {labels[1]}") for locus in autosomal(cells)},
    )
