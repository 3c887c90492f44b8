"""Unresolved: the missing nobody was matched to, each with the reason."""

from collections.abc import Iterator, Sequence

import numpy as np

from imena.kinship.joint.answers import Identification, Reason, RelatedOutsiders, SymmetricSet, Unresolved
from imena.kinship.joint.posteriors import Weighing
from imena.kinship.joint.problem import NOBODY
from imena.kinship.loci import FloatArray

NO_INFORMATION = 1e-9
"""Log-ratios this near 0 say nothing."""
LITTLE = np.log(100.0)
"""Where no ratio reaches this, and none excludes, the relatives are too distant to tell."""
HALF = 0.5
MOST = 0.9
"""Where the likeliest has this share of what all have together, no other fits as well."""


def unresolved(
    considered: Weighing,
    named: Sequence[Identification],
    sets: Sequence[SymmetricSet],
    outsiders: Sequence[RelatedOutsiders],
) -> Iterator[Unresolved]:
    """Everyone missing who is neither named nor in a set."""
    operation = considered.operation
    resolved = {each.person for each in named} | {person for each in sets for person in each.persons}
    best, total = _best(considered)
    for aside in operation.set_aside:
        for family in operation.problem.families:
            if family.name in aside.families:
                for person in family.missing:
                    yield Unresolved(person, aside.families, Reason.CONTRADICTION, None)
    for number, (each, fit) in enumerate(zip(operation.families, operation.fits, strict=True)):
        outside = any(each.names == group.families for group in outsiders)
        weights = operation.weights(number)
        for column, person in enumerate(each.family.missing):
            if person in resolved:
                continue
            ln_lr = fit.ln_next((), np.empty((1, 0), dtype=np.int64), person)[0][weights[:, column] > 0]
            likeliest = best.get(person)
            shares = (likeliest[1] if likeliest else 0.0, total.get(person, 0.0))
            reason = _reason(ln_lr, shares, outside=outside, has_references=bool(fit.family.profiles))
            yield Unresolved(person, each.names, reason, likeliest)


def _reason(ln_lr: FloatArray, shares: tuple[float, float], *, outside: bool, has_references: bool) -> Reason:
    """`ln_lr`: of each of the remains alone; `shares`: the probability of the likeliest, and that it is any of them."""
    likeliest, total = shares
    if outside:
        return Reason.OUTSIDERS
    if not len(ln_lr):
        return Reason.NOBODY_FITS
    if not has_references or bool(np.all(np.abs(ln_lr) < NO_INFORMATION)):
        return Reason.NO_REFERENCE
    if total >= HALF:
        return Reason.SEVERAL_FIT if likeliest < MOST * total else Reason.UNCERTAIN
    if not np.any(ln_lr > 0):
        return Reason.NOBODY_FITS
    return Reason.TOO_DISTANT if ln_lr.max() < LITTLE else Reason.UNCERTAIN


def _best(considered: Weighing) -> tuple[dict[str, tuple[str, float]], dict[str, float]]:
    """By person, the likeliest of the remains, and the probability that any of them is the person."""
    best: dict[str, tuple[str, float]] = {}
    total: dict[str, float] = {}
    for remains, persons in considered.pairings.items():
        for person, probability in persons.items():
            if person == NOBODY:
                continue
            total[person] = total.get(person, 0.0) + probability
            if probability > best.get(person, ("", 0.0))[1]:
                best[person] = (remains, probability)
    return best, total
