"""Playing the story: every event of it through the acts of the phases, day by day, with the clock set to each day.

Nothing is written past the acts. Where a guard refuses, the build fails: the demonstration cannot show what the house
would not allow.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from django.db import transaction

from imena.account.acts import publish
from imena.antemortem import acts as antemortem
from imena.antemortem.models import LegalBasis, MissingPerson, NoReference
from imena.antemortem.models import Sex as RecordedSex
from imena.burial import acts as burial
from imena.burial.models import CostLine, NamedAs, Parts, Plot, Programme
from imena.core import clock
from imena.core.when import When
from imena.custody.acts import give_number
from imena.custody.models import Number, Scheme
from imena.demo import names, town
from imena.demo.story import RUNS, Body, GraveStory, Person, Story
from imena.kinship import Profile
from imena.laboratory import acts as laboratory
from imena.laboratory.models import DnaProfile, Material, Reception, Sample
from imena.ledger.acts import Actor, Origin, void
from imena.ledger.sealed import key_ring
from imena.people.models import Agency
from imena.postmortem.acts import examine
from imena.postmortem.models import ExaminedSex
from imena.reconciliation import acts as reconciliation
from imena.reconciliation.models import Basis, Decision, ExaminerConclusion, Method, Presumption, Proposal
from imena.reconciliation.rulings import identification_of
from imena.scene import acts as scene
from imena.scene.models import BurialSite, Discrepancy, Exhumation, FoundAs, Grave, GraveOpening, Remains, SiteStep

BULLETINS = (date(2022, 12, 15), date(2023, 6, 15), date(2023, 9, 15), date(2024, 2, 15), date(2024, 11, 12),
             date(2025, 1, 20), date(2025, 11, 24))  # fmt: skip
GRAVE_COST, PLATE_COST = Decimal("1746.00"), Decimal("481.00")
UNPERMITTED = 77
"""One was handed over before the prosecutor's permission was on paper: the release is recorded, and flagged."""
Happening = Callable[[], Any]


@dataclass
class Cast:
    """What the house made for the story: objects under their numbers."""

    site: BurialSite
    graves: dict[int, Grave] = field(default_factory=dict)
    remains: dict[int, Remains] = field(default_factory=dict)
    persons: dict[int, MissingPerson] = field(default_factory=dict)
    families: dict[int, Any] = field(default_factory=dict)
    plots: dict[int, Plot] = field(default_factory=dict)
    presumptions: dict[int, Presumption] = field(default_factory=dict)
    programme: Programme | None = None


class Play:
    """The story as a calendar of acts."""

    def __init__(self, story: Story, actors: dict[str, Actor], chance: Random) -> None:
        self.story, self.by, self.chance = story, actors, chance
        self.calendar: dict[date, list[tuple[int, int, Happening]]] = {}
        self.laboratory = Agency.objects.get(pk="dna-lab")
        self.cast: Cast
        self.papers = 0
        self.paid: set[int] = set()

    def person(self, number: int) -> Callable[[], MissingPerson]:
        """The missing person of a body, once reported."""
        return lambda: self.cast.persons[number]

    def on(self, day: date, stage: int, happening: Happening) -> None:
        """Put something on the calendar; within a day the stages follow each other."""
        events = self.calendar.setdefault(day, [])
        events.append((stage, len(events), happening))

    def paper(self, kind: str) -> str:
        """The number of a made-up document."""
        self.papers += 1
        return f"{kind} № {self.papers} (вигадано)"

    def perform(self, progress: Callable[[int, int], None]) -> None:
        """Live through the calendar, each day in one transaction. What happens may put more on later days."""
        first, last = min(self.calendar), max(self.calendar)
        while self.calendar:
            day = min(self.calendar)
            with clock.at(datetime.combine(day, time(15), UTC)), key_ring(), transaction.atomic():
                for _, _, happening in sorted(self.calendar.pop(day), key=lambda event: event[:2]):
                    happening()
            progress((day - first).days, (last - first).days)


def play(story: Story, actors: dict[str, Actor], progress: Callable[[int, int], None]) -> None:
    """Play the whole story into the ledger."""
    show = Play(story, actors, Random(2022))
    _set_scene(show)
    for number, grave in enumerate(story.graves):
        _grave(show, number, grave)
    for number, body in enumerate(story.bodies):
        _body(show, number, body)
    _parts(show)
    _elsewhere(show)
    _households(show)
    _runs(show)
    _oddities(show)
    _money(show)
    for day in BULLETINS:
        show.on(day, 99, partial(publish, by=actors["press-officer"], happened=When.day(day), as_of=day))
    show.perform(progress)


