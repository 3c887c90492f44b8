"""Everything that changes what families told us, and what they gave."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.antemortem import guards
from imena.antemortem.models import (
    BasisWithdrawal,
    Donor,
    DonorRecord,
    Family,
    FamilyRecord,
    LegalBasis,
    LocatedAlive,
    MissingPerson,
    MissingReport,
    NoReference,
    Sex,
)
from imena.antemortem.pedigrees import check_members
from imena.core.when import When
from imena.custody.models import Number
from imena.custody.numbering import new
from imena.laboratory.acts import take_sample
from imena.laboratory.models import Material, SampleTaking
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, record
from imena.ledger.guards import codes
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint


@act(MissingReport, _("Report a person missing"))
def report_missing(
    *,
    by: Actor,
    happened: When,
    surname: str,
    given_name: str,
    sex: Sex,
    patronymic: str = "",
    born_on: date | None = None,
    serviceman: bool = False,
    last_seen_on: date | None = None,
    last_seen_at: str = "",
    stature_cm: int | None = None,
    reported_by: str = "",
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> MissingReport:
    with transaction.atomic(savepoint=False):
        person = new(MissingPerson, by.operation, number)
        return record(
            MissingReport,
            by=by,
            happened=happened,
            origin=origin,
            person=person,
            serviceman=serviceman,
            surname=surname,
            given_name=given_name,
            patronymic=patronymic,
            sex=str(sex),
            born_on=born_on,
            last_seen_on=last_seen_on,
            last_seen_at=last_seen_at,
            stature_cm=stature_cm,
            reported_by=reported_by,
        )


@act(FamilyRecord, _("Record a family"))
def record_family(
    *,
    by: Actor,
    happened: When,
    members: Sequence[Mapping[str, Any]],
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> FamilyRecord:
    """`members`: mappings with `id`, `sex`, `father`, `mother`, and `person`, the number of a missing person."""
    checked = check_members(members)
    persons = [member["person"] for member in checked if member.get("person")]
    with transaction.atomic(savepoint=False):
        family = new(Family, by.operation, number)
        return record(
            FamilyRecord,
            by=by,
            happened=happened,
            origin=origin,
            family=family,
            persons=persons,
            members=checked,
            mentions=persons,
        )


@act(DonorRecord, _("Record a donor"))
def record_donor(
    *,
    by: Actor,
    happened: When,
    family: Family,
    member: str,
    name: str,
    contact: str = "",
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> DonorRecord:
    with transaction.atomic(savepoint=False):
        donor = new(Donor, by.operation, number)
        return record(
            DonorRecord,
            by=by,
            happened=happened,
            origin=origin,
            donor=donor,
            family=family,
            member=member,
            name=name,
            contact=contact,
        )


@act(LegalBasis, _("Record the legal basis of a reference"), authorises=True)
def give_basis(
    *,
    by: Actor,
    happened: When,
    donor: Donor,
    basis: LegalBasis.Basis,
    document: str,
    origin: Origin = HERE_AND_NOW,
) -> LegalBasis:
    return record(LegalBasis, by=by, happened=happened, origin=origin, donor=donor, basis=basis, document=document)


@act(BasisWithdrawal, _("Withdraw a legal basis"))
def withdraw_basis(*, by: Actor, happened: When, basis: LegalBasis, origin: Origin = HERE_AND_NOW) -> BasisWithdrawal:
    return record(BasisWithdrawal, by=by, happened=happened, origin=origin, basis=basis, donor=basis.donor)


def take_reference(
    *, by: Actor, happened: When, donor: Donor, material: Material, origin: Origin = HERE_AND_NOW
) -> SampleTaking:
    """A reference sample: an event, flagged where the donor gave no legal basis. Such a sample is not compared."""
    reasons = codes(guards.reference_out_of_order(donor, standpoint(happened.latest)))
    number = Number.objects.get(pk=donor.pk)
    return take_sample(by=by, happened=happened, taken_from=number, material=material, irregular=reasons, origin=origin)


@act(NoReference, _("Record that no reference is possible"))
def no_reference(
    *, by: Actor, happened: When, person: MissingPerson, reason: NoReference.Reason, origin: Origin = HERE_AND_NOW
) -> NoReference:
    return record(NoReference, by=by, happened=happened, origin=origin, person=person, reason=reason)


@act(LocatedAlive, _("Record that a person was located alive"))
def locate_alive(
    *, by: Actor, happened: When, person: MissingPerson, document: str, origin: Origin = HERE_AND_NOW
) -> LocatedAlive:
    return record(LocatedAlive, by=by, happened=happened, origin=origin, person=person, document=document)
