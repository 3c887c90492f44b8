"""Separation: the part of a family that bears on one member, given who is typed.

Genotypes of a pedigree are a Bayesian network of persons: a child's depends on its parents' and on nothing else. So
once somebody's genotype is certain, those beyond him or her say nothing more (Lauritzen & Sheehan 2003, Stat Sci
18:489). What is left is small, and alike in many families and for many ways of filling their places, which is what
makes those fast.
"""

from collections.abc import Collection
from functools import lru_cache

from imena.kinship.pedigree import Pedigree, Person


@lru_cache(maxsize=65536)
def bearing_on(
    pedigree: Pedigree, member: str, certain: frozenset[str], uncertain: frozenset[str]
) -> tuple[Pedigree, frozenset[str]]:
    """The part of a pedigree that bears on an untyped member, and who in it is typed, certainly or not.

    `certain`: those whose genotype is known, `uncertain` those of whom something is. Twins have to be one. Typed
    members whose own parents do not bear on anything any more become founders of the part.
    """
    members = pedigree.members
    known = certain | uncertain
    network = _ancestors(pedigree, known | {member})
    neighbours: dict[str, set[str]] = {id: set() for id in network}
    for id in network:
        family = _family(members[id])
        for one in family:
            neighbours[one] |= set(family) - {one}
    reached, edge = {member}, [member]
    while edge:
        for other in neighbours[edge.pop()]:
            if other not in reached:
                reached.add(other)
                if other not in certain:
                    edge.append(other)
    inside = {id for id in reached if id not in certain}
    people = []
    for person in pedigree.parents_first:
        if person.id not in reached:
            continue
        parents = [parent for parent in (person.father, person.mother) if parent]
        if person.id in inside or any(parent in inside for parent in parents):
            people.append(person)
        else:
            people.append(Person(person.id, person.sex))
    return Pedigree(tuple(people)), frozenset(reached & known)


def _family(person: Person) -> tuple[str, ...]:
    return tuple(id for id in (person.id, person.father, person.mother) if id is not None)


def _ancestors(pedigree: Pedigree, of: Collection[str]) -> set[str]:
    found: set[str] = set()
    for person in reversed(pedigree.parents_first):
        if person.id in of or person.id in found:
            found |= set(_family(person))
    return found
