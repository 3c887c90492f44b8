"""Acts that end custody, or take it up again; and the settling of alerts."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody import guards
from imena.custody.acts.recording import known_objects, record_event
from imena.custody.models import (
    Alarm,
    AlertSettlement,
    Destruction,
    FoundAgain,
    GivingOut,
    Loss,
    Number,
    Return,
)
from imena.custody.origins import may_be_destroyed
from imena.custody.queries import Custody
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.guards import refuse
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint


@act(GivingOut, _("Give out for good"))
def give_out(
    *, by: Actor, happened: When, object: Number, document: str, received_by: str, origin: Origin = HERE_AND_NOW
) -> GivingOut:
    """An event: flagged where whoever gives it does not hold it. Remains are released for burial, not given out."""
    known_objects([object.pk])
    if not may_be_destroyed(object.kind):
        raise RefusedError("human remains are released for burial, not given out")
    return record_event(
        GivingOut,
        "object",
        by=by,
        happened=happened,
        origin=origin,
        object=object,
        document=document,
        received_by=received_by,
    )


@act(Return, _("Take back"))
def take_back(
    *,
    by: Actor,
    happened: When,
    numbers: Sequence[str],
    document: str,
    returned_by: str = "",
    condition: str = "",
    origin: Origin = HERE_AND_NOW,
) -> Return:
    """An event: what had left the operation, or was with someone outside, is with whoever records it.

    Flagged where it was with someone of the operation: who has it from there hands it over or receives it.
    """
    return record_event(
        Return,
        "numbers",
        by=by,
        happened=happened,
        origin=origin,
        numbers=known_objects(numbers),
        returned_by=returned_by,
        document=document,
        condition=condition,
    )


@act(Destruction, _("Destroy"), authorises=True)
def destroy(
    *, by: Actor, happened: When, numbers: Sequence[str], document: str, origin: Origin = HERE_AND_NOW
) -> Destruction:
    """Refused for human remains, without a document, and for what is no longer in custody."""
    asked = known_objects(numbers)
    if not document.strip():
        raise RefusedError("nothing is destroyed without a document that orders it")
    refuse(guards.destruction_out_of_order(asked, standpoint(happened.latest)))
    return record_event(
        Destruction, "numbers", by=by, happened=happened, origin=origin, numbers=asked, document=document
    )


@act(Loss, _("Record that something is not where it should be"))
def lose(*, by: Actor, happened: When, numbers: Sequence[str], noticed: str, origin: Origin = HERE_AND_NOW) -> Loss:
    return record_event(
        Loss, "numbers", by=by, happened=happened, origin=origin, numbers=known_objects(numbers), noticed=noticed
    )


@act(FoundAgain, _("Record that something was found again"))
def find_again(
    *, by: Actor, happened: When, numbers: Sequence[str], found_where: str, origin: Origin = HERE_AND_NOW
) -> FoundAgain:
    """An event: flagged where it was not lost. It is with whoever found it."""
    return record_event(
        FoundAgain,
        "numbers",
        by=by,
        happened=happened,
        origin=origin,
        numbers=known_objects(numbers),
        found_where=found_where,
    )


@act(AlertSettlement, _("Settle an alert"), authorises=True)
def settle(
    *, by: Actor, happened: When, alarm: Alarm, cause: int, reason: str, origin: Origin = HERE_AND_NOW
) -> AlertSettlement:
    """Refused where no such alert is open, and for what is lost: that is closed by finding it again."""
    if not reason.strip():
        raise RefusedError("an alert is settled only with a reason")
    seen = standpoint(happened.latest)
    refuse(guards.settlement_out_of_order(alarm, cause, seen))
    alert = next(each for each in Custody(seen).alerts if each.key == (str(alarm), cause))
    return record(
        AlertSettlement,
        by=by,
        happened=happened,
        origin=origin,
        alarm=alarm,
        cause=cause,
        numbers=list(alert.objects),
        reason=reason,
    )
