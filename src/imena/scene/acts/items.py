"""Acts about items found with remains or in graves."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody.models import Number
from imena.custody.numbering import new
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.guards import codes
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.scene import items
from imena.scene.models import Category, Grave, Item, ItemFound, Remains


@act(ItemFound, _("Record an item that was found"))
def find_item(
    *,
    by: Actor,
    happened: When,
    found_with: Number,
    held_as: ItemFound.Held,
    category: Category,
    description: str,
    position: str = "",
    inscription: str = "",
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> ItemFound:
    """An event: flagged where the grave was not opened, or the remains were not lifted by then."""
    if found_with.kind not in (Grave._meta.label_lower, Remains._meta.label_lower):
        raise RefusedError("{number} is neither a grave nor remains", number=found_with.pk)
    reasons = codes(items.finding_out_of_order(found_with, standpoint(happened.latest)))
    with transaction.atomic(savepoint=False):
        item = new(Item, by.operation, number)
        return record(
            ItemFound,
            by=by,
            happened=happened,
            origin=origin,
            irregular=reasons,
            item=item,
            found_with=found_with,
            held_as=held_as,
            category=category,
            position=position,
            description=description,
            inscription=inscription,
        )
