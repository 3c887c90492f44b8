"""The inbox: takes what devices hand over, once, however often it arrives, and makes acts of it.

A capture is received in one transaction, and becomes an act in another: what a device was told has arrived is on the
disk, whatever happens then. What waits for something else is tried again whenever something new arrives.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from imena.capture.acts import receive_capture
from imena.capture.envelope import AnnouncedFile, Envelope, is_signed, read_envelope
from imena.capture.models import (
    HELD,
    CaptureReceipt,
    CaptureSettingAside,
    Device,
    DeviceRegistration,
    DeviceRevocation,
    Held,
    Performed,
    Refusal,
)
from imena.capture.offered import FIELD_ACTS
from imena.capture.pieces import arrived
from imena.core import clock
from imena.core.errors import ImenaError
from imena.core.numbers import ISSUER, NumberError, parse_number
from imena.core.when import When
from imena.custody.acts import file_expected
from imena.custody.models import FileKind, Number
from imena.ledger.acts import Actor, NotAllowedError, Origin
from imena.ledger.registry import registered
from imena.ledger.sealed import SealError, seal_bytes
from imena.ledger.standpoint import in_force, standpoint
from imena.ledger.verifier import BEFORE_THE_FIRST
from imena.ui.act_forms import UNKNOWN, ActForm, ObjectsField, form_of, said

MOST_REFUSALS = 500
"""So many refusals of a device are kept; more say nothing more."""

logger = logging.getLogger(__name__)


class State(StrEnum):
    """What became of a capture that was handed over."""

    RECORDED = "recorded"
    WAITING = "waiting"
    HELD = "held"
    SET_ASIDE = "set_aside"
    REFUSED = "refused"


class Code(StrEnum):
    """Why a capture is refused."""

    UNKNOWN_DEVICE = "unknown_device"
    SIGNATURE = "signature"
    REVOKED = "revoked"
    CHAIN = "chain"
    CONFLICT = "conflict"
    NOT_ALLOWED = "not_allowed"
    KEY_DESTROYED = "key_destroyed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device is told of a capture."""

    capture: UUID
    state: State
    reason: str = ""
    code: str = ""


def explained(code: str) -> str:
    """Why a capture was refused, in the reader's language."""
    reasons = {
        Code.UNKNOWN_DEVICE: _("no such device is registered"),
        Code.SIGNATURE: _("the device’s key did not sign this: it was changed on the way, or another device made it"),
        Code.REVOKED: _("the device was revoked"),
        Code.CHAIN: _("it does not follow the capture before it: one was changed, or two stand in one place"),
        Code.CONFLICT: _("a capture with the same id and other content arrived before; that one stands"),
        Code.NOT_ALLOWED: _("whoever holds the device has no role in the field any more"),
        Code.KEY_DESTROYED: _("what is known of the object was destroyed by an act"),
    }
    return reasons[Code(code)] if code in reasons else code


def hand_over(content: bytes, device: str, signature: str) -> Answer:
    """Take one capture as its device signed it. Idempotent: the same bytes again give the present state.

    Raises `EnvelopeError` where the bytes are no capture.
    """
    envelope = read_envelope(content)
    known = CaptureReceipt.objects.filter(capture=envelope.capture).first()
    if known is None:
        code = _why_refused(envelope, device, signature)
        if code is not None:
            return _refused(envelope, device, code)
        try:
            with transaction.atomic():
                known = receive_capture(by=actor_of(envelope.device), envelope=envelope, signature=signature)
        except NotAllowedError:
            return _refused(envelope, device, Code.NOT_ALLOWED)
        except SealError:
            return _refused(envelope, device, Code.KEY_DESTROYED)
        except IntegrityError:  # the same capture arrived at the same moment by another way
            return hand_over(content, device, signature)
    if known.sha256 != envelope.sha256:
        return _refused(envelope, device, Code.CONFLICT)
    if perform(known):
        perform_waiting()
    for file in envelope.files:
        arrived(file.sha256)  # one that came with another object is at hand for this one too
    return answer_of(known)


def answer_of(receipt: CaptureReceipt) -> Answer:
    """The present state of a capture that arrived."""
    if Performed.objects.filter(receipt=receipt).exists():
        return Answer(receipt.capture, State.RECORDED)
    if is_set_aside(receipt):
        return Answer(receipt.capture, State.SET_ASIDE)
    held = Held.objects.filter(receipt=receipt).first()
    if held is None:
        return Answer(receipt.capture, State.WAITING)
    return Answer(receipt.capture, State.WAITING if held.waiting else State.HELD, held.reason)


def is_set_aside(receipt: CaptureReceipt) -> bool:
    return in_force(CaptureSettingAside, standpoint()).filter(receipt=receipt).exists()


