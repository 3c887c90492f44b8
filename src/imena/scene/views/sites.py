"""Pages of the sites, and of crosses."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from imena.ledger.standpoint import in_force
from imena.scene.models import GraveLocation
from imena.scene.plans import key_of_plan, plan_of
from imena.scene.queries import graves, site, sites, with_differences
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
    listed = with_differences(graves(seen, site=number), seen)
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
        plan=plan_of(listed, request),
        key=key_of_plan(),
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


@page_of("scene.cross")
@may_see("scene.view")
def cross_page(request: HttpRequest, number: str) -> HttpResponse:
    """A cross leads to the grave it stands on."""
    seen = seen_by(request)
    standing = in_force(GraveLocation, seen).filter(entry__mentions__number=number).first()
    if standing is None:
        raise Http404
    return redirect("object", standing.grave_id)
