"""Families: how well remains fit a family's missing members, given who fills its other places.

A likelihood ratio of a family is P(references, remains in their places) / [P(references) Π P(remains)]. It is built one
place at a time: with some places filled, the engine's open table of the next one holds the ratio of every one of the
remains at once (`open_member`), and families with the same genotypes at a locus share a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from imena.kinship.engine.families import Families, typing_of
from imena.kinship.engine.instructions import IntArray
from imena.kinship.engine.shape import Founders, shape_of
from imena.kinship.joint.observed import NOT_TYPED, Observed, observe
from imena.kinship.joint.problem import Family
from imena.kinship.likelihood import Likelihood, log_likelihood
from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.open_member import distinct_tables
from imena.kinship.pedigree import Sex
from imena.kinship.profiles import Profile


@dataclass(eq=False)
class Remains:
    """All remains as the loci see them, observed once."""

    profiles: tuple[Profile, ...]
    models: tuple[LocusModel, ...]
    theta: float
    founders: Founders

    def __post_init__(self) -> None:
        self._observed: dict[tuple[int, Sex], Observed] = {}

    def at(self, number: int, sex: Sex) -> Observed:
        """What they show at the locus of this number, were they of this sex."""
        key = (number, sex)
        if key not in self._observed:
            model = self.models[number]
            self._observed[key] = observe(self.profiles, sex, model, self.theta, self.founders)
        return self._observed[key]


class FamilyFit:
    """A family against all remains."""

    def __init__(self, family: Family, remains: Remains) -> None:
        self.family, self.remains = family, remains
        self.typings = [typing_of(family.pedigree, family.profiles, model.locus) for model in remains.models]
        self.pedigree = family.pedigree.without_twins
        self.one = family.pedigree.one_of_twins

    @cached_property
    def references(self) -> Likelihood:
        """The likelihood of the references alone."""
        return log_likelihood(
            self.family.pedigree,
            self.family.profiles,
            self.remains.models,
            theta=self.remains.theta,
            inbreeding=self.family.inbreeding,
            founders=self.remains.founders,
        )

    def ln_lr(self, places: Sequence[str], rows: IntArray) -> FloatArray:
        """The log-ratio of remains in places, row by row; `rows`: (rows, places), by number. Shape (rows,)."""
        total = np.zeros(len(rows))
        for at, place in enumerate(places):
            possible = np.flatnonzero(total > -np.inf)
            if len(possible):
                added = self.ln_next(places[:at], rows[possible, :at], place)
                total[possible] += added[np.arange(len(possible)), rows[possible, at]]
        return total

    def ln_next(
        self, filled: Sequence[str], rows: IntArray, place: str, loci: Sequence[int] | None = None
    ) -> FloatArray:
        """The log-ratio that each of the remains adds in `place`, shape (rows, remains).

        `rows`: (rows, filled), by number the remains in the places filled, in the order of `filled`.
        """
        result = np.zeros((len(rows), len(self.remains.profiles)))
        for number in range(len(self.remains.models)) if loci is None else loci:
            result += self.ln_at_locus(number, filled, rows, place)
        return result

    def ln_at_locus(self, number: int, filled: Sequence[str], rows: IntArray, place: str) -> FloatArray:
        """`ln_next` at one locus. Rows that are impossible give minus infinity."""
        members = self.family.pedigree.members
        open_to = self.remains.at(number, members[place].sex)
        result = np.full((len(rows), len(self.remains.profiles)), -np.inf)
        by_place = [self.remains.at(number, members[id].sex).codes[rows[:, at]] for at, id in enumerate(filled)]
        codes = np.array(by_place, dtype=np.int64).reshape(len(filled), len(rows)).T
        if not np.any(open_to.codes != NOT_TYPED):
            return np.zeros_like(result)
        kinds = self._kinds(number, filled, codes)
        for kind in np.unique(kinds, axis=0):
            own = np.flatnonzero((kinds == kind).all(axis=1))
            if np.any(kind == IMPOSSIBLE_KIND):
                continue
            distinct, index = np.unique(codes[own], axis=0, return_inverse=True)
            tables = self._tables(number, filled, distinct, kind, place)
            if tables is not None:
                result[own] = open_to.ln_ratios(tables)[index.reshape(-1)]
        return result

    def _kinds(self, number: int, filled: Sequence[str], codes: IntArray) -> IntArray:
        members = self.family.pedigree.members
        columns = []
        for at, id in enumerate(filled):
            observed = self.remains.at(number, members[id].sex)
            of_seen = [TYPED_KIND if each.genotype is not None else UNCERTAIN_KIND for each in observed.seen]
            by_code = np.array([*of_seen, IMPOSSIBLE_KIND, NOT_TYPED_KIND])  # of the codes 0, 1, …, −2, −1
            columns.append(by_code[codes[:, at]])
        return np.array(columns, dtype=np.int64).reshape(len(filled), len(codes)).T

    def _tables(
        self, number: int, filled: Sequence[str], codes: IntArray, kind: IntArray, place: str
    ) -> FloatArray | None:
        """P(genotype in `place` | references, what stands in the places filled), a table for each row of codes."""
        typing, model = self.typings[number], self.remains.models[number]
        members = self.family.pedigree.members
        if typing.is_impossible:
            return None
        genotypes = {id: np.broadcast_to(found, (len(codes), 2)) for id, found in typing.genotypes.items()}
        weights = {id: np.broadcast_to(w, (len(codes), *w.shape)) for id, w in typing.weights.items()}
        for at, id in enumerate(filled):
            seen = [self.remains.at(number, members[id].sex).seen[code] for code in codes[:, at]] if kind[at] else []
            if kind[at] == TYPED_KIND:
                genotypes[self.one[id]] = np.array([each.genotype for each in seen])
            elif kind[at] == UNCERTAIN_KIND:
                weights[self.one[id]] = np.array([each.weights for each in seen])
        shaped = shape_of(
            self.pedigree,
            typed=genotypes,
            uncertain=weights,
            open_member=self.one[place],
            chromosome=model.locus.chromosome,
            founders=self.remains.founders,
            inbreeding=self.family.inbreeding,
        )
        alleles = len(model.locus)
        families = Families(
            np.array([genotypes[id] for id in shaped.typed], dtype=np.int64)
            .reshape(len(shaped.typed), len(codes), 2)
            .transpose(1, 0, 2)
            .copy(),
            np.stack([weights[id] for id in shaped.uncertain], axis=1) if shaped.uncertain else None,
        )
        tables, _, index = distinct_tables(shaped.shape, model, families, theta=self.remains.theta)
        assert tables.shape[1:] in {(alleles, alleles), (alleles,)}
        return tables[index]


NOT_TYPED_KIND, TYPED_KIND, IMPOSSIBLE_KIND, UNCERTAIN_KIND = 0, 1, 2, 3
"""What remains show at a locus: nothing, a certain genotype, what cannot be, or something uncertain."""
