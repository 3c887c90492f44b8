"""Who holds the dead: sealed at the grave, driven to three morgues, kept there, and checked by two before the burial.

What goes wrong in life goes wrong here: a seal that is another than recorded, a container with more in it than it has
places for, a night without power, someone who gives away what is not in his hands, two who scan two coffins.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from imena.core.when import When
from imena.custody import acts as custody
from imena.custody.models import Alarm, Coffin, CoffinCheck, Container, Number, Seals, Store, StoreKind, Vehicle
from imena.custody.queries import Custody
from imena.demo.stage import Play
from imena.demo.story import Body
from imena.ledger.guards import OutOfOrderError
from imena.ledger.standpoint import standpoint
from imena.people.models import Agency

OPENED, EMPTIED = date(2022, 9, 14), date(2023, 6, 30)
FULL, EASED = date(2022, 9, 21), date(2022, 9, 28)
DARK = date(2022, 11, 23)
CHECKED_FROM = date(2025, 6, 1)
CENTRAL, DISTRICT, TRAILER = 0, 1, 2
STORES = (
    ("Центральний морг Криничного Бору", "Central morgue of Krynychnyi Bir", StoreKind.MORGUE, 330),
    ("Морг районної лікарні", "Morgue of the district hospital", StoreKind.MORGUE, 110),
    ("Контейнер біля районної лікарні", "Container beside the district hospital", StoreKind.CONTAINER, 60),
)
SHARES = ((CENTRAL, 0.66), (DISTRICT, 0.86), (TRAILER, 1.0))
"""How each day's vehicles are shared out: up to which part of the day's bodies go where."""
PARTS = 1000
"""From this place on the story counts body parts."""
OTHER_SEAL = 40
"""The body whose bag arrives with another seal than recorded."""


@dataclass
class Kept:
    """What the keeping makes for itself: stores, a vehicle, papers of its own, and where each body went."""

    chance: Random
    stores: dict[int, Store] = field(default_factory=dict)
    vehicle: Vehicle | None = None
    papers: int = 0
    put: dict[int, int] = field(default_factory=dict)

    def paper(self, kind: str) -> str:
        self.papers += 1
        return f"{kind} № К-{self.papers} (вигадано)"


def keep(show: Play) -> None:
    """Put the keeping of all the dead on the calendar."""
    kept = Kept(Random(58))
    show.on(OPENED, 1, partial(_open_stores, show, kept))
    for day, numbers in _lifted(show).items():
        show.on(day, 25, partial(_bring, show, kept, day, numbers))
    for day, examined in _examined(show).items():
        show.on(day, 30, partial(_unseal, show, day, examined))
    show.on(FULL, 26, partial(_move, show, kept, FULL, CENTRAL, TRAILER, 30))
    show.on(EASED, 26, partial(_move, show, kept, EASED, TRAILER, CENTRAL, 36))
    show.on(EASED, 95, partial(_settle, show, Alarm.OVERFULL, EASED, "тіла перевезено до центрального моргу"))
    show.on(EMPTIED, 26, partial(_move, show, kept, EMPTIED, TRAILER, CENTRAL))
    show.on(EMPTIED, 27, partial(_close, show, kept))
    show.on(DARK, 28, partial(_lose_power, show, kept))
    show.on(DARK + timedelta(days=2), 95, partial(_after_the_dark, show))
    _again(show, kept)
    _given_away(show, kept)
    _coffins(show, kept)


def _lifted(show: Play) -> dict[date, list[int]]:
    """The bodies that are lifted on each day, by their places in the story."""
    days: dict[date, list[int]] = {}
    for number, body in enumerate(show.story.bodies):
        if body.grave is not None:
            days.setdefault(body.grave.opened, []).append(number)
    return days


def _examined(show: Play) -> dict[date, list[int]]:
    days: dict[date, list[int]] = {}
    for number, body in enumerate(show.story.bodies):
        if body.grave is not None:
            days.setdefault(body.examined, []).append(number)
    return days


def _open_stores(show: Play, kept: Kept) -> None:
    for place, (name, name_en, kind, capacity) in enumerate(STORES):
        kept.stores[place] = custody.open_store(
            by=show.by["forensic-doctor"],
            happened=When.day(OPENED),
            agency=Agency(pk="forensic"),
            name=name,
            name_en=name_en,
            kind_of_store=kind,
            capacity=capacity,
            coldest=-20,
            warmest=8,
        ).store
    kept.vehicle = custody.use_vehicle(
        by=show.by["burial-officer"], happened=When.day(OPENED), plate="АХ 0000 (вигадано)"
    ).vehicle


def _bring(show: Play, kept: Kept, day: date, numbers: Sequence[int]) -> None:
    """Seal each bag at the grave; then to each morgue what goes there, in one vehicle."""
    parts = [key for key in show.cast.remains if key >= PARTS and key not in kept.put]
    going = [*numbers, *parts]
    for number in going:
        label = f"КБ-{number + 1:04}" if number < PARTS else f"КБ-Ч{number - PARTS + 1}"
        custody.seal(
            by=show.by["recovery-lead"],
            happened=When.day(day),
            numbers=[show.cast.remains[number].pk],
            container=Container.BAG,
            label=label,
            seal=f"ПЛ {kept.chance.randint(100_000, 999_999)}",
        )
    start = 0
    for place, share in SHARES:
        end = round(share * len(going))
        _drive(show, kept, day, going[start:end], place)
        start = end


def _drive(show: Play, kept: Kept, day: date, numbers: Sequence[int], place: int) -> None:
    """From the recovery team to the driver, from the driver to the doctor, and into the store."""
    lead, driver, doctor = show.by["recovery-lead"], show.by["burial-officer"], show.by["forensic-doctor"]
    happened, remains = When.day(day), [show.cast.remains[number].pk for number in numbers]
    if not remains:
        return
    purpose, paper = "перевезення до моргу", kept.paper("Акт приймання-передавання")
    custody.hand_over(
        by=lead, happened=happened, numbers=remains, receiver=driver.user, purpose=purpose, document=paper
    )
    custody.receive(by=driver, happened=happened, numbers=remains, seals=Seals.INTACT)
    custody.hand_over(
        by=driver, happened=happened, numbers=remains, receiver=doctor.user, purpose=purpose, document=paper
    )
    _receive(show, happened, numbers)
    custody.store(by=doctor, happened=happened, numbers=remains, store=kept.stores[place])
    kept.put |= dict.fromkeys(numbers, place)


def _receive(show: Play, happened: When, numbers: Sequence[int]) -> None:
    """Seals are looked at; one of them is another than recorded, which the investigator looks into."""
    doctor = show.by["forensic-doctor"]
    odd = [show.cast.remains[number].pk for number in numbers if number == OTHER_SEAL]
    rest = [show.cast.remains[number].pk for number in numbers if number != OTHER_SEAL]
    custody.receive(by=doctor, happened=happened, numbers=rest, seals=Seals.INTACT)
    if not odd:
        return
    act = custody.receive(
        by=doctor,
        happened=happened,
        numbers=odd,
        seals=Seals.OTHER,
        seal_found="ПЛ 000417",
        condition="мішок цілий",
    )
    later = happened.latest + timedelta(days=2)
    show.on(
        later,
        95,
        lambda: custody.settle(
            by=show.by["investigator"],
            happened=When.day(later),
            alarm=Alarm.SEAL,
            cause=act.pk,
            reason="пломбу замінено біля могили через злам; запис у польовому журналі знайдено",
        ),
    )


def _unseal(show: Play, day: date, numbers: Sequence[int]) -> None:
    custody.break_seal(
        by=show.by["forensic-doctor"],
        happened=When.day(day),
        numbers=[show.cast.remains[number].pk for number in numbers],
        reason="судово-медичне дослідження",
    )


def _move(show: Play, kept: Kept, day: date, source: int, target: int, count: int | None = None) -> None:
    """Take so many of what is in one store to another, or all of it."""
    chosen = list(Custody(standpoint(day)).stores[kept.stores[source].pk].inside[:count])
    if not chosen:
        return
    doctor, driver, happened = show.by["forensic-doctor"], show.by["burial-officer"], When.day(day)
    purpose, paper = "переміщення між моргами", kept.paper("Акт приймання-передавання")
    for giver, receiver in ((doctor, driver), (driver, doctor)):
        custody.hand_over(
            by=giver, happened=happened, numbers=chosen, receiver=receiver.user, purpose=purpose, document=paper
        )
        custody.receive(by=receiver, happened=happened, numbers=chosen, seals=Seals.INTACT)
    custody.store(by=doctor, happened=happened, numbers=chosen, store=kept.stores[target])


def _close(show: Play, kept: Kept) -> None:
    custody.close_store(by=show.by["forensic-doctor"], happened=When.day(EMPTIED), store=kept.stores[TRAILER])


def _lose_power(show: Play, kept: Kept) -> None:
    """A night without power in one morgue, and what the thermometer says in the morning."""
    doctor, store = show.by["forensic-doctor"], kept.stores[DISTRICT]
    began = datetime(2022, 11, 23, 12, 40, tzinfo=UTC)
    cut = custody.cut_power(by=doctor, happened=When.day(DARK), store=store, began_at=began)
    morning = DARK + timedelta(days=1)

    def after() -> None:
        custody.return_power(
            by=doctor, happened=When.day(morning), power_cut=cut, ended_at=began + timedelta(hours=16, minutes=20)
        )
        custody.read_temperature(by=doctor, happened=When.day(morning), store=store, celsius=Decimal("9.5"))

    show.on(morning, 28, after)


def _after_the_dark(show: Play) -> None:
    day = DARK + timedelta(days=2)
    for alarm in (Alarm.POWER, Alarm.TEMPERATURE):
        _settle(show, alarm, day, "тіла оглянуто, змін не виявлено; генератор встановлено")


def _settle(show: Play, alarm: Alarm, day: date, reason: str) -> None:
    """Settle every open alert of a kind."""
    for alert in Custody(standpoint(day)).alerts:
        if alert.alarm == alarm and alert.open:
            custody.settle(
                by=show.by["investigator"], happened=When.day(day), alarm=alarm, cause=alert.act, reason=reason
            )


def _again(show: Play, kept: Kept) -> None:
    """Who was exhumed a second time goes back to the morgue."""
    day = date(2024, 6, 3)
    number = next(place for place, body in enumerate(show.story.bodies) if body.mistaken_plan)

    def bring() -> None:
        remains, doctor = [show.cast.remains[number].pk], show.by["forensic-doctor"]
        custody.hand_over(
            by=show.by["investigator"],
            happened=When.day(day),
            numbers=remains,
            receiver=doctor.user,
            purpose="повторне дослідження",
            document=kept.paper("Акт приймання-передавання"),
        )
        custody.receive(by=doctor, happened=When.day(day), numbers=remains, seals=Seals.UNCHECKED)
        custody.store(by=doctor, happened=When.day(day), numbers=remains, store=kept.stores[CENTRAL])

    show.on(day, 25, bring)


def _given_away(show: Play, kept: Kept) -> None:
    """The investigator hands a body on that is in the morgue's hands, not in his: kept, flagged, and still open."""
    day = date(2025, 10, 14)
    number, _body = _latest(show)

    def give() -> None:
        remains, driver, doctor = [show.cast.remains[number].pk], show.by["burial-officer"], show.by["forensic-doctor"]
        happened, paper = When.day(day), kept.paper("Акт приймання-передавання")
        purpose = "переміщення до моргу районної лікарні"
        for giver, receiver in ((show.by["investigator"], driver), (driver, doctor)):
            custody.hand_over(
                by=giver, happened=happened, numbers=remains, receiver=receiver.user, purpose=purpose, document=paper
            )
            custody.receive(by=receiver, happened=happened, numbers=remains, seals=Seals.UNCHECKED)
        custody.store(by=doctor, happened=happened, numbers=remains, store=kept.stores[DISTRICT])

    show.on(day, 40, give)


