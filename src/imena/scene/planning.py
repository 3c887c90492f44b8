"""Planning: which graves a team opens tomorrow, where the bodies are taken in, and how today went against its plan."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from imena.ledger.guards import Reason, reason
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.scene.guards import NOT_LOCATED, OPENED_TWICE, not_ordered, site_not_ready
from imena.scene.models import (
    BurialSite,
    DayPlan,
    Exhumation,
    ExhumationRecord,
    GraveLocation,
    GraveOpening,
    TeamFormation,
)
from imena.scene.safety import ELSEWHERE, WORK_STOPPED, is_stopped

PLANNED_TWICE = reason("scene.planned_twice", _("the grave stands in a plan already"))
BEYOND_INTAKE = reason("scene.beyond_intake", _("more bodies are expected than the morgues can take in"))
NO_TEAM = reason("scene.no_team", _("no record says that the team was formed for this site"))
NOT_AHEAD = reason("scene.not_ahead", _("a plan is made before its day is over"))


def expected_bodies(location: GraveLocation) -> int:
    """How many a grave may hold: as many as journal rows speak of it, and at least one."""
    return max(len(location.journal_rows), 1)


def teams_of(site: str, seen: Standpoint) -> dict[str, TeamFormation]:
    """The teams of a site, each as it was formed last."""
    acts = list(in_force(TeamFormation, seen).filter(site=site).select_related("lead").order_by("happened_on", "pk"))
    load_keys(act.team_id for act in acts)
    return {act.team_id: act for act in acts}


def plans_of(site: str, seen: Standpoint, day: date | None = None) -> list[DayPlan]:
    plans = in_force(DayPlan, seen).filter(site=site).order_by("pk")
    return list(plans.filter(day=day) if day else plans)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A plan that someone wants to make: its day, the graves of each team, the bodies expected, the free places."""

    site: BurialSite
    day: date
    teams: Mapping[str, list[str]]
    expected: Mapping[str, int]
    intake: Mapping[str, int]

    @property
    def graves(self) -> list[str]:
        return [grave for graves in self.teams.values() for grave in graves]


def plan_out_of_order(
    proposed: Proposed, made_on: date, seen: Standpoint, replaces: int | None = None
) -> Iterator[Reason]:
    """What keeps a day from being planned so. `replaces`: the plan that this one corrects."""
    if proposed.day < made_on:
        yield NOT_AHEAD
        return
    if not set(proposed.teams) <= teams_of(proposed.site.pk, seen).keys():
        yield NO_TEAM
    yield from not_ordered(proposed.site, seen)
    yield from _graves_out_of_order(proposed, seen)
    others = [plan for plan in plans_of(proposed.site.pk, seen) if plan.pk != replaces]
    yield from _planned_twice(proposed, [plan for plan in others if plan.day == proposed.day or plan.day > made_on])
    yield from _beyond_intake(proposed, [plan for plan in others if plan.day == proposed.day], seen)


def _graves_out_of_order(proposed: Proposed, seen: Standpoint) -> Iterator[Reason]:
    """Each reason once, with the names of its graves."""
    located = {act.grave_id: act for act in in_force(GraveLocation, seen).filter(grave__in=proposed.graves)}
    opened = set(in_force(GraveOpening, seen).filter(grave__in=proposed.graves).values_list("grave_id", flat=True))
    then = Standpoint(proposed.day, seen.known)  # a clearance must still be valid on the day itself
    why: dict[Reason, list[str]] = {}
    for grave in proposed.graves:
        name = located[grave].name if grave in located else grave
        for found in _grave_out_of_order(grave, located.get(grave), proposed.site, then):
            why.setdefault(found, []).append(name)
        if grave in opened:
            why.setdefault(OPENED_TWICE, []).append(name)
    for found, names in why.items():
        yield about(found, names)


def _grave_out_of_order(
    grave: str, location: GraveLocation | None, site: BurialSite, seen: Standpoint
) -> Iterator[Reason]:
    if location is None:
        yield NOT_LOCATED
        return
    if location.site_id != site.pk:
        yield ELSEWHERE
    yield from site_not_ready(site, seen, grave)
    if is_stopped(site.pk, seen, grave):
        yield WORK_STOPPED


def _planned_twice(proposed: Proposed, others: Iterable[DayPlan]) -> Iterator[Reason]:
    before = {grave for plan in others for grave in plan.graves}
    within = [grave for grave in proposed.graves if proposed.graves.count(grave) > 1]
    twice = sorted({*within, *(before & set(proposed.graves))})
    if twice:
        yield about(PLANNED_TWICE, twice)


def _beyond_intake(proposed: Proposed, others: list[DayPlan], seen: Standpoint) -> Iterator[Reason]:
    """The bodies of all plans of the day against the places told last."""
    places = intake_of(others) | dict(proposed.intake)
    told = {row["grave"]: row["bodies"] for plan in others for row in plan.expected} | dict(proposed.expected)
    graves = {*proposed.graves, *(grave for plan in others for grave in plan.graves)}
    bodies = sum(_expected(graves, told, seen).values())
    if bodies > sum(places.values()):
        yield Reason(
            BEYOND_INTAKE.code,
            format_lazy("{}: {} > {}", BEYOND_INTAKE.message, bodies, sum(places.values())),
        )


