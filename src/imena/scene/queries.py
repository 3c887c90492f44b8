"""Reading the scene: sites with their marks and graves, and where remains were found."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from imena.ledger.standpoint import Standpoint, in_force
from imena.scene.differences import Difference
from imena.scene.discrepancies import by_grave, differences
from imena.scene.models import (
    Backfilling,
    Clearance,
    CrossRecord,
    DiscrepancySettlement,
    Exhumation,
    ExhumationOrder,
    GraveLocation,
    GraveOpening,
    JournalEntry,
    Separation,
    SiteReport,
    SiteStep,
)
from imena.scene.observations import bodies_of, standing

MANY = 100
"""From so many on, everything is read at once."""


@dataclass
class GraveView:
    """A grave with what stands on it, what was written of it, what was found in it, and how these differ."""

    location: GraveLocation
    openings: list[GraveOpening] = field(default_factory=list)
    opening: GraveOpening | None = None
    """The one of its openings that stands."""
    exhumations: list[Exhumation] = field(default_factory=list)
    backfilling: Backfilling | None = None
    differences: list[Difference] = field(default_factory=list)
    """The discrepancies that are open, where they were asked for: see `with_differences`."""

    @property
    def bodies(self) -> int:
        return bodies_of(self.exhumations)

    @property
    def state(self) -> str:
        """How far work has come: located, opened, emptied, found empty, disturbed, backfilled."""
        if self.backfilling is not None:
            return "backfilled"
        if self.opening is None:
            return "located"
        return STATES[GraveOpening.Outcome(self.opening.outcome)]

    @property
    def discrepancies(self) -> list[str]:
        return list(dict.fromkeys(str(each.kind.label) for each in self.differences))


STATES = {
    GraveOpening.Outcome.OPENED: "opened",
    GraveOpening.Outcome.EMPTIED: "emptied",
    GraveOpening.Outcome.EMPTY_FOUND: "empty_found",
    GraveOpening.Outcome.DISTURBED: "disturbed",
    GraveOpening.Outcome.COLLAPSED: "disturbed",
}
"""The state of a grave after each outcome of its opening."""


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site: what was reported, whether it was cleared and ordered, and its latest step."""

    report: SiteReport
    clearance: Clearance | None
    order: ExhumationOrder | None
    step: SiteStep | None


def sites(seen: Standpoint) -> list[SiteView]:
    """Every site reported so far."""
    return [_site(report, seen) for report in in_force(SiteReport, seen).order_by("pk")]


def site(number: str, seen: Standpoint) -> SiteView | None:
    report = in_force(SiteReport, seen).filter(site=number).first()
    return _site(report, seen) if report else None


def _site(report: SiteReport, seen: Standpoint) -> SiteView:
    own = {"site": report.site_id}
    return SiteView(
        report,
        in_force(Clearance, seen).filter(**own).first(),
        in_force(ExhumationOrder, seen).filter(**own).first(),
        in_force(SiteStep, seen).filter(**own).order_by("happened_on", "pk").last(),
    )


def graves(seen: Standpoint, *, site: str = "", grave: str = "") -> list[GraveView]:
    """The graves of a site, or one grave, in the order of their names."""
    about = {name: value for name, value in (("site", site), ("grave", grave)) if value}
    found = {act.grave_id: GraveView(act) for act in in_force(GraveLocation, seen).filter(**about).order_by("pk")}
    only = {"grave": grave} if grave else {}
    for opening in in_force(GraveOpening, seen).filter(**only).order_by("happened_on", "pk"):
        if opening.grave_id in found:
            found[opening.grave_id].openings.append(opening)
    for filled in in_force(Backfilling, seen).filter(**only).order_by("pk"):
        if filled.grave_id in found:
            found[filled.grave_id].backfilling = filled
    for exhumation in in_force(Exhumation, seen).filter(**only).order_by("pk"):
        if exhumation.grave_id in found:
            found[exhumation.grave_id].exhumations.append(exhumation)
    settlements = list(in_force(DiscrepancySettlement, seen).filter(stands__isnull=False).order_by("happened_on", "pk"))
    for number, view in found.items():
        view.opening = standing(view.openings, [act for act in settlements if number in act.about])
    return list(found.values())


def with_differences(listed: list[GraveView], seen: Standpoint) -> list[GraveView]:
    """These graves, each with its open discrepancies."""
    for site in {view.location.site_id for view in listed}:
        open_ones = by_grave(each for each in differences(seen, site) if each.open)
        for view in listed:
            if view.location.site_id == site:
                view.differences = open_ones.get(view.location.grave_id, [])
    return listed


def unlocated(seen: Standpoint, site: str) -> list[CrossRecord]:
    """The crosses that stand on no grave that was located: listed, and no more."""
    standing_on = {number for act in in_force(GraveLocation, seen).filter(site=site) for number in act.crosses}
    crosses = in_force(CrossRecord, seen).filter(site=site).order_by("pk")
    return [act for act in crosses if act.cross_id not in standing_on]


def graves_of(seen: Standpoint, remains: Iterable[str]) -> dict[str, GraveLocation]:
    """The grave in which each of these remains was found; of separated ones, the grave of what they were part of."""
    separated = {act.remains_id: act.separated_from_id for act in in_force(Separation, seen)}
    origins = {number: _origin(number, separated) for number in remains}
    exhumed, located = in_force(Exhumation, seen), in_force(GraveLocation, seen)
    if len(origins) < MANY:
        exhumed = exhumed.filter(remains__in={*origins, *origins.values()})
        located = located.filter(grave__in=exhumed.values("grave"))
    lifted = {act.remains_id: act.grave_id for act in exhumed}
    locations = {act.grave_id: act for act in located}
    graves = {number: lifted.get(origin, lifted.get(number, "")) for number, origin in origins.items()}
    return {number: locations[grave] for number, grave in graves.items() if grave in locations}


def _origin(number: str, separated: dict[str, str]) -> str:
    """What remains were part of when they were lifted, through however many separations."""
    met = {number}
    while (origin := separated.get(number, number)) not in met:
        met.add(origin)
        number = origin
    return number


def marks_of(location: GraveLocation, seen: Standpoint) -> tuple[list[CrossRecord], list[JournalEntry]]:
    """The crosses on a grave, and the journal rows that speak of it."""
    crosses = in_force(CrossRecord, seen).filter(cross__in=location.crosses).order_by("pk")
    rows = in_force(JournalEntry, seen).filter(row__in=location.journal_rows).order_by("pk")
    return list(crosses), list(rows)


def marks_and_bodies(seen: Standpoint, site: str) -> dict[str, int]:
    """Why there are more marks than bodies: crosses, graves, and what the graves held."""
    found = graves(seen, site=site)
    single = [grave for grave in found if not grave.location.mass]
    opened = [grave for grave in single if grave.opening]
    return {
        "crosses": sum(len(grave.location.crosses) for grave in single),
        "mass": sum(grave.location.mass for grave in found),
        "graves": len(found),
        "empty": sum(not grave.opening.bodies for grave in opened if grave.opening),
        "double": sum(max(len(grave.location.crosses) - 1, 0) for grave in opened),
        "shared": sum(grave.bodies > 1 for grave in opened),
        "more": sum(max(grave.bodies - 1, 0) for grave in opened),
        "mass_bodies": sum(grave.bodies for grave in found if grave.location.mass),
        "bodies": sum(grave.bodies for grave in found),
        "separated": in_force(Separation, seen).count(),
    }
