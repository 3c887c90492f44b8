"""The story: who the dead of the fictional town are, where they lay, what became of them when. Drawn from a seed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from numpy.random import Generator, default_rng

from imena.demo import genetics, names, town
from imena.demo.genetics import Simulated
from imena.demo.schedule import END, EXHUMED, FIRST_DAY, Plan, plans, reburial_days
from imena.kinship import Profile, Sex
from imena.reconciliation.models import Basis
from imena.scene.models import Discrepancy, FoundAs

SEED = 449
CROSSES, EMPTY, DOUBLE, PAIRS, TRIPLES, SOLDIERS = 445, 9, 11, 3, 1, 17
"""445 crosses: 9 over empty graves, 11 beside another cross on one grave; 3 graves hold two bodies, one holds three."""
FOUND = {FoundAs.WOMAN: 215, FoundAs.MAN: 194, FoundAs.CHILD: 5, FoundAs.SERVICEMAN: 22, FoundAs.UNDETERMINED: 11}
RUNS = tuple(
    date(year, month, day)
    for year in (2022, 2023, 2024, 2025)
    for month in range(1, 13)
    for day in (5, 20)
    if date(2022, 12, 5) <= date(year, month, day) <= date(2025, 10, 20)
)
"""The days on which the laboratory compares."""
TOGETHER = date(2023, 9, 25)
"""The day on which everybody without a decision is weighed together; after it the perished families are decided."""
HOUSEHOLDS = (("M", "M", "F"), ("M", "F"), ("M",), ("F",))
"""The children of the families who perished together, by their sexes; each has a father and a mother."""
SEPARATED = (date(2022, 12, 14), date(2023, 3, 20))
PER_THURSDAY = 12


@dataclass
class GraveStory:
    """One grave: its place in decimetres, the numbers on its crosses, how many lie in it."""

    name: str
    crosses: list[str]
    bodies: int
    east: int
    north: int
    opened: date
    mass: bool = False
    discrepancies: list[Discrepancy] = field(default_factory=list)


@dataclass
class Person:
    """One made-up person who was reported missing."""

    surname: str
    given: str
    patronymic: str
    sex: Sex
    born: date
    serviceman: bool
    reported: date
    last_seen: date
    address: str
    simulated: Simulated | None = None
    no_reference: str = ""
    household: int | None = None


@dataclass
class Body:
    """One of the dead: where found, who it was in truth, the plan of the naming, and the reburial."""

    person: Person
    plan: Plan
    found_as: FoundAs
    grave: GraveStory | None
    bone: Profile
    examined: date
    profiled: date | None = None
    separated: date | None = None
    reburied: date = END
    under: str = "named"
    mistaken_for: Person | None = None
    mistaken_plan: Plan | None = None

    @property
    def serviceman(self) -> bool:
        return self.person.serviceman


@dataclass
class Story:
    graves: list[GraveStory]
    bodies: list[Body]
    elsewhere: list[Person]
    households: dict[int, list[Person]]


def tell(seed: int = SEED) -> Story:
    """The whole story. The same seed tells the same story."""
    chance, genes = Random(seed), default_rng(seed)
    graves = _graves(chance)
    planned = plans(chance)
    revoked = _revoked_plan(planned)
    planned.remove(revoked)
    chance.shuffle(planned)
    bodies = [
        _body(plan, found_as, grave, chance)
        for (found_as, grave), plan in zip(_places(graves, chance), planned, strict=True)
    ]
    _settle_separated(bodies, chance)
    mistaken = _mistake(bodies, revoked, chance)
    households = _households(bodies, chance)
    _draw_genes(bodies, genes, chance)
    _draw_households(bodies, households, genes)
    _set_profile_days(bodies, chance)
    _set_reburials(bodies, chance)
    elsewhere = [mistaken, *(_person(Sex(chance.choice("FM")), 25, 70, date(2022, 12, 1), chance) for _ in range(11))]
    return Story(graves, bodies, elsewhere, households)


def _graves(chance: Random) -> list[GraveStory]:
    """Rows of graves in the forest, some of them not what their crosses say."""
    with_bodies = CROSSES - EMPTY - DOUBLE
    kinds = ["empty"] * EMPTY + ["double"] * DOUBLE + ["pair"] * PAIRS + ["triple"] * TRIPLES
    kinds += ["single"] * (with_bodies - DOUBLE - PAIRS - TRIPLES)
    chance.shuffle(kinds)
    graves: list[GraveStory] = []
    cross = 1
    for place, kind in enumerate(kinds):
        row, column = divmod(place, 29)
        east, north = column * 26 + chance.randint(-4, 4), -row * 38 + chance.randint(-5, 5)
        crosses = [str(cross)]
        if kind == "double":  # two crosses stand on one grave
            cross += 1
            crosses.append(str(cross))
        cross += 1
        count = {"empty": 0, "pair": 2, "triple": 3}.get(kind, 1)
        graves.append(GraveStory(crosses[0], crosses, count, east, north, FIRST_DAY, discrepancies=_differs(kind)))
    graves.insert(30, GraveStory(town.MASS_GRAVE, [town.MASS_GRAVE_MARK], SOLDIERS, 30 * 26, 60, FIRST_DAY, mass=True))
    _set_opening_days(graves)
    return graves


def _differs(kind: str) -> list[Discrepancy]:
    differs = {"empty": Discrepancy.EMPTY, "double": Discrepancy.DUPLICATE_NUMBER, "single": None}
    found = differs.get(kind, Discrepancy.MORE)
    return [found] if found else []


def _set_opening_days(graves: list[GraveStory]) -> None:
    """Each grave is opened on the day on which its bodies are due."""
    lifted, day = 0, 0
    limits = [sum(EXHUMED[: number + 1]) for number in range(len(EXHUMED))]
    for grave in graves:
        while lifted >= limits[day] and day < len(limits) - 1:
            day += 1
        grave.opened = FIRST_DAY + timedelta(days=day)
        lifted += grave.bodies


def _places(graves: list[GraveStory], chance: Random) -> list[tuple[FoundAs, GraveStory | None]]:
    """Each of the dead: what they looked like, and the grave. The last two came out of commingled remains."""
    looks: list[FoundAs] = [
        look for look, count in FOUND.items() if look is not FoundAs.SERVICEMAN for _ in range(count)
    ]
    looks += [FoundAs.SERVICEMAN] * (FOUND[FoundAs.SERVICEMAN] - SOLDIERS)
    chance.shuffle(looks)
    places: list[tuple[FoundAs, GraveStory | None]] = []
    for grave in graves:
        places += [(FoundAs.SERVICEMAN if grave.mass else looks.pop(), grave) for _ in range(grave.bodies)]
    return [*places, (FoundAs.MAN, None), (FoundAs.WOMAN, None)]


def _revoked_plan(planned: list[Plan]) -> Plan:
    """The recognition of March 2023 that turned out to be wrong."""
    return next(plan for plan in planned if plan.basis == Basis.RECOGNITION and plan.decided >= date(2023, 3, 10))


def _body(plan: Plan, found_as: FoundAs, grave: GraveStory | None, chance: Random) -> Body:
    sexes = {FoundAs.WOMAN: "F", FoundAs.MAN: "M", FoundAs.SERVICEMAN: "M"}
    sex = Sex(sexes.get(found_as) or chance.choice("FM"))
    first, last = {FoundAs.CHILD: (2, 15), FoundAs.SERVICEMAN: (20, 52)}.get(found_as, (22, 91))
    named = plan.presumed or plan.decided - timedelta(days=45)
    person = _person(sex, first, last, min(named, date(2023, 6, 1)), chance, soldier=found_as is FoundAs.SERVICEMAN)
    lifted = grave.opened if grave else FIRST_DAY
    examined = lifted + timedelta(days=chance.randint(4, 70))
    return Body(person, plan, found_as, grave, Profile("none"), examined)


def _person(sex: Sex, youngest: int, oldest: int, before: date, chance: Random, *, soldier: bool = False) -> Person:
    last_seen = date(2022, 3, 5) + timedelta(days=chance.randint(0, 165))
    earliest = date(2022, 9, 12)
    days = max((before - earliest).days - 1, 1)
    return Person(
        surname=names.surname(chance),
        given=names.given(chance, sex),
        patronymic=names.patronymic(chance, sex),
        sex=sex,
        born=date(2022 - chance.randint(youngest, oldest), chance.randint(1, 12), chance.randint(1, 28)),
        serviceman=soldier,
        reported=earliest + timedelta(days=min(chance.randint(0, days), chance.randint(0, 120), days)),
        last_seen=last_seen,
        address=names.address(chance),
    )


def _settle_separated(bodies: list[Body], chance: Random) -> None:
    """The two who came out of commingled remains are named after they were separated; one of them was a serviceman."""
    for body, day in zip(bodies[-2:], SEPARATED, strict=True):
        after = day + timedelta(days=90)
        others = [each for each in bodies[:-2] if (each.plan.presumed or each.plan.decided) > after]
        other = chance.choice([each for each in others if each.plan.basis == Basis.DNA and not each.plan.presumed])
        body.plan, other.plan = other.plan, body.plan
        for each in (body, other):
            named = each.plan.presumed or each.plan.decided - timedelta(days=45)
            each.person.reported = min(each.person.reported, named - timedelta(days=1))
        body.separated = body.examined = day
    bodies[-2].person.serviceman = True
    bodies[-2].person.born = date(1989, 5, 14)


def _mistake(bodies: list[Body], plan: Plan, chance: Random) -> Person:
    """One was recognised as a man who later came home alive; who it was in truth, DNA says in 2025."""
    body = next(
        each
        for each in bodies
        if each.plan.basis == Basis.DNA
        and not each.plan.presumed
        and each.plan.decided >= date(2025, 3, 1)
        and each.grave
        and each.found_as is FoundAs.MAN
    )
    person = _person(Sex.MALE, 30, 50, plan.presumed or plan.decided, chance)
    body.mistaken_for, body.mistaken_plan = person, plan
    return person


def _households(bodies: list[Body], chance: Random) -> dict[int, list[Person]]:
    """Families who perished together: no living relative is left to give a reference."""
    late = [
        body
        for body in bodies
        if body.plan.presumed
        and body.plan.basis in (Basis.COURT, Basis.TEETH, Basis.FINGERPRINTS)
        and body.plan.decided > TOGETHER
        and body.found_as in (FoundAs.MAN, FoundAs.WOMAN)
    ]
    households: dict[int, list[Person]] = {}
    births, fathers = Random(SEED + 1), Random(SEED + 2)
    for household, children in enumerate(HOUSEHOLDS):
        sexes = ("M", "F", *children)
        chosen = [late.pop(next(at for at, body in enumerate(late) if body.person.sex == sex)) for sex in sexes]
        members = [body.person for body in chosen]
        surname, home = names.surname(chance), names.address(chance)
        members[0].given = fathers.choice(names.NAMED_AFTER)
        for child in members[2:]:
            child.patronymic = names.patronymic_after(members[0].given, child.sex)
        for place, person in enumerate(members):
            person.household, person.surname, person.address, person.no_reference = household, surname, home, "perished"
            person.reported = min(member.reported for member in members)
            person.born = person.born.replace(year=births.randint(1952, 1962) if place < 2 else 1981 + 7 * (place - 2))
        households[household] = members
    for body in bodies:
        if body in late and body.plan.basis == Basis.COURT:
            body.person.no_reference = chance.choice(("no_kin", "no_kin", "abroad", "distant"))
    return households


def _draw_households(bodies: list[Body], households: dict[int, list[Person]], genes: Generator) -> None:
    """The bones of families who perished together: father, mother, children."""
    body_of = {id(body.person): body for body in bodies}
    for members in households.values():
        for person, bone in zip(members, genetics.household([each.sex for each in members], genes), strict=True):
            body_of[id(person)].bone = bone


def _draw_genes(bodies: list[Body], genes: Generator, chance: Random) -> None:
    """Families whose DNA settles it, families whose DNA only supports it, and bones without relatives."""
    supported = [
        body for body in bodies if body.plan.basis == Basis.RECOGNITION and body.plan.decided > date(2023, 4, 20)
    ]
    weak = {id(body) for body in chance.sample(supported, 16)}
    for number, body in enumerate(bodies):
        person = body.person
        if body.plan.basis == Basis.DNA:
            young = person.born > date(2000, 1, 1)
            plan = genetics.STRONG[number % 2] if young else genetics.STRONG[number % len(genetics.STRONG)]
            person.simulated = genetics.settled(plan, person.sex, genes)
        elif id(body) in weak:
            person.simulated = genetics.family(genetics.WEAK[number % 2], person.sex, genes)
        body.bone = person.simulated.bone if person.simulated else genetics.stranger(person.sex, genes)


def run_before(day: date) -> date:
    """The last comparison before a day."""
    return max(run for run in RUNS if run < day)


def _set_profile_days(bodies: list[Body], chance: Random) -> None:
    """Bones are typed before the comparison that names them; early recognitions were not typed at all."""
    for body in bodies:
        if body.mistaken_plan:
            body.profiled = date(2024, 7, 12)
        elif body.plan.basis == Basis.DNA:
            late = run_before(body.plan.decided) - timedelta(days=chance.randint(2, 25))
            body.profiled = min(
                max(late, date(2022, 11, 28)), date(2024, 1, 20) + timedelta(days=chance.randint(0, 60))
            )
            body.profiled = max(body.profiled, (body.separated or date(2022, 11, 1)) + timedelta(days=30))
        elif body.plan.decided > date(2023, 4, 1):
            body.profiled = date(2023, 1, 10) + timedelta(days=chance.randint(0, 200))
            body.profiled = max(body.profiled, (body.separated or date(2022, 11, 1)) + timedelta(days=30))


def _set_reburials(bodies: list[Body], chance: Random) -> None:
    """Each is reburied on a Thursday after the decision; some, before it, under a presumed name or a number."""
    for body in bodies:
        presumed_early = body.plan.presumed and body.plan.presumed < date(2023, 9, 1)
        if body.plan.presumed and presumed_early and body.plan.decided > date(2024, 10, 1):
            body.under = "presumed"
        elif not body.plan.presumed and body.plan.decided > date(2025, 2, 1) and not body.mistaken_plan:
            body.under = "number" if chance.random() < 0.75 else "named"
    thursdays = dict.fromkeys(reburial_days(), 0)
    for body in sorted(bodies, key=_ready):
        day = next(day for day, buried in thursdays.items() if day >= _ready(body) and buried < PER_THURSDAY)
        thursdays[day] += 1
        body.reburied = day


def _ready(body: Body) -> date:
    """The first day on which someone can be reburied."""
    if body.under == "presumed":
        return date(2024, 4, 18)
    if body.under == "number":
        return date(2024, 6, 20)
    return body.plan.decided + timedelta(days=12)
