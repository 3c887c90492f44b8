"""The problem: remains, families with their missing, and what is believed before the DNA is looked at.

An assignment says of each of the remains which missing person it is, or nobody of those listed; no person is two
remains. Its prior is proportional to `odds` to the power of the number of identifications, times the weights of its
pairs: flat by default.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from imena.kinship.engine.shape import Founders
from imena.kinship.errors import KinshipError
from imena.kinship.likelihood import check_theta
from imena.kinship.models import LocusModel
from imena.kinship.pedigree import Pedigree, Sex
from imena.kinship.profiles import Profile

NOBODY = "*"
"""Stands for none of the missing who are listed."""


@dataclass(frozen=True)
class Family:
    """A family: its pedigree, the profiles of its typed members by id, and which of its members are missing.

    The id of a missing member is the name of a person: where two families name the same one, it is one person, who
    belongs to both. All other ids are the family's own. `inbreeding`: coefficients of founders by id.
    """

    name: str
    pedigree: Pedigree
    profiles: Mapping[str, Profile]
    missing: tuple[str, ...]
    inbreeding: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for id in (*self.profiles, *self.missing, *self.inbreeding):
            if id not in self.pedigree.members:
                raise KinshipError("family {family}: {person} is not in its pedigree", family=self.name, person=id)
        for number, id in enumerate(self.missing):
            if id in self.profiles:
                raise KinshipError("family {family}: {person} is missing and typed", family=self.name, person=id)
            if id in self.missing[:number]:
                raise KinshipError("family {family}: {person} is missing twice", family=self.name, person=id)


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of assignments before the DNA.

    `odds`: what each identification multiplies by. Where N people are missing who are not listed and remains are of
    any of them alike, it is 1/N. `closed`: all remains are of someone listed, so that none is nobody's. `weights`: by
    remains and person, what other evidence multiplies by, 0 where it excludes; 1 of pairs that are not named.
    `outsiders`: how likely beforehand a family like a listed one, but unlisted, is to have lost the same members; it
    is what strangers who are each other's relatives are weighed with (`outsiders`).
    """

    odds: float = 1.0
    closed: bool = False
    weights: Mapping[tuple[str, str], float] = field(default_factory=dict)
    outsiders: float = 1.0

    def __post_init__(self) -> None:
        for name, value in (("odds", self.odds), ("outsiders", self.outsiders)):
            if not 0 <= value < float("inf") or (name == "odds" and value == 0):
                raise KinshipError("expected {name} above 0 and finite, found {found}", name=name, found=value)
        for (remains, person), weight in self.weights.items():
            if not 0 <= weight < float("inf"):
                raise KinshipError(
                    "{remains} as {person}: expected a weight from 0 up, found {found}",
                    remains=remains,
                    person=person,
                    found=weight,
                )


@dataclass(frozen=True)
class JointProblem:
    """What `solve` is asked.

    `remains`: profiles by different names, with their sex where it is known. `allowed`: by remains, the persons they
    may be; remains not among them may be anyone of their sex. `fixed`: by remains, the person they are, settled by
    other evidence. `by_sex`: remains of one sex are not of a person of the other. `theta` and `founders` as in
    `log_likelihood`; co-ancestry is that of the founders of a family.
    """

    remains: tuple[Profile, ...]
    families: tuple[Family, ...]
    models: tuple[LocusModel, ...]
    prior: Prior = field(default_factory=Prior)
    allowed: Mapping[str, Collection[str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    by_sex: bool = True
    theta: float = 0.0
    founders: Founders = Founders.KEPT

    def __post_init__(self) -> None:
        check_theta(self.theta, self.founders)
        _check_distinct("{name} stands twice among the remains", [profile.name for profile in self.remains])
        _check_distinct("{name} stands twice among the families", [family.name for family in self.families])
        if any(profile.name == NOBODY for profile in self.remains) or NOBODY in self.persons:
            raise KinshipError("{name} stands for nobody and cannot be a name", name=NOBODY)
        for remains, persons in self.allowed.items():
            self._check_pair(remains, persons)
        for remains, person in self.fixed.items():
            self._check_pair(remains, (person,))
            if not self.may_be(remains, person):
                raise KinshipError("{remains} is fixed as {person}, but may not be", remains=remains, person=person)
        for remains, person in self.prior.weights:
            self._check_pair(remains, (person,))
        _check_distinct("{name} is fixed for two remains", list(self.fixed.values()))

    @cached_property
    def profiles(self) -> Mapping[str, Profile]:
        """The remains by name."""
        return {profile.name: profile for profile in self.remains}

    @cached_property
    def persons(self) -> Mapping[str, Sex]:
        """Everyone missing, with their sex, in the order of the families."""
        found: dict[str, Sex] = {}
        for family in self.families:
            for person in family.missing:
                sex = family.pedigree.members[person].sex
                if found.setdefault(person, sex) is not sex:
                    raise KinshipError("{person} is missing from two families as of different sex", person=person)
        return found

    def may_be(self, remains: str, person: str) -> bool:
        """Whether remains may be a person, by sex and by what is allowed."""
        sex = self.profiles[remains].sex
        if self.by_sex and sex is not None and sex is not self.persons[person]:
            return False
        return remains not in self.allowed or person in self.allowed[remains]

    def weight(self, remains: str, person: str) -> float:
        """What a pair multiplies the prior by; 0 where it may not be."""
        if not self.may_be(remains, person):
            return 0.0
        return self.prior.odds * self.prior.weights.get((remains, person), 1.0)

    def _check_pair(self, remains: str, persons: Collection[str]) -> None:
        if remains not in self.profiles:
            raise KinshipError("{name} is not among the remains", name=remains)
        for person in persons:
            if person not in self.persons and person != NOBODY:
                raise KinshipError("{name} is not among the missing", name=person)


def _check_distinct(message: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise KinshipError(message, name=name)
        seen.add(name)
