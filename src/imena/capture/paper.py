"""Paper, where nothing else works: the field’s forms to be printed, filled in by hand and typed in as the same acts.

Each sheet bears a code that opens the form of its act, with what was known when it was printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imena.capture.offered import FIELD_ACTS
from imena.capture.questions import Asked, questions, title_of
from imena.core.numbers import NumberError, parse_number
from imena.scene.queries import graves
from imena.ui.pages import may_see, seen_by, show

LONG = ("objects", "lines")
"""Kinds of answers that need more room."""
MOST = 200
"""So many sheets are printed at once."""


@dataclass(frozen=True, slots=True)
class Line:
    """A question on paper, in the language it is printed in, with the answer where it is known."""

    required: bool
    long: bool
    label: str
    choices: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form on paper."""

    title: str
    about: str
    code: str
    lines: list[Line]


@may_see("capture.view")
def paper(request: HttpRequest) -> HttpResponse:
    """Choose forms and graves; print their sheets."""
    seen = seen_by(request)
    kinds = [kind for kind in request.GET.getlist("kind") if kind in FIELD_ACTS]
    asked = request.GET.get("graves", "")
    numbers, wrong = _numbers(asked)
    names = {grave.location.grave_id: grave.location.name for grave in graves(seen)}
    sheets = [_sheet(request, kind, number, names.get(number, "")) for number in numbers or [""] for kind in kinds]
    language = get_language() or "uk"
    return show(
        request,
        "capture/paper.html",
        seen,
        sheets=sheets[:MOST],
        left_out=max(len(sheets) - MOST, 0),
        offered=[(kind, title_of(kind, language), kind in kinds) for kind in FIELD_ACTS],
        wanted=asked,
        wrong=wrong,
    )


def _numbers(text: str) -> tuple[list[str], list[str]]:
    """The numbers in a text, and what is none."""
    found, wrong = [], []
    for part in text.replace(",", " ").split():
        try:
            found.append(parse_number(part))
        except NumberError:
            wrong.append(part)
    return found, wrong


def _sheet(request: HttpRequest, kind: str, grave: str, name: str) -> Sheet:
    asked = questions(kind)
    known = {"grave": grave} if grave and any(each.question.name == "grave" for each in asked) else {}
    query = urlencode({**known, "source": _("paper form")})
    address = request.build_absolute_uri(f"/acts/new/{kind}/?{query}")
    language = get_language() or "uk"
    return Sheet(
        title=title_of(kind, language),
        about=_("Grave %(name)s") % {"name": name} if name and known else "",
        code=segno.make(address, error="m", micro=False).svg_inline(scale=2, border=2),
        lines=[_line(each, language, known.get(each.question.name, "")) for each in asked],
    )


def _line(asked: Asked, language: str, answer: str) -> Line:
    question = asked.spoken[language]
    choices = tuple(label for _code, label in question.choices)
    if question.kind == "yes":
        choices = (_("yes"), _("no"))
    return Line(question.required, question.kind in LONG, question.label, choices, answer)
