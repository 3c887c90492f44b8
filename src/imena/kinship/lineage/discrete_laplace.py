"""The discrete Laplace model: Y haplotypes as groups around central haplotypes, from which repeats fall off both ways.

P(x) = Σ_j τ_j Π_k (1 - p_jk) / (1 + p_jk) p_jk^|x_k - y_jk|, with ln p_jk = ω_j + λ_k: a part for the group j and one
for the locus k. Andersen, Eriksen & Morling 2013 (J Theor Biol 329:39). It gives a haplotype that nobody was seen with
a frequency that depends on how near it lies to those that were seen.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from imena.kinship.lineage.databases import HaplotypeDatabase, Observation
from imena.kinship.lineage.discrete_laplace_fit import Fit, IntArray, fit, log_densities
from imena.kinship.lineage.frequencies import Estimator, HaplotypeFrequency
from imena.kinship.lineage.haplotypes import HaplotypeError, YHaplotype
from imena.kinship.loci import repeats


@dataclass(frozen=True, slots=True)
class DiscreteLaplace:
    """A fitted model, with where it came from.

    `weights[j]` is τ_j; `centres[j][k]` whole repeats y_jk and `spreads[j][k]` p_jk of group j at `loci[k]`. `bic`
    gives the Bayesian information criterion of each number of groups tried. `loci_left_out` are loci of the database
    that the model cannot describe; `left_out` people of the database were not typed at all `loci`.
    """

    database: str
    source: str
    sha256: str
    n: int
    left_out: int
    loci: tuple[str, ...]
    loci_left_out: tuple[str, ...]
    weights: tuple[float, ...]
    centres: tuple[tuple[int, ...], ...]
    spreads: tuple[tuple[float, ...], ...]
    log_likelihood: float
    bic: Mapping[int, float]
    converged: bool

    def ln_probability(self, haplotype: YHaplotype) -> float:
        """The natural logarithm of the probability of a haplotype at those of `loci` at which it was typed.

        The other loci are summed out. Raises `HaplotypeError` where none is left, and for an allele that is not one
        number of whole repeats.
        """
        columns = [column for column, locus in enumerate(self.loci) if locus in haplotype.loci]
        if not columns:
            raise HaplotypeError("{person} is typed at no locus of the model", person=haplotype.name)
        values = np.array([[_whole(haplotype, self.loci[column]) for column in columns]])
        logs = log_densities(values, np.array(self.centres)[:, columns], np.array(self.spreads)[:, columns])
        return float(np.logaddexp.reduce(logs[0] + np.log(self.weights)))


def fit_discrete_laplace(
    database: HaplotypeDatabase, *, loci: Collection[str] | None = None, most_groups: int = 5
) -> DiscreteLaplace:
    """Fit the model to the haplotypes typed at all of these loci; by default at all that some entry is typed at.

    A locus is left out where an entry has other than one number of whole repeats there: several copies, 17.2, a null
    allele. The number of groups, from 1 to `most_groups`, is the one with the smallest BIC. The fit is the same each
    time. Loci count as independent within a group: give DYS389II without the repeats of DYS389I. Raises
    `HaplotypeError` for mtDNA, and where no locus or no entry is left.
    """
    if most_groups < 1:
        raise HaplotypeError("expected at least 1 group, found {groups}", groups=most_groups)
    found = [entry.haplotype for entry in database.entries if isinstance(entry.haplotype, YHaplotype)]
    if not found:
        raise HaplotypeError("{database} holds no haplotypes of the Y chromosome", database=database.name)
    wanted = sorted(frozenset().union(*(each.loci for each in found)) if loci is None else set(loci))
    usable = tuple(locus for locus in wanted if all(_is_whole(each, locus) for each in found if locus in each.loci))
    values, counts = _table(database, usable)
    fits = [fit(values, counts, groups) for groups in range(1, min(most_groups, len(values)) + 1)]
    best = min(fits, key=lambda each: each.bic)
    return _model(database, usable, tuple(locus for locus in wanted if locus not in usable), best, fits, counts)


def discrete_laplace_frequency(model: DiscreteLaplace, observation: Observation) -> HaplotypeFrequency:
    """The model's probability of an observed haplotype, which must be at loci of the model and of the same database.

    Raises `HaplotypeError` otherwise, and for a haplotype so far from all groups that no number can hold its frequency.
    """
    haplotype = observation.haplotype
    if observation.sha256 != model.sha256 or not isinstance(haplotype, YHaplotype):
        raise HaplotypeError(
            "{person} was counted in {database}, the model was fitted to {other}",
            person=haplotype.name,
            database=observation.database,
            other=model.database,
        )
    unknown = tuple(sorted(haplotype.loci - set(model.loci)))
    if unknown:
        raise HaplotypeError(
            "{person}: the model does not describe {loci}; leave them out", person=haplotype.name, loci=unknown
        )
    name = f"discrete Laplace, {len(model.weights)} groups"
    value = min(math.exp(model.ln_probability(haplotype)), 1.0)
    return HaplotypeFrequency(value, Estimator.DISCRETE_LAPLACE, observation, model=name)


def _is_whole(haplotype: YHaplotype, locus: str) -> bool:
    alleles = haplotype.alleles[locus]
    read = repeats(alleles[0])
    return len(alleles) == 1 and read is not None and read.bases == 0 and read.whole > 0


def _whole(haplotype: YHaplotype, locus: str) -> int:
    if not _is_whole(haplotype, locus):
        raise HaplotypeError(
            "{person}, locus {locus}: expected one number of whole repeats, found {alleles}",
            person=haplotype.name,
            locus=locus,
            alleles=haplotype.alleles[locus],
        )
    return int(haplotype.alleles[locus][0])


def _table(database: HaplotypeDatabase, loci: tuple[str, ...]) -> tuple[IntArray, IntArray]:
    """The distinct haplotypes at these loci, shape (haplotypes, loci), in order, and how many people have each."""
    counts: dict[tuple[int, ...], int] = {}
    for entry in database.entries:
        if isinstance(entry.haplotype, YHaplotype) and loci and entry.haplotype.loci.issuperset(loci):
            row = tuple(_whole(entry.haplotype, locus) for locus in loci)
            counts[row] = counts.get(row, 0) + entry.count
    if not counts:
        raise HaplotypeError(
            "no entry of {database} has whole repeats at all of the loci {loci}", database=database.name, loci=loci
        )
    rows = sorted(counts)
    return np.array(rows), np.array([counts[row] for row in rows])


def _model(
    database: HaplotypeDatabase,
    loci: tuple[str, ...],
    left_out: tuple[str, ...],
    best: Fit,
    fits: list[Fit],
    counts: IntArray,
) -> DiscreteLaplace:
    n = int(counts.sum())
    return DiscreteLaplace(
        database=database.name,
        source=database.source,
        sha256=database.sha256,
        n=n,
        left_out=len(database) - n,
        loci=loci,
        loci_left_out=left_out,
        weights=tuple(best.weights.tolist()),
        centres=tuple(tuple(row) for row in best.centres.tolist()),
        spreads=tuple(tuple(row) for row in best.spreads.tolist()),
        log_likelihood=best.log_likelihood,
        bic={len(each.weights): each.bic for each in fits},
        converged=best.converged,
    )
