"""Pages of remains at the scene: what hangs together, what was found with them, and the fragments no one was given."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import formats
from django.utils.translation import gettext as _

from imena.ledger.standpoint import Standpoint
from imena.scene.associations import Association, association_of
from imena.scene.fragments import policy, unassociated
from imena.scene.guards import form_of
from imena.scene.items import found_with
from imena.scene.models import Exhumation, Fate, ItemFound, Separation
from imena.scene.queries import graves_of
from imena.ui import drawings
from imena.ui.doing import doing
from imena.ui.pages import Link, also_on, may_see, seen_by, show


@also_on("scene.remains")
def association_link(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:
    """Only where something was separated or joined."""
    if not request.user.has_perm("scene.view") or len(association_of(number, seen).remains) < 2:
        return None
    return {"href": f"/n/{number}/association/", "title": _("Association: what was separated and joined")}


@may_see("scene.view")
def association_page(request: HttpRequest, number: str) -> HttpResponse:
    """What was separated out of what and joined to what, drawn and as a table."""
    seen = seen_by(request)
    if not form_of(number, seen):
        raise Http404
    found = association_of(number, seen)
    return show(
        request,
        "scene/association.html",
        seen,
        number=number,
        association=found,
        drawing=drawings.history(
            [drawings.Kin(each, note, f"/n/{each}/") for each, note in _notes(found).items()],
            {act.remains_id: act.separated_from_id for act in found.separations},
            [(act.part_id, act.remains_id) for act in found.joinings],
            title=_("What was separated and joined"),
        ),
    )


def _notes(found: Association) -> dict[str, str]:
    """What is said of each: its form, and when it was lifted or separated."""
    acts: list[Exhumation | Separation] = [*found.separations, *found.lifted]
    lifted = {act.remains_id: act for act in acts}
    notes = {}
    for number in found.remains:
        act = lifted.get(number)
        notes[number] = f"{act.get_form_display()}, {formats.date_format(act.happened_on)}" if act else ""
    return notes


@also_on("scene.remains")
def effects_link(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:
    return _effects(request, number, seen)


@also_on("scene.grave")
def grave_effects_link(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:
    return _effects(request, number, seen)


def _effects(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:
    if not request.user.has_perm("scene.view") or not found_with(number, seen):
        return None
    return {"href": f"/n/{number}/effects/", "title": _("Inventory of effects")}


@may_see("scene.view")
def effects_page(request: HttpRequest, number: str) -> HttpResponse:
    """The inventory of effects (опис речей) in two copies, with room for the signatures of giver and receiver."""
    seen = seen_by(request)
    items = found_with(number, seen)
    if not items:
        raise Http404
    return show(
        request,
        "scene/effects.html",
        seen,
        number=number,
        grave=graves_of(seen, [number]).get(number),
        effects=[item for item in items if item.held_as == ItemFound.Held.EFFECT],
        exhibits=[item for item in items if item.held_as == ItemFound.Held.EXHIBIT],
        copies=(1, 2),
        doing=doing(request, ["scene.itemfound"], found_with=number),
    )


@also_on("scene.burialsite")
def fragments_link(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:  # noqa: ARG001
    if not request.user.has_perm("scene.view") or not unassociated(seen):
        return None
    return {"href": "/fragments/", "title": _("Fragments that belong to no one yet")}


@may_see("scene.view")
def fragments_page(request: HttpRequest) -> HttpResponse:
    """Parts and lots that were joined to no one: those nothing was settled about first."""
    seen = seen_by(request)
    found = unassociated(seen)
    agreed = policy(seen)
    return show(
        request,
        "scene/fragments.html",
        seen,
        open=[fragment for fragment in found if fragment.disposition is None],
        settled=[fragment for fragment in found if fragment.disposition],
        graves=graves_of(seen, [fragment.remains for fragment in found]),
        policy=agreed,
        agreed=[Fate(row["fate"]).label for row in agreed.agreed] if agreed else [],
        lots=sum(fragment.lifted.form == Exhumation.Form.LOT for fragment in found),
        doing=doing(request, ["scene.disposition", "scene.fragmentpolicy"]),
    )
