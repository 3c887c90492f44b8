"""Genotype tables: profiles of remains and of families, as kits' software and Familias export them.

Wide tables have a row for each sample and two columns for each locus (`TH01 1`, `TH01_2`, `TH01 Allele 1`); the long
tables of GeneMapper have a row for each sample and marker. Columns are recognised in Ukrainian, English and Spanish.
"""

from pathlib import Path

from imena.formats.columns import role_column
from imena.formats.long_tables import stream_long
from imena.formats.samples import GenotypeRow, GenotypeTable, SampleStream
from imena.formats.tables import stream_table
from imena.formats.wide_tables import stream_wide

__all__ = [
    "GenotypeRow",
    "GenotypeTable",
    "SampleStream",
    "read_families",
    "read_remains",
    "stream_families",
    "stream_remains",
]


def read_remains(path: Path) -> GenotypeTable:
    """Post-mortem profiles: a column for the sample, and the loci. Also GeneMapper's long tables.

    Raises `InputError` with the cell for what is no allele, for a sample or a locus that stands twice, and for a
    stated sex that amelogenin contradicts. What is merely not usable is left out, with a note.
    """
    return stream_remains(path).collect()


def stream_remains(path: Path) -> SampleStream:
    """What `read_remains` reads and refuses, sample by sample."""
    table = stream_table(path)
    if role_column(table.header, "marker") is not None:
        return stream_long(table)
    return stream_wide(table, ("sample",))


def read_families(path: Path) -> GenotypeTable:
    """Ante-mortem profiles: columns for the family, the relationship to the missing person, the sample, and loci.

    Raises as `read_remains` does; a sample may stand in two families, but not twice in one.
    """
    return stream_families(path).collect()


def stream_families(path: Path) -> SampleStream:
    """What `read_families` reads and refuses, sample by sample."""
    return stream_wide(stream_table(path), ("family", "relationship", "sample"))
