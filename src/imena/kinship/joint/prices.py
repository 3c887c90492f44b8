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

    `component` and `ln_outside`: (configurations, touched), the components each touches, NOBODY_ELSE for none, and
    the log of its weight times the probabilities in all the others.
    """

    ln_price: FloatArray
    apart: NDArray[np.bool_]
    component: IntArray
    ln_outside: FloatArray

    def field(self, among: NDArray[np.bool_], components: int) -> FloatArray:
        """Of each component, what some configurations that touch it weigh given it, shape (components,)."""
        touched = among[:, np.newaxis] & (self.component != NOBODY_ELSE)
        weights = np.exp(np.minimum(self.ln_outside[touched], MOST_LN))
        return added(self.component[touched], weights, components)


MOST_LN = 690.0


def added(where: IntArray, weights: FloatArray, count: int) -> FloatArray:
    """Weights added up by where they belong, shape (count,)."""
    return np.bincount(where, weights=weights, minlength=count).astype(np.float64)


def prices(flat: Flat, marginals: Marginals) -> Prices:
    """The prices of all configurations."""
    none = flat.held == NOBODY_ELSE
    component = np.concatenate(
        [
            marginals.of_family[flat.family][:, np.newaxis],
            np.where(none, NOBODY_ELSE, marginals.of_remains[flat.held]),
        ],
        axis=1,
    )
    ln = np.concatenate(
        [marginals.ln_empty[flat.family][:, np.newaxis], np.where(none, 0.0, marginals.ln_free[flat.held])], axis=1
    )
    apart = np.ones(len(flat), dtype=bool)
    for one in range(component.shape[1]):
        for other in range(one + 1, component.shape[1]):
            same = (component[:, one] == component[:, other]) & (component[:, one] != NOBODY_ELSE)
            apart &= ~same
            ln[same, one] = np.minimum(ln[same, one], ln[same, other])
            ln[same, other] = 0.0
            component[same, other] = NOBODY_ELSE
    ln_price = flat.ln_weight + ln.sum(axis=1)
    return Prices(ln_price, apart, component, ln_price[:, np.newaxis] - ln)
