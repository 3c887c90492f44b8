"""Discrepancies: each type alone, settled with a reason, and open again when what it rests on is another."""

from datetime import date, timedelta

import pytest

from house import DAY, House
from imena.core.when import When
from imena.custody.models import Number
from imena.ledger.acts import Origin, void
from imena.ledger.guards import OutOfOrderError
from imena.ledger.standpoint import standpoint
from imena.ledger.verification import verify
from imena.scene import acts as scene
from imena.scene import guards
from imena.scene.discrepancies import differences
from imena.scene.models import (
    BurialSite,
    CrossRecord,
    Discrepancy,
    Exhumation,
    FoundAs,
    Grave,
    GraveLocation,
    GraveOpening,
    JournalEntry,
    JournalRow,
)
from imena.scene.queries import graves, with_differences

pytestmark = pytest.mark.operation
Outcome = GraveOpening.Outcome


class Ground:
    """A site to dig at, one grave at a time."""

    def __init__(self, house: House) -> None:
        self.house, self.lead, self.investigator = house, house.by["recovery_lead"], house.by["investigator"]
        self.site: BurialSite = house.cleared_site()

    def cross(self, inscription: str) -> CrossRecord:
        return scene.record_cross(
            by=self.lead, happened=DAY, site=self.site, inscription=inscription, east_dm=0, north_dm=0
        )

    def row(self, mark: str = "1", **said: object) -> JournalEntry:
        return scene.take_over_journal_row(
            by=self.lead,
            happened=DAY,
            site=self.site,
            place=f"рядок {mark}",
            mark=mark,
            **said,  # type: ignore[arg-type]
        )

    def grave(self, *rows: JournalEntry, crosses: tuple[str, ...] = ("1",), mass: bool = False) -> Grave:
        return scene.locate_grave(
            by=self.lead, happened=DAY, site=self.site, name=crosses[0] if crosses else "без хреста", mass=mass,
            crosses=[self.cross(each).cross_id for each in crosses], journal_rows=[row.row_id for row in rows],
            east_dm=0, north_dm=0,
        ).grave  # fmt: skip

    def dig(self, grave: Grave, *found: FoundAs, outcome: Outcome = Outcome.EMPTIED, documents: str = "") -> None:
        scene.open_grave(
            by=self.lead, happened=DAY, grave=grave, outcome=outcome, bodies=len(found), named_in_documents=documents
        )
        for look in found:
            scene.exhume(by=self.lead, happened=DAY, grave=grave, found_as=look)

    def open(self) -> list[Discrepancy]:
        return [each.kind for each in differences(standpoint(), self.site.pk) if each.open]

    def settle(self, kind: Discrepancy, about: list[str], **more: object) -> None:
        scene.settle(
            by=self.investigator, happened=DAY, site=self.site, discrepancy=kind, about=about, reason="перевірено",
            **more,  # type: ignore[arg-type]
        )  # fmt: skip


@pytest.fixture
def there(house: House) -> Ground:
    return Ground(house)


WOMAN, MAN, SOLDIER, UNKNOWN = FoundAs.WOMAN, FoundAs.MAN, FoundAs.SERVICEMAN, FoundAs.UNDETERMINED


def test_nothing_differs_where_all_agree(there: Ground) -> None:
    there.dig(there.grave(there.row(expected=WOMAN, written_name="Яворенко Г."), crosses=("1 Яворенко",)), WOMAN)
    assert there.open() == []


