"""What keeps an identification from being proposed, signed, suspended or revoked."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from imena.antemortem.models import LocatedAlive, MissingPerson
from imena.ledger.acts import Actor
from imena.ledger.guards import Reason, reason
from imena.ledger.standpoint import Standpoint, in_force
from imena.reconciliation.gates import Evidence
from imena.reconciliation.models import Candidate, ExaminerConclusion, Presumption, Proposal
from imena.reconciliation.rulings import SIGNATORIES, Ruling, identification_of
from imena.scene.models import Joining, Remains

LOCATED_ALIVE = reason("reconciliation.located_alive", _("the person was located alive"))
IDENTIFIED_ELSEWHERE = reason(
    "reconciliation.identified_elsewhere", _("the person is identified already, by other remains")
)
IDENTIFIED_OTHERWISE = reason(
    "reconciliation.identified_otherwise", _("the remains are identified already, as someone else")
)
EXCLUDED = reason("reconciliation.excluded", _("an examiner excluded that it is the same person"))
JOINED = reason("reconciliation.joined", _("the part was joined to other remains: decide on those"))
AGAINST_GATE = reason("reconciliation.against_gate", _("the investigator decided against the rule in force"))
SIGNED_BY_BOTH = reason("reconciliation.signed_by_both", _("the decision has both signatures"))
SAME_SIGNATORY = reason("reconciliation.same_signatory", _("the same person cannot sign twice"))
COLLECTED_EVIDENCE = reason(
    "reconciliation.collected_evidence", _("whoever collected the evidence cannot sign the decision on it")
)
NOT_DECIDED = reason("reconciliation.not_decided", _("the decision was not taken, or is revoked"))
SUSPENDED = reason("reconciliation.suspended", _("the identification is suspended"))
NOT_PRESUMED = reason("reconciliation.not_presumed", _("no name is presumed for these remains"))
PRESUMED_OTHERWISE = reason("reconciliation.presumed_otherwise", _("another name is presumed for these remains"))


def contradictions(remains: Remains, person: MissingPerson, evidence: Evidence, seen: Standpoint) -> Iterator[Reason]:
    """What speaks against it so hard that no evidence outweighs it."""
    if in_force(LocatedAlive, seen).filter(person=person).exists():
        yield LOCATED_ALIVE
    if evidence.excluded:
        yield EXCLUDED
    other = identification_of(seen, person=person.pk)
    if other and other.proposal.remains_id != remains.pk:
        yield IDENTIFIED_ELSEWHERE
    standing = identification_of(seen, remains=remains.pk)
    if standing:
        yield IDENTIFIED_OTHERWISE
    if in_force(Joining, seen).filter(part=remains).exists():
        yield JOINED


def presumption_out_of_order(remains: Remains, person: MissingPerson, seen: Standpoint) -> Iterator[Reason]:
    if in_force(LocatedAlive, seen).filter(person=person).exists():
        yield LOCATED_ALIVE
    if identification_of(seen, remains=remains.pk):
        yield IDENTIFIED_OTHERWISE
    if any(act.person_id != person.pk for act in standing_presumptions(remains, seen)):
        yield PRESUMED_OTHERWISE


def standing_presumptions(remains: Remains, seen: Standpoint) -> list[Presumption]:
    from imena.reconciliation.models import PresumptionEnd

    ended = in_force(PresumptionEnd, seen).filter(remains=remains).values("presumption")
    return list(in_force(Presumption, seen).filter(remains=remains).exclude(pk__in=ended))


def signature_out_of_order(by: Actor, ruling: Ruling, seen: Standpoint) -> Iterator[Reason]:
    """Two signatories, neither of whom collected the evidence."""
    if len(ruling.signatures) >= SIGNATORIES:
        yield SIGNED_BY_BOTH
    if any(signature.entry.author_id == by.user.pk for signature in ruling.signatures):
        yield SAME_SIGNATORY
    if by.user.pk in collectors(ruling.proposal, seen):
        yield COLLECTED_EVIDENCE


def collectors(proposal: Proposal, seen: Standpoint) -> set[int | None]:
    """The authors of the evidence for a pair: whoever ran the comparison, and whoever concluded."""
    pair = {"remains": proposal.remains_id, "person": proposal.person_id}
    authors: set[int | None] = set()
    for kind in (Candidate, ExaminerConclusion, Presumption):
        authors |= set(in_force(kind, seen).filter(**pair).values_list("entry__author", flat=True))
    return authors
