"""Shape: a pedigree as one locus sees it, without names and genotypes.

Who is whose parent, who is typed there, who is left open. Families of one shape share one network and one order of
elimination, whatever their alleles; so shapes are small, hashable and in a fixed order.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

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
    """What is known of a member's genotype at the locus."""

    HIDDEN = "hidden"
    TYPED = "typed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a shape. `father` and `mother` are positions in the shape, or NOBODY for a founder's side."""

    father: int
    mother: int
    sex: Sex
    standing: Standing


@dataclass(frozen=True, slots=True)
class Shape:
    """The members, parents first, and the chromosome. At most one member is open."""

    members: tuple[Member, ...]
    chromosome: Chromosome = Chromosome.AUTOSOMAL

    def children(self, parent: int) -> int:
        """How many children a member has in the shape."""
        return sum(parent in (member.father, member.mother) for member in self.members)


def shape_of(
    pedigree: Pedigree,
    *,
    typed: Collection[str],
    open_member: str | None = None,
    chromosome: Chromosome = Chromosome.AUTOSOMAL,
    founders: Founders = Founders.KEPT,
) -> tuple[Shape, tuple[str, ...]]:
    """The shape of a pedigree where `typed` are typed, and the ids of its typed members in the shape's order.

    Members who lead nowhere, untyped and without typed or open descendants, are left out: their sum is 1.
    """
    standing = {person.id: Standing.TYPED if person.id in typed else Standing.HIDDEN for person in pedigree.people}
    if open_member is not None:
        standing[open_member] = Standing.OPEN
    people = _without_idle_leaves(pedigree.parents_first, standing)
    if founders is Founders.DROPPED:
        people = _without_idle_founders(people, standing)
    position = {person.id: place for place, person in enumerate(people)}
    members = tuple(
        Member(
            father=position.get(person.father or "", NOBODY),
            mother=position.get(person.mother or "", NOBODY),
            sex=person.sex,
            standing=standing[person.id],
        )
        for person in people
    )
    ids = tuple(person.id for person in people if standing[person.id] is Standing.TYPED)
    return Shape(members, chromosome), ids


def _without_idle_leaves(people: tuple[Person, ...], standing: dict[str, Standing]) -> tuple[Person, ...]:
    needed: set[str] = set()
    for person in reversed(people):
        if standing[person.id] is not Standing.HIDDEN or person.id in needed:
            needed |= {person.id} | {parent for parent in (person.father, person.mother) if parent}
    return tuple(person for person in people if person.id in needed)


def _without_idle_founders(people: tuple[Person, ...], standing: dict[str, Standing]) -> tuple[Person, ...]:
    """Leave out each untyped founder with one child, and again where that makes a founder of the child."""
    kept: dict[str, Person] = {person.id: person for person in people}
    for person in people:
        founder = person.father not in kept and person.mother not in kept
        children = sum(person.id in (other.father, other.mother) for other in kept.values())
        if standing[person.id] is Standing.HIDDEN and founder and children == 1:
            del kept[person.id]
    return tuple(kept.values())
