"""Pages of the account: the overview, what figures mean, bulletins, and the way of each of the dead."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import formats
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from imena.account import figures
from imena.account.models import Bulletin
from imena.account.queries import next_step, rows
from imena.account.ways import ways
from imena.antemortem.models import MissingReport
from imena.antemortem.queries import missing_of
from imena.burial.models import NamedAs
from imena.custody.queries import crosswalk
from imena.ledger.queries import is_synthetic, timeline
from imena.ledger.standpoint import in_force, standpoint
from imena.postmortem.models import Examination
from imena.reconciliation.gates import PRESENT
from imena.reconciliation.models import Basis, Candidate
from imena.reconciliation.rulings import rulings_on
from imena.scene.queries import graves_of, marks_and_bodies, sites
from imena.ui import drawings
from imena.ui.doing import doing
from imena.ui.pages import may_see, page_of, seen_by, show


def overview(request: HttpRequest) -> HttpResponse:
    """The operation at a glance. Totals of the whole operation are public."""
    seen = seen_by(request)
    found = figures.account(seen)
    reported = in_force(MissingReport, seen).count()
    context = {
        "account": found,
        "stages": _stages(found, reported, request),
        "reported": reported,
        "found_as": _labelled(figures.found_as(found)),
        "basis": [(Basis(name).label, count) for name, count in figures.bases(found).items()],
        "meeting_gate": figures.meeting_present_gate(found),
        "gate": PRESENT,
        "sites": [marks_and_bodies(seen, site.report.site_id) for site in sites(seen)],
        **_series(seen, request),
    }
    return show(request, "account/overview.html", seen, **context)


def _labelled(counts: dict[str, int]) -> list[tuple[str, int]]:
    from imena.scene.models import FoundAs

    return [(str(FoundAs(name).label), count) for name, count in counts.items()]


def _stages(found: figures.Account, reported: int, request: HttpRequest) -> dict[str, str]:
    """The way as a picture, wide and narrow."""
    user = request.user
    asked = f"?as_of={found.standpoint.as_of.isoformat()}" if "as_of" in request.GET else ""

    def href(address: str, permission: str) -> str | None:
        return address + asked if user.has_perm(permission) else None

    stages = [
        drawings.Stage("scene", _("Recovered"), found.value("recovered"), href("/sites/", "scene.view")),
        drawings.Stage("postmortem", _("Examined"), found.value("examined"), href("/remains/", "account.remains")),
        drawings.Stage("antemortem", _("Reported missing"), reported, href("/missing/", "antemortem.view")),
        drawings.Stage(
            "reconciliation", _("Identified"), found.value("identified"), href("/decisions/", "reconciliation.view")
        ),
        drawings.Stage("release", _("Released"), found.value("released"), href("/burials/", "burial.view")),
        drawings.Stage("reburial", _("Reburied"), found.value("reburied"), href("/burials/", "burial.view")),
        drawings.Stage("account", _("Account"), None, "/bulletins/"),
    ]
    title = _("The way, with the count at each stage")
    return {"wide": drawings.way(stages, title=title), "narrow": drawings.way_narrow(stages, title=title)}


MARKS: dict[str, tuple[date, ...]] = {
    "unidentified": (date(2023, 6, 15), date(2023, 9, 15), date(2024, 2, 15), date(2024, 11, 12), date(2025, 1, 20)),
    "unconfirmed": (date(2023, 9, 15), date(2024, 11, 12)),
}
"""The days of the press's series that the synthetic demonstration is modelled on: named on its chart alone."""
DERIVED = {("unidentified", date(2024, 11, 12)), ("unconfirmed", date(2023, 9, 15))}


def _series(seen: Any, request: HttpRequest) -> dict[str, Any]:
    """Both series through time, up to the last change that is known."""
    whole = figures.account(standpoint())
    found = figures.series(whole, ["unidentified", "unconfirmed"])
    if not found or not found[0].steps:
        return {"chart": None}
    lines = [
        drawings.Line(
            label=str(next(each.label for each in figures.DEFINITIONS if each.name == series.name)),
            steps=series.steps,
            dashed=series.name == "unconfirmed",
            marks=[
                drawings.Mark(day, series.on(day), str(series.on(day)), derived=(series.name, day) in DERIVED)
                for day in (MARKS[series.name] if is_synthetic() else ())
            ],
        )
        for series in found
    ]
    first = min(series.steps[0][0] for series in found)
    last = max(series.steps[-1][0] for series in found)
    options: dict[str, Any] = {
        "title": _("Without any name, and without a decision, through time"),
        "first": first,
        "last": last,
        "as_of": seen.as_of if first <= seen.as_of <= last and "as_of" in request.GET else None,
        "months": [str(MONTHS_3[month]) for month in range(1, 13)],
    }
    days = sorted({mark.on for line in lines for mark in line.marks})
    return {
        "chart": {"wide": drawings.series(lines, **options), "narrow": drawings.series_narrow(lines, **options)},
        "chart_table": [
            (day, *((series.on(day), (series.name, day) in DERIVED) for series in found)) for day in [*days, last]
        ],
        "chart_lines": lines,
        "first": first,
        "last": last,
    }


