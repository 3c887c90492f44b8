"""Weighing: all families against each other, exactly or with a proven bound on what was left out.

Every listed configuration would make one component of almost everything, for anybody's remains fit a distant family a
little. So only what matters is *kept* and summed exactly, component by component: what outweighs its family being
empty, and what has a high price (`prices`). The rest is summed one at a time: each finds its family empty and its
remains free with the probability of its price, and each component feels the rest as a *field*, more weight for being
empty or free. Not visited are assignments with two of the rest that touch one component, with one that touches a
component twice, or with one that is not even listed. With E the mean over the kept and G the sum over the rest that
still fits, one to a family or one to each of the remains,

    G ≤ ∏ (1 + x),   x = [f empty] Σ w [v free]  of a family, or  [v free] Σ w [f empty]  of remains,

each of the rest being laid to the side that is less likely to be open. So what is not visited is at most

    Σ w w' E[both fit, ∏ (1 + x)] = B Σ w w' P⁺(both fit)

over pairs that touch a component in common, where P⁺ is in the same elimination with the whole rest as weight of being
empty or free, and B its sum over that of the kept. Where they *meet*, the smaller of the two probabilities is taken,
and half of it is what fields count though it cannot be. Fields are computed twice, the second time with what the
neighbours feel; how far they may then be off (`Prices.chains`, `Prices.doubled`) is part of the bound. Nothing is
subtracted.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from imena.kinship.errors import KinshipError
from imena.kinship.joint.elimination import Elimination, Options, Solved, TooManyStatesError, components
from imena.kinship.joint.prices import Flat, Marginals, Prices, added, prices
from imena.kinship.loci import FloatArray

FEW_CONFIGURATIONS = 3_000
"""So many are all kept if that can be solved at all, and the answer is exact."""
FEW_REMAINS = 8
"""A family that no more remains could be of is kept whole: its ways touch one component again and again."""
FIRST_TARGET, STEP, LEAST_STEP = 0.01, 1.7, 1.2
"""The prices of the rest are brought down step by step, by smaller steps at last, as far as that can be solved."""
NEARLY_ALL = 1 - 1e-9
PASSES = 2
"""The rest is felt as it is with its neighbours felt, too."""
PART, MOST = 0.75, 1e6
"""The part of the bound that what is not kept may cost, and how far beyond it prices are looked at."""


@dataclass(frozen=True, eq=False)
class Listed:
    """What a family may hold: remains by number and log-weights, not being empty. `unlisted`: what all else weighs."""

    remains: tuple[tuple[int, ...], ...]
    ln_weight: FloatArray
    unlisted: float = 0.0


@dataclass(frozen=True, eq=False)
class Weighed:
    """`ln_total`: the log of the sum over assignments, nobody identified being 1.

    `ln_share`: for each family the log-probability of each listed configuration. `ln_empty`: (families,), of none.
    `ln_free`: (remains,), of being nobody's. `left_out`: at most the share of everything that was not visited; 0 where
    the answer is exact. `largest`: families in the largest component.
    """

    ln_total: float
    ln_share: tuple[FloatArray, ...]
    ln_empty: FloatArray
    ln_free: FloatArray
    left_out: float
    kept: int
    largest: int


def weigh(families: Sequence[Listed], remains: int, *, closed: frozenset[int] = frozenset(), bound: float) -> Weighed:
    """Weigh families that want some of so many remains, leaving out no more than `bound` where that can be done.

    `closed`: remains that must be someone's. Raises `KinshipError` where they cannot all be.
    """
    weighing = _Weighing(families, remains, closed, bound)
    if len(weighing.flat) <= FEW_CONFIGURATIONS:
        try:
            return weighing.everything()
        except TooManyStatesError:
            pass
    return weighing.what_matters()


def largest(families: Sequence[Listed], remains: int, *, closed: frozenset[int] = frozenset()) -> Weighed:
    """The same with the largest assignment instead of the sum: shares are its with each configuration over its own.

    Raises `TooManyStatesError` where it cannot be found exactly.
    """
    weighing = _Weighing(families, remains, closed, 0.0)
    weighing.kept = weighing.flat.ln_weight > -np.inf
    return weighing.weighed(weighing.solve(maxima=True), 0.0)


@dataclass(eq=False)
class _Components(Marginals):
    """The kept, solved component by component; what stands alone is empty or free for certain."""

    ln_share: FloatArray
    ln_total: float = 0.0
    left_out: float = 0.0
    largest: int = 0


@dataclass(frozen=True, eq=False)
class _Field:
    """What being empty (families,) and free (remains,) weigh more than 1."""

    empty: FloatArray
    free: FloatArray


class _Weighing:
    def __init__(self, families: Sequence[Listed], remains: int, closed: frozenset[int], bound: float) -> None:
        self.families, self.remains, self.closed, self.bound = families, remains, closed, bound
        self.flat = Flat.of(
            [each.remains for each in families],
            [each.ln_weight for each in families],
            [each.unlisted for each in families],
        )
        self.begins = np.cumsum([0, *(len(each.remains) for each in families)])
        few = np.array(
            [len({v for held in each.remains for v in held}) <= FEW_REMAINS for each in families], dtype=bool
        )
        self.kept = (self.flat.ln_weight >= 0) | (few[self.flat.family] & (self.flat.ln_weight > -np.inf))
        self.tolerance = bound / (8 * max(len(families), 1))

    def everything(self) -> Weighed:
        """Keep all that is listed."""
        self.kept = self.flat.ln_weight > -np.inf
        solved = self.solve()
        return self.weighed(solved, self._not_visited(solved) if self.flat.unlisted.any() else 0.0)

    def what_matters(self) -> Weighed:
        """Keep what has a price, until two of the rest at once cost less than is asked."""
        solved = self._solve_or_less()
        target, step = STEP * max(FIRST_TARGET, PART * self.bound), STEP
        best = (self._not_visited(solved), self.kept.copy(), solved)
        while best[0] > PART * self.bound and step > LEAST_STEP and not self.kept.all() and target > self.bound / MOST:
            before = self.kept.copy()
            try:
                while self._keep_more(solved, target / step):
                    solved = self.solve(tolerance=self.tolerance)
                    before = self.kept.copy()
            except TooManyStatesError:
                self.kept, step = before, math.sqrt(step)
            else:
                target /= step
            left_out = self._not_visited(solved)
            if left_out < best[0]:
                best = (left_out, self.kept.copy(), solved)
        left_out, self.kept, solved = best
        if self.closed:
            return self.weighed(solved, left_out)
        return self._with_rest(solved, left_out)

    def _solve_or_less(self) -> _Components:
        """Solve, if need be with only what weighs more and more; what is then left out is bounded like the rest."""
        least = 0.0
        while True:
            try:
                return self.solve(tolerance=self.tolerance)
            except TooManyStatesError:
                least += math.log(100)
                self.kept &= self.flat.ln_weight >= least

    def _keep_more(self, solved: _Components, target: float) -> bool:
        """Keep the dearest until the rest costs no more than the target, and within components than the bound."""
        found = prices(self.flat, solved)
        price = np.exp(np.minimum(found.ln_price, 0.0))
        cost = price if self.closed else self._cost(found)
        more = np.zeros_like(self.kept)
        for among, own, limit in ((~found.apart, price, min(self.bound / 8, target)), (found.apart, cost, target)):
            rest = np.flatnonzero(among & ~self.kept)
            order = rest[np.argsort(own[rest])]
            more[order[np.searchsorted(np.cumsum(own[order]), limit, side="right") :]] = True
        self.kept |= more
        return bool(more.any())

    def _cost(self, found: Prices) -> FloatArray:
        """What each of the rest adds to what is not visited, or not known, (configurations,)."""
        rest = ~self.kept
        third, _ = found.chains(rest)
        return np.where(
            rest, found.met(found.meeting(rest, self.flat.unlisted)) + 2 * (third + found.doubled(rest)), 0.0
        )

    def solve(
        self, extra: _Field | None = None, *, tolerance: float = 0.0, maxima: bool = False, closed: bool = True
    ) -> _Components:
        """The kept, with more weight of being empty and free where a field is given."""
        options = [self._options(number) for number in range(len(self.families))]
        ln_empty = np.zeros(len(options)) if extra is None else np.log1p(extra.empty)
        ln_free = np.zeros(self.remains) if extra is None else np.log1p(extra.free)
        if self.closed and closed:
            ln_free[sorted(self.closed)] = -np.inf
        found = _Components(
            np.zeros(len(options)),
            np.zeros(self.remains),
            np.arange(len(options)),
            len(options) + np.arange(self.remains),
            np.full(len(self.flat), -np.inf),
        )
        touched = np.zeros(self.remains, dtype=bool)
        for group in components([each.wanted for each in options]):
            own = [
                Options(options[each].remains, np.concatenate([[ln_empty[each]], options[each].ln_weight]))
                for each in group
            ]
            wanted = frozenset[int]().union(*(each.wanted for each in own))
            free = {number: float(ln_free[number]) for number in wanted if ln_free[number] != 0}
            self._note(found, group, Elimination(own, free, maxima=maxima, tolerance=tolerance).solve())
            touched[sorted(wanted)] = True
        found.ln_total += float(ln_free[~touched].sum())
        if found.ln_total == -math.inf:
            raise KinshipError("not all remains can be someone's, as a closed list asks")
        return found

    def _options(self, number: int) -> Options:
        """What a family may hold of the kept; being empty stands first, its weight apart."""
        begin, end = self.begins[number : number + 2].tolist()
        own = np.flatnonzero(self.kept[begin:end]).tolist()
        family = self.families[number]
        return Options(((), *(family.remains[at] for at in own)), family.ln_weight[own])

    def _note(self, found: _Components, group: Sequence[int], solved: Solved) -> None:
        """Put what was solved of one component where it belongs."""
        found.ln_total += solved.ln_total
        found.left_out += solved.left_out
        found.largest = max(found.largest, len(group))
        for family, shares in zip(group, solved.ln_options, strict=False):
            found.ln_empty[family] = shares[0]
            begin, end = self.begins[family : family + 2].tolist()
            found.ln_share[begin + np.flatnonzero(self.kept[begin:end])] = shares[1:]
            found.of_family[family] = group[0]
        for number, ln in solved.ln_free.items():
            found.ln_free[number] = ln
            found.of_remains[number] = group[0]

    def _not_visited(self, solved: _Components) -> float:
        """The bound on the share of everything that was not visited."""
        if self.kept.all() and not self.flat.unlisted.any():
            return min(1.0, solved.left_out)
        with np.errstate(over="ignore", invalid="ignore"):
            rest = self._rest(solved)
        share = solved.left_out + (rest / (1.0 + rest) if math.isfinite(rest) else 1.0)
        if self.closed and share < 1:
            open_total = self.solve(closed=False).ln_total
            share *= math.exp(min(700.0, open_total - solved.ln_total))
        return min(1.0, share)

    def _rest(self, solved: _Components) -> float:
        """What is not visited, as a multiple of what is."""
        whole = self._whole_rest(solved)
        try:
            inflated = self.solve(whole, tolerance=self.tolerance, closed=False)
            plain = self.solve(closed=False, tolerance=self.tolerance) if self.closed else solved
        except TooManyStatesError:
            return math.inf
        found = prices(self.flat, inflated)
        rest = ~self.kept
        price = np.exp(np.minimum(found.ln_price, 700.0)) * rest
        unlisted = self.flat.unlisted * np.exp(inflated.ln_empty)
        ln_whole = min(700.0, inflated.ln_total - plain.ln_total)
        margin = 1.0 + 2 * (inflated.left_out + plain.left_out)
        if self.closed:
            return float(price.sum() + unlisted.sum()) * math.exp(ln_whole) * margin
        meeting = found.meeting(rest, self.flat.unlisted)
        two = float(found.met(meeting)[rest].sum() + unlisted @ meeting[: len(self.families)])
        one = float(price[~found.apart].sum() + unlisted.sum())
        _, chains = found.chains(rest & found.apart)
        unknown = float(chains.max(initial=0.0) + 2 * found.doubled(rest & found.apart).sum())
        ln_visited = prices(self.flat, solved).ln_visited(rest)
        return ((one + two) * math.exp(ln_whole - ln_visited) + unknown) * margin

    def _whole_rest(self, solved: _Components) -> _Field:
        """The rest as weights of being empty and free, each on the side that is less likely to be open."""
        weight = np.exp(np.minimum(self.flat.ln_weight, 700.0))
        alone = (self.flat.held[:, 1:] < 0).all(axis=1)
        by_remains = alone & (solved.ln_free[self.flat.held[:, 0]] < solved.ln_empty[self.flat.family])
        to_remains, to_family = ~self.kept & by_remains, ~self.kept & ~by_remains
        empty = self.flat.unlisted + added(self.flat.family[to_family], weight[to_family], len(self.families))
        return _Field(empty, added(self.flat.held[to_remains, 0], weight[to_remains], self.remains))

    def _with_rest(self, solved: _Components, left_out: float) -> Weighed:
        """The kept in the field of the rest, and the rest one at a time."""
        found = prices(self.flat, solved)
        rest = ~self.kept & found.apart
        ln_alone = np.where(found.place >= 0, found.ln_open[found.place], 0.0)
        again, ln_odds = solved, found.ln_price
        for _ in range(PASSES):
            own = np.where(found.place >= 0, np.exp(ln_odds[:, np.newaxis] - ln_alone), 0.0)
            own[~rest] = 0.0
            places = added(np.maximum(found.place, 0).reshape(-1), own.reshape(-1), len(found.ln_open))
            extra = _Field(places[: len(self.families)], places[len(self.families) :])
            try:
                again = self.solve(extra, tolerance=self.tolerance)
            except TooManyStatesError:
                return self.weighed(solved, 1.0)
            again.ln_empty -= np.log1p(extra.empty)
            again.ln_free -= np.log1p(extra.free)
            # What each of the rest adds to its own places is taken off again.
            ln_open = np.concatenate([again.ln_empty, again.ln_free])[found.place]
            without = ln_open - np.log1p(-np.minimum(own * np.exp(ln_open), NEARLY_ALL))
            ln_alone = np.where(found.place >= 0, without, 0.0)
            ln_odds = self.flat.ln_weight + ln_alone.sum(axis=1)
        again.ln_share[rest] = (ln_odds - np.log1p(np.exp(np.minimum(ln_odds, 700.0))))[rest]
        return self.weighed(again, min(1.0, left_out + again.left_out))

    def weighed(self, solved: _Components, left_out: float) -> Weighed:
        """What was solved, family by family."""
        return Weighed(
            solved.ln_total,
            tuple(np.split(solved.ln_share, self.begins[1:-1])) if self.families else (),
            solved.ln_empty,
            solved.ln_free,
            left_out,
            int(self.kept.sum()),
            solved.largest,
        )