@pytest.mark.parametrize(
    ("said", "found", "differs"),
    [
        ({"expected": WOMAN}, [MAN], [Discrepancy.SEX_DIFFERS]),
        ({"expected": MAN}, [SOLDIER], []),
        ({"expected": MAN, "serviceman": False}, [SOLDIER], [Discrepancy.SERVICEMAN_DIFFERS]),
        ({"expected": SOLDIER}, [MAN], [Discrepancy.SERVICEMAN_DIFFERS]),
        ({"expected": WOMAN}, [UNKNOWN], []),
        ({}, [WOMAN], []),
        ({"expected": WOMAN}, [MAN, MAN, MAN], [Discrepancy.MORE, Discrepancy.SEX_DIFFERS]),
        ({"expected": WOMAN}, [MAN, WOMAN], [Discrepancy.MORE]),
        ({"count": 3}, [MAN, WOMAN], [Discrepancy.FEWER]),
        ({"count": 2}, [MAN, WOMAN], []),
        ({"count": 2, "expected": WOMAN}, [MAN, MAN], [Discrepancy.SEX_DIFFERS]),
        ({"count": 2, "expected": WOMAN}, [WOMAN, UNKNOWN], []),
        ({"mark": "17"}, [MAN], [Discrepancy.MISSING_CROSS]),
        ({}, [], [Discrepancy.EMPTY]),
        ({"lay_before": "город"}, [MAN], [Discrepancy.MOVED_EARLIER]),
        ({"mark": "2"}, [MAN], [Discrepancy.MISSING_CROSS]),
    ],
)
def test_a_row_against_what_was_found(
    there: Ground, said: dict[str, object], found: list[FoundAs], differs: list[Discrepancy]
) -> None:
    there.dig(there.grave(there.row(**{"mark": "1", **said})), *found)  # type: ignore[arg-type]
    assert there.open() == differs


def test_two_rows_are_paired_with_two_bodies_however_they_can_be(there: Ground) -> None:
    first, second = there.row("1", expected=WOMAN), there.row("2", expected=MAN)
    there.dig(there.grave(first, second, crosses=("1", "2")), MAN, UNKNOWN)
    assert there.open() == [Discrepancy.DUPLICATE_NUMBER]
    third, fourth = there.row("3", expected=WOMAN), there.row("4", expected=WOMAN)
    there.dig(there.grave(third, fourth, crosses=("3", "4")), MAN, UNKNOWN)
    assert there.open() == [Discrepancy.DUPLICATE_NUMBER, Discrepancy.DUPLICATE_NUMBER, Discrepancy.SEX_DIFFERS]


def test_marks_and_rows_without_each_other(there: Ground) -> None:
    there.grave(crosses=())
    assert there.open() == [Discrepancy.MISSING_CROSS, Discrepancy.NO_JOURNAL_ROW]
    there.row("446")
    assert there.open()[1] == Discrepancy.ROW_WITHOUT_GRAVE


def test_one_number_twice_is_found_on_crosses_and_in_rows(there: Ground) -> None:
    there.grave(there.row("№ 7"), crosses=("7",))
    there.grave(there.row("07 "), crosses=("Хрест 7",))
    found = [each for each in differences(standpoint(), there.site.pk) if each.open]
    assert [each.kind for each in found] == [Discrepancy.DUPLICATE_NUMBER] * 2
    assert {len(each.about) for each in found} == {2}


def test_names_on_crosses_and_in_documents(there: Ground) -> None:
    row = there.row("5", written_name="Яворенко Ганна")
    there.dig(there.grave(row, crosses=("5 Калиняк П.",)), WOMAN, documents="Yavorenko H.")
    assert there.open() == [Discrepancy.NAME_DIFFERS]
    other = there.row("6", written_name="Яворенко Ганна")
    there.dig(there.grave(other, crosses=("6 Невідома",)), WOMAN, documents="Калиняк Петро")
    assert there.open() == [Discrepancy.NAME_DIFFERS] * 2


def test_a_mass_grave_is_held_against_the_count_that_is_written(there: Ground) -> None:
    there.dig(there.grave(there.row("ЗСУ 3 особи"), crosses=("ЗСУ 3 особи",), mass=True), SOLDIER, SOLDIER)
    assert there.open() == []
    there.dig(there.grave(there.row("Морг", count=3), crosses=("Морг",), mass=True), SOLDIER, SOLDIER)
    assert there.open() == [Discrepancy.FEWER]


