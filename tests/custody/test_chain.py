"""The chain of custody on plain values: each object in one place with one holder, whatever is recorded."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from imena.custody.chain import ENDED, Event, Holding, Link, Move, Party, Problem, SealFound, Where, follow, last
from imena.custody.stays import Overflow, Places, overflows, stays

DAY = date(2022, 9, 16)
MORGUE, OTHER_MORGUE = Party("agency:morgue"), Party("agency:other")
LEAD = Party("user:1", frozenset({"agency:police"}))
DRIVER = Party("user:2", frozenset({"agency:police"}))
DOCTOR = Party("user:3", frozenset({"agency:morgue"}))
STRANGER = Party("outside:somebody")
PARTIES = (LEAD, DRIVER, DOCTOR, STRANGER)


def event(act: int, move: Move, *objects: str, day: int = 0, **more: object) -> Event:
    on = DAY + timedelta(days=day)
    return Event(act, on, on, move, objects or ("body",), **more)  # type: ignore[arg-type]


FOUND = event(1, Move.BEGIN, by=LEAD, place="grave")


def stored(act: int, *, day: int = 0, by: Party = DOCTOR, place: str = "store") -> Event:
    return event(act, Move.STORE, day=day, by=by, receiver=MORGUE, place=place)


def problems(chain: list[Link]) -> list[Problem]:
    return [problem for link in chain for problem in link.problems]


def test_from_the_grave_to_the_store_nothing_is_wrong() -> None:
    chain = follow(
        [
            FOUND,
            event(2, Move.SEAL, by=LEAD, container="bag:17", seal="0042"),
            event(3, Move.HAND_OVER, by=LEAD, giver=LEAD, receiver=DOCTOR),
            event(4, Move.RECEIVE, by=DOCTOR, receiver=DOCTOR, found=SealFound.INTACT),
            stored(5),
        ]
    )["body"]

    assert [link.after.where for link in chain] == [Where.FOUND, Where.FOUND, Where.HANDED, Where.HELD, Where.STORED]
    assert last(chain) == Holding(Where.STORED, "agency:morgue", "store", DAY, 5, "bag:17", "0042")
    assert problems(chain) == []


def test_who_does_not_hold_it_cannot_give_it_but_it_is_where_the_record_says() -> None:
    chain = follow([FOUND, event(2, Move.HAND_OVER, by=DRIVER, giver=DRIVER, receiver=DOCTOR)])["body"]

    assert problems(chain) == [Problem.NOT_HOLDER]
    assert (last(chain).where, last(chain).holder, last(chain).giver) == (Where.HANDED, "user:3", "user:2")


def test_whoever_serves_the_agency_may_take_out_of_its_store_and_no_one_else() -> None:
    night_shift = Party("user:9", frozenset({"agency:morgue"}))
    begun = [FOUND, event(2, Move.HAND_OVER, by=LEAD, giver=LEAD, receiver=DOCTOR), stored(3)]
    given_out = event(4, Move.HAND_OVER, by=night_shift, giver=night_shift, receiver=DRIVER)

    assert problems(follow([*begun, given_out])["body"]) == []
    assert problems(follow([*begun, replace(given_out, giver=LEAD)])["body"]) == [Problem.NOT_HOLDER]


def test_received_without_a_hand_over_or_by_another_than_named() -> None:
    received = event(3, Move.RECEIVE, by=DOCTOR, receiver=DOCTOR)
    to_driver = event(2, Move.HAND_OVER, by=LEAD, giver=LEAD, receiver=DRIVER)

    assert problems(follow([FOUND, received])["body"]) == [Problem.NOBODY_GAVE]
    assert problems(follow([FOUND, to_driver, received])["body"]) == [Problem.OTHER_RECEIVER]


def test_a_seal_that_is_another_or_broken_is_said_and_the_found_one_stands() -> None:
    sealed = [FOUND, event(2, Move.SEAL, by=LEAD, container="bag:1", seal="A")]
    handed = event(3, Move.HAND_OVER, by=LEAD, giver=LEAD, receiver=DOCTOR)
    other = follow(
        [*sealed, handed, event(4, Move.RECEIVE, receiver=DOCTOR, by=DOCTOR, seal="B", found=SealFound.OTHER)]
    )
    broken = follow([*sealed, handed, event(4, Move.RECEIVE, receiver=DOCTOR, by=DOCTOR, found=SealFound.BROKEN)])

    assert (problems(other["body"]), last(other["body"]).seal) == ([Problem.OTHER_SEAL], "B")
    assert (problems(broken["body"]), last(broken["body"]).seal) == ([Problem.BROKEN_SEAL], "")


def test_a_seal_broken_on_purpose_is_no_problem() -> None:
    chain = follow([FOUND, event(2, Move.SEAL, by=LEAD, seal="A"), event(3, Move.OPEN, by=LEAD)])["body"]

    assert problems(chain) == []
    assert last(chain).seal == ""


def test_what_is_separated_begins_beside_what_it_was_part_of() -> None:
    apart = event(6, Move.BEGIN, "part", day=2, by=DOCTOR, beside="body")
    found = follow([FOUND, event(3, Move.HAND_OVER, by=LEAD, giver=LEAD, receiver=DOCTOR), stored(5, day=1), apart])

    assert (last(found["part"]).where, last(found["part"]).place) == (Where.STORED, "store")
    assert last(found["part"]).since == DAY + timedelta(days=2)


def test_a_joined_part_leaves_with_the_remains_it_belongs_to() -> None:
    part = event(2, Move.BEGIN, "part", by=LEAD, place="grave")
    joined = event(3, Move.JOIN, "part", beside="body")
    buried = event(5, Move.BURY, "body", day=3, by=DOCTOR, place="plot")
    found = follow([FOUND, part, joined, event(4, Move.RELEASE, day=2, receiver=Party("act:4")), buried])

    assert (last(found["part"]).where, last(found["part"]).place) == (Where.BURIED, "plot")


def test_an_event_dated_before_the_beginning_is_kept_after_it_and_said() -> None:
    early = event(2, Move.HAND_OVER, day=-1, by=LEAD, giver=LEAD, receiver=DOCTOR)
    chain = follow([FOUND, early])["body"]

    assert [link.event.move for link in chain] == [Move.BEGIN, Move.HAND_OVER]
    assert problems(chain) == [Problem.BEFORE_BEGINNING]


def test_what_nothing_began_is_with_whom_it_turns_up() -> None:
    chain = follow([event(2, Move.SEAL, by=DOCTOR, seal="A")])["body"]

    assert problems(chain) == [Problem.NO_BEGINNING]
    assert (last(chain).where, last(chain).holder) == (Where.HELD, "user:3")


def test_uncertain_dates_are_put_by_their_earliest_day_and_said() -> None:
    vague = replace(event(2, Move.HAND_OVER, by=LEAD, giver=LEAD, receiver=DOCTOR), until=DAY + timedelta(days=4))
    chain = follow([FOUND, vague, event(3, Move.RECEIVE, day=2, by=DOCTOR, receiver=DOCTOR)])["body"]

    assert [link.uncertain for link in chain] == [False, True, True]
    assert last(chain).where is Where.HELD


def test_a_store_is_overfull_from_the_day_it_holds_more_until_it_does_not() -> None:
    bodies = ("a", "b", "c")
    begun = [event(place, Move.BEGIN, number, by=DOCTOR) for place, number in enumerate(bodies, start=1)]
    put = [
        event(9 + day, Move.STORE, number, day=day, by=DOCTOR, receiver=MORGUE, place="store")
        for day, number in enumerate(bodies)
    ]
    taken = event(20, Move.HAND_OVER, "a", day=7, by=DOCTOR, giver=DOCTOR, receiver=LEAD)
    found = stays(follow([*begun, *put, taken]))

    assert overflows(found, {"store": [Places(DAY, 2, 8)]}) == [
        Overflow("store", 11, DAY + timedelta(days=2), DAY + timedelta(days=7), 3, 2, ("a", "b", "c"))
    ]
    assert overflows(found, {"store": [Places(DAY, 2, 8), Places(DAY + timedelta(days=1), 3, 9)]}) == []


parties = st.sampled_from(PARTIES)
numbers = st.sampled_from(["a", "b", "c", "d"])
AT = {Move.STORE: ("s1", "s2"), Move.BURY: ("p1",), Move.BEGIN: ("g1",), Move.LIFT: ("p1",)}


@st.composite
def any_event(draw: st.DrawFn) -> Event:
    move = draw(st.sampled_from(list(Move)))
    on = DAY + timedelta(days=draw(st.integers(0, 6)))
    place = draw(st.sampled_from(AT.get(move, ("",))))
    receiver = MORGUE if place == "s1" else OTHER_MORGUE if place == "s2" else draw(parties)
    return Event(
        act=draw(st.integers(1, 10_000)),
        on=on,
        until=on + timedelta(days=draw(st.integers(0, 2))),
        move=move,
        objects=tuple(draw(st.lists(numbers, min_size=1, max_size=4, unique=True))),
        by=draw(parties),
        giver=draw(st.none() | parties),
        receiver=receiver,
        where=draw(st.sampled_from([Where.FOUND, Where.HELD, Where.USED_UP] if move is Move.DIVIDE else [Where.FOUND])),
        place=place,
        beside=draw(numbers) if move in (Move.JOIN, Move.BEGIN) and draw(st.booleans()) else "",
        seal=draw(st.sampled_from(["", "A", "B"])),
        found=draw(st.sampled_from(list(SealFound))),
        confirmed=draw(st.booleans()),
    )


@given(st.lists(any_event(), max_size=25))
def test_every_object_is_in_exactly_one_place_with_exactly_one_holder(made: list[Event]) -> None:
    chains = follow(made)

    assert chains.keys() >= {number for event in made for number in event.objects}
    for chain in chains.values():
        for before, link in zip([None, *chain], chain, strict=False):
            assert link.before == (before.after if before else None)
        held = last(chain)
        assert isinstance(held.where, Where)
        assert held.holder or held.where in ENDED
        assert bool(held.place) >= (held.where in (Where.STORED, Where.BURIED))
        assert (held.giver != "") <= (held.where is Where.HANDED)
    present = [stay for stay in stays(chains) if stay.until is None]
    assert sorted(stay.object for stay in present) == sorted(
        number for number, chain in chains.items() if last(chain).where is Where.STORED
    )


@given(st.lists(any_event(), max_size=25))
def test_a_giver_who_does_not_hold_it_is_always_named_and_one_who_does_never(made: list[Event]) -> None:
    for chain in follow(made).values():
        for link in chain:
            if link.event.move is not Move.HAND_OVER or link.event.giver is None or link.before is None:
                continue
            holds = link.before.where not in ENDED and link.event.giver.holds(link.before.holder)
            assert (Problem.NOT_HOLDER in link.problems) is not holds


@given(st.lists(any_event(), max_size=12, unique_by=lambda event: event.act), st.randoms())
def test_the_order_in_which_acts_are_read_does_not_matter(made: list[Event], chance: object) -> None:
    shuffled = list(made)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert follow(shuffled) == follow(made)


def test_a_part_of_a_part_leaves_with_the_remains_and_a_ring_of_parts_ends() -> None:
    parts = [event(2 + place, Move.BEGIN, name, by=LEAD) for place, name in enumerate(("hand", "finger"))]
    joined = [event(5, Move.JOIN, "finger", beside="hand"), event(6, Move.JOIN, "hand", beside="body")]
    released = event(8, Move.RELEASE, "body", day=1, receiver=Party("act:8"))
    ring = event(7, Move.JOIN, "body", beside="finger")
    for made in ([FOUND, *parts, *joined, released], [FOUND, *parts, *joined, ring, released]):
        chains = follow(made)
        assert {name: last(chain).where for name, chain in chains.items()} == dict.fromkeys(
            ("body", "hand", "finger"), Where.RELEASED
        )


def test_a_part_joined_to_what_has_left_stays_behind_and_is_named() -> None:
    part = event(2, Move.BEGIN, "part", by=LEAD, place="grave")
    released = event(3, Move.RELEASE, "body", day=1, receiver=Party("act:3"))
    chains = follow([FOUND, part, released, event(4, Move.JOIN, "part", day=2, beside="body")])

    assert (last(chains["part"]).where, problems(chains["part"])) == (Where.FOUND, [Problem.STAYS_BEHIND])
    in_time = follow([FOUND, part, released, event(4, Move.JOIN, "part", beside="body")])
    assert (last(in_time["part"]).where, problems(in_time["part"])) == (Where.RELEASED, [])
