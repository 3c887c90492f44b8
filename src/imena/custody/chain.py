"""The chain of custody: where each object is and with whom, after everything that was recorded of it.

Plain values in, plain values out; nothing here asks a database. Every object that any event names is, at the end, in
exactly one place with exactly one holder; what does not follow from what was before is kept, and named as a problem.
`docs/methods/custody.md` says why each rule is as it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum


class Where(StrEnum):
    """The kinds of places an object can be in."""

    FOUND = "found"
    HELD = "held"
    HANDED = "handed"
    STORED = "stored"
    LOST = "lost"
    RELEASED = "released"
    BURIED = "buried"
    DESTROYED = "destroyed"
    USED_UP = "used_up"


ENDED = frozenset({Where.RELEASED, Where.BURIED, Where.DESTROYED, Where.USED_UP})
"""Where custody of the operation has ended."""


class Move(StrEnum):
    """What an event does to the objects it names."""

    BEGIN = "begin"
    SEAL = "seal"
    HAND_OVER = "hand_over"
    RECEIVE = "receive"
    STORE = "store"
    OPEN = "open"
    DIVIDE = "divide"
    JOIN = "join"
    RELEASE = "release"
    BURY = "bury"
    LIFT = "lift"
    RETURN = "return"
    DESTROY = "destroy"
    LOSE = "lose"
    FIND = "find"


class Problem(StrEnum):
    """What does not follow from what was before."""

    NOT_HOLDER = "not_holder"
    NOBODY_GAVE = "nobody_gave"
    OTHER_RECEIVER = "other_receiver"
    NOT_KEEPER = "not_keeper"
    NO_BEGINNING = "no_beginning"
    BEFORE_BEGINNING = "before_beginning"
    OTHER_SEAL = "other_seal"
    BROKEN_SEAL = "broken_seal"
    GIVER_SILENT = "giver_silent"
    ALREADY_LEFT = "already_left"
    NOT_AWAY = "not_away"
    NOT_LOST = "not_lost"
    STAYS_BEHIND = "stays_behind"


class SealFound(StrEnum):
    """How a seal was found. The values are those of `models.Seals`."""

    UNCHECKED = "unchecked"
    INTACT = "intact"
    OTHER = "other"
    BROKEN = "broken"


OUTSIDE = "outside:"
"""What the keys of those without an account begin with."""


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who can hold something: a user, an agency, or someone outside; and the agencies he or she serves."""

    key: str
    serves: frozenset[str] = frozenset()

    def holds(self, holder: str) -> bool:
        """Whether what this holder has may be given by this party: its own, or its agency's."""
        return holder.casefold() == self.key.casefold() or holder in self.serves


NOBODY = Party("")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to objects: by whom it was recorded, and what it says of givers, receivers and seals."""

    act: int
    on: date
    until: date
    move: Move
    objects: tuple[str, ...]
    by: Party = NOBODY
    giver: Party | None = None
    """Who gave, where the record says so."""
    receiver: Party = NOBODY
    where: Where = Where.FOUND
    place: str = ""
    """The number of a grave, a store or a plot."""
    beside: str = ""
    """The object that these were part of, or are joined to."""
    container: str = ""
    seal: str = ""
    found: SealFound = SealFound.UNCHECKED
    confirmed: bool = False
    """Whether a hand-over needs no reception: a document signed outside stands for it."""
    documented: bool = False
    """Whether a document says that the giver gave."""
    order: int = 0
    """Its place among the events of a day: that of the act itself, or of the one it corrects."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Where one object is, with whom, in what, since when and by which act."""

    where: Where
    holder: str
    place: str
    since: date
    act: int
    container: str = ""
    seal: str = ""
    giver: str = ""
    """Who handed it over, as long as nobody has confirmed it."""


@dataclass(frozen=True, slots=True)
class Link:
    """One event of one object: what held before, what holds after it, and what does not follow."""

    event: Event
    before: Holding | None
    after: Holding
    problems: tuple[Problem, ...] = ()
    uncertain: bool = False
    """Whether it may have happened before the event that it is put after."""


Chain = Sequence[Link]


def follow(events: Iterable[Event]) -> dict[str, list[Link]]:
    """The chain of every object, by its number: by the earliest day each event may have happened on, then as entered.

    A correction stands in the place of what it corrects. Objects begin where a `BEGIN` says, whatever its date; an
    object that nothing began begins with whom it first turns up.
    """
    ordered = sorted(events, key=lambda event: (event.on, event.order or event.act))
    following = _Following({number: event for event in ordered if event.move is Move.BEGIN for number in event.objects})
    for event in ordered:
        following.take(event)
    return following.chains