def _set_scene(show: Play) -> None:
    by, day = show.by, date(2022, 9, 12)

    def report() -> None:
        act = scene.report_site(by=by["investigator"], happened=When.day(day), name=town.SITE, name_en=town.SITE_EN)
        show.cast = Cast(act.site)
        for step in (SiteStep.Step.VERIFIED, SiteStep.Step.SECURED):
            scene.step_site(by=by["investigator"], happened=When.day(day), site=act.site, step=step)

    def clear() -> None:
        happened, site = When.day(date(2022, 9, 15)), show.cast.site
        scene.clear_site(by=by["sapper"], happened=happened, site=site, document=show.paper("Акт"))
        scene.order_exhumation(by=by["prosecutor"], happened=happened, site=site, document=show.paper("Постанова"))

    show.on(day, 0, report)
    show.on(date(2022, 9, 15), 0, clear)
    closed = date(2022, 9, 24)
    show.on(
        closed,
        90,
        lambda: scene.step_site(
            by=by["investigator"], happened=When.day(closed), site=show.cast.site, step=SiteStep.Step.EXHAUSTED
        ),
    )


def _grave(show: Play, number: int, grave: GraveStory) -> None:
    """Journal, crosses and location on the day before; opening on its day."""
    lead, happened = show.by["recovery-lead"], When.day(grave.opened)

    def locate() -> None:
        site, day = show.cast.site, When.day(date(2022, 9, 15))
        rows: list[str] = []
        crosses: list[str] = []
        for mark in grave.crosses:
            cross = scene.record_cross(
                by=lead, happened=day, site=site, inscription=mark, east_dm=grave.east + 3 * len(crosses),
                north_dm=grave.north,
            ).cross  # fmt: skip
            give_number(by=lead, happened=day, object=Number(pk=cross.pk), scheme=Scheme.CROSS, value=mark[:60])
            crosses.append(cross.pk)
            if show.chance.random() < 0.91:
                rows.append(_journal_row(show, mark, number, grave))
        show.cast.graves[number] = scene.locate_grave(
            by=lead,
            happened=day,
            site=site,
            name=grave.name,
            crosses=crosses,
            journal_rows=rows,
            mass=grave.mass,
            east_dm=grave.east,
            north_dm=grave.north,
        ).grave
        if not rows:
            grave.discrepancies.append(Discrepancy.NO_JOURNAL_ROW)

    def open_it() -> None:
        outcome = GraveOpening.Outcome.EMPTIED if grave.bodies else GraveOpening.Outcome.EMPTY_FOUND
        scene.open_grave(
            by=lead,
            happened=happened,
            grave=show.cast.graves[number],
            outcome=outcome,
            bodies=grave.bodies,
            discrepancies=grave.discrepancies,
        )

    show.on(date(2022, 9, 15), 5, locate)
    show.on(grave.opened, 10, open_it)


def _journal_row(show: Play, mark: str, number: int, grave: GraveStory) -> str:
    """What the cemetery service wrote: often only a number, sometimes the wrong sex."""
    lying = [body for body in show.story.bodies if body.grave is grave]
    expected, written = "", ""
    if lying and not grave.mass:
        look = lying[0].found_as
        expected = str(look)
        if look in (FoundAs.WOMAN, FoundAs.MAN) and show.chance.random() < 0.03:
            expected = str(FoundAs.MAN if look is FoundAs.WOMAN else FoundAs.WOMAN)
            grave.discrepancies.append(Discrepancy.SEX_DIFFERS)
        if lying[0].plan.presumed and show.chance.random() < 0.8:
            person = lying[0].person
            written = f"{person.surname} {person.given[0]}."
    elif not grave.mass:
        written = names.surname(show.chance) if show.chance.random() < 0.4 else ""
    act = scene.take_over_journal_row(
        by=show.by["investigator"],
        happened=When(date(2022, 4, 1), date(2022, 9, 8)),
        site=show.cast.site,
        place=f"арк. {number // 25 + 1}, рядок {number % 25 + 1}",
        mark=mark[:40],
        expected=expected,
        written_name=written,
        origin=Origin(known_on=date(2022, 9, 14), source="Журнал ритуальної служби (вигаданий)"),
    )
    return act.row.pk


