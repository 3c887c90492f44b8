"""Acts for the right body in the right coffin: two people scan, and only then it sets out."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core import clock
from imena.core.when import When
from imena.custody import guards
from imena.custody.models import (
    Coffin,
    CoffinCheck,
    CoffinEntry,
    CoffinRecheck,
    Number,
    SettingOut,
    Vehicle,
    VehicleEntry,
)
from imena.custody.numbering import new
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, record
from imena.ledger.guards import codes, refuse
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint


@act(CoffinEntry, _("Make a coffin ready"))
def make_coffin_ready(
    *, by: Actor, happened: When, note: str = "", number: str = "", origin: Origin = HERE_AND_NOW
) -> CoffinEntry:
    with transaction.atomic(savepoint=False):
        coffin = new(Coffin, by.operation, number)
        return record(CoffinEntry, by=by, happened=happened, origin=origin, coffin=coffin, note=note)


@act(VehicleEntry, _("Take a vehicle into use"))
def use_vehicle(
    *, by: Actor, happened: When, plate: str, number: str = "", origin: Origin = HERE_AND_NOW
) -> VehicleEntry:
    with transaction.atomic(savepoint=False):
        vehicle = new(Vehicle, by.operation, number)
        return record(VehicleEntry, by=by, happened=happened, origin=origin, vehicle=vehicle, plate=plate)


@act(CoffinCheck, _("Scan bag, coffin, vehicle and plot"))
def check_coffin(
    *,
    by: Actor,
    happened: When,
    body: Number,
    bag: str,
    coffin: Coffin,
    vehicle: Vehicle,
    plot: Number,
    origin: Origin = HERE_AND_NOW,
) -> CoffinCheck:
    """An event: what one person scanned, flagged where it is not what is known."""
    reasons = guards.scan_out_of_order(body, bag, coffin, plot, standpoint(happened.latest))
    return record(
        CoffinCheck,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes(reasons),
        body=body,
        bag=bag,
        coffin=coffin,
        vehicle=vehicle,
        plot=plot,
    )


@act(CoffinRecheck, _("Scan them again, as the second person"))
def check_coffin_again(
    *,
    by: Actor,
    happened: When,
    first: CoffinCheck,
    body: Number,
    bag: str,
    coffin: Coffin,
    vehicle: Vehicle,
    plot: Number,
    origin: Origin = HERE_AND_NOW,
) -> CoffinRecheck:
    """An event: flagged where the two scans differ, or one person made both."""
    scanned: dict[str, Any] = {"body": body, "bag": bag, "coffin": coffin, "vehicle": vehicle, "plot": plot}
    reasons = guards.recheck_out_of_order(
        first, CoffinRecheck(first=first, **scanned), by.user.pk, standpoint(happened.latest)
    )
    return record(
        CoffinRecheck, by=by, happened=happened, origin=origin, irregular=codes(reasons), first=first, **scanned
    )


@act(SettingOut, _("Set out for burial"), authorises=True)
def set_out(*, by: Actor, happened: When, recheck: CoffinRecheck, origin: Origin = HERE_AND_NOW) -> SettingOut:
    """Refused where the two scans differ, or are not what is known by now: it stops here."""
    refuse(guards.setting_out_out_of_order(recheck, standpoint(max(happened.latest, clock.today()))))
    return record(SettingOut, by=by, happened=happened, origin=origin, recheck=recheck, body=recheck.body)
