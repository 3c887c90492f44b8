"""Merging: families that miss the same person are one family.

The person is one member of both pedigrees, and so are his or her parents where both pedigrees name them, and theirs in
turn. Remains settled by other evidence join their family as its references.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from imena.kinship.errors import KinshipError
from imena.kinship.joint.problem import Family, JointProblem
from imena.kinship.pedigree import Pedigree, Person
from imena.kinship.profiles import Profile


@dataclass(frozen=True)
class Merged:
    """One family to be computed: `names` of the families it was stated as, fixed remains among its profiles."""

    family: Family
    names: tuple[str, ...]


def merged(problem: JointProblem) -> tuple[Merged, ...]:
    """The families of a problem, those that share a missing person as one. Raises `KinshipError` where they differ."""
    found = []
    for group in _sharing(problem.families):
        family = group[0] if len(group) == 1 else _union(group)
        found.append(Merged(_with_fixed(family, problem), tuple(each.name for each in group)))
    return tuple(found)


def _sharing(families: Sequence[Family]) -> Iterator[list[Family]]:
    """Families in groups that share missing persons, in the order of the first of each."""
    group_of: dict[str, list[Family]] = {}
    groups: list[list[Family]] = []
    for family in families:
        own = [family]
        for group in [group for group in groups if any(group is group_of.get(person) for person in family.missing)]:
            groups.remove(group)
            own = [*group, *own]
        groups.append(own)
        group_of |= {person: own for each in own for person in each.missing}
    yield from groups


def _with_fixed(family: Family, problem: JointProblem) -> Family:
    """Settled remains are typed members, no longer missing."""
    fixed = {person: problem.profiles[name] for name, person in problem.fixed.items() if person in family.missing}
    if not fixed:
        return family
    missing = tuple(person for person in family.missing if person not in fixed)
    return replace(family, profiles={**family.profiles, **fixed}, missing=missing)


class _Union:
    """Pedigrees being made one: who stands for whom, across families."""

    def __init__(self, families: Sequence[Family]) -> None:
        self.families = families
        self.missing = {person for family in families for person in family.missing}
        self.stands_for: dict[str, str] = {}
        self.people: dict[str, Person] = {}
        self.profiles: dict[str, Profile] = {}
        for family in families:
            for person in family.pedigree.people:
                father, mother = (parent and self.name(family, parent) for parent in (person.father, person.mother))
                self._add(Person(self.name(family, person.id), person.sex, father, mother))
            self.profiles |= {self.name(family, id): profile for id, profile in family.profiles.items()}

    @staticmethod
    def name(family: Family, id: str) -> str:
        """A missing person's own name; of anyone else with the family's before it."""
        return id if id in family.missing else f"{family.name}:{id}"

    def _add(self, person: Person) -> None:
        id = self.of(person.id)
        earlier = self.people.get(id)
        if earlier is None or (earlier.father is None and person.father is not None):
            self.people[id] = Person(id, person.sex, person.father, person.mother)
        elif person.father is not None:
            self._unite(earlier.father, person.father)
            self._unite(earlier.mother, person.mother)

    def _unite(self, one: str | None, other: str | None) -> None:
        assert one is not None
        assert other is not None
        one, other = self.of(one), self.of(other)
        if one == other:
            return
        if one in self.missing and other in self.missing:
            raise KinshipError(
                "{one} and {other} are the same parent of a missing person, with different names", one=one, other=other
            )
        kept, dropped = (other, one) if other in self.missing else (one, other)
        self.stands_for[dropped] = kept
        parents = self.people.pop(dropped, None)
        if parents is not None and parents.father is not None:
            self._add(Person(kept, parents.sex, parents.father, parents.mother))

    def of(self, id: str) -> str:
        """Who stands for an id now."""
        while id in self.stands_for:
            id = self.stands_for[id]
        return id

    def pedigree(self) -> Pedigree:
        people = {}
        for person in self.people.values():
            father, mother = (parent and self.of(parent) for parent in (person.father, person.mother))
            id = self.of(person.id)
            people[id] = Person(id, person.sex, father, mother)
        twins = [
            (self.of(self.name(family, one)), self.of(self.name(family, other)))
            for family in self.families
            for one, other in family.pedigree.twins
        ]
        return Pedigree(tuple(people.values()), tuple(twins))

    def typed(self) -> Mapping[str, Profile]:
        """The profiles by id; of someone typed in two families once, and the same."""
        found: dict[str, Profile] = {}
        for id, profile in self.profiles.items():
            one = self.of(id)
            if one in found and found[one].genotypes != profile.genotypes:
                raise KinshipError(
                    "{one} and {other} are the same parent of a missing person, with different profiles",
                    one=found[one].name,
                    other=profile.name,
                )
            found[one] = profile
        return found


def _union(families: Sequence[Family]) -> Family:
    union = _Union(families)
    missing = dict.fromkeys(person for family in families for person in family.missing)
    return Family(
        " + ".join(family.name for family in families),
        union.pedigree(),
        union.typed(),
        tuple(dict.fromkeys(union.of(person) for person in missing)),
        {
            union.of(union.name(family, id)): coefficient
            for family in families
            for id, coefficient in family.inbreeding.items()
        },
    )
