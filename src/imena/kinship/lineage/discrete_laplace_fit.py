"""Fitting the discrete Laplace model by expectation and maximisation, from a start that is always the same.

Written from Andersen, Eriksen & Morling 2013 (J Theor Biol 329:39). Arrays: `values` (haplotypes, loci) whole repeats,
`counts` (haplotypes,) people, `shares` (haplotypes, groups) the probability of each group, `centres` and `spreads`
(groups, loci).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imena.kinship.loci import FloatArray

IntArray = NDArray[np.int64]

STEPS = 2000
"""Rounds after which fitting stops even if it has not settled."""
SETTLED = 1e-9
"""Fitting has settled where a round adds less than this share to the log-likelihood."""
_HALVINGS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Parameters of one number of groups, and how well they fit."""

    weights: FloatArray
    centres: IntArray
    spreads: FloatArray
    log_likelihood: float
    bic: float
    converged: bool
    path: tuple[float, ...]
    """The log-likelihood after each round."""


def log_densities(values: IntArray, centres: IntArray, spreads: FloatArray) -> FloatArray:
    """ln Π_k (1 - p) / (1 + p) p^|x - y|, shape (haplotypes, groups)."""
    distances = np.abs(values[:, np.newaxis, :] - centres)
    return np.asarray((np.log1p(-spreads) - np.log1p(spreads) + distances * np.log(spreads)).sum(axis=2))


def fit(values: IntArray, counts: IntArray, groups: int) -> Fit:
    """Fit so many groups.

    A spread is kept at 1/(2n) or more: about one step off among n people, so that a step at a locus where none was
    seen is unlikely, never impossible.
    """
    n = int(counts.sum())
    centres = values[central_rows(values, counts, groups)]
    nearest = np.abs(values[:, np.newaxis, :] - centres).sum(axis=2).argmin(axis=1)
    shares: FloatArray = np.eye(groups)[nearest]
    of_groups: FloatArray = np.zeros(groups)
    path: list[float] = []
    while not _settled(path):
        weights, centres, means = _maximise(values, counts, shares)
        of_loci = _matched(means.T, weights, of_groups, 0.5 / n)
        if groups > 1:
            of_groups = _matched(means, np.ones(len(of_loci)), of_loci, 0.5 / n)
        spreads = np.maximum(np.exp(of_groups[:, np.newaxis] + of_loci), 0.5 / n)
        logs = log_densities(values, centres, spreads) + np.log(weights)
        totals = np.logaddexp.reduce(logs, axis=1)
        shares = np.exp(logs - totals[:, np.newaxis])
        path.append(math.fsum(counts * totals))
    free = groups * values.shape[1] + groups + values.shape[1] - 1 + groups - 1
    return Fit(
        weights=weights,
        centres=centres,
        spreads=spreads,
        log_likelihood=path[-1],
        bic=free * math.log(n) - 2 * path[-1],
        converged=len(path) < STEPS,
        path=tuple(path),
    )


def _settled(path: list[float]) -> bool:
    return len(path) == STEPS or (len(path) > 1 and path[-1] - path[-2] < SETTLED * abs(path[-1]))


def central_rows(values: IntArray, counts: IntArray, groups: int) -> list[int]:
    """Rows to start from: each brings the people, in repeats, nearest to those chosen; of equals the first.

    The first phase of partitioning around medoids, Kaufman & Rousseeuw 1990, *Finding Groups in Data*.
    """
    distances = np.zeros((len(values), len(values)), dtype=np.int32)
    for repeats in values.T.astype(np.int32):
        distances += np.abs(repeats[:, np.newaxis] - repeats)
    chosen: list[int] = []
    nearest = np.full(len(values), distances.max() + 1)
    for _ in range(groups):
        left = np.minimum(distances, nearest[:, np.newaxis])
        totals = counts @ left
        totals[chosen] = totals.max() + 1
        chosen.append(int(totals.argmin()))
        nearest = left[:, chosen[-1]]
    return chosen


def _maximise(values: IntArray, counts: IntArray, shares: FloatArray) -> tuple[FloatArray, IntArray, FloatArray]:
    """The weights and centres that fit the shares best, and the mean distances from the centres (groups, loci).

    A group that lost everyone keeps a trace of weight.
    """
    people = counts[:, np.newaxis] * shares
    sizes = np.maximum(people.sum(axis=0), 1e-9)
    centres = np.stack([_weighted_medians(values, group) for group in people.T])
    distances = np.abs(values[:, np.newaxis, :] - centres)
    means = np.einsum("ij,ijk->jk", people, distances) / sizes[:, np.newaxis]
    return sizes / sizes.sum(), centres, np.asarray(means)


def _weighted_medians(values: IntArray, people: FloatArray) -> IntArray:
    """At each locus the repeats from which all are least far: half of the people lie on either side."""
    order = values.argsort(axis=0, kind="stable")
    reached = np.cumsum(people[order], axis=0)
    rows = (reached >= reached[-1] / 2).argmax(axis=0)
    ordered = np.take_along_axis(values, order, axis=0)
    return np.asarray(ordered[rows, np.arange(len(rows))])


def _matched(means: FloatArray, weights: FloatArray, other: FloatArray, floor: float) -> FloatArray:
    """For each row the part of ln p that, added to `other`, makes the expected distances sum to those found.

    ln p is the natural parameter of |x - y|, whose expectation is 2p / (1 - p²), so there the likelihood is greatest
    given the other part. Found by halving, between the floor and p = 1 at the widest.
    """
    high = np.full(len(means), -other.max() - 1e-12)
    low = high + math.log(floor)
    wanted = means @ weights
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        p = np.exp(middle[:, np.newaxis] + other)
        less = (2 * p / (1 - p * p)) @ weights < wanted
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    return np.asarray((low + high) / 2)
