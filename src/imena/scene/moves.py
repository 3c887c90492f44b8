"""How remains, and items found with them, come into custody, where they were found."""

from collections.abc import Iterable

from imena.custody.origins import begins, joins, names_places, never_destroyed
from imena.ledger.standpoint import Standpoint, in_force
from imena.scene.models import Exhumation, GraveLocation, ItemFound, Joining, Separation

begins(Exhumation, "remains", at="grave")
begins(Separation, "remains", beside="separated_from")
joins(Joining, "part", to="remains")
begins(ItemFound, "item", at="found_with")
never_destroyed("scene.remains")


def _names(graves: Iterable[str], seen: Standpoint) -> dict[str, str]:
    return dict(in_force(GraveLocation, seen).filter(grave__in=list(graves)).values_list("grave_id", "name"))


names_places("scene.grave", _names)
