"""Everything that changes where the dead are laid to rest, and what it cost."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.antemortem.models import MissingPerson
from imena.burial import guards
from imena.burial.models import (
    Allotment,
    BurialDecision,
    CostLine,
    DeathCertificate,
    Expense,
    NamedAs,
    Notification,
    Parts,
    PlateChange,
    Plot,
    PlotAssignment,
    Programme,
    Reburial,
    ReExhumation,
    Release,
    ReleasePermission,
)
from imena.burial.queries import resting_places
from imena.core.when import When
from imena.custody.numbering import new
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.guards import codes, refuse
from imena.ledger.registry import act
from imena.ledger.standpoint import in_force, standpoint
from imena.reconciliation.rulings import identification_of
from imena.scene.models import Remains


@act(Notification, _("Record that a family was notified"))
def notify(
    *,
    by: Actor,
    happened: When,
    person: MissingPerson,
    remains: Remains,
    told: str,
    origin: Origin = HERE_AND_NOW,
) -> Notification:
    """An event: flagged where no decision identifies the person by these remains."""
    ruling = identification_of(standpoint(happened.latest), remains=remains.pk)
    unidentified = ruling is None or ruling.proposal.person_id != person.pk
    return record(
        Notification,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes([guards.NOT_IDENTIFIED] if unidentified else []),
        person=person,
        remains=remains,
        told=told,
    )


@act(DeathCertificate, _("Record a death certificate"), authorises=True)
def certify(
    *,
    by: Actor,
    happened: When,
    person: MissingPerson,
    remains: Remains,
    document: str,
    origin: Origin = HERE_AND_NOW,
) -> DeathCertificate:
    """Refused where no decision identifies the person by these remains."""
    ruling = identification_of(standpoint(happened.latest), remains=remains.pk)
    if ruling is None or ruling.proposal.person_id != person.pk:
        refuse([guards.NOT_IDENTIFIED])
    return record(
        DeathCertificate,
        by=by,
        happened=happened,
        origin=origin,
        person=person,
        remains=remains,
        document=document,
    )


@act(ReleasePermission, _("Permit release"), authorises=True)
def permit_release(
    *, by: Actor, happened: When, remains: Remains, parts: Parts, document: str, origin: Origin = HERE_AND_NOW
) -> ReleasePermission:
    """Refused without an expert's report, without a name or the twelve months' hold, while suspended, and with all
    parts accounted for while a missing bone lies among the fragments of the same grave."""
    seen = standpoint(happened.latest)
    refuse([*guards.permission_out_of_order(remains, seen), *guards.parts_out_of_order(remains, parts, seen)])
    return record(
        ReleasePermission, by=by, happened=happened, origin=origin, remains=remains, parts=parts, document=document
    )


@act(Release, _("Record a release"))
def release(
    *,
    by: Actor,
    happened: When,
    remains: Remains,
    document: str,
    received_by: str,
    origin: Origin = HERE_AND_NOW,
) -> Release:
    """An event: flagged where no prosecutor permitted it, or the identification is suspended."""
    return record(
        Release,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes(guards.release_out_of_order(remains, standpoint(happened.latest))),
        remains=remains,
        document=document,
        received_by=received_by,
    )


@act(BurialDecision, _("Decide on a reburial"), authorises=True)
def decide_burial(
    *,
    by: Actor,
    happened: When,
    remains: Remains,
    named_as: NamedAs,
    document: str,
    origin: Origin = HERE_AND_NOW,
) -> BurialDecision:
    """Refused where the kind of name has no ground: no identification, no certificate, no decision, no hold."""
    refuse(guards.decision_out_of_order(remains, named_as, standpoint(happened.latest)))
    return record(
        BurialDecision,
        by=by,
        happened=happened,
        origin=origin,
        remains=remains,
        named_as=named_as,
        document=document,
    )


@act(PlotAssignment, _("Assign a plot"), authorises=True)
def assign_plot(
    *,
    by: Actor,
    happened: When,
    remains: Remains,
    cemetery: str,
    section: str,
    row: int,
    place: int,
    origin: Origin = HERE_AND_NOW,
) -> PlotAssignment:
    """The plot at that place, new or known. Refused where it is taken."""
    seen = standpoint(happened.latest)
    where = {"cemetery": cemetery, "section": section, "row": row, "place": place}
    known = in_force(PlotAssignment, seen).filter(**where).select_related("plot").first()
    if known:
        refuse(guards.plot_taken(known.plot, remains, seen))
    with transaction.atomic(savepoint=False):
        plot = known.plot if known else new(Plot, by.operation)
        return record(
            PlotAssignment,
            by=by,
            happened=happened,
            origin=origin,
            plot=plot,
            remains=remains,
            cemetery=cemetery,
            section=section,
            row=row,
            place=place,
        )


@act(Reburial, _("Record a reburial"))
def rebury(
    *,
    by: Actor,
    happened: When,
    remains: Remains,
    plot: Plot,
    named_as: NamedAs,
    honours: bool = False,
    origin: Origin = HERE_AND_NOW,
) -> Reburial:
    """An event: flagged without release or decision, under another kind of name, or in a plot that is taken."""
    reasons = guards.reburial_out_of_order(remains, plot, named_as, standpoint(happened.latest))
    return record(
        Reburial,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes(reasons),
        remains=remains,
        plot=plot,
        named_as=named_as,
        honours=honours,
    )


@act(PlateChange, _("Change the plate on a grave"))
def change_plate(
    *,
    by: Actor,
    happened: When,
    remains: Remains,
    plot: Plot,
    named_as: NamedAs,
    origin: Origin = HERE_AND_NOW,
) -> PlateChange:
    reasons = guards.plate_out_of_order(remains, plot, named_as, standpoint(happened.latest))
    return record(
        PlateChange,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes(reasons),
        remains=remains,
        plot=plot,
        named_as=named_as,
    )


@act(ReExhumation, _("Record that remains were exhumed again"))
def exhume_again(
    *, by: Actor, happened: When, remains: Remains, plot: Plot, document: str, origin: Origin = HERE_AND_NOW
) -> ReExhumation:
    there = resting_places(standpoint(happened.latest), remains=remains.pk).get(remains.pk)
    return record(
        ReExhumation,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes([] if there == plot.pk else [guards.NOT_BURIED_THERE]),
        remains=remains,
        plot=plot,
        document=document,
    )


@act(Allotment, _("Allot money"), authorises=True)
def allot(
    *, by: Actor, happened: When, name: str, amount: Decimal, document: str, origin: Origin = HERE_AND_NOW
) -> Allotment:
    """Money for a new programme. The amount must be above zero."""
    if amount <= 0:
        raise RefusedError("{amount} hryvnias cannot be allotted", amount=amount)
    with transaction.atomic(savepoint=False):
        programme = new(Programme, by.operation)
        return record(
            Allotment,
            by=by,
            happened=happened,
            origin=origin,
            programme=programme,
            name=name,
            amount=amount,
            document=document,
        )


@act(Expense, _("Spend money"), authorises=True)
def spend(
    *,
    by: Actor,
    happened: When,
    programme: Programme,
    remains: Remains,
    line: CostLine,
    amount: Decimal,
    document: str,
    origin: Origin = HERE_AND_NOW,
) -> Expense:
    """Refused where the programme has not so much left."""
    if amount <= 0:
        raise RefusedError("{amount} hryvnias cannot be spent", amount=amount)
    refuse(guards.expense_out_of_order(programme, amount, standpoint(happened.latest)))
    return record(
        Expense,
        by=by,
        happened=happened,
        origin=origin,
        programme=programme,
        remains=remains,
        line=line,
        amount=amount,
        document=document,
    )
