"""Burial journals as files: columns are told by their labels, and every problem is named where it stands."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from imena.core.errors import InputError, Place
from imena.core.when import When
from imena.formats import journals, tables
from imena.formats.journals import LABELS, JournalLine, date_of, digits_of, mark_key, propose, read_journal, table_of
from imena.names.likeness import may_be_one_name


def read(text: str) -> journals.Journal:
    table = table_of(text.encode(), "journal.csv")
    return read_journal(table, propose(table.header))


def workbook(*rows: list[object], merged: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def read_book(*rows: list[object], merged: str = "") -> journals.Journal:
    table = table_of(workbook(*rows, merged=merged), "journal.xlsx")
    return read_journal(table, propose(table.header))


def codes(journal: journals.Journal) -> list[tuple[int | str | None, str | None, str | None, str]]:
    return [(each.place.row, each.place.field, each.place.value, each.code) for each in journal.problems]


def test_labels_are_told_whatever_their_case_and_apostrophe() -> None:
    assert propose(["№ ХРЕСТА", "Прізвище, ім'я, по батькові", "СТАТЬ", "Дата  поховання:", "Вік", "В/с"]) == {
        "mark": "№ ХРЕСТА", "name": "Прізвище, ім'я, по батькові", "sex": "СТАТЬ", "buried": "Дата  поховання:",
        "age": "Вік", "serviceman": "В/с",
    }  # fmt: skip
    assert propose(["No", "Name", "Sex", "Count"]) == {"mark": "No", "name": "Name", "sex": "Sex", "count": "Count"}
    assert propose(["Прізвище", "Ім’я", "По батькові", "щось"]) == {
        "name": "Прізвище", "given_name": "Ім’я", "patronymic": "По батькові",
    }  # fmt: skip


@given(st.data())
def test_a_mapping_says_again_what_was_written(data: st.DataObject) -> None:
    """Any columns in any order, mapped as they were written, give back the cells."""
    fields = data.draw(st.permutations(["mark", "name", "age", "note", "lay_before"]))
    cell = st.text("абвгґ їє’19", min_size=0, max_size=8).map(str.strip)
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(fields, cell)), min_size=1, max_size=4))
    rows = [{**row, "mark": f"x{number}"} for number, row in enumerate(rows)]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    columns = {field: f"Стовпець {place}" for place, field in enumerate(fields)}
    sheet.append(list(columns.values()))
    for row in rows:
        sheet.append([row[field] for field in fields])
    made = io.BytesIO()
    book.save(made)
    found = read_journal(table_of(made.getvalue(), "j.xlsx"), columns)
    assert [
        {"mark": line.mark, "age": line.age, "note": line.note, "lay_before": line.lay_before} for line in found.lines
    ] == [{field: row[field] for field in ("mark", "age", "note", "lay_before")} for row in rows]


def test_a_row_says_what_it_says() -> None:
    [line] = read(
        "Аркуш;Рядок;№;ПІБ;Стать;Вік;Дата поховання;Військовий;Кількість;Примітки\n"
        "3;7;№ 17;Яворенко І.;чол.;41;16.9.22;так;2;біля паркану\n"
    ).lines
    assert line == JournalLine(
        row=2, place="арк. 3, рядок 7", mark="№ 17", name="Яворенко І.", sex="serviceman", sex_as_written="чол.",
        serviceman=True, count=2, buried="16.9.22", age="41", note="біля паркану",
    )  # fmt: skip


def test_every_problem_is_named_with_row_field_and_value() -> None:
    journal = read(
        "№;ПІБ;Стать;Дата;Кількість;ЗСУ\n"
        "1;Перша;жін;після обстрілу;1;мабуть\n"
        "№ 01;;дракон;31.02.2022;сім;ні\n"
        ";невідома;жін;2022;1;\n"
        f"{'9' * 41};;;;1000;так\n"
    )
    assert sorted(codes(journal), key=str) == sorted([
        (2, "Дата", "після обстрілу", "unreadable_date"),
        (2, "ЗСУ", "мабуть", "unknown_serviceman"),
        (2, "№", "1", "number_twice"),
        (3, "Стать", "дракон", "unknown_sex"),
        (3, "Кількість", "сім", "impossible_count"),
        (3, "Дата", "31.02.2022", "unreadable_date"),
        (3, "№", "№ 01", "number_twice"),
        (4, None, None, "nothing_said"),
        (5, "№", "9" * 41, "too_long"),
        (5, "Кількість", "1000", "impossible_count"),
    ], key=str)  # fmt: skip
    assert journal.stopped
    assert {each.code for each in journal.problems if each.stops} == {"impossible_count", "nothing_said", "too_long"}


def test_a_doubt_alone_stops_nothing_and_is_kept_as_written() -> None:
    journal = read("№;Стать;Дата\n1;нерозбірливо;після обстрілу\n")
    assert not journal.stopped
    assert (journal.lines[0].sex_as_written, journal.lines[0].buried) == ("нерозбірливо", "після обстрілу")


@pytest.mark.parametrize(
    ("text", "day"),
    [("16.09.2022", 16), ("16.9.22", 16), ("16/09/2022", 16), ("16 вересня 2022 р.", 16), ("2022-09-16 00:00:00", 16)],
)
def test_dates_are_read_in_the_manners_of_many_hands(text: str, day: int) -> None:
    assert date_of(text) == When.day(date(2022, 9, day))


def test_a_month_and_a_year_are_dates_and_the_end_of_february_is_none() -> None:
    assert date_of("вересень 2022") == When(date(2022, 9, 1), date(2022, 9, 30))
    assert date_of("2022") == When(date(2022, 1, 1), date(2022, 12, 31))
    assert date_of("30.02.2022") is None
    assert date_of("") is None


def test_one_number_is_one_however_it_is_written() -> None:
    assert {mark_key(text) for text in ("17", "№ 017", "Хрест 17", "n 17", "17 Яворенко І.")} == {"17"}
    assert mark_key("17а") == mark_key("17 А") != mark_key("17")
    assert mark_key("17-А") == mark_key("№ 17а") == "17а"
    assert mark_key("17/2") == "17/2"
    assert mark_key("17-2") == "17-2"
    assert mark_key("ЗСУ 17 осіб, морг") == mark_key("зсу 17  осіб, морг.")


def test_a_file_without_number_or_name_or_with_an_unknown_column_is_refused() -> None:
    table = table_of("Колір;Вік\nсиній;3\n".encode(), "j.csv")
    with pytest.raises(InputError, match="no column says the number or the name"):
        read_journal(table, {})
    with pytest.raises(InputError, match="there is no such column"):
        read_journal(table, {"name": "Прізвище"})
    with pytest.raises(InputError, match="there is no such field") as error:
        read_journal(table, {"colour": "Колір"})
    assert error.value.place == Place("j.csv", None, "colour")
    assert set(LABELS) == set(error.value.values["fields"])  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Яворенко І.", "Yavorenko Ivan", True),
        ("Гнатюк", "Ґнатюк", True),
        ("Зозуля Наталя", "Зозуля Наталія", True),
        ("Щербак М. В.", "Щербак Микола", True),
        ("Семёнов", "Семенов", True),
        ("Яворенко І.", "Яворенко П.", False),
        ("Яворенко", "Калиняк", False),
        ("Лис", "Ліс", True),
        ("Лис", "Вус", False),
        ("Бондар", "Бондарук", False),
    ],
)
def test_names_are_compared_without_their_spelling(one: str, other: str, same: bool) -> None:
    assert may_be_one_name(one, other) is same
    assert may_be_one_name(other, one) is same


@pytest.mark.parametrize(
    "text", ["17 І. Яворенко", "17 М. Коваль", "17 і 18", "мог. 17", "могила № 17", "хр. 17", "номер 17", "17-й хрест"]
)
def test_an_initial_behind_a_number_is_no_part_of_it(text: str) -> None:
    assert mark_key(text) == "17"


def test_of_a_doubtful_number_only_its_digits_are_told() -> None:
    assert digits_of("№ 017 Яворенко Ганна") == "017"
    assert digits_of("біля паркану") == ""


def test_merged_cells_stop_a_journal_and_name_what_they_hide() -> None:
    """Number 5 over three rows: the second and third would have none, and be lost to grave 5."""
    rows: list[list[object]] = [["№", "ПІБ", "Примітки"], [5, "Перша"], [None, "Друга"], [None, "Третя"]]
    journal = read_book(*rows, merged="A2:A4")
    assert codes(journal) == [(2, "№", None, "merged_cells")]
    assert journal.stopped
    assert not read_book(*rows, merged="D2:D4").stopped, "no column that is read"
    assert not read_book(["№", "ПІБ", None], *rows[1:], merged="B1:C1").stopped, "above the rows"


def test_a_formula_that_was_never_counted_stops_a_journal() -> None:
    journal = read_book(["№", "ПІБ", "Кількість"], [1, "Перша", "=1+4"], [2, "Друга", 1])
    assert journal.lines[0].count is None
    assert codes(journal) == [(2, "Кількість", None, "formula")]
    assert journal.stopped


def test_a_table_without_a_header_stops_and_a_number_sign_is_a_label() -> None:
    """The first burial would become the header, and be lost."""
    table = table_of("1;Яворенко Ганна;ж\n2;Коваль Іван;ч\n".encode(), "j.csv")
    journal = read_journal(table, {"mark": "1", "name": "Яворенко Ганна"})
    assert codes(journal) == [(1, None, "1", "no_known_label")]
    assert journal.stopped
    for content in (
        "#;ПІБ;Стать\n1;Яворенко Ганна;ж\n".encode(),
        workbook(["#", "ПІБ", "Стать"], [1, "Яворенко", "ж"]),
    ):
        table = table_of(content, "j")
        assert table.header == ("#", "ПІБ", "Стать")
        assert len(table.rows) == 1


@pytest.mark.parametrize("sums", ["Разом: 2", "Всього поховано 445 осіб", "Усього", "TOTAL 3"])
def test_a_row_that_sums_up_is_no_burial(sums: str) -> None:
    for row in (f"{sums};", f";{sums}"):
        journal = read(f"№;ПІБ\n1;Яворенко\n{row}\n")
        assert [code for at, _field, _value, code in codes(journal)] == ["totals"]
        assert journal.stopped
    assert not read("№;ПІБ\n1;Разом з дитиною\n").stopped


def test_a_workbook_that_would_fill_the_memory_is_refused() -> None:
    """One cell in the last column makes each row 16 384 cells wide."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "ПІБ"
    for row in range(2, 40):
        sheet.cell(row, 16_384, 1)
    made = io.BytesIO()
    book.save(made)
    with pytest.raises(InputError, match="the sheet is too large") as error:
        table_of(made.getvalue(), "j.xlsx")
    assert error.value.place == Place("j.xlsx", 2)


@pytest.mark.parametrize(("limit", "value"), [("ROWS", 3), ("CELLS", 7), ("COLUMNS", 1), ("UNPACKED", 1 << 10)])
def test_each_limit_of_a_workbook_holds(limit: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook(["№", "ПІБ"], [1, "а"], [2, "б"], [3, "в"])
    assert len(table_of(content, "j.xlsx").rows) == 3
    monkeypatch.setattr(tables, limit, value)
    with pytest.raises(InputError, match="too large"):
        table_of(content, "j.xlsx")
