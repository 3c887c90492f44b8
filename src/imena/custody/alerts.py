"""Alerts: what is wrong with custody, or was. Derived anew each time; none is stored, and none is forgotten."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from imena.custody.chain import Event, Link, Move, Problem, Where
from imena.custody.models import Alarm, AlertSettlement
from imena.custody.stays import Overflow, Stay

BROKEN = frozenset({Alarm.GAP, Alarm.OVERLAP, Alarm.SEAL, Alarm.LOST, Alarm.COFFIN})
"""Broken custody, which alone is shown in red."""
ENDS_BY_ITSELF = frozenset({Alarm.UNCONFIRMED, Alarm.LOST, Alarm.CLOSED})
CONFIRMED_WITHIN = timedelta(days=1)
ALARMS: Mapping[Problem, Alarm] = {
    Problem.NOT_HOLDER: Alarm.OVERLAP,
    Problem.NOBODY_GAVE: Alarm.GAP,
    Problem.OTHER_RECEIVER: Alarm.GAP,
    Problem.NOT_KEEPER: Alarm.GAP,
    Problem.NO_BEGINNING: Alarm.GAP,
    Problem.BEFORE_BEGINNING: Alarm.GAP,
    Problem.OTHER_SEAL: Alarm.SEAL,
    Problem.BROKEN_SEAL: Alarm.SEAL,
    Problem.GIVER_SILENT: Alarm.GAP,
    Problem.ALREADY_LEFT: Alarm.GAP,
    Problem.NOT_AWAY: Alarm.GAP,
    Problem.NOT_LOST: Alarm.GAP,
    Problem.STAYS_BEHIND: Alarm.GAP,
}


@dataclass(frozen=True, slots=True)
class Alert:
    """Something wrong: its kind, the act it comes from, since when, which objects, where, and what closed it.

    `until`: since when it is so no more, of itself; `settled`: the act by which someone settled it.
    """

    alarm: Alarm
    act: int
    since: date
    objects: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    store: str = ""
    until: date | None = None
    began: datetime | None = None
    ended: datetime | None = None
    most: int = 0
    places: int = 0
    celsius: str = ""
    settled: AlertSettlement | None = None

    @property
    def key(self) -> tuple[str, int]:
        return (str(self.alarm), self.act)

    @property
    def open(self) -> bool:
        """Open until it is settled with a reason; a late hand-over ends with its reception, a loss when it is found
        again, a closed store that is not empty when it is emptied.
        """
        if self.alarm in ENDS_BY_ITSELF and self.until is not None:
            return False
        return self.settled is None

    @property
    def broken(self) -> bool:
        return self.alarm in BROKEN

    @property
    def hours(self) -> float | None:
        """How long a store was without power, where it has ended."""
        return (self.ended - self.began).total_seconds() / 3600 if self.began and self.ended else None


@dataclass(frozen=True, slots=True)
class Cut:
    """A power cut of a store: the act, and from when to when."""

    act: int
    store: str
    began: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A reading of a temperature that is colder or warmer than it should be."""

    act: int
    store: str
    on: date
    celsius: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A store that was closed: the act, and since when."""

    act: int
    store: str
    since: date


def chain_alerts(chains: Mapping[str, Sequence[Link]], today: date) -> list[Alert]:
    """What the chains themselves show, one alert for each kind and act, with all its objects."""
    found: dict[tuple[str, int], Alert] = {}
    for number, chain in chains.items():
        for alert in _of_chain(number, chain, today):
            known = found.get(alert.key)
            found[alert.key] = _both(known, alert) if known else alert
    return list(found.values())


def _both(one: Alert, other: Alert) -> Alert:
    """The same alert for the objects of both: it is over when it is over for all."""
    until = max(one.until, other.until) if one.until and other.until else None
    codes = tuple(dict.fromkeys((*one.codes, *other.codes)))
    return replace(one, objects=(*one.objects, *other.objects), codes=codes, until=until)


def _of_chain(number: str, chain: Sequence[Link], today: date) -> Iterator[Alert]:
    for place, link in enumerate(chain):
        event, later = link.event, chain[place + 1 :]
        for alarm in dict.fromkeys(ALARMS[problem] for problem in link.problems):
            codes = tuple(code_of(problem) for problem in link.problems if ALARMS[problem] == alarm)
            yield Alert(alarm, event.act, event.on, (number,), codes)
        if link.after.where is Where.HANDED and link.after.act == event.act:
            yield from _unconfirmed(number, event, later, today)
        if link.after.where is Where.LOST and link.after.act == event.act:
            yield Alert(Alarm.LOST, event.act, event.on, (number,), until=_found_again(later))


def _unconfirmed(number: str, event: Event, later: Sequence[Link], today: date) -> Iterator[Alert]:
    """A hand-over is late when more than a day goes by without reception."""
    confirmed = _moved(event, later)
    if (confirmed or today) - event.until > CONFIRMED_WITHIN:
        yield Alert(Alarm.UNCONFIRMED, event.act, event.until + CONFIRMED_WITHIN, (number,), until=confirmed)


def _moved(event: Event, later: Sequence[Link]) -> date | None:
    """When the object was next known to be somewhere else or with someone else."""
    return next((link.event.on for link in later if link.after.act != event.act), None)


def _found_again(later: Sequence[Link]) -> date | None:
    """When what was lost was found: what else was recorded of it meanwhile does not say where it is."""
    return next((link.event.on for link in later if link.event.move is Move.FIND), None)


def code_of(problem: Problem) -> str:
    """The code under which an act keeps a problem among what is irregular about it."""
    return f"custody.{problem.value}"


def store_alerts(
    stays: Sequence[Stay],
    overflows: Iterable[Overflow],
    cuts: Iterable[Cut],
    readings: Iterable[OutOfRange],
    today: date,
) -> Iterator[Alert]:
    """What is wrong with stores: too full, without power while objects were in them, too warm or too cold."""
    for each in overflows:
        yield Alert(
            Alarm.OVERFULL, each.act, each.since, each.objects, store=each.store, until=each.until, most=each.most,
            places=each.places,
        )  # fmt: skip
    for cut in cuts:
        first, final = cut.began.date(), cut.ended.date() if cut.ended else today
        there = tuple(stay.object for stay in stays if stay.store == cut.store and stay.touches(first, final))
        if there:
            until = final if cut.ended else None
            yield Alert(
                Alarm.POWER, cut.act, first, tuple(dict.fromkeys(there)), store=cut.store, until=until, began=cut.began,
                ended=cut.ended,
            )  # fmt: skip
    for reading in readings:
        there = tuple(
            stay.object for stay in stays if stay.store == reading.store and stay.touches(reading.on, reading.on)
        )
        yield Alert(
            Alarm.TEMPERATURE, reading.act, reading.on, tuple(dict.fromkeys(there)), store=reading.store,
            celsius=reading.celsius,
        )  # fmt: skip


def closed_alerts(stays: Sequence[Stay], closings: Iterable[Closed]) -> Iterator[Alert]:
    """What lay in a store after the day on which it was closed, until nothing does."""
    for closing in closings:
        there = [
            stay
            for stay in stays
            if stay.store == closing.store and (stay.until is None or max(stay.since, closing.since) < stay.until)
        ]
        if there:
            left = [stay.until for stay in there if stay.until]
            yield Alert(
                Alarm.CLOSED, closing.act, closing.since, tuple(dict.fromkeys(stay.object for stay in there)),
                store=closing.store, until=max(left) if len(left) == len(there) else None,
            )  # fmt: skip


def settled(alerts: Iterable[Alert], settlements: Iterable[AlertSettlement]) -> list[Alert]:
    """The alerts with what settled them: open ones first, broken custody before the rest, the latest first.

    Who settled an alert looked at the objects it named then; where it comes to name another, it is open again.
    """
    by_key: dict[tuple[str, int], list[AlertSettlement]] = {}
    for act in settlements:
        by_key.setdefault((act.alarm, act.cause), []).append(act)
    found = [replace(alert, settled=_settlement(alert, by_key.get(alert.key, ()))) for alert in alerts]
    return sorted(found, key=lambda alert: (not alert.open, not alert.broken, -alert.since.toordinal(), -alert.act))


def _settlement(alert: Alert, settlements: Sequence[AlertSettlement]) -> AlertSettlement | None:
    """The latest settlement that named every object of the alert."""
    return next((act for act in reversed(settlements) if set(alert.objects) <= set(act.numbers)), None)