def last(chain: Chain) -> Holding:
    """Where an object is at the end of its chain."""
    return chain[-1].after


@dataclass(slots=True)
class _Following:
    """The state of all objects while events are taken in their order."""

    beginnings: Mapping[str, Event]
    chains: dict[str, list[Link]] = field(default_factory=dict)
    joined: dict[str, set[str]] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        for number in self._concerned(event):
            if event.move is Move.BEGIN:
                self.begin(number)
            else:
                self._step(number, event)
        if event.move is Move.JOIN:
            self.joined.setdefault(event.beside, set()).update(event.objects)

    def _concerned(self, event: Event) -> Iterable[str]:
        """The objects an event names; where remains leave the operation, all that is joined to them goes along."""
        named = dict.fromkeys(event.objects)
        if event.move in (Move.RELEASE, Move.BURY, Move.LIFT):
            waiting = list(event.objects)
            while waiting:
                parts = sorted(self.joined.get(waiting.pop(0), set()) - named.keys())
                named |= dict.fromkeys(parts)
                waiting += parts
        return named

    def begin(self, number: str, asked: frozenset[str] = frozenset()) -> Link | None:
        """Put an object where it begins; None where nothing says where that is."""
        event = self.beginnings.get(number)
        if number in self.chains or event is None:
            return None
        beside = self._beside(event.beside, asked | {number}) if event.beside else None
        after = Holding(event.where, event.by.key, event.place, event.on, event.act, event.container, event.seal)
        if beside is not None:
            after = replace(beside, since=event.on, act=event.act)
        self.chains[number] = [Link(event, None, after)]
        return self.chains[number][0]

    def _beside(self, parent: str, asked: frozenset[str]) -> Holding | None:
        if parent not in self.chains and parent not in asked:
            self.begin(parent, asked)
        return last(self.chains[parent]) if parent in self.chains else None

    def _step(self, number: str, event: Event) -> None:
        problems: list[Problem] = []
        if number not in self.chains:
            begun = self.begin(number)
            if begun is None:
                problems.append(Problem.NO_BEGINNING)
            elif event.until < begun.event.on:
                problems.append(Problem.BEFORE_BEGINNING)
        chain = self.chains.setdefault(number, [])
        before = last(chain) if chain else None
        start = before or _first_seen(event)
        if before is not None:
            problems += _problems(start, event)
        problems += self._of_losing_and_joining(chain, start, event)
        after = _MOVES.get(event.move, _stay)(start, event)
        previous = chain[-1].event if chain else None
        uncertain = previous is not None and event.on <= previous.until and previous.on != event.until
        chain.append(Link(event, before, after, tuple(dict.fromkeys(problems)), uncertain))

    def _of_losing_and_joining(self, chain: Chain, start: Holding, event: Event) -> Iterable[Problem]:
        """Found again though nobody had lost it; joined to what left without it."""
        if event.move is Move.FIND and not is_lost(chain):
            yield Problem.NOT_LOST
        if event.move is Move.JOIN and start.where not in ENDED:
            whole = self.chains.get(event.beside)
            if whole and last(whole).where in ENDED:
                yield Problem.STAYS_BEHIND


def is_lost(chain: Chain) -> bool:
    """Whether an object was lost and not found again, whatever else was recorded of it since."""
    told = (link.event.move for link in reversed(chain) if link.event.move in (Move.LOSE, Move.FIND))
    return next(told, None) is Move.LOSE


def _first_seen(event: Event) -> Holding:
    """With whom an object turned up that nothing began: with the giver, or with whoever recorded it."""
    holder = event.giver or event.by
    return Holding(Where.HELD, holder.key, "", event.on, event.act)


def _problems(before: Holding, event: Event) -> Iterable[Problem]:
    """What does not follow about an event, as things stood before it."""
    if event.move in _BY_THE_HOLDER and not _may_give(event.by, before):
        yield Problem.NOT_HOLDER
    if event.giver is not None:
        yield from _giver_problems(event.giver, before, event)
    if event.move in _OF_WHAT_IS_HERE and before.where in ENDED:
        yield Problem.ALREADY_LEFT
    if event.move is Move.RETURN and not _is_away(before):
        yield Problem.NOT_AWAY
    if event.move is Move.RECEIVE:
        yield from _reception_problems(before, event)
    if event.move is Move.STORE and event.receiver.key not in event.by.serves:
        yield Problem.NOT_KEEPER
    yield from _seal_problems(before, event)


_BY_THE_HOLDER = frozenset({Move.SEAL, Move.STORE, Move.OPEN, Move.DIVIDE, Move.DESTROY})
"""What only someone who holds an object can do with it."""


