"""Everything that changes which devices are trusted, and what becomes of captures."""

import hashlib
import secrets

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.capture.envelope import Envelope, check_public_key
from imena.capture.models import (
    Algorithm,
    Announced,
    CaptureReceipt,
    CaptureSettingAside,
    Device,
    DeviceRegistration,
    DeviceRevocation,
    Held,
    Performed,
)
from imena.capture.offered import FIELD_ACTS
from imena.core import chance, clock
from imena.core.numbers import ALPHABET, ISSUER, NumberError, parse_number
from imena.core.when import When
from imena.custody.models import Issuer
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.registry import act, registered


def register_device(
    *,
    by: Actor,
    name: str,
    algorithm: Algorithm,
    public_key: str,
) -> DeviceRegistration:
    """Entrust a device to whoever registers it. Raises `EnvelopeError` where the key is none."""
    check_public_key(algorithm, public_key)
    return _register(by, name, algorithm, public_key)


def open_channel(*, by: Actor, name: str) -> tuple[DeviceRegistration, str]:
    """Open a channel for forms filled in elsewhere; the secret part of its address is shown once and not kept."""
    secret = secrets.token_urlsafe(24)
    return _register(by, name, Algorithm.TOKEN, hashlib.sha256(secret.encode()).hexdigest()), secret


def _register(by: Actor, name: str, algorithm: Algorithm, public_key: str) -> DeviceRegistration:
    if not name.strip():
        raise RefusedError("a device needs a name")
    with transaction.atomic(savepoint=False):
        device = Device.objects.create(code=_free_code(), operation=by.operation)
        Issuer.objects.create(code=device.pk)
        return record(
            DeviceRegistration,
            by=by,
            happened=When.day(clock.today()),
            device=device,
            holder=by.user,
            name=name.strip(),
            algorithm=algorithm,
            public_key=public_key,
        )


def _free_code() -> str:
    """A code that no issuer has, beginning with a digit, as all do, and drawn so that two installations differ too."""
    while True:
        first, *others = chance.token(ISSUER)
        code = ALPHABET[2 + first % 8] + "".join(ALPHABET[byte % len(ALPHABET)] for byte in others)
        if not Issuer.objects.filter(pk=code).exists():
            return code


@act(DeviceRevocation, _("Revoke a device"))
def revoke_device(
    *, by: Actor, happened: When, device: Device, reason: str, last: int = 0, origin: Origin = HERE_AND_NOW
) -> DeviceRevocation:
    """Whatever the device hands over from now on is refused, but for captures up to number `last`."""
    return record(DeviceRevocation, by=by, happened=happened, origin=origin, device=device, reason=reason, last=last)


def receive_capture(*, by: Actor, envelope: Envelope, signature: str) -> CaptureReceipt:
    """Record that a capture arrived, with the files it announces. What it says becomes an act of its own."""
    with transaction.atomic(savepoint=False):
        receipt = record(
            CaptureReceipt,
            by=by,
            happened=When.day(clock.today()),
            device=Device(pk=envelope.device),
            capture=envelope.capture,
            place=envelope.place,
            captured_kind=envelope.kind,
            captured_at=envelope.captured_at,
            sha256=envelope.sha256,
            previous=envelope.previous,
            signature=signature,
            about=_about(envelope),
            content=envelope.content.decode(),
        )
        Announced.objects.bulk_create(
            Announced(receipt=receipt, sha256=file.sha256, size=file.size, object=file.object)
            for file in envelope.files
        )
    return receipt


def _about(envelope: Envelope) -> str:
    """The object whose key seals a capture: the one its act seals under, else the first it names, else the device."""
    found = registered().get(envelope.kind) if envelope.kind in FIELD_ACTS else None
    sealed_under = found.kind.SEALED_UNDER if found else ""
    for name in (sealed_under, "number", *envelope.answers):
        try:
            return parse_number(envelope.answers.get(name, ""))
        except NumberError:
            continue
    return envelope.device


@act(CaptureSettingAside, _("Set a capture aside"))
def set_aside(
    *, by: Actor, happened: When, receipt: CaptureReceipt, why: str, origin: Origin = HERE_AND_NOW
) -> CaptureSettingAside:
    """Only what has become no act, and only with a reason."""
    if Performed.objects.filter(receipt=receipt).exists():
        raise RefusedError("the capture is recorded as an act: void that act")
    if not why.strip():
        raise RefusedError("a capture is set aside only with a reason")
    with transaction.atomic(savepoint=False):
        Held.objects.filter(receipt=receipt).delete()
        given = Origin(known_on=origin.known_on, source=origin.source, why=why)
        return record(CaptureSettingAside, by=by, happened=happened, origin=given, receipt=receipt)
