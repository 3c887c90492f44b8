"""Reading what devices handed over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from imena.capture.inbox import unperformed
from imena.capture.models import CaptureReceipt, DeviceRegistration, DeviceRevocation, Held, Refusal
from imena.ledger.standpoint import Standpoint, in_force


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device: to whom it was entrusted, whether it was revoked, and what it handed over."""

    registration: DeviceRegistration
    revocation: DeviceRevocation | None
    captures: int
    last: CaptureReceipt | None


@dataclass(frozen=True, slots=True)
class OpenCapture:
    """A capture that is no act yet, and why."""

    receipt: CaptureReceipt
    waiting: bool
    reason: str


def devices(seen: Standpoint) -> list[DeviceView]:
    """Every device, the latest first."""
    receipts = in_force(CaptureReceipt, seen)
    counts = Counter(receipts.values_list("device", flat=True))
    latest = {act.device_id: act for act in receipts.select_related("entry").order_by("pk")}
    revoked = {act.device_id: act for act in in_force(DeviceRevocation, seen).order_by("-pk")}
    return [
        DeviceView(act, revoked.get(act.device_id), counts[act.device_id], latest.get(act.device_id))
        for act in in_force(DeviceRegistration, seen).select_related("holder").order_by("-pk")
    ]


def open_captures() -> list[OpenCapture]:
    """What arrived and is no act: those that wait for something, and those that a person has to settle."""
    held = Held.objects.in_bulk()
    return [
        OpenCapture(receipt, found.waiting if found else True, found.reason if found else "")
        for receipt in unperformed()
        for found in (held.get(receipt.pk),)
    ]


def refusals() -> list[Refusal]:
    return list(Refusal.objects.order_by("-pk")[:200])
