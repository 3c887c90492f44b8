"""Pages of the days of exhumation: the plan for tomorrow, lists for the teams, and exhumation records."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext as _

from imena.ledger.models import Entry
from imena.ledger.standpoint import Standpoint, in_force
from imena.scene import planning
from imena.scene.models import Capacity, ExhumationRecord
from imena.scene.queries import SiteView, site
from imena.scene.records import record_view
from imena.scene.safety import rules_of, stops
from imena.ui.doing import doing
from imena.ui.pages import Link, also_on, may_see, page_of, seen_by, show

OFFERED = 60
"""How many graves are offered for a plan at once: about a day's."""


@also_on("scene.burialsite")
def days_link(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:  # noqa: ARG001
    if not request.user.has_perm("scene.view"):
        return None
    return {"href": f"/n/{number}/days/", "title": _("Days: what is planned, and what was done")}


@may_see("scene.view")
def days_page(request: HttpRequest, number: str) -> HttpResponse:
    """Today against its plan, and tomorrow against teams and intake."""
    seen = seen_by(request)
    found = _site(number, seen)
    today, next_day = seen.as_of, seen.as_of + timedelta(days=1)
    teams = planning.teams_of(number, seen)
    tomorrow = planning.day_at(number, next_day, seen)
    waiting = planning.waiting(number, seen, next_day)
    stopped = stops(number, seen)
    return show(
        request,
        "scene/days.html",
        seen,
        site=found,
        number=number,
        today=planning.day_at(number, today, seen),
        tomorrow=tomorrow,
        teams=list(teams.values()),
        pace=planning.pace(number, seen),
        waiting=waiting[:OFFERED],
        waiting_total=len(waiting),
        stops=stopped,
        rules=rules_of(number, seen),
        next=_next_thing(found, tomorrow, bool(teams), bool(waiting), bool(stopped)),
        records=in_force(ExhumationRecord, seen).filter(site=number).order_by("-happened_on", "-pk")[:20],
        may_plan=request.user.has_perm("scene.dayplan"),
        doing=[
            *doing(
                request,
                ["scene.stopwork", "scene.teamformation", "scene.dayplan", "scene.exhumationrecord", "scene.siterules"],
                site=number,
            ),
            *(doing(request, ["scene.resumework"], stop=stopped[0].pk) if stopped else []),
        ],
    )


def _site(number: str, seen: Standpoint) -> SiteView:
    found = site(number, seen)
    if found is None:
        raise Http404
    return found


def _next_thing(
    found: SiteView, tomorrow: planning.Day, has_teams: bool, has_waiting: bool, is_stopped: bool
) -> dict[str, str]:
    """What comes next at a site, and who does it."""
    steps = (
        (is_stopped, _("Make the site safe and resume work"), _("A sapper or the investigator")),
        (found.clearance is None, _("Clear the site of mines"), _("A sapper")),
        (found.order is None, _("Order the exhumation"), _("The prosecutor")),
        (not has_teams, _("Form a team"), _("The recovery lead")),
        (not tomorrow.teams and has_waiting, _("Plan tomorrow"), _("The recovery lead")),
        (bool(tomorrow.teams), _("Print the lists of the teams"), _("The recovery lead")),
    )
    for needed, step, who in steps:
        if needed:
            return {"step": step, "who": who}
    return {"step": _("No grave is waiting: record that the site is exhausted"), "who": _("The recovery lead")}


@may_see("scene.dayplan")
def start_plan(request: HttpRequest, number: str) -> HttpResponse:
    """From the teams chosen for graves to the form of the plan, filled in; nothing is recorded here."""
    chosen: dict[str, list[str]] = {}
    for name in request.GET:
        if name.startswith("grave-") and request.GET[name]:
            chosen.setdefault(str(request.GET[name]), []).append(name.removeprefix("grave-"))
    stores = zip(request.GET.getlist("store"), request.GET.getlist("places"), strict=False)
    start = {
        "site": number,
        "day": request.GET.get("day", ""),
        "assigned": "\n".join(f"{team}; {' '.join(graves)}" for team, graves in chosen.items()),
        "intake": "\n".join(f"{store}; {places}" for store, places in stores if store.strip()),
    }
    return redirect(f"/acts/new/scene.dayplan/?{urlencode(start)}")


@may_see("scene.view")
def lists_page(request: HttpRequest, number: str, day: str) -> HttpResponse:
    """The lists of a day, one page for each team, to be printed."""
    seen = seen_by(request)
    try:
        asked_day = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    planned = planning.day_at(number, asked_day, seen)
    return show(request, "scene/lists.html", seen, site=_site(number, seen), number=number, day=planned)


@page_of("scene.protocol")
@may_see("scene.view")
def protocol_page(request: HttpRequest, number: str) -> HttpResponse:
    """An exhumation record leads to itself as it is printed."""
    act = in_force(ExhumationRecord, seen_by(request)).filter(protocol=number).first()
    if act is None:
        raise Http404
    return redirect("exhumation-record", act.pk)


@may_see("scene.view")
def record_page(request: HttpRequest, sequence: int) -> HttpResponse:
    """An exhumation record as it is printed and filed, in either language: `?in=uk`."""
    seen = seen_by(request)
    get_object_or_404(Entry, pk=sequence, kind=ExhumationRecord.kind())
    act = get_object_or_404(ExhumationRecord.objects.select_related("team", "entry__author"), pk=sequence)
    language = request.GET.get("in", "")
    with translation.override(language if language in ("uk", "en") else translation.get_language()):
        return show(
            request,
            "scene/record.html",
            seen,
            record=record_view(act, seen),
            act=act,
            set_aside=act.pk in seen.set_aside,
            site=_site(act.site_id, seen),
            team=planning.teams_of(act.site_id, seen).get(act.team_id or ""),
            present=_present(act),
            number=act.protocol_id,
        )


def _present(act: ExhumationRecord) -> list[dict[str, Any]]:
    """Those present; where the key was destroyed, only in which capacity."""
    rows = act.present or [{"capacity": each, "name": ""} for each in act.capacities]
    return [{"capacity": Capacity(row["capacity"]).label, "name": row["name"]} for row in rows]
