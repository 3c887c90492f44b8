"""The way of one of the dead: lifted, examined, asked for, typed, presumed, decided; and of one who was mistaken."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from imena.antemortem import acts as antemortem
from imena.antemortem.models import LegalBasis, MissingPerson, NoReference
from imena.antemortem.models import Sex as RecordedSex
from imena.burial import acts as burial
from imena.core.when import When
from imena.custody.acts import give_number
from imena.custody.models import Number, Scheme
from imena.demo import names
from imena.demo.burials import bury, bury_named
from imena.demo.field import BY_DEVICE, record_bag
from imena.demo.stage import Play, sign
from imena.demo.story import RUNS, Body, Person
from imena.kinship import Profile
from imena.laboratory import acts as laboratory
from imena.laboratory.models import DnaProfile, Material, Reception, Sample
from imena.ledger.standpoint import standpoint
from imena.postmortem.acts import examine
from imena.postmortem.models import ExaminedSex
from imena.reconciliation import acts as reconciliation
from imena.reconciliation.gates import POSTERIOR
from imena.reconciliation.models import Basis, Decision, ExaminerConclusion, Method, Proposal
from imena.reconciliation.queries import evidence_for
from imena.reconciliation.rulings import identification_of
from imena.scene import acts as scene
from imena.scene.models import FoundAs


def live_through(show: Play, number: int, body: Body) -> None:
    _lift(show, number, body)
    _examine(show, number, body)
    report(show, number, body.person)
    if body.mistaken_for and body.mistaken_plan:
        _mistaken(show, number, body)
    if body.profiled:
        type_bone(show, number, body.profiled, body.bone)
    _name(show, number, body)
    bury(show, number, body)


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
        if number in BY_DEVICE:
            record_bag(show.device(lead), number, day, act.remains.pk, bag)
            return
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


def report(show: Play, number: int, person: Person) -> None:
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


def type_bone(show: Play, number: int, day: date, bone: Profile) -> None:
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


def _basis(show: Play, number: int, person: MissingPerson, day: date, planned: Basis) -> Basis:
    """DNA, where the whole household weighed together settles it; otherwise as planned."""
    if number < 0 or show.story.bodies[number].person.household is None:
        return planned
    candidate = evidence_for(show.cast.remains[number].pk, person.pk, standpoint(day)).candidate
    return Basis.DNA if candidate and candidate.posterior >= POSTERIOR else planned


def _decide(show: Play, number: int, day: date, planned: Basis, person: Callable[[], MissingPerson]) -> None:
    """The examiner concludes, the investigator proposes and signs, a member of the board signs."""

    def decide() -> None:
        remains = show.cast.remains[number]
        basis = _basis(show, number, person(), day, planned)
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


def _mistaken(show: Play, number: int, body: Body) -> None:
    """Recognised as a man who came home alive: suspended at once, revoked by two, exhumed again for a sample."""
    plan, person = body.mistaken_plan, body.mistaken_for
    assert plan is not None
    assert person is not None
    key = -number
    investigator = show.by["investigator"]
    report(show, key, person)
    if plan.presumed:
        show.on(
            plan.presumed, 50, lambda: _presume(show, number, show.cast.persons[key], plan.presumed, Method.RECOGNITION)
        )
    _decide(show, number, plan.decided, plan.basis, lambda: show.cast.persons[key])
    thursday = date(2023, 5, 11)
    bury_named(show, number, plan.decided, thursday, lambda: show.cast.persons[key], serviceman=False)
    alive, revoked, lifted = date(2024, 5, 14), date(2024, 5, 22), date(2024, 6, 3)

    def come_home() -> None:
        happened = When.day(alive)
        antemortem.locate_alive(
            by=show.by["family-liaison"],
            happened=happened,
            person=show.cast.persons[key],
            document=show.paper("Рапорт"),
        )
        decision = standing(show, number, alive)
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


def standing(show: Play, number: int, day: date) -> Decision:
    ruling = identification_of(standpoint(day), remains=show.cast.remains[number].pk)
    assert ruling is not None
    return ruling.proposal.decision
