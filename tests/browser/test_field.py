"""The field page in a real browser: a day without network, a line that breaks and repeats, a server that is killed."""

import base64
import hashlib
import io
import itertools
import json
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route

from chromium import QUIET, chromium
from imena.core.numbers import make_number
from served import Served

AXE = Path(__file__).parent / "axe.min.js"
GRAVES = 56
API = re.compile(r"/field/(inbox|files)/")
NEW_SITE = f"""
from datetime import date
from imena.core.when import When
from imena.ledger.acts import Actor
from imena.people.models import Operation, User
from imena.scene import acts as scene

day = When.day(date(2024, 5, 2))
by = {{name: Actor(User.objects.get(username=name), Operation.objects.get())
      for name in ("investigator", "recovery-lead", "sapper", "prosecutor")}}
site = scene.report_site(by=by["investigator"], happened=day, name="Яр за млином", name_en="Ravine by the mill").site
scene.clear_site(by=by["sapper"], happened=day, site=site, document="Акт 7")
scene.order_exhumation(by=by["prosecutor"], happened=day, site=site, document="Постанова 7")
for place in range({GRAVES}):
    lead, name = by["recovery-lead"], f"Я-{{place + 1}}"
    where = {{"east_dm": 30 * place, "north_dm": 0}}
    cross = scene.record_cross(by=lead, happened=day, site=site, inscription=name, **where).cross
    grave = scene.locate_grave(by=lead, happened=day, site=site, name=name, crosses=[cross.pk], **where).grave
    print(grave.pk)
"""
FILES_FOUND = """
import json
from imena.custody.files import check
from imena.ledger.standpoint import standpoint
print(json.dumps([[each.act.sha256, each.act.source, str(each.kept)] for each in check(standpoint())]))
"""
BEGIN = """async ({ grave, pictures }) => {
    const { begin, keepDraft, signDraft } = await import('/static/capture/drafts.js');
    const { takeIn } = await import('/static/capture/photos.js');
    const opening = await begin('scene.graveopening', { grave });
    Object.assign(opening.answers, { outcome: 'emptied', bodies: '1' });
    await keepDraft(opening);
    await signDraft(opening);
    const exhumation = await begin('scene.exhumation', { grave });
    Object.assign(exhumation.answers, { found_as: 'undetermined', form: 'body' });
    for (const [name, content] of pictures) {
        const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
        const sha256 = await takeIn(new File([bytes], name, { type: 'image/jpeg' }));
        exhumation.files.push({ sha256, caption: '' });
    }
    await keepDraft(exhumation);
    await signDraft(exhumation);
}"""
CROSS = """async ({ site, names }) => {
    const { begin, signDraft } = await import('/static/capture/drafts.js');
    for (const inscription of names) {
        const draft = await begin('scene.crossrecord', { site });
        Object.assign(draft.answers, { inscription, east_dm: '-5', north_dm: '12' });
        await signDraft(draft);
    }
}"""
SEND = """(async () => {
    const { handOver, line } = await import('/static/capture/send.js');
    do await new Promise((resolve) => setTimeout(resolve, 10)); while (line.sending);
    await handOver({ asked: true });
})()"""
WAITING = "import('/static/capture/send.js').then(({ waiting }) => waiting())"
CAPTURES = """import('/static/capture/store.js').then(async ({ readAll }) =>
    (await readAll('captures')).map(({ bytes, signature, ...rest }) => rest))"""
FILES = """import('/static/capture/store.js').then(async ({ readAll }) =>
    (await readAll('files')).map(({ blob, thumbnail, ...rest }) => ({ ...rest, freed: !blob })))"""
TAMPER = """place => import('/static/capture/store.js').then(async ({ read, write }) => {
    const record = await read('captures', place);
    const text = new TextDecoder().decode(record.bytes).replace('"north_dm":"12"', '"north_dm":"13"');
    await write('captures', { ...record, bytes: new TextEncoder().encode(text) });
})"""

