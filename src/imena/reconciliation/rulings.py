"""Rulings: what became of each decision, derived from its proposal, signatures, suspensions and revocation."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from imena.ledger.standpoint import Standpoint, in_force
from imena.reconciliation.models import Proposal, Resumption, Signature, Suspension

SIGNATORIES = 2


@dataclass
class Ruling:
    """One decision: its proposal, who signed when, when it was taken, and what happened to it since."""

    proposal: Proposal
    signatures: list[Signature] = field(default_factory=list)
    suspensions: list[tuple[Suspension, Resumption | None]] = field(default_factory=list)
    revocation: "Ruling | None" = None

    @property
    def number(self) -> str:
        return self.proposal.decision_id

    @property
    def decided_on(self) -> date | None:
        """The day of the second signature; None while it is only proposed."""
        if len(self.signatures) < SIGNATORIES:
            return None
        return max(signature.happened_until for signature in self.signatures[:SIGNATORIES])

    @property
    def suspended(self) -> bool:
        return any(resumption is None for _, resumption in self.suspensions)

    @property
    def revoked_on(self) -> date | None:
        return self.revocation.decided_on if self.revocation else None

    @property
    def stands(self) -> bool:
        """Whether the decision is taken and not revoked; it may still be suspended."""
        return self.decided_on is not None and self.revoked_on is None

    @property
    def acts(self) -> list[int]:
        """The acts that make the decision what it is."""
        return [self.proposal.pk, *(signature.pk for signature in self.signatures[:SIGNATORIES])]


def rulings(seen: Standpoint, **about: str) -> dict[str, Ruling]:
    """Every decision by number; with `remains` or `person`, those alone that name them."""
    known: dict[object, dict[str, Ruling]] = seen.__dict__.setdefault("rulings", {})
    asked = tuple(sorted(about.items()))
    if asked not in known:  # from one standpoint the answer never changes
        known[asked] = _derive(seen, in_force(Proposal, seen).filter(**about), everything=not about)
    return known[asked]


def ruling_of(seen: Standpoint, decision: str) -> Ruling | None:
    """One decision; None where it was not proposed by then."""
    proposals = in_force(Proposal, seen)
    own = proposals.filter(Q(decision=decision) | Q(revokes=decision))
    return _derive(seen, own, everything=False).get(decision)


def _derive(seen: Standpoint, proposals: QuerySet[Proposal], *, everything: bool) -> dict[str, Ruling]:
    found = {proposal.decision_id: Ruling(proposal) for proposal in proposals.order_by("pk")}
    if not found:
        return {}
    only = {} if everything else {"decision__in": list(found)}
    for signature in in_force(Signature, seen).filter(**only).select_related("entry").order_by("pk"):
        found[signature.decision_id].signatures.append(signature)
    suspensions = list(in_force(Suspension, seen).filter(**only).select_related("entry").order_by("pk"))
    lifted: dict[int, Resumption] = {}
    if suspensions:
        lifted = {act.suspension_id: act for act in in_force(Resumption, seen).filter(**only)}
    for suspension in suspensions:
        found[suspension.decision_id].suspensions.append((suspension, lifted.get(suspension.pk)))
    for ruling in found.values():
        revoked = found.get(ruling.proposal.revokes_id or "")
        if revoked is not None and ruling.decided_on is not None:
            revoked.revocation = ruling
    return found


def rulings_on(seen: Standpoint, **about: str) -> list[Ruling]:
    """The decisions that name remains or a missing person, in the order they were proposed."""
    return list(rulings(seen, **about).values())


def identification_of(seen: Standpoint, **about: str) -> Ruling | None:
    """The identification that stands for remains, or for a missing person, suspended or not."""
    standing = [
        ruling
        for ruling in rulings_on(seen, **about)
        if ruling.proposal.purpose == Proposal.Purpose.IDENTIFICATION and ruling.stands
    ]
    return standing[-1] if standing else None


def identifications(seen: Standpoint) -> dict[str, Ruling]:
    """Every identification that stands, suspended or not, by the number of the remains."""
    return {
        ruling.proposal.remains_id: ruling
        for ruling in rulings(seen).values()
        if ruling.proposal.purpose == Proposal.Purpose.IDENTIFICATION and ruling.stands
    }


def presumed_name_of(seen: Standpoint, remains: str) -> Ruling | None:
    """The decision to bury remains under a presumed name, where one stands."""
    standing = [
        ruling
        for ruling in rulings_on(seen, remains=remains)
        if ruling.proposal.purpose == Proposal.Purpose.PRESUMED_NAME and ruling.stands
    ]
    return standing[-1] if standing else None
