"""Taking a journal over: all or nothing, once, with its columns remembered and its file kept."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from house import DAY, House
from imena.core.errors import InputError
from imena.custody import files
from imena.custody.models import FileKind, Filing
from imena.ledger.acts import NotAllowedError, Origin, RefusedError, record
from imena.ledger.models import Entry
from imena.ledger.verification import verify
from imena.scene import acts as scene
from imena.scene.acts.journals import prepare, remembered
from imena.scene.models import BurialSite, FoundAs, JournalEntry, JournalImport

pytestmark = pytest.mark.operation
CONTENT = "Арк;№;Хто;Стать;Осіб\n1;17;Яворенко І.;жін;\n1;18;;дракон;3\n".encode()
COLUMNS = {"page": "Арк", "mark": "№", "name": "Хто", "sex": "Стать", "count": "Осіб"}


def take_over(house: House, site: BurialSite, content: bytes = CONTENT, columns: dict[str, str] | None = None,
              role: str = "investigator", file: str = "journal.csv") -> JournalImport:  # fmt: skip
    return scene.take_over_journal(
        by=house.by[role], happened=DAY, site=site, content=content, file=file, columns=columns
    )


def test_a_row_becomes_an_entry_with_its_place_and_its_source(house: House) -> None:
    site = house.cleared_site()
    done = take_over(house, site, columns=COLUMNS)
    first, second = JournalEntry.objects.filter(taken_over_in=done).order_by("pk")

    assert (first.place, first.mark, first.written_name, first.expected) == ("арк. 1", "17", "Яворенко І.", "woman")
    assert (second.count, second.expected, second.sex_as_written) == (3, "", "дракон")
    assert first.source == f"journal.csv, SHA-256 {hashlib.sha256(CONTENT).hexdigest()[:16]}"
    assert first.known_on is not None
    assert done.doubts == [{"row": 3, "field": "Стать", "code": "unknown_sex"}]
    [filing] = Filing.objects.all()
    assert (filing.kind_of_file, filing.object_id, filing.name) == (FileKind.TABLE, site.pk, "journal.csv")
    assert files.read(filing.sha256, site.pk) == CONTENT
    assert verify().problems == []


def test_the_same_bytes_again_are_refused_and_nothing_is_recorded(house: House) -> None:
    site = house.cleared_site()
    done = take_over(house, site, columns=COLUMNS)
    before = Entry.objects.count()
    with pytest.raises(RefusedError, match=f"taken over already, by act {done.pk}"):
        take_over(house, site, file="other-name.csv")
    assert Entry.objects.count() == before


def test_a_longer_file_brings_only_its_new_rows(house: House) -> None:
    site = house.cleared_site()
    take_over(house, site, columns=COLUMNS)
    longer = CONTENT + "2;19;Калиняк;чол;\n".encode()
    assert [problem.code for problem in prepare(site, longer, "journal.csv").problems] == [
        "unknown_sex", "taken_over", "taken_over",
    ]  # fmt: skip
    done = take_over(house, site, longer)
    assert [row.mark for row in JournalEntry.objects.filter(taken_over_in=done)] == ["19"]


def test_what_columns_said_is_remembered_for_the_next_file_with_these_labels(house: House) -> None:
    site, header = house.cleared_site(), ("Арк", "№", "Хто", "Стать", "Осіб")
    assert "name" not in remembered(header)
    take_over(house, site, columns=COLUMNS)
    assert remembered(header) == COLUMNS
    assert "name" not in remembered((*header, "Вік"))
    other = CONTENT.replace(b"17", b"27").replace(b"18", b"28")
    assert [line.name for line in prepare(site, other, "j.csv").lines] == ["Яворенко І.", ""]


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.sampled_from(["{n};Яворенко;1", "{n};;2", ";;1", "{n};;сто"]), min_size=1, max_size=5))
def test_all_of_a_file_is_taken_over_or_nothing(house: House, rows: list[str]) -> None:
    """Where any row has neither number nor name, or an impossible count, the ledger is as it was."""
    site = scene.report_site(by=house.by["investigator"], happened=DAY, name="Ліс", name_en="Forest").site
    text = "№;ПІБ;Осіб\n" + "\n".join(row.format(n=place) for place, row in enumerate(rows)) + "\n"
    before = Entry.objects.count()
    bad = any(row in (";;1", "{n};;сто") for row in rows)
    try:
        done = take_over(house, site, text.encode())
    except RefusedError:
        assert bad
        assert Entry.objects.count() == before
    else:
        assert not bad
        assert Entry.objects.count() == before + 2 + len(rows)
        assert JournalEntry.objects.filter(taken_over_in=done).count() == len(rows)
        with pytest.raises(RefusedError, match="taken over already"):
            take_over(house, site, text.encode())
        assert Entry.objects.count() == before + 2 + len(rows)


def test_what_fails_halfway_leaves_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import transaction

    from imena.scene.acts import journals

    def fail(*args: object) -> None:
        raise RuntimeError

    site, before = house.cleared_site(), Entry.objects.count()
    monkeypatch.setattr(journals, "_entry", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        take_over(house, site, columns=COLUMNS)
    assert Entry.objects.count() == before
    assert not JournalImport.objects.exists()


def test_who_may_not_is_refused_before_the_file_is_read(house: House) -> None:
    site = house.cleared_site()
    with pytest.raises(NotAllowedError):
        take_over(house, site, b"no table", role="treasurer")
    with pytest.raises(InputError):
        take_over(house, site, b"no table")


def test_an_earlier_burial_is_about_remains_or_a_row_and_its_dates_may_be_uncertain(house: House) -> None:
    from imena.custody.models import Number
    from imena.ledger.standpoint import standpoint
    from imena.scene.histories import history

    remains, lead = house.exhumed(), house.by["recovery_lead"]
    about = Number.objects.get(pk=remains.pk)
    for place, since in (("лісосмуга", "2022-06"), ("город, вул. Садова 3", "2022-03-20")):
        scene.record_earlier_burial(
            by=lead, happened=DAY, about=about, place=place, lay_from=since, lay_until="2022", told_by="сусід"
        )
    row = scene.take_over_journal_row(
        by=lead, happened=DAY, site=house.cleared_site(), place="1", mark="5", expected=FoundAs.MAN, lay_before="двір"
    )
    stays = history(standpoint(), [remains.pk, row.row_id])
    assert [stay.place for stay in stays] == ["двір", "город, вул. Садова 3", "лісосмуга"]
    assert str(stays[2].since) == "2022-06"
    with pytest.raises(RefusedError, match="neither remains nor a journal row"):
        scene.record_earlier_burial(by=lead, happened=DAY, about=Number.objects.get(kind="scene.grave"), place="двір")


HEADED = "№;ПІБ;Стать;Осіб\n"


def test_a_second_notebook_of_a_site_is_of_other_dead(house: House) -> None:
    """Both begin with row 1, an unknown woman: nobody is left out, and the likeness is named."""
    site = house.cleared_site()
    rows = "1;невідома;ж;\n2;невідомий;ч;\n"
    take_over(house, site, (HEADED + rows).encode(), file="sector-a.csv")
    done = take_over(house, site, (HEADED + rows + "3;Яворенко;ч;\n").encode(), file="sector-b.csv")
    assert done.rows == 3
    assert done.doubts == [
        {"row": row, "field": "№", "code": "like_earlier", "value": number} for row, number in ((2, "1"), (3, "2"))
    ]


def test_a_corrected_file_is_taken_over_beside_what_it_corrects(house: House) -> None:
    site = house.cleared_site()
    take_over(house, site, (HEADED + "1;Яворенко;ж;1\n2;Коваль;ч;1\n").encode())
    done = take_over(house, site, (HEADED + "1;Яворенко;ч;4\n2;Коваль;ч;1\n").encode())
    [row] = JournalEntry.objects.filter(taken_over_in=done)
    assert (row.expected, row.count) == ("man", 4)
    assert [(doubt["row"], doubt["code"]) for doubt in done.doubts] == [(2, "like_earlier"), (3, "taken_over")]


def test_a_row_is_known_as_often_as_it_was_taken_over_and_as_it_was_written(house: House) -> None:
    """Two rows that say the same of one page are two; a third is new. What was corrected since is known still."""
    site, header = house.cleared_site(), "Арк;ПІБ\n"
    first = take_over(house, site, (header + "1;Яворенко\n1;Яворенко\n").encode())
    entry = JournalEntry.objects.filter(taken_over_in=first)[0]
    record(
        JournalEntry, by=house.by["investigator"], happened=DAY, origin=Origin(corrects=entry.entry, why="описка"),
        row=entry.row, site=site, place=entry.place, written_name="Яворенчук",
    )  # fmt: skip
    done = take_over(house, site, (header + "1;Яворенко\n" * 3).encode())
    assert done.rows == 1


def test_what_is_kept_of_doubts_and_labels_names_nobody(house: House) -> None:
    """A name in the wrong cell, beside the number or above a column: it stands in the sealed rows, nowhere else."""
    site = house.cleared_site()
    text = (
        "№;ПІБ;Стать;Дата;ЗСУ;Іваненко Петро\n"
        "17 Яворенко Ганна;Яворенко Ганна;Яворенко Ганна, жінка;Яворенко 5.4;ні (Яворенко);\n"
        "17 Яворенко Ганна Іванівна;;ж;;;\n"
    )
    columns = {"mark": "№", "name": "ПІБ", "sex": "Стать", "buried": "Дата", "serviceman": "ЗСУ",
               "note": "Іваненко Петро"}  # fmt: skip
    done = take_over(house, site, text.encode(), columns=columns)
    assert done.header == ["№", "ПІБ", "Стать", "Дата", "ЗСУ", "—"]
    assert done.columns["note"] == "— 6"
    assert "енко" not in str(done.doubts) + str(done.header) + str(done.columns)
    assert {"row": 2, "field": "№", "code": "number_twice", "value": "17"} in done.doubts
    assert {"row": 2, "field": "Стать", "code": "unknown_sex"} in done.doubts
    assert remembered(("№", "ПІБ", "Стать", "Дата", "ЗСУ", "Іваненко Петро")) == columns
    assert "note" not in remembered(("№", "ПІБ", "Стать", "Дата", "ЗСУ", "Хтось інший"))


def test_the_import_queues_for_numbers_before_it_writes(house: House) -> None:
    """As every act does that makes a number; in the other order two of them would wait for each other."""
    site = house.cleared_site()
    with CaptureQueriesContext(connection) as queries:
        take_over(house, site, columns=COLUMNS)
    said = [query["sql"] for query in queries.captured_queries]
    numbers = next(place for place, sql in enumerate(said) if "UPDATE custody_issuer" in sql)
    written = next(place for place, sql in enumerate(said) if sql.startswith('INSERT INTO "ledger_entry"'))
    assert numbers < written
    assert [sql for sql in said[:numbers] if "pg_advisory_xact_lock" in sql] in ([], said[numbers - 1 : numbers])
