"""Families: how well remains fit a family's missing members, given who fills its other places.

A likelihood ratio of a family is P(references, remains in their places) / [P(references) Π P(remains)]. It is built one
place at a time: with some places filled, the engine's open table of the next one holds the ratio of every one of the
remains at once (`open_member`). At each locus only what bears on the place is computed (`separation`), and what was
computed is kept.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from imena.kinship.engine.families import Families, typing_of
from imena.kinship.engine.instructions import IntArray
from imena.kinship.engine.shape import Founders, Shape, shape_of
from imena.kinship.errors import KinshipError
from imena.kinship.joint.observed import IMPOSSIBLE, Observed, observe
from imena.kinship.joint.problem import Family
from imena.kinship.joint.separation import bearing_on
from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.open_member import distinct_tables
from imena.kinship.pedigree import Pedigree, Sex
from imena.kinship.profiles import Profile

NOT_TYPED_KIND, TYPED_KIND, IMPOSSIBLE_KIND, UNCERTAIN_KIND = 0, 1, 2, 3
"""What remains show at a locus: nothing, a certain genotype, what cannot be, or something uncertain."""


@dataclass(eq=False)
class Remains:
    """All remains as the loci see them, observed once."""

    profiles: tuple[Profile, ...]
    models: tuple[LocusModel, ...]
    theta: float
    founders: Founders
    _observed: dict[tuple[int, Sex], Observed] = field(default_factory=dict)

    def at(self, number: int, sex: Sex) -> Observed:
        """What they show at the locus of this number, were they of this sex."""
        key = (number, sex)
        if key not in self._observed:
            model = self.models[number]
            self._observed[key] = observe(self.profiles, sex, model, self.theta, self.founders)
        return self._observed[key]

    def ln_by_observation(self, number: int, observed: Observed, shape: Shape, families: Families) -> FloatArray:
        """What observations of a shape's open member are worth, (families, observations + 2), as in `Observed`."""
        tables, _, index = distinct_tables(shape, self.models[number], families, theta=self.theta)
        return np.asarray(observed.ln_by_observation(tables)[index])


