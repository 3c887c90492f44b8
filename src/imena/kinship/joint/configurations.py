"""Configurations: which of the remains can fill a family's missing places, with the weight against none of them.

Remains fill classes of interchangeable members as sets, so that ties are never listed one by one. From each
configuration all that add one of the remains are computed at once. What is not followed is bounded: with W the weight
of a configuration, P the probability of remains v in a place given it, and P₀ theirs alone, the ratios of j more factor
by locus as E ∏ f, with f ≤ 1 / P₀ and E f = P / P₀, so that by Hölder's inequality

    E ∏ f ≤ ∏ (E f^j)^(1/j) ≤ ∏ u_j(v),   u_j(v) = P^(1/j) / P₀,

and all that follow weigh at most W Σ_j e_j of the sums of u_j over the remains that may be in each place.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from imena.kinship.engine.instructions import IntArray
from imena.kinship.joint.families import FamilyFit
from imena.kinship.joint.interchange import interchangeable
from imena.kinship.joint.ways import total_weight
from imena.kinship.loci import FloatArray

Counts = tuple[int, ...]
"""How many members of each class are filled."""
MOST_NODES, MOST_LISTED = 4_000, 5_000
"""Of more configurations that fill the same places only the heaviest are followed, and listed; the rest is bounded."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Remains, by number, in classes of a family: `filled[k]` those in class k, rising.

    `ln_lr`: against the same remains being nobody's. `ln_weight`: that, all ways and their prior weights.
    """

    filled: tuple[tuple[int, ...], ...]
    ln_lr: float
    ln_weight: float

    @property
    def remains(self) -> tuple[int, ...]:
        return tuple(number for of_class in self.filled for number in of_class)


@dataclass(frozen=True, eq=False)
class Listing:
    """The configurations of a family that are listed, and what all others weigh at most together."""

    classes: tuple[tuple[str, ...], ...]
    configurations: tuple[Configuration, ...]
    unlisted: float


class Lister:
    """Lists the configurations of one family.

    `weights`: (remains, missing), prior weights of pairs, the missing as in `classes` one after the other. `ln_alone`:
    (remains,), their log-probabilities as nobody's. `tolerance`: what is left out as long as it weighs less than this
    share of what was found; with 0 nothing is left out that is possible.
    """

    def __init__(self, fit: FamilyFit, weights: FloatArray, ln_alone: FloatArray, tolerance: float) -> None:
        self.fit, self.ln_alone, self.tolerance = fit, ln_alone, tolerance
        self.classes = interchangeable(fit.family)
        place = {person: number for number, person in enumerate(fit.family.missing)}
        self.weights = [weights[:, [place[person] for person in members]] for members in self.classes]
        self.possible = [each.max(axis=1, initial=0.0) > 0 for each in self.weights]
        self.found: list[Configuration] = []
        self.total, self.unlisted = 1.0, 0.0

    def listing(self) -> Listing:
        empty = (0,) * len(self.classes)
        levels: dict[Counts, list[tuple[IntArray, FloatArray]]] = {
            empty: [(np.empty((1, 0), dtype=np.int64), np.zeros(1))]
        }
        while levels:
            counts = min(levels, key=lambda each: (sum(each), each))
            parts = levels.pop(counts)
            rows, ln_lr = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
            for following, found in self._follow(counts, rows, ln_lr):
                levels.setdefault(following, []).append(found)
        return Listing(self.classes, tuple(self.found), self.unlisted)

    def _follow(
        self, counts: Counts, rows: IntArray, ln_lr: FloatArray
    ) -> Iterator[tuple[Counts, tuple[IntArray, FloatArray]]]:
        """Add one of the remains to each row: the next places, and the rows that are worth following there."""
        last = max((number for number, count in enumerate(counts) if count), default=0)
        filled = self._places(counts)
        open_classes = [
            k for k in range(last, len(self.classes)) if counts[k] < len(self.classes[k]) and self._is_wanted(k, rows)
        ]
        ln_next = {}
        for k in open_classes:
            ln_next[k] = self.fit.ln_next(filled, rows, self.classes[k][counts[k]])
            ln_next[k][:, ~self.possible[k]] = -np.inf
            if not filled:  # what the references alone exclude, nobody beside makes possible
                self.possible[k] = self.possible[k] & (ln_next[k][0] > -np.inf)
            for column in rows.T:
                ln_next[k][np.arange(len(rows)), column] = -np.inf
        for k in open_classes:
            values = ln_next[k].copy()
            if counts[k]:  # sets are listed in rising order, so that each is found once
                values[np.arange(values.shape[1]) <= rows[:, -1:]] = -np.inf
            of_row, number = np.nonzero(values > -np.inf)
            after = (*counts[:k], counts[k] + 1, *counts[k + 1 :])
            children = np.concatenate([rows[of_row], number[:, np.newaxis]], axis=1)
            child_lr = ln_lr[of_row] + values[of_row, number]
            ln_ways = self._keep(after, children, child_lr)
            if not any(after[c] < len(self.classes[c]) for c in range(k, len(self.classes))):
                continue
            followed = ln_ways > -np.inf
            if self.tolerance > 0:
                beyond = self._beyond(after, k, ln_lr + self._ln_ways(counts, rows), ln_next)[of_row, number]
                beyond[~followed] = 0.0
                followed &= beyond > self.tolerance * self.total
                if np.count_nonzero(followed) > MOST_NODES:
                    followed[np.argsort(-beyond)[MOST_NODES:]] = False
                self.unlisted += float(beyond[~followed].sum())
            if followed.any():
                yield after, (children[followed], child_lr[followed])

    def _is_wanted(self, k: int, rows: IntArray) -> bool:
        """Whether any of the remains that are possible in a class are not in a row already."""
        possible = np.flatnonzero(self.possible[k])
        if len(possible) > rows.shape[1]:
            return True
        return bool((~(rows[:, :, np.newaxis] == possible).any(axis=1)).any())

    def _places(self, counts: Counts) -> list[str]:
        return [person for members, count in zip(self.classes, counts, strict=True) for person in members[:count]]

    def _keep(self, counts: Counts, rows: IntArray, ln_lr: FloatArray) -> FloatArray:
        """Put configurations on the list, those that hardly weigh anything with what is not listed."""
        ln_ways = self._ln_ways(counts, rows)
        ln_weight = ln_lr + ln_ways
        weight = np.exp(np.minimum(ln_weight, MOST_LN))
        self.total += float(weight.sum())
        kept = (ln_weight > -np.inf) & (weight >= self.tolerance * TINY * self.total)
        if np.count_nonzero(kept) > MOST_LISTED and self.tolerance > 0:
            kept[np.argsort(-weight)[MOST_LISTED:]] = False
        self.unlisted += float(weight[~kept].sum())
        bounds = np.cumsum([0, *counts])
        for number in np.flatnonzero(kept):
            row = rows[number].tolist()
            filled = tuple(tuple(row[a:b]) for a, b in pairwise(bounds))
            self.found.append(Configuration(filled, float(ln_lr[number]), float(ln_weight[number])))
        return ln_ways

    def _ln_ways(self, counts: Counts, rows: IntArray) -> FloatArray:
        total = np.zeros(len(rows))
        at = 0
        for weights, count in zip(self.weights, counts, strict=True):
            if count:
                own = weights[rows[:, at : at + count]]  # (rows, count, members)
                if (weights == weights[:, :1]).all():
                    with np.errstate(divide="ignore"):
                        total += np.log(own[:, :, 0]).sum(axis=1) + math.log(math.perm(weights.shape[1], count))
                else:
                    with np.errstate(divide="ignore"):
                        total += np.log([total_weight(matrix) for matrix in own])
            at += count
        return total

    def _beyond(self, after: Counts, k: int, ln_before: FloatArray, ln_next: dict[int, FloatArray]) -> FloatArray:
        """At most what all configurations weigh that lie beyond adding one of the remains in class k, (rows, remains).

        `ln_before`: the log-weights of the rows themselves, `ln_next` what each of the remains adds to them.
        """
        room = {c: len(self.classes[c]) - after[c] for c in range(k, len(self.classes)) if c in ln_next}
        room = {c: many for c, many in room.items() if many > 0}
        total = np.zeros_like(ln_next[k])
        most = {c: self._most(c) for c in {k, *room}}
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            for more in range(1, sum(room.values()) + 1):
                j = more + 1
                share = {c: self._hoelder(ln_next[c], j) + np.log(most[c]) for c in {k, *room}}
                sums = {c: np.exp(share[c]).sum(axis=1) for c in room}
                ways = _elementary([(sums[c], many) for c, many in room.items()], more, len(ln_before))
                first = share[k] + math.log(len(self.classes[k]))
                total += np.exp(ln_before[:, np.newaxis] + first) * ways[:, np.newaxis]
        return np.where(np.isnan(total), np.inf, total)

    def _most(self, k: int) -> FloatArray:
        """At most what the prior of one of the remains multiplies by in a place of a class, (remains,)."""
        weights = self.weights[k]
        alike = bool((weights == weights[:, :1]).all())
        return np.asarray(weights[:, 0] if alike else weights.sum(axis=1))

    def _hoelder(self, ln_ratio: FloatArray, j: int) -> FloatArray:
        """ln u_j, of the log-ratio of P to P₀."""
        return np.asarray((ln_ratio + self.ln_alone) / j - self.ln_alone)


def _elementary(sums: list[tuple[FloatArray, int]], degree: int, rows: int) -> FloatArray:
    """The elementary symmetric polynomial of the sums, each taken as often as its class has room, shape (rows,)."""
    coefficients = [np.ones(rows), *(np.zeros(rows) for _ in range(degree))]
    for values, many in sums:
        for _ in range(many):
            for power in range(degree, 0, -1):
                coefficients[power] = coefficients[power] + coefficients[power - 1] * values
    return coefficients[degree]


MOST_LN = 690.0
"""Larger logarithms are no numbers; totals are then only a measure of what is small."""
TINY = 1e-3
"""Configurations are not listed below this share of what is not followed."""
