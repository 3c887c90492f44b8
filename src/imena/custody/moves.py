"""How custody's own acts move objects."""

from collections.abc import Iterable
from typing import Any

from imena.custody.chain import Event, Move, Party, SealFound, Where
from imena.custody.models import (
    Destruction,
    Division,
    FoundAgain,
    GivingOut,
    HandOver,
    Loss,
    Reception,
    Return,
    SealBreaking,
    Sealing,
    Storing,
)
from imena.custody.origins import Serving, agency_key, author_of, event_of, moves, outside_key


def _sealing(act: Sealing, serving: Serving) -> Iterable[Event]:
    container = f"{act.container}:{act.label}"
    yield event_of(act, serving, Move.SEAL, act.numbers, container=container, seal=act.seal)


def _hand_over(act: HandOver, serving: Serving) -> Iterable[Event]:
    giver = Party(outside_key(act.giver_outside)) if act.giver_outside else serving.user(act.giver_id, act.happened_on)
    yield event_of(
        act,
        serving,
        Move.HAND_OVER,
        act.numbers,
        giver=giver,
        receiver=_receiver(act, serving),
        seal=act.seal_found,
        found=SealFound(act.seals),
        confirmed=bool(act.receiver_outside),
        documented=bool(act.document.strip()),
    )


def _receiver(act: HandOver, serving: Serving) -> Party:
    if act.receiver_outside:
        return Party(outside_key(act.receiver_outside))
    if act.receiver_agency_id:
        return Party(agency_key(act.receiver_agency_id))
    return serving.user(act.receiver_id, act.happened_on)


def _reception(act: Reception, serving: Serving) -> Iterable[Event]:
    receiver = serving.user(author_of(act), act.happened_on)
    found = SealFound(act.seals)
    yield event_of(act, serving, Move.RECEIVE, act.numbers, receiver=receiver, seal=act.seal_found, found=found)


def _storing(act: Storing, serving: Serving) -> Iterable[Event]:
    keeper = serving.keeper(act.store_id)
    yield event_of(act, serving, Move.STORE, act.numbers, receiver=keeper, place=act.store_id)


def _division(act: Division, serving: Serving) -> Iterable[Event]:
    parent = act.divided_from_id
    yield event_of(act, serving, Move.BEGIN, [act.portion_id], where=Where.HELD, beside=parent)
    used_up = Where.USED_UP if not act.remaining else Where.HELD
    yield event_of(act, serving, Move.DIVIDE, [parent], where=used_up)


def _giving_out(act: GivingOut, serving: Serving) -> Iterable[Event]:
    giver, receiver = serving.user(author_of(act), act.happened_on), Party(f"act:{act.pk}")
    yield event_of(act, serving, Move.RELEASE, [act.object_id], giver=giver, receiver=receiver)


def _plainly(move: Move) -> Any:
    def read(act: Any, serving: Serving) -> Iterable[Event]:
        yield event_of(act, serving, move, act.numbers)

    return read


moves(Sealing, _sealing)
moves(HandOver, _hand_over)
moves(Reception, _reception)
moves(Storing, _storing)
moves(SealBreaking, _plainly(Move.OPEN))
moves(Division, _division, "custody.portion")
moves(Return, _plainly(Move.RETURN))
moves(Destruction, _plainly(Move.DESTROY))
moves(Loss, _plainly(Move.LOSE))
moves(FoundAgain, _plainly(Move.FIND))
moves(GivingOut, _giving_out)
