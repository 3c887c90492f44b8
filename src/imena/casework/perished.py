"""Perished: families of whom nobody is typed, looked for among remains who are each other's kin.

Their members are references for one another. Remains without kin among the dead say nothing of such a family, so they
are not asked about it. Families of one make, with the same members in the same places, DNA cannot tell apart: they
stand as one make, once for each group of kin that could fill it, and what is found is of one of them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from imena.kinship import joint

KIN_AT_LEAST = 4.0
"""The lowest log10 LR of kin among the dead."""


@dataclass(frozen=True)
class KinGroup:
    """Remains each of whom is related to some other of the group, and the pairs that are."""

    remains: tuple[str, ...]
    pairs: tuple[joint.Kin, ...]


def groups_of(pairs: Sequence[joint.Kin], order: Sequence[str]) -> list[KinGroup]:
    """Remains joined by pairs of kin; `order`: in which they are named."""
    place = {name: number for number, name in enumerate(order)}
    return [
        KinGroup(tuple(sorted(group, key=place.__getitem__)), tuple(p for p in pairs if set(p.remains) <= set(group)))
        for group in joint.kin_groups(pairs)
    ]


@dataclass(frozen=True)
class Make:
    """Families that DNA cannot tell apart: their names, and by person in the problem what he or she is in them."""

    families: tuple[str, ...]
    roles: Mapping[str, str]


@dataclass
class Perished:
    """The families as the problem takes them, and `groups` of remains each of their persons may be among.

    `makes`: by the name in the problem, what stands for several families. `alike`: the families of each such make.
    """

    families: list[joint.Family] = field(default_factory=list)
    among: dict[str, set[str]] = field(default_factory=dict)
    makes: dict[str, Make] = field(default_factory=dict)
    alike: list[tuple[joint.Family, ...]] = field(default_factory=list)


def perished(
    families: Sequence[joint.Family], roles: Mapping[str, str], groups: Sequence[KinGroup], either_sex: set[str]
) -> Perished:
    """`roles`: what each missing person is in the family. `either_sex`: those whose sex is not known."""
    found = Perished()
    of_make: dict[object, list[joint.Family]] = {}
    for family in families:
        of_make.setdefault(_make(family, either_sex), []).append(family)
    everyone = {name for group in groups for name in group.remains}
    for alike in of_make.values():
        if len(alike) == 1:
            found.families += alike
            found.among |= dict.fromkeys(alike[0].missing, everyone)
            continue
        found.alike.append(tuple(alike))
        for number, group in enumerate(groups, start=1):
            for copy in range(1, _copies(group, alike) + 1):
                _add(found, alike, group, f"{number}.{copy}", roles)
    either_sex |= {
        name for make in found.makes.values() for name in make.roles if name.rpartition("|")[2] in either_sex
    }
    return found


def _copies(group: KinGroup, alike: Sequence[joint.Family]) -> int:
    """How many families of a make a group of kin could fill."""
    return min(len(alike), math.ceil(len(group.remains) / len(alike[0].missing)))


def _make(family: joint.Family, either_sex: set[str]) -> object:
    """The pedigree without names; what has persons of other families too is a make of its own."""
    people = family.pedigree.parents_first
    place = {person.id: number for number, person in enumerate(people)}
    return tuple(
        (
            "either" if each.id in either_sex else each.sex.value,
            each.father and place[each.father],
            each.mother and place[each.mother],
            each.id in family.missing,
        )
        for each in people
    )


def _add(found: Perished, alike: Sequence[joint.Family], group: KinGroup, label: str, roles: Mapping[str, str]) -> None:
    """One of these families, as far as a group of kin could be it."""
    first = alike[0]
    name = f"{first.name}|{label}"
    new = {person.id: f"{name}|{person.id}" for person in first.pedigree.people}
    missing = tuple(new[person] for person in first.missing)
    found.families.append(joint.Family(name, first.pedigree.renamed(new), {}, missing))
    found.among |= {person: set(group.remains) for person in missing}
    found.makes[name] = Make(
        tuple(family.name for family in alike), {new[person]: roles[person] for person in first.missing}
    )
