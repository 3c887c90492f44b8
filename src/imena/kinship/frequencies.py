"""Frequency tables: how often each allele is met in a population. Every result names the table it was computed with."""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from imena.kinship.errors import LocusError
from imena.kinship.loci import Locus
from imena.kinship.provenance import Table


@dataclass(frozen=True)
class FrequencyTable:
    """The loci of one population. `sha256` is that of the file they were read from."""

    name: str
    source: str
    loci: tuple[Locus, ...]
    sha256: str

    def __post_init__(self) -> None:
        for locus in self.loci:
            if self.by_name[locus.name] is not locus:
                raise LocusError("locus {locus} stands twice in the frequency table", locus=locus.name)

    @cached_property
    def by_name(self) -> dict[str, Locus]:
        by_name: dict[str, Locus] = {}
        for locus in self.loci:
            by_name.setdefault(locus.name, locus)
        return by_name


@lru_cache(maxsize=1)
def nist_1036_caucasian() -> FrequencyTable:
    """NIST 1036 U.S. Caucasian, 29 autosomal loci, 722 chromosomes, revised July 2017.

    Steffen, Coble, Gettings & Vallone 2017 (Forensic Sci Int Genet 31:e36). Public domain.
    """
    content = (files("imena.kinship") / "data" / "nist1036_us_caucasian.csv").read_bytes()
    table = Table("NIST 1036 US Caucasian", hashlib.sha256(content).hexdigest())
    return FrequencyTable(
        name=table.name,
        source="Steffen et al. 2017, revised July 2017",
        loci=tuple(_loci(csv.DictReader(content.decode().splitlines()), table)),
        sha256=table.sha256,
    )


def _loci(rows: Iterable[dict[str, str]], table: Table) -> Iterable[Locus]:
    """The published frequencies are rounded to six places; each locus is rescaled to sum to 1."""
    alleles: dict[str, dict[str, float]] = {}
    for row in rows:
        alleles.setdefault(row["locus"], {})[row["allele"]] = float(row["frequency"])
    for name, frequencies in alleles.items():
        total = sum(frequencies.values())
        yield Locus(name, tuple(frequencies), tuple(value / total for value in frequencies.values()), table=table)
