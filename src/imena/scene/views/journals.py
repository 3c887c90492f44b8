"""Pages of a site's burial journal: what was taken over, and taking over a file in steps."""

import base64
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from imena.core import clock
from imena.core.errors import ImenaError
from imena.core.when import parse_when
from imena.formats.journals import LABELS, table_of
from imena.ledger.acts import Actor, Origin
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.people.models import Operation, User
from imena.scene.acts import take_over_journal
from imena.scene.acts.journals import prepare, remembered
from imena.scene.models import BurialSite, JournalEntry, JournalImport
from imena.scene.queries import site
from imena.scene.views.pages import pages_of
from imena.scene.views.points import carried
from imena.ui.act_forms import said
from imena.ui.doing import doing
from imena.ui.pages import Link, also_on, may_see, seen_by, show

FIELDS = {
    "mark": _("number"),
    "name": _("name, or surname"),
    "given_name": _("given name"),
    "patronymic": _("patronymic"),
    "sex": _("sex"),
    "buried": _("date of burial"),
    "age": _("age or year of birth"),
    "serviceman": _("serviceman"),
    "count": _("how many bodies"),
    "page": _("page"),
    "line": _("line"),
    "lay_before": _("where buried before"),
    "note": _("remarks"),
}
"""What a column may say, in the words of the page."""
assert FIELDS.keys() == LABELS.keys()


@may_see("scene.view")
def journal_page(request: HttpRequest, number: str) -> HttpResponse:
    """The journal of a site: its rows, the files they came from, and its photographed pages."""
    seen = seen_by(request)
    found = site(number, seen)
    if found is None:
        raise Http404
    rows = in_force(JournalEntry, seen).filter(site=number).order_by("pk")
    page = Paginator(rows, 60).get_page(request.GET.get("page"))
    load_keys(row.row_id for row in page)
    return show(
        request,
        "scene/journal.html",
        seen,
        site=found,
        number=number,
        page=page,
        keep="",
        total=rows.count(),
        imports=in_force(JournalImport, seen).filter(site=number).order_by("-pk"),
        pages=pages_of(seen, number) if request.user.has_perm("custody.photographs") else [],
        may_import=request.user.has_perm("scene.journalimport"),
        doing=doing(request, ["scene.journalentry"], site=number),
    )


@also_on("scene.burialsite")
def journal_link(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:  # noqa: ARG001
    return {"href": f"/n/{number}/journal/", "title": str(_("Burial journal"))}


@may_see("scene.view")
def import_page(request: HttpRequest, number: str) -> HttpResponse:
    """Take a journal over: choose the file, say what its columns say, look at every problem, record it."""
    if not request.user.has_perm("scene.journalimport"):
        raise PermissionDenied
    seen = seen_by(request)
    found = site(number, seen)
    if found is None:
        raise Http404
    context: dict[str, Any] = {"site": found, "number": number, "today": clock.today().isoformat()}
    try:
        if request.method == "POST" and (done := _step(request, number, context)) is not None:
            return done
    except ImenaError as error:
        context["refused"] = said(error)
    answer = show(request, "scene/import.html", seen, **context)
    answer.status_code = 409 if context.get("refused") else 200
    return answer


def _step(request: HttpRequest, number: str, context: dict[str, Any]) -> HttpResponse | None:
    """What a step puts on the page; or, once signed, where to go."""
    name, content = carried(request)
    table = table_of(content, name)
    chosen = {field: label for field in FIELDS if (label := request.POST.get(f"column-{field}"))}
    columns = chosen if request.POST.get("step") in ("check", "sign", "change") else remembered(table.header)
    context |= {
        "name": name,
        "content": base64.b64encode(content).decode(),
        "header": [label for label in table.header if label],
        "first": table.rows[0],
        "columns": [(field, label, columns.get(field, "")) for field, label in FIELDS.items()],
        "happened": request.POST.get("happened", clock.today().isoformat()),
        "source": request.POST.get("source", ""),
        "step": "map",
    }
    if request.POST.get("step") not in ("check", "sign"):
        return None
    happened = parse_when(context["happened"])
    burial_site = BurialSite.objects.get(pk=number)
    context["prepared"] = prepare(burial_site, content, name, columns)
    context["step"] = "preview"
    if request.POST.get("step") == "check":
        return None
    assert isinstance(request.user, User)
    done = take_over_journal(
        by=Actor(request.user, Operation.objects.get()), happened=happened, site=burial_site, content=content,
        file=name, columns=columns, origin=Origin(source=context["source"]),
    )  # fmt: skip
    messages.success(request, _("Taken over: %(count)s rows, by act %(number)s.") % {
        "count": done.rows, "number": done.pk,
    })  # fmt: skip
    return redirect(f"/n/{number}/journal/")
