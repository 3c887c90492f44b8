"""Exhumation records: who had to be there, and what is read from the acts."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from house import DAY, House
from imena.custody.acts import file_content
from imena.custody.models import FileKind, Number
from imena.ledger.acts import RefusedError
from imena.ledger.standpoint import standpoint
from imena.ledger.verification import verify
from imena.scene import acts as scene
from imena.scene.models import BurialSite, Category, ExhumationRecord, FoundAs, ItemFound
from imena.scene.records import record_view

pytestmark = pytest.mark.operation
LAWFUL = ("forensic_expert", "official", "witness", "witness", "investigator")


@pytest.fixture(autouse=True)
def whatever_was_recorded_is_what_is_read(house: House) -> Iterator[None]:
    yield
    assert verify().problems == []


def drawn_up(house: House, site: BurialSite, present: tuple[str, ...] = LAWFUL, **more: Any) -> ExhumationRecord:
    rows = [{"capacity": capacity, "name": f"Особа {place}"} for place, capacity in enumerate(present)]
    given = {"began": "09:30", "ended": "11:05", "weather": "ясно", "document": "1", **more}
    return scene.draw_up_record(by=house.by["investigator"], happened=DAY, site=site, present=rows, **given)


@pytest.mark.parametrize(
    ("absent", "code"),
    [
        ("forensic_expert", "scene.expert_absent"),
        ("official", "scene.official_absent"),
        ("witness", "scene.witnesses_absent"),
    ],
)
def test_whom_the_law_asks_for_must_be_there(house: House, absent: str, code: str) -> None:
    site = house.cleared_site()
    present = list(LAWFUL)
    present.remove(absent)
    assert drawn_up(house, site).irregular == []
    assert drawn_up(house, site, tuple(present)).irregular == [code]


def test_a_film_without_a_break_stands_for_the_witnesses(house: House) -> None:
    site = house.cleared_site()
    assert drawn_up(house, site, ("forensic_expert", "official"), filmed=True).irregular == []


def test_two_of_the_team_where_the_site_asks_for_it(house: House) -> None:
    site = house.cleared_site()
    scene.set_rules(by=house.by["investigator"], happened=DAY, site=site, document="3", two_people=True)
    assert drawn_up(house, site, (*LAWFUL, "team")).irregular == ["scene.alone"]
    assert drawn_up(house, site, (*LAWFUL, "team", "team")).irregular == []


def test_a_record_without_an_order_or_of_a_grave_elsewhere_is_flagged(house: House) -> None:
    site = scene.report_site(by=house.by["investigator"], happened=DAY, name="Ліс", name_en="Forest").site
    grave = house.grave(house.cleared_site())
    assert drawn_up(house, site, grave=grave).irregular == ["scene.elsewhere", "scene.order_absent"]


def test_names_are_sealed_and_capacities_are_not(house: House) -> None:
    act = drawn_up(house, house.cleared_site())
    assert act.capacities == sorted(LAWFUL)
    assert act.present[0] == {"capacity": "forensic_expert", "name": "Особа 0"}
    assert "Особа" not in act.entry.body + str(ExhumationRecord.objects.values().get(pk=act.pk))


def test_a_time_of_day_and_a_capacity_are_checked(house: House) -> None:
    site = house.cleared_site()
    with pytest.raises(RefusedError, match="09:30"), transaction.atomic():
        drawn_up(house, site, began="25:00")
    with pytest.raises(RefusedError, match="line 1"):
        drawn_up(house, site, ("хтось",))


def test_found_expected_items_and_files_are_read_from_the_acts(house: House) -> None:
    site = house.cleared_site()
    grave, other = house.grave(site, "1"), house.grave(site, "2")
    remains = house.exhumed(grave)
    scene.exhume(by=house.by["recovery_lead"], happened=DAY, grave=grave, found_as=FoundAs.MAN)
    scene.find_item(
        by=house.by["investigator"],
        happened=DAY,
        found_with=Number.objects.get(pk=remains.pk),
        held_as=ItemFound.Held.EFFECT,
        category=Category.JEWELLERY,
        description="каблучка",
    )
    file_content(
        by=house.by["investigator"],
        happened=DAY,
        object=Number.objects.get(pk=grave.pk),
        kind_of_file=FileKind.SKETCH,
        content=b"sketch",
        media_type="image/png",
    )
    one = record_view(drawn_up(house, site, grave=grave), standpoint())
    day = record_view(drawn_up(house, site), standpoint())

    assert (one.expected, one.found) == (1, 2)
    assert [len(each.items) for each in one.graves] == [1]
    assert [file.kind_of_file for file in one.graves[0].files] == ["sketch"]
    assert [each.grave.location.grave_id for each in day.graves] == [grave.pk], "only what was opened that day"
    assert other.pk not in str(day)


def test_an_item_of_a_grave_that_was_not_opened_is_flagged(house: House) -> None:
    grave = house.grave(house.cleared_site())
    about: dict[str, Any] = {
        "by": house.by["investigator"],
        "happened": DAY,
        "held_as": ItemFound.Held.EXHIBIT,
        "category": Category.BULLET,
        "description": "куля",
    }
    where = Number.objects.get(pk=grave.pk)
    act = scene.find_item(**about, found_with=where)
    assert act.irregular == ["scene.not_opened"]
    assert act.item.pk != grave.pk
    assert act.description == "куля"

    house.exhumed(grave)
    assert scene.find_item(**about, found_with=where).irregular == []
    with pytest.raises(RefusedError, match="neither a grave nor remains"):
        scene.find_item(**about, found_with=Number.objects.get(pk=act.item.pk))
