"""Tables: rows of text from tab, semicolon or comma separated files and from XLSX, each with its number in the file."""

import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from imena.core.errors import InputError, Place

SEPARATORS = "\t;,"


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells, stripped, as many as the header has. `number` counts from 1 as a spreadsheet does."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and the rows below it. Empty lines and lines of # above the header are left out."""

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
        raise InputError("there is no such file", place=Place(path.name)) from None
    except OSError as error:
        raise InputError("cannot be read: {problem}", place=Place(path.name), problem=error.strerror) from None
    if not content.strip():
        raise InputError("the file is empty", place=Place(path.name))
    return content


def is_workbook(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def read_table(path: Path) -> Table:
    """Read a table. The separator is the first of tab, semicolon and comma that the header holds outside quotes.

    Text is UTF-8 or UTF-16 with a byte order mark, UTF-8 without, else Windows-1251 where that gives Cyrillic
    words, else Windows-1252. Lines that begin with # are comments above the header only: below it they are rows.
    Raises `InputError` for an empty file, what is no text, a header with a label twice, a quote that is not closed, a
    row longer than the header (in a comma table also by empty cells: such a row may hold a decimal comma without
    quotes), and a second header further down.
    """
    content = read_bytes(path)
    comma = False
    if is_workbook(content):
        lines = list(_filled(_xlsx_lines(path.name, content)))
    else:
        written, separator = _text_lines(path.name, decode(content, path.name))
        lines, comma = list(_filled(written)), separator == ","
    if len(lines) < 2:
        raise InputError("expected a header and at least one row below it", place=Place(path.name))
    (header_row, header), *rest = lines
    labels = _labels(path.name, header_row, header)
    width = len(header) if comma else None
    rows = tuple(_row(path.name, number, cells, labels, width) for number, cells in rest)
    return Table(path.name, hashlib.sha256(content).hexdigest(), header_row, labels, rows)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def decode(content: bytes, file: str) -> str:
    """The text of a file, in the encodings `read_table` names."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError("expected a table as text or XLSX, not an Excel workbook of before 2007", place=Place(file))
    text = _decoded(content)
    if text is None or _CONTROL.search(text):
        raise InputError("expected a table as text", place=Place(file))
    return text


def _decoded(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _attempt(content, "utf-16")
    text = _attempt(content, "utf-8-sig")
    if text is not None:
        return text
    cyrillic = _attempt(content, "cp1251")
    return cyrillic if cyrillic and _cyrillic_words(cyrillic) else _attempt(content, "cp1252")


def _attempt(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _cyrillic_words(text: str) -> bool:
    """Whether two Cyrillic letters stand together, as they do in words; accents in Spanish words stand alone."""
    return any("\u0400" <= a <= "\u04ff" and "\u0400" <= b <= "\u04ff" for a, b in pairwise(text))


Line = tuple[int, list[str]]


def _text_lines(file: str, text: str) -> tuple[Iterator[Line], str]:
    """The records with their line numbers, and the separator."""
    lines = io.StringIO(text, newline="").readlines()
    start = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    first = re.sub(r'"[^"]*"', "", lines[start]) if start < len(lines) else ""
    separator = next((mark for mark in SEPARATORS if mark in first), ",")
    return _records(file, lines[start:], start, separator), separator


def _records(file: str, lines: Sequence[str], start: int, separator: str) -> Iterator[Line]:
    """A quote that is not closed would swallow the samples below it, so no cell may go over the end of its line."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    before = 0
    try:
        for cells in reader:
            if reader.line_num - before != 1:
                raise csv.Error
            before = reader.line_num
            yield start + before, cells
    except csv.Error:
        raise InputError(
            "expected a row on one line, with each quote closed", place=Place(file, start + before + 1)
        ) from None


def _xlsx_lines(file: str, content: bytes) -> Iterable[Line]:
    """The rows of the one sheet that has any. Other sheets with data are refused, not passed over."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise InputError("reading XLSX needs the extra xlsx: pip install imena[xlsx]", place=Place(file)) from None
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = {sheet.title: _sheet_lines(sheet) for sheet in book.worksheets}
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError):
        # A part that is no XML is a SyntaxError (ElementTree.ParseError).
        raise InputError("expected an XLSX workbook", place=Place(file)) from None
    filled = [title for title, lines in sheets.items() if any(_filled(lines))]
    if len(filled) > 1:
        raise InputError("expected one sheet with data; found {sheets}", place=Place(file), sheets=", ".join(filled))
    return sheets[filled[0]] if filled else []


def _sheet_lines(sheet: Any) -> list[Line]:
    # Some programs state a size of one cell for every sheet.
    sheet.reset_dimensions()
    return [
        (number, [_cell(value) for value in row])
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
    ]


def _cell(value: object) -> str:
    """A cell as it is shown: a number without the decimals it does not have."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    header_seen = False
    for number, cells in lines:
        stripped = [cell.strip() for cell in cells]
        if any(stripped) and (header_seen or not stripped[0].startswith("#")):
            header_seen = True
            yield number, stripped


def _labels(file: str, row: int, header: Sequence[str]) -> tuple[str, ...]:
    labels = list(header)
    while labels and not labels[-1]:
        labels.pop()
    for column, label in enumerate(labels):
        if label and label in labels[:column]:
            raise InputError("this column stands twice in the header", place=Place(file, row, label, label))
    return tuple(labels)


def _row(file: str, number: int, cells: Sequence[str], header: tuple[str, ...], width: int | None) -> Row:
    """A row as wide as the header; `width` is how many cells a comma table's header has, empty ones included."""
    if _is_header(cells, header):
        raise InputError(
            "a second header: the tables of two kits were put under each other; expected one file for each kit",
            place=Place(file, number, header[0], cells[0]),
        )
    extra = [cell for cell in cells[len(header) :] if cell]
    if extra:
        raise InputError(
            "the row has more cells than the header has columns", place=Place(file, number, None, extra[0])
        )
    if width is not None and len(cells) > width:
        raise InputError(
            "the row has more cells than the header has columns; a decimal comma must stand in quotes",
            place=Place(file, number),
        )
    return Row(number, (*cells[: len(header)], *[""] * (len(header) - len(cells))))


def _is_header(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether labels stand where data should: the first again, or two of any columns."""
    labels = {label.casefold() for label in header if label}
    again = sum(cell.casefold() in labels for cell in cells)
    return bool(cells[0] and cells[0].casefold() == header[0].casefold()) or again > 1
