"""Solving: a joint problem answered."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from imena.kinship.joint.answers import Identification, JointAnswer, Method, RelatedOutsiders, SymmetricSet
from imena.kinship.joint.operation import Operation
from imena.kinship.joint.outsiders import OutsiderGroups, outsider_groups
from imena.kinship.joint.posteriors import Pairings, Weighing, generalised_ratios, weigh_operation
from imena.kinship.joint.problem import NOBODY, JointProblem
from imena.kinship.joint.solutions import best_solutions
from imena.kinship.joint.unresolved import unresolved

FEW_TO_LIST = 30_000
"""Where a family can be filled in no more ways than this, all are listed."""
SHARE_OF_BOUND = 1e-5
"""What is left out of a family's list weighs at most this share of the bound beside what is on it."""
HALF = 0.5
OUTSIDERS = 0.5
"""Groups likelier than this to be outsiders are named as such."""


def solve(problem: JointProblem, *, bound: float = 1e-6, claim: float = 0.99, solutions: int = 10) -> JointAnswer:
    """Answer a problem: who is whom, in names, in sets, or not at all, and why.

    `bound`: the share of the posterior that may be left unvisited; the answer states what was reached. `claim`: the
    least posterior at which remains are named. Raises `KinshipError` where the problem has no possible assignment.
    """
    operation = Operation(problem)
    listings = [
        operation.listing(number, 0.0 if _ways(operation, number) <= FEW_TO_LIST else bound * SHARE_OF_BOUND)
        for number in range(len(operation.fits))
    ]
    weighing = weigh_operation(operation, listings, bound)
    groups = outsider_groups(weighing)
    considered = weigh_operation(operation, listings, bound, [group.listed for group in groups]) if groups else weighing
    ratios = generalised_ratios(weighing)
    named = _identifications(weighing, considered, ratios, claim)
    sets = _sets(considered, named, claim)
    outside = tuple(_outsiders(considered, groups))
    left_out = max(weighing.weighed.left_out, considered.weighed.left_out)
    return JointAnswer(
        method=Method.EXACT if left_out == 0 else Method.BOUNDED,
        bound=left_out,
        identifications=tuple(named),
        sets=tuple(sets),
        outsiders=outside,
        unresolved=tuple(unresolved(considered, named, sets, outside)),
        set_aside=tuple(operation.set_aside),
        pairings=weighing.pairings,
        considered=considered.pairings,
        generalised=ratios,
        solutions=tuple(best_solutions(weighing, solutions)),
        largest_component=weighing.weighed.largest,
    )


def _ways(operation: Operation, number: int) -> float:
    """At most in how many ways the places of a family can be filled by remains that are possible there alone."""
    fit = operation.fits[number]
    possible = operation.weights(number) > 0
    for column, person in enumerate(fit.family.missing):
        possible[:, column] &= fit.ln_next((), np.empty((1, 0), dtype=np.int64), person)[0] > -np.inf
    return math.prod(1.0 + float(count) for count in possible.sum(axis=0))


def _identifications(weighing: Weighing, considered: Weighing, ratios: Pairings, claim: float) -> list[Identification]:
    problem = weighing.operation.problem
    families = _families_of(weighing.operation)
    found = []
    for profile in problem.remains:
        name = profile.name
        if name in problem.fixed:
            person = problem.fixed[name]
            names, has_references = families.get(person, ((), True))
            found.append(Identification(name, names, person, 1.0, 1.0, math.inf, has_references, fixed=True))
            continue
        for person, probability in considered.pairings[name].items():
            if person != NOBODY and probability >= claim:
                names, has_references = families[person]
                found.append(
                    Identification(
                        name,
                        names,
                        person,
                        probability,
                        weighing.pairings[name].get(person, 0.0),
                        ratios.get(name, {}).get(person, math.inf) / math.log(10),
                        has_references,
                    )
                )
    return found


