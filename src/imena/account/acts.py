"""Everything that changes what was told to the public."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.account.figures import account, as_data, contradictions
from imena.account.models import Bulletin
from imena.core import clock
from imena.core.canonical import plain
from imena.core.when import When
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.heads import sign_head
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint


@act(Bulletin, _("Publish a bulletin"), authorises=True)
def publish(*, by: Actor, happened: When, as_of: date, origin: Origin = HERE_AND_NOW) -> Bulletin:
    """Freeze the figures of a day. Refused where their parts do not add up to the whole."""
    with transaction.atomic(savepoint=False):
        found = account(standpoint(as_of))
        wrong = list(contradictions(found))
        if wrong:
            raise RefusedError("the parts do not add up: {problems}", problems="; ".join(wrong))
        head = sign_head()
        data = as_data(found, plain(clock.now()))
        figures = {
            "basis": data["basis"],
            "figures": data["figures"],
            "meeting_present_gate": data["meeting_present_gate"],
        }
        return record(
            Bulletin,
            by=by,
            happened=happened,
            origin=origin,
            as_of=as_of,
            figures=figures,
            root=head.root,
            size=head.size,
        )
