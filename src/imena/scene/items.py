"""Items found: what is out of order about a find, and the inventory of what lay with remains."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from imena.custody.models import Number
from imena.ledger.guards import Reason, reason
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.scene.guards import NOT_OPENED, form_of
from imena.scene.models import Grave, GraveOpening, ItemFound

NOT_LIFTED = reason("scene.not_lifted", _("no record says that the remains were lifted by then"))


def finding_out_of_order(found_with: Number, seen: Standpoint) -> Iterator[Reason]:
    if found_with.kind == Grave._meta.label_lower:
        if not in_force(GraveOpening, seen).filter(grave=found_with.pk).exists():
            yield NOT_OPENED
    elif not form_of(found_with.pk, seen):
        yield NOT_LIFTED


def found_with(number: str, seen: Standpoint) -> list[ItemFound]:
    """The items found with remains or in a grave, in the order in which they were found."""
    load_keys([number])
    return list(in_force(ItemFound, seen).filter(found_with=number).order_by("happened_on", "pk"))
