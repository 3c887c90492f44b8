"""What may be out of order about an examination, an inventory, or the joining of what was listed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from imena.ledger.guards import Reason, reason
from imena.ledger.standpoint import Standpoint, in_force
from imena.postmortem.elements import name_of
from imena.postmortem.individuals import Key, Specimen, mni, specimens_of, twice, zone_label
from imena.postmortem.queries import listed
from imena.scene.associations import joined_to
from imena.scene.guards import before_joining, form_of
from imena.scene.models import Exhumation, Remains, Separation

TWICE = reason("postmortem.element_twice", _("one body would have the same part of a bone twice"))
AGES_DIFFER = reason("postmortem.ages_differ", _("the bones of one are grown and those of the other are not"))
SEVERAL = reason("postmortem.several_people", _("the bones listed are of more than one person"))
NOT_EXHUMED = reason("postmortem.not_exhumed", _("no record says that the remains were exhumed by then"))


def examination_out_of_order(remains: Remains, seen: Standpoint) -> Iterator[Reason]:
    exhumed = in_force(Exhumation, seen).filter(remains=remains).exists()
    if not exhumed and not in_force(Separation, seen).filter(remains=remains).exists():
        yield NOT_EXHUMED


def inventory_out_of_order(remains: Remains, rows: Sequence[Mapping[str, Any]], seen: Standpoint) -> Iterator[Reason]:
    """A list of bones of one body, with the parts joined to it, has none twice; a commingled lot may."""
    yield from examination_out_of_order(remains, seen)
    if form_of(remains.pk, seen) == Exhumation.Form.LOT:
        return
    joined = listed(joined_to(remains.pk, seen), seen)
    if mni([*specimens_of(rows), *(each for own in joined.values() for each in own)]).number > 1:
        yield SEVERAL


@before_joining
def joined_twice(part: Remains, remains: Remains, seen: Standpoint) -> Iterator[Reason]:
    """What the inventories have against joining: a part of a bone twice, or bones grown and not grown."""
    own = _of([remains.pk, *joined_to(remains.pk, seen)], seen)
    other = _of([part.pk, *joined_to(part.pk, seen)], seen)
    if found := twice(own, other):
        yield Reason(TWICE.code, format_lazy("{}: {}", TWICE.message, "; ".join(_name(key) for key in found)))
    ages, others = ({each.age for each in specimens if each.age} for specimens in (own, other))
    if ages and others and ages.isdisjoint(others):
        yield AGES_DIFFER


def _of(numbers: Sequence[str], seen: Standpoint) -> list[Specimen]:
    return [each for specimens in listed(numbers, seen).values() for each in specimens]


def _name(key: Key) -> str:
    return f"{name_of(key.element, key.side)}, {zone_label(key.zone)}"
