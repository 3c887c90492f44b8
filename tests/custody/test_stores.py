"""Stores: places, power, cold; each thing that is wrong with them is an alert until someone settles it."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from house import House
from imena.custody import acts as custody
from imena.custody.models import Alarm, PowerCut, Seals, Store
from imena.custody.queries import Custody
from imena.ledger.acts import RefusedError
from imena.ledger.models import Act
from imena.ledger.registry import registered
from imena.ledger.verification import verify
from imena.ui.act_forms import form_of
from keeping import Cast, alerts, by_the_end_of, cast_of, on

pytestmark = pytest.mark.operation


@pytest.fixture
def cast(house: House) -> Cast:
    return cast_of(house)


def put(cast: Cast, number: str, store: Store, day: int) -> Act:
    custody.hand_over(by=cast.lead, happened=on(day), numbers=[number], receiver=cast.doctor.user, purpose="x")
    custody.receive(by=cast.doctor, happened=on(day), numbers=[number], seals=Seals.INTACT)
    return custody.store(by=cast.doctor, happened=on(day), numbers=[number], store=store)


def test_a_store_with_one_more_than_its_places_is_overfull_until_it_has_more_places(cast: Cast) -> None:
    store, bodies = cast.store(capacity=2), cast.bodies(3)
    acts = [put(cast, number, store, day).pk for day, number in enumerate(bodies)]
    assert alerts(1) == []
    (alert,) = alerts(2)
    assert (alert.alarm, alert.act, alert.most, alert.places) == (Alarm.OVERFULL, acts[2], 3, 2)
    assert set(alert.objects) == set(bodies)

    custody.change_capacity(by=cast.doctor, happened=on(4), store=store, capacity=5)
    (alert,) = alerts(5)
    assert (alert.open, alert.until) == (True, on(4).latest)
    assert Custody(by_the_end_of(5)).stores[store.pk].capacity == 5
    assert Custody(by_the_end_of(3)).stores[store.pk].capacity == 2

    fewer = custody.change_capacity(by=cast.doctor, happened=on(6), store=store, capacity=1)
    assert [(each.act, each.most, each.places) for each in alerts(6)] == [(fewer.pk, 3, 1), (acts[2], 3, 2)]


def test_a_power_cut_names_what_was_inside_and_how_long_it_was(cast: Cast) -> None:
    store, bodies = cast.store(), cast.bodies(2)
    put(cast, bodies[0], store, 0)
    began = datetime(2023, 3, 3, 21, 30, tzinfo=UTC)
    cut = custody.cut_power(by=cast.doctor, happened=on(2), store=store, began_at=began)
    put(cast, bodies[1], store, 5)
    (alert,) = alerts(2)
    assert (alert.alarm, alert.hours, alert.objects) == (Alarm.POWER, None, (bodies[0],))

    with pytest.raises(RefusedError, match="before it failed"):
        custody.return_power(
            by=cast.doctor, happened=on(2), power_cut=cut, ended_at=datetime(2023, 3, 3, 21, tzinfo=UTC)
        )
    ended = datetime(2023, 3, 4, 7, 0, tzinfo=UTC)
    custody.return_power(by=cast.doctor, happened=on(3), power_cut=cut, ended_at=ended)
    (alert,) = alerts(6)
    assert (alert.hours, alert.objects) == (9.5, (bodies[0],))


def test_a_moment_is_asked_in_local_time_and_kept_in_utc(cast: Cast) -> None:
    form = form_of(registered()["custody.powercut"])(
        {"happened": "2023-03-03", "store": cast.store().pk, "began_at": "2023-03-03 23:30"}
    )
    assert form.is_valid(), form.errors
    act = form.perform(cast.doctor)
    assert isinstance(act, PowerCut)
    assert PowerCut.objects.get(pk=act.pk).began_at == datetime(2023, 3, 3, 21, 30, tzinfo=UTC)
    assert verify().problems == []


def test_a_power_cut_of_an_empty_store_is_no_alert(cast: Cast) -> None:
    custody.cut_power(by=cast.doctor, happened=on(2), store=cast.store(), began_at=datetime(2023, 3, 3, 21, tzinfo=UTC))
    assert alerts() == []


@pytest.mark.parametrize(("celsius", "raised"), [("8.0", False), ("8.1", True), ("-20.0", False), ("-20.1", True)])
def test_a_temperature_beyond_the_range_of_the_store(cast: Cast, celsius: str, raised: bool) -> None:
    custody.read_temperature(by=cast.doctor, happened=on(1), store=cast.store(), celsius=Decimal(celsius))
    assert [alert.alarm for alert in alerts()] == ([Alarm.TEMPERATURE] if raised else [])


def test_nothing_is_put_in_order_into_a_closed_store_or_by_someone_who_does_not_keep_it(cast: Cast) -> None:
    store, (first, second) = cast.store(), cast.bodies(2)
    act = custody.store(by=cast.lead, happened=on(0), numbers=[first], store=store)
    assert act.irregular == ["custody.not_keeper"]
    assert [alert.alarm for alert in alerts()] == [Alarm.GAP]

    custody.close_store(by=cast.doctor, happened=on(1), store=store)
    custody.hand_over(by=cast.lead, happened=on(2), numbers=[second], receiver=cast.doctor.user, purpose="x")
    custody.receive(by=cast.doctor, happened=on(2), numbers=[second], seals=Seals.INTACT)
    act = custody.store(by=cast.doctor, happened=on(2), numbers=[second], store=store)
    assert act.irregular == ["custody.store_not_open"]


def test_settled_with_three_in_two_places_is_open_again_with_four(cast: Cast) -> None:
    store, bodies = cast.store(capacity=2), cast.bodies(4)
    for number in bodies[:3]:
        last = put(cast, number, store, 1)
    custody.settle(by=cast.investigator, happened=on(2), alarm=Alarm.OVERFULL, cause=last.pk, reason="до вечора")
    assert alerts(2) == []
    put(cast, bodies[3], store, 3)
    assert [(each.act, each.most) for each in alerts(3)] == [(last.pk, 4)]


def test_a_store_closed_with_a_body_inside_is_an_alert_until_it_is_empty(cast: Cast) -> None:
    store, other, (inside, gone) = cast.store(), cast.store("інший"), cast.bodies(2)
    put(cast, inside, store, 0)
    put(cast, gone, store, 0)
    custody.store(by=cast.doctor, happened=on(1), numbers=[gone], store=other)
    act = custody.close_store(by=cast.doctor, happened=on(1), store=store)
    assert act.irregular == ["custody.store_not_empty"]
    assert [(each.alarm, each.act, each.objects, each.store) for each in alerts(2)] == [
        (Alarm.CLOSED, act.pk, (inside,), store.pk)
    ]

    custody.store(by=cast.doctor, happened=on(3), numbers=[inside], store=other)
    assert alerts(3) == []
    assert [each.until for each in alerts(3, settled=True)] == [on(3).latest]


def test_what_is_put_into_a_closed_store_is_an_alert(cast: Cast) -> None:
    store, (number,) = cast.store(), cast.bodies(1)
    closing = custody.close_store(by=cast.doctor, happened=on(1), store=store)
    assert closing.irregular == []
    put(cast, number, store, 2)
    assert [(each.alarm, each.act) for each in alerts(2)] == [(Alarm.CLOSED, closing.pk)]
