"""Playing the story: every event of it through the acts of the phases, day by day, with the clock set to each day."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from imena.account.acts import publish
from imena.antemortem import acts as antemortem
from imena.burial import acts as burial
from imena.core.when import When
from imena.custody.acts import give_number
from imena.custody.models import Number, Scheme
from imena.demo import town
from imena.demo.days import spend_days
from imena.demo.journal import FILE, SOURCE, workbook, write_journal
from imena.demo.keeping import keep
from imena.demo.lives import live_through, report, standing, type_bone
from imena.demo.stage import Cast, Play
from imena.demo.story import RUNS, TOGETHER, GraveStory, Person, Story
from imena.ledger.acts import Actor, Origin, void
from imena.ledger.standpoint import standpoint
from imena.reconciliation import acts as reconciliation
from imena.reconciliation.models import Basis
from imena.reconciliation.rulings import identifications
from imena.scene import acts as scene
from imena.scene.discrepancies import differences
from imena.scene.models import Discrepancy, Exhumation, FoundAs, GraveOpening, JournalEntry, SiteStep

BULLETINS = (date(2022, 12, 15), date(2023, 6, 15), date(2023, 9, 15), date(2024, 2, 15), date(2024, 11, 12),
             date(2025, 1, 20), date(2025, 11, 24))  # fmt: skip


def play(story: Story, actors: dict[str, Actor], progress: Callable[[int, int], None]) -> None:
    """Play the whole story into the ledger."""
    show = Play(story, actors, Random(2022))
    _set_scene(show)
    _journal(show)
    _settlements(show)
    for number, grave in enumerate(story.graves):
        _grave(show, number, grave)
    for number, body in enumerate(story.bodies):
        live_through(show, number, body)
    _parts(show)
    _elsewhere(show)
    _households(show)
    _runs(show)
    _oddities(show)
    _money(show)
    spend_days(show)
    keep(show)
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


def _journal(show: Play) -> None:
    """The journal is written down and taken over, before anyone looks for the graves."""
    day = date(2022, 9, 15)

    def take_over() -> None:
        show.journal = write_journal(show.story, show.chance, Random(1945))
        done = scene.take_over_journal(
            by=show.by["investigator"],
            happened=When(date(2022, 4, 1), date(2022, 9, 8)),
            site=show.cast.site,
            content=workbook(show.journal),
            file=FILE,
            origin=Origin(known_on=date(2022, 9, 14), source=SOURCE),
        )
        entries = JournalEntry.objects.filter(taken_over_in=done).order_by("pk")
        show.cast.rows = [entry.row_id for entry in entries]

    show.on(day, 4, take_over)


def _grave(show: Play, number: int, grave: GraveStory) -> None:
    """Crosses and location on the day before; opening on its day."""
    lead, happened = show.by["recovery-lead"], When.day(grave.opened)

    def locate() -> None:
        site, day = show.cast.site, When.day(date(2022, 9, 15))
        crosses: list[str] = []
        for mark in grave.crosses:
            cross = scene.record_cross(
                by=lead, happened=day, site=site, inscription=mark, east_dm=grave.east + 3 * len(crosses),
                north_dm=grave.north,
            ).cross  # fmt: skip
            give_number(by=lead, happened=day, object=Number(pk=cross.pk), scheme=Scheme.CROSS, value=mark[:60])
            crosses.append(cross.pk)
        rows = [show.cast.rows[place] for place in show.journal.rows_of(number)]
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
            named_in_documents=show.journal.documents.get(number, ""),
        )

    show.on(date(2022, 9, 15), 5, locate)
    show.on(grave.opened, 10, open_it)


def _settlements(show: Play) -> None:
    """Some discrepancies are settled in October; most are open still, as they are in life."""
    day = date(2022, 10, 3)
    reasons = {
        Discrepancy.EMPTY: "хрест поставили для поховання, яке не відбулося: слова працівника ритуальної служби",
        Discrepancy.DUPLICATE_NUMBER: "на одну могилу поставили два хрести: видно з журналу і з протоколу огляду",
    }

    def settle() -> None:
        happened, site = When.day(day), show.cast.site
        for kind, reason in reasons.items():
            found = [each for each in differences(standpoint(day), site.pk) if each.kind is kind and each.grave]
            for each in found[:3]:
                scene.settle(
                    by=show.by["investigator"], happened=happened, site=site, discrepancy=kind, about=each.about,
                    reason=reason,
                )  # fmt: skip

    show.on(day, 80, settle)


def _parts(show: Play) -> None:
    """Four body parts, each a case of its own, joined by their DNA to the bodies they belong to."""
    typed = [number for number, body in enumerate(show.story.bodies) if body.profiled and body.plan.basis == Basis.DNA]
    for place, number in enumerate(typed[5:45:10]):
        _part(show, 1000 + place, number, date(2023, 3, 2) + timedelta(days=30 * place))


def _part(show: Play, key: int, number: int, joined: date) -> None:
    body = show.story.bodies[number]
    show.parts[key] = number
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
    type_bone(show, key, joined - timedelta(days=20), body.bone)
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
        report(show, number, person)


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
    show.on(TOGETHER, 46, partial(_weigh_together, show))


def _compare(show: Play, day: date) -> None:
    reconciliation.run_comparison(by=show.by["dna-expert"], happened=When.day(day), remains=_open_cases(show, day))


def _weigh_together(show: Play) -> None:
    """Families who perished together are references for one another."""
    open_cases = _open_cases(show, TOGETHER)
    reconciliation.weigh_together(by=show.by["dna-expert"], happened=When.day(TOGETHER), remains=open_cases)


def _open_cases(show: Play, day: date) -> list[str]:
    """Everything that was lifted by then and has no decision that stands."""
    found = identifications(standpoint(day))
    settled = {remains for remains, ruling in found.items() if not ruling.suspended}
    return sorted(remains.pk for remains in show.cast.remains.values() if remains.pk not in settled)


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
            decision=standing(show, doubtful, suspended),
            reason="рішення спирається лише на впізнання; призначено перевірку",
        ),
    )
    show.on(
        resumed,
        55,
        lambda: reconciliation.resume(
            by=show.by["board-member"],
            happened=When.day(resumed),
            decision=standing(show, doubtful, resumed),
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