def registration_of(device: str) -> DeviceRegistration | None:
    return in_force(DeviceRegistration, standpoint()).filter(device=device).select_related("holder").first()


def is_revoked(device: str, place: int = 2**31) -> bool:
    """Whether a capture of this number on a device comes too late: after the device was revoked."""
    return in_force(DeviceRevocation, standpoint()).filter(device=device, last__lt=place).exists()


def actor_of(device: str) -> Actor:
    """In whose name the captures of a device are recorded: whoever it was entrusted to."""
    registration = registration_of(device)
    if registration is None:
        raise _UnfitError("device {device} is not registered", device=device)
    return Actor(registration.holder, Device.objects.select_related("operation").get(pk=device).operation)


def _why_refused(envelope: Envelope, device: str, signature: str) -> Code | None:
    registration = registration_of(envelope.device) if envelope.device == device else None
    if registration is None:
        return Code.UNKNOWN_DEVICE
    if not is_signed(envelope, registration.algorithm, registration.public_key, signature):
        return Code.SIGNATURE
    if is_revoked(device, envelope.place):
        return Code.REVOKED
    return None if _is_in_chain(envelope) else Code.CHAIN


def _is_in_chain(envelope: Envelope) -> bool:
    """Whether a capture fits those around it that have arrived: no two in one place, each naming the one before."""
    near = range(envelope.place - 1, envelope.place + 2)
    around = {act.place: act for act in CaptureReceipt.objects.filter(device=envelope.device, place__in=near)}
    before, after = around.get(envelope.place - 1), around.get(envelope.place + 1)
    return (
        envelope.place not in around
        and (before is None or before.sha256 == envelope.previous)
        and (after is None or after.previous == envelope.sha256)
        and (envelope.place > 1 or envelope.previous == BEFORE_THE_FIRST)
    )


def _refused(envelope: Envelope, device: str, code: Code) -> Answer:
    """Keep that something of a known device was refused, once for each content, and not without end."""
    if Device.objects.filter(pk=device).exists() and Refusal.objects.filter(device=device).count() < MOST_REFUSALS:
        Refusal.objects.get_or_create(
            device=device,
            sha256=envelope.sha256,
            code=code,
            defaults={"capture": str(envelope.capture), "received_at": clock.now()},
        )
    return Answer(envelope.capture, State.REFUSED, explained(code), code)


def perform_waiting() -> int:
    """Try again whatever waits for something else, until nothing more comes of it; how many became acts.

    What is held for a person is left alone: it is tried again when that person, or its device, asks.
    """
    done = 0
    while tried := sum(perform(receipt) for receipt in unperformed().exclude(held__waiting=False)):
        done += tried
    return done


def unperformed() -> QuerySet[CaptureReceipt]:
    """What arrived and is no act, without what was set aside."""
    aside = in_force(CaptureSettingAside, standpoint()).values("receipt")
    return CaptureReceipt.objects.filter(performed=None).exclude(pk__in=aside).order_by("device", "place")


def perform(receipt: CaptureReceipt) -> bool:
    """Make an act of a capture, in one transaction with the files it announces; whether one was made now."""
    if Performed.objects.filter(receipt=receipt).exists() or is_set_aside(receipt):
        return False
    try:
        with transaction.atomic():
            _perform(receipt)
    except _WaitsError as reason:
        _hold(receipt, reason.said, waiting=True)
    except ImenaError as error:
        _hold(receipt, said(error), waiting=False)
    except OperationalError:  # the database is busy or gone: whoever hands over tries again
        raise
    except IntegrityError:  # it became an act at the same moment by another way
        if not Performed.objects.filter(receipt=receipt).exists():
            _hold_unforeseen(receipt)
    except Exception:
        _hold_unforeseen(receipt)
    else:
        return True
    return False


