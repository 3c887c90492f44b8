"""Safety: no work where it is stopped, not cleared or not checked; and who may say that it goes on."""

from collections.abc import Iterator
from datetime import date

import pytest

from house import DAY, House
from imena.core.when import When
from imena.custody.models import Number
from imena.ledger.acts import NotAllowedError, RefusedError
from imena.ledger.guards import OutOfOrderError
from imena.ledger.models import Entry
from imena.ledger.standpoint import standpoint
from imena.ledger.verification import verify
from imena.scene import acts as scene
from imena.scene import safety
from imena.scene.models import BurialSite, ExplosivesCheck, FoundAs, Grave, GraveOpening, StopWork

pytestmark = pytest.mark.operation
NEXT = When.day(date(2023, 3, 2))


@pytest.fixture(autouse=True)
def whatever_was_recorded_is_what_is_read(house: House) -> Iterator[None]:
    yield
    assert verify().problems == []


def opened(house: House, grave: Grave, happened: When = DAY) -> list[str]:
    act = scene.open_grave(
        by=house.by["recovery_lead"], happened=happened, grave=grave, outcome=GraveOpening.Outcome.EMPTIED, bodies=1
    )
    return list(act.irregular)


def lifted(house: House, grave: Grave, happened: When = DAY) -> list[str]:
    act = scene.exhume(by=house.by["recovery_lead"], happened=happened, grave=grave, found_as=FoundAs.MAN)
    return list(act.irregular)


def checked(house: House, number: str, outcome: str) -> ExplosivesCheck:
    return scene.check_explosives(
        by=house.by["sapper"],
        happened=DAY,
        object=Number.objects.get(pk=number),
        where=ExplosivesCheck.Where.GRAVE,
        outcome=ExplosivesCheck.Outcome(outcome),
    )


def stopped(house: House, site: BurialSite, cause: str, grave: Grave | None = None) -> StopWork:
    return scene.stop_work(
        by=house.by["forensic_doctor"], happened=DAY, site=site, grave=grave, cause=StopWork.Cause(cause)
    )


def reported(house: House) -> BurialSite:
    return scene.report_site(by=house.by["investigator"], happened=DAY, name="Ліс", name_en="Forest").site


def test_clearance_of_some_graves_clears_no_others(house: House) -> None:
    site = reported(house)
    cleared, other = house.grave(site, "1"), house.grave(site, "2")
    scene.clear_site(by=house.by["sapper"], happened=DAY, site=site, document="1", graves=[cleared.pk])
    scene.order_exhumation(by=house.by["prosecutor"], happened=DAY, site=site, document="2")

    assert opened(house, cleared) == []
    assert opened(house, other) == ["scene.not_cleared"]


def test_clearance_ends_after_the_day_it_is_valid_until(house: House) -> None:
    site = reported(house)
    scene.clear_site(
        by=house.by["sapper"], happened=DAY, site=site, document="1", valid_until=date(2023, 3, 1)
    )  # fmt: skip
    scene.order_exhumation(by=house.by["prosecutor"], happened=DAY, site=site, document="2")

    assert opened(house, house.grave(site, "1"), DAY) == []
    assert opened(house, house.grave(site, "2"), NEXT) == ["scene.not_cleared"]
    with pytest.raises(OutOfOrderError):
        scene.order_exhumation(by=house.by["prosecutor"], happened=NEXT, site=site, document="3")


def test_work_at_a_stopped_site_is_kept_and_flagged_until_it_is_resumed(house: House) -> None:
    site = house.cleared_site()
    grave = house.grave(site)
    stop = stopped(house, site, "shelling")
    assert opened(house, grave) == ["scene.work_stopped"]
    assert lifted(house, grave) == ["scene.work_stopped"]

    scene.resume_work(by=house.by["investigator"], happened=DAY, stop=stop, document="3")
    assert lifted(house, grave) == []
    with pytest.raises(OutOfOrderError) as error:
        scene.resume_work(by=house.by["investigator"], happened=DAY, stop=stop, document="4")
    assert error.value.reasons == [safety.RESUMED_ALREADY]


def test_a_stop_of_one_grave_stops_no_other(house: House) -> None:
    site = house.cleared_site()
    one, other = house.grave(site, "1"), house.grave(site, "2")
    stopped(house, site, "unexpected", one)

    assert opened(house, one) == ["scene.work_stopped"]
    assert opened(house, other) == []
    with pytest.raises(OutOfOrderError) as error:
        stopped(house, house.cleared_site(), "weather", one)
    assert error.value.reasons == [safety.ELSEWHERE]


def test_after_an_explosive_only_the_sapper_resumes(house: House) -> None:
    site = house.cleared_site()
    stop = stopped(house, site, "explosive")
    before = Entry.objects.count()
    with pytest.raises(OutOfOrderError) as error:
        scene.resume_work(by=house.by["investigator"], happened=DAY, stop=stop, document="3")
    assert error.value.reasons == [safety.ONLY_THE_SAPPER]
    assert Entry.objects.count() == before

    scene.resume_work(by=house.by["sapper"], happened=DAY, stop=stop, document="3")
    assert not safety.is_stopped(site.pk, standpoint())


def test_a_clerk_does_not_stop_work(house: House) -> None:
    site = house.cleared_site()
    with pytest.raises(NotAllowedError):
        scene.stop_work(by=house.by["treasurer"], happened=DAY, site=site, cause=StopWork.Cause.OTHER)


def test_a_missing_check_is_flagged_only_where_the_site_asks_for_one(house: House) -> None:
    site = house.cleared_site()
    first, second, third = (house.grave(site, name) for name in "123")
    for grave in (first, second, third):
        assert opened(house, grave) == []
    assert lifted(house, first) == []

    scene.set_rules(by=house.by["investigator"], happened=DAY, site=site, document="3", explosives_check=True)
    assert lifted(house, second) == ["scene.not_checked"]
    checked(house, third.pk, "clean")
    assert lifted(house, third) == []

    scene.set_rules(by=house.by["investigator"], happened=NEXT, site=site, document="4")
    assert lifted(house, second, NEXT) == [], "the latest rules hold"


def test_lifting_over_an_explosive_left_in_place_is_flagged_whatever_the_rules(house: House) -> None:
    grave = house.grave(house.cleared_site())
    opened(house, grave)
    checked(house, grave.pk, "found")
    assert lifted(house, grave) == ["scene.explosive_in_place"]

    checked(house, grave.pk, "removed")
    assert lifted(house, grave) == []


def test_only_graves_and_remains_are_checked(house: House) -> None:
    remains = house.exhumed()
    assert checked(house, remains.pk, "clean").object_id == remains.pk
    with pytest.raises(RefusedError, match="neither a grave nor remains"):
        checked(house, house.cleared_site().pk, "clean")
