"""The report in a real browser: nothing from elsewhere, usable by all, wide and narrow, in both languages."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from imena.casework import page as page_of
from imena.casework.inputs import load
from imena.casework.matching import match
from imena.casework.report import report
from imena.core.language import translator
from imena.demo import files

AXE = Path(__file__).parent / "axe.min.js"
PAGES = ("index.html", "en.html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The village compared, as a page in each language that leads to the other."""
    built = tmp_path_factory.mktemp("village")
    files.write_files(built)
    inputs = load(remains=built / "remains.txt", families=built / "families.txt", frequencies=built / "frequencies.csv")
    found = match(inputs, missing=40)
    for name, language, other in (
        ("index.html", "uk", ("en.html", "English")),
        ("en.html", "en", ("index.html", "Uk")),
    ):
        said = report(found, inputs, translate=translator(language))
        (built / name).write_text(page_of.render(said, language=language, other_language=other), encoding="utf-8")
    return built


@pytest.mark.parametrize("name", PAGES)
def test_nothing_comes_from_elsewhere_and_nothing_fails(page: Page, folder: Path, name: str) -> None:
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)

    page.goto((folder / name).as_uri())

    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert failed == []
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Source Sans 3\"', 'ґєії’'))")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_it_is_accessible(page: Page, folder: Path, name: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto((folder / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((each, number) => each.open = number < 2)")
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))

    violations = page.evaluate("axe.run().then(found => found.violations.map(each => each.id + ': ' + each.help))")

    assert violations == []


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page, folder: Path, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto((folder / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_one_can_change_the_language_and_open_the_loci_by_keyboard(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    assert page.inner_text("h1") == "Порівняння останків і родин"

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en.html")
    assert page.inner_text("h1") == "Remains and families compared"

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    assert page.locator("details[open] svg").is_visible()
