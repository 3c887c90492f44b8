"""Tables: rows of text from tab, semicolon or comma separated files and from XLSX, each with its number in the file.

A text is read in pieces: once to find its encoding, then for the rows. So a table of a million lines, of which only
some are needed at a time, need not be held in memory.
"""

import codecs
import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol

from defusedxml.ElementTree import iterparse

from imena.core.errors import InputError, Place

SEPARATORS = "\t;,"
_PIECE = 1 << 20
UNPACKED, COLUMNS, CELLS, ROWS = 128 << 20, 2_000, 4_000_000, 200_000
"""The most that a workbook may hold: bytes when unpacked, columns, cells with the empty ones before them, rows."""
MERGED, NO_VALUE = "merged", "no_value"

Line = tuple[int, list[str]]
Pieces = Callable[[], Iterable[bytes]]
Source = Callable[[Callable[[bytes], object]], tuple[Iterator[Line], bool]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells, stripped, as many as the header has. `number` counts from 1 as a spreadsheet does."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """Cells of a workbook that do not say what they hold: `MERGED` into one, or a formula with `NO_VALUE` kept.

    Rows count from 1, columns from 0; the last ones are included.
    """

    code: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and the rows below it. Empty lines and lines of # above the header are left out."""

    file: str
    sha256: str
    header_row: int
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    unclear: tuple[Area, ...] = ()
    """What `unclear_areas` found, where it was asked."""

    def place(self, row: Row, column: int) -> Place:
        return Place(self.file, row.number, self.header[column], row.cells[column])


class Headed(Protocol):
    """What is known of a table before its rows are read."""

    @property
    def file(self) -> str: ...
    @property
    def header_row(self) -> int: ...
    @property
    def header(self) -> tuple[str, ...]: ...


@dataclass(slots=True)
class TableStream:
    """A table whose rows are read from the file as they are asked for. `sha256` stands when all have been.

    `source` gives the lines, header included, shows their bytes to a function, and says whether commas separate.
    """

    file: str
    header_row: int
    header: tuple[str, ...]
    width: int | None
    source: Source
    comments: bool = True
    sha256: str = ""

    def place(self, row: Row, column: int) -> Place:
        return Place(self.file, row.number, self.header[column], row.cells[column])

    def rows(self) -> Iterator[Row]:
        """The rows, from the first each time this is called. A file that changes between the times is refused."""
        labels = frozenset(label.casefold() for label in self.header if label)
        columns = len(self.header)
        lines = _filled(self._lines(), comments=self.comments)
        _, first = next(lines, (0, []))
        if tuple(first[:columns]) != self.header:
            raise self._changed()
        for number, cells in lines:
            if len(cells) == columns and labels.isdisjoint(map(str.casefold, cells)):
                yield Row(number, tuple(cells))
            else:
                yield _row(self, number, cells, labels)

    def last_rows(self, column: int) -> dict[str, int]:
        """The row where each text of a column stands last."""
        return {cells[column].strip(): number for number, cells in self._lines() if column < len(cells)}

    def _lines(self) -> Iterator[Line]:
        digest = hashlib.sha256()
        try:
            yield from self.source(digest.update)[0]
        except UnicodeDecodeError:
            raise self._changed() from None
        if self.sha256 not in ("", digest.hexdigest()):
            raise self._changed()
        self.sha256 = digest.hexdigest()

    def _changed(self) -> InputError:
        problem = "it changed while it was read"
        return InputError("cannot be read: {problem}", place=Place(self.file), problem=problem)


def read_bytes(path: Path) -> bytes:
    """The content of a file; an `InputError` where there is none."""
    content = b"".join(_pieces(path))
    _refuse_empty((content,), path.name)
    return content


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except FileNotFoundError:
        raise InputError("there is no such file", place=Place(path.name)) from None
    except OSError as error:
        raise InputError("cannot be read: {problem}", place=Place(path.name), problem=error.strerror) from None


def _refuse_empty(pieces: Iterable[bytes], file: str) -> None:
    if not any(piece.strip() for piece in pieces):
        raise InputError("the file is empty", place=Place(file))


def is_workbook(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def read_table(path: Path, *, comments: bool = True) -> Table:
    """Read a table. The separator is the first of tab, semicolon and comma that the header holds outside quotes.

    Text is UTF-8 or UTF-16 with a byte order mark, UTF-8 without, else Windows-1251 where that gives Cyrillic
    words, else Windows-1252. Lines that begin with # are comments above the header only: below it they are rows.
    Without `comments` they are none: the first line that is not empty is the header.
    Raises `InputError` for an empty file, what is no text, a header with a label twice, a quote that is not closed, a
    row longer than the header (in a comma table also by empty cells: such a row may hold a decimal comma without
    quotes), and a second header further down.
    """
    table = stream_table(path, comments=comments)
    rows = tuple(table.rows())
    return Table(table.file, table.sha256, table.header_row, table.header, rows)


def stream_table(path: Path, *, comments: bool = True) -> TableStream:
    """What `read_table` reads and refuses, row by row. At once only what concerns the encoding and the header.

    So where a file has several faults, the first is met, not the gravest.
    """
    pieces = _again(path)
    if is_workbook(next(iter(pieces()))):
        source = _workbook_source(path.name, read_bytes(path))
    else:
        source = partial(_text_source, path.name, pieces, _encoding(pieces, path.name), comments)
    lines, comma = source(len)
    head = list(islice(_filled(lines, comments=comments), 2))
    if len(head) < 2:
        raise InputError("expected a header and at least one row below it", place=Place(path.name))
    number, header = head[0]
    width = len(header) if comma else None
    return TableStream(path.name, number, _labels(path.name, number, header), width, source, comments)


def _again(path: Path) -> Pieces:
    """A file that can be read several times, in pieces. What is no file on a disk, as a pipe, is held in memory."""
    if not path.is_file():
        content = read_bytes(path)
        return lambda: (content,)
    _refuse_empty(_pieces(path), path.name)
    return partial(_pieces, path)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Two Cyrillic letters stand together in words; accents in Spanish words stand alone.
_CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]{2}")


def decode(content: bytes, file: str) -> str:
    """The text of a file, in the encodings `read_table` names."""
    return content.decode(_encoding(lambda: (content,), file))


def _encoding(pieces: Pieces, file: str) -> str:
    start = next(iter(pieces()))
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError("expected a table as text or XLSX, not an Excel workbook of before 2007", place=Place(file))
    marked = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1251", "cp1252"):
        if _is_text(pieces(), encoding):
            return encoding
    raise InputError("expected a table as text", place=Place(file))


def _is_text(pieces: Iterable[bytes], encoding: str) -> bool:
    """Whether this is text, without control characters, in this encoding; in Windows-1251 with Cyrillic words."""
    words, last = encoding != "cp1251", ""
    try:
        for text in _texts(pieces, encoding):
            if _CONTROL.search(text):
                return False
            words = words or bool(_CYRILLIC_WORD.search(last + text))
            last = text[-1:]
    except UnicodeDecodeError:
        return False
    return words


def _texts(pieces: Iterable[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for piece in pieces:
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def _text_source(
    file: str, pieces: Pieces, encoding: str, comments: bool, hashed: Callable[[bytes], object]
) -> tuple[Iterator[Line], bool]:
    """The records with their line numbers, and whether commas separate their cells."""
    lines = _split(_texts(_shown(pieces(), hashed), encoding))
    for start, line in enumerate(lines):
        if line.strip() and not (comments and line.startswith("#")):
            first = re.sub(r'"[^"]*"', "", line)
            separator = next((mark for mark in SEPARATORS if mark in first), ",")
            return _records(file, chain((line,), lines), start, separator), separator == ","
    return iter(()), False


def _shown(pieces: Iterable[bytes], hashed: Callable[[bytes], object]) -> Iterator[bytes]:
    for piece in pieces:
        hashed(piece)
        yield piece


def _split(texts: Iterable[str]) -> Iterator[str]:
    """The lines with their ends. The last of a piece is kept for the next: it may go on, if only by a line feed."""
    kept = ""
    for text in texts:
        lines = io.StringIO(kept + text, newline="").readlines()
        kept = lines.pop() if lines else ""
        yield from lines
    if kept:
        yield kept


def _records(file: str, lines: Iterable[str], start: int, separator: str) -> Iterator[Line]:
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


def _workbook_source(file: str, content: bytes) -> Source:
    """The rows of a workbook, which are read at once."""
    lines = _xlsx_lines(file, content)

    def source(hashed: Callable[[bytes], object]) -> tuple[Iterator[Line], bool]:
        hashed(content)
        return iter(lines), False

    return source


def _xlsx_lines(file: str, content: bytes) -> list[Line]:
    """The rows of the one sheet that has any. Other sheets with data are refused, not passed over."""
    from openpyxl import load_workbook

    try:
        _refuse_unpacked(file, content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = {sheet.title: _sheet_lines(file, sheet) for sheet in book.worksheets}
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError):
        # A part that is no XML is a SyntaxError (ElementTree.ParseError).
        raise InputError("expected an XLSX workbook", place=Place(file)) from None
    filled = [title for title, lines in sheets.items() if any(_filled(lines))]
    if len(filled) > 1:
        raise InputError("expected one sheet with data; found {sheets}", place=Place(file), sheets=", ".join(filled))
    return sheets[filled[0]] if filled else []


def _refuse_unpacked(file: str, content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        size = sum(part.file_size for part in packed.infolist())
    if size > UNPACKED:
        raise InputError(
            "the workbook is too large: unpacked, at most {most} MB can be read", place=Place(file), most=UNPACKED >> 20
        )


def _sheet_lines(file: str, sheet: Any) -> list[Line]:
    """The rows of a sheet. Each is as wide as its last cell stands, so one cell far out may stand for many."""
    # Some programs state a size of one cell for every sheet.
    sheet.reset_dimensions()
    lines, cells = [], 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells += len(row)
        if number > ROWS or len(row) > COLUMNS or cells > CELLS:
            raise InputError(
                "the sheet is too large: at most {rows} rows, {columns} columns and {cells} cells can be read",
                place=Place(file, number), rows=ROWS, columns=COLUMNS, cells=CELLS,
            )  # fmt: skip
        lines.append((number, [_cell(value) for value in row]))
    return lines


def unclear_areas(content: bytes, file: str) -> tuple[Area, ...]:
    """The cells of a workbook that `read_table` reads as empty although they are not, and where each stands.

    Of merged cells only the first has the text; and a formula that no program has counted yet has no value.
    """
    from openpyxl import load_workbook

    if not is_workbook(content):
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            sheets: list[Any] = list(load_workbook(io.BytesIO(content), read_only=True).worksheets)
            return tuple(area for sheet in sheets for area in _areas(packed.read(sheet._worksheet_path)))
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError):
        raise InputError("expected an XLSX workbook", place=Place(file)) from None


def _areas(sheet: bytes) -> list[Area]:
    """The unclear areas of a sheet, none where it holds no text at all."""
    found: list[Area] = []
    filled = False
    for _event, element in iterparse(io.BytesIO(sheet)):
        kind = _local(element.tag)
        if kind == "mergeCell":
            found.append(_area(MERGED, element.get("ref", "")))
        elif kind == "c":
            parts = {_local(part.tag): part for part in element}
            text = "".join(parts["v"].itertext()) if "v" in parts else ""
            filled = filled or bool(text) or "is" in parts
            if "f" in parts and not text and element.get("t") != "str" and element.get("r"):
                found.append(_area(NO_VALUE, element.get("r", "")))
        elif kind == "row":
            element.clear()
    return found if filled else []


def _area(code: str, reference: str) -> Area:
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = range_boundaries(reference)
    return Area(code, int(top or 1), int(bottom or ROWS), int(left or 1) - 1, int(right or COLUMNS) - 1)


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _cell(value: object) -> str:
    """A cell as it is shown: a number without the decimals it does not have."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def _filled(lines: Iterable[Line], *, comments: bool = True) -> Iterator[Line]:
    """The lines that are not empty; without those above the header that begin with #, where these are comments."""
    header_seen = not comments
    for number, cells in lines:
        stripped = list(map(str.strip, cells))
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


def _row(table: TableStream, number: int, cells: Sequence[str], labels: frozenset[str]) -> Row:
    """A row made as wide as the header. `width` is how many cells a comma table's header has, empty ones included."""
    columns = len(table.header)
    if _is_header(cells, table.header, labels):
        raise InputError(
            "a second header: the tables of two kits were put under each other; expected one file for each kit",
            place=Place(table.file, number, table.header[0], cells[0]),
        )
    extra = [cell for cell in cells[columns:] if cell]
    if extra:
        raise InputError(
            "the row has more cells than the header has columns", place=Place(table.file, number, None, extra[0])
        )
    if table.width is not None and len(cells) > table.width:
        raise InputError(
            "the row has more cells than the header has columns; a decimal comma must stand in quotes",
            place=Place(table.file, number),
        )
    return Row(number, (*cells[:columns], *[""] * (columns - len(cells))))


def _is_header(cells: Sequence[str], header: Sequence[str], labels: frozenset[str]) -> bool:
    """Whether labels stand where data should: the first again, or two of any columns."""
    again = sum(cell.casefold() in labels for cell in cells)
    return bool(cells[0] and cells[0].casefold() == header[0].casefold()) or again > 1
