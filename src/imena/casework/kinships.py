"""Kinships: families whose relatives are the same kin, read together from a table.

The words are read once for all of them, and each way to read them is one relation, with all families as its rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np

from imena.casework.answers import Statement
from imena.casework.coded import CodedTable, Sample
from imena.casework.inputs import check_one_missing, relative_of
from imena.casework.readings import MISSING, Reading, Relative, TooManyReadingsError, readings
from imena.casework.variants import MOST_AGAINST, MOST_INCONSISTENT, WITHOUT_THETA
from imena.core.said import Said, mark
from imena.formats import Kin
from imena.kinship import CoancestryError, LocusModel, Pedigree, Sex
from imena.kinship.engine.instructions import IntArray
from imena.kinship.screening import Group, Missing, Observed, agreement
from imena.kinship.screening.observations import NOT_TYPED, CodeArray

Kinship = tuple[tuple[Relative, ...], tuple[Sex, ...]]
"""The relatives of a family without their names, and the sexes the missing person may be of.

Who has the same is read in the same ways.
"""

DO_NOT_FIT = Said(mark("the genotypes of the relatives do not fit the relationships stated"))
NO_REFERENCE = Said(mark("no relative is typed"))
CANNOT_HOLD = Said(mark("the relationships cannot all hold"))


@dataclass(frozen=True, eq=False)
class Families:
    """The families of a table.

    `names` and `digests` of their contents; `groups`: the ways they can be read, and `family_of`, whose each row of
    the groups is, groups behind each other. `set_aside`: why some stand in no group, by family.
    """

    names: tuple[str, ...]
    digests: tuple[str, ...]
    groups: tuple[Group, ...]
    family_of: IntArray
    set_aside: Mapping[int, Said]
    without_theta: tuple[Statement, ...]


def families_of(
    table: CodedTable, relatives: Observed, digests: Sequence[str], models: Sequence[LocusModel], theta: float
) -> Families:
    """`relatives`: what the samples of the table show, and `digests` of it. Raises `InputError` for unknown words."""
    reader = _Reader(table, relatives, models, theta)
    for kinship, members in reader.of_same_kin().items():
        reader.read(kinship, np.array([family for family, _ in members]), np.array([rows for _, rows in members]))
    return Families(
        names=tuple(reader.rows),
        digests=tuple(_digest(table, rows, digests) for rows in reader.rows.values()),
        groups=tuple(reader.groups),
        family_of=np.concatenate([*reader.family_of, np.empty(0, np.int64)]),
        set_aside=reader.set_aside,
        without_theta=tuple(reader.without_theta),
    )


def _digest(table: CodedTable, rows: Sequence[int], digests: Sequence[str]) -> str:
    content = sorted(f"{table.samples[row].relationship}\0{digests[row]}" for row in rows)
    return blake2b("\0".join(content).encode(), digest_size=8).hexdigest()


class _Reader:
    """Reads kinship by kinship, and gathers what it made of them."""

    def __init__(self, table: CodedTable, relatives: Observed, models: Sequence[LocusModel], theta: float) -> None:
        self.table, self.relatives, self.models, self.theta = table, relatives, models, theta
        self.groups: list[Group] = []
        self.family_of: list[IntArray] = []
        self.set_aside: dict[int, Said] = {}
        self.without_theta: list[Statement] = []
        self.rows: dict[str, list[int]] = {}
        for number, sample in enumerate(table.samples):
            self.rows.setdefault(sample.family, []).append(number)
        self.names = list(self.rows)

    def of_same_kin(self) -> dict[Kinship, list[tuple[int, list[int]]]]:
        """The families of each kinship, by their places, with the rows of their relatives in its order."""
        found: dict[Kinship, list[tuple[int, list[int]]]] = {}
        for family, own in enumerate(self.rows.values()):
            read = sorted(((self._relative(self.table.samples[row]), row) for row in own), key=_order)
            persons = [(each, row) for each, row in read if each.relationship.kin is Kin.MISSING]
            check_one_missing(self.table.file, self.names[family], [self.table.samples[row].row for _, row in persons])
            sexes = (persons[0][0].sex,) if persons and persons[0][0].sex else tuple(Sex)
            relatives = [(each, row) for each, row in read if each.relationship.kin is not Kin.MISSING]
            kinship = tuple(replace(each, id=str(number + 1)) for number, (each, _) in enumerate(relatives)), sexes
            found.setdefault(kinship, []).append((family, [row for _, row in relatives]))
        return found

    def _relative(self, sample: Sample) -> Relative:
        return relative_of(self.table.file, sample.row, sample.name, sample.relationship, sample.sex)

    def read(self, kinship: Kinship, families: IntArray, rows: IntArray) -> None:
        """Every reading of these families; `rows`: (families, relatives), those of the table."""
        relatives, sexes = kinship
        codes = self.relatives.codes[rows.astype(np.int64).reshape(len(families), len(relatives))]
        typed = (codes != NOT_TYPED).any(axis=(1, 2))
        self._set_aside(families[~typed], NO_REFERENCE)
        families, codes = families[typed], codes[typed]
        if not len(families):
            return
        try:
            ways = _ways(relatives, sexes)
        except TooManyReadingsError as error:
            self._set_aside(families, Said(error.message, error.values))
            return
        agrees = np.zeros(len(families), dtype=bool)
        for number, (pedigree, either_sex) in enumerate(ways):
            relation = Missing(
                pedigree, MISSING, tuple(each.id for each in relatives), self.theta, either_sex=either_sex
            )
            group, without_theta = self._group(relatives, relation, families, codes)
            found = agreement(group, self.models)
            kept = (found.contradicted <= MOST_INCONSISTENT) & (found.log10_lr >= MOST_AGAINST)
            agrees |= kept
            if kept.any():
                self.groups.append(group.of(kept))
                self.family_of.append(families[kept])
            if without_theta and number == 0:
                self.without_theta += [Statement(self.names[family], WITHOUT_THETA) for family in families]
        self._set_aside(families[~agrees], DO_NOT_FIT if ways else CANNOT_HOLD)

    def _set_aside(self, families: IntArray, why: Said) -> None:
        self.set_aside |= dict.fromkeys(families.tolist(), why)

    def _group(
        self, relatives: Sequence[Relative], relation: Missing, families: IntArray, codes: CodeArray
    ) -> tuple[Group, bool]:
        """A group, and whether co-ancestry had to be left out."""
        kind = " + ".join(sorted(_said(each) for each in relatives))
        names = tuple(self.names[family] for family in families)
        group = Group(kind, relation, names, codes, self.relatives.observations)
        try:
            first = codes[0].astype(np.int64)
            for place, model in enumerate(self.models):
                relation.tables(model, self.relatives.observations[place], first[np.newaxis, :, place])
        except CoancestryError:
            return replace(group, relation=replace(relation, theta=0.0)), True
        return group, False


def _ways(relatives: Sequence[Relative], sexes: Sequence[Sex]) -> list[tuple[Pedigree, bool]]:
    """The pedigrees the words can mean, and whether one stands for a missing man and a missing woman alike."""
    found = [readings(relatives, sex) for sex in sexes]
    if len(sexes) > 1 and found[0] and not any(_has_children(reading) for reading in found[0]):
        return [(reading.pedigree, True) for reading in found[0]]
    return [(reading.pedigree, False) for own in found for reading in own]


def _said(relative: Relative) -> str:
    kin = relative.relationship.kin.value
    return f"missing {kin}" if relative.relationship.missing else kin


def _has_children(reading: Reading) -> bool:
    return any(MISSING in (person.father, person.mother) for person in reading.pedigree.people)


def _order(relative: tuple[Relative, int]) -> tuple[str, str, str]:
    kin = relative[0].relationship
    return kin.kin.value, kin.side or "", relative[0].sex or ""
