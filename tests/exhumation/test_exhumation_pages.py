"""Pages of the days, of records, effects, fragments and skeletons: who sees them, and what they say."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import translation

from house import DAY, House
from imena.core import clock
from imena.custody.models import Number
from imena.ledger.standpoint import standpoint
from imena.postmortem import acts as postmortem
from imena.postmortem.models import SkeletalInventory
from imena.scene import acts as scene
from imena.scene.fragments import unassociated
from imena.scene.models import (
    BurialSite,
    Category,
    DayPlan,
    Exhumation,
    ExhumationRecord,
    FoundAs,
    Grave,
    ItemFound,
    StopWork,
)

pytestmark = pytest.mark.operation
ASKED = "?as_of=2023-03-01"


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> Iterator[None]:
    settings.DEMO = True
    with translation.override("en"):
        yield


def page(house: House, role: str, address: str, status: int = 200) -> str:
    response = client(house, role).get(address, headers={"accept-language": "en"})
    assert response.status_code == status, address
    return str(response.content.decode())


def client(house: House, role: str) -> Client:
    """Entered by one click, as a synthetic operation allows."""
    found = Client()
    found.post(f"/enter/{house.by[role].user.username}/")
    return found


def team(house: House, site: BurialSite) -> str:
    lead = house.by["recovery_lead"]
    return scene.form_team(
        by=lead, happened=DAY, site=site, name="Сосна", lead=lead.user, members=[{"name": "Іва Ґава"}]
    ).team_id


def record(house: House, site: BurialSite, grave: Grave) -> ExhumationRecord:
    return scene.draw_up_record(
        by=house.by["investigator"],
        happened=DAY,
        site=site,
        grave=grave,
        document="17",
        began="09:30",
        ended="11:05",
        weather="ясно",
        present=[{"capacity": "forensic_expert", "name": "Їжак Ївга"}],
    )


def test_the_next_thing_at_a_site_follows_what_is_lacking(house: House) -> None:
    site = scene.report_site(by=house.by["investigator"], happened=DAY, name="Ліс", name_en="Forest").site
    address = f"/n/{site.pk}/days/{ASKED}"
    assert "Clear the site of mines" in page(house, "recovery_lead", address)
    scene.clear_site(by=house.by["sapper"], happened=DAY, site=site, document="1")
    assert "Order the exhumation" in page(house, "recovery_lead", address)
    scene.order_exhumation(by=house.by["prosecutor"], happened=DAY, site=site, document="2")
    house.grave(site, "222")
    assert "<strong>Form a team" in page(house, "recovery_lead", address)
    team(house, site)
    assert "<strong>Plan tomorrow" in page(house, "recovery_lead", address)
    scene.stop_work(by=house.by["sapper"], happened=DAY, site=site, cause=StopWork.Cause.SHELLING)
    assert "Make the site safe and resume work" in page(house, "recovery_lead", address)
    page(house, "press_officer", address, 403)


def test_graves_chosen_for_teams_fill_in_the_form_and_the_form_records_the_plan(house: House) -> None:
    site = house.cleared_site()
    own, graves = team(house, site), [house.grave(site, str(name)).pk for name in (1, 2)]
    lead = client(house, "recovery_lead")
    chosen = {"day": "2023-03-02", "store": ["Морг", ""], "places": ["5", ""]} | {
        f"grave-{each}": own for each in graves
    }
    response = lead.get(f"/n/{site.pk}/days/plan/", chosen)
    start = {name: value[0] for name, value in parse_qs(urlsplit(response["Location"]).query).items()}
    assert start["assigned"] == f"{own}; {' '.join(graves)}"
    assert start["intake"] == "Морг; 5"

    form = {**start, "expected": "", "happened": "2023-03-01", "step": "sign"}
    assert lead.post("/acts/new/scene.dayplan/", form).status_code == 302
    plan = DayPlan.objects.get()
    assert (plan.teams, plan.intake) == ({own: graves}, [{"store": "Морг", "places": 5}])
    lists = page(house, "recovery_lead", f"/n/{site.pk}/days/2023-03-02/{ASKED}")
    assert all(each in lists for each in (*graves, "Iva Gava"))
    refused = lead.post("/acts/new/scene.dayplan/", form)
    assert refused.status_code == 409
    page(house, "recovery_lead", f"/n/{site.pk}/days/soon/", 404)


def test_a_line_that_cannot_be_read_is_named(house: House) -> None:
    site = house.cleared_site()
    form = {"site": site.pk, "day": "2023-03-02", "assigned": "хтось; 1", "intake": "Морг; п’ять", "step": "check"}
    text = client(house, "recovery_lead").post(
        "/acts/new/scene.dayplan/", {**form, "happened": "2023-03-01"}, headers={"accept-language": "en"}
    )
    assert "line 1: team cannot be “хтось”" in text.content.decode()
    assert "line 1: free places cannot be “п’ять”" in text.content.decode()


def test_a_record_is_printed_in_both_languages_and_found_from_its_number(house: House) -> None:
    site = house.cleared_site()
    grave = house.grave(site)
    house.exhumed(grave)
    act = record(house, site, grave)
    english = page(house, "investigator", f"/acts/{act.pk}/record/?in=en")
    assert "Exhumation record № 17" in english
    assert "Yizhak Yivha" in english
    assert "no official of the local executive body" in english
    assert "Їжак Ївга" in page(house, "investigator", f"/acts/{act.pk}/record/?in=uk")
    assert client(house, "investigator").get(f"/n/{act.protocol_id}/")["Location"] == f"/acts/{act.pk}/record/"
    page(house, "investigator", f"/acts/{act.pk - 1}/record/", 404)
    page(house, "burial_officer", f"/acts/{act.pk}/record/")
    page(house, "treasurer", f"/acts/{act.pk}/record/", 403)


def test_an_inventory_of_effects_has_two_copies_and_no_exhibits_among_the_effects(house: House) -> None:
    remains = house.exhumed()
    page(house, "investigator", f"/n/{remains.pk}/effects/", 404)
    about: dict[str, Any] = {
        "by": house.by["investigator"], "happened": DAY, "found_with": Number.objects.get(pk=remains.pk),
    }  # fmt: skip
    scene.find_item(**about, held_as=ItemFound.Held.EFFECT, category=Category.JEWELLERY, description="каблучка")
    scene.find_item(**about, held_as=ItemFound.Held.EXHIBIT, category=Category.BULLET, description="куля")
    text = page(house, "investigator", f"/n/{remains.pk}/effects/")
    assert text.count("каблучка") == 2
    assert text.count("Held as exhibits and not handed over: 1") == 2
    assert f"/n/{remains.pk}/effects/" in page(house, "investigator", f"/n/{remains.pk}/")


def test_fragments_and_what_hangs_together_are_listed(house: House) -> None:
    grave = house.grave(house.cleared_site())
    body = house.exhumed(grave)
    doctor = house.by["forensic_doctor"]
    mixed = scene.exhume(
        by=house.by["recovery_lead"], happened=DAY, grave=grave, found_as=FoundAs.UNDETERMINED,
        form=Exhumation.Form.LOT,
    ).remains  # fmt: skip
    part = scene.separate(
        by=doctor, happened=DAY, separated_from=mixed, found_as=FoundAs.UNDETERMINED, form=Exhumation.Form.PART,
        document="1",
    ).remains  # fmt: skip
    assert {mixed.pk, part.pk} == {each.remains for each in unassociated(standpoint())}
    text = page(house, "forensic_doctor", "/fragments/")
    assert mixed.pk in text
    assert part.pk in text
    scene.join(by=doctor, happened=DAY, part=part, remains=body, document="2")
    assert part.pk not in page(house, "forensic_doctor", "/fragments/")
    together = page(house, "forensic_doctor", f"/n/{body.pk}/association/")
    assert all(each in together for each in (body.pk, mixed.pk, part.pk))
    page(house, "forensic_doctor", f"/n/{grave.pk}/association/", 404)


def test_a_skeleton_is_drawn_for_those_who_read_examinations(house: House) -> None:
    remains = house.exhumed()
    grave = Exhumation.objects.get(remains=remains).grave_id
    page(house, "forensic_doctor", f"/n/{remains.pk}/skeleton/", 404)
    postmortem.list_skeleton(
        by=house.by["forensic_doctor"],
        happened=DAY,
        remains=remains,
        report="7",
        extent=SkeletalInventory.Extent.SOME,
        elements=[
            {"element": "femur", "side": "left", "completeness": 50},
            {"element": "patella", "side": "unsided", "completeness": 100},
        ],
    )
    text = page(house, "forensic_doctor", f"/n/{remains.pk}/skeleton/")
    assert "femur, left side: there in part" in text
    assert "50 % of the bone" in text
    assert "femur, right side: not recorded" in text
    assert "Not all bones were listed" in text
    assert f"/n/{remains.pk}/skeleton/" in page(house, "forensic_doctor", f"/n/{remains.pk}/")
    assert "Bodies lifted or separated" in page(house, "forensic_doctor", f"/n/{grave}/skeleton/")
    page(house, "recovery_lead", f"/n/{remains.pk}/skeleton/", 403)


def test_bones_chosen_in_the_table_and_typed_below_are_checked_and_signed(house: House) -> None:
    remains = house.exhumed()
    doctor = client(house, "forensic_doctor")
    form = {
        "happened": clock.today().isoformat(),
        "remains": remains.pk,
        "report": "7",
        "extent": "whole",
        "elements-femur-left": "75",
        "elements-rib-right": "12",
        "elements": "femur; right; 25; shaft; adult",
    }
    assert "femur; left; 75" in doctor.post("/acts/new/postmortem.skeletalinventory/", form).content.decode()
    lines = "femur; left; 75\nrib; right; 100; ; ; 12\nfemur; right; 25; shaft; adult"
    signed = {**{name: form[name] for name in ("happened", "remains", "report", "extent")}, "elements": lines}
    again = doctor.post("/acts/new/postmortem.skeletalinventory/", {**signed, "step": "change"}).content.decode()
    assert '<option value="75" selected>' in again
    assert 'value="12"' in again
    assert doctor.post("/acts/new/postmortem.skeletalinventory/", {**signed, "step": "sign"}).status_code == 302
    rows = SkeletalInventory.objects.get().elements
    assert [(row["element"], row["side"], row["completeness"], row["count"]) for row in rows] == [
        ("femur", "left", 75, None),
        ("rib", "right", 100, 12),
        ("femur", "right", 25, None),
    ]
    assert (rows[2]["zones"], rows[2]["age"]) == (["shaft"], "adult")
