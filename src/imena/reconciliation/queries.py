"""Reading reconciliation: evidence for a pair, coverage, presumed names."""

from collections.abc import Iterable, Mapping

from imena.antemortem.models import FamilyRecord
from imena.ledger.standpoint import Standpoint, in_force
from imena.reconciliation.gates import Evidence
from imena.reconciliation.models import (
    Candidate,
    ComparisonRun,
    ExaminerConclusion,
    JointRun,
    Presumption,
    PresumptionEnd,
)

Pair = tuple[str, str]


def evidence_for(remains: str, person: str, seen: Standpoint, *, court: bool = False) -> Evidence:
    """The evidence for one pair."""
    pair = {"remains": remains, "person": person}
    candidate = in_force(Candidate, seen).filter(**pair).order_by("pk").last()
    conclusions = in_force(ExaminerConclusion, seen).filter(**pair).order_by("pk")
    return Evidence(candidate, tuple(conclusions), court)


def evidence_for_all(seen: Standpoint) -> dict[Pair, Evidence]:
    """The evidence for every pair there is any for."""
    candidates = {(act.remains_id, act.person_id): act for act in in_force(Candidate, seen).order_by("pk")}
    conclusions: dict[Pair, list[ExaminerConclusion]] = {}
    for act in in_force(ExaminerConclusion, seen).order_by("pk"):
        conclusions.setdefault((act.remains_id, act.person_id), []).append(act)
    return {
        pair: Evidence(candidates.get(pair), tuple(conclusions.get(pair, ())))
        for pair in candidates.keys() | conclusions.keys()
    }


def joint_run_of(family: str, seen: Standpoint) -> JointRun | None:
    """The last joint run that named somebody of a family."""
    runs = in_force(JointRun, seen).order_by("-pk")
    return next((run for run in runs if any(each["family"] == family for each in run.answers["named"])), None)


def presumptions(seen: Standpoint, **about: str) -> list[tuple[Presumption, PresumptionEnd | None]]:
    """Every presumed name, with the act that gave it up; with `remains`, those of these alone."""
    ended = {act.presumption_id: act for act in in_force(PresumptionEnd, seen).filter(**about)}
    acts = in_force(Presumption, seen).filter(**about).order_by("happened_on", "pk")
    return [(act, ended.get(act.pk)) for act in acts]


def coverage(remains: str, persons: Iterable[str], seen: Standpoint) -> Mapping[str, ComparisonRun | str]:
    """For each missing person: the last run that compared these remains with the family, or why none did.

    The reason is a code of `compare`, or `not_yet`.
    """
    families: dict[str, str] = {}
    for record in in_force(FamilyRecord, seen).order_by("pk"):
        families |= dict.fromkeys(record.persons, record.family_id)
    found: dict[str, ComparisonRun | str] = dict.fromkeys(persons, "not_yet")
    for run in in_force(ComparisonRun, seen).order_by("pk"):
        columns = {family for rows, families_of in run.blocks if remains in rows for family in families_of}
        for person in found:
            family = families.get(person, "")
            if family in columns:
                found[person] = run
            elif isinstance(found[person], str):
                found[person] = run.left_out.get(remains) or run.left_out.get(family) or found[person]
    return found
