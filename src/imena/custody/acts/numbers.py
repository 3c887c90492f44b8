"""Acts about numbers: those that others gave, and those set aside for labels."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody.models import GivenNumber, LabelFor, LabelRoll, Number, Scheme
from imena.custody.numbering import next_numbers
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.registry import act

LONGEST_ROLL = 1000


@act(GivenNumber, _("Add another number"))
def give_number(
    *, by: Actor, happened: When, object: Number, scheme: Scheme, value: str, origin: Origin = HERE_AND_NOW
) -> GivenNumber:
    """Record a number that someone else gave to an object."""
    return record(
        GivenNumber, by=by, happened=happened, origin=origin, object=object, scheme=scheme, value=value.strip()
    )


@act(LabelRoll, _("Make labels ahead"))
def make_labels(
    *, by: Actor, happened: When, label_for: LabelFor, count: int, note: str = "", origin: Origin = HERE_AND_NOW
) -> LabelRoll:
    """Set the next `count` numbers of this installation aside, for a roll of labels that a team takes along."""
    if not 1 <= count <= LONGEST_ROLL:
        raise RefusedError("a roll has 1 to {most} labels, not {count}", most=LONGEST_ROLL, count=count)
    with transaction.atomic(savepoint=False):
        numbers = next_numbers(count)
        return record(
            LabelRoll, by=by, happened=happened, origin=origin, label_for=label_for, numbers=numbers, note=note
        )
