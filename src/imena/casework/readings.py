"""Readings: the pedigrees that a family's relationship words can mean.

"Father" and "sister" leave no choice. "Uncle" does not say on which side, "niece" does not say whose child; each way to
read a family is a pedigree of its own, and none is preferred. Where words leave nothing open a family has one reading.

Taken as said, and stated in every report: siblings share both parents unless called half-siblings; an uncle or aunt is
a full sibling of the parent; children of the missing person share their other parent, who is the spouse if one is
listed; nephews and nieces (and cousins) who are children of one person share their other parent too.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from imena.core.errors import ImenaError
from imena.core.said import Said, mark
from imena.formats import Kin, Relationship
from imena.kinship import Pedigree, Person, Sex

MISSING = "(missing person)"
MOST_READINGS = 128

Side = Literal["paternal", "maternal"]
SIDES: tuple[Side, ...] = ("paternal", "maternal")


@dataclass(frozen=True, slots=True)
class Relative:
    """A typed relative: the sample's name, what the table calls the relationship, the sex if it is known."""

    id: str
    relationship: Relationship
    sex: Sex | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One pedigree that the words can mean; `choices` is empty where they can mean only one."""

    pedigree: Pedigree
    choices: tuple[Said, ...]


class TooManyReadingsError(ImenaError):
    """The words leave so much open that nothing can be said before someone states sides and parents."""


@dataclass(frozen=True, slots=True)
class Place:
    """A relative's place in a pedigree: the sex, the side where the kin has one, and the person it comes through.

    `through` is the other parent of a half-sibling, the sibling who is a nephew's parent, the uncle or aunt who is a
    cousin's parent; `through_sex` is the sex of that person where nobody typed fixes it.
    """

    sex: Sex
    side: Side | None = None
    through: str | None = None
    through_sex: Sex | None = None


SIBLINGS = (Kin.BROTHER, Kin.SISTER, Kin.SIBLING)
HALF_SIBLINGS = (Kin.HALF_BROTHER, Kin.HALF_SISTER, Kin.HALF_SIBLING)
GRANDPARENTS = (Kin.GRANDFATHER, Kin.GRANDMOTHER, Kin.GRANDPARENT)
AUNTS_AND_UNCLES = (Kin.UNCLE, Kin.AUNT)
NEPHEWS = (Kin.NEPHEW, Kin.NIECE)
CHILDREN = (Kin.SON, Kin.DAUGHTER, Kin.CHILD)

Placed = tuple[tuple[Relative, Place], ...]


def readings(relatives: Sequence[Relative], missing_sex: Sex) -> tuple[Reading, ...]:
    """Every pedigree that the relationships can mean for a missing person of this sex; none where they cannot hold.

    Raises `TooManyReadingsError` beyond 128.
    """
    ordered = sorted(relatives, key=lambda relative: relative.relationship.kin in (*NEPHEWS, Kin.COUSIN))
    found: list[tuple[Placed, Pedigree]] = []
    for placed in _placements(ordered, ()):
        people = _People(placed, missing_sex)
        if people.possible:
            found.append((placed, people.pedigree()))
        if len(found) > MOST_READINGS:
            raise TooManyReadingsError(
                "the relationships can be read in more than {most} ways; state the sides and whose children they are",
                most=MOST_READINGS,
            )
    open_to_choice = {
        relative.id for position, relative in enumerate(ordered) if len({placed[position] for placed, _ in found}) > 1
    }
    return tuple(
        Reading(pedigree, tuple(_said(relative, place) for relative, place in placed if relative.id in open_to_choice))
        for placed, pedigree in found
    )


def _placements(relatives: Sequence[Relative], placed: Placed) -> Iterator[Placed]:
    if not relatives:
        yield placed
        return
    for place in _places(relatives[0], placed):
        yield from _placements(relatives[1:], (*placed, (relatives[0], place)))


def _places(relative: Relative, placed: Placed) -> Iterator[Place]:
    """The places one relative can have, given those before."""
    kin = relative.relationship.kin
    asked: Side | None = relative.relationship.side
    sides = SIDES if asked is None else (asked,)
    for sex in _sexes(relative):
        if kin in HALF_SIBLINGS:
            for side in sides:
                for through in _other_parents(placed, side):
                    yield Place(sex, side, through)
        elif kin in GRANDPARENTS or kin in AUNTS_AND_UNCLES:
            yield from (Place(sex, side) for side in sides)
        elif kin is Kin.COUSIN:
            for side in sides:
                yield from _children_of(_on_side(placed, AUNTS_AND_UNCLES, side), placed, kin, Place(sex, side))
        elif kin in NEPHEWS:
            siblings = [(other, place) for other, place in placed if other.relationship.kin in SIBLINGS]
            yield from _children_of(siblings, placed, kin, Place(sex))
        else:
            yield Place(sex)


def _sexes(relative: Relative) -> tuple[Sex, ...]:
    """A sex that nobody knows matters only where it decides whose parent someone is; elsewhere it is set."""
    if relative.sex is not None:
        return (relative.sex,)
    matters = relative.relationship.kin in (Kin.PARENT, Kin.GRANDPARENT, Kin.SPOUSE, *SIBLINGS)
    return tuple(Sex) if matters else (Sex.FEMALE,)


def _on_side(placed: Placed, kins: Sequence[Kin], side: Side) -> list[tuple[Relative, Place]]:
    return [(other, place) for other, place in placed if other.relationship.kin in kins and place.side == side]


def _other_parents(placed: Placed, side: Side) -> Iterator[str]:
    """Who may be the other parent of a half-sibling on a side: that of an earlier one, or someone new."""
    known = dict.fromkeys(place.through for _, place in _on_side(placed, HALF_SIBLINGS, side))
    yield from (through for through in known if through)
    yield f"(other parent {len(known) + 1}, {side})"


def _children_of(
    typed_parents: Sequence[tuple[Relative, Place]], placed: Placed, kin: Kin, place: Place
) -> Iterator[Place]:
    """Places as the child of each typed person who could be the parent, of each untyped one so far, of a new one."""
    for parent, parent_place in typed_parents:
        yield replace(place, through=parent.id, through_sex=parent_place.sex)
    kins = (kin,) if kin is Kin.COUSIN else NEPHEWS
    typed = {parent.id for parent, _ in typed_parents}
    cousins = [other for relative, other in placed if relative.relationship.kin in kins and other.side == place.side]
    untyped = dict.fromkeys((other.through, other.through_sex) for other in cousins if other.through not in typed)
    for through, sex in untyped:
        yield replace(place, through=through, through_sex=sex)
    role = "uncle or aunt" if kin is Kin.COUSIN else "sibling"
    for sex in Sex:
        side = f", {place.side}" if place.side else ""
        yield replace(place, through=f"({role} {len(untyped) + 1}{side})", through_sex=sex)


def _said(relative: Relative, place: Place) -> Said:
    if place.through and relative.relationship.kin not in HALF_SIBLINGS:
        if not place.through.startswith("("):
            return Said(mark("{relative} is a child of {parent}"), {"relative": relative.id, "parent": place.through})
        if place.side is None:
            return Said(_UNTYPED_SIBLING[place.through_sex or Sex.MALE], {"relative": relative.id})
    if place.side:
        return Said(_SIDE[place.side], {"relative": relative.id})
    return Said(_SEX[place.sex], {"relative": relative.id})


_SIDE = {
    "paternal": mark("{relative} is on the father’s side"),
    "maternal": mark("{relative} is on the mother’s side"),
}
_SEX = {Sex.MALE: mark("{relative} is a man"), Sex.FEMALE: mark("{relative} is a woman")}
_UNTYPED_SIBLING = {
    Sex.MALE: mark("{relative} is a child of a brother who is not typed"),
    Sex.FEMALE: mark("{relative} is a child of a sister who is not typed"),
}


class _People:
    """The people of one reading; `possible` turns false where two of them claim one place."""

    def __init__(self, placed: Placed, missing_sex: Sex) -> None:
        self.possible = True
        self._people: dict[str, Person] = {}
        self._missing_sex = missing_sex
        self._role: dict[str, str] = {}
        """Who fills a place that only one person can fill, such as the father."""
        for relative, place in placed:
            self._claim(relative, place)
        self._add(MISSING, missing_sex, *(self._parents() if self._needs_parents(placed) else (None, None)))
        for relative, place in placed:
            _ADD[relative.relationship.kin](self, relative, place)

    def pedigree(self) -> Pedigree:
        return Pedigree(tuple(self._people.values()))

    def _claim(self, relative: Relative, place: Place) -> None:
        kin = relative.relationship.kin
        role = ""
        if kin in (Kin.FATHER, Kin.MOTHER, Kin.PARENT):
            role = "father" if place.sex is Sex.MALE else "mother"
        elif kin in GRANDPARENTS:
            role = f"{place.side} {'grandfather' if place.sex is Sex.MALE else 'grandmother'}"
        elif kin is Kin.SPOUSE:
            role = "spouse"
            self.possible &= place.sex is not self._missing_sex
        if role:
            self.possible &= role not in self._role
            self._role[role] = relative.id

    @staticmethod
    def _needs_parents(placed: Placed) -> bool:
        return any(relative.relationship.kin not in (*CHILDREN, Kin.SPOUSE) for relative, _ in placed)

    def _add(self, id: str, sex: Sex, father: str | None = None, mother: str | None = None) -> str:
        """Add a person, or the parents of one who was added without."""
        known = self._people.get(id)
        if known is None or (known.father is None and father is not None):
            self._people[id] = Person(id, sex, father, mother)
        return id

    def _filling(self, role: str, sex: Sex) -> str:
        """The person in a role, typed or not."""
        return self._add(self._role.get(role, f"({role})"), sex)

    def _parents(self) -> tuple[str, str]:
        return self._filling("father", Sex.MALE), self._filling("mother", Sex.FEMALE)

    def _grandparents(self, side: Side | None) -> tuple[str, str]:
        """The parents of a parent; they are made that parent's parents where they are first named."""
        parent, sex = ("father", Sex.MALE) if side == "paternal" else ("mother", Sex.FEMALE)
        couple = (
            self._filling(f"{side} grandfather", Sex.MALE),
            self._filling(f"{side} grandmother", Sex.FEMALE),
        )
        self._add(self._filling(parent, sex), sex, *couple)
        return couple

    def _couple(self, one: str, sex: Sex, other: str) -> tuple[str, str]:
        """A person and an untyped partner as (father, mother)."""
        partner = self._add(other, Sex.FEMALE if sex is Sex.MALE else Sex.MALE)
        return (one, partner) if sex is Sex.MALE else (partner, one)

    def add_parent_or_spouse(self, relative: Relative, place: Place) -> None:
        self._add(relative.id, place.sex)

    def add_child(self, relative: Relative, place: Place) -> None:
        spouse = self._role.get("spouse", "(spouse)")
        self._add(relative.id, place.sex, *self._couple(MISSING, self._missing_sex, spouse))

    def add_sibling(self, relative: Relative, place: Place) -> None:
        self._add(relative.id, place.sex, *self._parents())

    def add_half_sibling(self, relative: Relative, place: Place) -> None:
        father, mother = self._parents()
        shared, sex = (father, Sex.MALE) if place.side == "paternal" else (mother, Sex.FEMALE)
        self._add(relative.id, place.sex, *self._couple(shared, sex, place.through or ""))

    def add_grandparent(self, relative: Relative, place: Place) -> None:
        self._grandparents(place.side)
        self._add(relative.id, place.sex)

    def add_uncle_or_aunt(self, relative: Relative, place: Place) -> None:
        self._add(relative.id, place.sex, *self._grandparents(place.side))

    def add_nephew_or_niece(self, relative: Relative, place: Place) -> None:
        self._add_child_of(relative, place, self._parents())

    def add_cousin(self, relative: Relative, place: Place) -> None:
        self._add_child_of(relative, place, self._grandparents(place.side))

    def _add_child_of(self, relative: Relative, place: Place, grandparents: tuple[str, str]) -> None:
        parent, sex = place.through or "", place.through_sex or Sex.MALE
        self._add(parent, sex, *grandparents)
        self._add(relative.id, place.sex, *self._couple(parent, sex, f"(partner of {parent})"))


_ADD: dict[Kin, Callable[[_People, Relative, Place], None]] = {
    **dict.fromkeys((Kin.FATHER, Kin.MOTHER, Kin.PARENT, Kin.SPOUSE), _People.add_parent_or_spouse),
    **dict.fromkeys(CHILDREN, _People.add_child),
    **dict.fromkeys(SIBLINGS, _People.add_sibling),
    **dict.fromkeys(HALF_SIBLINGS, _People.add_half_sibling),
    **dict.fromkeys(GRANDPARENTS, _People.add_grandparent),
    **dict.fromkeys(AUNTS_AND_UNCLES, _People.add_uncle_or_aunt),
    **dict.fromkeys(NEPHEWS, _People.add_nephew_or_niece),
    Kin.COUSIN: _People.add_cousin,
}