def test_bodies_from_a_grave_that_nobody_opened_or_located(there: Ground) -> None:
    grave = there.grave(there.row())
    scene.exhume(by=there.lead, happened=DAY, grave=grave, found_as=WOMAN)
    assert there.open() == [Discrepancy.BODY_WITHOUT_RECORD]
    there.dig(grave, WOMAN)
    void(by=there.investigator, target=GraveLocation.objects.get(grave=grave).entry, why="помилка")
    assert Discrepancy.BODY_WITHOUT_RECORD in there.open()


def test_a_witness_of_an_earlier_grave(there: Ground) -> None:
    grave = there.grave(there.row())
    there.dig(grave, WOMAN)
    remains = graves(standpoint(), grave=grave.pk)[0].exhumations[0].remains_id
    scene.record_earlier_burial(
        by=there.lead, happened=DAY, about=Number.objects.get(pk=remains), place="двір", told_by="сусідка"
    )
    [found] = differences(standpoint(), there.site.pk)
    assert (found.kind, found.about, found.grave) == (Discrepancy.MOVED_EARLIER, (remains,), grave.pk)


def test_two_observers_differ_and_the_settlement_says_which_stands(there: Ground) -> None:
    grave = there.grave(there.row())
    there.dig(grave, WOMAN)
    second = scene.open_grave(by=there.lead, happened=DAY, grave=grave, outcome=Outcome.EMPTIED, bodies=2)
    assert second.irregular == ["scene.opened_twice"]
    assert there.open() == [Discrepancy.MORE, Discrepancy.OBSERVERS_DIFFER]
    first = GraveOpening.objects.filter(grave=grave).order_by("pk")[0]

    there.settle(Discrepancy.OBSERVERS_DIFFER, [grave.pk], stands=first)
    view = graves(standpoint(), grave=grave.pk)[0]
    assert view.opening == first
    assert there.open() == []
    third = scene.open_grave(by=there.lead, happened=DAY, grave=grave, outcome=Outcome.EMPTIED, bodies=3)
    assert Discrepancy.OBSERVERS_DIFFER in there.open(), "a third account opens it again"
    assert third.bodies == 3


def test_more_lifted_than_counted_differs_and_work_that_goes_on_does_not(there: Ground) -> None:
    grave = there.grave(there.row())
    scene.open_grave(by=there.lead, happened=DAY, grave=grave, outcome=Outcome.OPENED, bodies=0)
    assert there.open() == []
    act = scene.open_grave(by=there.lead, happened=DAY, grave=grave, outcome=Outcome.EMPTIED, bodies=1)
    assert act.irregular == []
    for _ in range(2):
        scene.exhume(by=there.lead, happened=DAY, grave=grave, found_as=WOMAN)
    assert there.open() == [Discrepancy.OBSERVERS_DIFFER]


def test_a_settlement_links_a_row_to_its_grave_and_answers_both(there: Ground) -> None:
    row, grave = there.row("1", expected=MAN), there.grave()
    there.dig(grave, WOMAN)
    assert there.open() == [Discrepancy.ROW_WITHOUT_GRAVE, Discrepancy.NO_JOURNAL_ROW]
    there.settle(Discrepancy.ROW_WITHOUT_GRAVE, [row.row_id], settled_to=[grave.pk])
    assert there.open() == [Discrepancy.SEX_DIFFERS], "the row now speaks of the grave, and of the other sex"


def test_it_is_open_again_when_an_act_it_rested_on_is_corrected_or_voided(there: Ground) -> None:
    row = there.row("1", expected=MAN)
    grave = there.grave(row)
    there.dig(grave, WOMAN)
    there.settle(Discrepancy.SEX_DIFFERS, [grave.pk])
    assert there.open() == []
    [settled] = differences(standpoint(), there.site.pk)
    assert settled.settlement is not None
    assert settled.settlement.reason == "перевірено"

    from imena.ledger.acts import record

    corrected = record(
        JournalEntry, by=there.lead, happened=DAY, origin=Origin(corrects=row.entry, why="описка"), row=row.row,
        site=there.site, place=row.place, mark="1", expected=MAN, written_name="",
    )  # fmt: skip
    assert there.open() == [Discrepancy.SEX_DIFFERS]
    void(by=there.investigator, target=corrected.entry, why="описки не було")
    assert there.open() == []


