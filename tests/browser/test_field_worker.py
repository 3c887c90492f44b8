"""The service worker: keeps one release of the field page whole, and replaces it whole or not at all."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page

from imena.capture.precache import path_of

READY = (
    "navigator.serviceWorker.register('/field/worker.js').then(() => navigator.serviceWorker.ready).then(() => true)"
)
UPDATE = """async () => {
    const registration = await navigator.serviceWorker.getRegistration('/field/');
    await registration.update().catch(() => null);
    const installing = registration.installing;
    if (installing) await new Promise((resolve) => installing.addEventListener('statechange', resolve));
    return Boolean(registration.waiting);
}"""
REPLACE = """async () => {
    const registration = await navigator.serviceWorker.getRegistration('/field/');
    const replaced = new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
    registration.waiting.postMessage('replace');
    await replaced;
}"""
ONE_IS_LEFT = """async () => {
    while ((await caches.keys()).length > 1) await new Promise((resolve) => setTimeout(resolve, 20));
    return caches.keys();
}"""


class Release(ThreadingHTTPServer):
    """A server of one release of a small field page: one page, one module; another release says other things."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.number = 1
        self.signed_in = True
        self.address = f"http://127.0.0.1:{self.server_port}"

    def content(self, path: str) -> tuple[int, str, str]:
        kept = {"version": str(self.number), "page": "/field/", "addresses": ["/field/", "/static/capture/one.js"]}
        code = path_of("capture/worker.js").read_text(encoding="utf-8")
        page = f"<title>release {self.number}</title><script type=module src=/static/capture/one.js></script>"
        known = {
            "/field/worker.js": ("text/javascript", f"const KEPT = {json.dumps(kept)};\n{code}"),
            "/field/": ("text/html", page),
            "/field/inbox/": ("text/plain", "the server itself"),
            "/static/capture/one.js": ("text/javascript", f"document.title += ', module {self.number}';"),
            "/accounts/login/": ("text/html", "sign in"),
        }
        if path == "/field/" and not self.signed_in:
            return 302, "/accounts/login/", ""
        return 200, *known.get(path, ("text/plain", ""))


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Release)
        status, kind, body = self.server.content(self.path)
        self.send_response(status)
        self.send_header("Location" if status == 302 else "Content-Type", kind)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def release() -> Iterator[Release]:
    server = Release()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_release_is_kept_whole_and_the_server_itself_is_never_answered_for(page: Page, release: Release) -> None:
    page.goto(f"{release.address}/field/")
    page.evaluate(READY)
    page.context.set_offline(True)
    page.goto(f"{release.address}/field/?from=home#today")
    page.wait_for_load_state()
    assert page.title() == "release 1, module 1"
    assert page.evaluate("fetch('/field/inbox/').catch(() => 'no network')") == "no network"
    page.context.set_offline(False)
    assert page.evaluate("fetch('/field/inbox/').then((answer) => answer.text())") == "the server itself"


def test_another_release_replaces_it_when_whoever_works_is_ready(page: Page, release: Release) -> None:
    page.goto(f"{release.address}/field/")
    page.evaluate(READY)
    release.number = 2
    assert page.evaluate(UPDATE) is True
    page.reload()
    assert page.title() == "release 1, module 1"
    page.evaluate(REPLACE)
    page.reload()
    assert page.title() == "release 2, module 2"
    assert page.evaluate(ONE_IS_LEFT) == ["imena-field-2"]


def test_a_page_to_sign_in_never_takes_the_place_of_the_field_page(page: Page, release: Release) -> None:
    page.goto(f"{release.address}/field/")
    page.evaluate(READY)
    release.number, release.signed_in = 2, False
    assert page.evaluate(UPDATE) is False
    page.reload()
    assert page.title() == "release 1, module 1"
