"""Outsiders: remains related to each other as a family's missing were, and not of that family.

Two strangers who are father and son fit a missing father and son far better than being unrelated to everyone, whatever
the family's references say. So each group that fills two or more places of a family with references is weighed against
its being such a group of another, unlisted family: with the same relationships and the same prior, and the likelihood
as if no reference had been typed (LR0; Vigeland & Egeland 2021, Sci Rep 11:13661, call such groups out as false
positives of joint identification). A family that has no reference cannot be told from another of its make, and has no
such alternative.
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
MOST_TOGETHER = 8
"""Of larger groups only the whole is asked, not every part."""


@dataclass(frozen=True, eq=False)
class OutsiderGroups:
    """Groups that may be outsiders to a family, by number, as a family of its own to be weighed."""

    family: int
    listed: Listed


def outsider_groups(weighing: Weighing) -> list[OutsiderGroups]:
    """For each family, the groups that fill places of it together and may be related elsewhere."""
    found = []
    prior = weighing.operation.problem.prior
    for number in range(len(weighing.listings)):
        if not weighing.operation.families[number].family.profiles or prior.outsiders == 0:
            continue
        together = {
            number
            for configuration, probability in weighing.posterior(number)
            if len(configuration.remains) > 1 and probability > MATTERS
            for number in configuration.remains
        }
        if together:
            groups = _groups(weighing.operation, number, sorted(together))
            if groups:
                sets = tuple(groups)
                ln_weight = np.array([groups[each] for each in sets]) + math.log(prior.outsiders)
                found.append(OutsiderGroups(number, Listed(sets, ln_weight)))
    return found


def _groups(operation: Operation, number: int, together: Sequence[int]) -> dict[tuple[int, ...], float]:
    """The log-weight of each group of two or more being so related outside the family."""
    listing = operation.listing_without_references(number, together)
    found: dict[tuple[int, ...], float] = {}
    for configuration in listing.configurations:
        remains = tuple(sorted(configuration.remains))
        if len(remains) > 1 and (len(together) <= MOST_TOGETHER or len(remains) >= len(together) - 1):
            found[remains] = float(np.logaddexp(found.get(remains, -np.inf), configuration.ln_weight))
    return found