def test_a_settlement_counts_from_its_own_day(there: Ground) -> None:
    grave = there.grave()
    later = When.day(DAY.latest + timedelta(days=30))
    scene.settle(
        by=there.investigator, happened=later, site=there.site, discrepancy=Discrepancy.NO_JOURNAL_ROW,
        about=[grave.pk], reason="журнал неповний",
    )  # fmt: skip
    before = differences(standpoint(DAY.latest), there.site.pk)
    assert [each.open for each in before] == [True]
    assert [each.open for each in differences(standpoint(later.latest), there.site.pk)] == [False]


def test_what_is_not_there_or_settled_or_elsewhere_is_not_settled(there: Ground) -> None:
    grave, other = there.grave(), there.house.grave(there.house.cleared_site())
    for more, wanted in (
        ({"about": [other.pk]}, guards.NO_SUCH_DISCREPANCY),
        ({"about": [grave.pk], "settled_to": [other.pk]}, guards.NOT_AT_THIS_SITE),
    ):
        with pytest.raises(OutOfOrderError) as error:
            there.settle(Discrepancy.NO_JOURNAL_ROW, **more)
        assert error.value.reasons == [wanted]
    there.settle(Discrepancy.NO_JOURNAL_ROW, [grave.pk])
    with pytest.raises(OutOfOrderError) as error:
        there.settle(Discrepancy.NO_JOURNAL_ROW, [grave.pk])
    assert error.value.reasons == [guards.SETTLED_ALREADY]
    assert verify().problems == []


def test_states_of_graves_follow_from_acts(there: Ground) -> None:
    grave = there.grave(there.row())

    def state() -> str:
        return graves(standpoint(), grave=grave.pk)[0].state

    assert state() == "located"
    early = scene.backfill(by=there.lead, happened=When.day(date(2023, 2, 1)), grave=grave)
    assert early.irregular == ["scene.not_opened"]
    void(by=there.investigator, target=early.entry, why="помилка")
    scene.open_grave(by=there.lead, happened=DAY, grave=grave, outcome=Outcome.OPENED, bodies=0)
    assert state() == "opened"
    assert scene.backfill(by=there.lead, happened=DAY, grave=grave).irregular == ["scene.still_open"]
    assert state() == "backfilled"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.EMPTIED, "emptied"), (Outcome.EMPTY_FOUND, "empty_found"), (Outcome.DISTURBED, "disturbed"),
        (Outcome.COLLAPSED, "disturbed"),
    ],
)  # fmt: skip
def test_an_outcome_leaves_a_state(there: Ground, outcome: Outcome, state: str) -> None:
    grave = there.grave(there.row())
    there.dig(grave, outcome=outcome)
    assert graves(standpoint(), grave=grave.pk)[0].state == state


def test_the_page_of_graves_says_what_is_open(there: Ground) -> None:
    grave = there.grave()
    there.dig(grave, WOMAN)
    [view] = with_differences(graves(standpoint(), site=there.site.pk), standpoint())
    assert [each.kind for each in view.differences] == [Discrepancy.NO_JOURNAL_ROW]
    assert view.discrepancies == [str(Discrepancy.NO_JOURNAL_ROW.label)]
    assert JournalRow.objects.count() == 0


@pytest.mark.parametrize("inscription", ["17 І. Яворенко", "Мог. 17", "17 М. Яворенко"])
def test_a_cross_with_number_and_name_bears_the_number(there: Ground, inscription: str) -> None:
    there.dig(there.grave(there.row("17"), crosses=(inscription,)), MAN)
    assert there.open() == []


def test_a_suffix_makes_another_number(there: Ground) -> None:
    there.dig(there.grave(there.row("17"), crosses=("17/2",)), MAN)
    assert there.open() == [Discrepancy.MISSING_CROSS]


