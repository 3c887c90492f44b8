"""Pages of custody: where everything is, what happened to one thing, alerts, and scanning without any script."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from house import House
from imena.custody import acts as custody
from imena.custody.models import HandOver, Number, Scheme, Seals
from keeping import Cast, cast_of, entered, on

pytestmark = pytest.mark.operation


@pytest.fixture
def cast(house: House) -> Cast:
    return cast_of(house)


def read(client: Client, address: str, **query: str) -> str:
    response = client.get(address, {**query})
    assert response.status_code == 200
    return response.content.decode()


def stored(cast: Cast, numbers: list[str], name: str = "Морг") -> str:
    store = cast.store(name)
    custody.hand_over(by=cast.lead, happened=on(0), numbers=numbers, receiver=cast.doctor.user, purpose="x")
    custody.receive(by=cast.doctor, happened=on(0), numbers=numbers, seals=Seals.INTACT)
    custody.store(by=cast.doctor, happened=on(0), numbers=numbers, store=store)
    return store.pk


@pytest.fixture
def client(cast: Cast, client: Client) -> Client:
    client.cookies["imena_language"] = client.cookies["django_language"] = "en"
    return entered(client, cast.lead.user)


def test_everything_is_counted_where_it_is(cast: Cast, client: Client) -> None:
    first, second, third = cast.bodies(3)
    store = stored(cast, [first, second])
    page = read(client, "/custody/")
    assert "2 in 2 places" in page
    assert re.search(r'href="\?where=found">where it was found</a></td><td[^>]*>1<', page)
    assert third in read(client, "/custody/", where="found")
    assert first not in read(client, "/custody/", where="found")
    assert second in read(client, "/custody/", holder="agency:morgue")
    assert first in read(client, f"/n/{store}/")
    assert "0 objects are followed" in read(client, "/custody/", as_of="2023-02-28")


def test_the_same_queries_whatever_there_is(cast: Cast, client: Client) -> None:
    """The page reads acts in bulk: twice the objects cost no more queries."""
    counted = []
    for name in ("перший", "другий"):
        stored(cast, cast.bodies(2), name)
        with CaptureQueriesContext(connection) as queries:
            read(client, "/custody/", where="stored")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_what_happened_to_one_thing_with_what_was_wrong(cast: Cast, client: Client) -> None:
    (number,) = cast.bodies(1)
    stored(cast, [number])
    custody.hand_over(by=cast.investigator, happened=on(1), numbers=[number], receiver=cast.driver.user, purpose="x")
    page = read(client, f"/custody/chain/{number}/")
    assert page.count("given or handled by someone who does not hold it") == 1
    assert (page.count("movement-broken"), page.count("movement-wrong")) == (1, 2)
    assert "movement-broken" not in read(client, f"/custody/chain/{number}/", as_of="2023-03-01")
    assert f"/custody/chain/{number}/" in read(client, f"/n/{number}/")
    assert client.get("/custody/chain/1MA-0001-D/").status_code == 404


def test_an_alert_is_listed_while_it_is_open_and_offers_its_settlement(cast: Cast, client: Client) -> None:
    (number,) = cast.bodies(1)
    act = custody.receive(by=cast.doctor, happened=on(0), numbers=[number], seals=Seals.BROKEN)
    assert "Settle an alert" not in read(client, "/custody/alerts/")
    entered(client, cast.investigator.user)
    page = read(client, "/custody/alerts/")
    assert page.count(f"cause={act.pk}") == 2
    assert "the seal is broken or missing" in page
    assert number not in read(client, "/custody/alerts/", state="settled")


def test_scan_scan_confirm(cast: Cast, client: Client) -> None:
    first, second = cast.bodies(2)
    custody.give_number(
        by=cast.lead, happened=on(0), object=Number.objects.get(pk=second), scheme=Scheme.BAG, value="КБ-0002"
    )
    asked = {"do": "custody.handover", "numbers": "", "scan": first.lower(), "step": "add"}
    page = client.post("/custody/scan/", asked).content.decode()
    assert f'name="numbers" value="{first}"' in page
    page = client.post("/custody/scan/", {**asked, "numbers": first, "scan": "КБ-0002"}).content.decode()
    assert f'name="numbers" value="{first} {second}"' in page

    misread = first[:-1] + ("A" if first[-1] != "A" else "B")
    page = client.post("/custody/scan/", {**asked, "numbers": first, "scan": misread}).content.decode()
    assert "check character" in page
    assert f'name="numbers" value="{first}"' in page
    page = client.post("/custody/scan/", {**asked, "numbers": first, "scan": first}).content.decode()
    assert "on the list already" in page

    signed = {
        "do": "custody.handover", "numbers": f"{first} {second}", "scan": "", "step": "sign", "happened": "2023-03-02",
        "receiver": str(cast.doctor.user.pk), "purpose": "до моргу", "seals": "unchecked",
    }  # fmt: skip
    assert client.post("/custody/scan/", {**signed, "numbers": ""}).status_code == 200
    assert not HandOver.objects.exists()
    assert client.post("/custody/scan/", {**signed, "receiver": ""}).status_code == 409
    assert client.post("/custody/scan/", signed).status_code == 302
    act = HandOver.objects.get()
    assert (act.numbers, act.giver, act.irregular) == ([first, second], cast.lead.user, [])


def test_who_may_not_hand_over_does_not_scan(cast: Cast, client: Client) -> None:
    entered(client, cast.house.by["auditor"].user)
    assert client.get("/custody/scan/").status_code == 403
    assert client.get("/custody/").status_code == 200
    entered(client, cast.house.by["press_officer"].user)
    assert client.get("/custody/").status_code == 403


def test_the_second_person_is_not_shown_what_the_first_scanned(cast: Cast, client: Client) -> None:
    (number,) = cast.bodies(1)
    officer = cast.house.by["burial_officer"]
    body = Number.objects.get(pk=number)
    coffin = custody.make_coffin_ready(by=officer, happened=on(0)).coffin
    vehicle = custody.use_vehicle(by=officer, happened=on(0), plate="АХ").vehicle
    first = custody.check_coffin(
        by=officer, happened=on(0), body=body, bag="КБ-1", coffin=coffin, vehicle=vehicle, plot=body
    )
    entered(client, cast.investigator.user)
    page = read(client, "/custody/coffins/")
    assert f"first={first.pk}" in page
    assert coffin.pk not in page
