"""Scan, scan, confirm: numbers as a scanner types them, one after the other, then one act for all of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from imena.core import clock
from imena.core.errors import ImenaError
from imena.core.numbers import NumberError, parse_number
from imena.custody.chain import ENDED, Holding
from imena.custody.origins import handled
from imena.custody.queries import Custody, find, serving
from imena.custody.words import Words
from imena.ledger.acts import Actor
from imena.ledger.registry import registered
from imena.ledger.standpoint import Standpoint, standpoint
from imena.people.models import Operation, User
from imena.ui.act_forms import ActForm, form_of, said
from imena.ui.pages import may_see

DOING = ("custody.handover", "custody.reception", "custody.storing")


@may_see("custody.view")
def scan(request: HttpRequest) -> HttpResponse:
    """The list of what was scanned, and what is to be done with all of it. Works by posting, one number at a time."""
    kind = request.POST.get("do", request.GET.get("do", DOING[0]))
    if kind not in DOING or not request.user.has_perm(kind):
        raise PermissionDenied
    form_class, seen = form_of(registered()[kind]), standpoint()
    numbers = _listed(request)
    if request.method != "POST":
        return _page(request, kind, form_class(initial=request.GET.dict()), numbers, seen)
    if request.POST.get("step") == "sign":
        return _sign(request, kind, form_class(request.POST), numbers, seen)
    problem = ""
    if (removed := request.POST.get("remove", "")) in numbers:
        numbers.remove(removed)
    elif text := request.POST.get("scan", "").strip():
        problem = _add(text, numbers, seen)
    return _page(request, kind, form_class(initial=request.POST.dict()), numbers, seen, problem=problem)


def _listed(request: HttpRequest) -> list[str]:
    """The numbers scanned so far, which the page carries along."""
    asked = (request.POST if request.method == "POST" else request.GET).get("numbers", "")
    found: list[str] = []
    for part in asked.replace(",", " ").split():
        try:
            found.append(parse_number(part))
        except NumberError:
            continue
    return list(dict.fromkeys(found))


def _add(text: str, numbers: list[str], seen: Standpoint) -> str:
    """Add what was scanned; what is wrong with it, where it cannot be added."""
    followed = handled()
    known = {number.pk for number, _act in find(text, seen) if number.kind in followed}
    if len(known) != 1:
        try:
            parse_number(text)
        except NumberError as error:
            return said(error) if not known else _("“%(text)s” is the number of several objects") % {"text": text}
        return _("%(text)s is not the number of anything that is handed over or stored") % {"text": text}
    (number,) = known
    if number in numbers:
        return _("%(number)s is on the list already") % {"number": number}
    numbers.append(number)
    return ""


def _sign(request: HttpRequest, kind: str, form: ActForm, numbers: list[str], seen: Standpoint) -> HttpResponse:
    """Record the one act for everything on the list."""
    if not numbers:
        return _page(request, kind, form, numbers, seen, problem=_("Nothing was scanned yet."))
    if not form.is_valid():
        return _page(request, kind, form, numbers, seen)
    assert isinstance(request.user, User)
    try:
        act = form.perform(Actor(request.user, Operation.objects.get()))
    except ImenaError as error:
        return _page(request, kind, form, numbers, seen, refused=said(error))
    messages.success(request, _("Recorded as act %(number)s.") % {"number": act.pk})
    return redirect("act", act.pk)


def _page(
    request: HttpRequest,
    kind: str,
    form: ActForm,
    numbers: list[str],
    seen: Standpoint,
    *,
    problem: str = "",
    refused: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "kind": kind,
        "title": registered()[kind].title,
        "kinds": [{"kind": each, "title": registered()[each].title} for each in DOING if request.user.has_perm(each)],
        "form": form,
        "fields": [field for field in form if field.name != "numbers"],
        "numbers": " ".join(numbers),
        "rows": _rows(request, numbers, seen),
        "problem": problem,
        "refused": refused,
    }
    return render(request, "custody/scan.html", context, status=409 if refused else 200)


def _rows(request: HttpRequest, numbers: list[str], seen: Standpoint) -> list[dict[str, Any]]:
    """Each scanned object: what it is, where it is, and whether the reader holds it. The last scanned stands first."""
    custody = Custody(seen, set(numbers))
    words = Words(custody, numbers, custody.holdings.values())
    own = serving(seen).user(request.user.pk, clock.today())
    rows = []
    for number in reversed(numbers):
        held: Holding | None = custody.holdings.get(number)
        rows.append(
            {
                "number": number,
                "kind": words.kind(number),
                "row": words.row(number, held) if held else None,
                "held": held is not None and held.where not in ENDED and own.holds(held.holder),
            }
        )
    return rows
