"""The last part of a way: told, certified, permitted, buried, paid for, and named on the grave."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from imena.antemortem.models import MissingPerson
from imena.burial import acts as burial
from imena.burial.models import CostLine, NamedAs, Parts
from imena.core import clock
from imena.core.when import When
from imena.custody.acts import give_number
from imena.custody.models import Number, Scheme
from imena.demo import town
from imena.demo.stage import Play, sign
from imena.demo.story import Body
from imena.reconciliation import acts as reconciliation
from imena.reconciliation.models import Proposal

GRAVE_COST, PLATE_COST = Decimal("1746.00"), Decimal("481.00")
UNPERMITTED = 77
"""One was handed over before the prosecutor's permission was on paper: the release is recorded, and flagged."""


def bury(show: Play, number: int, body: Body) -> None:
    plan, person = body.plan, show.person(number)
    if body.under == "named":
        bury_named(show, number, plan.decided, body.reburied, person, serviceman=body.serviceman)
        return
    if body.under == "presumed":
        ready = date(2024, 4, 2)
        show.on(ready, 60, lambda: _allow_presumed_name(show, number, person(), ready))
    named_as = NamedAs.PRESUMED if body.under == "presumed" else NamedAs.NUMBER
    show.on(body.reburied - timedelta(days=7), 70, lambda: _permit(show, number, named_as))
    show.on(body.reburied, 80, lambda: _lay_to_rest(show, number, body.reburied, named_as, serviceman=body.serviceman))
    later = plan.decided + timedelta(days=4)
    show.on(
        plan.decided + timedelta(days=2), 65, lambda: _tell(show, number, person(), plan.decided + timedelta(days=2))
    )
    show.on(later, 70, lambda: _name_plate(show, number, person(), later))


def _allow_presumed_name(show: Play, number: int, person: MissingPerson, day: date) -> None:
    proposal = reconciliation.propose(
        by=show.by["investigator"],
        happened=When.day(day),
        purpose=Proposal.Purpose.PRESUMED_NAME,
        remains=show.cast.remains[number],
        person=person,
        document=show.paper("Рішення комісії"),
        reasoning="Порівняння ДНК неможливе: рідних не залишилося. (Вигадано.)",
    )
    sign(show, proposal.decision, day)


def bury_named(
    show: Play, number: int, decided: date, reburied: date, person: Callable[[], MissingPerson], *, serviceman: bool
) -> None:
    told = decided + timedelta(days=2)
    ready = reburied - timedelta(days=6)
    show.on(told, 65, lambda: _tell(show, number, person(), told))

    def prepare() -> None:
        _certify(show, number, person(), ready)
        _permit(show, number, NamedAs.NAMED)

    show.on(ready, 70, prepare)
    show.on(reburied, 80, lambda: _lay_to_rest(show, number, reburied, NamedAs.NAMED, serviceman=serviceman))


def _tell(show: Play, number: int, person: MissingPerson, day: date) -> None:
    burial.notify(
        by=show.by["family-liaison"],
        happened=When.day(day),
        person=person,
        remains=show.cast.remains[number],
        told="Особиста розмова з родиною. (Вигадано.)",
    )


def _certify(show: Play, number: int, person: MissingPerson, day: date) -> None:
    burial.certify(
        by=show.by["registrar"],
        happened=When.day(day),
        person=person,
        remains=show.cast.remains[number],
        document=show.paper("Свідоцтво про смерть"),
    )


def _permit(show: Play, number: int, named_as: NamedAs) -> None:
    """The prosecutor permits, the committee decides, a plot is set aside."""
    remains, happened = show.cast.remains[number], When.day(clock.today())
    paper = show.paper("Дозвіл")
    if number != UNPERMITTED:
        burial.permit_release(
            by=show.by["prosecutor"], happened=happened, remains=remains, parts=Parts.ACCOUNTED, document=paper
        )
    officer = show.by["burial-officer"]
    decision = show.paper("Рішення виконкому")
    burial.decide_burial(by=officer, happened=happened, remains=remains, named_as=named_as, document=decision)
    if number in show.cast.plots:
        return
    place = len(show.cast.plots)
    act = burial.assign_plot(
        by=officer,
        happened=happened,
        remains=remains,
        cemetery=town.CEMETERY,
        section=str(place // 90 + 1),
        row=place % 90 // 15 + 1,
        place=place % 15 + 1,
    )
    show.cast.plots[number] = act.plot
    label = f"{act.section}-{act.row}-{act.place}"
    give_number(by=officer, happened=happened, object=Number(pk=remains.pk), scheme=Scheme.PLOT, value=label)


def _lay_to_rest(show: Play, number: int, day: date, named_as: NamedAs, *, serviceman: bool) -> None:
    remains, officer = show.cast.remains[number], show.by["burial-officer"]
    burial.release(
        by=officer,
        happened=When.day(day - timedelta(days=1)),
        remains=remains,
        document=show.paper("Акт прийому-передачі"),
        received_by="ритуальна служба",
    )
    burial.rebury(
        by=officer,
        happened=When.day(day),
        remains=remains,
        plot=show.cast.plots[number],
        named_as=named_as,
        honours=serviceman,
    )
    _pay(show, number, day)


def _pay(show: Play, number: int, day: date) -> None:
    programme = show.cast.programme
    if programme is None or number in show.paid:
        return
    show.paid.add(number)
    for line, amount in ((CostLine.GRAVE, GRAVE_COST), (CostLine.PLATE, PLATE_COST)):
        burial.spend(
            by=show.by["treasurer"],
            happened=When.day(day),
            programme=programme,
            remains=show.cast.remains[number],
            line=line,
            amount=amount,
            document=show.paper("Платіжне доручення"),
        )


def _name_plate(show: Play, number: int, person: MissingPerson, day: date) -> None:
    """Identified after the burial: the certificate, and a plate with the name."""
    _certify(show, number, person, day)
    burial.change_plate(
        by=show.by["burial-officer"],
        happened=When.day(day),
        remains=show.cast.remains[number],
        plot=show.cast.plots[number],
        named_as=NamedAs.NAMED,
    )
