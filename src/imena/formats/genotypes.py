"""Genotype tables: profiles of remains and of families, as kits' software and Familias export them.

Wide tables have a row for each sample and two columns for each locus (`TH01 1`, `TH01_2`, `TH01 Allele 1`); the long
tables of GeneMapper have a row for each sample and marker. Columns are recognised in Ukrainian, English and Spanish.
"""

from pathlib import Path

from imena.formats.columns import role_column
from imena.formats.long_tables import read_long
from imena.formats.samples import GenotypeRow, GenotypeTable
from imena.formats.tables import read_table
from imena.formats.wide_tables import read_wide

__all__ = ["GenotypeRow", "GenotypeTable", "read_families", "read_remains"]


def read_remains(path: Path) -> GenotypeTable:
    """Post-mortem profiles: a column for the sample, and the loci. Also GeneMapper's long tables.

    Raises `InputError` with the cell for what is no allele, for a sample or a locus that stands twice, and for a
    stated sex that amelogenin contradicts. What is merely not usable is left out, with a note.
    """
    table = read_table(path)
    if role_column(table.header, "marker") is not None:
        return read_long(table)
    return read_wide(table, ("sample",))


def read_families(path: Path) -> GenotypeTable:
    """Ante-mortem profiles: columns for the family, the relationship to the missing person, the sample, and loci.

    Raises as `read_remains` does; a sample may stand in two families, but not twice in one.
    """
    return read_wide(read_table(path), ("family", "relationship", "sample"))