class FamilyFit:
    """A family against all remains.

    Raises `KinshipError` for a missing person whose identical twin is missing too, or typed.
    """

    def __init__(self, family: Family, remains: Remains) -> None:
        self.family, self.remains = family, remains
        self.typings = [typing_of(family.pedigree, family.profiles, model.locus) for model in remains.models]
        self.pedigree = family.pedigree.without_twins
        self.one = family.pedigree.one_of_twins
        self._known: dict[tuple[int, str, tuple[str, ...]], dict[tuple[int, ...], FloatArray]] = {}
        taken = {self.one[id] for id in family.profiles}
        for person in family.missing:
            if self.one[person] in taken:
                raise KinshipError(
                    "{person} is missing and has an identical twin who is missing or typed: compare with the twin's "
                    "profile directly",
                    person=person,
                )
            taken.add(self.one[person])

    def ln_lr(self, places: Sequence[str], rows: IntArray) -> FloatArray:
        """The log-ratio of remains in places, row by row; `rows`: (rows, places), by number. Shape (rows,)."""
        total = np.zeros(len(rows))
        for at, place in enumerate(places):
            possible = np.flatnonzero(total > -np.inf)
            if len(possible):
                added = self.ln_next(places[:at], rows[possible, :at], place)
                total[possible] += added[np.arange(len(possible)), rows[possible, at]]
        return total

    def ln_next(self, filled: Sequence[str], rows: IntArray, place: str) -> FloatArray:
        """The log-ratio that each of the remains adds in `place`, shape (rows, remains).

        `rows`: (rows, filled), by number the remains in the places filled, in the order of `filled`.
        """
        result = np.zeros((len(rows), len(self.remains.profiles)))
        for number in range(len(self.remains.models)):
            result += self.ln_at_locus(number, filled, rows, place)
        return result

    def ln_at_locus(self, number: int, filled: Sequence[str], rows: IntArray, place: str) -> FloatArray:
        """`ln_next` at one locus. Rows that are impossible give minus infinity."""
        open_to = self._at(number, place)
        result = np.full((len(rows), len(self.remains.profiles)), -np.inf)
        by_place = [self._at(number, id).codes[rows[:, at]] for at, id in enumerate(filled)]
        codes = np.array(by_place, dtype=np.int64).reshape(len(filled), len(rows)).T
        if not open_to.seen and not np.any(open_to.codes == IMPOSSIBLE):
            return np.zeros_like(result)
        if self.typings[number].is_impossible:
            return result
        kinds, of_kind = distinct_rows(self._kinds(number, filled, codes))
        for at, kind in enumerate(kinds.tolist()):
            if IMPOSSIBLE_KIND not in kind:
                own = np.flatnonzero(of_kind == at)
                result[own] = self._ln_of_kind(number, filled, codes[own], kind, place)
        return result

    def _at(self, number: int, person: str) -> Observed:
        return self.remains.at(number, self.family.pedigree.members[person].sex)

    def _kinds(self, number: int, filled: Sequence[str], codes: IntArray) -> IntArray:
        columns = []
        for at, id in enumerate(filled):
            of_seen = [
                TYPED_KIND if each.genotype is not None else UNCERTAIN_KIND for each in self._at(number, id).seen
            ]
            by_code = np.array([*of_seen, IMPOSSIBLE_KIND, NOT_TYPED_KIND])  # of the codes 0, 1, …, −2, −1
            columns.append(by_code[codes[:, at]])
        return np.array(columns, dtype=np.int64).reshape(len(filled), len(codes)).T

    def _ln_of_kind(
        self, number: int, filled: Sequence[str], codes: IntArray, kind: Sequence[int], place: str
    ) -> FloatArray:
        """The log-ratios of rows whose places are filled with what shows alike: certain, uncertain or nothing."""
        typing = self.typings[number]
        certain = {self.one[id] for id, each in zip(filled, kind, strict=True) if each == TYPED_KIND}
        uncertain = {self.one[id] for id, each in zip(filled, kind, strict=True) if each == UNCERTAIN_KIND}
        part, typed = self._part(place, certain | set(typing.genotypes), uncertain | set(typing.weights))
        bears = [at for at, id in enumerate(filled) if self.one[id] in typed and kind[at] != NOT_TYPED_KIND]
        distinct, index = distinct_rows(codes[:, bears])
        known = self._known.setdefault((number, place, tuple(filled[at] for at in bears)), {})
        keys = [tuple(row) for row in distinct.tolist()]
        new = [at for at, key in enumerate(keys) if key not in known]
        if new:
            placed = {self.one[filled[at]]: (filled[at], distinct[new, column]) for column, at in enumerate(bears)}
            shape, families = self._opened(number, placed, part, typed, place)
            ln_ratios = self.remains.ln_by_observation(number, self._at(number, place), shape, families)
            known.update((keys[at], ln_ratios[row]) for row, at in enumerate(new))
        by_observation = np.array([known[key] for key in keys])
        return np.asarray(by_observation[index][:, self._at(number, place).codes])

    def _part(self, place: str, certain: set[str], uncertain: set[str]) -> tuple[Pedigree, frozenset[str]]:
        """What bears on a place. With co-ancestry everyone does."""
        if self.remains.theta > 0:
            return self.pedigree, frozenset(certain | uncertain)
        return bearing_on(self.pedigree, self.one[place], frozenset(certain), frozenset(uncertain))

    def _opened(
        self,
        number: int,
        placed: Mapping[str, tuple[str, IntArray]],
        part: Pedigree,
        typed: frozenset[str],
        place: str,
    ) -> tuple[Shape, Families]:
        """The part of the family with `place` open, and in each row what is typed of it, remains in places included.

        `placed`: by member of the part, the place that is filled, and the observation there in each row.
        """
        typing, model = self.typings[number], self.remains.models[number]
        rows = next((len(codes) for _, codes in placed.values()), 1)
        genotypes = {id: np.tile(pair, (rows, 1)) for id, pair in typing.genotypes.items() if id in typed}
        weights = {id: np.tile(each, (rows, 1, 1)) for id, each in typing.weights.items() if id in typed}
        for member, (person, codes) in placed.items():
            seen = [self._at(number, person).seen[code] for code in codes.tolist()]
            if seen[0].genotype is not None:
                genotypes[member] = np.array([each.genotype for each in seen])
            else:
                weights[member] = np.array([each.weights for each in seen])
        shaped = shape_of(
            part,
            typed=genotypes,
            uncertain=weights,
            open_member=self.one[place],
            chromosome=model.locus.chromosome,
            founders=self.remains.founders,
            inbreeding={id: f for id, f in self.family.inbreeding.items() if self._is_founder(part, id)},
        )
        columns = [genotypes[id] for id in shaped.typed]
        return shaped.shape, Families(
            np.stack(columns, axis=1) if columns else np.empty((rows, 0, 2), dtype=np.int64),
            np.stack([weights[id] for id in shaped.uncertain], axis=1) if shaped.uncertain else None,
        )

    def opened_alone(self, number: int, place: str) -> tuple[Shape, Families] | None:
        """As `_opened`, with nothing else filled; None where that is known already or nobody is typed at the locus."""
        typing = self.typings[number]
        if typing.is_impossible or not self._at(number, place).seen or () in self._alone(number, place):
            return None
        part, typed = self._part(place, set(typing.genotypes), set(typing.weights))
        return self._opened(number, {}, part, typed, place)

    def know_alone(self, number: int, place: str, ln_by_observation: FloatArray) -> None:
        """Keep what was computed of `opened_alone` for many families together."""
        self._alone(number, place)[()] = ln_by_observation

    def _alone(self, number: int, place: str) -> dict[tuple[int, ...], FloatArray]:
        return self._known.setdefault((number, place, ()), {})

    def references(self, number: int) -> tuple[Shape, Families]:
        """The shape of the references at a locus, and what is typed of them."""
        typing, model = self.typings[number], self.remains.models[number]
        shaped = shape_of(
            self.pedigree,
            typed=typing.genotypes,
            uncertain=typing.weights,
            chromosome=model.locus.chromosome,
            founders=self.remains.founders,
            inbreeding=self.family.inbreeding,
        )
        return shaped.shape, typing.family(shaped, model.locus)

    @staticmethod
    def _is_founder(part: Pedigree, id: str) -> bool:
        return id in part.members and part.members[id].father is None


def distinct_rows(rows: IntArray) -> tuple[IntArray, IntArray]:
    """Each row of small numbers once, and for each row which of them it is."""
    if len(rows) == 1 or not rows.shape[1]:
        return rows[:1], np.zeros(len(rows), dtype=np.int64)
    lowest = rows.min(axis=0)
    extents = rows.max(axis=0) - lowest + 1
    if math.prod(extents.tolist()) < 2**62:
        keys = (rows - lowest) @ np.concatenate([[1], np.cumprod(extents[:-1])])
        _, first, index = np.unique(keys, return_index=True, return_inverse=True)
    else:
        _, first, index = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return rows[first], index.reshape(-1)
