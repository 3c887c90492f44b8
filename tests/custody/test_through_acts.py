"""Any sequence of acts of custody, through the database: one place, one holder, read one by one or all at once."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from house import House
from imena.custody import acts as custody
from imena.custody.alerts import ALARMS
from imena.custody.chain import ENDED, Problem
from imena.custody.models import Alarm, Container, HandOver, Seals, Store
from imena.custody.queries import Custody, chains, holdings
from imena.ledger.acts import Actor, Origin, RefusedError, void
from imena.ledger.models import Act
from imena.ledger.standpoint import Standpoint, standpoint
from keeping import Cast, cast_of, on

pytestmark = pytest.mark.operation
WORKERS = ("lead", "driver", "doctor", "attendant")
KINDS = ("seal", "hand_over", "receive", "store", "break_seal", "lose", "find_again", "take_back", "void", "correct")


@dataclass(frozen=True)
class Step:
    kind: str
    by: str
    to: str
    day: int
    which: tuple[bool, bool, bool]
    store: int
    target: int


steps = st.builds(
    Step,
    kind=st.sampled_from(KINDS),
    by=st.sampled_from(WORKERS),
    to=st.sampled_from(WORKERS),
    day=st.integers(0, 5),
    which=st.tuples(st.booleans(), st.booleans(), st.booleans()).filter(any),
    store=st.integers(0, 1),
    target=st.integers(0, 20),
)


class Doing:
    """What the steps are done with, and what they did."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.bodies = cast.bodies(3)
        self.stores: list[Store] = [cast.store("перший"), cast.store("другий")]
        self.done: list[Act] = []

    def do(self, step: Step) -> None:
        by: Actor = getattr(self.cast, step.by)
        numbers = [body for body, taken in zip(self.bodies, step.which, strict=True) if taken]
        about: dict[str, Any] = {"by": by, "happened": on(step.day), "numbers": numbers}
        made: dict[str, Callable[[], Act]] = {
            "seal": lambda: custody.seal(**about, container=Container.BAG, seal=str(step.target)),
            "hand_over": lambda: custody.hand_over(**about, receiver=getattr(self.cast, step.to).user, purpose="x"),
            "receive": lambda: custody.receive(**about, seals=Seals.UNCHECKED),
            "store": lambda: custody.store(**about, store=self.stores[step.store]),
            "break_seal": lambda: custody.break_seal(**about, reason="x"),
            "lose": lambda: custody.lose(**about, noticed="x"),
            "find_again": lambda: custody.find_again(**about, found_where="x"),
            "take_back": lambda: custody.take_back(**about, document="x"),
        }
        if step.kind in made:
            self.done.append(made[step.kind]())
        elif self.done:
            self.set_aside(step, about)

    def set_aside(self, step: Step, about: dict[str, Any]) -> None:
        """Void an act, or correct one hand-over; what was set aside already is refused, which changes nothing."""
        target = self.done[step.target % len(self.done)]
        with suppress(RefusedError):
            if step.kind == "void":
                void(by=self.cast.investigator, target=target.entry, why="x")
            elif isinstance(target, HandOver):
                receiver, origin = getattr(self.cast, step.to).user, Origin(corrects=target.entry, why="x")
                self.done.append(custody.hand_over(**about, receiver=receiver, purpose="x", origin=origin))


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(made=st.lists(steps, min_size=3, max_size=10))
def test_one_place_one_holder_and_every_breach_an_alert(house: House, made: list[Step]) -> None:
    with transaction.atomic():
        doing = Doing(cast_of(house))
        for step in made:
            with transaction.atomic():
                doing.do(step)
        check(doing, standpoint(date.max))
        for day in range(0, 6, 2):
            check(doing, standpoint(on(day).latest), whole=False)
        transaction.set_rollback(True)


def check(doing: Doing, seen: Standpoint, *, whole: bool = True) -> None:
    custody_of = Custody(seen)
    found = custody_of.holdings
    assert set(doing.bodies) <= found.keys()
    inside = [number for store in custody_of.stores.values() for number in store.inside]
    assert len(inside) == len(set(inside))
    for body in doing.bodies:
        assert found[body].holder or found[body].where in ENDED
        assert (body in inside) == (found[body].where == "stored")
        assert holdings(seen, [body]) == {body: found[body]}
        assert chains(seen, [body])[body] == custody_of.chains[body]
    if whole:
        breaches = {
            (ALARMS[problem], link.event.act, body)
            for body in doing.bodies
            for link in custody_of.chains[body]
            for problem in link.problems
        }
        raised = {(alert.alarm, alert.act, body) for alert in custody_of.alerts for body in alert.objects}
        assert breaches <= raised


def test_the_first_who_does_not_hold_it_is_flagged_in_the_act_itself(house: House) -> None:
    """A plain sequence beside the drawn ones: what the act says is what the chain says."""
    doing = Doing(cast_of(house))
    doing.do(Step("hand_over", "driver", "doctor", 0, (True, False, False), 0, 0))
    (act,) = doing.done
    assert act.irregular == [f"custody.{Problem.NOT_HOLDER.value}"]
    assert [(alert.alarm, alert.act) for alert in Custody(standpoint(on(0).latest + timedelta(days=1))).alerts] == [
        (Alarm.OVERLAP, act.pk)
    ]
