"""Tables that are handed out: CSV and XLSX in which no cell is ever a formula."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What programs take for the beginning of a formula."""


def harmless(text: str) -> str:
    """A text that no program takes for a formula: with an apostrophe before it, where it would be."""
    return f"'{text}" if text.startswith(FORMULAS) else text


def csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    """A table as CSV with semicolons and a byte order mark, as spreadsheets in Ukraine open it."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";").writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def workbook_of(rows: Sequence[Sequence[str]], title: str) -> bytes:
    """A table as XLSX: every cell is text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for place, row in enumerate(rows):
        sheet.append([_cell(sheet, text, bold=place == 0) for text in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cell(sheet: Any, text: str, *, bold: bool) -> Any:
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.font = Font(bold=bold)
    return cell
