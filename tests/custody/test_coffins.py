"""Right body, right coffin: two people scan; where they differ, or contradict what is known, it stops."""

from typing import Any

import pytest

from house import House
from imena.burial import acts as burial
from imena.burial import guards as burying
from imena.burial.models import NamedAs, Plot
from imena.custody import acts as custody
from imena.custody import coffins, guards
from imena.custody.models import Alarm, CoffinCheck, CoffinRecheck, Number, Scheme
from imena.ledger.acts import void
from imena.ledger.guards import OutOfOrderError
from imena.ledger.standpoint import standpoint
from imena.scene import acts as scene
from imena.scene.models import Exhumation, FoundAs, Remains
from keeping import Cast, alerts, cast_of, on

pytestmark = pytest.mark.operation


class Burial:
    """One body with its bag, a coffin, a vehicle, and the plot set aside for it."""

    def __init__(self, cast: Cast) -> None:
        self.house = cast.house
        self.officer, self.doctor = cast.house.by["burial_officer"], cast.doctor
        self.body, self.other = (Number.objects.get(pk=number) for number in cast.bodies(2))
        custody.give_number(by=cast.lead, happened=on(0), object=self.body, scheme=Scheme.BAG, value="КБ-0001")
        self.remains = Remains.objects.get(pk=self.body.pk)
        self.plot = self.assigned(self.remains, 1)
        self.vehicle = custody.use_vehicle(by=self.officer, happened=on(0), plate="АХ 0000").vehicle
        self.coffin = custody.make_coffin_ready(by=self.officer, happened=on(0)).coffin

    def assigned(self, remains: Remains, place: int) -> Number:
        act = burial.assign_plot(
            by=self.officer, happened=on(0), remains=remains, cemetery="Нове", section="1", row=1, place=place
        )
        return Number.objects.get(pk=act.plot_id)

    def scanned(self, **other: Any) -> dict[str, Any]:
        own = {"body": self.body, "bag": "кб-0001 ", "coffin": self.coffin, "vehicle": self.vehicle, "plot": self.plot}
        return {**own, **other}

    def of_the_other(self) -> dict[str, Any]:
        """Other remains in the same coffin."""
        plot = self.assigned(Remains.objects.get(pk=self.other.pk), 2)
        return self.scanned(body=self.other, bag=self.other.pk, plot=plot)

    def first(self, **other: Any) -> CoffinCheck:
        return custody.check_coffin(by=self.officer, happened=on(1), **self.scanned(**other))

    def second(self, first: CoffinCheck, **other: Any) -> CoffinRecheck:
        return custody.check_coffin_again(by=self.doctor, happened=on(1), first=first, **self.scanned(**other))

    def refusal(self, recheck: CoffinRecheck) -> list[Any]:
        with pytest.raises(OutOfOrderError) as error:
            custody.set_out(by=self.officer, happened=on(1), recheck=recheck)
        return error.value.reasons


@pytest.fixture
def laid(house: House) -> Burial:
    return Burial(cast_of(house))


def test_two_who_agree_let_it_set_out(laid: Burial) -> None:
    recheck = laid.second(laid.first())
    assert recheck.irregular == []
    assert custody.set_out(by=laid.officer, happened=on(1), recheck=recheck).body == laid.body
    assert alerts() == []


def test_a_setting_out_whose_scans_were_voided_lets_nobody_be_buried(laid: Burial) -> None:
    first = laid.first()
    custody.set_out(by=laid.officer, happened=on(1), recheck=laid.second(first))
    assert coffins.set_out(laid.body.pk, on(0).earliest, standpoint())
    void(by=laid.house.by["investigator"], target=first.entry, why="відскановано не той мішок")
    assert not coffins.set_out(laid.body.pk, on(0).earliest, standpoint())


def test_the_same_person_twice_is_one_person(laid: Burial) -> None:
    first = laid.first()
    recheck = custody.check_coffin_again(by=laid.officer, happened=on(1), first=first, **laid.scanned())
    assert recheck.irregular == ["custody.one_person"]
    assert laid.refusal(recheck) == [guards.ONE_PERSON]


