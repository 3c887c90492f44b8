"""Pages on which acts are done: one form for one act, its answers checked before it is signed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from imena.core.errors import ImenaError
from imena.ledger.acts import Actor, void
from imena.ledger.guards import OutOfOrderError
from imena.ledger.models import Act, Entry
from imena.ledger.registry import registered
from imena.people.models import Operation, User
from imena.ui.act_forms import ActForm, form_of, said


def do_act(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask, check, sign. A refusal shows its reasons and keeps what was typed."""
    found = registered().get(kind)
    if found is None:
        raise Http404
    if not isinstance(request.user, User) or not request.user.has_perm(kind):
        raise PermissionDenied
    form_class = form_of(found)
    if request.method != "POST":
        start = {name: value for name, value in request.GET.items() if name in form_class.base_fields}
        return _page(request, form_class(initial=start))
    form = form_class(request.POST)
    if not form.is_valid() or request.POST.get("step") == "change":
        return _page(request, form)
    if request.POST.get("step") != "sign":
        return _page(request, form, checking=True)
    try:
        act = form.perform(Actor(request.user, Operation.objects.get()))
    except OutOfOrderError as error:
        return _page(request, form, refused=[str(reason) for reason in error.reasons])
    except ImenaError as error:
        return _page(request, form, refused=[said(error)])
    messages.success(request, _("Recorded as act %(number)s.") % {"number": act.pk})
    return redirect(_where(act))


def _page(
    request: HttpRequest, form: ActForm, *, checking: bool = False, refused: list[str] | None = None
) -> HttpResponse:
    context = {"form": form, "act": form.registered, "checking": checking, "refused": refused}
    return render(request, "ui/act.html", context, status=409 if refused else 200)


def _where(act: Act) -> str:
    """Where to go once an act is recorded: to what it is about."""
    first = act.entry.mentions.order_by("pk").values_list("number", flat=True).first()
    return f"/n/{first}/" if first else f"/acts/{act.pk}/"


def void_act(request: HttpRequest, sequence: int) -> HttpResponse:
    """Void a record that was made in error, with a reason."""
    if not isinstance(request.user, User) or not request.user.has_perm("ledger.voiding"):
        raise PermissionDenied
    entry = get_object_or_404(Entry, pk=sequence)
    why = request.POST.get("why", "")
    refused = ""
    if request.method == "POST":
        try:
            void(by=Actor(request.user, Operation.objects.get()), target=entry, why=why)
            return redirect("act", sequence)
        except ImenaError as error:
            refused = said(error)
    context = {"entry": entry, "why": why, "refused": refused}
    return render(request, "ui/void.html", context, status=409 if refused else 200)
