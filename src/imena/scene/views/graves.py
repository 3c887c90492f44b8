"""The page of a grave."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from imena.custody.queries import crosswalk
from imena.ledger.queries import timeline
from imena.ledger.standpoint import Standpoint, in_force
from imena.scene.discrepancies import by_grave, differences
from imena.scene.histories import history
from imena.scene.models import PlaceInGrave
from imena.scene.plans import states
from imena.scene.queries import graves, marks_of
from imena.ui import drawings
from imena.ui.doing import doing
from imena.ui.pages import may_see, page_of, seen_by, show

ABOUT_A_GRAVE = (
    "scene.graveopening",
    "scene.exhumation",
    "scene.placeingrave",
    "scene.backfilling",
    "scene.stopwork",
    "scene.exhumationrecord",
)


@page_of("scene.grave")
@may_see("scene.view")
def grave_page(request: HttpRequest, number: str) -> HttpResponse:
    """A grave: what stood on it, what was written, what was found, how these differ, and how everybody lay."""
    seen = seen_by(request)
    found = graves(seen, grave=number)
    if not found:
        raise Http404
    grave, site = found[0], found[0].location.site_id
    crosses, rows = marks_of(grave.location, seen)
    differing = by_grave(differences(seen, site)).get(number, [])
    grave.differences = [each for each in differing if each.open]
    return show(
        request,
        "scene/grave.html",
        seen,
        grave=grave,
        state=states()[grave.state],
        number=number,
        crosses=crosses,
        rows=rows,
        differences=differing,
        layers=list(_layers(seen, number)),
        stays=history(seen, [*(row.row_id for row in rows), *(act.remains_id for act in grave.exhumations)]),
        acts=timeline(number, seen),
        numbers=crosswalk([number], seen)[number],
        doing=[
            *doing(request, ABOUT_A_GRAVE, grave=number, site=site),
            *doing(request, ["scene.explosivescheck"], object=number, where="grave"),
            *doing(request, ["scene.itemfound"], found_with=number),
        ],
    )


def _layers(seen: Standpoint, grave: str) -> Any:
    """Each layer from the top: its plan, and a table of the same."""
    latest = {act.remains_id: act for act in in_force(PlaceInGrave, seen).filter(grave=grave).order_by("pk")}
    for layer in sorted({act.layer for act in latest.values()}):
        acts = [act for act in latest.values() if act.layer == layer]
        bodies = [_lying(act, place) for place, act in enumerate(acts, start=1)]
        title = _("Layer %(number)s, from above") % {"number": layer}
        yield {"layer": layer, "acts": acts, "plan": drawings.layer(bodies, title=title, scale_label=_("1 m"))}


def _lying(act: PlaceInGrave, place: int) -> drawings.Lying:
    return drawings.Lying(
        east=act.east_cm,
        north=act.north_cm,
        label=str(place),
        head_towards=act.head_towards,
        face_down=act.facing == PlaceInGrave.Facing.DOWN,
        href=f"/n/{act.remains_id}/",
    )
