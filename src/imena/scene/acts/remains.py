"""Acts about remains: exhumation, separation, joining."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody.numbering import new
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, record
from imena.ledger.guards import codes, refuse
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.scene import guards
from imena.scene.models import (
    Exhumation,
    FoundAs,
    Grave,
    Joining,
    Remains,
    Separation,
)


@act(Exhumation, _("Record an exhumation"))
def exhume(
    *,
    by: Actor,
    happened: When,
    grave: Grave,
    found_as: FoundAs,
    form: Exhumation.Form = Exhumation.Form.BODY,
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> Exhumation:
    """An event: flagged where the grave was not opened in order. The remains receive their number here."""
    reasons = codes(guards.exhumation_out_of_order(grave, standpoint(happened.latest)))
    with transaction.atomic(savepoint=False):
        remains = new(Remains, by.operation, number)
        return record(
            Exhumation,
            by=by,
            happened=happened,
            origin=origin,
            irregular=reasons,
            remains=remains,
            grave=grave,
            form=form,
            found_as=found_as,
        )


@act(Separation, _("Separate remains"))
def separate(
    *,
    by: Actor,
    happened: When,
    separated_from: Remains,
    found_as: FoundAs,
    document: str,
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> Separation:
    """What was separated is a case of its own, with a number of its own; nothing is renumbered."""
    with transaction.atomic(savepoint=False):
        remains = new(Remains, by.operation, number)
        return record(
            Separation,
            by=by,
            happened=happened,
            origin=origin,
            remains=remains,
            separated_from=separated_from,
            found_as=found_as,
            document=document,
        )


@act(Joining, _("Join a part to remains"), authorises=True)
def join(
    *, by: Actor, happened: When, part: Remains, remains: Remains, document: str, origin: Origin = HERE_AND_NOW
) -> Joining:
    refuse(guards.joining_out_of_order(part, standpoint(happened.latest)))
    return record(Joining, by=by, happened=happened, origin=origin, part=part, remains=remains, document=document)
