"""What devices ask and send over HTTP, and the pages of what they handed over."""

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from field_device import FieldDevice, Signed, announced, spki
from house import House, entered
from imena.capture.models import CaptureReceipt, DeviceRegistration
from imena.custody.models import Filing
from imena.scene.models import Exhumation, Grave, GraveOpening

pytestmark = pytest.mark.operation
RSA = base64.b64encode(
    generate_private_key(65537, 2048).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()
PICTURE = b"\xff\xd8" + bytes(range(256)) * 1500


@pytest.fixture
def grave(house: House) -> Grave:
    return house.grave(house.cleared_site())


@pytest.fixture
def device(house: House) -> FieldDevice:
    return FieldDevice.registered(house.by["recovery_lead"])


def send(signed: Signed) -> tuple[int, dict[str, str]]:
    answer = Client(headers={"accept-language": "en"}).post(
        "/field/inbox/",
        signed.content,
        "application/octet-stream",
        headers={"Imena-Device": signed.device, "Imena-Signature": signed.signature},
    )
    return answer.status_code, answer.json()


def opening(device: FieldDevice, grave: Grave, bodies: str = "1") -> Signed:
    return device.capture("scene.graveopening", {"grave": grave.pk, "outcome": "emptied", "bodies": bodies})


def test_a_device_is_registered_by_who_is_signed_in_on_it(house: House) -> None:
    asked = {"name": "Телефон 1", "algorithm": "Ed25519", "public_key": spki(Ed25519PrivateKey.generate())}
    answer = entered(house, "recovery_lead").post("/field/devices/", json.dumps(asked), "application/json")
    assert answer.status_code == 201
    act = DeviceRegistration.objects.get()
    assert answer.json() == {"device": act.device_id, "user": "recovery_lead", "name": "Телефон 1"}
    state = Client().get(f"/field/devices/{act.device_id}/").json()
    assert state == {"device": act.device_id, "revoked": False, "place": 0}


@pytest.mark.parametrize(
    "wrong",
    [
        {"public_key": "AAAA"},
        {"algorithm": "ECDSA-P256"},
        {"algorithm": "token"},
        {"name": " "},
        {"public_key": RSA},
    ],
)
def test_what_is_no_key_or_no_name_registers_nothing(house: House, wrong: dict[str, str]) -> None:
    asked = {"name": "Телефон", "algorithm": "Ed25519", "public_key": spki(Ed25519PrivateKey.generate())} | wrong
    client = entered(house, "recovery_lead")
    assert client.post("/field/devices/", json.dumps(asked), "application/json").status_code == 400
    assert client.post("/field/devices/", "no json", "application/json").status_code == 400
    assert not DeviceRegistration.objects.exists()


def test_who_does_not_work_in_the_field_registers_no_device(house: House) -> None:
    asked = {"name": "Телефон", "algorithm": "Ed25519", "public_key": spki(Ed25519PrivateKey.generate())}
    client = entered(house, "press_officer")
    assert client.post("/field/devices/", json.dumps(asked), "application/json").status_code == 403
    assert Client().post("/field/devices/", json.dumps(asked), "application/json").status_code == 403


def test_captures_and_pieces_go_over_the_line_without_a_session(device: FieldDevice, grave: Grave) -> None:
    number = device.number()
    name = hashlib.sha256(PICTURE).hexdigest()
    assert Client().get(f"/field/files/{name}/").status_code == 404
    assert send(opening(device, grave)) == (
        200,
        {"capture": CaptureReceipt.objects.get().capture.__str__(), "state": "recorded", "reason": ""},
    )
    answers = {"grave": grave.pk, "found_as": "man", "form": "body", "number": number}
    assert send(device.capture("scene.exhumation", answers, [announced(PICTURE, number)]))[0] == 200

    client = Client()
    assert client.get(f"/field/files/{name}/").json() == {"size": len(PICTURE), "have": 0, "complete": False}
    put = "application/octet-stream"
    assert client.put(f"/field/files/{name}/?at=0", PICTURE[:262_144], put).json()["have"] == 262_144
    gap = client.put(f"/field/files/{name}/?at=300000", PICTURE[300_000:], put)
    assert (gap.status_code, gap.json()["have"]) == (409, 262_144)
    assert client.put(f"/field/files/{name}/?at=0", bytes(262_145), put).status_code == 400
    assert client.put(f"/field/files/{name}/?at=262144", PICTURE[262_144:], put).json()["complete"]
    assert client.get(f"/field/devices/{device.code}/").json()["place"] == 2


def test_refusals_are_named_over_the_line_and_on_the_page(house: House, device: FieldDevice, grave: Grave) -> None:
    signed = opening(device, grave)
    tampered = Signed(device.code, signed.content.replace(b'"emptied"', b'"collapsed"'), signed.signature)
    status, answer = send(tampered)
    assert (status, answer["state"], answer["code"]) == (403, "refused", "signature")
    assert "did not sign this" in answer["reason"]
    assert send(Signed(device.code, b"[]", ""))[0] == 400
    page = entered(house, "investigator").get("/devices/").content.decode()
    assert answer["capture"] in page
    assert "did not sign this" in page


def test_what_is_held_is_settled_on_the_page(house: House, device: FieldDevice, grave: Grave) -> None:
    send(opening(device, grave, bodies="?"))
    receipt, client = CaptureReceipt.objects.get(), entered(house, "investigator")
    assert "To be settled" in client.get("/devices/").content.decode()
    assert client.post(f"/devices/retry/{receipt.pk}/").status_code == 302
    answers = {"happened": "2023-03-01", "receipt": str(receipt.pk), "why": "уточнено на папері", "step": "sign"}
    assert client.post("/acts/new/capture.capturesettingaside/", answers).status_code == 302
    assert "To be settled" not in client.get("/devices/").content.decode()
    assert not GraveOpening.objects.exists()


def test_an_outbox_is_brought_to_the_page(house: House, device: FieldDevice, grave: Grave) -> None:
    opening(device, grave)
    content = b"".join(signed.line() for signed in device.captures)
    client = entered(house, "recovery_lead")
    page = client.post("/field/stick/", {"outbox": SimpleUploadedFile("o.jsonl", content)}).content.decode()
    assert "Recorded as acts</dt><dd>1" in page
    page = client.post("/field/stick/", {"outbox": SimpleUploadedFile("o.jsonl", content + b"?")}).content.decode()
    assert "o.jsonl, row 2: expected a line of an outbox" in page
    assert GraveOpening.objects.count() == 1


def test_what_was_signed_and_what_a_photograph_shows_are_for_those_whose_work_it_is(
    house: House, device: FieldDevice, grave: Grave
) -> None:
    opened = device.capture(
        "scene.graveopening",
        {"grave": grave.pk, "outcome": "emptied", "bodies": "1"},
        [announced(PICTURE, grave.pk, caption="таємний підпис")],
    )
    send(opened)
    receipt, filing = CaptureReceipt.objects.get(), Filing.objects.get()
    for role, sees in (("recovery_lead", True), ("administrator", False), ("dna_expert", False)):
        client = entered(house, role)
        signed = client.get(f"/acts/{receipt.pk}/").content.decode()
        shown = client.get(f"/acts/{filing.pk}/").content.decode()
        assert ("таємний підпис" in signed, "таємний підпис" in shown) == (sees, sees), role


@pytest.mark.parametrize("path", ["/field/devices/%00/", "/field/files/%00/", "/field/files/../../keys/"])
def test_addresses_that_are_none_are_not_found(house: House, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_a_paper_form_asks_what_its_act_asks_and_opens_it(house: House, grave: Grave) -> None:
    client = entered(house, "recovery_lead")
    page = client.get(
        f"/field/paper/?kind=scene.exhumation&kind=scene.graveopening&graves={grave.pk}+nothing"
    ).content.decode()
    assert page.count('class="sheet"') == 2
    assert "☐ woman" in page
    assert "Grave 222" in page
    assert "“nothing” is no number of a grave." in page
    typed = client.get(f"/acts/new/scene.exhumation/?grave={grave.pk}&source=paper+form").content.decode()
    assert grave.pk in typed
    assert "paper form" in typed
    assert not Exhumation.objects.exists()
