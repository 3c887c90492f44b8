"""Acts about journals, crosses and graves."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody.models import Filing
from imena.custody.numbering import new
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, record
from imena.ledger.guards import codes
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.scene import guards
from imena.scene.models import (
    Backfilling,
    BurialSite,
    Cross,
    CrossRecord,
    Discrepancy,
    FoundAs,
    Grave,
    GraveLocation,
    GraveOpening,
    JournalEntry,
    JournalRow,
)


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
    count: int | None = None,
    serviceman: bool | None = None,
    sex_as_written: str = "",
    age_as_written: str = "",
    buried_as_written: str = "",
    lay_before: str = "",
    note: str = "",
    page: Filing | None = None,
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> JournalEntry:
    """A row, as it is read off a journal or typed beside its photographed page."""
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
            count=count,
            serviceman=serviceman,
            sex_as_written=sex_as_written,
            age_as_written=age_as_written,
            buried_as_written=buried_as_written,
            lay_before=lay_before,
            note=note,
            page=page,
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
    named_in_documents: str = "",
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
        named_in_documents=named_in_documents,
    )


@act(Backfilling, _("Record that a grave was backfilled"))
def backfill(
    *, by: Actor, happened: When, grave: Grave, document: str = "", origin: Origin = HERE_AND_NOW
) -> Backfilling:
    """An event: flagged where the grave was never opened, or its remains were not all lifted."""
    reasons = codes(guards.backfilling_out_of_order(grave, standpoint(happened.latest)))
    return record(
        Backfilling, by=by, happened=happened, origin=origin, irregular=reasons, grave=grave, document=document
    )
