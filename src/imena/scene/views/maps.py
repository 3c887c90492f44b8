"""The map of a site: the plan drawn by the server, and over it a map that can be moved, where there is a script."""

import math
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from imena.ledger.sealed import SealError
from imena.ledger.standpoint import Standpoint
from imena.scene.geography import Extent, extent_of, grid_of, laid_over, orthophoto_of, size_of
from imena.scene.grids import Grid, affine
from imena.scene.models import CrossRecord, Discrepancy, Orthophoto
from imena.scene.plans import asked_for, cross_mark, grave_mark, key_of_plan, map_data, plan_of, states
from imena.scene.queries import GraveView, graves, site, unlocated, with_differences
from imena.ui.doing import doing
from imena.ui.drawings import PlanPicture
from imena.ui.drawings.plan import SHAPES
from imena.ui.pages import Link, also_on, may_see, seen_by, show

RADIUS = 6_378_137.0
"""Of the sphere that tiles are drawn on, in metres."""


@may_see("scene.view")
def map_page(request: HttpRequest, number: str) -> HttpResponse:
    """The plan, filtered by state and discrepancy; with a script a map of the same."""
    seen = seen_by(request)
    found = site(number, seen)
    if found is None:
        raise Http404
    listed, crosses = _things(seen, number)
    chosen, kind = request.GET.getlist("state"), request.GET.get("differs", "")
    shown = [grave for grave in listed if _wanted(grave, chosen, kind)]
    loose = [] if kind or (chosen and "listed" not in chosen) else crosses
    return show(
        request,
        "scene/map.html",
        seen,
        site=found,
        number=number,
        plan=plan_of(shown, request, loose, _picture(request, seen, number)),
        key=key_of_plan(),
        states=states().items(),
        chosen=chosen,
        kinds=Discrepancy.choices,
        kind=kind,
        count=len(shown) + len(loose),
        grid=grid_of(seen, number),
        orthophoto=orthophoto_of(seen, number),
        query=request.GET.urlencode(),
        doing=[*doing(request, ["scene.sitegrid"], site=number), *_laying(request, number)],
    )


def _laying(request: HttpRequest, number: str) -> list[dict[str, str]]:
    if not (request.user.has_perm("scene.orthophoto") and request.user.has_perm("custody.filing")):
        return []
    return [{"href": f"/n/{number}/orthophoto/new/", "title": _("Lay an orthophoto over the plan")}]


@may_see("scene.view")
def map_json(request: HttpRequest, number: str) -> HttpResponse:
    """What the map's script draws."""
    seen = seen_by(request)
    if site(number, seen) is None:
        raise Http404
    listed, crosses = _things(seen, number)
    asked = asked_for(request)
    marks = [map_data(cross_mark(act, asked), said=[states()["listed"]]) for act in crosses]
    marks += [
        map_data(
            grave_mark(grave, asked), (each.kind for each in grave.differences),
            [states()[grave.state], *grave.discrepancies],
        )
        for grave in listed
    ]  # fmt: skip
    return JsonResponse(
        {
            "marks": marks,
            "shapes": SHAPES,
            "picture": _overlay(request, seen, number),
            "tiles": _tiles(grid_of(seen, number)),
            "words": {"open": _("To its page"), "in": _("Closer"), "out": _("Farther"), "shown": _("shown on the map")},
        }
    )


@may_see("scene.view")
def orthophoto_picture(request: HttpRequest, number: str, act: int) -> HttpResponse:
    """The picture from above, turned so that its sides run with the grid."""
    found = orthophoto_of(seen_by(request), number)
    if found is None or found.pk != act:
        raise Http404
    laid = laid_over(found)
    if laid is None:
        raise Http404
    response = HttpResponse(laid[0], content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@also_on("scene.burialsite")
def map_link(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:  # noqa: ARG001
    return {"href": f"/n/{number}/map/", "title": _("Map")}


def _things(seen: Standpoint, number: str) -> tuple[list[GraveView], list[CrossRecord]]:
    return with_differences(graves(seen, site=number), seen), unlocated(seen, number)


def _wanted(grave: GraveView, chosen: list[str], kind: str) -> bool:
    if chosen and grave.state not in chosen:
        return False
    return not kind or (kind == "any" and bool(grave.differences)) or kind in {each.kind for each in grave.differences}


def _laid_extent(seen: Standpoint, number: str) -> tuple[Orthophoto, Extent] | None:
    """The picture that lies over the plan, and where; None where there is none, or its file is not at hand."""
    act = orthophoto_of(seen, number)
    try:
        size = size_of(act) if act is not None else None
    except SealError:
        return None
    return (act, extent_of(*size, affine(act.points))) if act is not None and size is not None else None


def _picture(request: HttpRequest, seen: Standpoint, number: str) -> PlanPicture | None:
    laid = _laid_extent(seen, number)
    if laid is None:
        return None
    act, extent = laid
    return PlanPicture(_address(request, act), extent.west, extent.south, extent.east, extent.north)


def _overlay(request: HttpRequest, seen: Standpoint, number: str) -> dict[str, Any] | None:
    laid = _laid_extent(seen, number)
    if laid is None:
        return None
    act, extent = laid
    return {"href": _address(request, act), "corners": [[extent.south, extent.west], [extent.north, extent.east]]}


def _address(request: HttpRequest, act: Orthophoto) -> str:
    return f"/n/{act.site_id}/orthophoto/{act.pk}/{asked_for(request)}"


def _tiles(grid: Grid | None) -> dict[str, Any] | None:
    """Tiles of the operation's own server lie right under a plan whose north is true north.

    `scale` and `shift` bring metres of the plan to shares of the square that the tiles of all the world make up.
    """
    address = settings.IMENA_TILES
    if not address or grid is None or grid.rotation % 360 != 0:
        return None
    latitude = math.radians(grid.latitude)
    scale = 1 / (2 * math.pi * RADIUS * math.cos(latitude))
    north = math.log(math.tan(math.pi / 4 + latitude / 2)) / (2 * math.pi)
    return {"href": address, "scale": scale, "east": grid.longitude / 360 + 0.5, "south": 0.5 - north}
