"""Acts of the days of exhumation: teams, plans, records."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody.numbering import new
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.guards import codes, refuse
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.people.models import User
from imena.scene import planning, records
from imena.scene.models import (
    BurialSite,
    DayPlan,
    ExhumationRecord,
    Grave,
    Protocol,
    Soil,
    Team,
    TeamFormation,
)
from imena.ui.rows import checked

Rows = Sequence[Mapping[str, Any]]


@act(TeamFormation, _("Form a team"))
def form_team(
    *,
    by: Actor,
    happened: When,
    site: BurialSite,
    name: str,
    lead: User,
    members: Rows = (),
    team: Team | None = None,
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> TeamFormation:
    """A new team; or a known one, formed anew."""
    with transaction.atomic(savepoint=False):
        return record(
            TeamFormation,
            by=by,
            happened=happened,
            origin=origin,
            team=team or new(Team, by.operation, number),
            site=site,
            name=name,
            lead=lead,
            members=checked(TeamFormation.MEMBERS, members),
        )


@act(DayPlan, _("Plan a day"), authorises=True)
def plan_day(
    *,
    by: Actor,
    happened: When,
    site: BurialSite,
    day: date,
    assigned: Rows,
    intake: Rows,
    expected: Rows = (),
    origin: Origin = HERE_AND_NOW,
) -> DayPlan:
    """Refused where a grave is not located, opened already, not cleared, stopped or planned twice; and where more
    bodies are expected than the morgues can take in."""
    plan = DayPlan(
        site=site,
        day=day,
        assigned=checked(DayPlan.ASSIGNED, assigned),
        intake=checked(DayPlan.INTAKE, intake),
        expected=checked(DayPlan.EXPECTED, expected),
    )
    if not plan.graves:
        raise RefusedError("no graves are named")
    proposed = planning.Proposed(
        site,
        day,
        plan.teams,
        {row["grave"]: row["bodies"] for row in plan.expected},
        planning.intake_of([plan]),
    )
    replaces = origin.corrects.pk if origin.corrects else None
    refuse(planning.plan_out_of_order(proposed, happened.latest, standpoint(happened.latest), replaces))
    return record(
        DayPlan,
        by=by,
        happened=happened,
        origin=origin,
        mentions=[*plan.teams, *plan.graves],
        site=site,
        day=day,
        assigned=plan.assigned,
        intake=plan.intake,
        expected=plan.expected,
    )


@act(ExhumationRecord, _("Draw up an exhumation record"))
def draw_up_record(
    *,
    by: Actor,
    happened: When,
    site: BurialSite,
    document: str,
    began: str,
    ended: str,
    weather: str,
    present: Rows,
    grave: Grave | None = None,
    team: Team | None = None,
    depth_cm: int | None = None,
    soil: Soil | str = "",
    filmed: bool = False,
    course: str = "",
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> ExhumationRecord:
    """An event: flagged where those whom the law or the site’s rules ask for were not present."""
    attended = checked(ExhumationRecord.PRESENT, present)
    capacities = sorted(row["capacity"] for row in attended)
    reasons = records.record_out_of_order(site, grave, capacities, standpoint(happened.latest), filmed=filmed)
    irregular = codes(reasons)
    with transaction.atomic(savepoint=False):
        return record(
            ExhumationRecord,
            by=by,
            happened=happened,
            origin=origin,
            irregular=irregular,
            protocol=new(Protocol, by.operation, number),
            site=site,
            grave=grave,
            team=team,
            document=document,
            began=began,
            ended=ended,
            weather=weather,
            depth_cm=depth_cm,
            soil=soil,
            filmed=filmed,
            capacities=capacities,
            course=course,
            present=attended,
        )
