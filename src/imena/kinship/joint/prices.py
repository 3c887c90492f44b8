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

        The weight of another at a place of the same component, times the smaller of the probabilities that the two
        places are open, over that of this place. `unlisted`: (families,), more weights at their places.
        """
        touched = among[:, np.newaxis] & (self.place != NOBODY_ELSE)
        weights = np.exp(np.minimum(self.ln_outside[touched], MOST_LN))
        outside = added(self.place[touched], weights, len(self.ln_open))
        outside[: len(unlisted)] += unlisted
        order = np.lexsort((-self.ln_open, self.component))
        result = np.empty(len(order))
        for own in np.split(order, np.flatnonzero(np.diff(self.component[order])) + 1):
            # The likeliest to be open stand first: those before are as likely together as this one is alone.
            ratio = np.exp(self.ln_open[own] - self.ln_open[own][:, np.newaxis])
            result[own] = np.minimum(ratio, 1.0) @ outside[own]
        return result

    def met(self, meeting: FloatArray) -> FloatArray:
        """The price of each configuration together with another that it meets, shape (configurations,)."""
        at = np.where(self.place != NOBODY_ELSE, meeting[self.place], 0.0)
        return np.asarray(np.exp(np.minimum(self.ln_price, MOST_LN)) * at.sum(axis=1))


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
