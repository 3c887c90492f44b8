"""Variants: the ways a family can be read, held against the genotypes of its own relatives.

A variant is one reading for a missing person of one sex, with the tables of the open member. Variants that the
relatives' genotypes contradict are left out; a family that has no other is set aside.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from imena.casework.answers import Statement
from imena.casework.inputs import Family
from imena.casework.readings import MISSING, Reading, TooManyReadingsError, readings
from imena.core.said import Number, Said, mark
from imena.kinship import CoancestryError, LocusModel, OpenMemberTable, Sex, log_likelihood, unrelated
from imena.kinship.open_member import Opening, open_tables

MOST_INCONSISTENT = 2
"""Relatives who contradict each other at more loci than this, were there no mutation, are set aside."""
MOST_AGAINST = -4.0
"""Relatives whose genotypes fit strangers 10⁴ times better than the relationships stated are set aside."""

WITHOUT_THETA = Said(mark("too many untyped relatives who connect the others: co-ancestry was left out"))


@dataclass(frozen=True, eq=False)
class Variant:
    """A family read in one way, for a missing person of one sex: its tables by locus.

    `with_mutation` gives the LR; `without` says what is possible were there no mutation, None where the relatives
    themselves are not.
    """

    reading: Reading
    sex: Sex
    with_mutation: tuple[OpenMemberTable, ...]
    without: tuple[OpenMemberTable | None, ...]
    log10_lr_of_relatives: float
    """How much better the relatives' genotypes fit these relationships than strangers."""

    def agrees(self) -> bool:
        """Whether the relatives' own genotypes agree with the relationships."""
        return len(self.inconsistent()) <= MOST_INCONSISTENT and self.log10_lr_of_relatives >= MOST_AGAINST

    def inconsistent(self) -> list[str]:
        return [
            table.locus.name
            for table, strict in zip(self.with_mutation, self.without, strict=True)
            if strict is None or math.isinf(table.log_relatives)
        ]


@dataclass(frozen=True, slots=True)
class SetAside:
    """Why a family is set aside, and the relatives without any one of whom it would not be."""

    statement: Statement
    suspects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a family is computed with: the loci, the same without mutation, and the co-ancestry."""

    models: tuple[LocusModel, ...]
    strict: tuple[LocusModel, ...]
    theta: float


@dataclass(frozen=True, slots=True)
class Read:
    """A family's variants, those that its own genotypes contradict left out; or why it is set aside.

    `without_theta`: it has too many untyped founders for co-ancestry, which was left out.
    """

    family: Family
    variants: tuple[Variant, ...] = ()
    set_aside: SetAside | None = None
    without_theta: bool = False


def read_families(families: Sequence[Family], settings: Settings) -> list[Read]:
    """Read families together, those of one shape computed at once; co-ancestry is left out where it must be."""
    try:
        return _read(families, settings)
    except CoancestryError:
        if len(families) > 1:
            return [read for family in families for read in read_families([family], settings)]
        return [replace(read, without_theta=True) for read in _read(families, replace(settings, theta=0.0))]


Way = tuple[Reading, Sex]


def _read(families: Sequence[Family], settings: Settings) -> list[Read]:
    found: dict[str, Read] = {}
    ways: list[tuple[Family, Way]] = []
    for family in families:
        try:
            own = [(reading, sex) for sex in family.sexes for reading in readings(family.relatives, sex)]
        except TooManyReadingsError as error:
            found[family.name] = Read(family, set_aside=SetAside(_said(family, error.message, **error.values)))
            continue
        if own:
            ways += [(family, way) for way in own]
        else:
            message = mark("the relationships cannot all hold: {relatives}")
            why = SetAside(_said(family, message, relatives=said_relatives(family)))
            found[family.name] = Read(family, set_aside=why)
    variants: dict[str, list[Variant]] = {}
    for (family, _), variant in zip(ways, _variants(ways, settings), strict=True):
        variants.setdefault(family.name, []).append(variant)
    for family in families:
        if family.name in variants:
            found[family.name] = _judged(family, variants[family.name], settings)
    return [found[family.name] for family in families]


def _said(family: Family, message: str, **values: object) -> Statement:
    return Statement(family.name, Said(message, values))


def _judged(family: Family, variants: Sequence[Variant], settings: Settings) -> Read:
    kept = tuple(each for each in variants if each.agrees())
    if kept:
        return Read(family, kept)
    best = max(variants, key=lambda each: each.log10_lr_of_relatives)
    return Read(family, set_aside=_contradiction(family, best, settings))


def _variants(ways: Sequence[tuple[Family, Way]], settings: Settings) -> list[Variant]:
    """The tables of each way of each family, locus by locus."""
    openings = [Opening(reading.pedigree, MISSING, family.profiles) for family, (reading, _) in ways]
    with_mutation = [open_tables(openings, model, theta=settings.theta) for model in settings.models]
    without = [open_tables(openings, model) for model in settings.strict]
    found = []
    for number, (family, (reading, sex)) in enumerate(ways):
        tables = tuple(of_locus[number] for of_locus in with_mutation)
        strict = (of_locus[number] for of_locus in without)
        possible = tuple(None if math.isinf(table.log_relatives) else table for table in strict)
        found.append(Variant(reading, sex, tables, possible, _log10_lr_of_relatives(family, tables, settings)))
    return found


def _log10_lr_of_relatives(family: Family, tables: Sequence[OpenMemberTable], settings: Settings) -> float:
    """The relatives' genotypes under the relationships stated against all of them being strangers."""
    strangers = unrelated(*((relative.id, relative.sex or Sex.FEMALE) for relative in family.relatives))
    stated = math.fsum(table.log_relatives for table in tables)
    apart = log_likelihood(strangers, family.profiles, settings.models, theta=settings.theta)
    return (stated - apart.total) / math.log(10)


def _contradiction(family: Family, variant: Variant, settings: Settings) -> SetAside:
    """Say how relatives contradict each other, and who of them could be the one not related as stated."""
    suspects = tuple(
        relative.id
        for relative in family.relatives
        if len(family.relatives) > 1 and _agrees_without(family, relative.id, variant, settings)
    )
    values = {
        "relatives": said_relatives(family),
        "loci": tuple(variant.inconsistent()),
        "log10_lr": Number(variant.log10_lr_of_relatives),
    }
    if len(variant.inconsistent()) > MOST_INCONSISTENT:
        message = mark("the genotypes of {relatives} contradict the relationships at {loci}")
    else:
        message = mark("the genotypes of {relatives} speak for strangers, log10 LR {log10_lr}")
    return SetAside(Statement(family.name, Said(message, values)), suspects)


def _agrees_without(family: Family, suspect: str, variant: Variant, settings: Settings) -> bool:
    [rest] = _variants([(without(family, suspect), (variant.reading, variant.sex))], settings)
    return rest.agrees()


def without(family: Family, suspect: str) -> Family:
    return replace(
        family,
        relatives=tuple(relative for relative in family.relatives if relative.id != suspect),
        profiles={id: profile for id, profile in family.profiles.items() if id != suspect},
    )


def said_relatives(family: Family) -> tuple[Said, ...]:
    return tuple(
        Said("{sample} ({kin})", {"sample": relative.id, "kin": Said(relative.relationship.kin.value)})
        for relative in family.relatives
    )
