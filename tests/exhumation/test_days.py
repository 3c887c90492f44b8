"""Days: what is planned against teams and intake, what is refused, and how fast teams have been."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from house import DAY, House
from imena.core.when import When
from imena.ledger.acts import Origin, RefusedError
from imena.ledger.guards import OutOfOrderError
from imena.ledger.models import Mention
from imena.ledger.standpoint import standpoint
from imena.ledger.verification import verify
from imena.scene import acts as scene
from imena.scene import planning
from imena.scene.models import BurialSite, DayPlan, Exhumation, FoundAs, Grave, GraveOpening, StopWork, Team

pytestmark = pytest.mark.operation
TOMORROW = date(2023, 3, 2)
THEN = When.day(TOMORROW)


@pytest.fixture(autouse=True)
def whatever_was_recorded_is_what_is_read(house: House) -> Iterator[None]:
    yield
    assert verify().problems == []


def team(house: House, site: BurialSite, name: str = "1") -> Team:
    lead = house.by["recovery_lead"]
    return scene.form_team(
        by=lead, happened=DAY, site=site, name=name, lead=lead.user, members=[{"name": "sapper"}, {"name": "Іва Ґава"}]
    ).team


def plan(house: House, site: BurialSite, assigned: list[tuple[Team, list[Grave]]], **more: Any) -> DayPlan:
    given = {"happened": DAY, "day": TOMORROW, "intake": [{"store": "Морг 1", "places": 5}], **more}
    rows = [{"team": own.pk, "graves": [grave.pk for grave in graves]} for own, graves in assigned]
    return scene.plan_day(by=house.by["recovery_lead"], site=site, assigned=rows, **given)


def refused(house: House, site: BurialSite, assigned: list[tuple[Team, list[Grave]]], **more: Any) -> list[str]:
    with pytest.raises(OutOfOrderError) as error:
        plan(house, site, assigned, **more)
    assert not DayPlan.objects.filter(day=more.get("day", TOMORROW), site=site).exclude(pk__lte=before()).exists()
    return [reason.code for reason in error.value.reasons]


def before() -> int:
    return max(DayPlan.objects.values_list("pk", flat=True), default=0)


def test_a_day_is_planned_and_each_grave_and_team_is_mentioned(house: House) -> None:
    site = house.cleared_site()
    own, grave = team(house, site), house.grave(site)
    act = plan(house, site, [(own, [grave])])

    assert act.teams == {own.pk: [grave.pk]}
    mentioned = set(Mention.objects.filter(entry=act.entry).values_list("number", flat=True))
    assert mentioned == {site.pk, own.pk, grave.pk}


def test_no_grave_is_planned_that_is_not_located_here(house: House) -> None:
    site, other = house.cleared_site(), house.cleared_site()
    own = team(house, site)
    assert refused(house, site, [(own, [house.grave(other)])]) == ["scene.elsewhere"]
    assert refused(house, site, [(own, [Grave(pk=own.pk)])]) == ["scene.not_located"]


def test_no_grave_is_planned_without_clearance_and_order(house: House) -> None:
    site = scene.report_site(by=house.by["investigator"], happened=DAY, name="Ліс", name_en="Forest").site
    own = team(house, site)
    assert refused(house, site, [(own, [house.grave(site)])]) == ["scene.not_ordered", "scene.not_cleared"]


def test_a_clearance_must_still_be_valid_on_the_day_itself(house: House) -> None:
    site = scene.report_site(by=house.by["investigator"], happened=DAY, name="Ліс", name_en="Forest").site
    scene.clear_site(by=house.by["sapper"], happened=DAY, site=site, document="1", valid_until=date(2023, 3, 1))
    scene.order_exhumation(by=house.by["prosecutor"], happened=DAY, site=site, document="2")
    own = team(house, site)

    assert refused(house, site, [(own, [house.grave(site)])]) == ["scene.not_cleared"]
    plan(house, site, [(own, [house.grave(site)])], day=date(2023, 3, 1))


def test_no_grave_is_planned_while_work_is_stopped(house: House) -> None:
    site = house.cleared_site()
    own, grave = team(house, site), house.grave(site)
    stop = scene.stop_work(by=house.by["sapper"], happened=DAY, site=site, cause=StopWork.Cause.WEATHER)
    assert refused(house, site, [(own, [grave])]) == ["scene.work_stopped"]

    scene.resume_work(by=house.by["investigator"], happened=DAY, stop=stop, document="1")
    plan(house, site, [(own, [grave])])


def test_an_opened_grave_is_not_planned(house: House) -> None:
    site = house.cleared_site()
    own, grave = team(house, site), house.grave(site)
    house.exhumed(grave)
    assert refused(house, site, [(own, [grave])]) == ["scene.opened_twice"]


def test_a_grave_is_not_planned_twice_but_carried_over_once_its_day_is_gone(house: House) -> None:
    site = house.cleared_site()
    own, other, grave = team(house, site), team(house, site, "2"), house.grave(site)
    assert refused(house, site, [(own, [grave]), (other, [grave])]) == ["scene.planned_twice"]
    first = plan(house, site, [(own, [grave])])
    assert refused(house, site, [(other, [grave])]) == ["scene.planned_twice"]

    plan(house, site, [(other, [grave])], origin=Origin(corrects=first.entry, why="команда захворіла"))
    plan(house, site, [(own, [grave])], happened=THEN, day=date(2023, 3, 3))


def test_bodies_beyond_the_intake_are_refused_over_all_plans_of_the_day(house: House) -> None:
    site = house.cleared_site()
    own, graves = team(house, site), [house.grave(site, str(name)) for name in range(4)]
    places = [{"store": "Морг 1", "places": 2}, {"store": "Морг 2", "places": 1}]
    assert refused(house, site, [(own, graves)], intake=places) == ["scene.beyond_intake"]

    plan(house, site, [(own, graves[:3])], intake=places)
    assert refused(house, site, [(own, graves[3:])], intake=[]) == ["scene.beyond_intake"]
    plan(house, site, [(own, graves[3:])], intake=[{"store": "Морг 2", "places": 2}])
    assert planning.day_at(site.pk, TOMORROW, standpoint(TOMORROW)).places == 4


def test_a_mass_grave_counts_for_as_many_as_are_said_to_lie_in_it(house: House) -> None:
    site = house.cleared_site()
    own, grave = team(house, site), house.grave(site)
    expected = [{"grave": grave.pk, "bodies": 17}]
    assert refused(house, site, [(own, [grave])], expected=expected) == ["scene.beyond_intake"]
    plan(house, site, [(own, [grave])], expected=expected, intake=[{"store": "Морг 1", "places": 17}])


def test_a_plan_names_a_team_of_the_site_and_a_day_ahead(house: House) -> None:
    site, other = house.cleared_site(), house.cleared_site()
    assert refused(house, site, [(team(house, other), [house.grave(site)])]) == ["scene.no_team"]
    own = team(house, site)
    assert refused(house, site, [(own, [house.grave(site)])], day=date(2023, 2, 28)) == ["scene.not_ahead"]
    with pytest.raises(RefusedError, match="no graves are named"):
        plan(house, site, [])
    with pytest.raises(RefusedError, match="line 1"):
        plan(house, site, [(own, [house.grave(site)])], intake=[{"store": "Морг 1", "places": "багато"}])


def test_a_day_shows_what_was_done_against_its_plan_and_the_pace_so_far(house: House) -> None:
    """Two teams, four graves; team 1 opens two, team 2 none, and one grave is opened that nobody had planned."""
    site = house.cleared_site()
    one, two = team(house, site, "1"), team(house, site, "2")
    graves = [house.grave(site, str(name)) for name in range(5)]
    plan(house, site, [(one, graves[:3]), (two, graves[3:4])])
    lead = house.by["recovery_lead"]
    for grave, bodies in ((graves[0], 1), (graves[1], 2), (graves[4], 1)):
        scene.open_grave(by=lead, happened=THEN, grave=grave, outcome=GraveOpening.Outcome.EMPTIED, bodies=bodies)
        for _body in range(bodies):
            scene.exhume(by=lead, happened=THEN, grave=grave, found_as=FoundAs.WOMAN)
    scene.exhume(by=lead, happened=THEN, grave=graves[0], found_as=FoundAs.WOMAN, form=Exhumation.Form.PART)
    seen = standpoint(TOMORROW)
    day = planning.day_at(site.pk, TOMORROW, seen)

    assert (day.graves, day.expected, day.places) == (4, 4, 5)
    assert (day.opened, day.lifted) == (2, 3)
    assert [(own.number, own.opened, own.lifted) for own in day.teams] == [(one.pk, 2, 3), (two.pk, 0, 0)]
    assert [grave.location.grave_id for grave in day.unplanned] == [graves[4].pk]
    assert planning.pace(site.pk, seen) == planning.Pace(graves=2, team_days=1)
    assert planning.pace(site.pk, standpoint(date(2023, 3, 1))).average is None
    assert {act.grave_id for act in planning.waiting(site.pk, seen, date(2023, 3, 3))} == {graves[2].pk, graves[3].pk}


def test_a_team_formed_anew_keeps_its_number_and_its_members_are_sealed(house: House) -> None:
    site = house.cleared_site()
    own, lead = team(house, site), house.by["recovery_lead"]
    scene.form_team(by=lead, happened=DAY, site=site, team=own, name="1", lead=lead.user, members=[{"name": "Її"}])
    formed = planning.teams_of(site.pk, standpoint())

    assert list(formed) == [own.pk]
    assert formed[own.pk].members == [{"name": "Її"}]
    assert "Її" not in formed[own.pk].entry.body
