"""Everything that changes operations, agencies, roles and the keys of persons."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core import clock
from imena.core.when import When
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, destroy, record
from imena.ledger.models import KeyDestruction
from imena.ledger.registry import act
from imena.ledger.standpoint import in_force, standpoint
from imena.people.models import (
    Agency,
    AgencyEntry,
    HoldRelease,
    LegalHold,
    Operation,
    OperationOpening,
    RoleEnd,
    RoleGrant,
    User,
)
from imena.people.roles import Role


def open_operation(*, administrator: User, code: str, name: str, name_en: str) -> Actor:
    """Open an operation. Its first administrator is named with it, for the roles of all others come from there."""
    with transaction.atomic(savepoint=False):
        operation = Operation.objects.create(code=code)
        agency = Agency.objects.create(code=code)
        by = Actor(administrator, operation)
        happened = When.day(clock.today())
        administrator.__dict__["roles"] = frozenset({Role.ADMINISTRATOR})
        record(OperationOpening, by=by, happened=happened, name=name, name_en=name_en)
        record(AgencyEntry, by=by, happened=happened, agency=agency, name=name, name_en=name_en)
        record(RoleGrant, by=by, happened=happened, user=administrator, agency=agency, role=Role.ADMINISTRATOR)
        del administrator.__dict__["roles"]
    return by


@act(AgencyEntry, _("Add an agency"))
def add_agency(
    *, by: Actor, happened: When, code: str, name: str, name_en: str, origin: Origin = HERE_AND_NOW
) -> AgencyEntry:
    with transaction.atomic(savepoint=False):
        agency = Agency.objects.create(code=code)
        return record(AgencyEntry, by=by, happened=happened, origin=origin, agency=agency, name=name, name_en=name_en)


@act(RoleGrant, _("Give a role"))
def give_role(
    *, by: Actor, happened: When, user: User, agency: Agency, role: Role, origin: Origin = HERE_AND_NOW
) -> RoleGrant:
    return record(RoleGrant, by=by, happened=happened, origin=origin, user=user, agency=agency, role=role)


@act(RoleEnd, _("Take a role back"))
def end_role(*, by: Actor, happened: When, grant: RoleGrant, origin: Origin = HERE_AND_NOW) -> RoleEnd:
    return record(RoleEnd, by=by, happened=happened, origin=origin, grant=grant)


@act(LegalHold, _("Place a legal hold"))
def hold(*, by: Actor, happened: When, person: str, basis: str, origin: Origin = HERE_AND_NOW) -> LegalHold:
    return record(LegalHold, by=by, happened=happened, origin=origin, person=person, basis=basis, mentions=[person])


@act(HoldRelease, _("Lift a legal hold"))
def lift_hold(*, by: Actor, happened: When, hold: LegalHold, basis: str, origin: Origin = HERE_AND_NOW) -> HoldRelease:
    return record(HoldRelease, by=by, happened=happened, origin=origin, hold=hold, basis=basis, mentions=[hold.person])


@act(KeyDestruction, _("Destroy the key of a person"), authorises=True)
def destroy_key(*, by: Actor, happened: When, person: str, basis: str) -> KeyDestruction:  # noqa: ARG001
    """Refused while a legal hold stands, and for a second time."""
    now = standpoint()
    lifted = set(in_force(HoldRelease, now).values_list("hold_id", flat=True))
    holds = [hold for hold in in_force(LegalHold, now).filter(person=person) if hold.pk not in lifted]
    if holds:
        raise RefusedError("a legal hold stands (act {entry}, {basis})", entry=holds[0].pk, basis=holds[0].basis)
    if KeyDestruction.objects.filter(person=person).exists():
        raise RefusedError("the key of {person} was destroyed already", person=person)
    return destroy(by=by, person=person, basis=basis)