def _expected(graves: Iterable[str], told: Mapping[str, int], seen: Standpoint) -> dict[str, int]:
    located = {act.grave_id: act for act in in_force(GraveLocation, seen).filter(grave__in=list(graves))}
    return {
        grave: told[grave] if grave in told else expected_bodies(located[grave]) if grave in located else 1
        for grave in graves
    }


def intake_of(plans: Iterable[DayPlan]) -> dict[str, int]:
    """The free places of each morgue, as the latest of these plans says."""
    return {row["store"]: row["places"] for plan in plans for row in plan.intake}


def about(found: Reason, names: Iterable[str]) -> Reason:
    """A reason with what it is about: the same code, more words."""
    return Reason(found.code, format_lazy("{} ({})", found.message, ", ".join(names)))


@dataclass
class Planned:
    """A grave in a plan: where it is, how many are expected in it, and what came of it that day."""

    location: GraveLocation
    expected: int
    opening: GraveOpening | None = None
    lifted: int = 0


@dataclass
class TeamDay:
    """A team on a day: its graves, and who is in it."""

    number: str
    team: TeamFormation | None
    graves: list[Planned] = field(default_factory=list)

    @property
    def expected(self) -> int:
        return sum(grave.expected for grave in self.graves)

    @property
    def opened(self) -> int:
        return sum(grave.opening is not None for grave in self.graves)

    @property
    def lifted(self) -> int:
        return sum(grave.lifted for grave in self.graves)


@dataclass(frozen=True, slots=True)
class Day:
    """A day at a site: what was planned for each team, the places for bodies, and what was done without a plan."""

    day: date
    teams: list[TeamDay]
    intake: dict[str, int]
    unplanned: list[Planned]

    @property
    def graves(self) -> int:
        return sum(len(team.graves) for team in self.teams)

    @property
    def expected(self) -> int:
        return sum(team.expected for team in self.teams)

    @property
    def opened(self) -> int:
        return sum(team.opened for team in self.teams)

    @property
    def lifted(self) -> int:
        return sum(team.lifted for team in self.teams)

    @property
    def places(self) -> int:
        return sum(self.intake.values())


def day_at(site: str, day: date, seen: Standpoint) -> Day:
    """A day at a site, planned and done."""
    plans = plans_of(site, seen, day)
    located = {act.grave_id: act for act in in_force(GraveLocation, seen).filter(site=site)}
    openings = in_force(GraveOpening, seen).filter(happened_on__lte=day, happened_until__gte=day).order_by("pk")
    opened = {act.grave_id: act for act in openings if act.grave_id in located}
    told = {row["grave"]: row["bodies"] for plan in plans for row in plan.expected}
    lifted: dict[str, int] = {}
    lifts = in_force(Exhumation, seen).filter(happened_on__lte=day, happened_until__gte=day, form=Exhumation.Form.BODY)
    for grave in lifts.values_list("grave_id", flat=True):
        lifted[grave] = lifted.get(grave, 0) + 1
    formed = teams_of(site, seen)
    teams: dict[str, TeamDay] = {}
    for plan in plans:
        for number, graves in plan.teams.items():
            team = teams.setdefault(number, TeamDay(number, formed.get(number)))
            expected = _expected(graves, told, seen)
            team.graves += [
                Planned(located[grave], expected[grave], opened.get(grave), lifted.get(grave, 0))
                for grave in graves
                if grave in located
            ]
    planned = {grave.location.grave_id for team in teams.values() for grave in team.graves}
    unplanned = [
        Planned(located[grave], expected_bodies(located[grave]), act, lifted.get(grave, 0))
        for grave, act in opened.items()
        if grave not in planned
    ]
    return Day(day, list(teams.values()), intake_of(plans), unplanned)


@dataclass(frozen=True, slots=True)
class Pace:
    """How many graves a team opened on a day, as seen so far: graves, and the days of teams they were opened on."""

    graves: int
    team_days: int

    @property
    def average(self) -> float | None:
        return self.graves / self.team_days if self.team_days else None


def pace(site: str, seen: Standpoint) -> Pace:
    """Over the days gone by: each grave is counted for the team whose plan or record it stands in."""
    opened = {act.grave_id: act.happened_until for act in in_force(GraveOpening, seen)}
    worked: set[tuple[str, date]] = set()
    counted: set[str] = set()
    for plan in plans_of(site, seen):
        for team, graves in plan.teams.items():
            done = {grave for grave in graves if opened.get(grave) == plan.day}
            counted |= done
            worked |= {(team, plan.day)} if done else set()
    records = in_force(ExhumationRecord, seen).filter(site=site, team__isnull=False, grave__isnull=False)
    for record in records:
        if record.grave_id in opened and record.grave_id not in counted:
            counted.add(record.grave_id)
            worked.add((record.team_id or "", record.happened_until))
    return Pace(len(counted), len(worked))


def waiting(site: str, seen: Standpoint, day: date) -> list[GraveLocation]:
    """The graves that are located, not opened, and in no plan of this day or a later one, in the order of names."""
    opened = set(in_force(GraveOpening, seen).values_list("grave_id", flat=True))
    planned = {grave for plan in plans_of(site, seen) if plan.day >= day for grave in plan.graves}
    located = in_force(GraveLocation, seen).filter(site=site).order_by("pk")
    return [act for act in located if act.grave_id not in opened | planned]