def test_another_coffin_stops_it_and_stays_an_alert(laid: Burial) -> None:
    other = custody.make_coffin_ready(by=laid.officer, happened=on(0)).coffin
    recheck = laid.second(laid.first(), coffin=other)
    assert laid.refusal(recheck) == [guards.SCANS_DIFFER]
    assert [(alert.alarm, alert.act) for alert in alerts()] == [(Alarm.COFFIN, recheck.pk)]


def test_a_bag_that_is_not_that_of_these_remains(laid: Burial) -> None:
    recheck = laid.second(laid.first(bag="КБ-0002"), bag="КБ-0002")
    assert laid.refusal(recheck) == [guards.OTHER_BAG]
    assert laid.second(laid.first(bag=laid.body.pk), bag=laid.body.pk).irregular == []


def test_a_coffin_that_set_out_with_other_remains(laid: Burial) -> None:
    custody.set_out(by=laid.officer, happened=on(1), recheck=laid.second(laid.first()))
    plot = laid.assigned(Remains.objects.get(pk=laid.other.pk), 2)
    scanned = {"body": laid.other, "bag": laid.other.pk, "plot": plot}
    assert laid.refusal(laid.second(laid.first(**scanned), **scanned)) == [guards.COFFIN_TAKEN]


def test_a_plot_that_is_set_aside_for_others(laid: Burial) -> None:
    plot = laid.assigned(Remains.objects.get(pk=laid.other.pk), 2)
    assert laid.refusal(laid.second(laid.first(plot=plot), plot=plot)) == [burying.PLOT_TAKEN, burying.OTHER_PLOT]


def test_a_number_of_something_else_is_neither_remains_nor_a_plot(laid: Burial) -> None:
    coffin = Number.objects.get(pk=laid.coffin.pk)
    scanned = {"body": coffin, "bag": coffin.pk, "plot": coffin}
    assert laid.refusal(laid.second(laid.first(**scanned), **scanned)) == [guards.NOT_REMAINS, burying.NO_SUCH_PLOT]


def rebury(laid: Burial, day: int) -> list[str]:
    return list(
        burial.rebury(
            by=laid.officer, happened=on(day), remains=laid.remains, plot=Plot(pk=laid.plot.pk), named_as=NamedAs.NUMBER
        ).irregular
    )


def test_a_reburial_without_a_check_is_flagged_only_where_checks_are_used(laid: Burial) -> None:
    assert "burial.no_coffin_check" not in rebury(laid, 0)
    laid.first()
    assert "burial.no_coffin_check" in rebury(laid, 2)


def test_a_check_before_the_release_does_not_stand_for_the_burial_after_it(laid: Burial) -> None:
    custody.set_out(by=laid.officer, happened=on(1), recheck=laid.second(laid.first()))
    assert "burial.no_coffin_check" not in rebury(laid, 2)
    burial.release(by=laid.officer, happened=on(3), remains=laid.remains, document="1", received_by="x")
    assert "burial.no_coffin_check" in rebury(laid, 4)


def another_coffin(laid: Burial) -> Any:
    return custody.make_coffin_ready(by=laid.officer, happened=on(0)).coffin


def test_a_third_scan_of_another_coffin_stops_it(laid: Burial) -> None:
    first = laid.first()
    recheck = laid.second(first)
    third = custody.check_coffin_again(
        by=laid.house.by["investigator"], happened=on(1), first=first, **laid.scanned(coffin=another_coffin(laid))
    )
    assert laid.refusal(recheck) == [guards.SCANNED_AGAIN_SINCE]
    void(by=laid.house.by["investigator"], target=third.entry, why="не та труна")
    custody.set_out(by=laid.officer, happened=on(1), recheck=recheck)


def test_a_third_who_scans_the_same_stops_nothing(laid: Burial) -> None:
    first = laid.first()
    recheck = laid.second(first)
    custody.check_coffin_again(by=laid.house.by["investigator"], happened=on(1), first=first, **laid.scanned())
    custody.set_out(by=laid.officer, happened=on(1), recheck=recheck)


