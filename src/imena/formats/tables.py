"""Tables: rows of text from tab, semicolon or comma separated files and from XLSX, each with its number in the file."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from imena.core.errors import InputError, Place

SEPARATORS = "\t;,"


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells, stripped, as many as the header has. `number` counts from 1 as a spreadsheet does."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and the rows below it. Empty lines and lines that begin with # are left out."""

    file: str
    sha256: str
    header_row: int
    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def place(self, row: Row, column: int) -> Place:
        return Place(self.file, row.number, self.header[column], row.cells[column])


def read_bytes(path: Path) -> bytes:
    """The content of a file; an `InputError` where there is none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError("there is no such file", place=Place(str(path))) from None
    except OSError as error:
        raise InputError("cannot be read: {problem}", place=Place(str(path)), problem=error.strerror) from None
    if not content.strip():
        raise InputError("the file is empty", place=Place(path.name))
    return content


def read_table(path: Path) -> Table:
    """Read a table. The separator is the first of tab, semicolon and comma that the header holds.

    Text is UTF-8 or UTF-16 with a byte order mark, UTF-8 without, else Windows-1251 where that gives Cyrillic
    letters, else Windows-1252. Raises `InputError` for an empty file, a header with a label twice, a row longer than
    the header, and a second header further down.
    """
    content = read_bytes(path)
    lines = list(_xlsx_lines(path, content) if content.startswith(b"PK") else _text_lines(path, content))
    if len(lines) < 2:
        raise InputError("expected a header and at least one row below it", place=Place(path.name))
    (header_row, header), *rest = lines
    labels = _labels(path.name, header_row, header)
    rows = tuple(_row(path.name, number, cells, labels) for number, cells in rest)
    return Table(path.name, hashlib.sha256(content).hexdigest(), header_row, labels, rows)


def decode(content: bytes, file: str) -> str:
    """The text of a file, in the encodings `read_table` names."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if b"\0" in content:
        raise InputError("expected a table as text", place=Place(file))
    cyrillic = content.decode("cp1251", errors="replace")
    latin = content.decode("cp1252", errors="replace")
    return cyrillic if _cyrillic_words(cyrillic) else latin


def _cyrillic_words(text: str) -> bool:
    """Whether two Cyrillic letters stand together, as they do in words; accents in Spanish words stand alone."""
    return any("\u0400" <= a <= "\u04ff" and "\u0400" <= b <= "\u04ff" for a, b in pairwise(text))


Line = tuple[int, list[str]]


def _text_lines(path: Path, content: bytes) -> Iterable[Line]:
    text = decode(content, path.name)
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    separator = next((mark for mark in SEPARATORS if mark in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return _filled((reader.line_num, cells) for cells in reader)


def _xlsx_lines(path: Path, content: bytes) -> Iterable[Line]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise InputError("reading XLSX needs the extra xlsx: pip install imena[xlsx]", place=Place(path.name)) from None
    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise InputError("expected an XLSX workbook", place=Place(path.name)) from None
    rows = sheet.iter_rows(values_only=True)
    return _filled((number, [_cell(value) for value in row]) for number, row in enumerate(rows, start=1))


def _cell(value: object) -> str:
    """A cell as it is shown: a number without the decimals it does not have."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def _filled(lines: Iterable[Line]) -> Iterable[Line]:
    for number, cells in lines:
        stripped = [cell.strip() for cell in cells]
        if any(stripped) and not stripped[0].startswith("#"):
            yield number, stripped


def _labels(file: str, row: int, header: Sequence[str]) -> tuple[str, ...]:
    labels = list(header)
    while labels and not labels[-1]:
        labels.pop()
    for column, label in enumerate(labels):
        if label and label in labels[:column]:
            raise InputError("this column stands twice in the header", place=Place(file, row, label, label))
    return tuple(labels)


def _row(file: str, number: int, cells: Sequence[str], header: tuple[str, ...]) -> Row:
    extra = [cell for cell in cells[len(header) :] if cell]
    if extra:
        raise InputError(
            "the row has more cells than the header has columns", place=Place(file, number, None, extra[0])
        )
    padded = (*cells[: len(header)], *[""] * (len(header) - len(cells)))
    if padded[0] == header[0] and sum(cell == label != "" for cell, label in zip(padded, header, strict=True)) > 1:
        raise InputError(
            "a second header: the tables of two kits were put under each other; expected one file for each kit",
            place=Place(file, number, header[0], padded[0]),
        )
    return Row(number, padded)
