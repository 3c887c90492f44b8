"""How the acts of every room enter the chain of custody.

Each room says it in its own `moves` module, which is read when the house starts. One line is enough for an act that
brings objects into custody, hands them on, or ends it:

    begins(Exhumation, "remains", at="grave")                  found there, with whoever recorded it
    begins(ItemFound, "item", at="found_with")                 with whoever recorded it, where it was found
    begins(Separation, "remains", beside="separated_from")     wherever that is, in what it is in
    begins(SampleTaking, "sample", in_hand=True)               with whoever took it
    hands_over(Shipment, "samples", to="laboratory")           to an agency; the record names no giver
    receives(LaboratoryReception, "sample")                    by whoever recorded it
    ends(Release, "remains", Where.RELEASED)
    ends(Reburial, "remains", Where.BURIED, at="plot")
    begins_again(ReExhumation, "remains", at="plot")
    joins(Joining, "part", to="remains")                       from then on it leaves with them
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from imena.custody.chain import NOBODY, OUTSIDE, Event, Move, Party, Where
from imena.ledger.models import Act


@dataclass(frozen=True, slots=True)
class Serving:
    """What events are read with: which agencies each user serves, until he or she left; who keeps which store."""

    roles: Mapping[int, tuple[tuple[str, date], ...]] = field(default_factory=dict)
    keepers: Mapping[str, str] = field(default_factory=dict)
    corrected: Mapping[int, int] = field(default_factory=dict)
    """For each correction, the act it corrects."""

    def original(self, act: int) -> int:
        """The act in whose place this one stands: itself, or the first of those it corrects."""
        place = act
        while place in self.corrected:
            place = self.corrected[place]
        return place

    def user(self, user: int | None, day: date) -> Party:
        """A user as a party, with the agencies that he or she has not left by that day."""
        if user is None:
            return NOBODY
        serves = (agency_key(agency) for agency, left in self.roles.get(user, ()) if day <= left)
        return Party(f"user:{user}", frozenset(serves))

    def keeper(self, store: str) -> Party:
        return Party(agency_key(self.keepers[store])) if store in self.keepers else NOBODY


def agency_key(code: str) -> str:
    return f"agency:{code}"


def outside_key(words: str) -> str:
    """Someone without an account, by agency and office as written."""
    return f"{OUTSIDE}{' '.join(words.split())}"


Reader = Callable[[Any, Serving], Iterable[Event]]
_readers: dict[type[Act], Reader] = {}
_handled: set[str] = set()
_never_destroyed: set[str] = set()
_names: dict[str, Callable[[Iterable[str], Any], Mapping[str, str]]] = {}


def readers() -> Mapping[type[Act], Reader]:
    """Every kind of act that moves objects, and how it is read."""
    return _readers


def handled() -> frozenset[str]:
    """The kinds of objects that custody follows: `scene.remains`."""
    return frozenset(_handled)


def moves(kind: type[Act], reader: Reader, *of: str) -> None:
    """Register how acts of a kind are read as events; `of`: the kinds of objects they bring in."""
    _readers[kind] = reader
    _handled.update(of)


def begins(
    kind: type[Act], objects: str, *, at: str = "", beside: str = "", in_hand: bool = False, of: str = ""
) -> None:
    """Objects come into custody with this act. All but `kind` name fields of the act, or say of which kind they are."""
    where = Where.HELD if in_hand else Where.FOUND

    def read(act: Any, serving: Serving) -> Iterable[Event]:
        place, parent = _value(act, at), _value(act, beside)
        yield event_of(act, serving, Move.BEGIN, numbers_in(act, objects), where=where, place=place, beside=parent)

    moves(kind, read, of or kind_of_object(kind, objects))


def begins_again(kind: type[Act], objects: str, *, at: str) -> None:
    """Objects come back into custody where they were laid."""

    def read(act: Any, serving: Serving) -> Iterable[Event]:
        yield event_of(act, serving, Move.LIFT, numbers_in(act, objects), place=_value(act, at))

    moves(kind, read)


def hands_over(kind: type[Act], objects: str, *, to: str) -> None:
    """Objects are handed over to the agency in the field `to`, by whoever held them: the record names no giver."""

    def read(act: Any, serving: Serving) -> Iterable[Event]:
        receiver = Party(agency_key(_value(act, to)))
        yield event_of(act, serving, Move.HAND_OVER, numbers_in(act, objects), receiver=receiver)

    moves(kind, read)


def receives(kind: type[Act], objects: str) -> None:
    """Objects are received by whoever recorded it."""

    def read(act: Any, serving: Serving) -> Iterable[Event]:
        receiver = serving.user(author_of(act), act.happened_on)
        yield event_of(act, serving, Move.RECEIVE, numbers_in(act, objects), receiver=receiver)

    moves(kind, read)


def ends(kind: type[Act], objects: str, where: Where, *, at: str = "") -> None:
    """Custody of the objects ends: `RELEASED` to whoever the act names, or `BURIED` in the plot of the field `at`."""
    move = Move.BURY if where is Where.BURIED else Move.RELEASE

    def read(act: Any, serving: Serving) -> Iterable[Event]:
        receiver = Party(f"act:{act.pk}")
        yield event_of(act, serving, move, numbers_in(act, objects), receiver=receiver, place=_value(act, at))

    moves(kind, read)


def joins(kind: type[Act], part: str, *, to: str) -> None:
    """A part belongs to other remains: from then on it leaves the operation with them."""

    def read(act: Any, serving: Serving) -> Iterable[Event]:
        yield event_of(act, serving, Move.JOIN, numbers_in(act, part), beside=_value(act, to))

    moves(kind, read)


def never_destroyed(kind: str) -> None:
    """No act destroys objects of this kind: the dead are buried."""
    _never_destroyed.add(kind)


def may_be_destroyed(kind: str) -> bool:
    return kind not in _never_destroyed


def names_places(kind: str, name: Callable[[Iterable[str], Any], Mapping[str, str]]) -> None:
    """Register how places of a kind are called: a function of their numbers and a standpoint."""
    _names[kind] = name


def place_names() -> Mapping[str, Callable[[Iterable[str], Any], Mapping[str, str]]]:
    return _names


def event_of(act: Any, serving: Serving, move: Move, objects: Iterable[str], **more: Any) -> Event:
    """An event as an act dates it, by whoever recorded it."""
    return Event(
        act=act.pk,
        on=act.happened_on,
        until=act.happened_until,
        move=move,
        objects=tuple(dict.fromkeys(objects)),
        by=serving.user(author_of(act), act.happened_on),
        order=serving.original(act.pk),
        **more,
    )


def author_of(act: Any) -> int | None:
    """Who recorded an act: read along with many of them, or named for one that is only about to be recorded."""
    author: int | None = act.recorded_by
    return author


def numbers_in(act: Act, name: str) -> list[str]:
    """The objects in a field: one, or a list."""
    value = _raw(act, name)
    return list(value) if isinstance(value, list | tuple) else [str(value)] if value else []


def _value(act: Act, name: str) -> str:
    if not name:
        return ""
    value = _raw(act, name)
    return str(value) if value else ""


def _raw(act: Act, name: str) -> Any:
    """The value of a field, a reference as its number."""
    field: Any = act._meta.get_field(name)
    return getattr(act, field.attname)


def kind_of_object(kind: type[Act], name: str) -> str:
    related = kind._meta.get_field(name).related_model
    if not isinstance(related, type):
        raise TypeError(f"{kind.kind()}: say of which kind the objects in {name} are")
    return related._meta.label_lower
