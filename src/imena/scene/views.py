"""Pages of the scene: sites, and graves."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from imena.custody.queries import crosswalk
from imena.ledger.queries import timeline
from imena.ledger.standpoint import in_force
from imena.scene.models import GraveLocation
from imena.scene.queries import GraveView, graves, marks_of, site, sites
from imena.ui import drawings
from imena.ui.doing import doing
from imena.ui.pages import may_see, page_of, seen_by, show


@may_see("scene.view")
def site_list(request: HttpRequest) -> HttpResponse:
    """Every site; where there is one alone, that one."""
    seen = seen_by(request)
    found = sites(seen)
    if len(found) == 1:
        return redirect(f"/n/{found[0].report.site_id}/?{request.GET.urlencode()}".rstrip("?"))
    return show(request, "scene/sites.html", seen, sites=found, doing=doing(request, ["scene.sitereport"]))


@page_of("scene.burialsite")
@may_see("scene.view")
def site_page(request: HttpRequest, number: str) -> HttpResponse:
    """A site: its plan, and its graves."""
    seen = seen_by(request)
    found = site(number, seen)
    if found is None:
        raise Http404
    listed = graves(seen, site=number)
    differing = request.GET.get("differing") == "1"
    chosen = [grave for grave in listed if grave.discrepancies or not differing]
    page = Paginator(chosen, 60).get_page(request.GET.get("page"))
    return show(
        request,
        "scene/site.html",
        seen,
        site=found,
        number=number,
        page=page,
        differing=differing,
        keep="differing=1&" if differing else "",
        total=len(chosen),
        plan=drawings.plan(
            [_mark(grave, request) for grave in listed], title=_("Plan of the graves"), scale_label=_("10 m")
        ),
        key=drawings.plan_key(_states()),
        doing=doing(
            request,
            [
                "scene.clearance",
                "scene.exhumationorder",
                "scene.sitestep",
                "scene.crossrecord",
                "scene.journalentry",
                "scene.gravelocation",
                "scene.stopwork",
                "scene.siterules",
            ],
            site=number,
        ),
    )


def _states() -> dict[str, str]:
    return {
        "opened": _("one body"),
        "shared": _("more bodies than marked"),
        "double": _("doubly numbered"),
        "empty": _("empty"),
        "mass": _("mass grave"),
    }


def _mark(grave: GraveView, request: HttpRequest) -> Any:
    location = grave.location
    asked = f"?as_of={request.GET['as_of']}" if request.GET.get("as_of") else ""
    state = {**_states(), "unopened": _("not opened")}[grave.state]
    return drawings.PlanMark(
        x=location.east_dm / 10,
        y=location.north_dm / 10,
        label=location.name if location.mass else f"{location.name}: {state}",
        state=grave.state,
        href=f"/n/{location.grave_id}/{asked}",
    )


@page_of("scene.grave")
@may_see("scene.view")
def grave_page(request: HttpRequest, number: str) -> HttpResponse:
    """A grave: what stood on it, what was written, what was found."""
    seen = seen_by(request)
    found = graves(seen, grave=number)
    if not found:
        raise Http404
    crosses, rows = marks_of(found[0].location, seen)
    return show(
        request,
        "scene/grave.html",
        seen,
        grave=found[0],
        number=number,
        crosses=crosses,
        rows=rows,
        acts=timeline(number, seen),
        numbers=crosswalk([number], seen)[number],
        doing=[
            *doing(
                request,
                ["scene.graveopening", "scene.exhumation", "scene.stopwork", "scene.exhumationrecord"],
                grave=number,
                site=found[0].location.site_id,
            ),
            *doing(request, ["scene.explosivescheck"], object=number, where="grave"),
            *doing(request, ["scene.itemfound"], found_with=number),
        ],
    )


@page_of("scene.cross")
@may_see("scene.view")
def cross_page(request: HttpRequest, number: str) -> HttpResponse:
    """A cross leads to the grave it stands on."""
    seen = seen_by(request)
    standing = in_force(GraveLocation, seen).filter(entry__mentions__number=number).first()
    if standing is None:
        raise Http404
    return redirect("object", standing.grave_id)
