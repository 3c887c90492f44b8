"""ODK and Kobo: the same forms as XLSForm, and submissions by OpenRosa through the same inbox."""

import hashlib
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from house import DAY, House
from imena.capture.acts import open_channel, revoke_device
from imena.capture.models import CaptureReceipt, Device
from imena.capture.offered import FIELD_ACTS
from imena.capture.xlsform import form_id, sheets, write, xform
from imena.custody import files
from imena.custody.models import Filing
from imena.scene.models import Exhumation, Grave, GraveOpening

pytestmark = pytest.mark.operation
XFORMS = "{http://www.w3.org/2002/xforms}"


@pytest.fixture
def grave(house: House) -> Grave:
    return house.grave(house.cleared_site())


@pytest.fixture
def channel(house: House) -> str:
    """The address of a recovery lead's channel."""
    return f"/openrosa/{open_channel(by=house.by['recovery_lead'], name='Команда ODK')[1]}"


def form(kind: str, instance: str, **answers: str) -> bytes:
    said = "".join(f"<{name}>{value}</{name}>" for name, value in answers.items())
    meta = f"<meta><instanceID>uuid:{instance}</instanceID></meta>"
    return f'<data id="{form_id(kind)}" version="1">{said}{meta}</data>'.encode()


def opening(grave: Grave, **more: str) -> bytes:
    answers = {"happened": "2023-03-01", "grave": grave.pk, "outcome": "emptied", "bodies": "1", **more}
    return form("scene.graveopening", str(uuid4()), **answers)


def send(address: str, xml: bytes, **photographs: bytes) -> int:
    given = {name.replace("_jpg", ".jpg"): content for name, content in photographs.items()}
    parts = {"xml_submission_file": SimpleUploadedFile("form.xml", xml, "text/xml")}
    parts |= {name: SimpleUploadedFile(name, content, "image/jpeg") for name, content in given.items()}
    return Client().post(f"{address}/submission", parts).status_code


@pytest.mark.parametrize("kind", FIELD_ACTS)
def test_every_form_of_the_field_becomes_an_xform_in_both_languages(house: House, kind: str) -> None:
    root = ElementTree.fromstring(xform(kind))
    translations = {each.get("lang") for each in root.iter(f"{XFORMS}translation")}
    assert translations == {"Українська (uk)", "English (en)"}
    asked = {each.get("nodeset", "").rpartition("/")[2] for each in root.iter(f"{XFORMS}bind")}
    survey = sheets(kind)["survey"]
    assert {row[1] for row in survey[1:]} <= asked
    assert "happened" in asked


def test_the_questions_of_an_exhumation_are_those_of_its_act(house: House) -> None:
    survey = {row[1]: row for row in sheets("scene.exhumation")["survey"]}
    assert survey["grave"][0] == "barcode"
    assert survey["grave"][2] == "yes"
    assert survey["found_as"][0] == "select_one of_found_as"
    assert survey["number"][2] == ""
    choices = [row[1:] for row in sheets("scene.exhumation")["choices"] if row[0] == "of_found_as"]
    assert ["woman", "жінка", "woman"] in choices


def test_the_workbooks_are_written_for_other_tools(house: House, tmp_path: object) -> None:
    from pathlib import Path

    written = write(Path(str(tmp_path)) / "forms", FIELD_ACTS)
    assert len(written) == len(FIELD_ACTS)
    assert load_workbook(written[0]).sheetnames == ["survey", "choices", "settings"]


def test_the_list_of_forms_is_for_who_has_the_address(house: House, channel: str) -> None:
    answer = Client().get(f"{channel}/formList")
    assert answer["X-OpenRosa-Version"] == "1.0"
    names = {each.text for each in ElementTree.fromstring(answer.content).iter() if each.tag.endswith("formID")}
    assert form_id("scene.exhumation") in names
    assert form_id("laboratory.sampletaking") not in names, "a recovery lead takes no samples"
    assert Client().get(f"{channel}/forms/{form_id('scene.exhumation')}.xml").status_code == 200
    assert Client().get(f"{channel}/forms/other.xml").status_code == 404
    assert Client().get("/openrosa/guessed/formList").status_code == 404
    assert Client().head(f"{channel}/submission").status_code == 204


def test_a_submission_is_recorded_once_with_its_photographs(house: House, channel: str, grave: Grave) -> None:
    instance, picture = str(uuid4()), b"\xff\xd8" + bytes(300_000)
    opened = form(
        "scene.graveopening", str(uuid4()), happened="2023-03-01", grave=grave.pk, outcome="emptied", bodies="1"
    )
    assert send(channel, opened) == 201
    lifted = form(
        "scene.exhumation", instance, happened="2023-03-01", grave=grave.pk, found_as="woman", form="body",
        photograph_1="a.jpg",
    )  # fmt: skip
    assert [send(channel, lifted, a_jpg=picture) for _ in range(3)] == [201] * 3

    act = Exhumation.objects.get()
    assert act.irregular == []
    assert act.entry.author == house.by["recovery_lead"].user
    filing = Filing.objects.get()
    assert (filing.object_id, filing.sha256) == (act.remains_id, hashlib.sha256(picture).hexdigest())
    assert files.read(filing.sha256, filing.object_id) == picture
    assert CaptureReceipt.objects.count() == 2
    assert GraveOpening.objects.count() == 1


def test_a_photograph_that_comes_in_a_later_request_is_filed_too(house: House, channel: str, grave: Grave) -> None:
    xml = opening(grave, photograph_1="a.jpg", photograph_2="b.jpg")
    one, other = b"\xff\xd8one", b"\xff\xd8other"
    assert send(channel, xml, a_jpg=one) == 201
    assert [send(channel, xml, b_jpg=other) for _ in range(2)] == [201] * 2
    assert {act.sha256 for act in Filing.objects.all()} == {hashlib.sha256(each).hexdigest() for each in (one, other)}
    assert Filing.objects.count() == 2
    assert GraveOpening.objects.count() == 1


def test_the_same_instance_with_other_answers_is_a_conflict(house: House, channel: str, grave: Grave) -> None:
    instance = str(uuid4())
    answers = {"happened": "2023-03-01", "grave": grave.pk, "outcome": "emptied"}
    assert send(channel, form("scene.graveopening", instance, **answers, bodies="1")) == 201
    assert send(channel, form("scene.graveopening", instance, **answers, bodies="2")) == 409
    assert GraveOpening.objects.get().bodies == 1


def test_what_is_no_form_of_ours_is_refused_with_the_reason(house: House, channel: str) -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><data id="imena_scene_exhumation">&b;</data>'
    for xml in (b"no xml", b"<data/>", form("scene.exhumation", "x").replace(b"uuid:x", b""), bomb):
        assert send(channel, xml) == 400
    assert not CaptureReceipt.objects.exists()


def test_a_revoked_channel_takes_nothing_more(house: House, channel: str, grave: Grave) -> None:
    device = Device.objects.get()
    revoke_device(by=house.by["investigator"], happened=DAY, device=device, reason="адресу розголошено")
    assert send(channel, opening(grave)) == 403
    assert not GraveOpening.objects.exists()
