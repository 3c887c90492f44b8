"""Tables as text and as XLSX: separators, encodings, row numbers, and what is refused."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imena.core.errors import InputError, Place
from imena.formats import read_table

Write = Callable[[bytes | str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: bytes | str) -> Path:
        path = tmp_path / "table.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read_table(path)
    return caught.value


@pytest.mark.parametrize("separator", ["\t", ";", ","])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(write: Write, separator: str, end: str) -> None:
    rows: list[list[Any]] = [
        ["Sample", "A 1", "A 2", ""],
        ["S1", '"9,3"', "15", ""],
        ["", "", "", ""],
        ["S2", "", "7", ""],
    ]
    table = read_table(write(end.join(separator.join(row) for row in rows) + end))
    assert table.header == ("Sample", "A 1", "A 2")
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("S1", "9,3", "15")), (4, ("S2", "", "7"))]


def test_decimal_commas_need_no_quotes_between_tabs(write: Write) -> None:
    assert read_table(write("Sample\tA 1\nS\t9,3\n")).rows[0].cells == ("S", "9,3")


def test_a_separator_within_quotes_separates_nothing(write: Write) -> None:
    assert read_table(write('"Sample; ours",A 1\nS,9\n')).header == ("Sample; ours", "A 1")


def test_the_checksum_is_of_the_bytes(write: Write) -> None:
    content = b"\xef\xbb\xbfA\tB\r\n1\t2\r\n"
    table = read_table(write(content))
    assert (table.file, table.sha256) == ("table.txt", hashlib.sha256(content).hexdigest())
    assert table.header == ("A", "B")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_ukrainian_in_each_encoding(write: Write, encoding: str) -> None:
    table = read_table(write("Зразок\tСім'я\nР1\tКоваль\n".encode(encoding)))
    assert table.header == ("Зразок", "Сім'я")
    assert table.rows[0].cells == ("Р1", "Коваль")


def test_spanish_of_windows(write: Write) -> None:
    table = read_table(write("Muestra\tRelación\nM1\tTío, niño\n".encode("cp1252")))
    assert table.header == ("Muestra", "Relación")
    assert table.rows[0].cells == ("M1", "Tío, niño")


def test_comments_above_the_header_keep_the_row_numbers(write: Write) -> None:
    table = read_table(write('# "exported\n\n# 2026\nSample\tA\nS1\t1\n'))
    assert table.header_row == 4
    assert table.rows[0].number == 5


def test_a_sample_may_be_named_with_a_hash(write: Write) -> None:
    assert [row.cells[0] for row in read_table(write("Sample\tA\nS1\t1\n#12\t2\n")).rows] == ["S1", "#12"]


@pytest.mark.parametrize(
    ("content", "message", "place"),
    [
        (b"", "the file is empty", Place("table.txt")),
        (b" \r\n\n", "the file is empty", Place("table.txt")),
        (b"A\tB\n", "expected a header and at least one row below it", Place("table.txt")),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "expected a table as text", Place("table.txt")),
        (b"S\x00a\x00m\x00", "expected a table as text", Place("table.txt")),
        (b"\xff\xfeS\x00a", "expected a table as text", Place("table.txt")),
        (b"PK\x03\x04rubbish", "expected an XLSX workbook", Place("table.txt")),
        (b"A\tB\tA\n1\t2\t3\n", "this column stands twice in the header", Place("table.txt", 1, "A", "A")),
        (
            b"A\tB\n1\t2\n1\t2\t\t3\n",
            "the row has more cells than the header has columns",
            Place("table.txt", 3, None, "3"),
        ),
        (
            b"A,B,C\n1,9,3,\n",
            "the row has more cells than the header has columns; a decimal comma must stand in quotes",
            Place("table.txt", 2),
        ),
        (
            b'A\tB\n1\t2\n"1\t2\n3\t4\n',
            "expected a row on one line, with each quote closed",
            Place("table.txt", 3),
        ),
        (
            b'A\tB\n1\t2\n"1\t2\n3"\t4\n',
            "expected a row on one line, with each quote closed",
            Place("table.txt", 3),
        ),
    ],
)
def test_what_is_refused(write: Write, content: bytes, message: str, place: Place) -> None:
    error = refused(write(content))
    assert error.message == message
    assert error.place == place


@pytest.mark.parametrize("second", ["Sample\tD8 1\tD8 2", "sample\tD3 1\tD3 2", "Name\tD3 2\tD3 1", "Sample\tX\tY\tZ"])
def test_a_second_header(write: Write, second: str) -> None:
    error = refused(write(f"Sample\tD3 1\tD3 2\nS1\t15\t16\n{second}\nS2\t12\t13\n"))
    assert "one file for each kit" in error.message
    assert error.place == Place("table.txt", 3, "Sample", second.split("\t")[0])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.txt").place == Place("none.txt")
    assert refused(tmp_path).message == "cannot be read: {problem}"


def test_an_old_workbook(write: Write) -> None:
    assert "before 2007" in refused(write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)).message


def test_a_workbook(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Sample", "A 1", "A 2", None],
        [],
        ["S1", 15, 9.3, None],
        ["S2", 9.2999999999999989, 15.0],
    ]
    table = read_table(workbook(tmp_path / "book.xlsx", {"Typing": rows, "Empty": []}))
    assert table.header == ("Sample", "A 1", "A 2")
    assert [(row.number, row.cells) for row in table.rows] == [(3, ("S1", "15", "9.3")), (4, ("S2", "9.3", "15"))]


def test_a_second_sheet_is_not_passed_over(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {"One": [["A", "B"], [1, 2]], "Two": [["A", "B"], [3, 4]]}
    error = refused(workbook(tmp_path / "book.xlsx", sheets))
    assert str(error) == "book.xlsx: expected one sheet with data; found One, Two"
