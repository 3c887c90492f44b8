"""What may be out of order about samples."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from imena.laboratory.models import Reception, Sample, SampleTaking, Shipment
from imena.ledger.guards import Reason, reason
from imena.ledger.models import Mention
from imena.ledger.standpoint import Standpoint, in_force

NOT_TAKEN = reason("laboratory.not_taken", _("no record says that the sample was taken by then"))
NOT_SENT = reason("laboratory.not_sent", _("no record says that the sample was sent by then"))
NOT_ACCEPTED = reason("laboratory.not_accepted", _("no laboratory accepted the sample by then"))
REJECTED = reason("laboratory.rejected", _("the laboratory rejected the sample"))


def shipment_out_of_order(samples: list[str], seen: Standpoint) -> Iterator[Reason]:
    taken = in_force(SampleTaking, seen).filter(sample__in=samples).values_list("sample_id", flat=True)
    if set(samples) - set(taken):
        yield NOT_TAKEN


def reception_out_of_order(sample: Sample, seen: Standpoint) -> Iterator[Reason]:
    mentions = Mention.objects.filter(number=sample.pk, entry__kind=Shipment.kind()).values("entry")
    if not in_force(Shipment, seen).filter(pk__in=mentions).exists():
        yield NOT_SENT


def profile_out_of_order(sample: Sample, seen: Standpoint) -> Iterator[Reason]:
    last = in_force(Reception, seen).filter(sample=sample).order_by("happened_on", "pk").last()
    if last is None:
        yield NOT_ACCEPTED
    elif last.outcome == Reception.Outcome.REJECTED:
        yield REJECTED
