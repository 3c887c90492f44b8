"""Reading what families told: who the missing are, and how their families are made up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from imena.antemortem.guards import legal_bases
from imena.antemortem.models import DonorRecord, FamilyRecord, LocatedAlive, MissingReport, NoReference
from imena.laboratory.models import DnaProfile
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force


@dataclass(frozen=True, slots=True)
class Missing:
    """A missing person as reported; `name` is empty where the key was destroyed."""

    number: str
    name: str
    sex: str
    born_on: date | None
    last_seen_on: date | None
    serviceman: bool
    report: MissingReport


def missing_of(seen: Standpoint, numbers: Iterable[str] | None = None) -> dict[str, Missing]:
    """The missing, by number: all of them, or those asked for."""
    reports = in_force(MissingReport, seen).order_by("pk")
    if numbers is not None:
        reports = reports.filter(person__in=list(numbers))
    acts = list(reports)
    load_keys(act.person_id for act in acts)
    return {act.person_id: _missing(act) for act in acts}


def _missing(act: MissingReport) -> Missing:
    parts = (act.surname, act.given_name, act.patronymic)
    return Missing(
        number=act.person_id,
        name=" ".join(part for part in parts if part),
        sex=act.sex or "",
        born_on=_day(act.born_on),
        last_seen_on=_day(act.last_seen_on),
        serviceman=act.serviceman,
        report=act,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def names_of(seen: Standpoint, numbers: Iterable[str]) -> dict[str, str]:
    """The names of missing persons, by number."""
    return {number: each.name for number, each in missing_of(seen, numbers).items()}


def families_of(person: str, seen: Standpoint) -> list[FamilyRecord]:
    """The families in which a person is missing."""
    records = in_force(FamilyRecord, seen).filter(entry__mentions__number=person).order_by("pk")
    return list(records.distinct())


def states_of(family: FamilyRecord, seen: Standpoint) -> Mapping[str, str]:
    """How each member of a family stands: missing, typed, asked, or untyped."""
    donors = list(in_force(DonorRecord, seen).filter(family=family.family_id))
    typed = set(
        in_force(DnaProfile, seen)
        .filter(taken_from__in=[donor.donor_id for donor in donors])
        .values_list("taken_from_id", flat=True)
    )
    bases = legal_bases(seen)
    states = {member["id"]: "missing" if member["person"] else "untyped" for member in family.members or ()}
    for donor in donors:
        lawful = donor.donor_id in bases
        states[donor.member] = "typed" if donor.donor_id in typed and lawful else "asked"
    return states


def unreachable(seen: Standpoint) -> dict[str, NoReference]:
    """Those for whom no reference is possible, and why."""
    return {act.person_id: act for act in in_force(NoReference, seen).order_by("pk")}


def alive(seen: Standpoint) -> set[str]:
    """Those who were located alive."""
    return set(in_force(LocatedAlive, seen).values_list("person_id", flat=True))
