"""Elimination: families that compete for the same remains, summed over everything exactly.

Families are taken one after the other. What has to be remembered of those taken is only which of the remains they hold
that a later family could want: the *frontier*. Remains are forgotten with the last family that could. A pass forward
and one backward give the probability of every configuration (forward-backward; Rabiner 1989, Proc IEEE 77:257). With
maxima instead of sums the same passes give the best assignment with and without each configuration.

A state that holds more remains than another leaves fewer to those who come after, so what follows it weighs no more.
States may therefore be left out with a proof: their share of the whole is at most the ratio of the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from imena.kinship.engine.instructions import IntArray
from imena.kinship.errors import KinshipError
from imena.kinship.loci import FloatArray

Masks = NDArray[np.uint64]
MOST_HELD = 63
"""The frontier is a machine word."""
MOST_STATES = 300_000


class TooManyStatesError(KinshipError):
    """The frontier has more states than are held."""


@dataclass(frozen=True, eq=False)
class Options:
    """What one family may hold: each option's remains, by number, and its log-weight; the first is to hold none."""

    remains: tuple[tuple[int, ...], ...]
    ln_weight: FloatArray

    @property
    def wanted(self) -> frozenset[int]:
        return frozenset(number for each in self.remains for number in each)


@dataclass(frozen=True, eq=False)
class Solved:
    """A component solved.

    `ln_total`: the log of the sum, or the largest term. `ln_options`: for each family, of each option the log of its
    share of the sum, or of the largest term with it over the largest of all. `ln_free`: the same of each of the
    remains being held by none, by number. `left_out`: at most the share of the whole that was not visited.
    """

    ln_total: float
    ln_options: tuple[FloatArray, ...]
    ln_free: dict[int, float]
    left_out: float


@dataclass(eq=False)
class _Step:
    """One family taken: transitions from states before to states after, with what each adds."""

    family: int
    source: IntArray
    option: IntArray
    target: IntArray
    ln_added: FloatArray
    forgotten: dict[int, NDArray[np.bool_]] = field(default_factory=dict)
    """By remains, which transitions leave them free when they are forgotten."""


