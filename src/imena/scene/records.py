"""Exhumation records: who had to be present, and what the acts say was expected and found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from imena.custody.models import Filing
from imena.ledger.guards import Reason, reason
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.scene.items import found_with
from imena.scene.models import (
    BurialSite,
    Capacity,
    Clearance,
    CrossRecord,
    ExhumationOrder,
    ExhumationRecord,
    ExplosivesCheck,
    Grave,
    GraveLocation,
    GraveOpening,
    ItemFound,
    JournalEntry,
)
from imena.scene.planning import expected_bodies
from imena.scene.queries import GraveView, graves, marks_of
from imena.scene.safety import ELSEWHERE, clearances, last_check, rules_of

EXPERT_ABSENT = reason("scene.expert_absent", _("no forensic expert was present (CPC of Ukraine, Art. 239)"))
OFFICIAL_ABSENT = reason(
    "scene.official_absent", _("no official of the local executive body carried it out (CPC of Ukraine, Art. 239)")
)
WITNESSES_ABSENT = reason(
    "scene.witnesses_absent", _("fewer than two witnesses, and not filmed without a break (CPC of Ukraine, Art. 223)")
)
ALONE = reason("scene.alone", _("fewer than two members of the team, as the site’s rules ask"))
ORDER_ABSENT = reason("scene.order_absent", _("no prosecutor’s order stood on that day"))


def record_out_of_order(
    site: BurialSite, grave: Grave | None, capacities: Sequence[str], seen: Standpoint, *, filmed: bool
) -> Iterator[Reason]:
    """Whom the Criminal Procedure Code and the site's rules ask for, and were not there."""
    if grave and not in_force(GraveLocation, seen).filter(grave=grave, site=site).exists():
        yield ELSEWHERE
    if not in_force(ExhumationOrder, seen).filter(site=site).exists():
        yield ORDER_ABSENT
    if Capacity.FORENSIC_EXPERT not in capacities:
        yield EXPERT_ABSENT
    if Capacity.OFFICIAL not in capacities:
        yield OFFICIAL_ABSENT
    if capacities.count(Capacity.WITNESS) < 2 and not filmed:
        yield WITNESSES_ABSENT
    rules = rules_of(site.pk, seen)
    if rules and rules.two_people and capacities.count(Capacity.TEAM) < 2:
        yield ALONE


@dataclass(frozen=True, slots=True)
class RecordedGrave:
    """A grave in a record: what was marked and written, what was found, and what was filed with it."""

    grave: GraveView
    crosses: list[CrossRecord]
    rows: list[JournalEntry]
    expected: int
    check: ExplosivesCheck | None
    items: list[ItemFound]
    files: list[Filing]


@dataclass(frozen=True, slots=True)
class RecordView:
    """An exhumation record, with what the acts say of its graves."""

    act: ExhumationRecord
    order: ExhumationOrder | None
    clearance: Clearance | None
    graves: list[RecordedGrave]
    files: list[Filing]

    @property
    def expected(self) -> int:
        return sum(grave.expected for grave in self.graves)

    @property
    def found(self) -> int:
        return sum(grave.grave.bodies for grave in self.graves)


def record_view(act: ExhumationRecord, seen: Standpoint) -> RecordView:
    """A record as it is printed. Found and expected are read from the acts, not typed again."""
    load_keys([act.protocol_id])
    then = Standpoint(act.happened_until, seen.known)
    order = in_force(ExhumationOrder, then).filter(site=act.site_id).order_by("pk").last()
    cleared = clearances(act.site_id, then)
    found = graves(then, grave=act.grave_id) if act.grave_id else _opened_that_day(act, then)
    return RecordView(
        act,
        order,
        cleared[-1] if cleared else None,
        [_recorded(grave, seen) for grave in found],
        files_of([act.protocol_id], seen),
    )


def _opened_that_day(act: ExhumationRecord, seen: Standpoint) -> list[GraveView]:
    openings = in_force(GraveOpening, seen).filter(
        happened_on__lte=act.happened_until, happened_until__gte=act.happened_on
    )
    opened = set(openings.values_list("grave_id", flat=True))
    return [grave for grave in graves(seen, site=act.site_id) if grave.location.grave_id in opened]


def _recorded(grave: GraveView, seen: Standpoint) -> RecordedGrave:
    number = grave.location.grave_id
    crosses, rows = marks_of(grave.location, seen)
    lifted = [act.remains_id for act in grave.exhumations]
    items = [item for each in [number, *lifted] for item in found_with(each, seen)]
    return RecordedGrave(
        grave,
        crosses,
        rows,
        expected_bodies(grave.location),
        last_check(number, seen),
        items,
        files_of([number, *lifted], seen),
    )


def files_of(numbers: Sequence[str], seen: Standpoint) -> list[Filing]:
    """The photographs, sketches and scans that were filed with objects."""
    load_keys(numbers)
    return list(in_force(Filing, seen).filter(object__in=list(numbers)).order_by("pk"))
