"""Acts of handling: sealing, handing over, receiving, storing, opening, dividing."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody import guards
from imena.custody.acts.recording import known_objects, record_event
from imena.custody.models import (
    Container,
    Division,
    HandOver,
    Number,
    Portion,
    Reception,
    SealBreaking,
    Sealing,
    Seals,
    Store,
    Storing,
    Unit,
)
from imena.custody.numbering import new
from imena.custody.origins import may_be_destroyed
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.people.models import Agency, User


@act(Sealing, _("Seal"))
def seal(
    *,
    by: Actor,
    happened: When,
    numbers: Sequence[str],
    container: Container,
    label: str = "",
    seal: str,
    origin: Origin = HERE_AND_NOW,
) -> Sealing:
    """An event: flagged where whoever seals does not hold the objects."""
    return record_event(
        Sealing,
        "numbers",
        by=by,
        happened=happened,
        origin=origin,
        numbers=known_objects(numbers),
        container=container,
        label=label.strip(),
        seal=seal.strip(),
    )


@act(HandOver, _("Hand over"))
def hand_over(
    *,
    by: Actor,
    happened: When,
    numbers: Sequence[str],
    receiver: User | None = None,
    receiver_agency: Agency | None = None,
    receiver_outside: str = "",
    purpose: str,
    document: str = "",
    giver: User | None = None,
    giver_outside: str = "",
    seals: Seals = Seals.UNCHECKED,
    seal_found: str = "",
    condition: str = "",
    origin: Origin = HERE_AND_NOW,
) -> HandOver:
    """An event. The giver is whoever records it, unless another is named; to someone outside only with a document."""
    outside = receiver_outside.strip()
    if sum((receiver is not None, receiver_agency is not None, bool(outside))) != 1:
        raise RefusedError("name one receiver: a user, an agency, or someone outside")
    if outside and not document.strip():
        raise RefusedError("a hand-over to someone outside needs the document that was signed for it")
    if giver is not None and giver_outside.strip():
        raise RefusedError("name one giver: a user, or someone outside")
    return record_event(
        HandOver,
        "numbers",
        by=by,
        happened=happened,
        origin=origin,
        numbers=known_objects(numbers),
        giver=None if giver_outside.strip() else giver or by.user,
        giver_outside=giver_outside.strip(),
        receiver=receiver,
        receiver_agency=receiver_agency,
        receiver_outside=outside,
        purpose=purpose,
        document=document,
        seals=_seals(seals, seal_found),
        seal_found=seal_found.strip(),
        condition=condition,
    )


@act(Reception, _("Receive"))
def receive(
    *,
    by: Actor,
    happened: When,
    numbers: Sequence[str],
    seals: Seals,
    seal_found: str = "",
    condition: str = "",
    origin: Origin = HERE_AND_NOW,
) -> Reception:
    """An event: confirms what was handed over to whoever records it, or to the agency he or she serves."""
    return record_event(
        Reception,
        "numbers",
        by=by,
        happened=happened,
        origin=origin,
        numbers=known_objects(numbers),
        seals=_seals(seals, seal_found),
        seal_found=seal_found.strip(),
        condition=condition,
    )


def _seals(seals: Seals, seal_found: str) -> Seals:
    if seals == Seals.OTHER and not seal_found.strip():
        raise RefusedError("say which number the seal bears")
    return seals


@act(Storing, _("Put into a store"))
def store(
    *,
    by: Actor,
    happened: When,
    numbers: Sequence[str],
    store: Store,
    position: str = "",
    origin: Origin = HERE_AND_NOW,
) -> Storing:
    """An event: flagged where the objects were not received, or the store was not open."""
    return record_event(
        Storing,
        "numbers",
        by=by,
        happened=happened,
        origin=origin,
        reasons=guards.storing_out_of_order(store, standpoint(happened.latest)),
        numbers=known_objects(numbers),
        store=store,
        position=position,
    )


@act(SealBreaking, _("Break a seal on purpose"))
def break_seal(
    *, by: Actor, happened: When, numbers: Sequence[str], reason: str, origin: Origin = HERE_AND_NOW
) -> SealBreaking:
    if not reason.strip():
        raise RefusedError("a seal is broken only with a reason")
    return record_event(
        SealBreaking,
        "numbers",
        by=by,
        happened=happened,
        origin=origin,
        numbers=known_objects(numbers),
        reason=reason,
    )


@act(Division, _("Divide off a portion"))
def divide(
    *,
    by: Actor,
    happened: When,
    divided_from: Number,
    quantity: Decimal,
    remaining: Decimal,
    unit: Unit,
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> Division:
    """The portion is a thing of its own, with a number of its own. Remains are separated, not divided."""
    known_objects([divided_from.pk])
    if not may_be_destroyed(divided_from.kind):
        raise RefusedError("human remains are not divided: record a separation or a sample")
    if quantity <= 0 or remaining < 0:
        raise RefusedError("a portion of {quantity} cannot leave {remaining}", quantity=quantity, remaining=remaining)
    with transaction.atomic(savepoint=False):
        portion = new(Portion, by.operation, number)
        return record_event(
            Division,
            "divided_from",
            by=by,
            happened=happened,
            origin=origin,
            portion=portion,
            divided_from=divided_from,
            quantity=quantity,
            remaining=remaining,
            unit=unit,
        )
