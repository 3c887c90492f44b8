"""Genotype tables as streams: what they yield and when, what they hold meanwhile, and where they refuse."""

import hashlib
import os
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from imena.core.errors import InputError, Place
from imena.demo.files import write_files
from imena.formats import (
    GenotypeTable,
    SampleStream,
    read_families,
    read_remains,
    stream_families,
    stream_remains,
    tables,
)

HEADER = "Sample\tTH01 1\tTH01 2\tAMEL 1\tAMEL 2\n"
LONG = "Sample Name\tPanel\tMarker\tAllele 1\tAllele 2\tAllele 3\tSize 1\n"
TOGETHER = (
    "B1\tP\tAMEL\tX\tY\t\t99\nB1\tP\tvWA\t17\t17\t\t1\nB1\tP\tTH01\t9.3\t\t\t1\nB1\tP\tDYS391\t10\t\t\t\n"
    "B2\tP\tVWA\t15\t16\t\t1\nB2\tP\tDYS391\t10\t\t\t\nB2\tP\tSE33\t\t\t\t\n"
)
APART = (
    "B1\tP\tAMEL\tX\tY\t\t99\nB2\tP\tVWA\t15\t16\t\t1\nB1\tP\tvWA\t17\t17\t\t1\nB1\tP\tTH01\t9.3\t\t\t1\n"
    "B2\tP\tTH01\t6\t7\t8\t1\nB3\tP\tTH01\t6\t7\t\t1\nB2\tP\tDYS391\t10\t\t\t\nB1\tP\tDYS391\t10\t\t\t\n"
    "B3\tP\tAMEL\tX\t\t\t\nB1\tP\tSE33\t\t\t\t\n"
)
TABLES = {
    "plain": f"{HEADER}B1\t9,3\t6\tX\tY\n\nB2\t\t\tX\tX\n",
    "third allele": "Sample\tTH01 1\tTH01 2\tTH01 3\nB1\t6\t7\t8\nB2\t6\t7\nB3\t6\t6\t6\nB4\t6\t7\t8\n",
    "with notes": f"{HEADER}B1\tOL\t6\tX\tY\nB2\t9.3\t\tX\t\nB3\tOL\t6\tY\tY\nB4\t6\t7\tX\t\n",
    "columns": "Sample\tD3\t\tDYS391\tTH01 1\tTH01 2\t\tS 1 b\n"
    "B1\t1\t\t2\t6\tOL\nB2\t\t\t\t6\t7\tq\nB3\t\tr\t\t6\t7\tq\n",
    "sex": "Sample\tSex\tTH01 1\tTH01 2\tAMEL 1\tAMEL 2\n"
    "B1\tM\t6\t7\nB2\tч\t6\t7\tX\tY\nB3\t?\t6\t7\tX\tX\nB4\tM\t7\t7\n",
    "together": LONG + TOGETHER,
    "apart": LONG + APART,
    "long, with sex": "Sample\tSex\tMarker\tAllele 1\tAllele 2\nB1\tM\tDYS19\t9\nB2\tF\tTH01\t6\t7\nB1\tM\tTH01\t6\n",
    "commas": '# of the kit\nSample,TH01 1,TH01 2,\nB1,"9,3",6,\nB2,6,6\n',
    "Cyrillic": "Зразок;TH01 1;TH01 2\nР1;6;7\nР2 №;9,3;7\n",
}


def write(folder: Path, content: bytes | str) -> Path:
    path = folder / "pm.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(read: Callable[[], object]) -> InputError:
    with pytest.raises(InputError) as caught:
        read()
    return caught.value


def samples(rows: Iterable[Any]) -> list[str]:
    return [row.sample for row in rows]


def same(stream: SampleStream, table: GenotypeTable) -> bool:
    rows = tuple(stream)
    # A stream's notes come as they are met, a table's with those on columns first.
    notes = sorted(map(repr, stream.notes)) == sorted(map(repr, table.notes))
    whole = (stream.file, stream.sha256, stream.loci, rows) == (table.file, table.sha256, table.loci, table.rows)
    return notes and whole


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("piece", [4, 7, 1 << 20])
def test_a_stream_is_the_table(tmp_path: Path, text: str, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, text)
    table = read_remains(path)
    monkeypatch.setattr(tables, "_PIECE", piece)
    assert same(stream_remains(path), table)
    assert table.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_the_villages_tables(tmp_path: Path) -> None:
    write_files(tmp_path)
    remains, families = tmp_path / "remains.txt", tmp_path / "families.txt"
    assert same(stream_remains(remains), read_remains(remains))
    assert same(stream_families(families), read_families(families))


