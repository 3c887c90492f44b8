"""What may be out of order about an examination."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from imena.ledger.guards import Reason, reason
from imena.ledger.standpoint import Standpoint, in_force
from imena.scene.models import Exhumation, Remains, Separation

NOT_EXHUMED = reason("postmortem.not_exhumed", _("no record says that the remains were exhumed by then"))


def examination_out_of_order(remains: Remains, seen: Standpoint) -> Iterator[Reason]:
    exhumed = in_force(Exhumation, seen).filter(remains=remains).exists()
    if not exhumed and not in_force(Separation, seen).filter(remains=remains).exists():
        yield NOT_EXHUMED
