"""Posteriors: from weighed configurations to who is whom."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from imena.kinship.joint.configurations import Configuration, Listing
from imena.kinship.joint.elimination import TooManyStatesError
from imena.kinship.joint.operation import Operation
from imena.kinship.joint.problem import NOBODY
from imena.kinship.joint.ways import shares
from imena.kinship.joint.weighing import Listed, Weighed, largest, weigh
from imena.kinship.loci import FloatArray

FEW, MATTERS = 1_000, 1e-6
BELOW_BOUND = 1e-3

Pairings = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, eq=False)
class Weighing:
    """An operation weighed: the listings of its families, and the shares of their configurations.

    Behind the families' own may stand groups of outsiders, which fill nobody's places.
    """

    operation: Operation
    listings: tuple[Listing, ...]
    weighed: Weighed

    def posterior(self, family: int) -> list[tuple[Configuration, float]]:
        """The configurations of a family with their probabilities, as far as these are above 0.

        In an answer with a bound those a thousand times below it are not looked at.
        """
        share = np.exp(self.weighed.ln_share[family])
        configurations = self.listings[family].configurations
        least = BELOW_BOUND * min(self.weighed.left_out, 1e-6)
        return [(configurations[at], float(share[at])) for at in np.flatnonzero(share > least).tolist()]

    @cached_property
    def pairings(self) -> Pairings:
        """By remains, the probability of being each person whose is above 0, and nobody; outsiders are nobody's."""
        problem = self.operation.problem
        found: dict[str, dict[str, list[float]]] = {profile.name: {} for profile in problem.remains}
        for family, listing in enumerate(self.listings):
            weights = self.operation.weights(family)
            for configuration, probability in self.posterior(family):
                for remains, person, share in shares_of(self.operation, family, listing, configuration, weights):
                    name = problem.remains[remains].name
                    found[name].setdefault(person, []).append(probability * share)
        result: dict[str, dict[str, float]] = {}
        outside = self.outside()
        for number, (name, persons) in enumerate(found.items()):
            if name in problem.fixed:
                result[name] = {problem.fixed[name]: 1.0, NOBODY: 0.0}
                continue
            result[name] = {person: math.fsum(parts) for person, parts in persons.items()}
            result[name][NOBODY] = math.exp(self.weighed.ln_free[number]) + outside.get(number, 0.0)
        return result

    def outside(self) -> dict[int, float]:
        """By remains, the probability of being an outsider related to another."""
        found: dict[int, float] = {}
        for share, held in zip(self.weighed.ln_share[len(self.listings) :], self.outsider_sets, strict=True):
            for ln_share, remains in zip(share.tolist(), held, strict=True):
                for number in remains:
                    found[number] = found.get(number, 0.0) + math.exp(ln_share)
        return found

    outsider_sets: tuple[tuple[tuple[int, ...], ...], ...] = ()


def shares_of(
    operation: Operation, family: int, listing: Listing, configuration: Configuration, weights: FloatArray
) -> list[tuple[int, str, float]]:
    """Who each of the remains of a configuration is, and in which share of its ways."""
    missing = operation.families[family].family.missing
    found = []
    for members, filled in zip(listing.classes, configuration.filled, strict=True):
        if filled:
            columns = [missing.index(person) for person in members]
            parts = shares(weights[np.ix_(filled, columns)])
            found += [
                (remains, person, float(parts[row, column]))
                for row, remains in enumerate(filled)
                for column, person in enumerate(members)
                if parts[row, column] > 0
            ]
    return found


def weigh_operation(
    operation: Operation, listings: Sequence[Listing], bound: float, outsiders: Sequence[Listed] = ()
) -> Weighing:
    """Weigh all families of an operation, and groups of outsiders beside them."""
    families = [
        Listed(
            tuple(each.remains for each in listing.configurations),
            np.array([each.ln_weight for each in listing.configurations]),
            listing.unlisted,
        )
        for listing in listings
    ]
    weighed = weigh([*families, *outsiders], len(operation.problem.remains), closed=_closed(operation), bound=bound)
    return Weighing(operation, tuple(listings), weighed, tuple(each.remains for each in outsiders))


def generalised_ratios(weighing: Weighing) -> Pairings:
    """ln GLR by remains and person: the largest likelihood with the pair over the largest without; prior left out.

    Where there are many configurations, only those of some probability are looked among.
    """
    operation, listings = weighing.operation, weighing.listings
    problem = operation.problem
    many = sum(len(listing.configurations) for listing in listings) > FEW
    for least in (math.log(MATTERS), math.log(100 * MATTERS), math.log(0.5)) if many else (-math.inf,):
        families = []
        for listing, share in zip(listings, weighing.weighed.ln_share, strict=False):
            ln_lr = np.array([each.ln_lr for each in listing.configurations])
            ln_lr[share <= least] = -np.inf
            families.append(Listed(tuple(each.remains for each in listing.configurations), ln_lr))
        try:
            best = largest(families, len(problem.remains), closed=_closed(operation))
            break
        except TooManyStatesError:
            continue
    else:
        return {}
    return {
        profile.name: _ratios(found)
        for profile, found in zip(problem.remains, _best(operation, listings, best), strict=True)
        if profile.name not in problem.fixed
    }


def _best(operation: Operation, listings: Sequence[Listing], best: Weighed) -> list[dict[str, float]]:
    """For each of the remains, the log of the largest likelihood with each person, and nobody, over the largest."""
    found: list[dict[str, float]] = [{NOBODY: ln} for ln in best.ln_free.tolist()]
    for family, listing in enumerate(listings):
        weights = operation.weights(family)
        for at in np.flatnonzero(best.ln_share[family] > -np.inf).tolist():
            value = float(best.ln_share[family][at])
            for remains, person, _ in shares_of(operation, family, listing, listing.configurations[at], weights):
                found[remains][person] = max(found[remains].get(person, -math.inf), value)
    return found


def _ratios(best: Mapping[str, float]) -> dict[str, float]:
    ordered = sorted(best.values(), reverse=True)
    found = {}
    for person, value in best.items():
        if person == NOBODY:
            continue
        rivals = ordered[1:] if value == ordered[0] else ordered[:1]
        without = rivals[0] if rivals else -math.inf
        found[person] = value - without if without > -math.inf else math.inf
    return found


def _closed(operation: Operation) -> frozenset[int]:
    problem = operation.problem
    if not problem.prior.closed:
        return frozenset()
    return frozenset(number for number, profile in enumerate(problem.remains) if profile.name not in problem.fixed)
