"""Comparisons: which samples are held against which, as what, and from which log10 LR a pair is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from imena.casework.kinships import Families
from imena.core.coverage import Item
from imena.core.said import Said, mark
from imena.kinship import Pedigree, Person, Sex
from imena.kinship.engine.instructions import IntArray
from imena.kinship.screening import Group, Missing, Observed, SamePerson
from imena.kinship.screening.relations import Relation

NAMES = (
    mark("remains and families"),
    mark("same person among remains"),
    mark("parents and children among remains"),
    mark("siblings among remains"),
    mark("same person among relatives"),
    mark("remains and personal effects"),
    mark("remains and staff"),
    mark("relatives and staff"),
    mark("personal effects and staff"),
)
"""Every comparison, as reports call it."""

EVERYONE = (*Sex, None)

_Each = TypeVar("_Each")


@dataclass(frozen=True, eq=False)
class Samples:
    """Samples of one role, and a digest of what each shows."""

    role: str
    observed: Observed
    digests: tuple[str, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return items(self.role, self.observed.names, self.digests)


def items(role: str, names: Sequence[str], digests: Sequence[str]) -> tuple[Item, ...]:
    """What coverage knows samples or families by: role and name, and a digest of the content."""
    return tuple((f"{role} {name}", digest) for name, digest in zip(names, digests, strict=True))


@dataclass(frozen=True, eq=False)
class Comparison:
    """Rows held against columns.

    `groups` are the columns as screening takes them, and `column_of`, one for each family in them, whose it is: what
    can be read in two ways stands there twice. `left_out`: why a column stands in no group. `within`: rows and columns
    are the same samples, and what is found one way round counts both ways.
    """

    name: str
    rows: Observed
    row_items: tuple[Item, ...]
    groups: tuple[Group, ...]
    column_of: IntArray
    column_items: tuple[Item, ...]
    at_least: float
    best: int = 0
    within: bool = False
    left_out: Mapping[int, Said] | None = None

    @property
    def compared_columns(self) -> tuple[Item, ...]:
        left_out = self.left_out or {}
        return tuple(item for number, item in enumerate(self.column_items) if number not in left_out)

    def part(self, rows: IntArray, columns: IntArray) -> "Comparison":
        """Some rows with some columns, by number, rising; what stands in no group stays out."""
        wanted = np.zeros(len(self.column_items), dtype=bool)
        wanted[columns] = True
        chosen, places = wanted[self.column_of], np.cumsum(wanted) - 1
        observed = self.rows
        return replace(
            self,
            rows=Observed(
                _at(observed.names, rows), _at(observed.sexes, rows), observed.codes[rows], observed.observations
            ),
            row_items=_at(self.row_items, rows),
            groups=tuple(self._chosen(chosen)),
            column_of=places[self.column_of[chosen]],
            column_items=_at(self.column_items, columns),
        )

    def _chosen(self, chosen: NDArray[np.bool_]) -> Sequence[Group]:
        ends = np.cumsum([len(group) for group in self.groups])
        pieces = np.split(chosen, ends[:-1])
        return [group.of(piece) for group, piece in zip(self.groups, pieces, strict=True) if piece.any()]


def _at(values: Sequence[_Each], places: IntArray) -> tuple[_Each, ...]:
    return tuple(values[place] for place in places.tolist())


def with_families(remains: Samples, families: Families, at_least: float, best: int) -> Comparison:
    """Remains as the ones whom families miss."""
    return Comparison(
        name="remains and families",
        rows=remains.observed,
        row_items=remains.items,
        groups=families.groups,
        column_of=families.family_of,
        column_items=items("family", families.names, families.digests),
        at_least=at_least,
        best=best,
        left_out=families.set_aside,
    )


def same_person(name: str, rows: Samples, columns: Samples, at_least: float, theta: float) -> Comparison:
    """Samples as two of one person, or of identical twins."""
    return _of_samples(name, rows, columns, [(SamePerson(theta=theta), EVERYONE)], at_least)


def within_kin(remains: Samples, at_least: float, theta: float) -> list[Comparison]:
    """Remains among each other: as parent and child, and as full siblings."""
    father, mother = Person("father", Sex.MALE), Person("mother", Sex.FEMALE)
    child, sibling = (Person(id, Sex.FEMALE, "father", "mother") for id in ("child", "sibling"))
    # Someone whose sex is not known may be a father: fathers' alleles mutate more often, so that nobody is lost.
    of_parents = [
        (Missing(Pedigree((father, mother, child)), "child", (parent,), theta, either_sex=True), sexes)
        for parent, sexes in (("father", (Sex.MALE, None)), ("mother", (Sex.FEMALE,)))
    ]
    of_siblings = Missing(Pedigree((father, mother, child, sibling)), "child", ("sibling",), theta, either_sex=True)
    return [
        _of_samples("parents and children among remains", remains, remains, of_parents, at_least),
        _of_samples("siblings among remains", remains, remains, [(of_siblings, EVERYONE)], at_least),
    ]


def _of_samples(
    name: str,
    rows: Samples,
    columns: Samples,
    relations: Sequence[tuple[Relation, tuple[Sex | None, ...]]],
    at_least: float,
) -> Comparison:
    """Each column alone, as the relation for its sex says."""
    observed = columns.observed
    groups, column_of = [], []
    for relation, sexes in relations:
        own = np.flatnonzero([sex in sexes for sex in observed.sexes])
        if len(own):
            codes = observed.codes[own][:, np.newaxis]
            groups.append(Group(name, relation, _at(observed.names, own), codes, observed.observations))
            column_of.append(own)
    return Comparison(
        name=name,
        rows=rows.observed,
        row_items=rows.items,
        groups=tuple(groups),
        column_of=np.concatenate([*column_of, np.empty(0, np.int64)]),
        column_items=columns.items,
        at_least=at_least,
        within=rows is columns,
    )
