"""The gate: what evidence an identification must have. Versioned, each rule with its source and dates of validity."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from imena.ledger.guards import Reason, reason
from imena.reconciliation.models import Basis, Candidate, ExaminerConclusion, Method, Rule

POSTERIOR = Decimal("0.9995")
PRIMARY = (Method.FINGERPRINTS, Method.TEETH, Method.IMPLANT)
"""Methods that may carry an identification, and count as the second independent one."""

NO_METHOD = reason("reconciliation.no_method", _("no method that the rule in force accepts has identified this person"))
POSTERIOR_LOW = reason("reconciliation.posterior_low", _("the posterior of DNA is below 99.95 %"))
ONE_METHOD = reason(
    "reconciliation.one_method", _("one relative or one method alone: a second is required, close or independent")
)
RECOGNITION_ALONE = reason("reconciliation.recognition_alone", _("recognition alone never suffices"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is for one pair of remains and missing person: the best candidate, conclusions, a court decision."""

    candidate: Candidate | None = None
    conclusions: tuple[ExaminerConclusion, ...] = ()
    court: bool = False

    @property
    def methods(self) -> frozenset[str]:
        """The methods by which an examiner identified the person."""
        identified = ExaminerConclusion.Conclusion.IDENTIFICATION
        return frozenset(each.method for each in self.conclusions if each.conclusion == identified)

    @property
    def excluded(self) -> bool:
        return any(each.conclusion == ExaminerConclusion.Conclusion.EXCLUSION for each in self.conclusions)


@dataclass(frozen=True, slots=True)
class Gate:
    """A rule. `recognition`: whether that alone suffices. `two`: whether a second relative or method is needed."""

    code: Rule
    source: str = field(compare=False)
    since: date
    until: date | None
    recognition: bool
    two: bool

    @property
    def title(self) -> str:
        return str(self.code.label)


GATES = (
    Gate(
        code=Rule.SINGLE_METHOD,
        source="practice reported for 2022–2025",
        since=date(2022, 2, 24),
        until=date(2026, 2, 4),
        recognition=True,
        two=False,
    ),
    Gate(
        code=Rule.ICMP_UA_2026,
        source="ICMP, Guide to DNA reports; rule reported on 5 February 2026, the order’s text not seen",
        since=date(2026, 2, 5),
        until=None,
        recognition=False,
        two=True,
    ),
)
PRESENT = GATES[-1]


def gate_on(day: date) -> Gate:
    """The rule in force on a day; the first one before there was any."""
    return next((gate for gate in reversed(GATES) if gate.since <= day), GATES[0])


def gate_of(code: str) -> Gate | None:
    return next((gate for gate in GATES if gate.code == code), None)


def unmet(gate: Gate, evidence: Evidence, basis: str) -> Iterator[Reason]:
    """What a decision on this basis lacks under a rule; nothing where it passes."""
    if basis == Basis.COURT:
        if not evidence.court:
            yield NO_METHOD
    elif basis == Basis.DNA:
        yield from _dna(gate, evidence)
    elif basis == Basis.RECOGNITION:
        if not gate.recognition:
            yield RECOGNITION_ALONE
        elif Method.RECOGNITION not in evidence.methods:
            yield NO_METHOD
    elif basis not in evidence.methods:
        yield NO_METHOD
    elif gate.two and len(evidence.methods & frozenset(PRIMARY)) < 2 and not _dna_passes(evidence):
        yield ONE_METHOD


def _dna(gate: Gate, evidence: Evidence) -> Iterator[Reason]:
    if evidence.candidate is None:
        yield NO_METHOD
    elif not _dna_passes(evidence):
        yield POSTERIOR_LOW
    elif gate.two and evidence.candidate.close_relatives < 2 and not evidence.methods & frozenset(PRIMARY):
        yield ONE_METHOD


def _dna_passes(evidence: Evidence) -> bool:
    return evidence.candidate is not None and evidence.candidate.posterior >= POSTERIOR
