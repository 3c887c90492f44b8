"""Signing in: a password and a second factor; one click in the demonstration alone; pages for whose role has them."""

import pytest
from django.test import Client

from house import House
from imena.people.models import User

pytestmark = pytest.mark.operation
PASSWORD = "чорнобривці під вікном"
PAGES = (
    "/remains/", "/missing/", "/candidates/", "/decisions/", "/burials/", "/sites/", "/money/", "/acts/", "/find/?q=1",
)  # fmt: skip


@pytest.fixture
def user(house: House) -> User:
    found = User.objects.get(username="investigator")
    found.set_password(PASSWORD)
    found.save()
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_sees_the_totals_and_nothing_else(house: House, client: Client, page: str) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/definitions/").status_code == 200
    assert client.get("/bulletins/").status_code == 200
    response = client.get(page)
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_a_password_alone_opens_nothing_but_the_second_factor(user: User, client: Client) -> None:
    signed_in = client.post("/accounts/login/", {"login": "investigator", "password": PASSWORD})
    assert signed_in.status_code == 302

    for page in ("/", *PAGES):
        assert client.get(page).headers["Location"] == "/accounts/2fa/totp/activate/"
    assert client.get("/accounts/2fa/totp/activate/", follow=True).status_code == 200


def test_with_a_second_factor_the_pages_open(user: User, client: Client) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    asked = client.post("/accounts/login/", {"login": "investigator", "password": PASSWORD})
    assert asked.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/remains/").status_code == 302, "not yet"

    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert client.get("/remains/").status_code == 200


def test_a_wrong_password_opens_nothing(user: User, client: Client) -> None:
    assert client.post("/accounts/login/", {"login": "investigator", "password": "x"}).status_code == 200
    assert client.get("/remains/").status_code == 302


def test_nobody_registers(house: House, client: Client) -> None:
    client.post("/accounts/signup/", {"username": "x", "password1": PASSWORD, "password2": PASSWORD})

    assert not User.objects.filter(username="x").exists()


def test_one_click_is_for_a_synthetic_demonstration_alone(house: House, client: Client, settings: object) -> None:
    assert client.post("/enter/investigator/").status_code == 302
    assert client.get("/remains/").status_code == 200
    assert client.get("/enter/investigator/").status_code == 405

    settings.DEMO = False  # type: ignore[attr-defined]
    assert client.get("/remains/").headers["Location"] == "/accounts/2fa/totp/activate/"
    assert Client().post("/enter/investigator/").status_code == 404


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        ("press_officer", "/remains/", 403),
        ("press_officer", "/money/", 200),
        ("dna_expert", "/missing/", 200),
        ("dna_expert", "/burials/", 403),
        ("burial_officer", "/burials/", 200),
        ("burial_officer", "/candidates/", 403),
        ("recovery_lead", "/missing/", 403),
        ("recovery_lead", "/acts/new/burial.reburial/", 403),
        ("recovery_lead", "/acts/new/scene.exhumation/", 200),
    ],
)
def test_a_page_is_for_those_whose_role_includes_it(
    house: House, client: Client, role: str, page: str, status: int
) -> None:
    client.post(f"/enter/{role}/")

    assert client.get(page).status_code == status


def test_a_recovery_lead_reads_no_name_and_no_finding(house: House, client: Client) -> None:
    remains, person = house.examined(), house.missing("Їжакевич")
    house.identified(remains, person)
    client.post("/enter/recovery_lead/")
    page = client.get(f"/n/{remains.pk}/").content.decode()
    assert "Їжакевич" not in page
    assert "/acts/new/reconciliation" not in page

    client.post("/accounts/logout/")
    client.post("/enter/investigator/")
    assert "Їжакевич" in client.get(f"/n/{remains.pk}/", headers={"accept-language": "uk"}).content.decode()
    assert "Yizhakevych" in client.get(f"/n/{remains.pk}/", headers={"accept-language": "en"}).content.decode()


def test_a_page_asks_for_nothing_from_another_host(house: House, client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_an_act_is_checked_then_signed_and_a_refusal_keeps_what_was_typed(house: House, client: Client) -> None:
    site = house.cleared_site()
    remains = house.exhumed(house.grave(site))
    client.post("/enter/prosecutor/")
    answers = {"happened": "2023-03-02", "remains": remains.pk, "parts": "accounted", "document": "Дозвіл 12"}
    address = "/acts/new/burial.releasepermission/"

    checking = client.post(address, {**answers, "step": "check"}, headers={"accept-language": "en"})
    assert "Check before you sign" in checking.content.decode()
    refused = client.post(address, {**answers, "step": "sign"}, headers={"accept-language": "en"})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "no expert’s report says that the remains were examined" in page
    assert "Дозвіл 12" in page

    answers |= {"remains": "1MA-0001-E", "step": "check"}
    wrong = client.post(address, answers, headers={"accept-language": "en"})
    assert "the check character does not fit" in wrong.content.decode()


def test_any_number_finds_its_object(house: House, client: Client) -> None:
    from house import DAY
    from imena.custody.acts import give_number
    from imena.custody.models import Number, Scheme

    remains = house.exhumed()
    number = Number.objects.get(pk=remains.pk)
    give_number(by=house.by["recovery_lead"], happened=DAY, object=number, scheme=Scheme.MORGUE, value="М-0012/22")
    client.post("/enter/investigator/")

    for typed in ("М-0012/22", "м-0012/22", remains.pk, remains.pk.lower().replace("-", " ")):
        assert client.get("/find/", {"q": typed}).headers["Location"] == f"/n/{remains.pk}/"
    assert client.get("/find/", {"q": "nothing"}).status_code == 200