class _WaitsError(Exception):
    """Something that this capture rests on has not arrived."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class _UnfitError(ImenaError):
    """A capture whose answers its act does not take."""


def _hold(receipt: CaptureReceipt, reason: str, *, waiting: bool) -> None:
    with suppress(SealError):  # what the capture speaks of was destroyed, and its reason with it
        sealed = seal_bytes(receipt.about, HELD, reason[:500].encode())
        Held.objects.update_or_create(receipt=receipt, defaults={"waiting": waiting, "sealed_reason": sealed})


def _hold_unforeseen(receipt: CaptureReceipt) -> None:
    """One capture that breaks the house stops neither its device nor any other."""
    logger.exception("capture %s of device %s", receipt.capture, receipt.device_id)
    _hold(receipt, _("an error within Imena; whoever looks after the server finds it in its log"), waiting=False)


def _perform(receipt: CaptureReceipt) -> None:
    if is_revoked(receipt.device_id, receipt.place):
        raise _UnfitError("device {device} was revoked before this could be recorded", device=receipt.device_id)
    if not _follows(receipt):
        raise _WaitsError(_("capture %(place)s of this device has not arrived") % {"place": receipt.place - 1})
    content = receipt.content
    if content is None:
        raise _UnfitError("what the capture says was destroyed with its key")
    envelope = read_envelope(content.encode())
    act = _form(envelope).perform(actor_of(envelope.device))
    Performed.objects.create(receipt=receipt, act=act.entry)
    Held.objects.filter(receipt=receipt).delete()
    for file in envelope.files:
        _file(envelope, file)


def _follows(receipt: CaptureReceipt) -> bool:
    """Whether the capture before this one has arrived: and was taken, or was refused for what it said."""
    if receipt.place == 1:
        return True
    before = CaptureReceipt.objects.filter(device=receipt.device, place=receipt.place - 1)
    return before.exists() or Refusal.objects.filter(device=receipt.device_id, sha256=receipt.previous).exists()


def source_of(device: str, place: int) -> str:
    """How an act names the capture it was made of."""
    return f"польовий запис {device}/{place}"


def _form(envelope: Envelope) -> ActForm:
    """The form of the act with the capture's answers, read by the same fields as on the pages."""
    if envelope.kind not in FIELD_ACTS:
        raise _UnfitError("an act of the kind {kind} is not recorded in the field", kind=envelope.kind)
    form_class = form_of(registered()[envelope.kind])
    if unknown := set(envelope.answers) - set(form_class.base_fields):
        raise _UnfitError("{kind} has no field {field}", kind=envelope.kind, field=min(unknown))
    form = form_class(
        {
            **envelope.answers,
            "known_on": envelope.captured_at[:10],
            "source": source_of(envelope.device, envelope.place),
        }
    )
    _check_own_number(envelope)
    _check_answers(form)
    return form


def _check_own_number(envelope: Envelope) -> None:
    """A device makes numbers under its own code alone; or takes them from a roll of labels made here."""
    try:
        number = parse_number(envelope.answers["number"]) if envelope.answers.get("number") else ""
    except NumberError as error:
        raise _UnfitError("{problem}", problem=error) from None
    issuer = number[:ISSUER]
    if number and issuer != envelope.device and Device.objects.filter(pk=issuer).exists():
        raise _UnfitError("number {number} is another device’s", number=number)


def _check_answers(form: ActForm) -> None:
    """Raises where an answer does not fit, or waits for an object that is not known yet."""
    if not form.is_valid():
        errors = form.errors.get_json_data()
        unfit = {field: found for field, found in errors.items() if any(each["code"] != UNKNOWN for each in found)}
        field, problems = next(iter((unfit or errors).items()))
        text = f"{form[field].label}: {problems[0]['message']}"
        if unfit:
            raise _UnfitError("{problem}", problem=text)
        raise _WaitsError(text)
    several = [name for name, field in form.fields.items() if isinstance(field, ObjectsField)]
    for name in several:
        numbers = set(form.cleaned_data[name])
        if missing := numbers - set(Number.objects.filter(pk__in=numbers).values_list("pk", flat=True)):
            raise _WaitsError(_("object %(number)s is not known here yet") % {"number": min(missing)})


def _file(envelope: Envelope, file: AnnouncedFile) -> None:
    """Record a file that belongs to a capture. Its content arrives in pieces, before or after."""
    number = Number.objects.filter(pk=file.object).first()
    if number is None:
        raise _WaitsError(_("object %(number)s is not known here yet") % {"number": file.object})
    if file.kind_of_file not in FileKind.values:
        raise _UnfitError("the capture’s field {field} cannot be read", field="kind_of_file")
    day = date.fromisoformat((file.taken_at or envelope.captured_at)[:10])
    file_expected(
        by=actor_of(envelope.device),
        happened=When.day(min(day, date.fromisoformat(envelope.captured_at[:10]))),
        object=number,
        kind_of_file=FileKind(file.kind_of_file),
        sha256=file.sha256,
        size=file.size,
        media_type=file.media_type,
        name=file.name,
        caption=file.caption,
        taken_at=file.taken_at,
        origin=Origin(
            known_on=date.fromisoformat(envelope.captured_at[:10]),
            source=source_of(envelope.device, envelope.place),
        ),
    )


def data_of(answer: Answer) -> dict[str, Any]:
    """An answer as a device reads it."""
    return {
        "capture": str(answer.capture),
        "state": str(answer.state),
        "reason": answer.reason,
        **({"code": answer.code} if answer.code else {}),
    }