def definitions(request: HttpRequest) -> HttpResponse:
    """Every figure with its definition."""
    seen = seen_by(request)
    return show(request, "account/definitions.html", seen, account=figures.account(seen), gate=PRESENT)


@may_see("account.remains")
def figure(request: HttpRequest, name: str) -> HttpResponse:
    """The remains that a figure counts."""
    seen = seen_by(request)
    found = figures.account(seen)
    if name not in found.figures:
        raise Http404
    counted = found.figures[name]
    listed = rows([found.ways[number] for number in counted.remains], seen, request.user)
    page = Paginator(listed, 60).get_page(request.GET.get("page"))
    return show(
        request, "account/remains_list.html", seen, page=page, figure=counted, total=len(listed), keep=_keep(request)
    )


@may_see("account.remains")
def remains_list(request: HttpRequest) -> HttpResponse:
    """All remains, or those in a state, or under a name."""
    seen = seen_by(request)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip().lower()
    listed = rows(ways(seen).values(), seen, request.user)
    if state == "part":
        listed = [row for row in listed if row.way.part]
    elif state:
        listed = [row for row in listed if row.state == state and row.way.individual]
    if words:
        listed = [row for row in listed if words in f"{row.title} {row.name} {row.way.remains} {row.grave}".lower()]
    page = Paginator(listed, 60).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "words": words, "total": len(listed)}
    return show(request, "account/remains_list.html", seen, keep=_keep(request), **context)


def _keep(request: HttpRequest) -> str:
    """The query of this page without its page number, to go on with."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode() + "&" if query else ""


@page_of("scene.remains")
@may_see("account.remains")
def remains(request: HttpRequest, number: str) -> HttpResponse:
    """The case of one set of remains."""
    seen = seen_by(request)
    way = ways(seen, number).get(number)
    if way is None:
        raise Http404(_("Not yet recovered on this day."))
    row = rows([way], seen, request.user)[0]
    persons = missing_of(seen, [row.person]) if row.person and row.name else {}
    candidates = in_force(Candidate, seen).filter(remains=number).order_by("-log10_lr")
    examinations = in_force(Examination, seen).filter(remains=number).order_by("pk")
    return show(
        request,
        "account/remains.html",
        seen,
        row=row,
        number=number,
        way=way,
        person=persons.get(row.person),
        grave=graves_of(seen, [number]).get(number),
        next=next_step(way, seen),
        numbers=crosswalk([number], seen)[number],
        examination=examinations.last() if request.user.has_perm("postmortem.view") else None,
        candidates=candidates if request.user.has_perm("reconciliation.view") else [],
        rulings=rulings_on(seen, remains=number),
        named_as=NamedAs(way.named_as).label if way.named_as else "",
        acts=_visible(timeline(number, seen), request),
        doing=_doing(request, number, row.person),
    )


def _visible(acts: Any, request: HttpRequest) -> list[Any]:
    """The acts a reader's role includes: a recovery lead does not read what a doctor found."""
    viewers = {
        "scene": "account.remains",
        "custody": "account.remains",
        "postmortem": "postmortem.view",
        "laboratory": "laboratory.view",
        "reconciliation": "account.names",
        "burial": "account.names",
    }
    return [act for act in acts if request.user.has_perm(viewers.get(act._meta.app_label, "ledger.view"))]


def _doing(request: HttpRequest, number: str, person: str) -> list[dict[str, Any]]:
    about_remains = (
        "postmortem.examination",
        "postmortem.skeletalinventory",
        "scene.joining",
        "burial.releasepermission",
        "burial.release",
        "burial.burialdecision",
        "burial.plotassignment",
        "burial.reburial",
    )
    about_both = (
        "reconciliation.examinerconclusion",
        "reconciliation.presumption",
        "reconciliation.proposal",
        "burial.notification",
        "burial.deathcertificate",
    )
    return [
        *doing(request, about_remains, remains=number, part=number),
        *doing(request, about_both, remains=number, person=person),
        *doing(request, ["laboratory.sampletaking"], taken_from=number),
        *doing(request, ["scene.separation"], separated_from=number),
        *doing(request, ["scene.itemfound"], found_with=number),
        *doing(request, ["custody.givennumber"], object=number),
    ]


def bulletins(request: HttpRequest) -> HttpResponse:
    """What was told to the public, and when."""
    seen = seen_by(request)
    acts = list(in_force(Bulletin, seen).order_by("-as_of", "-pk"))
    published = []
    for act, earlier in zip_longest(acts, acts[1:]):
        changes = _changes(act, earlier)
        published.append({"act": act, "changes": changes, "figures": act.figures["figures"]})
    labels = {definition.name: definition.label for definition in figures.DEFINITIONS}
    start = {"as_of": formats.date_format(seen.as_of, "Y-m-d")}
    return show(
        request,
        "account/bulletins.html",
        seen,
        published=published,
        labels=labels,
        doing=doing(request, ["imena_account.bulletin"], **start) if request.user.is_authenticated else [],
    )


def _changes(act: Bulletin, earlier: Bulletin | None) -> list[tuple[str, int, int]]:
    if earlier is None:
        return []
    before, after = earlier.figures["figures"], act.figures["figures"]
    labels = {definition.name: str(definition.label) for definition in figures.DEFINITIONS}
    return [(labels[name], before[name], after[name]) for name in after if before.get(name) != after[name]]