def _body(show: Play, number: int, body: Body) -> None:
    _lift(show, number, body)
    _examine(show, number, body)
    _report(show, number, body.person)
    if body.mistaken_for and body.mistaken_plan:
        _mistaken(show, number, body)
    if body.profiled:
        _type_bone(show, number, body.profiled, body.bone)
    _name(show, number, body)
    _bury(show, number, body)


def _lift(show: Play, number: int, body: Body) -> None:
    if body.grave is None:
        day, source = body.separated or date(2022, 12, 14), 40 + number % 100
        show.on(
            day,
            30,
            lambda: show.cast.remains.__setitem__(
                number,
                scene.separate(
                    by=show.by["forensic-doctor"],
                    happened=When.day(day),
                    separated_from=show.cast.remains[source],
                    found_as=body.found_as,
                    document=show.paper("Висновок експерта"),
                ).remains,
            ),
        )
        return
    place = next(index for index, grave in enumerate(show.story.graves) if grave is body.grave)
    day, bag = body.grave.opened, f"КБ-{number + 1:04}"

    def lift() -> None:
        lead = show.by["recovery-lead"]
        act = scene.exhume(by=lead, happened=When.day(day), grave=show.cast.graves[place], found_as=body.found_as)
        show.cast.remains[number] = act.remains
        given = Number(pk=act.remains.pk)
        give_number(by=lead, happened=When.day(day), object=given, scheme=Scheme.BAG, value=bag)

    show.on(day, 20, lift)


def _examine(show: Play, number: int, body: Body) -> None:
    age = 2022 - body.person.born.year
    sex = {"F": ExaminedSex.FEMALE, "M": ExaminedSex.MALE}[body.person.sex]
    if body.found_as is FoundAs.UNDETERMINED:
        sex = {"F": ExaminedSex.PROBABLY_FEMALE, "M": ExaminedSex.PROBABLY_MALE}[body.person.sex]
    if body.found_as is FoundAs.CHILD:
        sex = ExaminedSex.UNDETERMINED
    spread = 2 if age < 16 else 8
    low = max(0, age - show.chance.randint(1, spread))

    def look() -> None:
        doctor, happened = show.by["forensic-doctor"], When.day(body.examined)
        examine(
            by=doctor,
            happened=happened,
            remains=show.cast.remains[number],
            report=show.paper("Висновок"),
            sex=sex,
            age_from=low,
            age_to=low + 2 * spread,
            stature_cm=None
            if age < 16
            else show.chance.randint(*((150, 172) if body.person.sex == "F" else (163, 188))),
            stature_se_cm=None if age < 16 else 4,
        )
        given = Number(pk=show.cast.remains[number].pk)
        give_number(by=doctor, happened=happened, object=given, scheme=Scheme.MORGUE, value=f"М-{number + 1:04}/22")

    show.on(body.examined, 31, look)


def _report(show: Play, number: int, person: Person) -> None:
    """The family reports, and gives what it can."""
    liaison, day = show.by["family-liaison"], person.reported

    def report() -> None:
        act = antemortem.report_missing(
            by=liaison,
            happened=When.day(day),
            surname=person.surname,
            given_name=person.given,
            patronymic=person.patronymic,
            sex=RecordedSex(person.sex.value),
            born_on=person.born,
            serviceman=person.serviceman,
            last_seen_on=person.last_seen,
            last_seen_at=person.address,
            reported_by="" if person.no_reference else "родина",
        )
        show.cast.persons[number] = act.person
        if person.no_reference:
            reason = NoReference.Reason(person.no_reference)
            antemortem.no_reference(by=liaison, happened=When.day(day), person=act.person, reason=reason)

    show.on(day, 1, report)
    if person.simulated:
        _references(show, number, person)


def _references(show: Play, number: int, person: Person) -> None:
    liaison, simulated = show.by["family-liaison"], person.simulated
    assert simulated is not None
    day = max(person.reported, date(2022, 10, 10)) + timedelta(days=show.chance.randint(0, 12))
    body = show.story.bodies[number]
    typed = min(day + timedelta(days=show.chance.randint(20, 45)), _run_for(body) - timedelta(days=1))
    day = min(day, typed - timedelta(days=4))

    def record() -> None:
        happened = When.day(day)
        members = simulated.members(show.cast.persons[number].pk)
        family = antemortem.record_family(by=liaison, happened=happened, members=members).family
        show.cast.families[number] = family
        samples = []
        for member, profile in simulated.donors.items():
            name = f"{person.surname} {names.given(show.chance, str(profile.sex))}"
            donor = antemortem.record_donor(
                by=liaison, happened=happened, family=family, member=member, name=name, contact="телефон вигадано"
            ).donor
            basis = show.chance.choice(list(LegalBasis.Basis))
            antemortem.give_basis(
                by=liaison, happened=happened, donor=donor, basis=basis, document=show.paper("Постанова")
            )
            sample = antemortem.take_reference(
                by=liaison, happened=happened, donor=donor, material=Material.BUCCAL
            ).sample
            samples.append((sample, profile))
        _send(show, [sample.pk for sample, _ in samples], day)
        for sample, profile in samples:
            show.on(typed, 41, partial(_result, show, sample, profile, day, typed))

    show.on(day, 2, record)


