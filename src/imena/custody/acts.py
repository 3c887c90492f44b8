"""Everything that changes the crosswalk."""

from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody.models import GivenNumber, Number, Scheme
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, record
from imena.ledger.registry import act


@act(GivenNumber, _("Add another number"))
def give_number(
    *, by: Actor, happened: When, object: Number, scheme: Scheme, value: str, origin: Origin = HERE_AND_NOW
) -> GivenNumber:
    """Record a number that someone else gave to an object."""
    return record(
        GivenNumber, by=by, happened=happened, origin=origin, object=object, scheme=scheme, value=value.strip()
    )
