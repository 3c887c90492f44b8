"""Plans of a site's graves as they are drawn on pages: states, marks, keys."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from imena.scene.models import CrossRecord
from imena.scene.queries import GraveView
from imena.ui import drawings
from imena.ui.drawings import PlanMark, PlanPicture


def states() -> dict[str, str]:
    """What each state of a grave is called."""
    return {
        "listed": _("marked, not located"),
        "located": _("located, not opened"),
        "opened": _("opened, work goes on"),
        "emptied": _("emptied"),
        "empty_found": _("found empty"),
        "disturbed": _("collapsed or disturbed"),
        "backfilled": _("backfilled"),
    }


def key_of_plan() -> str:
    more = {"mass": _("mass grave"), "flag": _("differs from what was marked or written")}
    return drawings.plan_key({**states(), **more})


def plan_of(
    listed: Iterable[GraveView],
    request: HttpRequest,
    crosses: Iterable[CrossRecord] = (),
    picture: PlanPicture | None = None,
) -> str:
    """The graves, and crosses that stand on none, over a picture if there is one."""
    asked = asked_for(request)
    marks = [*(cross_mark(act, asked) for act in crosses), *(grave_mark(grave, asked) for grave in listed)]
    return drawings.plan(marks, title=_("Plan of the graves"), scale_label=_("10 m"), picture=picture)


def asked_for(request: HttpRequest) -> str:
    return f"?as_of={request.GET['as_of']}" if request.GET.get("as_of") else ""


def grave_mark(grave: GraveView, asked: str = "") -> PlanMark:
    location = grave.location
    said = "; ".join([states()[grave.state], *grave.discrepancies])
    return PlanMark(
        x=location.east_dm / 10,
        y=location.north_dm / 10,
        label=f"{location.name}: {said}",
        state=grave.state,
        href=f"/n/{location.grave_id}/{asked}",
        mass=location.mass,
        name=location.name,
        differs=bool(grave.differences),
    )


def cross_mark(act: CrossRecord, asked: str = "") -> PlanMark:
    label = _("cross %(inscription)s") % {"inscription": act.inscription}
    return PlanMark(
        x=act.east_dm / 10, y=act.north_dm / 10, label=f"{label}: {states()['listed']}", state="listed",
        href=f"/n/{act.cross_id}/{asked}",
    )  # fmt: skip


def map_data(mark: PlanMark, kinds: Iterable[str] = (), said: Iterable[str] = ()) -> dict[str, Any]:
    """A mark as the map's script takes it."""
    return {
        "east": mark.x, "north": mark.y, "label": mark.name or mark.label, "state": mark.state, "href": mark.href,
        "mass": mark.mass, "kinds": sorted(set(kinds)), "said": list(said), "differs": mark.differs,
    }  # fmt: skip