def test_a_workbook(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["Sample", "TH01 1", "TH01 2"], ["B1", 9.3, 6], [], ["B2", 7, "OL"]):
        book.active.append(row)
    book.save(tmp_path / "pm.xlsx")
    stream = stream_remains(tmp_path / "pm.xlsx")
    assert [(row.row, dict(row.genotypes)) for row in stream] == [(2, {"TH01": ("9.3", "6")}), (4, {})]
    assert same(stream_remains(tmp_path / "pm.xlsx"), read_remains(tmp_path / "pm.xlsx"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("piece", [4, 5, 7])
def test_pieces_end_anywhere(
    tmp_path: Path, encoding: str, end: str, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_PIECE", piece)
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    path = write(tmp_path, (mark + TABLES["Cyrillic"].replace("\n", end)).encode(encoding))
    rows = [(row.row, row.sample, dict(row.genotypes)) for row in stream_remains(path)]
    assert rows == [(2, "Р1", {"TH01": ("6", "7")}), (3, "Р2 №", {"TH01": ("9.3", "7")})]


@pytest.mark.parametrize(
    ("encoding", "last", "read"),
    [("cp1251", "Коваль", "Коваль"), ("cp1252", "Peña", "Peña"), ("cp1252", "Ñ1ñ", "Ñ1ñ"), ("utf-8", "Ñ", "Ñ")],
)
def test_the_encoding_shows_in_the_last_row(
    tmp_path: Path, encoding: str, last: str, read: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_PIECE", 16)
    path = write(tmp_path, (HEADER + "B1\t6\t7\n" + f"{last}\t6\t7\n").encode(encoding))
    assert samples(stream_remains(path)) == ["B1", read]


def test_text_in_two_encodings_is_read_in_one(tmp_path: Path) -> None:
    content = (HEADER + "Ñ\t6\t7\n").encode() + "Ñ\t6\t7\n".encode("cp1252")
    assert samples(stream_remains(write(tmp_path, content))) == ["Ã‘", "Ñ"]


def test_a_row_comes_before_a_fault_below_it(tmp_path: Path) -> None:
    stream = stream_remains(write(tmp_path, f"{HEADER}B1\t6\t7\nB2\t6\t7\nB3\t6\t7x\n"))
    assert (stream.loci, stream.sha256) == (("TH01",), "")
    rows = iter(stream)
    assert [next(rows).sample, next(rows).sample] == ["B1", "B2"]
    assert refused(lambda: next(rows)).place == Place("pm.txt", 4, "TH01 2", "7x")


def test_a_sample_of_a_long_table_comes_when_it_ends(tmp_path: Path) -> None:
    rows = iter(stream_remains(write(tmp_path, LONG + "B1\tP\tFGA\t6\t7\nB1\tP\tTH01\t6\t7\nB2\tP\tFGA\t6\t7x\n")))
    assert dict(next(rows).genotypes) == {"FGA": ("6", "7"), "TH01": ("6", "7")}
    assert refused(lambda: next(rows)).place == Place("pm.txt", 4, "Allele 2", "7x")


def test_samples_that_stand_apart_wait_for_their_last_row(tmp_path: Path) -> None:
    text = "B1\tP\tFGA\t6\t7\nB2\tP\tFGA\t8\t8\nB3\tP\tFGA\t9\t9\nB2\tP\tTH01\t6\t6\nB1\tP\tTH01\t7\t7\nB4\tP\tFGA\tq\n"
    rows = iter(stream_remains(write(tmp_path, LONG + text)))
    assert [(row.row, row.sample, dict(row.genotypes)) for row in (next(rows), next(rows), next(rows))] == [
        (2, "B1", {"FGA": ("6", "7"), "TH01": ("7", "7")}),
        (3, "B2", {"FGA": ("8", "8"), "TH01": ("6", "6")}),
        (4, "B3", {"FGA": ("9", "9")}),
    ]
    assert refused(lambda: next(rows)).place == Place("pm.txt", 7, "Allele 1", "q")


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        (f"{HEADER}B1\t6\t7\nB2\t6\t7\nB1\t6\t7\n", "this sample stands twice", Place("pm.txt", 4, "Sample", "B1")),
        (f"{HEADER}B1\t6\t7\n{HEADER}", "a second header", Place("pm.txt", 3, "Sample", "Sample")),
        (f"{HEADER}B1\t6\t7\nB2\t1\t2\t\t\t\t9\n", "the row has more cells", Place("pm.txt", 3, None, "9")),
        ("Sample,A 1,A 2\nB1,9,3,\n", "the row has more cells", Place("pm.txt", 2)),
        (f'{HEADER}B1\t6\t7\n"B2\t6\t7\nB3\t6\t7\n', "expected a row on one line", Place("pm.txt", 3)),
        (f"{HEADER}B1\t6\t7\n\t6\t7\n", "expected a value here", Place("pm.txt", 3, "Sample", "")),
        (f"{HEADER}B1\t6\t7\nB\x002\t6\t7\n", "expected a table as text", Place("pm.txt")),
        (f"{HEADER}", "expected a header and at least one row", Place("pm.txt")),
        ("", "the file is empty", Place("pm.txt")),
        ("Sample\tSex\tA 1\tA 2\nB\tQ\t6\t7\n", "expected a sex", Place("pm.txt", 2, "Sex", "Q")),
        (
            f"{LONG}B1\tP\tTH01\t6\t7\nB2\tP\tFGA\t6\t7\nB1\tP\tTHO1\t6\t7\n",
            "this marker",
            Place("pm.txt", 4, "Marker", "THO1"),
        ),
        (f"{LONG}B1\tP\tTH01\t6\t7\nB1\tP\t\t6\t7\n", "expected a value here", Place("pm.txt", 3, "Marker", "")),
        (f"{LONG}B1\tP\tDYS19\t6\nB1\tP\tDYS19\t6\n", "this marker", Place("pm.txt", 3, "Marker", "DYS19")),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, message: str, place: Place) -> None:
    path = write(tmp_path, text)
    streamed, read = refused(lambda: list(stream_remains(path))), refused(lambda: read_remains(path))
    assert streamed.message.startswith(message)
    assert streamed.place == place
    assert (read.message, read.place, read.values) == (streamed.message, streamed.place, streamed.values)


def test_the_earlier_row_of_a_marker_that_stands_twice(tmp_path: Path) -> None:
    text = "B1\tP\tFGA\t6\t7\nB2\tP\tTH01\t6\t7\nB1\tP\tTH01\t6\t7\nB1\tP\tTHO1\t6\t7\n"
    assert refused(lambda: read_remains(write(tmp_path, LONG + text))).values == {"earlier": 4}


@pytest.mark.parametrize("text", [TABLES["with notes"], TABLES["columns"], LONG + TOGETHER])
def test_notes_may_be_taken_after_each_row(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    stream, taken = stream_remains(path), []
    for _ in stream:
        taken += stream.notes
        stream.notes.clear()
    assert sorted(map(repr, taken)) == sorted(map(repr, read_remains(path).notes))


def test_notes_on_columns_come_first_in_a_table(tmp_path: Path) -> None:
    places = [note.place for note in read_remains(write(tmp_path, TABLES["columns"])).notes]
    assert [place.field for place in places] == ["D3", "", "DYS391", "", "S 1 b", "TH01 2"]
    places = [note.place for note in read_remains(write(tmp_path, LONG + TOGETHER)).notes]
    assert [(place.row, place.field) for place in places] == [(5, "Marker"), (4, "Allele 1")]


def test_a_stream_is_read_once(tmp_path: Path) -> None:
    stream = stream_remains(write(tmp_path, TABLES["plain"]))
    assert samples(stream) == ["B1", "B2"]
    assert samples(stream) == []


def peak(read: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        read()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("long", [False, True])
def test_a_stream_holds_little(tmp_path: Path, long: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_PIECE", 4096)
    loci = [f"D{number}S1" for number in range(1, 23)]
    header = LONG if long else "Sample\t" + "\t".join(f"{locus} {copy}" for locus in loci for copy in (1, 2)) + "\n"
    between, each = ("", "B{}\tP\t{}\t6\t7\n") if long else ("\n", "\t6\t7")
    lines = [
        ("" if long else f"B{sample}") + "".join(each.format(sample, locus) for locus in loci) + between
        for sample in range(1000)
    ]
    path = write(tmp_path, header + "".join(lines))

    def stream() -> None:
        for row in stream_remains(path):
            assert len(row.genotypes) == 22

    assert peak(stream) < peak(lambda: read_remains(path)) / 2


def test_a_pipe(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, TABLES["apart"].encode())
    os.close(writing)
    try:
        stream = stream_remains(Path(f"/dev/fd/{reading}"))
        assert samples(stream) == ["B1", "B2", "B3"]
    finally:
        os.close(reading)


@pytest.mark.parametrize("other", [f"Id{HEADER}B1\t6\t7\n", "", f"{HEADER}B1\t6\t7\nПетро\t6\t7\n".encode("cp1251")])
def test_a_file_that_changes_under_the_stream(tmp_path: Path, other: bytes | str) -> None:
    stream = stream_remains(write(tmp_path, TABLES["plain"]))
    write(tmp_path, other)
    assert str(refused(lambda: list(stream))) == "pm.txt: cannot be read: it changed while it was read"


def test_a_long_file_that_changes_under_the_stream(tmp_path: Path) -> None:
    rows = iter(stream_remains(write(tmp_path, LONG + TOGETHER)))
    next(rows)
    with (tmp_path / "pm.txt").open("a") as file:
        file.write("B1\tP\tFGA\t6\t7\n")
    assert refused(lambda: list(rows)).message == "cannot be read: {problem}"
