"""The demonstration's journal: taking it over finds every error that is in it, and no other."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from house import House
from imena.core.when import When
from imena.demo.journal import FILE, WrittenJournal, workbook, write_journal
from imena.demo.story import Story, tell
from imena.ledger.standpoint import standpoint
from imena.scene import acts as scene
from imena.scene.discrepancies import differences
from imena.scene.models import BurialSite, Discrepancy, Grave, GraveOpening, JournalEntry, JournalImport

pytestmark = pytest.mark.operation
DAY = When.day(date(2022, 9, 20))
Where = tuple[Discrepancy, frozenset[str]]


@pytest.fixture(scope="module")
def story() -> Story:
    return tell()


def take_over(house: House, site: BurialSite, journal: WrittenJournal) -> tuple[JournalImport, list[str]]:
    done = scene.take_over_journal(
        by=house.by["investigator"], happened=DAY, site=site, content=workbook(journal), file=FILE
    )
    return done, [entry.row_id for entry in JournalEntry.objects.filter(taken_over_in=done).order_by("pk")]


def dig(house: House, site: BurialSite, story: Story, journal: WrittenJournal, rows: list[str]) -> list[Grave]:
    """The story's graves with their crosses, opened, and everybody lifted."""
    lead, graves = house.by["recovery_lead"], []
    for number, told in enumerate(story.graves):
        crosses = [
            scene.record_cross(by=lead, happened=DAY, site=site, inscription=mark, east_dm=0, north_dm=0).cross.pk
            for mark in told.crosses
        ]
        grave = scene.locate_grave(
            by=lead, happened=DAY, site=site, name=told.name, crosses=crosses, mass=told.mass, east_dm=0, north_dm=0,
            journal_rows=[rows[place] for place in journal.rows_of(number)],
        ).grave  # fmt: skip
        outcome = GraveOpening.Outcome.EMPTIED if told.bodies else GraveOpening.Outcome.EMPTY_FOUND
        scene.open_grave(
            by=lead, happened=DAY, grave=grave, outcome=outcome, bodies=told.bodies,
            named_in_documents=journal.documents.get(number, ""),
        )  # fmt: skip
        for body in story.bodies:
            if body.grave is told:
                scene.exhume(by=lead, happened=DAY, grave=grave, found_as=body.found_as)
        graves.append(grave)
    return graves


def test_every_seeded_error_is_found_and_no_other(house: House, story: Story) -> None:
    journal = write_journal(story, Random(2022), Random(1945))
    site = house.cleared_site()
    done, rows = take_over(house, site, journal)
    graves = dig(house, site, story, journal, rows)

    seeded: Counter[Where] = Counter(
        (seed.kind, frozenset([*(graves[at].pk for at in seed.graves), *(rows[at] for at in seed.rows)]))
        for seed in journal.seeds
    )
    found = Counter((each.kind, frozenset(each.about)) for each in differences(standpoint(), site.pk))
    assert found == seeded
    assert {kind for kind, _ in seeded} == set(Discrepancy) - {
        Discrepancy.BODY_WITHOUT_RECORD, Discrepancy.OBSERVERS_DIFFER,
    }  # fmt: skip
    by_kind = Counter(kind for kind, _ in seeded)
    assert by_kind[Discrepancy.EMPTY] == 9
    assert by_kind[Discrepancy.MORE] == 4
    assert by_kind[Discrepancy.ROW_WITHOUT_GRAVE] == 3
    doubts = Counter((doubt["row"] - 2, doubt["code"]) for doubt in done.doubts)
    assert doubts == Counter(journal.doubts)


def test_the_journal_is_the_same_file_each_time(story: Story) -> None:
    assert workbook(write_journal(tell(), Random(1), Random(2))) == workbook(
        write_journal(tell(), Random(1), Random(2))
    )
