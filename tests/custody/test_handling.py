"""Handing over, receiving, storing, dividing, losing: events are kept and flagged, orders out of order are refused."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from house import House
from imena.burial import acts as burial
from imena.core.when import When
from imena.custody import acts as custody
from imena.custody import guards
from imena.custody.chain import Where
from imena.custody.models import Alarm, Container, Number, Sealing, Seals, Unit
from imena.custody.queries import Custody, chains
from imena.laboratory import acts as laboratory
from imena.laboratory.models import Material, Reception
from imena.ledger.acts import Origin, RefusedError, record, void
from imena.ledger.guards import OutOfOrderError
from imena.ledger.standpoint import standpoint
from imena.ledger.verification import verify
from imena.people.models import Agency
from imena.scene import acts as scene
from imena.scene.models import Exhumation, FoundAs, Remains
from keeping import Cast, alerts, by_the_end_of, cast_of, held, on

pytestmark = pytest.mark.operation


@pytest.fixture
def cast(house: House) -> Iterator[Cast]:
    yield cast_of(house)
    assert verify().problems == []


def to_the_store(cast: Cast, numbers: list[str], day: int = 0) -> str:
    """From the lead to the doctor, and into a new store."""
    store = cast.store()
    custody.hand_over(by=cast.lead, happened=on(day), numbers=numbers, receiver=cast.doctor.user, purpose="x")
    custody.receive(by=cast.doctor, happened=on(day), numbers=numbers, seals=Seals.INTACT)
    assert custody.store(by=cast.doctor, happened=on(day), numbers=numbers, store=store).irregular == []
    return store.pk


def test_two_bodies_in_one_vehicle_from_the_grave_to_the_store(cast: Cast) -> None:
    numbers = cast.bodies(2)
    store = to_the_store(cast, numbers)

    assert {(held(number).where, held(number).holder, held(number).place) for number in numbers} == {
        (Where.STORED, "agency:morgue", store)
    }
    assert alerts() == []
    assert Custody(by_the_end_of(1)).stores[store].inside == tuple(sorted(numbers))


def test_whoever_does_not_hold_it_gives_it_in_vain_but_on_record(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    to_the_store(cast, [number])
    act = custody.hand_over(
        by=cast.investigator, happened=on(1), numbers=[number], receiver=cast.driver.user, purpose="x"
    )

    assert act.irregular == ["custody.not_holder"]
    assert (held(number, 1).where, held(number, 1).holder) == (Where.HANDED, f"user:{cast.driver.user.pk}")
    assert [(alert.alarm, alert.act, alert.objects) for alert in alerts(1)] == [(Alarm.OVERLAP, act.pk, (number,))]


def test_an_attendant_of_the_morgue_gives_out_what_the_morgue_keeps(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    to_the_store(cast, [number])
    act = custody.hand_over(by=cast.attendant, happened=on(1), numbers=[number], receiver=cast.driver.user, purpose="x")

    assert act.irregular == []


def test_a_hand_over_is_an_alert_after_more_than_a_day_until_it_is_confirmed(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    act = custody.hand_over(by=cast.lead, happened=on(0), numbers=[number], receiver=cast.doctor.user, purpose="x")
    assert alerts(1) == []
    assert [(alert.alarm, alert.act) for alert in alerts(2)] == [(Alarm.UNCONFIRMED, act.pk)]

    custody.receive(by=cast.doctor, happened=on(3), numbers=[number], seals=Seals.UNCHECKED)
    assert alerts(3) == []
    assert [alert.alarm for alert in alerts(3, settled=True)] == [Alarm.UNCONFIRMED]


def test_received_by_someone_nobody_gave_to_and_by_someone_else(cast: Cast) -> None:
    first, second = cast.bodies(2)
    act = custody.receive(by=cast.doctor, happened=on(0), numbers=[first], seals=Seals.UNCHECKED)
    assert act.irregular == ["custody.nobody_gave"]
    custody.hand_over(by=cast.lead, happened=on(0), numbers=[second], receiver=cast.driver.user, purpose="x")
    act = custody.receive(by=cast.doctor, happened=on(0), numbers=[second], seals=Seals.UNCHECKED)
    assert act.irregular == ["custody.other_receiver"]

    assert [(alert.alarm, alert.objects) for alert in alerts()] == [(Alarm.GAP, (second,)), (Alarm.GAP, (first,))]


def test_another_seal_than_recorded_is_an_alert_that_is_settled_with_a_reason(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    custody.seal(by=cast.lead, happened=on(0), numbers=[number], container=Container.BAG, label="КБ-1", seal="A-1")
    custody.hand_over(by=cast.lead, happened=on(0), numbers=[number], receiver=cast.doctor.user, purpose="x")
    with pytest.raises(RefusedError, match="which number the seal bears"):
        custody.receive(by=cast.doctor, happened=on(0), numbers=[number], seals=Seals.OTHER)
    act = custody.receive(by=cast.doctor, happened=on(0), numbers=[number], seals=Seals.OTHER, seal_found="B-7")
    assert act.irregular == ["custody.other_seal"]
    assert held(number).seal == "B-7"

    with pytest.raises(RefusedError, match="only with a reason"):
        custody.settle(by=cast.investigator, happened=on(2), alarm=Alarm.SEAL, cause=act.pk, reason=" ")
    custody.settle(by=cast.investigator, happened=on(2), alarm=Alarm.SEAL, cause=act.pk, reason="замінено при свідках")
    assert [alert.alarm for alert in alerts(1)] == [Alarm.SEAL]
    assert alerts(2) == []
    with pytest.raises(OutOfOrderError) as error:
        custody.settle(by=cast.investigator, happened=on(3), alarm=Alarm.SEAL, cause=act.pk, reason="ще раз")
    assert error.value.reasons == [guards.NO_SUCH_ALERT]


def test_lost_until_found_again(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    to_the_store(cast, [number])
    act = custody.lose(by=cast.doctor, happened=on(1), numbers=[number], noticed="немає на полиці")
    assert held(number, 1).where is Where.LOST
    with pytest.raises(OutOfOrderError) as error:
        custody.settle(by=cast.investigator, happened=on(2), alarm=Alarm.LOST, cause=act.pk, reason="знайдеться")
    assert error.value.reasons == [guards.ONLY_FOUND_AGAIN]

    assert custody.find_again(by=cast.attendant, happened=on(2), numbers=[number], found_where="x").irregular == []
    assert ([alert.alarm for alert in alerts(1)], alerts(2)) == ([Alarm.LOST], [])
    again = custody.find_again(by=cast.driver, happened=on(3), numbers=[number], found_where="x")
    assert again.irregular == ["custody.not_lost"]
    assert [(alert.alarm, alert.act) for alert in alerts(3)] == [(Alarm.GAP, again.pk)]


def test_what_is_handed_on_after_a_loss_is_lost_until_someone_says_where_it_was_found(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    lost = custody.lose(by=cast.driver, happened=on(1), numbers=[number], noticed="немає")
    custody.hand_over(by=cast.lead, happened=on(2), numbers=[number], receiver=cast.doctor.user, purpose="x")
    custody.receive(by=cast.doctor, happened=on(2), numbers=[number], seals=Seals.INTACT)
    assert [(alert.alarm, alert.act) for alert in alerts(3)] == [(Alarm.LOST, lost.pk)]

    found = custody.find_again(by=cast.doctor, happened=on(3), numbers=[number], found_where="у машині")
    assert found.irregular == []
    assert alerts(3) == []


def test_nobody_takes_back_what_is_in_the_morgue(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    to_the_store(cast, [number])
    act = custody.take_back(by=cast.driver, happened=on(1), numbers=[number], document="1")

    assert act.irregular == ["custody.not_away"]
    assert [(alert.alarm, alert.act) for alert in alerts(1)] == [(Alarm.GAP, act.pk)]


def test_what_was_released_lost_or_with_someone_outside_is_taken_back(cast: Cast) -> None:
    released, lost, outside = cast.bodies(3)
    burial.release(
        by=cast.house.by["burial_officer"], happened=on(1), remains=Remains(pk=released), document="1", received_by="x"
    )
    custody.lose(by=cast.lead, happened=on(1), numbers=[lost], noticed="x")
    custody.hand_over(
        by=cast.lead, happened=on(1), numbers=[outside], receiver_outside="ДСНС, водій", purpose="x", document="1"
    )
    for number in (released, lost, outside):
        assert custody.take_back(by=cast.lead, happened=on(2), numbers=[number], document="2").irregular == []
        assert (held(number).where, held(number).holder) == (Where.HELD, f"user:{cast.lead.user.pk}")


def test_whoever_takes_it_and_names_the_giver_has_no_ones_word_but_his_own(cast: Cast) -> None:
    first, second = cast.bodies(2)
    for number, document, flags in ((first, " ", ["custody.giver_silent"]), (second, "акт № 4", [])):
        act = custody.hand_over(
            by=cast.driver, happened=on(1), numbers=[number], giver=cast.lead.user, receiver=cast.driver.user,
            purpose="x", document=document,
        )  # fmt: skip
        assert act.irregular == flags
        custody.receive(by=cast.driver, happened=on(1), numbers=[number], seals=Seals.INTACT)

    assert [(alert.alarm, alert.objects) for alert in alerts()] == [(Alarm.GAP, (first,))]


def test_a_colleague_may_record_what_the_agency_gave_out(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    to_the_store(cast, [number])
    act = custody.hand_over(
        by=cast.attendant, happened=on(1), numbers=[number], giver=cast.doctor.user, receiver=cast.driver.user,
        purpose="x",
    )  # fmt: skip
    assert act.irregular == []


def test_given_out_by_who_does_not_hold_it_and_again_to_a_second_family(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    sample = laboratory.take_sample(
        by=cast.doctor, happened=on(0), taken_from=Number.objects.get(pk=number), material=Material.BONE
    ).sample.pk
    known = Number.objects.get(pk=sample)
    acts = [
        custody.give_out(by=by, happened=on(day), object=known, document="1", received_by="родина")
        for day, by in ((1, cast.house.by["forensic_doctor"]), (2, cast.doctor))
    ]
    assert [act.irregular for act in acts] == [
        ["custody.not_holder"],
        ["custody.already_left", "custody.not_holder"],
    ]
    lost = custody.lose(by=cast.doctor, happened=on(3), numbers=[sample], noticed="x")
    assert lost.irregular == ["custody.already_left"]


def test_who_holds_it_gives_it_out_and_nothing_is_flagged(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    sample = laboratory.take_sample(
        by=cast.doctor, happened=on(0), taken_from=Number.objects.get(pk=number), material=Material.BONE
    ).sample.pk
    act = custody.give_out(
        by=cast.doctor, happened=on(1), object=Number.objects.get(pk=sample), document="1", received_by="родина"
    )
    assert (act.irregular, held(sample).where, alerts()) == ([], Where.RELEASED, [])


def test_remains_released_twice_are_an_alert(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    officer, remains = cast.house.by["burial_officer"], Remains.objects.get(pk=number)
    for day in (1, 2):
        act = burial.release(by=officer, happened=on(day), remains=remains, document="1", received_by="x")
    assert [(alert.alarm, alert.act, alert.codes) for alert in alerts()] == [
        (Alarm.GAP, act.pk, ("custody.already_left",))
    ]


def test_a_settlement_settles_what_it_named_and_nothing_else(cast: Cast) -> None:
    first, second = cast.bodies(2)
    given = custody.hand_over(by=cast.lead, happened=on(0), numbers=[second], receiver=cast.attendant.user, purpose="x")
    received = custody.receive(by=cast.attendant, happened=on(0), numbers=[second], seals=Seals.INTACT)
    wrong = custody.hand_over(
        by=cast.attendant, happened=on(1), numbers=[first, second], receiver=cast.doctor.user, purpose="x"
    )
    custody.receive(by=cast.doctor, happened=on(1), numbers=[first, second], seals=Seals.INTACT)
    custody.settle(by=cast.investigator, happened=on(2), alarm=Alarm.OVERLAP, cause=wrong.pk, reason="помилка в акті")
    assert alerts() == []

    for act in (received, given):
        void(by=cast.investigator, target=act.entry, why="не було")
    (alert,) = alerts()
    assert (alert.alarm, alert.act, set(alert.objects)) == (Alarm.OVERLAP, wrong.pk, {first, second})
    custody.settle(by=cast.investigator, happened=on(3), alarm=Alarm.OVERLAP, cause=wrong.pk, reason="обоє")
    assert alerts() == []


def test_remains_are_never_destroyed_and_a_sample_only_by_a_document(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    sample = laboratory.take_sample(
        by=cast.doctor, happened=on(0), taken_from=Number.objects.get(pk=number), material=Material.BONE
    ).sample.pk
    with pytest.raises(OutOfOrderError) as error:
        custody.destroy(by=cast.investigator, happened=on(1), numbers=[number, sample], document="1")
    assert error.value.reasons == [guards.HUMAN_REMAINS]
    with pytest.raises(RefusedError, match="without a document"):
        custody.destroy(by=cast.investigator, happened=on(1), numbers=[sample], document=" ")

    act = custody.destroy(by=cast.investigator, happened=on(1), numbers=[sample], document="1")
    assert act.irregular == ["custody.not_holder"]
    assert held(sample).where is Where.DESTROYED
    with pytest.raises(OutOfOrderError) as error:
        custody.destroy(by=cast.investigator, happened=on(2), numbers=[sample], document="1")
    assert error.value.reasons == [guards.NOT_HERE]


def test_a_portion_is_where_the_sample_is_and_the_last_one_uses_it_up(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    source = Number.objects.get(pk=number)
    sample = laboratory.take_sample(by=cast.doctor, happened=on(0), taken_from=source, material=Material.BONE).sample
    whole = Number.objects.get(pk=sample.pk)
    first = custody.divide(
        by=cast.doctor, happened=on(1), divided_from=whole, quantity=Decimal("1.50"), remaining=Decimal("0.50"),
        unit=Unit.GRAM,
    )  # fmt: skip
    assert (first.irregular, held(first.portion.pk).holder) == ([], f"user:{cast.doctor.user.pk}")
    custody.divide(
        by=cast.doctor, happened=on(2), divided_from=whole, quantity=Decimal("0.50"), remaining=Decimal(0),
        unit=Unit.GRAM,
    )  # fmt: skip
    assert (held(sample.pk, 1).where, held(sample.pk, 2).where) == (Where.HELD, Where.USED_UP)
    with pytest.raises(RefusedError, match="human remains are not divided"):
        custody.divide(
            by=cast.doctor, happened=on(1), divided_from=source, quantity=Decimal(1), remaining=Decimal(1),
            unit=Unit.GRAM,
        )  # fmt: skip


def test_a_shipment_and_its_acceptance_are_a_hand_over_and_a_reception(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    source = Number.objects.get(pk=number)
    sample = laboratory.take_sample(by=cast.doctor, happened=on(0), taken_from=source, material=Material.BONE).sample
    laboratory.ship(
        by=cast.investigator, happened=on(0), samples=[sample.pk], laboratory=Agency(pk="lab"), document="1"
    )
    assert (held(sample.pk, 1).where, held(sample.pk, 1).holder) == (Where.HANDED, "agency:lab")
    expert = cast.house.by["dna_expert"]
    laboratory.receive(by=expert, happened=on(2), sample=sample, outcome=Reception.Outcome.ACCEPTED)

    assert (held(sample.pk).where, held(sample.pk).holder) == (Where.HELD, f"user:{expert.user.pk}")
    assert alerts() == []


def test_what_is_separated_lies_where_the_rest_lies_and_release_ends_custody(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    store = to_the_store(cast, [number])
    remains = Remains.objects.get(pk=number)
    part = scene.separate(
        by=cast.doctor, happened=on(1), separated_from=remains, found_as=FoundAs.WOMAN, document="1"
    ).remains
    assert (held(part.pk).where, held(part.pk).place) == (Where.STORED, store)

    officer = cast.house.by["burial_officer"]
    burial.release(by=officer, happened=on(2), remains=remains, document="1", received_by="ритуальна служба")
    assert (held(number).where, held(part.pk).where) == (Where.RELEASED, Where.STORED)
    assert Custody(by_the_end_of(2)).stores[store].inside == (part.pk,)
    again = custody.hand_over(by=cast.doctor, happened=on(3), numbers=[number], receiver=cast.lead.user, purpose="x")
    assert again.irregular == ["custody.not_holder"]


def test_what_is_void_or_corrected_counts_from_the_beginning(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    wrong = custody.hand_over(by=cast.lead, happened=on(0), numbers=[number], receiver=cast.driver.user, purpose="x")
    custody.receive(by=cast.doctor, happened=on(0), numbers=[number], seals=Seals.UNCHECKED)
    corrected = custody.hand_over(
        by=cast.lead,
        happened=on(0),
        numbers=[number],
        receiver=cast.doctor.user,
        purpose="x",
        origin=Origin(corrects=wrong.entry, why="не той отримувач"),
    )

    assert corrected.irregular == []
    assert [link.event.act for link in chains(standpoint(), [number])[number]][1] == corrected.pk
    assert alerts() == []
    void(by=cast.investigator, target=corrected.entry, why="не було")
    assert [(alert.alarm, alert.objects) for alert in alerts()] == [(Alarm.GAP, (number,))]


def test_one_receiver_and_outside_only_with_a_document(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    with pytest.raises(RefusedError, match="one receiver"):
        custody.hand_over(by=cast.lead, happened=on(0), numbers=[number], purpose="x")
    with pytest.raises(RefusedError, match="needs the document"):
        custody.hand_over(by=cast.lead, happened=on(0), numbers=[number], receiver_outside="ДСНС", purpose="x")
    custody.hand_over(
        by=cast.lead, happened=on(0), numbers=[number], receiver_outside="ДСНС, водій", purpose="x", document="1"
    )
    assert (held(number).where, held(number).holder) == (Where.HELD, "outside:ДСНС, водій")
    back = custody.hand_over(
        by=cast.doctor, happened=on(1), numbers=[number], giver_outside="дснс,  водій", receiver=cast.doctor.user,
        purpose="x", document="2",
    )  # fmt: skip
    assert back.irregular == []


def test_only_what_custody_follows_is_handed_over(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    grave = cast.house.grave(cast.house.cleared_site())
    for numbers in ([], [grave.pk], [number, grave.pk]):
        with pytest.raises(RefusedError):
            custody.seal(by=cast.lead, happened=on(0), numbers=numbers, container=Container.BAG, seal="1")
    assert not Sealing.objects.exists()


def test_a_correction_of_the_exhumation_does_not_move_the_body_back(cast: Cast) -> None:
    (number,) = cast.bodies(1)
    store = to_the_store(cast, [number])
    first = Exhumation.objects.get(remains=number)
    record(
        Exhumation,
        by=cast.lead,
        happened=When.day(date(2023, 3, 1)),
        origin=Origin(corrects=first.entry, why="інша могила"),
        remains=first.remains,
        grave=first.grave,
        found_as=first.found_as,
    )

    assert held(number).place == store
    assert alerts() == []
