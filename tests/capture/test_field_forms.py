"""Forms and data of the field page, as they go to a device."""

from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from house import DAY, House
from imena.capture.field_forms import OfferedAct, offered, questions
from imena.capture.package import package
from imena.capture.pages import POLICY
from imena.core.when import When
from imena.custody.acts import give_number, open_store
from imena.custody.models import Number, Scheme, StoreKind
from imena.ledger.registry import registered
from imena.ledger.standpoint import standpoint
from imena.people.models import Agency
from imena.scene import acts as scene
from imena.scene.models import FoundAs

pytestmark = pytest.mark.operation


def act(kind: str) -> OfferedAct:
    with translation.override("en"):
        return next(each for each in offered() if each.kind == kind)


def test_an_exhumation_makes_remains_and_asks_for_what_its_form_takes(db: None) -> None:
    exhumation = act("scene.exhumation")
    kinds = {question.name: (question.kind, question.model, question.required) for question in exhumation.questions}
    assert exhumation.makes == "scene.remains"
    assert kinds["happened"] == ("when", "", True)
    assert kinds["grave"] == ("object", "scene.grave", True)
    assert kinds["found_as"] == ("choice", "", True)
    assert kinds["number"] == ("made", "", False)
    assert not {"known_on", "source"} & kinds.keys()
    found_as = next(each for each in exhumation.questions if each.name == "found_as")
    assert found_as.choices[:2] == (("woman", "woman"), ("man", "man"))


def test_a_list_of_codes_is_chosen_from_and_a_sample_is_taken_from_anything_with_a_label(db: None) -> None:
    opening = {each.name: each for each in act("scene.graveopening").questions}
    assert opening["discrepancies"].kind == "many"
    assert ("empty", "grave empty") in opening["discrepancies"].choices
    assert opening["bodies"].kind == "whole"
    sample = {each.name: each for each in act("laboratory.sampletaking").questions}
    assert (sample["taken_from"].kind, sample["taken_from"].model) == ("object", "custody.number")
    location = {each.name: each for each in act("scene.gravelocation").questions}
    assert (location["crosses"].kind, location["crosses"].model) == ("objects", "scene.cross")
    assert location["mass"].kind == "yes"


def test_people_and_agencies_are_chosen_by_their_names(house: House) -> None:
    receiver = house.by["sapper"].user
    receiver.full_name = "Їжакевич Ганна"
    receiver.save()
    hand_over = registered()["custody.handover"]
    for language, person, agency in (
        ("uk", "Їжакевич Ганна", "Лабораторія"),
        ("en", "Yizhakevych Hanna", "Laboratory"),
    ):
        with translation.override(language):
            asked = {each.name: each for each in questions(hand_over)}
        assert dict(asked["receiver"].choices)[str(receiver.pk)] == person
        assert dict(asked["receiver_agency"].choices)["lab"] == agency
        assert asked["receiver"].kind == "select"


def test_the_package_holds_what_is_expected_and_what_was_found(house: House) -> None:
    lead = house.by["recovery_lead"]
    site = house.cleared_site()
    row = scene.take_over_journal_row(
        by=lead, happened=DAY, site=site, place="арк. 1", mark="222", expected=FoundAs.MAN, written_name="Вітрець"
    ).row
    grave = scene.locate_grave(
        by=lead, happened=DAY, site=site, name="222", crosses=[], journal_rows=[row.pk], east_dm=0, north_dm=0
    ).grave
    unopened = house.grave(site, "223")
    remains = house.exhumed(grave)
    store = open_store(
        by=house.by["forensic_doctor"],
        happened=DAY,
        agency=Agency.objects.get(pk="lab"),
        name="Холодильник 2",
        name_en="Cold store 2",
        kind_of_store=StoreKind.MORGUE,
        capacity=12,
    ).store
    give_number(by=lead, happened=DAY, object=Number.objects.get(pk=remains.pk), scheme=Scheme.BAG, value="М-17")

    taken = package(lead.user, standpoint())
    graves = {each["number"]: each for each in taken["graves"]}
    assert taken["sites"] == [{"number": site.pk, "name": "Ліс", "name_en": "Forest"}]
    assert (graves[grave.pk]["opened_on"], graves[grave.pk]["bodies"]) == ("2023-03-01", 1)
    assert (graves[unopened.pk]["opened_on"], graves[unopened.pk]["bodies"]) == ("", None)
    assert graves[grave.pk]["journal"] == [row.pk]
    assert [(each["mark"], each["expected"], each["written_name"]) for each in taken["journal"]] == [
        ("222", "man", "Вітрець")
    ]
    assert taken["remains"] == [{"number": remains.pk, "grave": grave.pk, "form": "body", "found_as": "woman"}]
    assert "scene.exhumation" in taken["may"]
    assert "scene.exhumation" not in package(house.by["sapper"].user, standpoint())["may"]
    assert taken["stores"] == [{"number": store.pk, "name": "Холодильник 2", "name_en": "Cold store 2"}]
    assert taken["given"] == {remains.pk: ["М-17"]}
    assert {"username": "recovery_lead", "name": "recovery_lead", "latin": "recovery_lead"} in taken["people"]


def test_what_was_separated_lies_where_the_whole_was_found(house: House) -> None:
    remains = house.exhumed()
    later = When.day(date(2023, 3, 9))
    part = scene.separate(
        by=house.by["forensic_doctor"], happened=later, separated_from=remains, found_as=FoundAs.MAN, document="4"
    ).remains
    taken = {each["number"]: each["grave"] for each in package(house.by["sapper"].user, standpoint())["remains"]}
    assert taken[part.pk] == taken[remains.pk] != ""


@pytest.mark.parametrize(("role", "status"), [("recovery_lead", 200), ("press_officer", 403)])
def test_the_page_and_its_data_are_for_those_who_see_the_scene(
    house: House, client: Client, role: str, status: int
) -> None:
    client.force_login(house.by[role].user, backend="imena.people.backends.PasswordBackend")
    session = client.session
    session["entered_by_one_click"] = True
    session.save()
    page = client.get("/field/")
    assert page.status_code == client.get("/field/package/").status_code == status
    if status == 200:
        assert page.headers["Content-Security-Policy"] == POLICY
        assert b'data-act="scene.exhumation" data-language="en"' in page.content
        assert "Вітрець" not in page.content.decode()
