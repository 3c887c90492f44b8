"""Acts about remains: exhumation, separation, joining, and what becomes of fragments."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody.numbering import new
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.guards import codes, refuse
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.scene import fragments as fragmentary
from imena.scene import guards
from imena.scene.models import (
    Disposition,
    Exhumation,
    Fate,
    FoundAs,
    FragmentPolicy,
    Grave,
    Joining,
    Remains,
    Separation,
)
from imena.ui.rows import checked


@act(Exhumation, _("Record an exhumation"))
def exhume(
    *,
    by: Actor,
    happened: When,
    grave: Grave,
    found_as: FoundAs,
    form: Exhumation.Form = Exhumation.Form.BODY,
    completeness: Exhumation.Completeness | str = "",
    condition: Exhumation.Condition | str = "",
    container: str = "",
    depth_cm: int | None = None,
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
            completeness=completeness,
            condition=condition,
            container=container,
            depth_cm=depth_cm,
        )


@act(Separation, _("Separate remains"))
def separate(
    *,
    by: Actor,
    happened: When,
    separated_from: Remains,
    found_as: FoundAs,
    document: str,
    form: Exhumation.Form = Exhumation.Form.BODY,
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> Separation:
    """What was separated is a case of its own, with a number of its own; nothing is renumbered.

    A commingled lot is taken apart by one such act for each person or part that is found in it.
    """
    with transaction.atomic(savepoint=False):
        remains = new(Remains, by.operation, number)
        return record(
            Separation,
            by=by,
            happened=happened,
            origin=origin,
            remains=remains,
            separated_from=separated_from,
            form=form,
            found_as=found_as,
            document=document,
        )


@act(Joining, _("Join a part to remains"), authorises=True)
def join(
    *, by: Actor, happened: When, part: Remains, remains: Remains, document: str, origin: Origin = HERE_AND_NOW
) -> Joining:
    """Refused for anything but a part, for a second time, and where one body would have an element twice."""
    refuse(guards.joining_out_of_order(part, remains, standpoint(happened.latest)))
    return record(Joining, by=by, happened=happened, origin=origin, part=part, remains=remains, document=document)


@act(FragmentPolicy, _("Record what was agreed about fragments"))
def agree_on_fragments(
    *,
    by: Actor,
    happened: When,
    tested_from_mm: int,
    agreed: Sequence[Mapping[str, Any]],
    document: str,
    origin: Origin = HERE_AND_NOW,
) -> FragmentPolicy:
    """With the families: from which length on fragments are tested, and what may become of those no one is given."""
    return record(
        FragmentPolicy,
        by=by,
        happened=happened,
        origin=origin,
        tested_from_mm=tested_from_mm,
        agreed=checked(FragmentPolicy.AGREED, agreed),
        document=document,
    )


@act(Disposition, _("Settle what becomes of fragments"), authorises=True)
def dispose(
    *,
    by: Actor,
    happened: When,
    fragments: Sequence[str],
    fate: Fate,
    document: str,
    origin: Origin = HERE_AND_NOW,
) -> Disposition:
    """Refused where the families agreed to nothing of the kind, and for remains that are someone’s."""
    if not fragments:
        raise RefusedError("no fragments are named")
    refuse(fragmentary.disposition_out_of_order(list(fragments), fate, standpoint(happened.latest)))
    return record(
        Disposition, by=by, happened=happened, origin=origin, fragments=list(fragments), fate=fate, document=document
    )
