"""Chance hits: how many pairs would reach the threshold if nobody were related.

With millions of pairs some strangers fit. How many is found by importance sampling: genotypes are drawn as someone
related, or something between related and a stranger, would have them, and weighed by how much less likely a stranger
has them. One in a million needs thousands of draws then, not billions. Between the two are the tilted distributions
P(related)^s P(stranger)^(1 − s); all of them are drawn from in turn, and weighed together, so that no weight is large
(the balance heuristic of Veach & Guibas 1995, Proc SIGGRAPH 419).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from imena.kinship.engine.instructions import IntArray
from imena.kinship.loci import FloatArray, Locus
from imena.kinship.models import LocusModel
from imena.kinship.screening.observations import NOT_TYPED, Observed
from imena.kinship.screening.rows import Group, distinct

DRAWS = 1500
"""Pairs drawn for each group of families."""
TILTS = (1.0, 0.5, 0.25)
"""The exponents s, each the half of the one before."""


@dataclass(frozen=True, slots=True)
class ChanceHits:
    """Of families of one kind: the pairs compared, the hits expected by chance among them, and its standard error."""

    kind: str
    pairs: int
    expected: float
    error: float


def chance_hits(
    remains: Observed,
    groups: Sequence[Group],
    models: Sequence[LocusModel],
    at_least: float,
    *,
    dropout: Mapping[str, float],
    chance: Generator,
    draws: int = DRAWS,
) -> list[ChanceHits]:
    """The hits to be expected of each kind of family, were all remains strangers to it.

    Remains are taken to be typed where these are; `dropout` by locus: the probability that one copy of an allele is
    not seen.
    """
    of_kind: dict[str, list[ChanceHits]] = {}
    for group in groups:
        found = _of_group(remains, group, models, at_least, dropout, chance, draws)
        of_kind.setdefault(group.kind, []).append(found)
    return [
        ChanceHits(
            kind,
            sum(each.pairs for each in found),
            math.fsum(each.expected for each in found),
            math.hypot(*(each.error for each in found)),
        )
        for kind, found in of_kind.items()
    ]


def _of_group(
    remains: Observed,
    group: Group,
    models: Sequence[LocusModel],
    at_least: float,
    dropout: Mapping[str, float],
    chance: Generator,
    draws: int,
) -> ChanceHits:
    wanted = group.relation.sex
    compared = np.flatnonzero([wanted is None or sex in (None, wanted) for sex in remains.sexes])
    pairs = len(compared) * len(group)
    if pairs == 0:
        return ChanceHits(group.kind, 0, 0.0, 0.0)
    families = chance.integers(0, len(group), draws)
    typed = remains.codes[chance.choice(compared, draws)] != NOT_TYPED
    ln_lr, ln_tilted = np.zeros(draws), np.zeros((len(TILTS), draws))
    possible = np.ones(draws, dtype=bool)
    for place, model in enumerate(models):
        drawn = np.flatnonzero(typed[:, place] & possible)
        if not len(drawn):
            continue
        combinations, which = distinct(group.codes[families[drawn], :, place])
        tables = group.relation.tables(model, group.observations[place], combinations)
        possible[drawn] = np.isfinite(tables.log_relatives)[which]
        own, which = drawn[possible[drawn]], which[possible[drawn]]
        population = np.broadcast_to(tables.population, tables.probability.shape)
        related, stranger = (_shown(each, model.locus, dropout)[which] for each in (tables.probability, population))
        lr, tilted = _drawn(related, stranger, own % len(TILTS), chance)
        ln_lr[own] += lr
        ln_tilted[:, own] += tilted
    weights = 1 / np.exp(ln_tilted).mean(axis=0)
    hits = np.where(possible & (ln_lr >= at_least * math.log(10)), weights, 0.0)
    error = hits.std() / math.sqrt(max(draws - 1, 1))
    return ChanceHits(group.kind, pairs, float(pairs * hits.mean()), float(pairs * error))


def _shown(tables: FloatArray, locus: Locus, dropout: Mapping[str, float]) -> FloatArray:
    """The probability of what is seen, (tables, alleles, alleles): two alleles, or on the diagonal one alone.

    Entries below the diagonal are 0. Nothing seen has the rest of the probability.
    """
    d = dropout.get(locus.name, 0.0)
    same = np.diagonal(tables, axis1=1, axis2=2)
    silent = tables[:, :, -1] if locus.silent else np.zeros_like(same)
    hidden = tables.sum(axis=2) - same - silent
    shown = np.triu(tables, 1) * (1 - d) ** 2
    alleles = np.arange(len(locus))
    shown[:, alleles, alleles] = (1 - d**2) * same + d * (1 - d) * hidden + (1 - d) * silent
    if locus.silent:
        shown[:, :, -1] = 0.0
    return shown


def _drawn(
    related: FloatArray, stranger: FloatArray, tilts: IntArray, chance: Generator
) -> tuple[FloatArray, FloatArray]:
    """What one draw of each table shows, (tables,), its natural log LR; and how likely each tilt has it.

    The second, (tilts, tables), is the natural logarithm of its probability under the tilt to that of a stranger's.
    `tilts`: from which each is drawn.
    """
    flat, other = related.reshape(len(related), -1), stranger.reshape(len(stranger), -1)
    scale = other.sum(axis=1)
    rows = np.arange(len(flat))
    tilted = [flat, np.sqrt(flat * other)]
    tilted.append(np.sqrt(tilted[1] * other))
    totals = np.array([each.sum(axis=1) for each in tilted])
    places = np.empty(len(flat), dtype=np.int64)
    for number, each in enumerate(tilted):
        own = tilts == number
        places[own] = _places(each[own], chance.random(int(own.sum())) * totals[number, own])
    ln_lr = np.log(flat[rows, places]) - np.log(other[rows, places])
    return ln_lr, np.array(TILTS)[:, np.newaxis] * ln_lr - np.log(totals / scale)


def _places(flat: FloatArray, at: NDArray[np.float64]) -> IntArray:
    """Where the running sum of each row passes a number; never at an entry of 0."""
    running = np.cumsum(flat, axis=1)
    return np.asarray((running <= at[:, np.newaxis]).sum(axis=1).clip(max=flat.shape[1] - 1))
