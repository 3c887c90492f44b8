"""Rows: what each observation that remains show at a locus is worth to a family, as log10 of the LR.

At one locus a family's row depends on nothing but its relation and its observations there. Few combinations of those
occur, so each row is computed once, and families point to rows. A row has a place for each observation of the remains,
the first of them, of a locus that was not typed, worth 0.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from imena.kinship.engine.families import FEW_KEYS, distinct_keys
from imena.kinship.engine.instructions import IntArray
from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.profiles import Seen
from imena.kinship.screening.observations import CodeArray, Observations
from imena.kinship.screening.relations import Relation, Tables

MOST_NUMBERS = 2**18
"""So many numbers of tables are worked on at once: they stay in the processor's cache."""


@dataclass(frozen=True, eq=False)
class Group:
    """Families of one relation, which reports call `kind`. `codes`: (families, typed, loci), into `observations`."""

    kind: str
    relation: Relation
    names: tuple[str, ...]
    codes: CodeArray
    observations: tuple[Observations, ...]

    def __len__(self) -> int:
        return len(self.names)

    def part(self, first: int, last: int) -> "Group":
        """The families from `first` to before `last`."""
        return Group(self.kind, self.relation, self.names[first:last], self.codes[first:last], self.observations)

    def of(self, chosen: NDArray[np.bool_]) -> "Group":
        """The families chosen, (families,)."""
        names = tuple(name for name, kept in zip(self.names, chosen.tolist(), strict=True) if kept)
        return Group(self.kind, self.relation, names, self.codes[chosen], self.observations)

    def at(self, place: int) -> "Group":
        """The same families at one locus alone."""
        return Group(self.kind, self.relation, self.names, self.codes[:, :, [place]], (self.observations[place],))


class Worth:
    """Turns tables over genotypes into rows over observations of the remains at one locus.

    `numbers`: which observations, all of them where it is not given; the first is 0.
    """

    def __init__(self, observations: Observations, numbers: Sequence[int] | None = None) -> None:
        which = range(len(observations)) if numbers is None else numbers
        self.width = len(which)
        entries = [
            (column, place, weight)
            for column, number in enumerate(which)
            for place, weight in _entries(observations[number], len(observations.locus))
        ]
        columns = np.array([column for column, _, _ in entries], dtype=np.int64)
        self._begins = np.searchsorted(columns, np.arange(self.width + 1))
        self._places = np.array([place for _, place, _ in entries], dtype=np.int64)
        self._weights = np.array([weight for _, _, weight in entries])

    def rows(self, tables: Tables, code: ModuleType) -> FloatArray:
        """log10 of the LR, shape (combinations, observations). `code`: `kernels`, or its twin `plain`."""
        population = self.probability(tables.population, code)
        with np.errstate(divide="ignore"):
            result = self.probability(tables.probability, code)
            np.log10(result, out=result)
            result -= np.log10(population, out=np.zeros_like(population), where=population > 0)
        result[:, 0] = 0.0
        return result

    def probability(self, tables: FloatArray, code: ModuleType) -> FloatArray:
        """The probability of each observation, (tables, observations), from that of each genotype."""
        result = np.empty((len(tables), self.width))
        flat = np.ascontiguousarray(tables).reshape(len(tables), -1)
        code.weigh(flat, self._begins, self._places, self._weights, result)
        return result


def _entries(seen: Seen | None, alleles: int) -> Iterator[tuple[int, float]]:
    """Each genotype that someone who shows this can have, as its place in a flat table, and its weight."""
    if seen is not None and seen.genotype is not None:
        yield seen.genotype[0] * alleles + seen.genotype[1], 1.0
    elif seen is not None and seen.weights is not None:
        weights = np.triu(seen.weights).reshape(-1)
        yield from ((int(place), float(weights[place])) for place in np.flatnonzero(weights))


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of some families: `values`, all behind each other, and where each family's begin, (families, loci).

    `maxima`: the largest of each, (families, loci). `log_relatives`: (families,), natural logarithms of what the
    relatives' own observations have for probability; minus infinity where they contradict each other.
    """

    values: FloatArray
    starts: IntArray
    maxima: FloatArray
    log_relatives: FloatArray

    def of(self, family: int, codes: CodeArray) -> FloatArray:
        """log10 LR by profile and locus, shape of `codes`, of one family."""
        return np.asarray(self.values[self.starts[family] + codes])


def rows_of(groups: Sequence[Group], models: Sequence[LocusModel], worths: Sequence[Worth], code: ModuleType) -> Rows:
    """The rows of the families of these groups, one group behind the other."""
    places = range(len(models))
    shared = [[distinct(group.codes[:, :, place]) for place in places] for group in groups]
    sizes = [len(each[place][0]) * worths[place].width for each in shared for place in places]
    ends = iter(np.cumsum(sizes).tolist())
    families = sum(len(group) for group in groups)
    values, starts = np.empty(sum(sizes)), np.empty((families, len(models)), dtype=np.int64)
    maxima, log_relatives = np.empty((families, len(models))), np.zeros(families)
    used = first = 0
    for group, of_places in zip(groups, shared, strict=True):
        own = slice(first, first + len(group))
        for place, (combinations, which) in enumerate(of_places):
            end, width = next(ends), worths[place].width
            rows = values[used:end].reshape(-1, width)
            of_relatives = _fill(rows, group, place, models[place], worths[place], combinations, code)
            starts[own, place] = used + which * width
            maxima[own, place] = rows.max(axis=1)[which]
            log_relatives[own] += of_relatives[which]
            used = end
        first += len(group)
    return Rows(values, starts, maxima, log_relatives)


def distinct(codes: CodeArray) -> tuple[IntArray, IntArray]:
    """Each combination of observations once, (combinations, typed), and which of them each family has."""
    keys = np.zeros(len(codes), dtype=np.int64)
    possible = 1
    for column in codes.astype(np.int64).T:
        among = int(column.max(initial=0)) + 1
        if possible * among > FEW_KEYS:
            _, keys = np.unique(keys, return_inverse=True)
            possible = int(keys.max(initial=0)) + 1
        keys = keys * among + column
        possible *= among
    first, which = distinct_keys(keys, possible)
    return codes[first].astype(np.int64), which


def _fill(
    rows: FloatArray,
    group: Group,
    place: int,
    model: LocusModel,
    worth: Worth,
    combinations: IntArray,
    code: ModuleType,
) -> FloatArray:
    """Fill the rows of combinations, (combinations, observations); returns `log_relatives` of each."""
    at_once = max(1, MOST_NUMBERS // len(model.locus) ** 2)
    log_relatives = np.empty(len(combinations))
    for first in range(0, len(combinations), at_once):
        own = slice(first, first + at_once)
        tables = group.relation.tables(model, group.observations[place], combinations[own])
        rows[own], log_relatives[own] = worth.rows(tables, code), tables.log_relatives
    return log_relatives
