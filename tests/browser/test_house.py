"""The house in a real browser: from the overview to a grave, an identification and a reburial, in both languages."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from served import Served

AXE = Path(__file__).parent / "axe.min.js"
WORDS = {
    "uk": {"title": "Від хрестів з номерами до могил з іменами", "board": "член комісії", "happened": "Що сталося"},
    "en": {"title": "From numbered crosses to named graves", "board": "member of", "happened": "What happened"},
}
PLACES = ("/", "/sites/", "/remains/", "/missing/", "/candidates/", "/decisions/", "/burials/", "/acts/", "/bulletins/",
          "/definitions/", "/acts/new/reconciliation.proposal/", "/custody/", "/custody/alerts/", "/custody/scan/",
          "/custody/labels/", "/custody/coffins/", "/devices/", "/field/paper/", "/field/stick/", "/devices/channel/",
          "/accounts/login/", "/n/1MA-0001-D/map/", "/n/1MA-0001-D/reconciliation/", "/n/1MA-0001-D/journal/",
          "/n/1MA-0001-D/journal/import/", "/n/1MA-0001-D/days/", "/n/1MA-0001-D/files/", "/fragments/")  # fmt: skip


@pytest.fixture(scope="module")
def address(town: Path, keys: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration, served."""
    copied = tmp_path_factory.mktemp("served") / "town"
    shutil.copytree(town, copied)
    served = Served(copied, keys)
    served.start()
    yield served.address
    served.stop()


@pytest.fixture(params=["uk", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(browser: Browser, language: str) -> Iterator[Page]:
    context = browser.new_context(locale=language)
    yield context.new_page()
    context.close()


def enter(page: Page, address: str, role: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.locator(f'form[action="/enter/{role}/"] button').click()


def test_one_persons_way_from_overview_to_reburial(page: Page, address: str, language: str) -> None:
    words = WORDS[language]
    page.goto(address)
    assert page.inner_text("h1") == words["title"]
    page.fill("#as_of", "2025-01-20")
    page.locator("form.filters button").click()
    row = page.locator("table.figures tr").nth(5)
    assert row.locator("td.number").inner_text() == "22"

    enter(page, address, "investigator")
    page.locator("header nav a[href='/sites/']").click()
    page.locator("figure.plan a").nth(100).click()
    assert page.locator("h1").inner_text().split()[-1].isdigit()
    page.locator("main td a.imena-number, main td a[href^='/n/']").last.click()
    assert page.locator("ol.timeline li").count() > 10
    assert page.locator("h2", has_text=words["happened"]).is_visible()

    decision = page.locator("main ul a[href^='/n/']").filter(has_text=re.compile("іденти|identi")).first
    decision.click()
    assert page.locator("dl").first.is_visible()
    page.go_back()
    page.locator("dl a[href^='/n/']").last.click()
    assert page.locator("ol.timeline").inner_text()
    assert page.locator("h1").inner_text().strip()


def test_an_order_before_clearance_is_refused_with_the_reason(page: Page, address: str, language: str) -> None:
    if language == "uk":
        site, reason = "Старий сад", "місце не розміновано"
    else:
        site, reason = "Old garden", "the site was not cleared of mines"
    enter(page, address, "recovery-lead")
    page.goto(f"{address}/acts/new/scene.sitereport/")
    page.fill("#id_name", site)
    page.fill("#id_name_en", site)
    page.locator("button.primary").click()
    page.locator("button.primary").click()
    assert page.inner_text("h1") == site
    number = page.locator(".kind .imena-number").inner_text()

    page.context.clear_cookies()
    enter(page, address, "prosecutor")
    page.goto(f"{address}/acts/new/scene.exhumationorder/?site={number}")
    page.fill("#id_document", "Постанова 1")
    page.locator("button.primary").click()
    page.locator("button.primary").click()
    assert reason in page.inner_text(".refused")
    assert page.input_value("#id_document") == "Постанова 1"


@pytest.mark.parametrize("place", PLACES)
def test_nothing_comes_from_elsewhere_and_nothing_fails(page: Page, address: str, place: str) -> None:
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    if place != "/accounts/login/":
        enter(page, address, "investigator")
    page.goto(address + place)

    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert failed == []
    assert page.locator(".synthetic").is_visible()


@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_accessible_and_needs_no_sideways_scrolling(page: Page, address: str, place: str) -> None:
    if place != "/accounts/login/":
        enter(page, address, "investigator")
    for scheme, width in (("light", 1200), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(AXE.read_text(encoding="utf-8"))
        rules = "axe.run().then(found => found.violations.map(each => each.id + ': ' + each.nodes[0].html))"
        assert page.evaluate(rules) == []


SITE = "/n/1MA-0001-D"
"""The forest: the first object of the demonstration."""


def test_graves_on_the_map_are_filtered_and_lead_to_their_pages(page: Page, address: str) -> None:
    enter(page, address, "recovery-lead")
    page.goto(f"{address}{SITE}/map/")
    page.wait_for_selector(".map-mark")
    assert page.locator(".map-mark").count() == 435
    assert not page.locator("details.plan-below").evaluate("each => each.open")
    page.locator("input[value=empty_found]").check()
    assert page.locator(".map-mark").count() == 9
    assert page.inner_text("#map-count") == "9"
    page.select_option("#differs", "empty")
    assert page.locator(".map-mark").count() == 6, "three were settled"
    mark = page.locator(".map-mark").first
    name = mark.get_attribute("aria-label")
    mark.focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup a[href^='/n/']").click()
    page.wait_for_url("**/n/*/")
    assert name is not None
    assert name.split(":")[0] in page.inner_text("h1")


def test_without_script_the_plan_stands_and_is_filtered_by_the_server(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, address, "recovery-lead")
    page.goto(f"{address}{SITE}/map/?state=empty_found")
    assert not page.locator("#map").is_visible()
    assert page.locator("figure.plan svg a").count() == 9
    context.close()


def test_a_journal_is_taken_over_on_pages_and_named_problems_stop_it(
    page: Page, address: str, tmp_path: Path, language: str
) -> None:
    words = {"uk": "очікується кількість тіл", "en": "expected how many bodies"}
    file = tmp_path / "journal.csv"
    file.write_text("№;ПІБ;Кількість\n901;Вигаданенко;сто\n", encoding="utf-8")
    enter(page, address, "investigator")
    page.goto(f"{address}{SITE}/journal/import/")
    page.set_input_files("#file", str(file))
    page.locator("button.primary").click()
    assert page.input_value("#column-count") == "Кількість"
    page.locator("button.primary").click()
    assert page.locator("button[value=sign]").count() == 0
    row = page.locator("table tbody tr", has_text="сто").first.inner_text()
    assert "Кількість" in row
    if language == "en":
        assert words[language] in row
