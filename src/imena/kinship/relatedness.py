"""Relatedness: what a pedigree alone says of the alleles its members share by descent.

Every figure comes from one: the probability of each way in which some genes (the allele a member has from the father,
and from the mother) are copies of one founder gene. Genes are traced back generation by generation, the youngest first,
each to either gene of the parent with probability one half (Karigl 1981, Ann Hum Genet 45:299; Thompson 1974, Ann Hum
Genet 37:455, for the identity states).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from imena.kinship.errors import KinshipError
from imena.kinship.loci import Chromosome, FloatArray
from imena.kinship.pairs import Kappa
from imena.kinship.pedigree import Pedigree, Sex

Gene = tuple[int, int]
"""A member by place, parents first, and the side his gene came from: 0 the father's, 1 the mother's."""
Partition = tuple[int, ...]
"""For each gene the number of its class: genes of one class are copies of one founder gene."""


@dataclass
class Descent:
    """Identity by descent among the members of a pedigree, on an autosome or on X.

    `inbreeding`: coefficients of founders by id. A male has one gene at X, from his mother.
    """

    pedigree: Pedigree
    chromosome: Chromosome = Chromosome.AUTOSOMAL
    inbreeding: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._people = self.pedigree.without_twins.parents_first
        places = {person.id: place for place, person in enumerate(self._people)}
        self._place = {id: places[one] for id, one in self.pedigree.one_of_twins.items()}
        self._parents = [
            None if person.father is None or person.mother is None else (places[person.father], places[person.mother])
            for person in self._people
        ]
        self._known: dict[tuple[Gene, ...], dict[Partition, float]] = {}

    def genes(self, id: str) -> tuple[Gene, ...]:
        """A member's genes: two, or one of a male at X."""
        place = self._place[id]
        return ((place, 1),) if self._has_one(place) else ((place, 0), (place, 1))

    def _sex(self, id: str) -> Sex:
        return self._people[self._place[id]].sex

    def partitions(self, genes: Sequence[Gene]) -> dict[Partition, float]:
        """The probability of each way in which these genes are copies of each other."""
        distinct = tuple(dict.fromkeys(genes))
        found: dict[Partition, float] = {}
        for classes, probability in self._of(distinct).items():
            number = dict(zip(distinct, classes, strict=True))
            partition = _numbered([number[gene] for gene in genes])
            found[partition] = found.get(partition, 0.0) + probability
        return found

    def _has_one(self, place: int) -> bool:
        return self.chromosome is Chromosome.X and self._people[place].sex is Sex.MALE

    def _of(self, genes: tuple[Gene, ...]) -> dict[Partition, float]:
        if genes not in self._known:
            self._known[genes] = self._traced(genes)
        return self._known[genes]

    def _traced(self, genes: tuple[Gene, ...]) -> dict[Partition, float]:
        of_children = [gene for gene in genes if self._parents[gene[0]] is not None]
        if not of_children:
            return self._among_founders(genes)
        youngest = max(of_children)
        parent = (self._parents[youngest[0]] or ())[youngest[1]]
        sides = (1,) if self._has_one(parent) else (0, 1)
        found: dict[Partition, float] = {}
        for side in sides:
            traced = [(parent, side) if gene == youngest else gene for gene in genes]
            for partition, probability in self.partitions(traced).items():
                found[partition] = found.get(partition, 0.0) + probability / len(sides)
        return found

    def _among_founders(self, genes: tuple[Gene, ...]) -> dict[Partition, float]:
        """All genes are founders': different, but for an inbred founder's two."""
        pairs = [
            place
            for place in {gene[0] for gene in genes}
            if self.inbreeding.get(self._people[place].id, 0.0) > 0 and {(place, 0), (place, 1)} <= set(genes)
        ]
        found: dict[Partition, float] = {}
        for alike in product((False, True), repeat=len(pairs)):
            probability = 1.0
            merged = set()
            for place, one in zip(pairs, alike, strict=True):
                f = self.inbreeding[self._people[place].id]
                probability *= f if one else 1 - f
                merged |= {place} if one else set()
            partition = _numbered([(place, 0 if place in merged else side) for place, side in genes])
            found[partition] = found.get(partition, 0.0) + probability
        return found

    def kinship(self, one: str, other: str) -> float:
        """The probability that a gene drawn from each are copies of one; of a member with himself ½ (1 + F)."""
        draws = list(product(self.genes(one), self.genes(other)))
        return sum(self.partitions(draw).get((0, 0), 0.0) for draw in draws) / len(draws)

    def kinship_matrix(self, ids: Sequence[str]) -> FloatArray:
        """`kinship` of every pair, shape (ids, ids)."""
        values = np.zeros((len(ids), len(ids)))
        for i, one in enumerate(ids):
            for j in range(i + 1):
                values[i, j] = values[j, i] = self.kinship(one, ids[j])
        return values

    def inbreeding_of(self, id: str) -> float:
        """The probability that a member's two genes are copies of one: F."""
        genes = self.genes(id)
        return self.partitions(genes).get((0, 0), 0.0) if len(genes) == 2 else 0.0

    def condensed_identity(self, one: str, other: str) -> tuple[float, ...]:
        """Jacquard's nine condensed coefficients Δ1 … Δ9 of two members with two genes each.

        Jacquard 1974 (The Genetic Structure of Populations). Raises `KinshipError` for a male at X.
        """
        if self.chromosome is Chromosome.X and Sex.MALE in (self._sex(one), self._sex(other)):
            raise KinshipError(
                "{one} and {other}: a male has one gene at X, and no identity state", one=one, other=other
            )
        deltas = [0.0] * 9
        for partition, probability in self.partitions((*self.genes(one), *self.genes(other))).items():
            deltas[_state(partition)] += probability
        return tuple(deltas)

    def kappa(self, one: str, other: str) -> Kappa | None:
        """The probabilities of sharing 0, 1 and 2 alleles; None where either is inbred: they do not suffice then."""
        if self.inbreeding_of(one) > 0 or self.inbreeding_of(other) > 0:
            return None
        deltas = self.condensed_identity(one, other)
        return deltas[8], deltas[7], deltas[6]


def _numbered(classes: Sequence[object]) -> Partition:
    number: dict[object, int] = {}
    return tuple(number.setdefault(each, len(number)) for each in classes)


def _state(partition: Partition) -> int:
    """Which of Jacquard's nine states four genes (two of one, two of the other) are in, from 0."""
    a, b, c, d = partition
    shared = len({a, b} & {c, d})
    if a == b and c == d:
        return 0 if shared else 1
    if a == b:
        return 2 if shared else 3
    if c == d:
        return 4 if shared else 5
    return 8 - shared
