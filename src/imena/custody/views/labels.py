"""Labels: a QR code and the number in large type, on sheets of paper or from a label printer."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from imena.core.numbers import NumberError, parse_number
from imena.custody.models import LabelFor, LabelRoll
from imena.custody.queries import kinds_of
from imena.ledger.standpoint import in_force, standpoint
from imena.ui import drawings
from imena.ui.doing import doing
from imena.ui.pages import may_see

SHEET = 24
MOST_COPIES = 20
SIZES = {"a4": "A4, 3 × 8", "62x29": "62 × 29 mm", "50x25": "50 × 25 mm"}
KINDS = {
    "scene.remains": LabelFor.BODY,
    "laboratory.sample": LabelFor.SAMPLE,
    "custody.portion": LabelFor.SAMPLE,
    "custody.coffin": LabelFor.COFFIN,
}


@dataclass(frozen=True, slots=True)
class Label:
    """One label: the number, what it is for, and its code."""

    number: str
    label_for: str
    code: str


@may_see("custody.view")
def labels_page(request: HttpRequest) -> HttpResponse:
    """Labels for the numbers asked for, or for a roll made ahead; in as many copies as are wanted."""
    numbers, unread = _numbers(request.GET.get("numbers", ""))
    roll = _roll(request.GET.get("roll", ""))
    numbers += roll.numbers if roll else []
    size = request.GET.get("size", "")
    size = size if size in SIZES else "a4"
    copies = min(max(_count(request.GET.get("copies", ""), 1), 1), MOST_COPIES)
    used = min(max(_count(request.GET.get("used", ""), 0), 0), SHEET - 1) if size == "a4" else 0
    labels = [label for label in _labels(numbers, roll, request.GET.get("for", "")) for _copy in range(copies)]
    context: dict[str, Any] = {
        "size": size,
        "sizes": SIZES,
        "styles": f"custody/labels-{size}.css",
        "copies": copies,
        "used": used,
        "numbers": " ".join(numbers) if not roll else "",
        "roll": roll,
        "rolls": in_force(LabelRoll, standpoint()).order_by("-pk")[:10],
        "kinds": LabelFor.choices,
        "label_for": request.GET.get("for", ""),
        "unread": unread,
        "count": len(labels),
        "sheets": _sheets(labels, used) if size == "a4" else [labels],
        "doing": doing(request, ["custody.labelroll"]),
    }
    return render(request, "custody/labels.html", context)


def _labels(numbers: list[str], roll: LabelRoll | None, asked: str) -> list[Label]:
    kinds = kinds_of(numbers)
    made = []
    for number in dict.fromkeys(numbers):
        purpose = asked or (roll.label_for if roll else KINDS.get(kinds.get(number, ""), ""))
        words = str(LabelFor(purpose).label) if purpose in LabelFor.values else ""
        made.append(Label(number, words, drawings.qr(number, title=_("QR code of %(number)s") % {"number": number})))
    return made


def _sheets(labels: list[Label], used: int) -> list[list[Label | None]]:
    """Sheets of 24 labels; the first so many of the first sheet are left free, for they were used before."""
    places: list[Label | None] = [*([None] * used), *labels]
    return [places[start : start + SHEET] for start in range(0, len(places), SHEET)] if labels else []


def _numbers(text: str) -> tuple[list[str], list[str]]:
    """The numbers in a text, and what in it is none."""
    read, unread = [], []
    for part in text.replace(",", " ").split():
        try:
            read.append(parse_number(part))
        except NumberError:
            unread.append(part)
    return read, unread


def _roll(text: str) -> LabelRoll | None:
    return in_force(LabelRoll, standpoint()).filter(pk=int(text)).first() if text.isdecimal() else None


def _count(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() else otherwise
