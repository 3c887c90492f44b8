"""Labels as a scanner sees them: the code of each is read back from a picture of it, at the size it is printed."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page

from imena.core.numbers import make_number
from imena.ui.drawings.qr import qr

VENDOR = Path(__file__).parents[2] / "src/imena/capture/static/capture/vendor"
READ = """async ([picture, wasm]) => {
  const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  ZXingWASM.prepareZXingModule({ overrides: { wasmBinary: bytes(wasm).buffer } });
  const found = await ZXingWASM.readBarcodes(new Blob([bytes(picture)]), { formats: ["QRCode"] });
  return found.map(each => each.text);
}"""


@pytest.mark.parametrize("millimetres", [21, 24.5, 29])
@pytest.mark.parametrize("number", [make_number("1MA", 1), make_number("4KT", 31_999)])
def test_a_label_is_read_back_from_its_picture(page: Page, number: str, millimetres: float) -> None:
    """At 96 dots to an inch, far fewer than any printer has."""
    style = f"svg {{ width: {millimetres}mm; height: {millimetres}mm }}"
    page.set_content(f"<style>{style}</style>{qr(number, title=number)}")
    picture = page.locator("svg").screenshot()
    page.add_script_tag(path=VENDOR / "zxing-reader.js")
    wasm = (VENDOR / "zxing_reader.wasm").read_bytes()

    assert page.evaluate(READ, [base64.b64encode(each).decode() for each in (picture, wasm)]) == [number]