def test_what_disagreed_once_sets_out_after_two_scanned_anew(laid: Burial) -> None:
    recheck = laid.second(laid.first(), coffin=another_coffin(laid))
    assert laid.refusal(recheck) == [guards.SCANS_DIFFER]
    custody.set_out(by=laid.officer, happened=on(1), recheck=laid.second(laid.first()))


@pytest.mark.parametrize("which", ["first", "second"])
def test_a_scan_that_was_voided_lets_nothing_set_out(laid: Burial, which: str) -> None:
    first = laid.first()
    recheck = laid.second(first)
    target = {"first": first.entry, "second": recheck.entry}[which]
    void(by=laid.house.by["investigator"], target=target, why="не той мішок")
    assert laid.refusal(recheck) == [guards.SCAN_SET_ASIDE]


def test_other_remains_scanned_with_the_coffin_stop_it(laid: Burial) -> None:
    recheck = laid.second(laid.first())
    custody.check_coffin(by=laid.officer, happened=on(1), **laid.of_the_other())
    assert laid.refusal(recheck) == [guards.SCANNED_AGAIN_SINCE]


def test_remains_do_not_set_out_in_a_second_coffin_until_they_came_back(laid: Burial) -> None:
    custody.set_out(by=laid.officer, happened=on(1), recheck=laid.second(laid.first()))
    other = another_coffin(laid)
    first = laid.first(coffin=other)
    assert first.irregular == ["custody.in_another_coffin"]
    assert laid.refusal(laid.second(first, coffin=other)) == [guards.IN_ANOTHER_COFFIN]

    burial.release(by=laid.officer, happened=on(1), remains=laid.remains, document="1", received_by="x")
    custody.take_back(by=laid.officer, happened=on(2), numbers=[laid.body.pk], document="2")
    scanned = laid.scanned(coffin=other)
    again = custody.check_coffin(by=laid.officer, happened=on(3), **scanned)
    recheck = custody.check_coffin_again(by=laid.doctor, happened=on(3), first=again, **scanned)
    assert custody.set_out(by=laid.officer, happened=on(3), recheck=recheck).recheck.coffin == other


def test_a_coffin_taken_since_the_day_named_is_taken(laid: Burial) -> None:
    custody.set_out(by=laid.officer, happened=on(5), recheck=laid.second(laid.first()))
    scanned = laid.of_the_other()
    first = custody.check_coffin(by=laid.officer, happened=on(1), **scanned)
    recheck = custody.check_coffin_again(by=laid.doctor, happened=on(1), first=first, **scanned)
    assert recheck.irregular == []
    assert laid.refusal(recheck) == [guards.COFFIN_TAKEN]


def test_a_bag_number_of_two_bodies_passes_for_neither(laid: Burial) -> None:
    custody.give_number(by=laid.officer, happened=on(0), object=laid.other, scheme=Scheme.BAG, value="Кб-0001")
    assert laid.refusal(laid.second(laid.first())) == [guards.BAG_OF_OTHERS]
    own = {"bag": laid.body.pk}
    assert laid.second(laid.first(**own), **own).irregular == []


def test_a_bag_number_of_the_body_and_a_part_joined_to_it_is_theirs(laid: Burial) -> None:
    grave = Exhumation.objects.get(remains=laid.remains).grave
    part = scene.exhume(
        by=laid.house.by["recovery_lead"],
        happened=on(0),
        grave=grave,
        found_as=FoundAs.WOMAN,
        form=Exhumation.Form.PART,
    ).remains
    number = Number.objects.get(pk=part.pk)
    custody.give_number(by=laid.officer, happened=on(0), object=number, scheme=Scheme.BAG, value="КБ-0001")
    assert laid.first().irregular == ["custody.bag_of_others"]
    scene.join(by=laid.doctor, happened=on(0), part=part, remains=laid.remains, document="1")
    assert laid.first().irregular == []
