"""Pedigrees: people and their parents, of any shape, loops included."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from imena.kinship.errors import PedigreeError


class Sex(StrEnum):
    MALE = "M"
    FEMALE = "F"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a pedigree. A founder has neither parent in it; everyone else has both."""

    id: str
    sex: Sex
    father: str | None = None
    mother: str | None = None


@dataclass(frozen=True)
class Pedigree:
    """A family as its members and their parents, in any order. It may consist of parts that share no one.

    `twins`: pairs of ids of monozygotic twins, who have one genotype. Raises `PedigreeError`, naming the person and the
    relation, where an id is given twice, a parent is missing, unknown or of the wrong sex, someone is his own ancestor,
    or twins differ in sex or parents.
    """

    people: tuple[Person, ...]
    twins: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for person in self.people:
            if self.members[person.id] is not person:
                raise PedigreeError("{person} stands twice in the pedigree", person=person.id, relation="id")
        for person in self.people:
            self._check_parents(person)
        self._check_ancestry()
        for pair in self.twins:
            self._check_twins(*pair)

    @cached_property
    def members(self) -> Mapping[str, Person]:
        """The people by id."""
        members: dict[str, Person] = {}
        for person in self.people:
            members.setdefault(person.id, person)
        return members

    def renamed(self, names: Mapping[str, str]) -> "Pedigree":
        """The same family with other ids; those without a new name keep theirs."""
        new = {person.id: names.get(person.id, person.id) for person in self.people}
        people = tuple(
            Person(new[each.id], each.sex, each.father and new[each.father], each.mother and new[each.mother])
            for each in self.people
        )
        return Pedigree(people, tuple((new[one], new[other]) for one, other in self.twins))

    @cached_property
    def parents_first(self) -> tuple[Person, ...]:
        """The people, each after both parents; otherwise in the order given."""
        done: dict[str, Person] = {}
        waiting = list(self.people)
        while waiting:
            later = []
            for person in waiting:
                known = all(parent is None or parent in done for parent in (person.father, person.mother))
                if known:
                    done[person.id] = person
                else:
                    later.append(person)
            waiting = later
        return tuple(done.values())

    @cached_property
    def one_of_twins(self) -> Mapping[str, str]:
        """Every member's id, and for each set of twins the one who stands for them."""
        stands_for = {person.id: person.id for person in self.people}
        for one, other in self.twins:
            kept, dropped = stands_for[one], stands_for[other]
            stands_for = {id: kept if name == dropped else name for id, name in stands_for.items()}
        return stands_for

    @cached_property
    def without_twins(self) -> "Pedigree":
        """The same family where one stands for each set of twins, with the children of them all."""
        if not self.twins:
            return self
        one = self.one_of_twins
        return Pedigree(
            tuple(
                Person(p.id, p.sex, p.father and one[p.father], p.mother and one[p.mother])
                for p in self.people
                if one[p.id] == p.id
            )
        )

    def _check_twins(self, one: str, other: str) -> None:
        for id in (one, other):
            if id not in self.members:
                raise PedigreeError("{person}, named as a twin, is not in the pedigree", person=id, relation="id")
        a, b = self.members[one], self.members[other]
        if (a.sex, a.father, a.mother) != (b.sex, b.father, b.mother):
            raise PedigreeError(
                "{person} and {twin} are monozygotic twins and must have the same sex and parents",
                person=one,
                relation="sex" if a.sex is not b.sex else "father",
                twin=other,
            )

    def _check_parents(self, person: Person) -> None:
        if (person.father is None) != (person.mother is None):
            relation = "father" if person.father is None else "mother"
            raise PedigreeError(
                "{person} has one parent in the pedigree: expected both or neither (add the other, untyped)",
                person=person.id,
                relation=relation,
            )
        for relation, parent, sex in (
            ("father", person.father, Sex.MALE),
            ("mother", person.mother, Sex.FEMALE),
        ):
            if parent is None:
                continue
            if parent not in self.members:
                raise PedigreeError(
                    "{parent}, a parent of {person}, is not in the pedigree",
                    person=person.id,
                    relation=relation,
                    parent=parent,
                )
            if self.members[parent].sex is not sex:
                raise PedigreeError(
                    "{parent}, a parent of {person}, has the wrong sex for it: {sex}",
                    person=person.id,
                    relation=relation,
                    parent=parent,
                    sex=self.members[parent].sex.value,
                )

    def _check_ancestry(self) -> None:
        graph = {p.id: [parent for parent in (p.father, p.mother) if parent] for p in self.people}
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            cycle: list[str] = error.args[1]
            child = self.members[cycle[1]]
            raise PedigreeError(
                "{person} is an ancestor of himself or herself: {cycle}",
                person=child.id,
                relation="father" if child.father == cycle[0] else "mother",
                cycle=" → ".join(cycle),
            ) from None


def together(pedigrees: Iterable[Pedigree]) -> Pedigree:
    """Several pedigrees that share no one as one, in parts."""
    parts = tuple(pedigrees)
    return Pedigree(
        tuple(person for part in parts for person in part.people), tuple(pair for part in parts for pair in part.twins)
    )


def unrelated(*people: tuple[str, Sex]) -> Pedigree:
    """A pedigree of founders only: people of whom no relationship is stated."""
    return Pedigree(tuple(Person(id, sex) for id, sex in people))


def pedigree(rows: Iterable[tuple[str, str | None, str | None, str]]) -> Pedigree:
    """A pedigree from rows (id, father, mother, sex), sex being "M" or "F"; the short way in a notebook."""
    return Pedigree(tuple(Person(id, Sex(sex), father, mother) for id, father, mother, sex in rows))