class Elimination:
    """A component: families, and the log-weight of leaving each of the remains free.

    `ln_free`: by number; minus infinity where they must be someone's, absent for 0. `maxima`: largest terms instead of
    sums. `tolerance`: the share of the whole that may be left out at each family; 0 leaves out nothing.
    """

    def __init__(
        self,
        families: Sequence[Options],
        ln_free: dict[int, float] | None = None,
        *,
        maxima: bool = False,
        tolerance: float = 0.0,
    ) -> None:
        self.families, self.ln_free, self.maxima = families, ln_free or {}, maxima
        # More held is no worse only where nothing has to be held.
        self.tolerance = 0.0 if any(value < 0 for value in self.ln_free.values()) else tolerance
        self.left_out = 0.0
        self.steps: list[_Step] = []

    def solve(self) -> Solved:
        alpha = self._forward()
        last = float(alpha[0]) if len(alpha) else -np.inf
        if last == -np.inf:
            return Solved(-np.inf, (), {}, 0.0)
        return self._backward(last)

    def _forward(self) -> FloatArray:
        states, alpha = np.zeros(1, dtype=np.uint64), np.zeros(1)
        self.alphas = [alpha]
        place: dict[int, int] = {}
        order = in_order([family.wanted for family in self.families])
        last = {number: at for at, family in enumerate(order) for number in self.families[family].wanted}
        for at, family in enumerate(order):
            options = self.families[family]
            for number in sorted(options.wanted - set(place)):
                place[number] = _free_place(place)
            leaving = {number: bit for number, bit in place.items() if last[number] == at}
            states, alpha, step = self._take(family, states, alpha, options, place, leaving)
            if self.tolerance > 0 and len(states) > 1:
                states, alpha, step = self._prune(states, alpha, step)
            if len(states) > MOST_STATES:
                raise TooManyStatesError("the families compete in more than {most} ways", most=MOST_STATES)
            place = {number: bit for number, bit in place.items() if number not in leaving}
            self.steps.append(step)
            self.alphas.append(alpha)
        return alpha

    def _take(
        self,
        family: int,
        states: Masks,
        alpha: FloatArray,
        options: Options,
        place: dict[int, int],
        leaving: dict[int, int],
    ) -> tuple[Masks, FloatArray, _Step]:
        masks = np.array([_mask(place, held) for held in options.remains], dtype=np.uint64)
        fits = (states[:, np.newaxis] & masks[np.newaxis, :]) == 0
        if np.count_nonzero(fits) > 40 * MOST_STATES:
            raise TooManyStatesError("the families compete in more than {most} ways", most=MOST_STATES)
        source, option = np.nonzero(fits)
        union = states[source] | masks[option]
        ln_added = options.ln_weight[option].copy()
        forgotten = {}
        for number, bit in leaving.items():
            free = (union >> np.uint64(bit)) & np.uint64(1) == 0
            forgotten[number] = free
            if number in self.ln_free:
                ln_added[free] += self.ln_free[number]
        kept = np.uint64(2**64 - 1 - sum(1 << bit for bit in leaving.values()))
        after, target = np.unique(union & kept, return_inverse=True)
        target = target.reshape(-1)
        gathered = self._gather(alpha[source] + ln_added, target, len(after))
        return after, gathered, _Step(family, source, option, target, ln_added, forgotten)

    def _prune(self, states: Masks, alpha: FloatArray, step: _Step) -> tuple[Masks, FloatArray, _Step]:
        """Leave out states that hold more than another of far more weight, within the tolerance."""
        bound = np.full(len(states), np.inf)
        for bit in range(MOST_HELD + 1):
            holds = (states >> np.uint64(bit)) & np.uint64(1) == 1
            if not holds.any():
                continue
            smaller = states[holds] & ~np.uint64(1 << bit)
            at = np.searchsorted(states, smaller)
            known = states[np.minimum(at, len(states) - 1)] == smaller
            ratio = np.where(known, np.exp(alpha[holds] - alpha[np.minimum(at, len(states) - 1)]), np.inf)
            bound[holds] = np.minimum(bound[holds], ratio)
        best = int(np.argmax(alpha))
        above = (states & states[best]) == states[best]
        above[best] = False
        bound[above] = np.minimum(bound[above], np.exp(alpha[above] - alpha[best]))
        order = np.argsort(bound)
        dropped = order[np.cumsum(bound[order]) <= self.tolerance]
        if not len(dropped):
            return states, alpha, step
        self.left_out += float(bound[dropped].sum())
        kept = np.ones(len(states), dtype=bool)
        kept[dropped] = False
        number = np.cumsum(kept) - 1
        through = kept[step.target]
        pruned = _Step(
            step.family,
            step.source[through],
            step.option[through],
            number[step.target[through]],
            step.ln_added[through],
            {remains: free[through] for remains, free in step.forgotten.items()},
        )
        return states[kept], alpha[kept], pruned

    def _backward(self, ln_total: float) -> Solved:
        beta = np.zeros(1)
        options: list[FloatArray] = [np.empty(0)] * len(self.families)
        free: dict[int, float] = {}
        for step, alpha in zip(reversed(self.steps), reversed(self.alphas[:-1]), strict=True):
            onward = step.ln_added + beta[step.target]
            share = alpha[step.source] + onward - ln_total
            options[step.family] = self._gather(share, step.option, len(self.families[step.family].ln_weight))
            for number, leaves in step.forgotten.items():
                free[number] = float(self._gather(share[leaves], np.zeros(leaves.sum(), dtype=np.int64), 1)[0])
            beta = self._gather(onward, step.source, len(alpha))
        return Solved(ln_total, tuple(options), free, self.left_out)

    def _gather(self, values: FloatArray, target: IntArray, count: int) -> FloatArray:
        """Sums, or maxima, of logarithms by target, shape (count,)."""
        most = np.full(count, -np.inf)
        np.maximum.at(most, target, values)
        if self.maxima:
            return most
        finite = np.where(np.isfinite(most), most, 0.0)
        with np.errstate(divide="ignore"):
            return np.asarray(
                np.log(np.bincount(target, weights=np.exp(values - finite[target]), minlength=count)) + finite
            )


def _mask(place: dict[int, int], held: tuple[int, ...]) -> int:
    return sum(1 << place[number] for number in held)


def _free_place(place: dict[int, int]) -> int:
    taken = set(place.values())
    free = next(bit for bit in range(len(taken) + 1) if bit not in taken)
    if free > MOST_HELD:
        raise TooManyStatesError("more than {most} remains are competed for at once", most=MOST_HELD + 1)
    return free


def in_order(wanted: Sequence[frozenset[int]]) -> list[int]:
    """The families in an order that keeps the frontier small: each next one opens the fewest remains."""
    waiting = dict(enumerate(wanted))
    claims: dict[int, int] = {}
    for each in wanted:
        for number in each:
            claims[number] = claims.get(number, 0) + 1
    frontier: set[int] = set()
    order = []
    while waiting:
        growth = {
            family: (len(own - frontier) - sum(claims[number] == 1 for number in own), len(own), family)
            for family, own in waiting.items()
        }
        family = min(growth, key=growth.__getitem__)
        own = waiting.pop(family)
        for number in own:
            claims[number] -= 1
        frontier = {number for number in frontier | own if claims[number]}
        order.append(family)
    return order


def components(wanted: Sequence[frozenset[int]]) -> list[list[int]]:
    """The families in groups that want remains in common, in the order of the first of each."""
    group_of: dict[int, list[int]] = {}
    groups: dict[int, list[int]] = {}
    for family, own in enumerate(wanted):
        joined = {id(group_of[number]): group_of[number] for number in own if number in group_of}
        group = [*(each for group in joined.values() for each in group), family]
        for each in joined:
            groups.pop(each)
        groups[id(group)] = group
        for each in group:
            for number in wanted[each]:
                group_of[number] = group
    return sorted(sorted(group) for group in groups.values())
