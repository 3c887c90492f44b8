"""The days in the forest: teams and plans, graves checked for explosives, records, items, and the bones of parts."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from imena.core.when import When
from imena.custody.models import Number
from imena.demo.schedule import EXHUMED, FIRST_DAY
from imena.demo.stage import Play
from imena.demo.story import GraveStory
from imena.postmortem.acts import list_skeleton
from imena.postmortem.elements import ELEMENTS
from imena.postmortem.models import SkeletalInventory
from imena.scene import acts as scene
from imena.scene.models import (
    Capacity,
    Category,
    ExplosivesCheck,
    Fate,
    ItemFound,
    PlaceInGrave,
    Soil,
    StopWork,
    Team,
)

TEAMS = 4
INTAKE = (("Центральний морг Криничного Бору", 45), ("Морг районної лікарні", 25))
"""The morgues and what each can take in on a day."""
MINED = 5
"""The grave in which an explosive lay."""
LAYERS = 3
WEATHER = ("сухо, +14 °C", "мряка, +11 °C", "дощ до полудня, +9 °C", "хмарно, +12 °C")
PRESENT = (
    (Capacity.INVESTIGATOR, "Тарас Яворенко (вигаданий)"),
    (Capacity.FORENSIC_EXPERT, "Галина Терновець"),
    (Capacity.OFFICIAL, "Петро Липовчак"),
    (Capacity.SAPPER, "Гліб Верболіз (вигаданий)"),
    (Capacity.WITNESS, "Ганна Криничанська (вигадана)"),
    (Capacity.WITNESS, "Юрій Вільшаник (вигаданий)"),
)
ITEMS = (
    (Category.JEWELLERY, "каблучка з жовтого металу", "права кисть"),
    (Category.RELIGIOUS, "натільний хрестик на шнурку", "шия"),
    (Category.PHONE, "телефон із тріснутим екраном", "кишеня куртки"),
    (Category.DOCUMENT, "посвідчення, намокле, прізвище не читається", "внутрішня кишеня"),
    (Category.BULLET, "деформована куля", "грудна клітка"),
    (Category.LIGATURE, "біла мотузка", "зап’ястки"),
    (Category.FOOTWEAR, "черевики чорні, розмір 43", "ступні"),
    (Category.CLOTHING, "светр плетений зелений", "тулуб"),
)
EXHIBITS = (Category.PHONE, Category.BULLET, Category.LIGATURE)
EVERY_ITEM = 29
"""Each body of so many bears one of the items."""


def spend_days(show: Play) -> None:
    """Put the days on the calendar."""
    teams: list[Team] = []
    show.on(date(2022, 9, 15), 6, partial(_form_teams, show, teams))
    for number in range(len(EXHUMED)):
        day = FIRST_DAY + timedelta(days=number)
        show.on(day - timedelta(days=1), 80, partial(_plan, show, teams, day))
        show.on(day, 60, partial(_record, show, day, number))
    _mine(show)
    _mass_grave(show)
    _items(show)
    _bones(show)


def _form_teams(show: Play, teams: list[Team]) -> None:
    for number in range(TEAMS):
        lead = show.by["investigator" if number % 2 else "recovery-lead"]
        act = scene.form_team(
            by=show.by["recovery-lead"],
            happened=When.day(date(2022, 9, 15)),
            site=show.cast.site,
            name=f"Група {number + 1}",
            lead=lead.user,
            members=[{"name": f"Учасник {number + 1}.{place} (вигаданий)"} for place in range(1, 4)],
        )
        teams.append(act.team)


def _opened_on(show: Play, day: date) -> list[tuple[int, GraveStory]]:
    return [(number, grave) for number, grave in enumerate(show.story.graves) if grave.opened == day]


def _plan(show: Play, teams: list[Team], day: date) -> None:
    """Tomorrow's graves, dealt out to the teams; the mass grave with as many as its cross says."""
    due = _opened_on(show, day)
    numbers = [show.cast.graves[number].pk for number, _grave in due]
    assigned = [{"team": team.pk, "graves": numbers[place::TEAMS]} for place, team in enumerate(teams)]
    expected = [{"grave": show.cast.graves[number].pk, "bodies": grave.bodies} for number, grave in due if grave.mass]
    scene.plan_day(
        by=show.by["recovery-lead"],
        happened=When.day(day - timedelta(days=1)),
        site=show.cast.site,
        day=day,
        assigned=[row for row in assigned if row["graves"]],
        intake=[{"store": store, "places": places} for store, places in INTAKE],
        expected=expected,
    )