def _run_for(body: Body) -> date:
    """The comparison that a family must be typed for; one run later than anything else where nothing hangs on it."""
    if body.plan.basis == Basis.DNA:
        return max(run for run in RUNS if run < body.plan.decided)
    return next(run for run in RUNS if run > date(2023, 6, 1))


def _type_bone(show: Play, number: int, day: date, bone: Profile) -> None:
    taken = day - timedelta(days=show.chance.randint(6, 20))

    def take() -> None:
        source = Number(pk=show.cast.remains[number].pk)
        act = laboratory.take_sample(
            by=show.by["forensic-doctor"], happened=When.day(taken), taken_from=source, material=Material.BONE
        )
        _send(show, [act.sample.pk], taken)
        show.on(day, 41, lambda: _result(show, act.sample, bone, taken, day))

    show.on(taken, 40, take)


def _send(show: Play, samples: Sequence[str], taken: date) -> None:
    laboratory.ship(
        by=show.by["investigator"],
        happened=When.day(taken),
        samples=samples,
        laboratory=show.laboratory,
        document=show.paper("Супровідний лист"),
    )


def _result(show: Play, sample: Sample, profile: Profile, taken: date, typed: date) -> None:
    """Accepted two days after it was taken, and typed."""
    expert = show.by["dna-expert"]
    arrived = When.day(taken + timedelta(days=2))
    laboratory.receive(by=expert, happened=arrived, sample=sample, outcome=Reception.Outcome.ACCEPTED)
    full = len(profile.genotypes) == 21
    laboratory.profile(
        by=expert,
        happened=When.day(typed),
        sample=sample,
        kit="21 STR (вигадано)",
        outcome=DnaProfile.Outcome.FULL if full else DnaProfile.Outcome.PARTIAL,
        genotypes={locus: list(alleles) for locus, alleles in profile.genotypes.items()},
        sex=str(profile.sex or ""),
    )


def _name(show: Play, number: int, body: Body) -> None:
    plan, person = body.plan, show.person(number)
    if plan.presumed:
        ground = Method.EFFECTS if show.chance.random() < 0.2 else Method.RECOGNITION
        show.on(plan.presumed, 50, lambda: _presume(show, number, person(), plan.presumed, ground))
    _decide(show, number, plan.decided, plan.basis, person)


def _presume(show: Play, number: int, person: MissingPerson, day: date | None, ground: Method) -> None:
    assert day is not None
    show.cast.presumptions[number] = reconciliation.presume(
        by=show.by["family-liaison"],
        happened=When.day(day),
        remains=show.cast.remains[number],
        person=person,
        ground=ground,
        document=show.paper("Протокол пред’явлення для впізнання"),
    )


def _decide(show: Play, number: int, day: date, basis: Basis, person: Callable[[], MissingPerson]) -> None:
    """The examiner concludes, the investigator proposes and signs, a member of the board signs."""

    def decide() -> None:
        remains = show.cast.remains[number]
        if basis in (Basis.FINGERPRINTS, Basis.TEETH, Basis.RECOGNITION):
            reconciliation.conclude(
                by=show.by["family-liaison" if basis == Basis.RECOGNITION else "forensic-doctor"],
                happened=When.day(day - timedelta(days=1)),
                remains=remains,
                person=person(),
                method=Method(basis.value),
                conclusion=ExaminerConclusion.Conclusion.IDENTIFICATION,
                document=show.paper("Висновок експерта"),
            )
        proposal = reconciliation.propose(
            by=show.by["investigator"],
            happened=When.day(day - timedelta(days=1)),
            purpose=Proposal.Purpose.IDENTIFICATION,
            remains=remains,
            person=person(),
            basis=basis,
            document=show.paper("Рішення суду" if basis == Basis.COURT else "Рішення комісії"),
            reasoning="Обставини перевірено; суперечностей не виявлено. (Вигадано.)",
        )
        sign(show, proposal.decision, day)

    show.on(day, 60, decide)