CONTROLLED = """async () => {
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 20));
}"""
SMALL = """() => [...document.querySelectorAll('nav :is(a, button), main :is(button, a.button, a.row, label.option)')]
    .filter((each) => each.getBoundingClientRect().height < 48 && !each.matches('.link'))
    .map((each) => each.outerHTML)"""


@pytest.fixture(scope="module")
def served(town: Path, keys: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demonstration with a second site, served."""
    copied = tmp_path_factory.mktemp("field") / "town"
    shutil.copytree(town, copied)
    server = Served(copied, keys)
    server.graves = server.run(NEW_SITE).split()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def graves(served: Served) -> list[str]:
    return list(served.graves)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(locale="uk", viewport={"width": 375, "height": 800})
    yield opened
    opened.close()


def register(context: BrowserContext, served: Served, role: str = "recovery-lead") -> tuple[Page, str]:
    """A device of someone, registered, with its data and everything else that it needs without network."""
    page = context.new_page()
    page.goto(f"{served.address}/accounts/login/")
    page.locator(f'form[action="/enter/{role}/"] button').click()
    page.goto(f"{served.address}/field/")
    page.fill("#device-name", "Телефон бригади 3")
    page.locator("main button.primary").click()
    page.wait_for_selector("#find-grave")
    page.evaluate(CONTROLLED)
    code = "import('/static/capture/store.js').then(({ read }) => read('settings', 'device')).then(({ code }) => code)"
    return page, str(page.evaluate(code))


@lru_cache(maxsize=1)
def pictures() -> list[bytes]:
    """Two photographs for each grave: all different, one in twenty larger than a piece, each with its time."""
    made = []
    for number in range(2 * GRAVES):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = f"2026:11:24 09:{number % 60:02}:00"
        size = (900, 700) if number % 20 == 7 else (64, 48)
        file = io.BytesIO()
        Image.effect_noise(size, 70).convert("RGB").save(file, "JPEG", quality=92, exif=exif, comment=str(number))
        made.append(file.getvalue())
    return made


def in_base64(number: int) -> list[list[str]]:
    return [[f"IMG_{each}.jpg", base64.b64encode(pictures()[each]).decode()] for each in (2 * number, 2 * number + 1)]


def breaking() -> Callable[[Route], None]:
    """A line that breaks before the server hears, or after it has answered, and that says things twice."""
    counted = itertools.count(1)

    def handle(route: Route) -> None:
        turn = next(counted) % 13
        if turn == 4:
            route.abort()
            return
        answer = route.fetch()
        if turn == 2:
            answer = route.fetch()
        if turn == 9:
            route.abort()
        else:
            route.fulfill(response=answer)

    return handle


def hand_over_all(page: Page, tries: int = 400) -> None:
    for _ in range(tries):
        page.evaluate(SEND)
        left = page.evaluate(WAITING)
        if not left["captures"] and not left["files"]:
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"still waiting: {left}")


def ask(served: Served, query: str, *values: Any) -> list[Any]:
    """What the database of the server holds."""
    with sqlite3.connect(f"file:{served.data / 'imena.sqlite3'}?mode=ro", uri=True) as database:
        return [row[0] if len(row) == 1 else row for row in database.execute(query, values)]


def files_of(served: Served, device: str) -> dict[str, str]:
    """The files that a device announced, by their hashes, and what the server finds them to be."""
    found = json.loads(served.run(FILES_FOUND))
    own = [(sha256, kept) for sha256, source, kept in found if f" {device}/" in source]
    assert len(dict(own)) == len(own)
    return dict(own)


def record_by_hand(page: Page, name: str, number: int) -> None:
    """Open a grave and exhume from it, with two photographs, as a person does."""
    page.locator("nav a[href='#today']").click()
    page.fill("#find-grave", name)
    page.locator("a.row.state", has_text=re.compile(rf"{name}\b")).first.click()
    page.locator("ul.doing a[href*='scene.graveopening']").click()
    page.locator("input[name=outcome][value=emptied]").check()
    page.fill("#q-bodies", "1")
    page.locator("form > button.primary").click()
    page.locator("main > button.primary").click()
    page.wait_for_selector("p.state.opened")

    page.locator("ul.doing a.primary").click()
    page.locator("form > button.primary").click()
    assert page.locator(".refused[role=alert] li").count() == 1
    page.locator("input[name=found_as][value=woman]").check()
    given = [
        {"name": f"IMG_{each}.jpg", "mimeType": "image/jpeg", "buffer": pictures()[each]}
        for each in (2 * number, 2 * number + 1)
    ]
    page.set_input_files("input[name=chosen]", given)  # type: ignore[arg-type]
    page.locator(".photographs li").nth(1).wait_for()
    page.locator("form > button.primary").click()
    page.locator("main > button.primary").click()
    page.wait_for_selector("p.state.done")


def test_a_day_without_network_arrives_once_over_a_line_that_breaks_and_repeats(
    context: BrowserContext, served: Served, graves: list[str]
) -> None:
    page, device = register(context, served)
    context.set_offline(True)
    record_by_hand(page, "Я-1", 0)
    record_by_hand(page, "Я-2", 1)
    for number, grave in enumerate(graves[2:], start=2):
        page.evaluate(BEGIN, {"grave": grave, "pictures": in_base64(number)})

    page.goto(f"{served.address}/field/#grave/{graves[55]}")
    page.locator("ul.doing a[href*='scene.graveopening']").click()
    page.fill("#q-bodies", "3")
    page.reload()
    assert page.input_value("#q-bodies") == "3"
    made = page.evaluate(CAPTURES)
    assert [each["place"] for each in made] == list(range(1, 2 * GRAVES + 1))
    assert page.evaluate(WAITING)["files"] == 2 * GRAVES
    assert str(4 * GRAVES) in page.locator(".warnings").inner_text()

    context.route(API, breaking())
    context.set_offline(False)
    hand_over_all(page)

    arrived = ask(served, "SELECT sha256 FROM capture_capturereceipt WHERE device_id = ? ORDER BY place", device)
    assert arrived == [each["hash"] for each in made]
    performed = "SELECT COUNT(*) FROM capture_performed JOIN capture_capturereceipt ON receipt_id = entry"
    performed += " WHERE device_id = ?"
    assert ask(served, performed, device) == [2 * GRAVES]
    for table in ("scene_graveopening", "scene_exhumation"):
        rows = ask(served, f"SELECT grave_id, irregular FROM {table} WHERE source LIKE ?", f"% {device}/%")
        assert sorted(rows) == sorted((grave, "[]") for grave in graves)
    hashes = [hashlib.sha256(each).hexdigest() for each in pictures()]
    assert files_of(served, device) == dict.fromkeys(hashes, "intact")
    taken = "SELECT taken_at FROM custody_filing WHERE sha256 = ?"
    assert ask(served, taken, hashes[61]) == ["2026-11-24T09:01:00"]
    assert {(each["state"], each["code"]) for each in page.evaluate(CAPTURES)} == {("recorded", "")}
    assert {each["freed"] for each in page.evaluate(FILES)} == {True}


def test_a_tampered_capture_is_refused_and_named(context: BrowserContext, served: Served, graves: list[str]) -> None:
    page, device = register(context, served)
    site = ask(served, "SELECT site_id FROM scene_gravelocation WHERE grave_id = ?", graves[0])[0]
    context.set_offline(True)
    page.evaluate(CROSS, {"site": site, "names": ["А-1", "А-2", "А-3"]})
    page.evaluate(TAMPER, 2)
    context.set_offline(False)
    page.evaluate(SEND)

    states = [(each["state"], each["code"]) for each in page.evaluate(CAPTURES)]
    assert states == [("recorded", ""), ("refused", "signature"), ("waiting", "")]
    assert ask(served, "SELECT code FROM capture_refusal WHERE device = ?", device) == ["signature"]
    assert ask(served, "SELECT COUNT(*) FROM scene_crossrecord WHERE inscription = 'А-2'") == [0]
    page.goto(f"{served.address}/field/#outbox")
    refused = page.locator("li.refused")
    refused.first.wait_for()
    assert refused.count() == 1
    assert "2." in refused.inner_text()
    assert refused.locator("p").inner_text().strip()


def test_what_the_device_was_told_has_arrived_outlives_the_server(
    context: BrowserContext, served: Served, graves: list[str]
) -> None:
    page, device = register(context, served)
    context.set_offline(True)
    for number in range(6):
        page.evaluate(BEGIN, {"grave": graves[number], "pictures": in_base64(number)})
    before = {hashlib.sha256(each).hexdigest() for each in pictures()[:12]}
    counted = itertools.count(1)

    def killing(route: Route) -> None:
        turn = next(counted)
        if turn == 24:
            served.kill()
        if turn < 24:
            route.fulfill(response=route.fetch())
        else:
            route.abort()

    context.route(API, killing)
    context.set_offline(False)
    page.evaluate(SEND)
    told = [each for each in page.evaluate(CAPTURES) if each["state"] in ("recorded", "waiting", "held")]
    whole = {each["sha256"] for each in page.evaluate(FILES) if each["complete"]}
    assert len(told) == 12
    assert 0 < len(whole) < 12

    context.unroute(API)
    served.start()
    arrived = ask(served, "SELECT sha256 FROM capture_capturereceipt WHERE device_id = ?", device)
    assert {each["hash"] for each in told} <= set(arrived)
    assert {sha256 for sha256, kept in files_of(served, device).items() if kept == "intact"} >= whole
    hand_over_all(page)
    assert files_of(served, device) == dict.fromkeys(before, "intact")


def test_two_windows_make_one_chain(context: BrowserContext, served: Served, graves: list[str]) -> None:
    page, device = register(context, served)
    other = context.new_page()
    other.goto(f"{served.address}/field/")
    other.wait_for_selector("#find-grave")
    site = ask(served, "SELECT site_id FROM scene_gravelocation WHERE grave_id = ?", graves[0])[0]
    context.set_offline(True)
    started = "given => { window.done = (%s)(given); }"
    for window, letter in ((page, "Б"), (other, "В")):
        window.evaluate(started % CROSS, {"site": site, "names": [f"{letter}-{number}" for number in range(12)]})
    for window in (page, other):
        window.evaluate("window.done")
    made = page.evaluate(CAPTURES)
    assert [each["place"] for each in made] == list(range(1, 25))
    assert [each["previous"] for each in made] == ["0" * 64, *(each["hash"] for each in made[:-1])]
    context.set_offline(False)
    for window in (page, other):
        window.evaluate(f"window.sent = {SEND}.then(() => true)")
    assert [window.evaluate("window.sent") for window in (page, other)] == [True, True]
    hand_over_all(page)
    numbers = ask(served, "SELECT cross_id FROM scene_crossrecord WHERE source LIKE ?", f"% {device}/%")
    assert len(set(numbers)) == len(numbers) == 24


def test_the_outbox_on_a_stick_is_taken_once(
    context: BrowserContext, served: Served, graves: list[str], tmp_path: Path
) -> None:
    page, device = register(context, served)
    context.set_offline(True)
    page.evaluate(BEGIN, {"grave": graves[9], "pictures": in_base64(3)})
    page.goto(f"{served.address}/field/#outbox")
    with page.expect_download() as saving:
        page.locator("#save-to-file").click()
    name = saving.value.suggested_filename
    assert re.fullmatch(rf"imena-outbox-{device}-\d{{4}}-\d\d-\d\d\.jsonl", name)
    saving.value.save_as(tmp_path / name)
    lines = [json.loads(line) for line in (tmp_path / name).read_text().splitlines()]
    assert Counter("file" in line for line in lines) == {False: 2, True: 3}

    context.set_offline(False)
    for _ in range(2):
        page.goto(f"{served.address}/field/stick/")
        page.set_input_files("input[type=file]", tmp_path / name)
        page.locator("main button.primary").click()
    assert set(files_of(served, device).values()) == {"intact"}
    page.goto(f"{served.address}/field/")
    page.wait_for_selector("#find-grave")
    hand_over_all(page)
    assert {each["state"] for each in page.evaluate(CAPTURES)} == {"recorded"}
    assert ask(served, "SELECT COUNT(*) FROM scene_exhumation WHERE source LIKE ?", f"% {device}/%") == [1]


REVOKE = """
from imena.capture.acts import revoke_device
from imena.capture.models import Device
from imena.core import clock
from imena.core.when import When
from imena.ledger.acts import Actor
from imena.people.models import Operation, User
by = Actor(User.objects.get(username="investigator"), Operation.objects.get())
revoke_device(by=by, happened=When.day(clock.today()), device=Device.objects.get(pk="{device}"), reason="загублено")
"""


def test_a_revoked_device_is_told_and_its_later_captures_stay_refused(
    context: BrowserContext, served: Served, graves: list[str]
) -> None:
    page, device = register(context, served)
    site = ask(served, "SELECT site_id FROM scene_gravelocation WHERE grave_id = ?", graves[0])[0]
    context.set_offline(True)
    page.evaluate(CROSS, {"site": site, "names": ["Г-1", "Г-2"]})
    served.run(REVOKE.format(device=device))
    state = {"device": device, "revoked": False, "place": 0}
    page.route(f"**/field/devices/{device}/", lambda route: route.fulfill(json=state), times=1)
    context.set_offline(False)
    page.evaluate(SEND)

    states = [(each["state"], each["code"]) for each in page.evaluate(CAPTURES)]
    assert states == [("refused", "revoked"), ("kept", "")]
    assert ask(served, "SELECT COUNT(*) FROM capture_capturereceipt WHERE device_id = ?", device) == [0]
    page.goto(f"{served.address}/field/#outbox")
    page.reload()
    page.locator(".warnings .attention").first.wait_for()
    page.locator("li.refused").wait_for()


def test_what_a_server_lost_is_sent_again(context: BrowserContext, served: Served, graves: list[str]) -> None:
    page, device = register(context, served)
    site = ask(served, "SELECT site_id FROM scene_gravelocation WHERE grave_id = ?", graves[0])[0]
    page.evaluate(CROSS, {"site": site, "names": ["Ґ-1", "Ґ-2", "Ґ-3"]})
    hand_over_all(page)
    sent: list[int] = []
    page.on("request", lambda request: sent.append(1) if request.url.endswith("/field/inbox/") else None)
    page.evaluate(SEND)
    assert len(sent) == 0

    state = {"device": device, "revoked": False, "place": 1}
    page.route(f"**/field/devices/{device}/", lambda route: route.fulfill(json=state))
    page.evaluate(SEND)
    assert len(sent) == 2
    assert {each["state"] for each in page.evaluate(CAPTURES)} == {"recorded"}
    assert ask(served, "SELECT COUNT(*) FROM scene_crossrecord WHERE source LIKE ?", f"% {device}/%") == [3]


def test_a_sample_is_recorded_under_a_number_that_was_typed_and_a_label_that_was_printed(
    context: BrowserContext, served: Served, graves: list[str]
) -> None:
    page, device = register(context, served, "forensic-doctor")
    page.locator("section ul.doing a").first.wait_for()
    assert page.locator("a[href*='scene.crossrecord']").count() == 0
    remains = ask(served, "SELECT remains_id FROM scene_exhumation ORDER BY entry LIMIT 1")[0]
    label = make_number("ZZZ", int(device, 36))
    page.locator("section ul.doing a", has_text="зразок").click()
    wrong = remains[:-1] + ("0" if remains[-1] != "0" else "1")
    page.fill("#q-taken_from", wrong)
    assert page.locator(".picker li").count() == 0
    assert page.locator(".picker [role=status]").inner_text() != ""
    page.fill("#q-taken_from", remains.replace("-", "").replace("M", "М").replace("A", "А").lower())
    page.locator(".picker li button").first.click()
    assert remains in page.locator(".chosen").inner_text()
    for typed, taken in ((graves[0], False), (label, True)):
        page.locator("[data-name=number] button").click()
        page.fill("#scan-typed", typed)
        page.press("#scan-typed", "Enter")
        assert (page.locator(".made strong").inner_text() == typed) is taken
    page.locator("input[name=material][value=bone]").check()
    page.locator("form > button.primary").click()
    page.locator("main > button.primary").click()
    page.wait_for_url("**/field/#grave/*")
    hand_over_all(page)
    assert {(each["state"], each["reason"]) for each in page.evaluate(CAPTURES)} == {("recorded", "")}
    taken_from = "SELECT taken_from_id, material FROM laboratory_sampletaking WHERE sample_id = ?"
    assert ask(served, taken_from, label) == [(remains, "bone")]


def label_video(number: str, path: Path) -> None:
    """A label with the number's QR code, as a camera sees it: some frames of YUV 4:2:0."""
    import segno

    file = io.BytesIO()
    segno.make(number, error="m", micro=False).save(file, kind="png", scale=12, border=6)
    frame = Image.new("L", (640, 480), 200)
    code = Image.open(file).convert("L")
    frame.paste(code, ((640 - code.width) // 2, (480 - code.height) // 2))
    luma, chroma = frame.tobytes(), bytes([128]) * (640 * 480 // 2)
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + (b"FRAME\n" + luma + chroma) * 5)


def test_a_label_is_read_with_the_camera_and_from_a_picture(
    browser: Browser, served: Served, graves: list[str], tmp_path: Path
) -> None:
    import segno

    label_video(graves[3], tmp_path / "label.y4m")
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'label.y4m'}",
    ]
    seeing = browser.browser_type.launch(executable_path=chromium(), args=[*QUIET, *camera])
    page, _ = register(seeing.new_context(locale="en"), served)
    page.locator("#scan").click()
    page.wait_for_url("**/field/#object/*")
    assert page.evaluate("location.hash") == f"#object/{graves[3]}"
    page.locator("h1", has_text="Я-4").wait_for()

    picture = io.BytesIO()
    segno.make(f"https://imena.example/n/{graves[4]}/").save(picture, kind="png", scale=8)
    content = base64.b64encode(picture.getvalue()).decode()
    read = """async content => {
        const { readPicture } = await import('/static/capture/scan.js');
        return readPicture(new Blob([Uint8Array.from(atob(content), (each) => each.charCodeAt(0))]));
    }"""
    assert page.evaluate(read, content) == graves[4]
    seeing.close()


def test_every_screen_is_accessible_in_every_look(context: BrowserContext, served: Served, graves: list[str]) -> None:
    page, _ = register(context, served)
    failed: list[str] = []
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    begun = "import('/static/capture/drafts.js').then(({ begin }) => begin(%s)).then(({ id }) => id)"
    exhumation = page.evaluate(begun % f"'scene.exhumation', {{ grave: '{graves[7]}' }}")
    location = page.evaluate(begun % "'scene.gravelocation'")
    screens = ("#today", f"#grave/{graves[7]}", f"#draft/{exhumation}", f"#check/{exhumation}", f"#draft/{location}",
               "#outbox", "#settings")  # fmt: skip
    for language, theme, scheme, width in (("uk", "", "dark", 320), ("en", "sun", "light", 1000)):
        page.evaluate("each => each.forEach(([name, value]) => localStorage.setItem(name, value))",
                      [["imena-language", language], ["imena-theme", theme]])  # fmt: skip
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        for screen in screens:
            page.goto(f"{served.address}/field/{screen}")
            page.reload()
            page.wait_for_selector("main h1")
            assert page.evaluate("document.documentElement.lang") == language
            assert page.evaluate("document.documentElement.scrollWidth") <= width, screen
            page.evaluate(AXE.read_text(encoding="utf-8"))
            rules = "axe.run().then(found => found.violations.map(each => each.id + ': ' + each.nodes[0].html))"
            assert page.evaluate(rules) == [], screen
            assert page.evaluate(SMALL) == [], screen
        page.locator("#scan").click()
        page.locator("dialog [role=status]").wait_for()
        assert page.evaluate(rules) == []
        page.keyboard.press("Escape")
        page.locator("dialog").wait_for(state="detached")
    assert failed == []
