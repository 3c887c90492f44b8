"""Prices: what configurations that were not kept could still weigh, given what was.

A configuration's price is its weight times the probability that its family is empty and its remains are free. Families
and remains of different components are independent, so their probabilities multiply; within one component the smallest
is taken, which is more than the probability that all is so at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imena.kinship.engine.instructions import IntArray
from imena.kinship.loci import FloatArray

NOBODY_ELSE = -1


@dataclass(frozen=True, eq=False)
class Flat:
    """The configurations of all families behind each other.

    `family`: (configurations,); `held`: (configurations, most), their remains, NOBODY_ELSE behind them; `ln_weight`:
    (configurations,). `unlisted`: (families,), what all that are not listed weigh at most.
    """

    family: IntArray
    held: IntArray
    ln_weight: FloatArray
    unlisted: FloatArray

    @classmethod
    def of(
        cls, remains: Sequence[Sequence[tuple[int, ...]]], ln_weight: Sequence[FloatArray], unlisted: Sequence[float]
    ) -> "Flat":
        every = [each for of_family in remains for each in of_family]
        most = max((len(each) for each in every), default=1)
        held = np.full((len(every), most), NOBODY_ELSE, dtype=np.int64)
        for length in range(1, most + 1):
            rows = [number for number, each in enumerate(every) if len(each) == length]
            if rows:
                held[rows, :length] = [every[number] for number in rows]
        family = np.repeat(np.arange(len(remains)), [len(of_family) for of_family in remains])
        return cls(family, held, np.concatenate([np.empty(0), *ln_weight]), np.array(unlisted, dtype=np.float64))

    def __len__(self) -> int:
        return len(self.family)


@dataclass(eq=False)
class Marginals:
    """Components solved: logs of the probabilities that families are empty and remains free, and their components.

    Shapes (families,) and (remains,); components are numbered below families + remains.
    """

    ln_empty: FloatArray
    ln_free: FloatArray
    of_family: IntArray
    of_remains: IntArray


@dataclass(frozen=True, eq=False)
class Prices:
    """`ln_price`: (configurations,). `apart`: whether all they touch are different components, so that it is exact.

    `place` and `ln_outside`: (configurations, touched), the family and remains of each, one for each component it
    touches, NOBODY_ELSE for none; remains are numbered behind the families. And the log of its weight times the
    probabilities in all the other components. `ln_open`: (places,), of each being empty or free; `component`: whose.
    """

    ln_price: FloatArray
    apart: NDArray[np.bool_]
    place: IntArray
    ln_outside: FloatArray
    ln_open: FloatArray
    component: IntArray

    def meeting(self, among: NDArray[np.bool_], unlisted: FloatArray) -> FloatArray:
        """Of each place, what some configurations weigh that would meet one there, were it open, shape (places,).

        The weight of another at another place of the same component, times the smaller of the probabilities that the
        two places are open, over that of this place. `unlisted`: (families,), more weights at their places.
        """
        touched = among[:, np.newaxis] & (self.place != NOBODY_ELSE)
        weights = np.exp(np.minimum(self.ln_outside[touched], MOST_LN))
        outside = added(self.place[touched], weights, len(self.ln_open))
        outside[: len(unlisted)] += unlisted
        order = np.lexsort((-self.ln_open, self.component))
        result = np.empty(len(order))
        for own in np.split(order, np.flatnonzero(np.diff(self.component[order])) + 1):
            # The likeliest to be open stand first: those before are as likely together as this one is alone.
            ratio = np.minimum(np.exp(self.ln_open[own] - self.ln_open[own][:, np.newaxis]), 1.0)
            np.fill_diagonal(ratio, 0.0)
            result[own] = ratio @ outside[own]
        return result

    def met(self, meeting: FloatArray) -> FloatArray:
        """The price of each configuration together with another that it meets, shape (configurations,)."""
        at = np.where(self.place != NOBODY_ELSE, meeting[self.place], 0.0)
        return np.asarray(np.exp(np.minimum(self.ln_price, MOST_LN)) * at.sum(axis=1))

    def chains(self, among: NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
        """How far fields are off that take the fields of their neighbours into account, and no further.

        Whether a component is touched by some configuration depends on whether its neighbours are by another, and so
        on. Taking away a component leaves a smaller problem of the same form (as of monomers and dimers; Heilmann &
        Lieb 1972, Commun Math Phys 25:190), so a component is untouched with a probability between 1 / (1 + Φ) and 1
        in whatever is left, Φ being the prices that touch it. Two steps further this is what is still unknown: of each
        configuration, shape (configurations,), its price times that of its neighbours; and the same added up by
        component, its own not counted among its neighbours.
        """
        price = np.where(among, np.exp(np.minimum(self.ln_price, 0.0)), 0.0)
        where = np.where(self.place != NOBODY_ELSE, self.component[self.place], NOBODY_ELSE)
        here = where != NOBODY_ELSE
        own = np.where(here, price[:, np.newaxis], 0.0)

        def at(values: FloatArray) -> FloatArray:
            """What other configurations have at the components that each touches."""
            total = added(where[here], values[here], len(self.ln_open))
            return np.where(here, np.maximum(total[where] - values, 0.0), 0.0)

        def beyond(values: FloatArray) -> FloatArray:
            """Price times the values at the other components that are touched."""
            return np.asarray(own * (values.sum(axis=1, keepdims=True) - values))

        third = beyond(at(beyond(at(own))))
        return third.max(axis=1, initial=0.0), added(where[here], third[here], len(self.ln_open))

    def ln_visited(self, among: NDArray[np.bool_]) -> float:
        """At least the log of what is summed, of some configurations beside the kept, as a multiple of the kept.

        Components are taken away one after the other. With each go the configurations of which it is the first; their
        other components are untouched with a probability of at least 1 / (1 + Φ), whatever is left.
        """
        price = np.where(among & self.apart, np.exp(np.minimum(self.ln_price, 0.0)), 0.0)
        here = self.place != NOBODY_ELSE
        where = np.where(here, self.component[self.place], len(self.ln_open))
        own = np.broadcast_to(price[:, np.newaxis], where.shape)
        ln_untouched = -np.log1p(added(where[here], own[here], len(self.ln_open) + 1))
        first = where.argmin(axis=1)
        of_first = where[np.arange(len(where)), first]
        others = np.where(here, ln_untouched[where], 0.0).sum(axis=1) - ln_untouched[of_first]
        return float(np.log1p(added(of_first, price * np.exp(others), len(self.ln_open) + 1)).sum())

    def doubled(self, among: NDArray[np.bool_]) -> FloatArray:
        """Of each configuration, what it weighs with others that touch two components of its, (configurations,).

        Two such weigh at most w w' P(both open) in each component; the smaller of two probabilities is at most the root
        of their product.
        """
        component = np.where(self.place != NOBODY_ELSE, self.component[self.place], NOBODY_ELSE)
        owners, keys, roots = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)], [np.empty(0)]
        for one in range(component.shape[1]):
            for other in range(one + 1, component.shape[1]):
                both = np.flatnonzero(among & (component[:, [one, other]] != NOBODY_ELSE).all(axis=1))
                ends = np.sort(component[both][:, [one, other]], axis=1)
                ln_open = self.ln_open[self.place[both][:, [one, other]]].sum(axis=1)
                owners.append(both)
                keys.append(ends[:, 0] * len(self.ln_open) + ends[:, 1])
                roots.append(np.exp(np.minimum(self.ln_price[both] - 0.5 * ln_open, MOST_LN)))
        owner, root = np.concatenate(owners), np.concatenate(roots)
        _, index = np.unique(np.concatenate(keys), return_inverse=True)
        others = np.bincount(index.reshape(-1), weights=root)[index.reshape(-1)] - root
        return added(owner, root * np.maximum(others, 0.0), len(self.ln_price))


MOST_LN = 690.0


def added(where: IntArray, weights: FloatArray, count: int) -> FloatArray:
    """Weights added up by where they belong, shape (count,)."""
    return np.bincount(where, weights=weights, minlength=count).astype(np.float64)


def prices(flat: Flat, marginals: Marginals) -> Prices:
    """The prices of all configurations."""
    families = len(marginals.ln_empty)
    ln_open = np.concatenate([marginals.ln_empty, marginals.ln_free])
    component = np.concatenate([marginals.of_family, marginals.of_remains])
    held = np.where(flat.held == NOBODY_ELSE, NOBODY_ELSE, flat.held + families)
    place = np.concatenate([flat.family[:, np.newaxis], held], axis=1)
    ln = np.where(place == NOBODY_ELSE, 0.0, ln_open[place])
    apart = np.ones(len(flat), dtype=bool)
    for one in range(place.shape[1]):
        for other in range(one + 1, place.shape[1]):
            here, there = place[:, one], place[:, other]
            same = (here != NOBODY_ELSE) & (there != NOBODY_ELSE) & (component[here] == component[there])
            apart &= ~same
            swap = same & (ln[:, other] < ln[:, one])
            place[swap, one], ln[swap, one] = place[swap, other], ln[swap, other]
            place[same, other], ln[same, other] = NOBODY_ELSE, 0.0
    ln_price = flat.ln_weight + ln.sum(axis=1)
    return Prices(ln_price, apart, place, ln_price[:, np.newaxis] - ln, ln_open, component)
