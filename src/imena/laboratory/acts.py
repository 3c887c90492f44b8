"""Everything that changes samples and profiles."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody.models import Number
from imena.custody.numbering import new
from imena.laboratory import guards
from imena.laboratory.models import DnaProfile, Material, Reception, Sample, SampleTaking, Shipment
from imena.laboratory.profiles import check_genotypes
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.guards import codes
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.people.models import Agency


@act(SampleTaking, _("Record a sample"))
def take_sample(
    *,
    by: Actor,
    happened: When,
    taken_from: Number,
    material: Material,
    number: str = "",
    irregular: Sequence[str] = (),
    origin: Origin = HERE_AND_NOW,
) -> SampleTaking:
    """An event. `irregular`: what a later phase knows to be out of order, as where a donor gave no consent."""
    with transaction.atomic(savepoint=False):
        sample = new(Sample, by.operation, number)
        return record(
            SampleTaking,
            by=by,
            happened=happened,
            origin=origin,
            irregular=irregular,
            sample=sample,
            taken_from=taken_from,
            material=material,
        )


@act(Shipment, _("Send samples"))
def ship(
    *,
    by: Actor,
    happened: When,
    samples: Sequence[str],
    laboratory: Agency,
    document: str,
    origin: Origin = HERE_AND_NOW,
) -> Shipment:
    reasons = guards.shipment_out_of_order(list(samples), standpoint(happened.latest))
    return record(
        Shipment,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes(reasons),
        samples=list(samples),
        laboratory=laboratory,
        document=document,
    )


@act(Reception, _("Accept or reject a sample"))
def receive(
    *,
    by: Actor,
    happened: When,
    sample: Sample,
    outcome: Reception.Outcome,
    reason: str = "",
    origin: Origin = HERE_AND_NOW,
) -> Reception:
    if outcome == Reception.Outcome.REJECTED and not reason.strip():
        raise RefusedError("a sample is rejected only with a reason")
    return record(
        Reception,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes(guards.reception_out_of_order(sample, standpoint(happened.latest))),
        sample=sample,
        outcome=outcome,
        reason=reason,
    )


@act(DnaProfile, _("Record a DNA profile"))
def profile(
    *,
    by: Actor,
    happened: When,
    sample: Sample,
    kit: str,
    outcome: DnaProfile.Outcome,
    genotypes: Mapping[str, Sequence[str]] | None = None,
    sex: str = "",
    origin: Origin = HERE_AND_NOW,
) -> DnaProfile:
    """An event: flagged where no laboratory had accepted the sample. Genotypes are checked locus by locus."""
    seen = standpoint(happened.latest)
    taking = SampleTaking.objects.filter(sample=sample).first()
    if taking is None:
        raise RefusedError("sample {sample} was never recorded as taken: say first from whom", sample=sample.pk)
    typed = check_genotypes(genotypes or {})
    return record(
        DnaProfile,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes(guards.profile_out_of_order(sample, seen)),
        sample=sample,
        taken_from=taking.taken_from,
        kit=kit,
        outcome=outcome,
        loci=len(typed),
        sex=sex,
        genotypes=typed,
        mentions=[taking.taken_from_id],
    )
