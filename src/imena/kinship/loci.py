"""Loci: the places on the genome that are typed, with their alleles and how frequent these are."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imena.kinship.errors import LocusError
from imena.kinship.provenance import Table

FloatArray = NDArray[np.float64]

LEAST_FREQUENCY = 1e-30
"""Smaller ones are no frequencies, and products of them vanish."""
SUM_TOLERANCE = 1e-6
"""How far the frequencies of a locus may be from summing to 1."""


class Chromosome(StrEnum):
    AUTOSOMAL = "autosomal"
    X = "X"


@dataclass(frozen=True)
class Locus:
    """A locus, its alleles and their frequencies in a population.

    `frequencies[i]` is the probability of `alleles[i]`; `silent` that of an allele that typing never shows. They are
    at least 1e-30 (`silent` may be 0: there is none) and sum to 1 within 1e-6. `table`: where they were taken from.
    Raises `LocusError` otherwise, or where an allele is named twice.
    """

    name: str
    alleles: tuple[str, ...]
    frequencies: tuple[float, ...]
    chromosome: Chromosome = Chromosome.AUTOSOMAL
    silent: float = 0.0
    table: Table | None = field(default=None, compare=False)
    _index: dict[str, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        if not self.alleles or len(self.alleles) != len(self.frequencies):
            raise LocusError(
                "locus {locus}: expected one frequency for each allele, found {alleles} alleles and "
                "{frequencies} frequencies",
                locus=self.name,
                alleles=len(self.alleles),
                frequencies=len(self.frequencies),
            )
        for allele, frequency in zip(self.alleles, self.frequencies, strict=True):
            if allele in self._index:
                raise LocusError("locus {locus}: allele {allele} is named twice", locus=self.name, allele=allele)
            if not LEAST_FREQUENCY <= frequency <= 1:
                raise LocusError(
                    "locus {locus}, allele {allele}: expected a frequency above 0 and at most 1, found {frequency}",
                    locus=self.name,
                    allele=allele,
                    frequency=frequency,
                )
            self._index[allele] = len(self._index)
        if not 0 <= self.silent < 1:
            raise LocusError(
                "locus {locus}: expected a frequency of the silent allele from 0 to below 1, found {frequency}",
                locus=self.name,
                frequency=self.silent,
            )
        total = float(sum(self.frequencies)) + self.silent
        if not abs(total - 1) <= SUM_TOLERANCE:
            raise LocusError(
                "locus {locus}: expected frequencies that sum to 1, found {total}",
                locus=self.name,
                total=total,
            )

    def __len__(self) -> int:
        """How many alleles there are, the silent one among them."""
        return len(self.alleles) + (self.silent > 0)

    @cached_property
    def probabilities(self) -> FloatArray:
        """The frequencies as an array of shape (alleles,); a silent allele stands last."""
        return np.array([*self.frequencies, self.silent] if self.silent else self.frequencies)

    def index(self, allele: str) -> int | None:
        """The position of an allele among `alleles`, or None where the population does not have it."""
        return self._index.get(allele)


@dataclass(frozen=True, slots=True)
class Repeats:
    """An allele read as a number of tandem repeats: whole repeats, and the bases of an incomplete one (9.3)."""

    whole: int
    bases: int

    def steps_to(self, other: "Repeats") -> int | None:
        """Whole repeats between two alleles of one class; None where their incomplete repeats differ."""
        return abs(self.whole - other.whole) if self.bases == other.bases else None


_REPEATS = re.compile(r"(\d+)(?:\.(\d))?")


def repeats(allele: str) -> Repeats | None:
    """Read an allele's name as repeats, `"9.3"` as 9 repeats and 3 bases; None where it is not such a name."""
    read = _REPEATS.fullmatch(allele)
    return Repeats(int(read[1]), int(read[2] or 0)) if read else None
