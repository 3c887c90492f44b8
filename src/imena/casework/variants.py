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
from imena.kinship import LocusModel, OpenMemberTable, Sex, log_likelihood, open_member_table, unrelated

MOST_INCONSISTENT = 2
"""Relatives who contradict each other at more loci than this, were there no mutation, are set aside."""
MOST_AGAINST = -4.0
"""Relatives whose genotypes fit strangers 10⁴ times better than the relationships stated are set aside."""


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


def variants_of(
    family: Family, models: Sequence[LocusModel], strict: Sequence[LocusModel]
) -> tuple[list[Variant], SetAside | None]:
    """The ways a family can be read, those that its own genotypes contradict left out; or why it is set aside."""
    try:
        ways = [(reading, sex) for sex in Sex for reading in readings(family.relatives, sex)]
    except TooManyReadingsError as error:
        return [], SetAside(Statement(family.name, Said(error.message, error.values)))
    if not ways:
        message = mark("the relationships cannot all hold: {relatives}")
        return [], SetAside(Statement(family.name, Said(message, {"relatives": said_relatives(family)})))
    variants = [_variant(family, reading, sex, models, strict) for reading, sex in ways]
    kept = [each for each in variants if each.agrees()]
    if not kept:
        return [], _contradiction(family, max(variants, key=lambda each: each.log10_lr_of_relatives), models, strict)
    return kept, None


def _variant(
    family: Family, reading: Reading, sex: Sex, models: Sequence[LocusModel], strict: Sequence[LocusModel]
) -> Variant:
    with_mutation = tuple(open_member_table(reading.pedigree, MISSING, family.profiles, model) for model in models)
    without = (open_member_table(reading.pedigree, MISSING, family.profiles, model) for model in strict)
    possible = tuple(None if math.isinf(table.log_relatives) else table for table in without)
    return Variant(reading, sex, with_mutation, possible, _log10_lr_of_relatives(family, with_mutation, models))


def _log10_lr_of_relatives(family: Family, tables: Sequence[OpenMemberTable], models: Sequence[LocusModel]) -> float:
    """The relatives' genotypes under the relationships stated against all of them being strangers."""
    strangers = unrelated(*((relative.id, relative.sex or Sex.FEMALE) for relative in family.relatives))
    stated = math.fsum(table.log_relatives for table in tables)
    return (stated - log_likelihood(strangers, family.profiles, models).total) / math.log(10)


def _contradiction(
    family: Family, variant: Variant, models: Sequence[LocusModel], strict: Sequence[LocusModel]
) -> SetAside:
    """Say how relatives contradict each other, and who of them could be the one not related as stated."""
    suspects = tuple(
        relative.id
        for relative in family.relatives
        if len(family.relatives) > 1 and _agrees_without(family, relative.id, variant, models, strict)
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


def _agrees_without(
    family: Family, suspect: str, variant: Variant, models: Sequence[LocusModel], strict: Sequence[LocusModel]
) -> bool:
    return _variant(without(family, suspect), variant.reading, variant.sex, models, strict).agrees()


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