def test_a_row_is_without_a_grave_again_when_the_grave_it_was_settled_to_is_none(there: Ground) -> None:
    row, grave = there.row(), there.grave()
    there.settle(Discrepancy.ROW_WITHOUT_GRAVE, [row.row_id], settled_to=[grave.pk])
    assert there.open() == []
    void(by=there.investigator, target=GraveLocation.objects.get(grave=grave).entry, why="такої могили немає")
    assert there.open() == [Discrepancy.ROW_WITHOUT_GRAVE]


def test_a_grave_is_without_a_row_again_when_the_row_it_was_settled_to_is_void(there: Ground) -> None:
    row, grave = there.row(), there.grave()
    there.settle(Discrepancy.NO_JOURNAL_ROW, [grave.pk], settled_to=[row.row_id])
    assert there.open() == []
    void(by=there.investigator, target=row.entry, why="переписано двічі")
    assert there.open() == [Discrepancy.NO_JOURNAL_ROW]


def test_a_row_and_a_cross_that_two_graves_claim_are_each_there_twice(there: Ground) -> None:
    row = there.row()
    first = there.grave(row)
    cross = CrossRecord.objects.get(site=there.site).cross_id
    second = scene.locate_grave(
        by=there.lead, happened=DAY, site=there.site, name="друга", crosses=[cross], journal_rows=[row.row_id],
        east_dm=50, north_dm=0,
    ).grave  # fmt: skip
    found = [each for each in differences(standpoint(), there.site.pk) if each.open]
    assert {(each.kind, each.about) for each in found} == {
        (Discrepancy.DUPLICATE_NUMBER, (row.row_id,)), (Discrepancy.DUPLICATE_NUMBER, (cross,)),
    }  # fmt: skip
    there.settle(Discrepancy.DUPLICATE_NUMBER, [row.row_id])
    assert [each.about for each in differences(standpoint(), there.site.pk) if each.open] == [(cross,)]
    assert first != second


@pytest.mark.parametrize(("lifted", "differs"), [(0, True), (1, True), (2, False)])
def test_fewer_lifted_than_were_counted(there: Ground, lifted: int, differs: bool) -> None:
    """Two were written and two counted when the grave was emptied; each must have been lifted."""
    grave = there.grave(there.row(count=2))
    scene.open_grave(by=there.lead, happened=DAY, grave=grave, outcome=Outcome.EMPTIED, bodies=2)
    for _ in range(lifted):
        scene.exhume(by=there.lead, happened=DAY, grave=grave, found_as=MAN)
    assert there.open() == ([Discrepancy.FEWER] if differs else [])


def test_fewer_found_than_written_and_fewer_lifted_are_one_discrepancy(there: Ground) -> None:
    grave = there.grave(there.row(count=3))
    scene.open_grave(by=there.lead, happened=DAY, grave=grave, outcome=Outcome.EMPTIED, bodies=2)
    scene.exhume(by=there.lead, happened=DAY, grave=grave, found_as=MAN)
    assert there.open() == [Discrepancy.FEWER]
    there.settle(Discrepancy.FEWER, [grave.pk])
    assert there.open() == []
    scene.exhume(by=there.lead, happened=DAY, grave=grave, found_as=MAN)
    assert there.open() == [Discrepancy.FEWER], "another was lifted: it rests on other acts"


def test_of_a_lot_nobody_knows_how_many_were_lifted(there: Ground) -> None:
    grave = there.grave(there.row(count=2))
    scene.open_grave(by=there.lead, happened=DAY, grave=grave, outcome=Outcome.EMPTIED, bodies=2)
    scene.exhume(by=there.lead, happened=DAY, grave=grave, found_as=UNKNOWN, form=Exhumation.Form.LOT)
    assert there.open() == []


def test_the_account_that_stands_says_how_many_should_have_been_lifted(there: Ground) -> None:
    grave = there.grave(there.row())
    there.dig(grave, WOMAN)
    second = scene.open_grave(by=there.lead, happened=DAY, grave=grave, outcome=Outcome.EMPTIED, bodies=2)
    there.settle(Discrepancy.OBSERVERS_DIFFER, [grave.pk], stands=second)
    assert there.open() == [Discrepancy.MORE, Discrepancy.FEWER]
