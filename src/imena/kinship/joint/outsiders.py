"""Outsiders: remains related to each other as a family's missing were, and not of that family.

Two strangers who are father and son fit a missing father and son far better than being unrelated to everyone, whatever
the family's references say. So each group that fills two or more places of a family with references is weighed against
its being such a group of another, unlisted family: with the same relationships and the same prior, and the likelihood
as if no reference had been typed. Remains whom the references support by themselves are no such strangers: an LR of A
comes to a stranger by chance with probability 1/A at most. Of a family that has no reference only all of its missing,
three at least, are taken for it as they are: a part of it could be of many families.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from imena.kinship.joint.operation import Operation
from imena.kinship.joint.posteriors import Weighing
from imena.kinship.joint.weighing import Listed

MATTERS = 1e-6
"""Groups less probable than this are not asked whether they are outsiders."""
LIKELY = 1e-3
"""Nor are remains that are less likely in a group, where there are many."""
SUPPORTED = math.log(1e4)
"""Remains whose LR from the references alone reaches this are not strangers to the family."""
WHOLE = 3
"""So many of a family without references, and no fewer than all its missing, speak for themselves."""
MOST_TOGETHER = 6
"""Of larger groups only the whole is asked, not every part."""


@dataclass(frozen=True, eq=False)
class OutsiderGroups:
    """Groups that may be outsiders to a family, by number, as a family of its own to be weighed."""

    family: int
    listed: Listed


def outsider_groups(weighing: Weighing) -> list[OutsiderGroups]:
    """For each family, the groups that fill places of it together and may be related elsewhere."""
    prior = weighing.operation.problem.prior
    found = []
    for number in range(len(weighing.listings)):
        if prior.outsiders == 0:
            continue
        together = _unsupported(weighing, number)
        groups = _groups(weighing, number, together) if len(together) > 1 else {}
        family = weighing.operation.fits[number].family
        if not family.profiles and len(family.missing) >= WHOLE:
            groups = {remains: ln for remains, ln in groups.items() if len(remains) < len(family.missing)}
        if groups:
            sets = tuple(groups)
            ln_weight = np.array([groups[each] for each in sets]) + math.log(prior.outsiders)
            found.append(OutsiderGroups(number, Listed(sets, ln_weight)))
    return found


def _unsupported(weighing: Weighing, number: int) -> list[int]:
    """Remains that fill places beside others, and whom the references alone do not support."""
    best: dict[int, float] = {}
    together: dict[int, float] = {}
    for configuration in weighing.listings[number].configurations:
        if len(configuration.remains) == 1:
            [alone] = configuration.remains
            best[alone] = max(best.get(alone, -math.inf), configuration.ln_lr)
    for configuration, probability in weighing.posterior(number):
        if len(configuration.remains) > 1 and probability > MATTERS:
            for each in configuration.remains:
                together[each] = together.get(each, 0.0) + probability
    found = [each for each in together if best.get(each, -math.inf) < SUPPORTED]
    likely = [each for each in found if together[each] > LIKELY]
    return sorted(found if len(found) <= MOST_TOGETHER else likely)


def _groups(weighing: Weighing, number: int, together: Sequence[int]) -> dict[tuple[int, ...], float]:
    """The log-weight of each group of two or more being so related outside the family."""
    operation = weighing.operation
    if len(together) > MOST_TOGETHER:
        return _whole(weighing, number, together)
    found: dict[tuple[int, ...], float] = {}
    for configuration in operation.listing_without_references(number, together).configurations:
        remains = tuple(sorted(configuration.remains))
        if len(remains) > 1:
            found[remains] = float(np.logaddexp(found.get(remains, -np.inf), configuration.ln_weight))
    return found


def _whole(weighing: Weighing, number: int, together: Sequence[int]) -> dict[tuple[int, ...], float]:
    """The same of the largest group alone, in the ways in which it can fill the family."""
    operation, listing = weighing.operation, weighing.listings[number]
    total, held = -np.inf, tuple(together)
    for configuration, probability in weighing.posterior(number):
        if probability > MATTERS and set(configuration.remains) >= set(together):
            places: list[str] = []
            row: list[int] = []
            for members, filled in zip(listing.classes, configuration.filled, strict=True):
                inside = [remains for remains in filled if remains in together]
                places += members[: len(inside)]
                row += inside
            ln_lr = _ln_lr_without_references(operation, number, places, row)
            total = np.logaddexp(total, ln_lr + configuration.ln_weight - configuration.ln_lr)
    return {held: float(total)} if total > -np.inf else {}


def _ln_lr_without_references(operation: Operation, number: int, places: Sequence[str], row: Sequence[int]) -> float:
    return float(operation.fit_without_references(number).ln_lr(places, np.array([row], dtype=np.int64))[0])
