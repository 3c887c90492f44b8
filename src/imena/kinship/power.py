"""Power: what comparing remains with a family can show, before anyone compares.

With one member left open, each locus has an exact distribution of its LR: over the genotypes of the missing person, and
over those of someone unrelated. Loci being unlinked, log LRs add, and so do their means and variances; the
distribution of the sum is simulated, seeded.

Exclusion power: Vigeland, Marsico, Herrera Piñero & Egeland 2020 (Forensic Sci Int Genet 49:102376).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.random import Generator

from imena.kinship.engine.families import Families
from imena.kinship.engine.instructions import IntArray
from imena.kinship.engine.shape import shape_of
from imena.kinship.errors import KinshipError
from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.open_member import OpenMemberTable, distinct_tables, genotype_probabilities
from imena.kinship.pedigree import Pedigree


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Everything that can be seen of a person at a locus, shape (outcomes,) each.

    Its probability if he is the missing person, and if he is unrelated, and log10 of their ratio.
    """

    related: FloatArray
    unrelated: FloatArray

    @property
    def log10_lr(self) -> FloatArray:
        with np.errstate(divide="ignore"):
            return np.log10(self.related) - np.log10(self.unrelated)


def outcomes(table: OpenMemberTable, dropout: float = 0.0) -> Outcomes:
    """What can be seen of the open member; with drop-out or a silent allele also one allele alone, or nothing."""
    silent = table.locus.silent > 0
    related, unrelated = (_seen(part, dropout, silent=silent) for part in (table.probability, table.population))
    return Outcomes(related, unrelated)


def _seen(table: FloatArray, dropout: float, *, silent: bool) -> FloatArray:
    """The probabilities of two alleles, of one alone, and of nothing seen, of a table over genotypes."""
    kept, shown = 1 - dropout, len(table) - silent
    if table.ndim == 1:
        seen = table[:shown] * kept
    else:
        visible = table[:shown, :shown]
        same = visible.diagonal()
        both = visible[np.triu_indices(shown, 1)] * kept**2
        beside_silent = table[:shown, -1] * kept if silent else 0.0
        alone = same * (1 - dropout**2) + (visible.sum(axis=1) - same) * kept * dropout + beside_silent
        seen = np.concatenate([both, alone])
    total = np.triu(table).sum() if table.ndim == 2 else table.sum()
    return np.append(seen, max(0.0, total - seen.sum())) if dropout or silent else seen


@dataclass(frozen=True, slots=True)
class Moments:
    """What the LR at a locus is like.

    `mean` and `variance` of log10 LR, and the mean `expected_lr` of the LR itself, if he is the missing person;
    `exclusion`, the probability that the LR is 0 if he is unrelated (exclusion power); `mean_unrelated`, that of log10
    LR if he is unrelated and not excluded, None where everyone unrelated is.
    """

    mean: float
    variance: float
    expected_lr: float
    exclusion: float
    mean_unrelated: float | None


def moments(seen: Outcomes) -> Moments:
    """The exact moments at a locus."""
    log10_lr = seen.log10_lr
    possible = seen.related > 0
    weight, values = seen.related[possible], log10_lr[possible]
    mean = float(weight @ values)
    unrelated = seen.unrelated[possible]
    passing = float(unrelated.sum())
    return Moments(
        mean=mean,
        variance=float(weight @ (values - mean) ** 2),
        expected_lr=float(weight @ (weight / unrelated)),
        exclusion=float(seen.unrelated[~possible].sum()),
        mean_unrelated=float(unrelated @ values) / passing if passing > 0 else None,
    )


def mismatch_distribution(exclusion: Sequence[float]) -> list[float]:
    """The probability that someone unrelated is excluded at 0, 1, 2, … loci, from the exclusion power of each.

    Loci that exclude no one are left out. The Poisson binomial distribution.
    """
    distribution = np.ones(1)
    for probability in exclusion:
        if probability > 0:
            distribution = np.convolve(distribution, [1 - probability, probability])
    return [float(value) for value in distribution]