def sign(show: Play, decision: Decision, day: date) -> None:
    for signatory in ("investigator-2", show.chance.choice(("board-member", "board-member-2"))):
        reconciliation.sign(by=show.by[signatory], happened=When.day(day), decision=decision)


def _mistaken(show: Play, number: int, body: Body) -> None:
    """Recognised as a man who came home alive: suspended at once, revoked by two, exhumed again for a sample."""
    plan, person = body.mistaken_plan, body.mistaken_for
    assert plan is not None
    assert person is not None
    key = -number
    investigator = show.by["investigator"]
    _report(show, key, person)
    if plan.presumed:
        show.on(
            plan.presumed, 50, lambda: _presume(show, number, show.cast.persons[key], plan.presumed, Method.RECOGNITION)
        )
    _decide(show, number, plan.decided, plan.basis, lambda: show.cast.persons[key])
    thursday = date(2023, 5, 11)
    _bury_named(show, number, plan.decided, thursday, lambda: show.cast.persons[key], serviceman=False)
    alive, revoked, lifted = date(2024, 5, 14), date(2024, 5, 22), date(2024, 6, 3)

    def come_home() -> None:
        happened = When.day(alive)
        antemortem.locate_alive(
            by=show.by["family-liaison"],
            happened=happened,
            person=show.cast.persons[key],
            document=show.paper("Рапорт"),
        )
        decision = _standing(show, number, alive)
        reason = "людина повернулася додому живою"
        reconciliation.suspend(by=show.by["burial-officer"], happened=happened, decision=decision, reason=reason)

    def revoke() -> None:
        if number in show.cast.presumptions:
            reconciliation.end_presumption(
                by=investigator,
                happened=When.day(alive),
                presumption=show.cast.presumptions[number],
                reason="людина повернулася додому живою",
            )
        proposal = reconciliation.propose(
            by=investigator,
            happened=When.day(revoked),
            purpose=Proposal.Purpose.REVOCATION,
            remains=show.cast.remains[number],
            person=show.cast.persons[key],
            document=show.paper("Рішення комісії"),
            reasoning="Людина жива. Упізнання було помилковим. (Вигадано.)",
        )
        sign(show, proposal.decision, revoked)

    def lift_again() -> None:
        burial.exhume_again(
            by=investigator,
            happened=When.day(lifted),
            remains=show.cast.remains[number],
            plot=show.cast.plots[number],
            document=show.paper("Постанова"),
        )

    show.on(alive, 5, come_home)
    show.on(revoked, 60, revoke)
    show.on(lifted, 20, lift_again)


def _standing(show: Play, number: int, day: date) -> Decision:
    from imena.ledger.standpoint import standpoint

    ruling = identification_of(standpoint(day), remains=show.cast.remains[number].pk)
    assert ruling is not None
    return ruling.proposal.decision


def _bury(show: Play, number: int, body: Body) -> None:
    plan, person = body.plan, show.person(number)
    if body.under == "named":
        _bury_named(show, number, plan.decided, body.reburied, person, serviceman=body.serviceman)
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


