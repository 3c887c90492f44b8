"""Acts about stores: opened, changed, closed; power and temperature."""

from datetime import UTC, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody import guards
from imena.custody.models import (
    CapacityChange,
    PowerCut,
    PowerReturn,
    Store,
    StoreClosing,
    StoreKind,
    StoreOpening,
    TemperatureReading,
)
from imena.custody.numbering import new
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.guards import codes
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.people.models import Agency


@act(StoreOpening, _("Open a store"))
def open_store(
    *,
    by: Actor,
    happened: When,
    agency: Agency,
    name: str,
    name_en: str,
    kind_of_store: StoreKind,
    capacity: int,
    coldest: int | None = None,
    warmest: int | None = None,
    number: str = "",
    origin: Origin = HERE_AND_NOW,
) -> StoreOpening:
    """`coldest` and `warmest`: the range in °C beyond which a reading is an alert; none where it does not matter."""
    if coldest is not None and warmest is not None and coldest > warmest:
        raise RefusedError("{coldest} °C is warmer than {warmest} °C", coldest=coldest, warmest=warmest)
    with transaction.atomic(savepoint=False):
        store = new(Store, by.operation, number)
        return record(
            StoreOpening,
            by=by,
            happened=happened,
            origin=origin,
            store=store,
            agency=agency,
            name=name,
            name_en=name_en,
            kind_of_store=kind_of_store,
            capacity=capacity,
            coldest=coldest,
            warmest=warmest,
        )


@act(CapacityChange, _("Change the places of a store"))
def change_capacity(
    *, by: Actor, happened: When, store: Store, capacity: int, origin: Origin = HERE_AND_NOW
) -> CapacityChange:
    return record(CapacityChange, by=by, happened=happened, origin=origin, store=store, capacity=capacity)


@act(StoreClosing, _("Close a store"))
def close_store(*, by: Actor, happened: When, store: Store, origin: Origin = HERE_AND_NOW) -> StoreClosing:
    """An event: flagged where something is still inside."""
    reasons = guards.closing_out_of_order(store, standpoint(happened.latest))
    return record(StoreClosing, by=by, happened=happened, origin=origin, irregular=codes(reasons), store=store)


@act(PowerCut, _("Record a power cut"))
def cut_power(
    *, by: Actor, happened: When, store: Store, began_at: datetime, origin: Origin = HERE_AND_NOW
) -> PowerCut:
    return record(PowerCut, by=by, happened=happened, origin=origin, store=store, began_at=_moment(began_at))


@act(PowerReturn, _("Record that the power came back"))
def return_power(
    *, by: Actor, happened: When, power_cut: PowerCut, ended_at: datetime, origin: Origin = HERE_AND_NOW
) -> PowerReturn:
    if _moment(ended_at) < power_cut.began_at:
        raise RefusedError("the power cannot come back before it failed")
    return record(
        PowerReturn,
        by=by,
        happened=happened,
        origin=origin,
        power_cut=power_cut,
        store=power_cut.store,
        ended_at=_moment(ended_at),
    )


def _moment(moment: datetime) -> datetime:
    """A moment as the ledger keeps it: in UTC, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0)


@act(TemperatureReading, _("Record a temperature"))
def read_temperature(
    *, by: Actor, happened: When, store: Store, celsius: Decimal, origin: Origin = HERE_AND_NOW
) -> TemperatureReading:
    return record(TemperatureReading, by=by, happened=happened, origin=origin, store=store, celsius=celsius)
