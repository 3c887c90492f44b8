"""Submissions by OpenRosa: what ODK Collect or Kobo sends, taken through the same inbox as a device's captures.

A channel stands for a device: its code makes the numbers, its secret address is what it is trusted by. A submission is
kept as it was sent, inside the capture that is made of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django import forms
from django.db import IntegrityError

from imena.capture.acts import receive_capture
from imena.capture.envelope import EnvelopeError, read_envelope
from imena.capture.inbox import (
    Answer,
    Code,
    State,
    actor_of,
    answer_of,
    explained,
    is_revoked,
    perform,
    perform_waiting,
    source_of,
)
from imena.capture.models import Algorithm, CaptureReceipt, DeviceRegistration, Performed
from imena.capture.pieces import LARGEST_PIECE, add_piece, arrived
from imena.capture.xlsform import PHOTOGRAPHS, kind_of
from imena.core import clock
from imena.core.canonical import plain
from imena.core.when import When
from imena.custody.acts import file_content
from imena.custody.models import FileKind, Filing, Number
from imena.custody.numbering import next_numbers
from imena.custody.pictures import taken_at
from imena.ledger.acts import Origin
from imena.ledger.registry import registered
from imena.ledger.standpoint import in_force, standpoint
from imena.ledger.verifier import BEFORE_THE_FIRST
from imena.ui.act_forms import ObjectField, ObjectsField, form_of

_NAMES = UUID("6f6c1d3c-3b52-4c6e-9a3c-4f3d1f0a9c11")
"""The name space of captures made of submissions whose id is no UUID."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a submission."""

    name: str
    content: bytes
    media_type: str


def channel_of(secret: str) -> DeviceRegistration | None:
    """The channel behind a secret address."""
    kept = hashlib.sha256(secret.encode()).hexdigest()
    channels = in_force(DeviceRegistration, standpoint()).filter(algorithm=Algorithm.TOKEN, public_key=kept)
    return channels.select_related("holder").first()


def submit(channel: DeviceRegistration, xml: bytes, attachments: Mapping[str, Attachment]) -> Answer:
    """Take one submission. The same again is one; attachments may come in several requests, each with the same form.

    Raises `EnvelopeError` where it is no submission of a form of ours.
    """
    root = _read(xml)
    capture = _capture_id(root)
    known = CaptureReceipt.objects.filter(capture=capture).first()
    if known is None:
        if is_revoked(channel.device_id):
            return Answer(capture, State.REFUSED, explained(Code.REVOKED), Code.REVOKED)
        try:
            known = _receive(channel, capture, root, xml, attachments)
        except IntegrityError:  # another submission came at the same moment by this channel
            return submit(channel, xml, attachments)
    elif json.loads(known.content or "{}").get("submitted") != xml.decode():
        return Answer(capture, State.REFUSED, explained(Code.CONFLICT), Code.CONFLICT)
    _keep(attachments)
    if perform(known):
        perform_waiting()
    _file_late(known, root, attachments)
    return answer_of(known)


def _file_late(receipt: CaptureReceipt, root: Element, attachments: Mapping[str, Attachment]) -> None:
    """File photographs that came in a later request than the form. Raises `EnvelopeError` while there is no act yet."""
    envelope = read_envelope((receipt.content or "").encode())
    known = {file.sha256 for file in envelope.files}
    late = [each for each in _named(root, attachments) if hashlib.sha256(each.content).hexdigest() not in known]
    performed = Performed.objects.filter(receipt=receipt).exists()
    if late and not performed:
        raise EnvelopeError("photographs that come later are taken once the record is an act: send them again then")
    number = Number.objects.filter(pk=_about(envelope.answers, envelope.kind)).first()
    for each in late if number else ():
        sha256 = hashlib.sha256(each.content).hexdigest()
        if number and not Filing.objects.filter(object=number, sha256=sha256).exists():
            file_content(
                by=actor_of(receipt.device_id),
                happened=When.day(date.fromisoformat(envelope.captured_at[:10])),
                object=number,
                kind_of_file=FileKind.PHOTOGRAPH,
                content=each.content,
                media_type=each.media_type,
                name=each.name,
                taken_at=taken_at(each.content),
                origin=Origin(source=source_of(envelope.device, envelope.place)),
            )


