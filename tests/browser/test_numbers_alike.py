"""Numbers on the device are the numbers of the server: made alike, read alike, refused alike."""

import json
import random
from pathlib import Path

import pytest
from playwright.sync_api import Page

import imena.capture
from imena.core.numbers import ALPHABET, NumberError, make_number, parse_number

MODULES = Path(imena.capture.__file__).parent / "static" / "capture"
READ = """texts => import('http://localhost/numbers.js').then(({ parseNumber, NumberError }) => texts.map(text => {
    try { return parseNumber(text); } catch (error) { if (error instanceof NumberError) return null; throw error; }
}))"""
MAKE = "made => import('http://localhost/numbers.js').then(({ makeNumber }) => made.map(each => makeNumber(...each)))"
LABEL = "texts => import('http://localhost/numbers.js').then(({ numberOnLabel }) => texts.map(numberOnLabel))"


@pytest.fixture
def modules(page: Page) -> Page:
    """A page that can import the modules and nothing else."""
    page.route("http://localhost/*", lambda route: route.fulfill(body="", content_type="text/html"))
    for name in ("numbers.js", "exif.js", "bytes.js", "keys.js"):
        page.route(
            f"http://localhost/{name}",
            lambda route, _, name=name: route.fulfill(path=MODULES / name, content_type="text/javascript"),
        )
    page.goto("http://localhost/")
    return page


def expected(text: str) -> str | None:
    try:
        return parse_number(text)
    except NumberError:
        return None


def test_many_numbers_are_made_and_read_alike(modules: Page) -> None:
    chance = random.Random(8)
    made = [("".join(chance.choices(ALPHABET, k=3)), chance.choice((1, 31, 32, 33, 32**4, chance.randrange(1, 10**9))))
            for _ in range(2000)]  # fmt: skip
    numbers = [make_number(*each) for each in made]
    assert modules.evaluate(MAKE, made) == numbers
    assert modules.evaluate(READ, numbers) == numbers


def test_what_people_write_is_read_alike(modules: Page) -> None:
    chance = random.Random(9)
    cyrillic = "АВЕКМНОРСТХУІавекмнорстхуіБЖЯїєґ"
    written = []
    for _ in range(3000):
        number = make_number("".join(chance.choices(ALPHABET, k=3)), chance.randrange(1, 10**6))
        letters = list(chance.choice((number, number.lower(), number.replace("-", " "), f" {number}.")))
        for _ in range(chance.randrange(3)):
            letters[chance.randrange(len(letters))] = chance.choice(ALPHABET + cyrillic + "OILU–—*")
        written.append("".join(letters))
    found = modules.evaluate(READ, written)
    assert found == [expected(text) for text in written]
    assert 500 < sum(each is not None for each in found) < 2500


def test_the_number_is_found_in_what_a_label_says(modules: Page) -> None:
    number = make_number("4KT", 183)
    address = "https://imena.example/n"
    labels = [number, f"{address}/{number}/", f"{number}\nМішок", f"{address}/4KT-0183-0/"]
    assert modules.evaluate(LABEL, labels) == [number, number, number, None]


def test_a_key_never_leaves_and_signs_in_either_algorithm(modules: Page) -> None:
    signed = """async only => {
        const { makeKeys, sign } = await import('http://localhost/keys.js');
        const algorithms = only && [{ name: 'ECDSA-P256', make: { name: 'ECDSA', namedCurve: 'P-256' } }];
        const keys = await (only ? makeKeys(algorithms) : makeKeys());
        const bytes = new TextEncoder().encode('запис');
        const signature = await sign(keys, bytes);
        return [keys.algorithm, keys.pair.privateKey.extractable, signature.length, keys.publicKey, [...signature]];
    }"""
    for only, algorithm in ((False, "Ed25519"), (True, "ECDSA-P256")):
        name, extractable, length, public_key, signature = modules.evaluate(signed, only)
        assert (name, extractable, length) == (algorithm, False, 64)
        assert is_signed(name, public_key, bytes(signature), "запис".encode())
        assert not is_signed(name, public_key, bytes(signature), "запиc".encode())


def is_signed(algorithm: str, public_key: str, signature: bytes, content: bytes) -> bool:
    """As the server sees it."""
    import base64

    from imena.capture.envelope import Envelope, is_signed

    envelope = object.__new__(Envelope)
    object.__setattr__(envelope, "content", content)
    return is_signed(envelope, algorithm, public_key, base64.b64encode(signature).decode())


def test_when_a_photograph_was_taken_is_read_and_nothing_is_made_up(modules: Page) -> None:
    import io

    from PIL import Image

    def picture(**saved: object) -> list[int]:
        file = io.BytesIO()
        Image.new("RGB", (8, 8)).save(file, "JPEG", **saved)
        return list(file.getvalue())

    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:11:24 12:11:12"
    read = """files => import('http://localhost/exif.js').then(({ takenAt }) =>
        files.map(bytes => takenAt(new Uint8Array(bytes).buffer)))"""
    whole = picture(exif=exif)
    given = [whole, picture(), whole[:40], [], [0x89, 0x50, 0x4E, 0x47, 0, 0]]
    assert json.dumps(modules.evaluate(read, given)) == json.dumps(["2026-11-24T12:11:12", "", "", "", ""])