def _latest(show: Play) -> tuple[int, Body]:
    """The one who is laid to rest last."""
    bodies = [(number, body) for number, body in enumerate(show.story.bodies) if body.grave is not None]
    return max(bodies, key=lambda each: (each[1].reburied, each[0]))


def _coffins(show: Play, kept: Kept) -> None:
    """From the summer of 2025 on, two people scan before each burial."""
    checked = [
        (body.reburied, number) for number, body in enumerate(show.story.bodies) if body.reburied >= CHECKED_FROM
    ]
    for place, (day, number) in enumerate(sorted(checked)):
        show.on(day, 79, partial(_check, show, kept, number, day, differ=place == 0))


def _check(show: Play, kept: Kept, number: int, day: date, *, differ: bool) -> None:
    """The coffin is made ready; one scans, the other scans again; where they differ it stops, and is scanned anew."""
    officer, doctor, happened = show.by["burial-officer"], show.by["forensic-doctor"], When.day(day)
    coffin = custody.make_coffin_ready(by=officer, happened=happened).coffin
    if differ:
        other = custody.make_coffin_ready(by=officer, happened=happened).coffin
        first = _scan(show, kept, number, day, coffin)
        second = custody.check_coffin_again(
            by=doctor, happened=happened, first=first, coffin=other, **_scanned(show, kept, number)
        )
        try:
            custody.set_out(by=officer, happened=happened, recheck=second)
        except OutOfOrderError:
            _settle(show, Alarm.COFFIN, day, "у машині стояли дві труни; відскановано не ту, відскановано знову")
    first = _scan(show, kept, number, day, coffin)
    second = custody.check_coffin_again(
        by=doctor, happened=happened, first=first, coffin=coffin, **_scanned(show, kept, number)
    )
    custody.set_out(by=officer, happened=happened, recheck=second)


def _scan(show: Play, kept: Kept, number: int, day: date, coffin: Coffin) -> CoffinCheck:
    return custody.check_coffin(
        by=show.by["burial-officer"], happened=When.day(day), coffin=coffin, **_scanned(show, kept, number)
    )


def _scanned(show: Play, kept: Kept, number: int) -> dict[str, Any]:
    """What is scanned beside the coffin."""
    remains = show.cast.remains[number].pk
    bag = f"КБ-{number + 1:04}" if show.story.bodies[number].grave else remains
    return {
        "body": Number.objects.get(pk=remains),
        "bag": bag,
        "vehicle": kept.vehicle,
        "plot": Number.objects.get(pk=show.cast.plots[number].pk),
    }
