"""Observations of one grave: which of several stands."""

from collections.abc import Sequence

from imena.scene.models import Discrepancy, DiscrepancySettlement, Exhumation, GraveOpening


def ended(openings: Sequence[GraveOpening]) -> list[GraveOpening]:
    """The openings that say what was found in the end; that work goes on contradicts nothing."""
    return [act for act in openings if act.outcome != GraveOpening.Outcome.OPENED]


def contradicting(openings: Sequence[GraveOpening], bodies: int) -> bool:
    """Whether two openings say different things, or more bodies were lifted than any of them counted."""
    final = ended(openings)
    differ = len({(act.outcome, act.bodies) for act in final}) > 1
    return differ or bool(final and bodies > max(act.bodies for act in final))


def standing(openings: Sequence[GraveOpening], settlements: Sequence[DiscrepancySettlement]) -> GraveOpening | None:
    """The opening that a settlement names; else the latest that says what was found in the end; else the latest."""
    named = [act.stands_id for act in settlements if act.discrepancy == Discrepancy.OBSERVERS_DIFFER and act.stands_id]
    for opening in openings:
        if named and opening.pk == named[-1]:
            return opening
    return ([None, *openings, *ended(openings)])[-1]


def bodies_of(exhumations: Sequence[Exhumation]) -> int:
    return sum(act.form == Exhumation.Form.BODY for act in exhumations)
