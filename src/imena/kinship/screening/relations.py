"""Relations: what the profiles in hand say of the one looked for, at one locus, whatever their observations there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from imena.kinship.engine.families import Families
from imena.kinship.engine.instructions import IntArray
from imena.kinship.engine.shape import Shaped, shape_of
from imena.kinship.errors import KinshipError
from imena.kinship.likelihood import log_likelihoods
from imena.kinship.loci import Chromosome, FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.open_member import STRANGER, genotype_probabilities, tables_by_row
from imena.kinship.pedigree import Pedigree, Person, Sex, together
from imena.kinship.screening.observations import Observations


@dataclass(frozen=True, eq=False)
class Tables:
    """Of each combination of observations: P(genotype of the one looked for) and of someone unrelated.

    `probability` and `population`: (combinations, alleles, alleles), the latter perhaps one for all; as in
    `OpenMemberTable`, a male's one allele at X on the diagonal. `log_relatives`: (combinations,).
    """

    probability: FloatArray
    population: FloatArray
    log_relatives: FloatArray


class Relation(Protocol):
    """How the one looked for is related to those who are typed.

    `sex`: of the one looked for, None where profiles of either sex are compared.
    """

    @property
    def sex(self) -> Sex | None: ...

    def tables(self, model: LocusModel, observations: Observations, combinations: IntArray) -> Tables:
        """The tables of each combination, shape (combinations, typed), of observations of those who are typed."""


@dataclass(frozen=True)
class Missing:
    """A member of a pedigree is looked for; `relatives` are those who may be typed. Twins are one of them.

    `either_sex`: the pedigree says the same of a man and of a woman, as it does at autosomal loci of someone without
    children.
    """

    pedigree: Pedigree
    member: str
    relatives: tuple[str, ...]
    theta: float = 0.0
    inbreeding: dict[str, float] = field(default_factory=dict)
    either_sex: bool = False

    @property
    def sex(self) -> Sex | None:
        return None if self.either_sex else self.pedigree.members[self.member].sex

    def tables(self, model: LocusModel, observations: Observations, combinations: IntArray) -> Tables:
        if self.either_sex and model.locus.chromosome is Chromosome.X:
            raise KinshipError("locus {locus} is on X: whose sex is looked for is to be stated", locus=model.locus.name)
        probability, log_relatives = self._open(self.pedigree, self.member, model, observations, combinations)
        if self.theta > 0:
            beside = together((self.pedigree, Pedigree((Person(STRANGER, self.pedigree.members[self.member].sex),))))
            population, _ = self._open(beside, STRANGER, model, observations, combinations)
        else:
            sex = self.pedigree.members[self.member].sex
            population = _on_diagonal(genotype_probabilities(model.locus, sex)[np.newaxis])
        return Tables(probability, population, log_relatives)

    def log_relatives(self, model: LocusModel, observations: Observations, combinations: IntArray) -> FloatArray:
        """Natural logarithms of the probability of each combination, (combinations,), no one being looked for."""
        found = np.full(len(combinations), -np.inf)
        for own, typed, uncertain in _by_standing(observations, combinations):
            shaped = self._shaped(self.pedigree, model, typed, uncertain, None)
            families = self._families(shaped, observations, combinations[own])
            found[own] = log_likelihoods(shaped.shape, model, families, theta=self.theta)
        return found

    def strangers(self) -> "Missing":
        """The same people, none of them related."""
        people = (*(self.pedigree.members[relative] for relative in self.relatives), self.pedigree.members[self.member])
        apart = Pedigree(tuple(Person(person.id, person.sex) for person in dict.fromkeys(people)))
        return Missing(apart, self.member, self.relatives, self.theta)

    def _open(
        self,
        pedigree: Pedigree,
        member: str,
        model: LocusModel,
        observations: Observations,
        combinations: IntArray,
    ) -> tuple[FloatArray, FloatArray]:
        alleles = len(model.locus)
        probability = np.zeros((len(combinations), alleles, alleles))
        log_relatives = np.full(len(combinations), -np.inf)
        for own, typed, uncertain in _by_standing(observations, combinations):
            shaped = self._shaped(pedigree, model, typed, uncertain, member)
            families = self._families(shaped, observations, combinations[own])
            found, log_relatives[own] = tables_by_row(shaped.shape, model, families, theta=self.theta)
            probability[own] = _on_diagonal(found)
        return probability, log_relatives

    def _shaped(
        self, pedigree: Pedigree, model: LocusModel, typed: list[int], uncertain: list[int], member: str | None
    ) -> Shaped:
        one = pedigree.one_of_twins
        return shape_of(
            pedigree.without_twins,
            typed=[one[self.relatives[place]] for place in typed],
            uncertain=[one[self.relatives[place]] for place in uncertain],
            open_member=None if member is None else one[member],
            chromosome=model.locus.chromosome,
            inbreeding=self.inbreeding,
        )

    def _families(self, shaped: Shaped, observations: Observations, combinations: IntArray) -> Families:
        one = self.pedigree.one_of_twins
        place = {one[relative]: place for place, relative in enumerate(self.relatives)}
        return _families(
            observations,
            combinations,
            [place[id] for id in shaped.typed],
            [place[id] for id in shaped.uncertain],
        )


def _on_diagonal(tables: FloatArray) -> FloatArray:
    """Tables over genotypes, those of males at X, over one allele, on the diagonal."""
    return tables if tables.ndim == 3 else np.asarray(tables[:, :, np.newaxis] * np.eye(tables.shape[1]))


Standing = tuple[IntArray, list[int], list[int]]
"""Combinations alike in who is typed, and the places of those who are with certainty and in part."""


def _by_standing(observations: Observations, combinations: IntArray) -> Iterator[Standing]:
    """Combinations with an observation that nobody can show are left out: those relatives are impossible."""
    standing = np.full(len(observations), 3)
    standing[0] = 0
    standing[observations.certain()[0]] = 1
    standing[observations.uncertain()[0]] = 2
    of_each = standing[combinations]
    keys = of_each @ (4 ** np.arange(combinations.shape[1]))
    for key in np.unique(keys):
        own = np.flatnonzero(keys == key)
        kind = of_each[own[0]]
        if not (kind == 3).any():
            yield own, np.flatnonzero(kind == 1).tolist(), np.flatnonzero(kind == 2).tolist()


def _families(observations: Observations, combinations: IntArray, typed: list[int], uncertain: list[int]) -> Families:
    numbers, alleles = observations.certain()
    genotype = np.zeros((len(observations), 2), dtype=np.int64)
    genotype[numbers] = alleles
    genotypes = np.ascontiguousarray(genotype[combinations[:, typed]]).reshape(len(combinations), len(typed), 2)
    if not uncertain:
        return Families(genotypes)
    numbers, weights = observations.uncertain()
    place = np.zeros(len(observations), dtype=np.int64)
    place[numbers] = np.arange(len(numbers))
    return Families(genotypes, weights[place[combinations[:, uncertain]]])


@dataclass(frozen=True)
class SamePerson:
    """The one looked for is the one typed, or an identical twin: personal effects, remains in two bags, staff."""

    sex: Sex | None = None
    theta: float = 0.0

    def tables(self, model: LocusModel, observations: Observations, combinations: IntArray) -> Tables:
        """With θ an own genotype is two draws of one population (Balding & Nichols 1994, Forensic Sci Int 64:125)."""
        own = self._own(model)
        weights = np.array([_weights(observations, int(number), len(model.locus)) for number in combinations[:, 0]])
        joint = weights * own
        total = np.triu(joint).sum(axis=(1, 2))
        shape = total[:, np.newaxis, np.newaxis]
        probability = np.divide(joint, shape, out=np.zeros_like(joint), where=shape > 0)
        with np.errstate(divide="ignore"):
            log_relatives = np.log(total)
        if self.theta == 0:
            return Tables(probability, own[np.newaxis], log_relatives)
        sex = self.sex or Sex.FEMALE
        stranger = Missing(
            Pedigree((Person("typed", sex), Person(STRANGER, sex))), STRANGER, ("typed",), theta=self.theta
        )
        population, _ = stranger._open(stranger.pedigree, STRANGER, model, observations, combinations)
        return Tables(probability, population, log_relatives)

    def _own(self, model: LocusModel) -> FloatArray:
        if model.locus.chromosome is Chromosome.X and self.sex is Sex.MALE:
            return np.diag(model.locus.probabilities)
        p = model.locus.probabilities
        outbred = genotype_probabilities(model.locus, Sex.FEMALE)
        return np.asarray((1 - self.theta) * outbred + self.theta * np.diag(p))


def _weights(observations: Observations, number: int, alleles: int) -> FloatArray:
    seen = observations[number]
    if seen is None:
        return np.ones((alleles, alleles))
    if seen.weights is not None:
        return seen.weights
    weights = np.zeros((alleles, alleles))
    if seen.genotype is not None:
        i, j = seen.genotype
        weights[i, j] = weights[j, i] = 1
    return weights
