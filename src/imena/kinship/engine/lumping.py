"""Lumping: alleles that nobody in a family has are one allele.

Allowed where the mutated allele does not depend on the allele it came from, so that the transition matrix is
T = d I + 1 wᵀ: no mutation (d = 1, w = 0), equal (w constant) and proportional (w ∝ frequencies). Then the sum of the
alleles not seen is again an allele of such a model, with the sums of their frequencies and of their w, and the
likelihood is the same (Kemeny & Snell 1960, Finite Markov Chains, §6.3). Stepwise models are never lumped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from imena.kinship.engine.elimination import nominal, program_of, shared_by
from imena.kinship.engine.kernels import IntArray, tables
from imena.kinship.engine.shape import Shape
from imena.kinship.loci import FloatArray
from imena.kinship.mutation import Transmission, independent_of_parent

WORTH = 2.0
"""How many times cheaper the steps of a family must become before its own tables are made."""


@dataclass(frozen=True, eq=False)
class Lumps:
    """A locus whose alleles may be lumped.

    `frequencies` (alleles,); the transition matrices are d I + 1 wᵀ with `stay` = d and `reach` = w, shape (alleles,),
    the first of each pair for fathers and the second for mothers.
    """

    frequencies: FloatArray
    stay: tuple[float, float]
    reach: tuple[FloatArray, FloatArray]

    @classmethod
    def of(cls, frequencies: FloatArray, transmission: Transmission) -> Self | None:
        parts = [independent_of_parent(matrix) for matrix in (transmission.paternal, transmission.maternal)]
        if parts[0] is None or parts[1] is None:
            return None
        return cls(frequencies, (parts[0][0], parts[1][0]), (parts[0][1], parts[1][1]))


@dataclass(frozen=True, eq=False)
class Lumped:
    """Families with the same number of lumped alleles: their positions, genotypes (…, typed, 2), tables a row each."""

    families: IntArray
    alleles: int
    genotypes: IntArray
    tables: FloatArray


def worth_lumping(shape: Shape, alleles: int, genotypes: IntArray) -> bool:
    """Whether lumping makes the work so much smaller that each family may have tables of its own."""
    families, typed, _ = genotypes.shape
    after = min(2 * typed + 1, alleles)
    sharing = shared_by(families)
    whole = program_of(shape, sharing, nominal(alleles, sharing)).cost(alleles, families)
    lumped = families * (program_of(shape).cost(after, 1) + 4 * after**2)
    return bool(whole > WORTH * lumped)


def lump(lumps: Lumps, genotypes: IntArray) -> Iterator[Lumped]:
    """Lump the alleles not seen in each family; families come in groups by their number of alleles then."""
    families, typed, _ = genotypes.shape
    alleles = len(lumps.frequencies)
    seen = np.zeros((families, alleles), dtype=bool)
    np.put_along_axis(seen, genotypes.reshape(families, 2 * typed), True, axis=1)
    counts = seen.sum(axis=1)
    for count in np.unique(counts):
        members = np.flatnonzero(counts == count)
        rest = count < alleles
        place = np.where(seen[members], np.cumsum(seen[members], axis=1) - 1, count)
        size = int(count + rest)
        yield Lumped(
            families=members,
            alleles=size,
            genotypes=np.take_along_axis(place, genotypes[members].reshape(len(members), 2 * typed), axis=1).reshape(
                len(members), typed, 2
            ),
            tables=_lumped_tables(lumps, place, size),
        )


def _lumped_tables(lumps: Lumps, place: IntArray, size: int) -> FloatArray:
    frequencies = _gather(lumps.frequencies, place, size)
    paternal, maternal = (
        stay * np.eye(size) + _gather(reach, place, size)[:, np.newaxis, :]
        for stay, reach in zip(lumps.stay, lumps.reach, strict=True)
    )
    return tables(frequencies, paternal, maternal)


def _gather(values: FloatArray, place: IntArray, size: int) -> FloatArray:
    """Sum values (alleles,) into lumps: (families, size), `place` (families, alleles) being each allele's lump."""
    sums = np.zeros((len(place), size))
    rows = np.broadcast_to(np.arange(len(place))[:, np.newaxis], place.shape)
    np.add.at(sums, (rows, place), np.broadcast_to(values, place.shape))
    return sums
