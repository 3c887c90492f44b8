"""Whom to ask next: what typing another relative, or a pair of them, would settle.

The genotypes of the relatives to be typed are simulated given those already typed, each locus in turn and each relative
given the ones before; then the missing person's, and log10 LR as it would come out if the remains were his.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.random import Generator

from imena.kinship.engine.families import Families, typing_of
from imena.kinship.engine.instructions import IntArray
from imena.kinship.engine.shape import shape_of
from imena.kinship.errors import KinshipError
from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.open_member import distinct_tables, genotype_probabilities
from imena.kinship.pedigree import Pedigree
from imena.kinship.power import once
from imena.kinship.profiles import Profile


@dataclass(frozen=True, slots=True)
class Prospect:
    """What typing some relatives promises, if the remains are the missing person's.

    `expected`: the mean of log10 LR. `passing`: the probability that it reaches the threshold, and its standard error.
    """

    relatives: tuple[str, ...]
    expected: float
    passing: float
    standard_error: float


def prospects(
    pedigree: Pedigree,
    missing: str,
    profiles: Mapping[str, Profile],
    models: Sequence[LocusModel],
    candidates: Sequence[str],
    *,
    threshold: float,
    samples: int,
    chance: Generator,
    dropout: Mapping[str, float] | None = None,
) -> list[Prospect]:
    """Each candidate, and each pair of them, the most promising first; and with nobody added, `relatives` empty.

    `models`: the loci that the remains yield; `dropout`: theirs, by locus. `threshold`: log10 LR. Ordered by the
    probability of reaching it, then by the mean.
    """
    choices = [(), *((one,) for one in candidates), *combinations(candidates, 2)]
    found = []
    for relatives in choices:
        log10_lr = log10_lr_after(pedigree, missing, profiles, models, relatives, samples, chance, dropout=dropout)
        passing = float((log10_lr >= threshold).mean())
        error = float(np.sqrt(passing * (1 - passing) / samples))
        found.append(Prospect(relatives, float(log10_lr.mean()), passing, error))
    return sorted(found, key=lambda prospect: (-prospect.passing, -prospect.expected))


def log10_lr_after(
    pedigree: Pedigree,
    missing: str,
    profiles: Mapping[str, Profile],
    models: Sequence[LocusModel],
    relatives: Sequence[str],
    samples: int,
    chance: Generator,
    *,
    dropout: Mapping[str, float] | None = None,
) -> FloatArray:
    """Simulated log10 LR of the missing person against someone unrelated once `relatives` are typed too: (samples,)."""
    total = np.zeros(samples)
    for model in models:
        true, ratio_of = _at_locus(pedigree, missing, profiles, model, relatives, samples, chance)
        total += ratio_of.seen(true, (dropout or {}).get(model.locus.name, 0.0), chance)
    return total


@dataclass(frozen=True, eq=False)
class _Ratio:
    """The missing person's table for each sample: `tables[index]`, against the population's."""

    tables: FloatArray
    index: IntArray
    population: FloatArray

    def seen(self, true: IntArray, dropout: float, chance: Generator) -> FloatArray:
        """log10 LR of what is seen of true genotypes (samples, 2), alleles dropping out: shape (samples,)."""
        first, second = true.T
        if self.population.ndim == 1:
            ratio = self.tables[self.index, first] / self.population[first]
            return np.asarray(np.where(chance.random(len(first)) < dropout, 0.0, np.log10(ratio)))
        ratio = self.tables[self.index, first, second] / self.population[first, second]
        lost = chance.random((2, len(first))) < dropout
        same = first == second
        one_seen = np.where(same, ~lost.all(axis=0) & (dropout > 0), lost[0] ^ lost[1])
        shown = np.where(lost[0], second, first)
        alone = self._alone(self.tables, dropout)[self.index, shown] / self._alone(self.population, dropout)[shown]
        result: FloatArray = np.log10(np.where(one_seen, alone, ratio))
        result[lost.all(axis=0)] = 0.0
        return result

    @staticmethod
    def _alone(tables: FloatArray, dropout: float) -> FloatArray:
        """The probability that each allele is seen alone, for tables (…, alleles, alleles)."""
        same = np.diagonal(tables, axis1=-2, axis2=-1)
        return np.asarray(same * (1 - dropout**2) + (tables.sum(axis=-1) - same) * dropout * (1 - dropout))


def _at_locus(
    pedigree: Pedigree,
    missing: str,
    profiles: Mapping[str, Profile],
    model: LocusModel,
    relatives: Sequence[str],
    samples: int,
    chance: Generator,
) -> tuple[IntArray, _Ratio]:
    """True genotypes of the missing person, (samples, 2), and what makes a ratio of them."""
    if model.locus.silent:
        raise KinshipError("locus {locus}: samples are not simulated with a silent allele", locus=model.locus.name)
    typing = typing_of(pedigree, profiles, model.locus)
    known = {id: np.tile(genotype, (samples, 1)) for id, genotype in typing.genotypes.items()}
    for id in (*relatives, missing):
        shaped = shape_of(
            pedigree, typed=known, uncertain=typing.weights, open_member=id, chromosome=model.locus.chromosome
        )
        rows = np.array([known[typed] for typed in shaped.typed], dtype=np.int64).reshape(-1, samples, 2)
        weights = [np.broadcast_to(typing.weights[id], (samples, *typing.weights[id].shape)) for id in shaped.uncertain]
        families = Families(
            np.ascontiguousarray(rows.transpose(1, 0, 2)), np.stack(weights, axis=1) if weights else None
        )
        tables, _, index = distinct_tables(shaped.shape, model, families)
        own = np.arange(len(families))[index] if isinstance(index, slice) else index
        population = genotype_probabilities(model.locus, pedigree.members[id].sex)
        known[id] = _genotypes(population.shape, _drawn(once(tables), own, chance))
    return known[missing], _Ratio(tables, own, population)


def _drawn(tables: FloatArray, index: IntArray, chance: Generator) -> IntArray:
    """A genotype for each sample, drawn from its own table: places among the genotypes, shape (samples,)."""
    cumulative = np.cumsum(tables, axis=1)
    sought = chance.random(len(index)) * cumulative[index, -1]
    drawn: IntArray = (cumulative[index] < sought[:, np.newaxis]).sum(axis=1)
    return drawn


def _genotypes(shape: tuple[int, ...], drawn: IntArray) -> IntArray:
    """Places among the genotypes as alleles, shape (samples, 2)."""
    if len(shape) == 1:
        return np.stack([drawn, drawn], axis=1)
    first, second = np.triu_indices(shape[0])
    return np.stack([first[drawn], second[drawn]], axis=1)