def _families_of(operation: Operation) -> dict[str, tuple[tuple[str, ...], bool]]:
    """By person, the names of the families that miss him or her, and whether they have a reference."""
    return {
        person: (each.names, bool(fit.family.profiles))
        for each, fit in zip(operation.families, operation.fits, strict=True)
        for person in (*fit.family.missing, *fit.family.profiles)
    }


def _sets(considered: Weighing, named: Sequence[Identification], claim: float) -> list[SymmetricSet]:
    """Remains that together are certain to be of some persons of a family, though none of them is certain alone."""
    done = {each.remains: each.person for each in named}
    found = []
    for family in range(len(considered.listings)):
        for remains, persons in _blocks(considered, family, done):
            probability, ln_lr = _of_set(considered, family, remains, persons)
            if probability >= claim:
                names = considered.operation.problem.remains
                found.append(
                    SymmetricSet(
                        tuple(names[number].name for number in remains),
                        considered.operation.families[family].names,
                        persons,
                        probability,
                        ln_lr / math.log(10),
                        bool(considered.operation.fits[family].family.profiles),
                    )
                )
    return found


def _blocks(
    considered: Weighing, family: int, done: Mapping[str, str]
) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
    """Remains that are likelier of this family than not, in groups with the persons they are divided between."""
    listing = considered.listings[family]
    problem = considered.operation.problem
    missing = considered.operation.families[family].family.missing
    groups: list[tuple[set[int], set[str]]] = []
    for number, profile in enumerate(problem.remains):
        if profile.name in done:
            continue
        own = {person: considered.pairings[profile.name].get(person, 0.0) for person in missing}
        if sum(own.values()) <= HALF:
            continue
        likely = {person for person, value in own.items() if value >= LIKELY * sum(own.values())}
        persons = {person for members in listing.classes if likely & set(members) for person in members}
        touching = [group for group in groups if group[1] & persons]
        groups = [group for group in groups if group not in touching]
        groups.append(
            (
                {number}.union(*(group[0] for group in touching)),
                persons.union(*(group[1] for group in touching)),
            )
        )
    taken = set(done.values())
    return [
        (tuple(sorted(remains)), tuple(person for person in missing if person in persons - taken))
        for remains, persons in groups
    ]


LIKELY = 1e-3
"""Persons who have less of the probability of remains are not among those the remains are divided between."""


def _of_set(considered: Weighing, family: int, remains: Sequence[int], persons: Sequence[str]) -> tuple[float, float]:
    """The probability that all these remains are of these persons, and the log-ratio of the likeliest way."""
    listing = considered.listings[family]
    inside = [bool(set(members) & set(persons)) for members in listing.classes]
    probability, best = 0.0, -np.inf
    for configuration, share in considered.posterior(family):
        where = {number: inside[k] for k, filled in enumerate(configuration.filled) for number in filled}
        if all(where.get(number, False) for number in remains):
            probability += share
            best = max(best, configuration.ln_lr)
    return probability, float(best)


def _outsiders(considered: Weighing, groups: Sequence[OutsiderGroups]) -> list[RelatedOutsiders]:
    """Groups that are likelier outsiders than not, the largest that are so."""
    found = []
    names = considered.operation.problem.remains
    for at, group in enumerate(groups):
        shares = np.exp(considered.weighed.ln_share[len(considered.listings) + at])
        if shares.sum() <= OUTSIDERS:
            continue
        best = int(np.argmax(shares))
        remains = group.listed.remains[best]
        inside = [
            each.ln_weight for each in considered.listings[group.family].configurations
            if set(each.remains) == set(remains)
        ]  # fmt: skip
        ln_lr = np.logaddexp.reduce(inside) - group.listed.ln_weight[best] if inside else -np.inf
        found.append(
            RelatedOutsiders(
                tuple(names[number].name for number in remains),
                considered.operation.families[group.family].names,
                float(shares.sum()),
                float(ln_lr) / math.log(10),
            )
        )
    return found