def _bury_named(
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


def _parts(show: Play) -> None:
    """Four body parts, each a case of its own, joined by their DNA to the bodies they belong to."""
    typed = [number for number, body in enumerate(show.story.bodies) if body.profiled and body.plan.basis == Basis.DNA]
    for place, number in enumerate(typed[5:45:10]):
        _part(show, 1000 + place, number, date(2023, 3, 2) + timedelta(days=30 * place))


def _part(show: Play, key: int, number: int, joined: date) -> None:
    body = show.story.bodies[number]
    assert body.grave is not None
    day, lead = body.grave.opened, show.by["recovery-lead"]
    grave = show.story.graves.index(body.grave)

    def lift() -> None:
        show.cast.remains[key] = scene.exhume(
            by=lead,
            happened=When.day(day),
            grave=show.cast.graves[grave],
            found_as=FoundAs.UNDETERMINED,
            form=Exhumation.Form.PART,
        ).remains

    show.on(day, 21, lift)
    _type_bone(show, key, joined - timedelta(days=20), body.bone)
    show.on(
        joined,
        35,
        lambda: scene.join(
            by=show.by["forensic-doctor"],
            happened=When.day(joined),
            part=show.cast.remains[key],
            remains=show.cast.remains[number],
            document=show.paper("Висновок експерта"),
        ),
    )


def _elsewhere(show: Play) -> None:
    """People asked for who did not lie here."""
    for number, person in enumerate(show.story.elsewhere[1:], start=2000):
        _report(show, number, person)


def _households(show: Play) -> None:
    """Families of whom nobody is left: a pedigree without any donor."""
    for members in show.story.households.values():
        day = max(person.reported for person in members) + timedelta(days=3)
        show.on(day, 3, partial(_perished, show, members, day))


def _perished(show: Play, members: Sequence[Person], day: date) -> None:
    """Two eldest as parents where their sexes allow it; everyone else as founders beside them."""
    numbers = {id(body.person): number for number, body in enumerate(show.story.bodies)}
    ordered = sorted(members, key=lambda person: person.born)
    father = next((person for person in ordered if person.sex == "M"), None)
    mother = next((person for person in ordered if person.sex == "F"), None)
    rows = []
    for place, person in enumerate(ordered):
        parents = (father, mother) if father and mother else (None, None)
        child = all(parent is not None and person.born.year - parent.born.year >= 16 for parent in parents)
        rows.append(
            {
                "id": f"m{place + 1}",
                "sex": person.sex.value,
                "father": f"m{ordered.index(father) + 1}" if child and father else None,
                "mother": f"m{ordered.index(mother) + 1}" if child and mother else None,
                "person": show.cast.persons[numbers[id(person)]].pk,
            }
        )
    antemortem.record_family(by=show.by["family-liaison"], happened=When.day(day), members=rows)


def _runs(show: Play) -> None:
    """The laboratory compares everything without a decision that was not compared before."""
    for day in RUNS:
        show.on(day, 45, partial(_compare, show, day))


def _compare(show: Play, day: date) -> None:
    from imena.account.ways import Naming, ways
    from imena.ledger.standpoint import standpoint

    found = ways(standpoint(day))
    open_cases = [number for number, way in found.items() if way.naming_on(day) is not Naming.IDENTIFIED]
    reconciliation.run_comparison(by=show.by["dna-expert"], happened=When.day(day), remains=open_cases)


def _oddities(show: Play) -> None:
    """What occurs in life: an act corrected, one voided, an identification suspended while it was checked again."""
    day, lead = date(2022, 9, 27), show.by["recovery-lead"]

    def correct() -> None:
        first = Exhumation.objects.get(remains=show.cast.remains[12])
        scene_acts = Origin(corrects=first.entry, why="у протоколі зазначено іншу могилу поруч; запис виправлено")
        from imena.ledger.acts import record

        record(
            Exhumation, by=lead, happened=first.happened, origin=scene_acts, remains=first.remains, grave=first.grave,
            form=first.form, found_as=first.found_as,
        )  # fmt: skip

    def twice() -> None:
        happened = When.day(day)
        given = Number(pk=show.cast.remains[30].pk)
        act = give_number(by=lead, happened=happened, object=given, scheme=Scheme.BAG, value="КБ-0999")
        void(by=show.by["investigator"], target=act.entry, why="номер мішка записано помилково")

    show.on(day, 90, correct)
    show.on(day, 91, twice)
    doubtful = next(
        number
        for number, body in enumerate(show.story.bodies)
        if body.plan.basis == Basis.RECOGNITION and body.plan.decided > date(2023, 5, 1)
    )
    suspended, resumed = date(2025, 3, 10), date(2025, 5, 20)
    show.on(
        suspended,
        55,
        lambda: reconciliation.suspend(
            by=show.by["auditor"],
            happened=When.day(suspended),
            decision=_standing(show, doubtful, suspended),
            reason="рішення спирається лише на впізнання; призначено перевірку",
        ),
    )
    show.on(
        resumed,
        55,
        lambda: reconciliation.resume(
            by=show.by["board-member"],
            happened=When.day(resumed),
            decision=_standing(show, doubtful, resumed),
            document=show.paper("Висновок перевірки"),
        ),
    )


def _money(show: Play) -> None:
    day = date(2023, 1, 26)

    def allot() -> None:
        show.cast.programme = burial.allot(
            by=show.by["treasurer"],
            happened=When.day(day),
            name=town.PROGRAMME,
            amount=Decimal("1000000.00"),
            document=show.paper("Рішення сесії"),
        ).programme

    show.on(day, 1, allot)