def _read(xml: bytes) -> Element:
    try:
        return fromstring(xml.decode())
    except (ParseError, DefusedXmlException, UnicodeDecodeError):
        raise EnvelopeError("the submission is no XML") from None


def _capture_id(root: Element) -> UUID:
    said = next((each.text or "" for each in root.iter() if _local(each) == "instanceID"), "")
    if not said:
        raise EnvelopeError("the submission has no instanceID")
    with suppress(ValueError):
        return UUID(said.removeprefix("uuid:"))
    return uuid5(_NAMES, said)


def _receive(
    channel: DeviceRegistration, capture: UUID, root: Element, xml: bytes, attachments: Mapping[str, Attachment]
) -> CaptureReceipt:
    """Make a capture of a submission: the next of its channel, whose number for a new object it makes."""
    kind = kind_of(root.get("id") or _local(root))
    answers = dict(_answers(root, kind))
    last = CaptureReceipt.objects.filter(device=channel.device_id).order_by("-place").first()
    makes_number = "number" in form_of(registered()[kind]).base_fields
    if makes_number and not answers.get("number"):
        answers["number"] = next_numbers(1, channel.device_id)[0]
    content = {
        "capture": str(capture),
        "device": channel.device_id,
        "place": last.place + 1 if last else 1,
        "previous": last.sha256 if last else BEFORE_THE_FIRST,
        "captured_at": plain(clock.now()),
        "kind": kind,
        "answers": answers,
        "files": list(_files(root, attachments, _about(answers, kind))),
        "submitted": xml.decode(),
    }
    envelope = read_envelope(json.dumps(content, ensure_ascii=False).encode())
    return receive_capture(by=actor_of(channel.device_id), envelope=envelope, signature="")


def _answers(root: Element, kind: str) -> Iterator[tuple[str, str]]:
    """The answers to the act's own fields; an answer of No to a yes-or-no question is no answer, as on the pages."""
    fields = form_of(registered()[kind]).base_fields
    for each in root:
        name, value = _local(each), (each.text or "").strip()
        declined = value == "off" and isinstance(fields.get(name), forms.BooleanField)
        if name in fields and value and not declined:
            several = isinstance(fields[name], forms.JSONField)
            yield name, json.dumps(value.split()) if several else value


def _about(answers: Mapping[str, str], kind: str) -> str:
    """The object that photographs belong to: the new one, or else the first that the act names."""
    fields = form_of(registered()[kind]).base_fields
    kinds = (ObjectField, ObjectsField)
    named = [answers[name] for name, field in fields.items() if isinstance(field, kinds) and name in answers]
    said = " ".join((answers.get("number", ""), *named)).replace(",", " ").split()
    return said[0] if said else ""


def _named(root: Element, attachments: Mapping[str, Attachment]) -> list[Attachment]:
    """The photographs that the form names and that came with this request."""
    names = [(each.text or "").strip() for each in root if _local(each) in PHOTOGRAPHS]
    return [attachments[name] for name in names if name in attachments]


def _files(root: Element, attachments: Mapping[str, Attachment], about: str) -> Iterator[dict[str, object]]:
    """The photographs of a submission, as a device announces them."""
    for given in _named(root, attachments):
        yield {
            "object": about,
            "sha256": hashlib.sha256(given.content).hexdigest(),
            "size": len(given.content),
            "media_type": given.media_type,
            "kind_of_file": str(FileKind.PHOTOGRAPH),
            "name": given.name,
            "taken_at": taken_at(given.content),
            "caption": "",
        }


def _keep(attachments: Mapping[str, Attachment]) -> None:
    for given in attachments.values():
        sha256 = hashlib.sha256(given.content).hexdigest()
        found = arrived(sha256)
        start = found.have if found and not found.complete else len(given.content)
        for at in range(start, len(given.content), LARGEST_PIECE):
            add_piece(sha256, at, given.content[at : at + LARGEST_PIECE])


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
