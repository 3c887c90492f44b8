"""Pairwise: each of the remains against each missing person, everyone else left out; and what is settled by that alone.

What is undisputed here need not be true: two of the dead who are related draw each other's ratios up or down. It is
how practice begins, and what the joint answer is compared with.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from imena.kinship.joint.operation import Operation, without_mutation
from imena.kinship.joint.problem import JointProblem
from imena.kinship.loci import FloatArray

_NONE_FILLED = np.empty((1, 0), dtype=np.int64)

Table = Mapping[str, Mapping[str, float | None]]
"""By remains and person; None of a pair that may not be."""


def pair_table(operation: Operation) -> Table:
    """ln LR that remains are a person, against their being nobody's; minus infinity where that is impossible."""
    found: dict[str, dict[str, float | None]] = {profile.name: {} for profile in operation.problem.remains}
    for fit in operation.fits:
        for person in fit.family.missing:
            values = fit.ln_next((), _NONE_FILLED, person)[0]
            _fill(found, person, values, operation.problem)
    return found


def excluding_loci(problem: JointProblem) -> Mapping[str, Mapping[str, tuple[str, ...] | None]]:
    """By remains and person, the loci at which the pair is impossible if alleles do not mutate; None as in `Table`."""
    plain = Operation(replace(problem, models=without_mutation(problem.models)))
    found: dict[str, dict[str, tuple[str, ...] | None]] = {
        profile.name: dict.fromkeys(problem.persons) for profile in problem.remains
    }
    for fit in plain.fits:
        for person in fit.family.missing:
            by_locus = {
                model.locus.name: fit.ln_at_locus(number, (), _NONE_FILLED, person)[0]
                for number, model in enumerate(plain.problem.models)
            }
            for number, profile in enumerate(problem.remains):
                if problem.may_be(profile.name, person):
                    loci = tuple(name for name, values in by_locus.items() if values[number] == -np.inf)
                    found[profile.name][person] = loci
    return found


@dataclass(frozen=True, slots=True)
class Undisputed:
    """A pair whose LR stands alone; `ln_lr` at the step it was found."""

    families: tuple[str, ...]
    person: str
    remains: str
    ln_lr: float


def undisputed(problem: JointProblem, *, at_least: float, most_incompatible: int) -> tuple[Undisputed, ...]:
    """Pairs whose LR reaches `at_least` and is that many times above every other of its row and column.

    Pairs with more than `most_incompatible` excluding loci are no rivals. What is found joins its family and the ratios
    are computed again, until nothing more is found.
    """
    found: list[Undisputed] = []
    while True:
        operation = Operation(problem)
        new = _alone(operation, math.log(at_least), most_incompatible)
        if not new:
            return tuple(found)
        found += new
        problem = replace(problem, fixed={**problem.fixed, **{each.remains: each.person for each in new}})


def _alone(operation: Operation, ln_at_least: float, most_incompatible: int) -> list[Undisputed]:
    loci, table = excluding_loci(operation.problem), pair_table(operation)
    pairs = {
        (remains, person): value
        for remains, row in table.items()
        for person, value in row.items()
        if value is not None and remains not in operation.problem.fixed
        if len(loci[remains][person] or ()) <= most_incompatible
    }
    families = {person: each.names for each in operation.families for person in each.family.missing}
    found = []
    order = {person: number for number, person in enumerate(operation.problem.persons)}
    for (remains, person), value in sorted(pairs.items(), key=lambda item: order[item[0][1]]):
        rivals = [other for (name, whom), other in pairs.items() if (name == remains) != (whom == person)]
        if value >= ln_at_least and all(value - rival >= ln_at_least for rival in rivals):
            found.append(Undisputed(families[person], person, remains, value))
    return found


def _fill(found: dict[str, dict[str, float | None]], person: str, values: FloatArray, problem: JointProblem) -> None:
    for number, profile in enumerate(problem.remains):
        possible = problem.may_be(profile.name, person)
        found[profile.name][person] = float(values[number]) if possible else None