_OF_WHAT_IS_HERE = frozenset({Move.RELEASE, Move.LOSE})
"""What can only happen to an object that has not left the operation."""


def _giver_problems(giver: Party, before: Holding, event: Event) -> Iterable[Problem]:
    """Only who holds it can give it; and where neither the giver nor a document says so, nobody said so who could."""
    if not _may_give(giver, before):
        yield Problem.NOT_HOLDER
    elif not event.documented and giver.key != event.by.key and not _may_give(event.by, before):
        yield Problem.GIVER_SILENT


def _is_away(before: Holding) -> bool:
    """Whether an object had left the operation, was lost, or was with someone outside."""
    return before.where in (*ENDED, Where.LOST) or before.holder.startswith(OUTSIDE)


def _may_give(party: Party, before: Holding) -> bool:
    return before.where not in ENDED and party.holds(before.holder)


def _reception_problems(before: Holding, event: Event) -> Iterable[Problem]:
    """One receives what was handed over to oneself or to one's agency, or what they hold already."""
    if _may_give(event.receiver, before):
        return
    yield Problem.OTHER_RECEIVER if before.where is Where.HANDED else Problem.NOBODY_GAVE


def _seal_problems(before: Holding, event: Event) -> Iterable[Problem]:
    """A seal that is broken or missing, or bears another number than recorded."""
    if event.found is SealFound.BROKEN:
        yield Problem.BROKEN_SEAL
    elif event.found is SealFound.OTHER or (event.move in _LOOKED_AT and event.seal not in ("", before.seal)):
        yield Problem.OTHER_SEAL


_LOOKED_AT = (Move.HAND_OVER, Move.RECEIVE)


def _seal_after(before: Holding, event: Event) -> str:
    if event.found is SealFound.BROKEN:
        return ""
    return event.seal or before.seal


def _with(before: Holding, event: Event, where: Where, holder: str, place: str = "") -> Holding:
    """The same object in its container, somewhere else or with someone else."""
    return Holding(where, holder, place, event.on, event.act, before.container, before.seal)


def _settled(before: Holding, event: Event) -> Holding:
    """Whoever handles what was handed over to him or her has received it."""
    if before.where is Where.HANDED and event.by.holds(before.holder):
        return _with(before, event, Where.HELD, event.by.key)
    return before


def _stay(before: Holding, event: Event) -> Holding:  # noqa: ARG001
    return before


def _seal(before: Holding, event: Event) -> Holding:
    return replace(_settled(before, event), container=event.container, seal=event.seal)


def _open(before: Holding, event: Event) -> Holding:
    return replace(_settled(before, event), seal="")


def _hand_over(before: Holding, event: Event) -> Holding:
    where = Where.HELD if event.confirmed else Where.HANDED
    giver = event.giver.key if event.giver else before.holder
    given = _with(before, event, where, event.receiver.key)
    return replace(given, seal=_seal_after(before, event), giver="" if event.confirmed else giver)


def _receive(before: Holding, event: Event) -> Holding:
    return replace(_with(before, event, Where.HELD, event.receiver.key), seal=_seal_after(before, event))


def _store(before: Holding, event: Event) -> Holding:
    return _with(before, event, Where.STORED, event.receiver.key, event.place)


def _divide(before: Holding, event: Event) -> Holding:
    if event.where is Where.USED_UP:
        return _with(before, event, Where.USED_UP, before.holder)
    return _settled(before, event)


def _release(before: Holding, event: Event) -> Holding:
    return _with(before, event, Where.RELEASED, event.receiver.key)


def _bury(before: Holding, event: Event) -> Holding:
    return _with(before, event, Where.BURIED, before.holder, event.place)


def _lift(before: Holding, event: Event) -> Holding:  # noqa: ARG001
    return Holding(Where.FOUND, event.by.key, event.place, event.on, event.act)


def _hold(before: Holding, event: Event) -> Holding:
    return _with(before, event, Where.HELD, event.by.key)


def _destroy(before: Holding, event: Event) -> Holding:
    return _with(before, event, Where.DESTROYED, before.holder)


def _lose(before: Holding, event: Event) -> Holding:
    return _with(before, event, Where.LOST, before.holder)


_MOVES: Mapping[Move, Callable[[Holding, Event], Holding]] = {
    Move.SEAL: _seal,
    Move.HAND_OVER: _hand_over,
    Move.RECEIVE: _receive,
    Move.STORE: _store,
    Move.OPEN: _open,
    Move.DIVIDE: _divide,
    Move.RELEASE: _release,
    Move.BURY: _bury,
    Move.LIFT: _lift,
    Move.RETURN: _hold,
    Move.DESTROY: _destroy,
    Move.LOSE: _lose,
    Move.FIND: _hold,
}
