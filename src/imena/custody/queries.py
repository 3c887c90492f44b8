"""Reading custody: objects by any number, the chain of each, what is where, stores, and alerts."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import F, QuerySet

from imena.core.numbers import NumberError, parse_number
from imena.custody import alerts as alarms
from imena.custody.chain import Event, Holding, Link, Move, Where, follow, last
from imena.custody.models import (
    Alarm,
    AlertSettlement,
    CapacityChange,
    CoffinCheck,
    CoffinRecheck,
    GivenNumber,
    Number,
    PowerCut,
    PowerReturn,
    StoreClosing,
    StoreOpening,
    TemperatureReading,
)
from imena.custody.origins import Serving, readers
from imena.custody.stays import Places, Stay, overflows, stays
from imena.ledger.models import Act, Entry
from imena.ledger.standpoint import Standpoint, in_force
from imena.people.models import RoleEnd, RoleGrant

A = TypeVar("A", bound=Act)
MANY = 400
"""From so many objects on, everything is read at once."""


def find(text: str, standpoint: Standpoint) -> list[tuple[Number, GivenNumber | None]]:
    """The objects that bear this number: by their Imena number, or by any other, with the act that gave it."""
    found: list[tuple[Number, GivenNumber | None]] = []
    with suppress(NumberError):
        found += [(number, None) for number in Number.objects.filter(pk=parse_number(text))]
    asked = text.strip()
    # Written out, for SQLite knows no case but that of Latin letters.
    cases = {asked, asked.upper(), asked.lower()}
    given = in_force(GivenNumber, standpoint).filter(value__in=cases).select_related("object")
    return found + [(act.object, act) for act in given]


def crosswalk(numbers: Iterable[str], standpoint: Standpoint) -> dict[str, list[GivenNumber]]:
    """Every other number of these objects."""
    wanted: dict[str, list[GivenNumber]] = {number: [] for number in numbers}
    acts = in_force(GivenNumber, standpoint)
    if len(wanted) < 500:
        acts = acts.filter(object__in=wanted)
    for act in acts.order_by("pk"):
        if act.object_id in wanted:
            wanted[act.object_id].append(act)
    return wanted


def serving(seen: Standpoint) -> Serving:
    """Who serves which agency, and which agency keeps which store, as far as is known. A role counts from the start:
    that it was recorded late says nothing of the day before.
    """
    known = Standpoint(date.max, seen.known)
    ended = {act.grant_id: act.happened_until for act in in_force(RoleEnd, known)}
    roles: dict[int, list[tuple[str, date]]] = {}
    for grant in in_force(RoleGrant, known):
        roles.setdefault(grant.user_id, []).append((grant.agency_id, ended.get(grant.pk, date.max)))
    keepers = dict(in_force(StoreOpening, known).order_by("pk").values_list("store_id", "agency_id"))
    corrections = Entry.objects.filter(sets_aside__isnull=False, kind__in=[kind.kind() for kind in readers()])
    corrected = dict(corrections.order_by().values_list("pk", "sets_aside_id"))
    return Serving({user: tuple(each) for user, each in roles.items()}, keepers, corrected)


def events(seen: Standpoint, about: Collection[str] | None = None, *, without: int | None = None) -> list[Event]:
    """Everything that moved objects: all of them, or these with those they were part of. `without`: but for one act."""
    known = serving(seen)
    if about is None or len(about) > MANY:
        return _events(seen, known, dict.fromkeys(readers()), without)
    found: dict[tuple[int, Move], Event] = {}
    asked: set[str] = set()
    waiting = set(about)
    while waiting:
        asked |= waiting
        for event in _events(seen, known, _kinds_about(waiting), without):
            found[event.act, event.move] = event
        waiting = {event.beside for event in found.values() if event.beside} - asked
    return list(found.values())


def _kinds_about(numbers: Collection[str]) -> dict[type[Act], set[int] | None]:
    """The acts that move these objects or their places, by kind."""
    by_name = {kind.kind(): kind for kind in readers()}
    found: dict[type[Act], set[int] | None] = {}
    entries = Entry.objects.filter(mentions__number__in=numbers, kind__in=by_name)
    for pk, name in entries.order_by().values_list("pk", "kind"):
        acts = found.setdefault(by_name[name], set())
        assert acts is not None
        acts.add(pk)
    return found


def _events(
    seen: Standpoint, known: Serving, kinds: Mapping[type[Act], set[int] | None], without: int | None
) -> list[Event]:
    made: list[Event] = []
    for kind, only in kinds.items():
        read = readers()[kind]
        acts: QuerySet[Any] = in_force(kind, seen).defer("salt", "sealed_content")
        if only is not None:
            acts = acts.filter(pk__in=only)
        for act in acts.annotate(recorded_by=F("entry__author_id")):
            if act.pk != without:
                made += read(act, known)
    return made


def chains(
    seen: Standpoint, about: Collection[str] | None = None, *, without: int | None = None
) -> dict[str, list[Link]]:
    """The chain of custody of every object, or of these."""
    found = follow(events(seen, about, without=without))
    return found if about is None else {number: found[number] for number in about if number in found}


def holdings(
    seen: Standpoint, about: Collection[str] | None = None, *, without: int | None = None
) -> dict[str, Holding]:
    """Where each object is, or each of these."""
    return {number: last(chain) for number, chain in chains(seen, about, without=without).items()}


def parts_of(remains: str, seen: Standpoint) -> set[str]:
    """The parts that were joined to remains, and what was joined to these."""
    found: set[str] = set()
    waiting = {remains}
    while waiting:
        joined = (event for event in events(seen, waiting) if event.move is Move.JOIN and event.beside in waiting)
        waiting = {part for event in joined for part in event.objects} - found - {remains}
        found |= waiting
    return found


@dataclass(frozen=True, slots=True)
class StoreView:
    """A store: how it was opened, its places since which days, whether it was closed, and what is in it."""

    opening: StoreOpening
    places: tuple[Places, ...]
    closing: StoreClosing | None
    inside: tuple[str, ...]

    @property
    def capacity(self) -> int:
        return self.places[-1].count


class Custody:
    """All of custody as seen from one standpoint, each part read once."""

    def __init__(self, seen: Standpoint, about: Collection[str] | None = None) -> None:
        self.seen, self.about = seen, about

    @cached_property
    def chains(self) -> dict[str, list[Link]]:
        return chains(self.seen, self.about)

    @cached_property
    def holdings(self) -> dict[str, Holding]:
        return {number: last(chain) for number, chain in self.chains.items()}

    @cached_property
    def stays(self) -> list[Stay]:
        return stays(self.chains)

    @cached_property
    def stores(self) -> dict[str, StoreView]:
        """Every store, by its number, in the order in which they were opened."""
        inside: dict[str, list[str]] = {}
        for number, holding in self.holdings.items():
            if holding.where is Where.STORED:
                inside.setdefault(holding.place, []).append(number)
        closings = {act.store_id: act for act in in_force(StoreClosing, self.seen).order_by("pk")}
        return {
            opening.store_id: StoreView(
                opening,
                tuple(self.places[opening.store_id]),
                closings.get(opening.store_id),
                tuple(sorted(inside.get(opening.store_id, ()))),
            )
            for opening in in_force(StoreOpening, self.seen).select_related("agency").order_by("pk")
        }

    @cached_property
    def places(self) -> dict[str, list[Places]]:
        """How many places each store has since which day."""
        found: dict[str, list[Places]] = {}
        acts: list[StoreOpening | CapacityChange] = [
            *in_force(StoreOpening, self.seen),
            *in_force(CapacityChange, self.seen),
        ]
        for act in sorted(acts, key=lambda act: (act.happened_on, act.pk)):
            found.setdefault(act.store_id, []).append(Places(act.happened_on, act.capacity, act.pk))
        return found

    @cached_property
    def alerts(self) -> list[alarms.Alert]:
        """Every alert, open or settled: open ones first."""
        found = [*alarms.chain_alerts(self.chains, self.seen.as_of), *self._of_stores, *self._of_coffins]
        return alarms.settled(found, in_force(AlertSettlement, self.seen).order_by("pk"))

    @property
    def _of_stores(self) -> Iterable[alarms.Alert]:
        full = overflows(self.stays, self.places) if self.about is None else ()
        yield from alarms.store_alerts(self.stays, full, cuts(self.seen), out_of_range(self.seen), self.seen.as_of)
        yield from alarms.closed_alerts(self.stays, closings(self.seen))

    @property
    def _of_coffins(self) -> Iterable[alarms.Alert]:
        scans: list[CoffinCheck | CoffinRecheck] = [
            *in_force(CoffinCheck, self.seen),
            *in_force(CoffinRecheck, self.seen),
        ]
        return [
            alarms.Alert(Alarm.COFFIN, act.pk, act.happened_on, (act.body_id,), tuple(act.irregular))
            for act in scans
            if act.irregular and (self.about is None or act.body_id in self.about)
        ]


def cuts(seen: Standpoint) -> list[alarms.Cut]:
    """The power cuts of all stores, in the order in which they began."""
    ended = {act.power_cut_id: act.ended_at for act in in_force(PowerReturn, seen)}
    acts = in_force(PowerCut, seen).order_by("began_at", "pk")
    return [alarms.Cut(act.pk, act.store_id, act.began_at, ended.get(act.pk)) for act in acts]


def closings(seen: Standpoint) -> list[alarms.Closed]:
    """The closings of all stores, in the order in which they were recorded."""
    acts = in_force(StoreClosing, seen).order_by("pk")
    return [alarms.Closed(act.pk, act.store_id, act.happened_on) for act in acts]


def out_of_range(seen: Standpoint) -> list[alarms.OutOfRange]:
    """The readings colder or warmer than their store should be."""
    ranges = {act.store_id: (act.coldest, act.warmest) for act in in_force(StoreOpening, seen).order_by("pk")}
    found = []
    for act in in_force(TemperatureReading, seen).order_by("happened_on", "pk"):
        coldest, warmest = ranges.get(act.store_id, (None, None))
        if (coldest is not None and act.celsius < coldest) or (warmest is not None and act.celsius > warmest):
            found.append(alarms.OutOfRange(act.pk, act.store_id, act.happened_on, str(act.celsius)))
    return found


def kinds_of(numbers: Iterable[str]) -> dict[str, str]:
    """The kind of each object: `scene.remains`."""
    wanted = set(numbers)
    known = Number.objects.all() if len(wanted) > MANY else Number.objects.filter(pk__in=wanted)
    return {number: kind for number, kind in known.values_list("number", "kind") if number in wanted}


YET_TO_COME = 1 << 62
"""The number of an act that is not recorded yet: after all others, unless it corrects one of them."""


def problems_of(act: Act, seen: Standpoint, author: int | None, about: Collection[str]) -> list[str]:
    """The codes of what would not follow about an act that is not recorded yet, in the place where it would stand."""
    act.__dict__["recorded_by"] = author
    act.pk = YET_TO_COME
    known = serving(seen)
    if act.corrects_id:
        known = replace(known, corrected={**known.corrected, YET_TO_COME: act.corrects_id})
    new = list(readers()[type(act)](act, known))
    found = follow([*events(seen, about, without=act.corrects_id), *new])
    links = [link for number in about for link in found.get(number, ()) if link.event.act == YET_TO_COME]
    return list(dict.fromkeys(alarms.code_of(problem) for link in links for problem in link.problems))
