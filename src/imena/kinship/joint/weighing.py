"""Weighing: all families against each other, exactly or with a proven bound on what was left out.

Every listed configuration would make one component of almost everything, for anybody's remains fit a distant family a
little. So only what matters is *kept*: first what outweighs its family being empty, then whatever else has a *price*:
its weight times the probability that its family is empty and its remains are free. What is not kept is bounded. With Z
the sum over the kept and E the mean over it, the sum over everything is Z E[G], where G adds up what of the rest still
finds its family empty and its remains free. One configuration to a family, or one to each of the remains, so

    G ≤ ∏_f (1 + [f empty] δ_f) ∏_v (1 + [v free] γ_v),

δ_f being the weights of the rest of family f and γ_v of the rest that is laid to remains v instead (where v is less
likely to be free than f to be empty). A product minus 1 is at most the sum of its terms times the whole product;
E of that is a price in the same elimination with (1 + δ_f) and (1 + γ_v) as weights of being empty and free. So

    (Z_all − Z) / Z ≤ B Σ_rest w · P⁺(family empty, remains free),   B = ∏ Z⁺ / Z over components,

and of independent components the probabilities multiply, within one the smaller is taken. Nothing is subtracted.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imena.kinship.errors import KinshipError
from imena.kinship.joint.elimination import Elimination, Options, Solved, TooManyStatesError, components
from imena.kinship.loci import FloatArray

FEW_CONFIGURATIONS = 3_000
"""So many are all kept if that can be solved at all, and the answer is exact."""
MOST_ROUNDS = 12


@dataclass(frozen=True, eq=False)
class Listed:
    """What a family may hold: remains by number and log-weights, not being empty. `unlisted`: what all else weighs."""

    remains: tuple[tuple[int, ...], ...]
    ln_weight: FloatArray
    unlisted: float = 0.0


@dataclass(frozen=True, eq=False)
class Weighed:
    """`ln_total`: the log of the sum over assignments, nobody identified being 1.

    `ln_share`: for each family the log-probability of each listed configuration; minus infinity where it was not kept.
    `ln_empty`: (families,), of none. `ln_free`: (remains,), of being nobody's. `left_out`: at most the share of
    everything that was not visited; 0 where the answer is exact. `largest`: families in the largest component.
    """

    ln_total: float
    ln_share: tuple[FloatArray, ...]
    ln_empty: FloatArray
    ln_free: FloatArray
    left_out: float
    kept: int
    largest: int


def weigh(
    families: Sequence[Listed],
    remains: int,
    *,
    closed: frozenset[int] = frozenset(),
    bound: float,
) -> Weighed:
    """Weigh families that want some of so many remains, leaving out no more than `bound` where that can be done.

    `closed`: remains that must be someone's. Raises `KinshipError` where they cannot all be.
    """
    weighing = _Weighing(families, remains, closed, bound, maxima=False)
    if sum(len(family.remains) for family in families) <= FEW_CONFIGURATIONS:
        try:
            return weighing.everything()
        except TooManyStatesError:
            pass
    return weighing.what_matters()


def largest(families: Sequence[Listed], remains: int, *, closed: frozenset[int] = frozenset()) -> Weighed:
    """The same with the largest assignment instead of the sum: shares are its with each configuration over its own.

    Raises `TooManyStatesError` where it cannot be found exactly.
    """
    weighing = _Weighing(families, remains, closed, 0.0, maxima=True)
    weighing.kept = [family.ln_weight > -np.inf for family in families]
    return weighing.weighed()


@dataclass(eq=False)
class _Components:
    """The kept, solved component by component; what stands alone is empty or free for certain."""

    ln_total: float
    ln_share: list[FloatArray]
    ln_empty: FloatArray
    ln_free: FloatArray
    of_family: NDArray[np.int64]
    of_remains: NDArray[np.int64]
    left_out: float
    largest: int


class _Weighing:
    def __init__(
        self, families: Sequence[Listed], remains: int, closed: frozenset[int], bound: float, *, maxima: bool
    ) -> None:
        self.families, self.remains, self.closed = families, remains, closed
        self.bound, self.maxima = bound, maxima
        self.kept = [family.ln_weight >= 0 for family in families]

    def weighed(self) -> Weighed:
        """What is kept, as it is."""
        return self._weighed(self._solve(tolerance=0.0), 0.0)

    def everything(self) -> Weighed:
        self.kept = [np.ones(len(family.remains), dtype=bool) for family in self.families]
        solved = self._solve(tolerance=0.0)
        return self._weighed(solved, self._left_out(solved) if self._rest_matters() else 0.0)

    def _rest_matters(self) -> bool:
        return any(family.unlisted > 0 for family in self.families)

    def what_matters(self) -> Weighed:
        """Keep what has a price, round after round, until the prices of the rest add up to less than is asked."""
        tolerance = self.bound / (8 * max(len(self.families), 1))
        solved = self._solve_or_less(tolerance)
        for _ in range(MOST_ROUNDS):
            prices = self._prices(solved)
            if not self._keep_more(prices, self.bound / 8):
                break
            before = [kept.copy() for kept in self.kept]
            try:
                solved = self._solve(tolerance)
            except TooManyStatesError:
                self.kept = before
                solved = self._solve_or_less(tolerance)
                break
        return self._weighed(solved, self._left_out(solved))

    def _solve_or_less(self, tolerance: float) -> _Components:
        """Solve, if need be with only what weighs more and more; what is then left out is bounded like the rest."""
        least = 0.0
        while True:
            try:
                return self._solve(tolerance)
            except TooManyStatesError:
                least = least + math.log(10) if least else -math.log(1e8)
                for family, kept in zip(self.families, self.kept, strict=True):
                    kept &= family.ln_weight >= least

    def _solve(self, tolerance: float, delta: FloatArray | None = None, gamma: FloatArray | None = None) -> _Components:
        """The kept; `delta` (families,) and `gamma` (remains,) make being empty and free weigh more."""
        options = [_options(family, kept) for family, kept in zip(self.families, self.kept, strict=True)]
        ln_empty_weight = np.zeros(len(options)) if delta is None else np.log1p(delta)
        ln_free_weight = np.zeros(self.remains) if gamma is None else np.log1p(gamma)
        ln_free_weight[sorted(self.closed)] = -np.inf
        found = _Components(
            0.0,
            [np.full(len(family.remains), -np.inf) for family in self.families],
            np.zeros(len(options)),
            np.zeros(self.remains),
            np.arange(len(options)),
            len(options) + np.arange(self.remains),
            0.0,
            0,
        )
        found.of_remains = len(options) + np.arange(self.remains)
        touched: set[int] = set()
        for group in components([each.wanted for each in options]):
            wanted = frozenset[int]().union(*(options[family].wanted for family in group))
            touched |= wanted
            solved = self._solve_one(group, options, ln_empty_weight, ln_free_weight, wanted, tolerance)
            if solved.ln_total == -math.inf:
                raise KinshipError("not all remains can be someone's, as a closed list asks")
            found.ln_total += solved.ln_total
            found.left_out += solved.left_out
            found.largest = max(found.largest, len(group))
            for family, shares in zip(group, solved.ln_options, strict=True):
                found.ln_empty[family] = shares[0]
                found.ln_share[family][self.kept[family]] = shares[1:]
                found.of_family[family] = group[0]
            for number in wanted:
                found.ln_free[number] = solved.ln_free[number]
                found.of_remains[number] = group[0]
        alone = np.array(sorted(set(range(self.remains)) - touched), dtype=np.int64)
        found.ln_total += float(ln_free_weight[alone].sum())
        if found.ln_total == -math.inf:
            raise KinshipError("not all remains can be someone's, as a closed list asks")
        return found

    def _solve_one(
        self,
        group: Sequence[int],
        options: Sequence[Options],
        ln_empty: FloatArray,
        ln_free: FloatArray,
        wanted: frozenset[int],
        tolerance: float,
    ) -> Solved:
        own = [
            Options(options[family].remains, np.concatenate([[ln_empty[family]], options[family].ln_weight[1:]]))
            for family in group
        ]
        free = {number: float(ln_free[number]) for number in wanted if ln_free[number] != 0}
        return Elimination(own, free, maxima=self.maxima, tolerance=tolerance).solve()

    def _prices(self, solved: _Components) -> list[FloatArray]:
        """ln of weight × P(family empty, remains free) of every configuration that is not kept; of the kept −∞."""
        found = []
        for number, family in enumerate(self.families):
            prices = np.full(len(family.remains), -np.inf)
            for at in np.flatnonzero(~self.kept[number]).tolist():
                prices[at] = family.ln_weight[at] + _ln_possible(solved, number, family.remains[at])
            found.append(prices)
        return found

    def _keep_more(self, prices: list[FloatArray], target: float) -> bool:
        """Keep the dearest until the rest costs no more than the target together."""
        every = np.concatenate([np.empty(0), *prices])
        order = np.argsort(every)
        cost = np.cumsum(np.exp(np.minimum(every[order], 0.0)))
        affordable = np.searchsorted(cost, target, side="right")
        if affordable == len(every):
            return False
        least = every[order[affordable]]
        for kept, own in zip(self.kept, prices, strict=True):
            kept |= own >= least
        return True

    def _left_out(self, solved: _Components) -> float:
        """The bound on the share of everything that was not visited."""
        if not self.maxima and (self._rest_matters() or any(not kept.all() for kept in self.kept)):
            with np.errstate(over="ignore"):
                rest = self._rest(solved)
        else:
            rest = 0.0
        share = solved.left_out + (rest / (1.0 + rest) if math.isfinite(rest) else 1.0)
        if self.closed:
            share *= math.exp(min(700.0, self._ln_open() - solved.ln_total))
        return min(1.0, share)

    def _ln_open(self) -> float:
        """The log of the kept sum, were no remains obliged to be someone's."""
        closed, self.closed = self.closed, frozenset()
        try:
            return self._solve(tolerance=0.0).ln_total
        finally:
            self.closed = closed

    def _rest(self, solved: _Components) -> float:
        delta = np.array([family.unlisted for family in self.families])
        gamma = np.zeros(self.remains)
        for number, at, weight in self._not_kept():
            held = self.families[number].remains[at]
            if len(held) == 1 and solved.ln_free[held[0]] < solved.ln_empty[number]:
                gamma[held[0]] += weight
            else:
                delta[number] += weight
        if not (np.isfinite(delta).all() and np.isfinite(gamma).all()):
            return math.inf
        closed, self.closed = self.closed, frozenset()
        try:
            plain = solved if not closed else self._solve(0.0)
            inflated = self._solve(self.bound / (8 * max(len(self.families), 1)), delta, gamma)
        except TooManyStatesError:
            return math.inf
        finally:
            self.closed = closed
        prices = [
            weight * math.exp(_ln_possible(inflated, number, self.families[number].remains[at]))
            for number, at, weight in self._not_kept()
        ]
        prices += [family.unlisted * math.exp(inflated.ln_empty[number]) for number, family in enumerate(self.families)]
        ln_whole = inflated.ln_total - plain.ln_total
        # What either elimination left out itself is within the margin that is added to the whole.
        return math.fsum(prices) * math.exp(min(700.0, ln_whole)) * (1.0 + 2 * (inflated.left_out + plain.left_out))

    def _not_kept(self) -> Iterator[tuple[int, int, float]]:
        for number, (family, kept) in enumerate(zip(self.families, self.kept, strict=True)):
            for at in np.flatnonzero(~kept).tolist():
                yield number, at, math.exp(min(700.0, family.ln_weight[at]))

    def _weighed(self, solved: _Components, left_out: float) -> Weighed:
        return Weighed(
            solved.ln_total,
            tuple(solved.ln_share),
            solved.ln_empty,
            solved.ln_free,
            left_out,
            int(sum(kept.sum() for kept in self.kept)),
            solved.largest,
        )


def _options(family: Listed, kept: NDArray[np.bool_]) -> Options:
    return Options(
        ((), *(family.remains[at] for at in np.flatnonzero(kept).tolist())),
        np.concatenate([[0.0], family.ln_weight[kept]]),
    )


def _ln_possible(solved: _Components, family: int, held: Sequence[int]) -> float:
    """ln of at most the probability that a family is empty and remains are free."""
    least = {int(solved.of_family[family]): float(solved.ln_empty[family])}
    for number in held:
        component = int(solved.of_remains[number])
        least[component] = min(least.get(component, 0.0), float(solved.ln_free[number]))
    return math.fsum(least.values())
