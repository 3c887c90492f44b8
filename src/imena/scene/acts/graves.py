"""Acts about journals, crosses and graves."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody.numbering import new
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, record
from imena.ledger.guards import codes
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.scene import guards
from imena.scene.models import (
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
