"""Lumping: alleles that nobody in a family has are one allele.

Allowed where the mutated allele does not depend on the allele it came from, so that the transition matrix is
T = d I + 1 wᵀ: no mutation (d = 1, w = 0), equal (w constant) and proportional (w ∝ frequencies). Then the sum of the
alleles not seen is again an allele of such a model, with the sums of their frequencies and of their w, and the
likelihood is the same (Kemeny & Snell 1960, Finite Markov Chains, §6.3). Stepwise models are never lumped.

For the table of an open member the rest is two alleles of half its mass, h each, so that two of them may differ. Where
w ∝ frequencies, two alleles x, y of the rest have R[x, y] = p[x] p[y] K₁ + δ p[x] K₂, with K₁ = R[r, s] / h² and
K₂ = R[r, r] / h − h K₁; beside a seen allele i, R[i, x] = p[x] R[i, r] / h.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from imena.kinship.engine.elimination import nominal, program_of, shared_by
from imena.kinship.engine.instructions import IntArray, tables
from imena.kinship.engine.shape import Shape
from imena.kinship.loci import FloatArray
from imena.kinship.mutation import Transmission, independent_of_parent

WORTH = 2.0
"""How many times cheaper the steps of a family must become before its own tables are made."""


@dataclass(frozen=True, eq=False)
class Lumps:
    """A locus whose alleles may be lumped.

    `frequencies` (alleles,); the transition matrices are d I + 1 wᵀ with `stay` = d and `reach` = w, shape (alleles,),
    the first of each pair for fathers and the second for mothers. `may_open`: w ∝ frequencies, or no mutation.
    """

    frequencies: FloatArray
    stay: tuple[float, float]
    reach: tuple[FloatArray, FloatArray]
    may_open: bool

    @classmethod
    def of(cls, frequencies: FloatArray, transmission: Transmission) -> Self | None:
        parts = [independent_of_parent(matrix) for matrix in (transmission.paternal, transmission.maternal)]
        if parts[0] is None or parts[1] is None:
            return None
        reach = (parts[0][1], parts[1][1])
        may_open = all(np.allclose(w, frequencies * w.sum(), rtol=1e-12, atol=1e-15) for w in reach)
        return cls(frequencies, (parts[0][0], parts[1][0]), reach, may_open)


@dataclass(frozen=True, eq=False)
class Lumped:
    """Families whose alleles are lumped, `alleles` of them now.

    `place`: (families, alleles of the locus), what each allele became; `rest`: (families, alleles of the locus), which
    are of the rest. `genotypes`: (families, typed, 2). `frequencies`: (families, alleles). `tables`: a row each.
    """

    alleles: int
    place: IntArray
    rest: FloatArray
    genotypes: IntArray
    frequencies: FloatArray
    tables: FloatArray


def worth_lumping(shape: Shape, alleles: int, genotypes: IntArray, rest: int) -> bool:
    """Whether lumping makes the work so much smaller that each family may have tables of its own."""
    families, typed, _ = genotypes.shape
    after = 2 * typed + rest
    if after >= alleles:
        return False
    sharing = shared_by(families)
    whole = program_of(shape, sharing, nominal(alleles, sharing)).cost(alleles, families)
    lumped = families * (program_of(shape, 1, nominal(after, 1)).cost(after, 1) + 4 * after**2)
    return bool(whole > WORTH * lumped)


def lump(lumps: Lumps, genotypes: IntArray, rest: int = 1) -> Lumped:
    """Lump the alleles not seen in each family into one, or into two alike where `rest` is 2.

    Every family gets room for as many seen alleles as any can have; what it does not use has frequency 0.
    """
    families, typed, _ = genotypes.shape
    alleles = len(lumps.frequencies)
    size = min(2 * typed, alleles) + rest
    rows = genotypes.reshape(families, 2 * typed)
    seen = np.zeros((families, alleles), dtype=bool)
    np.put_along_axis(seen, rows, True, axis=1)
    place = np.where(seen, np.cumsum(seen, axis=1) - 1, size - rest)
    frequencies = _gather(lumps.frequencies, place, size, rest)
    paternal, maternal = (
        stay * np.eye(size) + _gather(reach, place, size, rest)[:, np.newaxis, :]
        for stay, reach in zip(lumps.stay, lumps.reach, strict=True)
    )
    return Lumped(
        alleles=size,
        place=place,
        rest=(~seen).astype(np.float64),
        genotypes=np.take_along_axis(place, rows, axis=1).reshape(families, typed, 2),
        frequencies=frequencies,
        tables=tables(frequencies, paternal, maternal),
    )


def _gather(values: FloatArray, place: IntArray, size: int, rest: int) -> FloatArray:
    """Sum values (alleles,) into lumps: (families, size); the rest in equal parts."""
    sums = np.zeros((len(place), size))
    rows = np.broadcast_to(np.arange(len(place))[:, np.newaxis], place.shape)
    np.add.at(sums, (rows, place), np.broadcast_to(values, place.shape))
    sums[:, size - rest :] = sums[:, size - rest : size - rest + 1] / rest
    return sums


def spread(lumps: Lumps, lumped: Lumped, values: FloatArray) -> FloatArray:
    """Tables of the open member over lumps, (families, lumps²) or (families, lumps), as over all alleles."""
    from imena.kinship.engine import kernels  # compiled code is loaded where it is first needed

    size, families = lumped.alleles, len(values)
    p = lumps.frequencies * lumped.rest
    h = lumped.frequencies[:, -1]
    per_h = np.divide(1.0, h, out=np.zeros_like(h), where=h > 0)
    share = np.where(lumped.rest > 0, p * per_h[:, np.newaxis], 1.0)
    rows = np.arange(families)
    if values.shape[1] == size:
        return np.asarray(values[rows[:, np.newaxis], lumped.place] * share)
    table = values.reshape(families, size, size)
    same, apart = table[:, -1, -1], table[:, -1, -2]
    # Two alleles of the rest stand for different ones (K₁); what one and the same has more (K₂) comes on top.
    table = table.copy()
    table[:, -2:, -2:] = apart[:, np.newaxis, np.newaxis]
    more = p * ((same - apart) * per_h)[:, np.newaxis]
    result = np.empty((families, p.shape[1], p.shape[1]))
    kernels.spread(table, lumped.place, share, more, result)
    return result.reshape(families, -1)