def simulated_log10_lr(seen: Sequence[Outcomes], samples: int, chance: Generator, *, related: bool) -> FloatArray:
    """log10 LR over all loci of simulated people, shape (samples,): of the missing person, or of someone unrelated."""
    total = np.zeros(samples)
    for locus in seen:
        weights = locus.related if related else locus.unrelated
        drawn = chance.choice(len(weights), size=samples, p=weights / weights.sum())
        total += locus.log10_lr[drawn]
    return total


def exclusion_power(claim: Pedigree, truth: Pedigree, typed: Sequence[str], model: LocusModel) -> float:
    """The probability, before anyone is typed, that genotypes under `truth` are impossible under `claim`.

    Every genotype of the `typed` but the last is taken in turn, and the last is left open: exact, and its cost grows
    with genotypes to the power of people less one. Raises `KinshipError` at a locus with a silent allele.
    """
    _refuse_silent(model)
    *first, last = typed
    rows = _all_genotypes(truth, first, model)
    true_tables, true_relatives = _tables(truth, first, last, rows, model)
    claimed, claimed_relatives = _tables(claim, first, last, rows, model)
    impossible = np.where(np.isinf(claimed_relatives)[:, np.newaxis], True, claimed == 0)
    return float((np.exp(true_relatives) * (true_tables * impossible).sum(axis=1)).sum())


def expected_lr(
    claim: Pedigree, truth: Pedigree, strangers: Pedigree, typed: Sequence[str], model: LocusModel
) -> float:
    """The mean of LR(claim : strangers) where `truth` holds, exact, at one locus.

    Σ P(g | claim) P(g | truth) / P(g | strangers) over the genotypes g of the typed.
    """
    _refuse_silent(model)
    *first, last = typed
    rows = _all_genotypes(truth, first, model)
    parts = [_tables(pedigree, first, last, rows, model) for pedigree in (claim, truth, strangers)]
    claimed, true, unrelated = (np.exp(relatives)[:, np.newaxis] * tables for tables, relatives in parts)
    return float(np.divide(claimed * true, unrelated, out=np.zeros_like(true), where=unrelated > 0).sum())


def _refuse_silent(model: LocusModel) -> None:
    if model.locus.silent:
        raise KinshipError(
            "locus {locus}: this is not computed with a silent allele, whose genotypes are not what is seen",
            locus=model.locus.name,
        )


def _all_genotypes(pedigree: Pedigree, people: Sequence[str], model: LocusModel) -> IntArray:
    """Every combination of genotypes of some people, shape (rows, people, 2)."""
    alleles = range(len(model.locus))
    rows = np.zeros((1, 0, 2), dtype=np.int64)
    for id in people:
        if genotype_probabilities(model.locus, pedigree.members[id].sex).ndim == 1:
            genotypes = np.array([(allele, allele) for allele in alleles])
        else:
            genotypes = np.array(list(combinations_with_replacement(alleles, 2)))
        repeated = np.repeat(rows, len(genotypes), axis=0)
        rows = np.concatenate([repeated, np.tile(genotypes, (len(rows), 1))[:, np.newaxis]], axis=1)
    return rows


def _tables(
    pedigree: Pedigree, first: Sequence[str], last: str, rows: IntArray, model: LocusModel
) -> tuple[FloatArray, FloatArray]:
    """For each row: each genotype of the last person once, and the natural log-probability of the others'."""
    shaped = shape_of(pedigree, typed=first, open_member=last, chromosome=model.locus.chromosome)
    ordered = rows[:, [list(first).index(id) for id in shaped.typed]]
    tables, relatives, index = distinct_tables(shaped.shape, model, Families(np.ascontiguousarray(ordered)))
    return once(tables)[index], relatives[index]


def once(tables: FloatArray) -> FloatArray:
    """Tables of genotypes (…, alleles, alleles) or (…, alleles) with each genotype once, shape (…, genotypes)."""
    if tables.ndim == 2:
        return tables
    first, second = np.triu_indices(tables.shape[-1])
    return np.asarray(tables[:, first, second])
