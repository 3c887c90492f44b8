"""Stays: from when to when which objects were in which store, and on which days it held more than it has places for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from imena.custody.chain import Link, Where


@dataclass(frozen=True, slots=True)
class Stay:
    """One object in one store: since a day, by an act, until a day, or still."""

    store: str
    object: str
    since: date
    act: int
    until: date | None = None

    def touches(self, first: date, last: date) -> bool:
        """Whether the object was there on any of these days."""
        return self.since <= last and (self.until is None or first <= self.until)


@dataclass(frozen=True, slots=True)
class Overflow:
    """A time in which a store held more than it has places for: the act that made it so, the most, which objects."""

    store: str
    act: int
    since: date
    until: date | None
    most: int
    places: int
    objects: tuple[str, ...]


def stays(chains: Mapping[str, Sequence[Link]]) -> list[Stay]:
    """Every stay in every store, in the order in which they began."""
    found = [stay for number, chain in chains.items() for stay in _stays(number, chain)]
    return sorted(found, key=lambda stay: (stay.since, stay.act, stay.object))


def _stays(number: str, chain: Sequence[Link]) -> Iterator[Stay]:
    begun: Link | None = None
    for link in chain:
        there = begun.after.place if begun else ""
        here = link.after.place if link.after.where is Where.STORED else ""
        if begun and here != there:
            yield Stay(there, number, begun.event.on, begun.event.act, max(link.event.on, begun.event.on))
            begun = None
        if here and begun is None:
            begun = link
    if begun:
        yield Stay(begun.after.place, number, begun.event.on, begun.event.act)


@dataclass(frozen=True, slots=True)
class Places:
    """How many places a store has from a day on, by which act."""

    since: date
    count: int
    act: int


def overflows(found: Iterable[Stay], places: Mapping[str, Sequence[Places]]) -> list[Overflow]:
    """When each store held too much. `places`: for each store how many it has, in the order of days."""
    by_store = groupby(sorted(found, key=lambda stay: stay.store), key=lambda stay: stay.store)
    return [overflow for store, there in by_store for overflow in _overflows(store, list(there), places.get(store, ()))]


def _overflows(store: str, there: list[Stay], places: Sequence[Places]) -> Iterator[Overflow]:
    """Counted at the end of each day on which something changed."""
    days = sorted(
        {stay.since for stay in there} | {stay.until for stay in there if stay.until} | {each.since for each in places}
    )
    begun: date | None = None
    for day in days:
        over = len(_present(there, day)) > _places_on(places, day)
        if over and begun is None:
            begun = day
        elif not over and begun is not None:
            yield _overflow(store, there, places, begun, day)
            begun = None
    if begun is not None:
        yield _overflow(store, there, places, begun, None)


def _overflow(store: str, there: list[Stay], places: Sequence[Places], since: date, until: date | None) -> Overflow:
    days = [since, *(stay.since for stay in there if since < stay.since and (until is None or stay.since < until))]
    fullest = max(days, key=lambda day: len(_present(there, day)))
    present = _present(there, fullest)
    came = [stay.act for stay in there if stay.since == since]
    cause = max(came + [each.act for each in places if each.since == since])
    return Overflow(
        store, cause, since, until, len(present), _places_on(places, fullest), tuple(stay.object for stay in present)
    )


def _present(there: Iterable[Stay], day: date) -> list[Stay]:
    """What was there at the end of a day."""
    return [stay for stay in there if stay.since <= day and (stay.until is None or day < stay.until)]


def _places_on(places: Sequence[Places], day: date) -> int:
    known = [each.count for each in places if each.since <= day]
    return known[-1] if known else 0