def _record(show: Play, day: date, number: int) -> None:
    scene.draw_up_record(
        by=show.by["investigator"],
        happened=When.day(day),
        site=show.cast.site,
        document=f"{number + 1} (вигадано)",
        began="08:30",
        ended="18:10",
        weather=WEATHER[number % len(WEATHER)],
        soil=Soil.SAND,
        depth_cm=110,
        filmed=True,
        present=[{"capacity": capacity, "name": name} for capacity, name in PRESENT],
        course="Могили відкрито за планом дня; кожне тіло оглянуто, сфотографовано, поміщено в мішок із биркою.",
    )


def _mine(show: Play) -> None:
    """In one grave an explosive lies: work stops there, the sapper removes it, work goes on."""
    day = When.day(show.story.graves[MINED].opened)

    def stop() -> None:
        grave, sapper = show.cast.graves[MINED], show.by["sapper"]
        stopped = scene.stop_work(
            by=show.by["recovery-lead"],
            happened=day,
            site=show.cast.site,
            grave=grave,
            cause=StopWork.Cause.EXPLOSIVE,
            note="металевий предмет біля хреста",
        )
        scene.check_explosives(
            by=sapper,
            happened=day,
            object=Number.objects.get(pk=grave.pk),
            where=ExplosivesCheck.Where.GRAVE,
            outcome=ExplosivesCheck.Outcome.REMOVED,
            note="уламок снаряда з підривником",
        )
        scene.resume_work(by=sapper, happened=day, stop=stopped, document="Акт № С-1 (вигадано)")

    show.on(day.earliest, 7, stop)


def _mass_grave(show: Play) -> None:
    """How the seventeen lay: in three layers, side by side."""
    number, grave = next((number, grave) for number, grave in enumerate(show.story.graves) if grave.mass)
    lying = [place for place, body in enumerate(show.story.bodies) if body.grave is grave]

    def place_all() -> None:
        for order, place in enumerate(lying):
            layer, column = order % LAYERS, order // LAYERS
            scene.place_in_grave(
                by=show.by["recovery-lead"],
                happened=When.day(grave.opened),
                remains=show.cast.remains[place],
                grave=show.cast.graves[number],
                layer=layer + 1,
                east_cm=55 * column + 12 * layer,
                north_cm=18 * (order % 2),
                depth_cm=90 + 35 * layer,
                head_towards=5 + 175 * (order % 2),
                facing=PlaceInGrave.Facing.DOWN if order % 5 == 0 else PlaceInGrave.Facing.UP,
            )

    show.on(grave.opened, 22, place_all)


def _items(show: Play) -> None:
    for order, place in enumerate(range(10, 430, EVERY_ITEM)):
        grave = show.story.bodies[place].grave
        if grave is not None:
            show.on(grave.opened, 23, partial(_item, show, place, grave.opened, *ITEMS[order % len(ITEMS)]))


def _item(show: Play, place: int, day: date, category: Category, description: str, position: str) -> None:
    held = ItemFound.Held
    scene.find_item(
        by=show.by["recovery-lead"],
        happened=When.day(day),
        found_with=Number.objects.get(pk=show.cast.remains[place].pk),
        held_as=held.EXHIBIT if category in EXHIBITS else held.EFFECT,
        category=category,
        description=description,
        position=position,
    )


def _bones(show: Play) -> None:
    """A thigh bone found apart, and the body that lacks one: its list says so, before DNA says whose it is."""
    day, agreed = date(2022, 12, 20), date(2022, 11, 10)
    part, body = min(show.parts.items())

    def agree() -> None:
        scene.agree_on_fragments(
            by=show.by["board-member"],
            happened=When.day(agreed),
            tested_from_mm=30,
            agreed=[{"fate": Fate.KEPT}, {"fate": Fate.BURIED_TOGETHER}],
            document="Згода представників родин № 1 (вигадано)",
        )

    def list_them() -> None:
        for place, extent, bones in (
            (part, SkeletalInventory.Extent.WHOLE, _thigh()),
            (body, SkeletalInventory.Extent.WHOLE, list(_all_but_thigh())),
        ):
            list_skeleton(
                by=show.by["forensic-doctor"],
                happened=When.day(day),
                remains=show.cast.remains[place],
                report="Висновок експерта № Кс-1 (вигадано)",
                extent=extent,
                elements=bones,
            )

    show.on(agreed, 5, agree)
    show.on(day, 15, list_them)


def _thigh() -> list[dict[str, Any]]:
    return [_bone("femur", "left", zones=["shaft", "distal"], completeness=75)]


def _all_but_thigh() -> Iterator[dict[str, Any]]:
    for code, element in ELEMENTS.items():
        for side in element.sides:
            if (code, side) != ("femur", "left"):
                yield _bone(code, side.value, count=element.each)


def _bone(
    element: str, side: str, *, zones: list[str] | None = None, completeness: int = 100, count: int = 1
) -> dict[str, Any]:
    return {
        "element": element,
        "side": side,
        "completeness": completeness,
        "zones": zones or [],
        "age": "adult",
        "count": count,
    }
