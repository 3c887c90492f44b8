"""Reconciliation of a site: every discrepancy, the open ones first, with its definition, and as a file."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from imena.formats.reports import csv_of, workbook_of
from imena.ledger.standpoint import Standpoint
from imena.scene.differences import Difference
from imena.scene.discrepancies import differences
from imena.scene.models import Discrepancy
from imena.scene.queries import graves, site
from imena.ui.pages import Link, also_on, may_see, seen_by, show

DEFINITIONS = {
    Discrepancy.MISSING_CROSS: _(
        "A grave without any cross; or a row of the journal with a grave, whose number stands on no cross of the site."
    ),
    Discrepancy.DUPLICATE_NUMBER: _(
        "One number on several crosses or in several rows; or several numbers on one grave."
    ),
    Discrepancy.MORE: _(
        "More bodies found than the grave’s rows write; where no row speaks of it, more than one under a cross."
    ),
    Discrepancy.FEWER: _("Fewer bodies found than the grave’s rows write, but not none."),
    Discrepancy.SEX_DIFFERS: _(
        "However the grave’s rows and the bodies found are paired, a woman is written where a man was found, or a man "
        "where a woman was. How remains looked when they were lifted is no finding of a doctor."
    ),
    Discrepancy.NAME_DIFFERS: _(
        "The cross or a document found names someone whom no row of the grave names, whatever the spelling."
    ),
    Discrepancy.SERVICEMAN_DIFFERS: _(
        "A serviceman is written where a civilian was found, or a civilian where a serviceman was."
    ),
    Discrepancy.EMPTY: _("A grave that was opened and in which nobody was found."),
    Discrepancy.BODY_WITHOUT_RECORD: _(
        "Remains lifted from a grave of which no record says where it lies, or that it was opened."
    ),
    Discrepancy.ROW_WITHOUT_GRAVE: _("A row of the journal that no located grave is said to be."),
    Discrepancy.MOVED_EARLIER: _("The journal or a witness says that someone lay elsewhere before."),
    Discrepancy.NO_JOURNAL_ROW: _("A grave of which no row of the journal speaks."),
    Discrepancy.OBSERVERS_DIFFER: _(
        "Two records of one grave’s opening say different things, or more bodies were lifted than any of them counts."
    ),
}  # fmt: skip


@may_see("scene.view")
def reconciliation_page(request: HttpRequest, number: str) -> HttpResponse:
    """Discrepancies of a site, the open ones first; all on one page for print with `?all=1`."""
    seen = seen_by(request)
    found = site(number, seen)
    if found is None:
        raise Http404
    listed = differences(seen, number)
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    chosen = [each for each in listed if _wanted(each, kind, state)]
    chosen.sort(key=lambda each: not each.open)
    whole = request.GET.get("all") == "1"
    page = Paginator(_rows(request, chosen, number, seen), 10_000 if whole else 40).get_page(request.GET.get("page"))
    return show(
        request,
        "scene/reconciliation.html",
        seen,
        site=found,
        number=number,
        page=page,
        counts=_counts(listed),
        open_total=sum(each.open for each in listed),
        total=len(listed),
        chosen=len(chosen),
        kind=kind,
        state=state,
        kinds=Discrepancy.choices,
        whole=whole,
        keep=urlencode({"kind": kind, "state": state}) + "&",
    )


@may_see("scene.view")
def reconciliation_file(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """All discrepancies of a site as a table."""
    seen = seen_by(request)
    found = site(number, seen)
    if found is None or form not in ("csv", "xlsx"):
        raise Http404
    table = _table(differences(seen, number), _names(seen, number))
    if form == "csv":
        response = HttpResponse(csv_of(table), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(
            workbook_of(table, str(_("Discrepancies"))),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    response.headers["Content-Disposition"] = f'attachment; filename="reconciliation-{number}.{form}"'
    return response


@also_on("scene.burialsite")
def reconciliation_link(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:  # noqa: ARG001
    return {"href": f"/n/{number}/reconciliation/", "title": str(_("Journal, crosses, found"))}


def _wanted(each: Difference, kind: str, state: str) -> bool:
    if state == "open" and not each.open:
        return False
    if state == "settled" and each.open:
        return False
    return not kind or each.kind == kind


def _counts(listed: list[Difference]) -> list[dict[str, Any]]:
    """For each type how many are open and how many there are, with what it means."""
    every, still_open = Counter(each.kind for each in listed), Counter(each.kind for each in listed if each.open)
    return [
        {"kind": kind, "label": kind.label, "meaning": meaning, "open": still_open[kind], "all": every[kind]}
        for kind, meaning in DEFINITIONS.items()
    ]


def _names(seen: Standpoint, number: str) -> dict[str, str]:
    return {view.location.grave_id: view.location.name for view in graves(seen, site=number)}


def _rows(request: HttpRequest, listed: list[Difference], number: str, seen: Standpoint) -> list[dict[str, Any]]:
    names = _names(seen, number)
    may_settle = request.user.has_perm("scene.discrepancysettlement")
    return [
        {
            "difference": each,
            "label": each.kind.label,
            "name": names.get(each.grave, ""),
            "others": [about for about in each.about if about != each.grave],
            "settle": _settle_address(each, number) if may_settle and each.open else "",
        }
        for each in listed
    ]


def _settle_address(each: Difference, number: str) -> str:
    start = {"site": number, "discrepancy": str(each.kind), "about": " ".join(each.about)}
    return f"/acts/new/scene.discrepancysettlement/?{urlencode(start)}"


def _table(listed: list[Difference], names: dict[str, str]) -> list[list[str]]:
    header = (_("State"), _("Type"), _("Grave"), _("Numbers"), _("Expected"), _("Found"), _("Acts"), _("Reason"))
    return [[str(label) for label in header]] + [
        [
            str(_("not settled") if each.settlement is None else _("settled")),
            str(each.kind.label),
            names.get(each.grave, ""),
            " ".join(each.about),
            each.expected,
            each.found,
            " ".join(map(str, each.acts)),
            each.settlement.reason if each.settlement is not None else "",
        ]
        for each in listed
    ]
