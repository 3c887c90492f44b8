"""Everything that changes the scene: one function for each act."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody.numbering import new
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, record
from imena.ledger.guards import codes, refuse
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.scene import guards
from imena.scene.models import (
    BurialSite,
    Clearance,
    Cross,
    CrossRecord,
    Discrepancy,
    Exhumation,
    ExhumationOrder,
    FoundAs,
    Grave,
    GraveLocation,
    GraveOpening,
    Joining,
    JournalEntry,
    JournalRow,
    Remains,
    Separation,
    SiteReport,
    SiteStep,
)


@act(SiteReport, _("Report a burial site"))
def report_site(
    *, by: Actor, happened: When, name: str, name_en: str, number: str = "", origin: Origin = HERE_AND_NOW
) -> SiteReport:
    with transaction.atomic(savepoint=False):
        site = new(BurialSite, by.operation, number)
        return record(SiteReport, by=by, happened=happened, origin=origin, site=site, name=name, name_en=name_en)


@act(SiteStep, _("Change the state of a site"))
def step_site(
    *, by: Actor, happened: When, site: BurialSite, step: SiteStep.Step, origin: Origin = HERE_AND_NOW
) -> SiteStep:
    return record(SiteStep, by=by, happened=happened, origin=origin, site=site, step=step)


@act(Clearance, _("Record that a site was cleared of mines"))
def clear_site(
    *, by: Actor, happened: When, site: BurialSite, document: str, origin: Origin = HERE_AND_NOW
) -> Clearance:
    return record(Clearance, by=by, happened=happened, origin=origin, site=site, document=document)


@act(ExhumationOrder, _("Order exhumation"), authorises=True)
def order_exhumation(
    *, by: Actor, happened: When, site: BurialSite, document: str, origin: Origin = HERE_AND_NOW
) -> ExhumationOrder:
    """Refused while the site is not reported, not cleared of mines, or inaccessible."""
    refuse(guards.site_not_ready(site, standpoint(happened.latest)))
    return record(ExhumationOrder, by=by, happened=happened, origin=origin, site=site, document=document)


@act(JournalEntry, _("Take over a journal row"))
def take_over_journal_row(
    *,
    by: Actor,
    happened: When,
    site: BurialSite,
    place: str,
    mark: str = "",
    expected: FoundAs | str = "",
    written_name: str = "",
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> JournalEntry:
    with transaction.atomic(savepoint=False):
        row = new(JournalRow, by.operation, number)
        return record(
            JournalEntry,
            by=by,
            happened=happened,
            origin=origin,
            row=row,
            site=site,
            place=place,
            mark=mark,
            expected=expected,
            written_name=written_name,
        )


@act(CrossRecord, _("Record a cross"))
def record_cross(
    *,
    by: Actor,
    happened: When,
    site: BurialSite,
    inscription: str,
    east_dm: int,
    north_dm: int,
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> CrossRecord:
    with transaction.atomic(savepoint=False):
        cross = new(Cross, by.operation, number)
        return record(
            CrossRecord,
            by=by,
            happened=happened,
            origin=origin,
            cross=cross,
            site=site,
            inscription=inscription,
            east_dm=east_dm,
            north_dm=north_dm,
        )


@act(GraveLocation, _("Locate a grave"))
def locate_grave(
    *,
    by: Actor,
    happened: When,
    site: BurialSite,
    name: str,
    crosses: Sequence[str],
    journal_rows: Sequence[str] = (),
    mass: bool = False,
    east_dm: int,
    north_dm: int,
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> GraveLocation:
    with transaction.atomic(savepoint=False):
        grave = new(Grave, by.operation, number)
        return record(
            GraveLocation,
            by=by,
            happened=happened,
            origin=origin,
            grave=grave,
            site=site,
            name=name,
            crosses=list(crosses),
            journal_rows=list(journal_rows),
            mass=mass,
            east_dm=east_dm,
            north_dm=north_dm,
        )


@act(GraveOpening, _("Record that a grave was opened"))
def open_grave(
    *,
    by: Actor,
    happened: When,
    grave: Grave,
    outcome: GraveOpening.Outcome,
    bodies: int,
    discrepancies: Sequence[Discrepancy] = (),
    origin: Origin = HERE_AND_NOW,
) -> GraveOpening:
    """An event: flagged where the site was not cleared, or nobody ordered it."""
    reasons = guards.opening_out_of_order(grave, standpoint(happened.latest))
    return record(
        GraveOpening,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes(reasons),
        grave=grave,
        outcome=outcome,
        bodies=bodies,
        discrepancies=[str(each) for each in discrepancies],
    )


@act(Exhumation, _("Record an exhumation"))
def exhume(
    *,
    by: Actor,
    happened: When,
    grave: Grave,
    found_as: FoundAs,
    form: Exhumation.Form = Exhumation.Form.BODY,
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> Exhumation:
    """An event: flagged where the grave was not opened in order. The remains receive their number here."""
    reasons = codes(guards.exhumation_out_of_order(grave, standpoint(happened.latest)))
    with transaction.atomic(savepoint=False):
        remains = new(Remains, by.operation, number)
        return record(
            Exhumation,
            by=by,
            happened=happened,
            origin=origin,
            irregular=reasons,
            remains=remains,
            grave=grave,
            form=form,
            found_as=found_as,
        )


@act(Separation, _("Separate remains"))
def separate(
    *,
    by: Actor,
    happened: When,
    separated_from: Remains,
    found_as: FoundAs,
    document: str,
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> Separation:
    """What was separated is a case of its own, with a number of its own; nothing is renumbered."""
    with transaction.atomic(savepoint=False):
        remains = new(Remains, by.operation, number)
        return record(
            Separation,
            by=by,
            happened=happened,
            origin=origin,
            remains=remains,
            separated_from=separated_from,
            found_as=found_as,
            document=document,
        )


@act(Joining, _("Join a part to remains"), authorises=True)
def join(
    *, by: Actor, happened: When, part: Remains, remains: Remains, document: str, origin: Origin = HERE_AND_NOW
) -> Joining:
    refuse(guards.joining_out_of_order(part, standpoint(happened.latest)))
    return record(Joining, by=by, happened=happened, origin=origin, part=part, remains=remains, document=document)
