"""The plain way: every assignment, one by one.

It is what the tests hold elimination to, and the table that small problems are looked at in. Its cost grows with the
number of assignments, of which ten brothers and ten remains have 234,662,231.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from imena.kinship.errors import KinshipError
from imena.kinship.joint.configurations import Listing
from imena.kinship.joint.operation import Operation
from imena.kinship.joint.problem import NOBODY, JointProblem

MOST_ASSIGNMENTS = 1_000_000

Assignment = tuple[str, ...]
"""The person that each of the remains is, in the order of the remains, or NOBODY."""


@dataclass(frozen=True, slots=True)
class Row:
    """An assignment: its log-ratio to nobody being identified, prior and posterior probability.

    `ln_lr_without_references`: the same log-ratio had no reference been typed; where it is the larger one, the remains
    are related as the assignment says, but not to the family.
    """

    assignment: Assignment
    ln_lr: float
    ln_lr_without_references: float
    prior: float
    posterior: float


def assignments(problem: JointProblem) -> Iterator[Assignment]:
    """Every assignment that sex, what is allowed, weights and a closed list let be."""

    def of(number: int, taken: tuple[str, ...]) -> Iterator[Assignment]:
        if number == len(problem.remains):
            yield taken
            return
        name = problem.remains[number].name
        if name in problem.fixed:
            yield from of(number + 1, (*taken, problem.fixed[name]))
            return
        if not problem.prior.closed:
            yield from of(number + 1, (*taken, NOBODY))
        for person in problem.persons:
            if person not in taken and person not in problem.fixed.values() and problem.weight(name, person) > 0:
                yield from of(number + 1, (*taken, person))

    return of(0, ())


def joint_table(operation: Operation) -> tuple[Row, ...]:
    """Every assignment with its posterior, the likeliest first. Raises `KinshipError` where there are too many."""
    problem = operation.problem
    found: list[Assignment] = []
    for assignment in assignments(problem):
        if len(found) == MOST_ASSIGNMENTS:
            raise KinshipError("there are more than {most} assignments to list", most=MOST_ASSIGNMENTS)
        found.append(assignment)
    with_references = _Scores([operation.listing(number) for number in range(len(operation.fits))])
    without = _Scores([operation.listing_without_references(number) for number in range(len(operation.fits))])
    ln_lr = [with_references.ln_lr(assignment) for assignment in found]
    ln_prior = [_ln_prior(problem, assignment) for assignment in found]
    prior = _normalised(ln_prior)
    posterior = _normalised([a + b for a, b in zip(ln_lr, ln_prior, strict=True)])
    rows = [
        Row(assignment, ln_lr[number], without.ln_lr(assignment), prior[number], posterior[number])
        for number, assignment in enumerate(found)
    ]
    return tuple(sorted(rows, key=lambda row: -row.ln_lr))


def pairings(rows: Sequence[Row], problem: JointProblem) -> dict[str, dict[str, float]]:
    """The posterior probability of each of the remains being each person, or nobody."""
    found: dict[str, dict[str, list[float]]] = {
        profile.name: {person: [] for person in (*problem.persons, NOBODY)} for profile in problem.remains
    }
    for row in rows:
        for profile, person in zip(problem.remains, row.assignment, strict=True):
            found[profile.name][person].append(row.posterior)
    return {name: {person: math.fsum(parts) for person, parts in of.items()} for name, of in found.items()}


class _Scores:
    """The log-ratio of any assignment, from the listed configurations of the families."""

    def __init__(self, listings: Sequence[Listing]) -> None:
        self.place: dict[str, tuple[int, int]] = {}
        self.known: list[Mapping[tuple[tuple[int, ...], ...], float]] = []
        self.classes = [len(listing.classes) for listing in listings]
        for family, listing in enumerate(listings):
            for number, members in enumerate(listing.classes):
                self.place |= dict.fromkeys(members, (family, number))
            self.known.append({each.filled: each.ln_lr for each in listing.configurations})

    def ln_lr(self, assignment: Assignment) -> float:
        held: dict[int, list[list[int]]] = {}
        for remains, person in enumerate(assignment):
            if person in self.place:
                family, number = self.place[person]
                held.setdefault(family, [[] for _ in range(self.classes[family])])[number].append(remains)
        return math.fsum(
            self.known[family].get(tuple(tuple(each) for each in filled), -math.inf) for family, filled in held.items()
        )


def _ln_prior(problem: JointProblem, assignment: Assignment) -> float:
    return math.fsum(
        math.log(problem.weight(profile.name, person))
        for profile, person in zip(problem.remains, assignment, strict=True)
        if person != NOBODY and profile.name not in problem.fixed
    )


def _normalised(logs: Sequence[float]) -> list[float]:
    most = max(logs, default=-math.inf)
    if math.isinf(most):
        raise KinshipError("no assignment is possible")
    weights = [math.exp(value - most) for value in logs]
    total = math.fsum(weights)
    return [weight / total for weight in weights]
