"""Solutions: the likeliest joint assignments, in sets where the DNA sees no difference.

Each component keeps, for every state of its frontier, its best few ways there (Lawler 1972, Manag Sci 18:401, in the
form of dynamic programming); the best few of all components are then joined, two at a time.
"""

import heapq
import math
from collections.abc import Iterator, Sequence

import numpy as np

from imena.kinship.joint.answers import Solution
from imena.kinship.joint.elimination import components, in_order
from imena.kinship.joint.posteriors import Weighing

FEW, MATTERS = 300, 1e-3
"""Of more configurations those less probable than this are in none of the solutions."""
MOST_STATES = 1_000
"""States of the frontier kept, the likeliest."""

Choice = tuple[tuple[int, int], ...]
"""Families, and which of their configurations each holds, by number."""
Ranked = list[tuple[float, Choice]]
"""Log-weights and choices, the heaviest first."""


def best_solutions(weighing: Weighing, count: int) -> Iterator[Solution]:
    """The `count` likeliest solutions, the likeliest first."""
    families = range(len(weighing.listings))
    many = sum(len(listing.configurations) for listing in weighing.listings) > FEW
    least = math.log(MATTERS) if many else -math.inf
    matters = [np.flatnonzero(weighing.weighed.ln_share[family] > least).tolist() for family in families]
    wanted = [
        frozenset(remains for at in matters[family] for remains in weighing.listings[family].configurations[at].remains)
        for family in families
    ]
    total: Ranked = [(0.0, ())]
    for group in components(wanted):
        total = _joined(total, _best_of(weighing, group, matters, wanted, count), count)
    for ln_weight, choice in total:
        yield Solution(
            tuple(place for family, at in choice for place in _places(weighing, family, at)),
            math.exp(min(0.0, ln_weight - weighing.weighed.ln_total)),
        )


def _best_of(
    weighing: Weighing,
    group: Sequence[int],
    matters: Sequence[Sequence[int]],
    wanted: Sequence[frozenset[int]],
    count: int,
) -> Ranked:
    order = [group[at] for at in in_order([wanted[family] for family in group])]
    last = {remains: at for at, family in enumerate(order) for remains in wanted[family]}
    must = weighing.operation.problem.prior.closed
    states: dict[int, Ranked] = {0: [(0.0, ())]}
    for at, family in enumerate(order):
        options = [(0, 0.0, ())] + [
            (_mask(configuration.remains), configuration.ln_weight, ((family, number),))
            for number in matters[family]
            for configuration in [weighing.listings[family].configurations[number]]
        ]
        leaving = _mask([remains for remains in wanted[family] if last[remains] == at])
        longer: dict[int, Ranked] = {}
        for state, ranked in states.items():
            for mask, ln_weight, choice in options:
                held = state | mask
                if state & mask or (must and held & leaving != leaving):
                    continue
                longer.setdefault(held & ~leaving, []).extend(
                    (before + ln_weight, (*chosen, *choice)) for before, chosen in ranked
                )
        states = {state: heapq.nlargest(count, ranked) for state, ranked in longer.items()}
        if len(states) > MOST_STATES:
            states = dict(heapq.nlargest(MOST_STATES, states.items(), key=lambda item: item[1][0][0]))
    return next(iter(states.values()), [])


def _joined(one: Ranked, other: Ranked, count: int) -> Ranked:
    return heapq.nlargest(count, ((a + b, (*first, *second)) for a, first in one for b, second in other))


def _mask(numbers: Sequence[int]) -> int:
    return sum(1 << number for number in numbers)


def _places(weighing: Weighing, family: int, at: int) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    listing = weighing.listings[family]
    names = weighing.operation.problem.remains
    for members, filled in zip(listing.classes, listing.configurations[at].filled, strict=True):
        if filled:
            yield members, tuple(names[number].name for number in filled)
