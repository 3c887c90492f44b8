"""Shape: a pedigree as one locus sees it, without names and genotypes.

Who is whose parent, who is typed there, who is left open. Families of one shape share one network and one order of
elimination, whatever their alleles; so shapes are small, hashable and in a fixed order.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from imena.kinship.errors import PedigreeError
from imena.kinship.loci import Chromosome
from imena.kinship.pedigree import Pedigree, Person, Sex

NOBODY = -1


class Founders(StrEnum):
    """What becomes of an untyped founder who only passes one allele on (docs/decisions/0002).

    kept: the allele reaches the child through a meiosis and may mutate on its way (pedprobr; our default).
    dropped: the child's allele is drawn from the population directly (Familias).
    The two agree under mutation models that keep the allele frequencies.
    """

    KEPT = "kept"
    DROPPED = "dropped"


class Standing(StrEnum):
    """What is known of a member's genotype at the locus: nothing, all of it, something, or that it is asked for."""

    HIDDEN = "hidden"
    TYPED = "typed"
    UNCERTAIN = "uncertain"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a shape. `father` and `mother` are positions in the shape, or NOBODY for a founder's side.

    `sex`: female of all who have no children, on an autosome, where theirs does not matter.
    `inbreeding`: the probability that a founder's two alleles are one allele by descent.
    """

    father: int
    mother: int
    sex: Sex
    standing: Standing
    inbreeding: float = 0.0

    @property
    def is_founder(self) -> bool:
        return self.father == NOBODY and self.mother == NOBODY


@dataclass(frozen=True)
class Shape:
    """The members, parents first, and the chromosome. At most one member is open."""

    members: tuple[Member, ...]
    chromosome: Chromosome = Chromosome.AUTOSOMAL

    @cached_property
    def children(self) -> tuple[int, ...]:
        """How many children each member has in the shape."""
        return tuple(
            sum(place in (member.father, member.mother) for member in self.members)
            for place in range(len(self.members))
        )

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.members, self.chromosome))

    def has_one_slot(self, place: int) -> bool:
        """Whether a member has one allele at the locus, not two."""
        return self.chromosome is Chromosome.X and self.members[place].sex is Sex.MALE

    def standing(self, standing: Standing) -> tuple[int, ...]:
        """The places of the members who stand so."""
        return tuple(place for place, member in enumerate(self.members) if member.standing is standing)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A shape, and whose it is: the ids of its typed and of its uncertain members, in the shape's order."""

    shape: Shape
    typed: tuple[str, ...]
    uncertain: tuple[str, ...]


def shape_of(
    pedigree: Pedigree,
    *,
    typed: Collection[str],
    uncertain: Collection[str] = (),
    open_member: str | None = None,
    needed: Collection[str] = (),
    chromosome: Chromosome = Chromosome.AUTOSOMAL,
    founders: Founders = Founders.KEPT,
    inbreeding: Mapping[str, float] | None = None,
) -> Shaped:
    """The shape of a pedigree where `typed` are typed, and of some, `uncertain`, something is known.

    Members who lead nowhere, untyped and without typed or open descendants, are left out: their sum is 1; unless they
    are `needed`. `inbreeding`: coefficients of founders by id. Raises `PedigreeError` for one of someone who has
    parents, or that is not a probability.
    """
    standing = {person.id: Standing.HIDDEN for person in pedigree.people}
    standing |= dict.fromkeys(typed, Standing.TYPED) | dict.fromkeys(uncertain, Standing.UNCERTAIN)
    if open_member is not None:
        standing[open_member] = Standing.OPEN
    coefficients = inbreeding or {}
    _check_inbreeding(pedigree, coefficients)
    people = _without_idle_leaves(pedigree.parents_first, standing, needed)
    if founders is Founders.DROPPED:
        people = _without_idle_founders(people, standing)
    position = {person.id: place for place, person in enumerate(people)}
    parents = {parent for person in people for parent in (person.father, person.mother)}
    members = tuple(
        Member(
            father=position.get(person.father or "", NOBODY),
            mother=position.get(person.mother or "", NOBODY),
            sex=person.sex if chromosome is Chromosome.X or person.id in parents else Sex.FEMALE,
            standing=standing[person.id],
            inbreeding=coefficients.get(person.id, 0.0),
        )
        for person in people
    )
    return Shaped(
        Shape(members, chromosome),
        tuple(person.id for person in people if standing[person.id] is Standing.TYPED),
        tuple(person.id for person in people if standing[person.id] is Standing.UNCERTAIN),
    )


def _check_inbreeding(pedigree: Pedigree, coefficients: Mapping[str, float]) -> None:
    for id, coefficient in coefficients.items():
        person = pedigree.members.get(id)
        if person is not None and not (person.father is None and 0 <= coefficient <= 1):
            raise PedigreeError(
                "{person}: an inbreeding coefficient is stated of a founder and is from 0 to 1, found {coefficient}",
                person=id,
                relation="id",
                coefficient=coefficient,
            )


def _without_idle_leaves(
    people: tuple[Person, ...], standing: Mapping[str, Standing], needed: Collection[str]
) -> tuple[Person, ...]:
    kept = set(needed)
    for person in reversed(people):
        if standing[person.id] is not Standing.HIDDEN or person.id in kept:
            kept |= {person.id} | {parent for parent in (person.father, person.mother) if parent}
    return tuple(person for person in people if person.id in kept)


def _without_idle_founders(people: tuple[Person, ...], standing: Mapping[str, Standing]) -> tuple[Person, ...]:
    """Leave out each untyped founder with one child, and again where that makes a founder of the child."""
    kept: dict[str, Person] = {person.id: person for person in people}
    for person in people:
        founder = person.father not in kept and person.mother not in kept
        children = sum(person.id in (other.father, other.mother) for other in kept.values())
        if standing[person.id] is Standing.HIDDEN and founder and children == 1:
            del kept[person.id]
    return tuple(kept.values())
