"""The field page: its words, and the files it keeps, are whole."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

import imena.capture
from imena.capture.precache import kept_addresses, path_of, version
from imena.capture.words import WORDS

MODULES = Path(imena.capture.__file__).parent / "static" / "capture"
SAID = re.compile(r'say\(\s*"(\w+)"')
CHOSEN = re.compile(r'say\([^`\n]*?\? "(\w+)" : "(\w+)"')
BUILT = re.compile(r"say\([^\n]*?`(\w+_)\$\{")


def spoken() -> tuple[set[str], set[str]]:
    """The keys that the modules ask for, and the beginnings of those that they put together."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in MODULES.glob("*.js"))
    keys = set(SAID.findall(code)) | {key for pair in CHOSEN.findall(code) for key in pair}
    return keys, set(BUILT.findall(code))


def test_every_word_that_is_asked_for_is_there_and_every_other_is_gone() -> None:
    keys, beginnings = spoken()
    keys |= {"not_secure", "too_old", "all"}
    assert keys - set(WORDS) == set()
    assert beginnings == {"state_", "capture_", "check_", "refused_"}
    assert {key for key in WORDS if key not in keys and not key.startswith(tuple(beginnings))} == set()


def test_the_worker_keeps_every_module_that_another_imports() -> None:
    kept = set(kept_addresses())
    for path in MODULES.glob("*.js"):
        if path.name == "worker.js":
            continue
        assert f"/static/capture/{path.name}" in kept
        for name in re.findall(r'from "\./([\w./-]+)"', path.read_text(encoding="utf-8")):
            assert f"/static/capture/{name}" in kept
    assert "/static/capture/vendor/zxing_reader.wasm" in kept
    assert "/static/capture/worker.js" not in kept


def test_every_kept_file_exists() -> None:
    for address in kept_addresses():
        if address.startswith("/static/"):
            assert path_of(address.removeprefix("/static/")).exists()


def test_another_page_is_another_version() -> None:
    assert version("one page") == version("one page") != version("another page")


@pytest.mark.django_db
def test_the_manifest_is_for_everyone_and_the_page_is_not(client: Client) -> None:
    said = json.loads(client.get("/field/manifest.webmanifest").content)
    assert (said["scope"], said["start_url"]) == ("/field/", "/field/")
    assert client.get("/field/").status_code == 302
    assert client.get("/field/package/").status_code == 302
