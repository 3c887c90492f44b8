"""The forms of the field for teams that collect with ODK or Kobo: the same questions, as XLSForm and as XForm."""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook

from imena import __version__
from imena.capture.offered import FIELD_ACTS
from imena.capture.questions import LANGUAGES, Asked, questions, title_of
from imena.core.errors import ImenaError

PHOTOGRAPHS = ("photograph_1", "photograph_2", "photograph_3")
_COLUMNS = {"uk": "Українська (uk)", "en": "English (en)"}
_TYPES = {
    "when": "date",
    "date": "date",
    "made": "barcode",
    "object": "barcode",
    "objects": "text",
    "yes": "select_one yes_no",
    "choice": "select_one of_{name}",
    "select": "select_one of_{name}",
    "many": "select_multiple of_{name}",
    "whole": "integer",
    "decimal": "decimal",
    "text": "text",
}
"""The type of an XLSForm's question for each kind of answer."""


def form_id(kind: str) -> str:
    return "imena_" + kind.replace(".", "_")


def kind_of(form: str) -> str:
    """The kind of act that a form asks for. Raises `ImenaError` where it is none of ours."""
    for kind in FIELD_ACTS:
        if form_id(kind) == form:
            return kind
    raise ImenaError("there is no form {form}", form=form)


def workbook(kind: str) -> bytes:
    """A kind of act as an XLSForm workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets(kind).items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def sheets(kind: str) -> dict[str, list[list[str]]]:
    """The three sheets of an XLSForm: survey, choices, settings; the first row of each is its header."""
    asked = questions(kind)
    labels = [f"label::{_COLUMNS[language]}" for language in LANGUAGES]
    hints = [f"hint::{_COLUMNS[language]}" for language in LANGUAGES]
    survey = [["type", "name", "required", "appearance", "default", *labels, *hints]]
    survey += [_survey_row(each) for each in asked]
    survey += [
        ["image", name, "", "", "", *_photograph(place), "", ""] for place, name in enumerate(PHOTOGRAPHS, start=1)
    ]
    choices = [["list_name", "name", *labels]]
    choices += [[f"of_{each.question.name}", code, *words] for each in asked for code, words in each.choices()]
    choices += [["yes_no", "on", "Так", "Yes"], ["yes_no", "off", "Ні", "No"]]
    settings = [
        ["form_title", "form_id", "version", "default_language", "instance_name"],
        [title_of(kind, "uk"), form_id(kind), version(kind), _COLUMNS["uk"], ""],
    ]
    return {"survey": survey, "choices": choices, "settings": settings}


def _survey_row(asked: Asked) -> list[str]:
    question = asked.question
    typed = _TYPES[question.kind].format(name=question.name)
    default = "today()" if question.name == "happened" else ""
    told = [asked.spoken[language] for language in LANGUAGES]
    hints = ["" if question.kind == "when" else each.help for each in told]
    return [
        typed,
        question.name,
        "yes" if question.required else "",
        "",
        default,
        *(each.label for each in told),
        *hints,
    ]


def _photograph(place: int) -> list[str]:
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found.append(_("Photograph %(number)s") % {"number": place})
    return found


def version(kind: str) -> str:
    """A version that changes with the questions, and with nothing else."""
    said = repr(questions(kind)).encode()
    return f"{__version__}-{hashlib.sha256(said).hexdigest()[:8]}"


@lru_cache(maxsize=64)
def xform(kind: str) -> str:
    """A kind of act as an XForm. Raises `ImenaError` where the converter is not installed."""
    try:
        from pyxform.xls2xform import convert
    except ImportError:
        raise ImenaError("XForms need the extra odk: pip install imena[odk]") from None
    return str(convert(workbook(kind), file_type=".xlsx").xform)


def write(folder: Path, kinds: tuple[str, ...]) -> list[Path]:
    """Write the XLSForm of each kind of act into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in kinds:
        path = folder / f"{form_id(kind)}.xlsx"
        path.write_bytes(workbook(kind))
        written.append(path)
    return written
