"""Pages of the skeleton: which bones there are, of how many people at least, and what is missing."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from imena.custody.models import Number
from imena.ledger.standpoint import Standpoint
from imena.postmortem.elements import ELEMENTS, Element, Side, name_of
from imena.postmortem.individuals import Mni, Specimen, share, zone_label
from imena.postmortem.queries import Skeleton, grave_count, inventories, skeleton, unaccounted
from imena.scene.associations import lifted_from
from imena.scene.guards import form_of
from imena.scene.models import Exhumation, Grave, Remains
from imena.ui import drawings
from imena.ui.doing import doing
from imena.ui.pages import Link, also_on, may_see, seen_by, show


@also_on("scene.remains")
def skeleton_link(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:
    """Where bones were listed."""
    if not request.user.has_perm("postmortem.view") or skeleton(number, seen) is None:
        return None
    return {"href": f"/n/{number}/skeleton/", "title": _("Skeleton: which bones there are")}


@also_on("scene.grave")
def count_link(request: HttpRequest, number: str, seen: Standpoint) -> Link | None:
    if not request.user.has_perm("postmortem.view") or not grave_count(number, seen).lists:
        return None
    return {"href": f"/n/{number}/skeleton/", "title": _("How many people lay here at least")}


@may_see("postmortem.view")
def skeleton_page(request: HttpRequest, number: str) -> HttpResponse:
    """The skeleton of remains, or the count of a grave."""
    known = get_object_or_404(Number, pk=number)
    if known.kind == Grave._meta.label_lower:
        return _grave(request, number)
    if known.kind == Remains._meta.label_lower:
        return _remains(request, number)
    raise Http404


def _remains(request: HttpRequest, number: str) -> HttpResponse:
    seen = seen_by(request)
    found = skeleton(number, seen)
    if found is None:
        raise Http404
    bones = list(_bones(found))
    return show(
        request,
        "postmortem/skeleton.html",
        seen,
        number=number,
        skeleton=found,
        lot=form_of(number, seen) == Exhumation.Form.LOT,
        deciding=_deciding(found.mni),
        drawing=drawings.skeleton(
            [drawings.Bone(each["element"], each["side"], each["state"], each["words"]) for each in bones],
            title=_("Skeleton of %(number)s") % {"number": number},
            left=_("left side"),
            right=_("right side"),
        ),
        key=drawings.skeleton_key(_states()),
        bones=bones,
        unsided=_unsided(found.specimens),
        missing=[(name_of(element, side), count) for (element, side), count in found.missing.items()],
        in_grave=[name_of(element, side) for element, side in unaccounted(number, seen)],
        doing=doing(
            request, ["postmortem.skeletalinventory", "scene.separation"], remains=number, separated_from=number
        ),
    )


def _grave(request: HttpRequest, number: str) -> HttpResponse:
    seen = seen_by(request)
    count = grave_count(number, seen)
    acts = inventories(lifted_from(number, seen), seen)
    if not count.remains:
        raise Http404
    return show(
        request,
        "postmortem/count.html",
        seen,
        number=number,
        count=count,
        deciding=_deciding(count.mni),
        inventories=[act for own in acts.values() for act in own],
    )


def _deciding(found: Mni) -> list[str]:
    return [f"{name_of(key.element, key.side)}, {zone_label(key.zone)}" for key in found.deciding]


def _states() -> dict[str, str]:
    return {
        "present": _("there"),
        "partial": _("there in part"),
        "absent": _("not there"),
        "unrecorded": _("not recorded"),
    }


def _bones(found: Skeleton) -> Any:
    """Each bone with its state and how much of it is there."""
    states = _states()
    for element in ELEMENTS.values():
        for side in element.sides:
            part = share(found.specimens, element.code, side)
            state = _state(part, whole=found.whole)
            name = name_of(element.code, side)
            yield {
                "element": element.code,
                "side": side.value,
                "state": state,
                "name": name,
                "latin": element.latin,
                "said": states[state],
                "share": _share(part, element),
                "words": f"{name}: {states[state]}",
            }


def _state(part: int | None, *, whole: bool) -> str:
    if part is None:
        return "absent" if whole else "unrecorded"
    return "present" if part == 100 else "partial"


def _share(part: int | None, element: Element) -> str:
    """How much of a bone is there, with what it is a part of."""
    if part is None or part == 100:
        return ""
    if element.each == 1:
        return _("%(share)s %% of the bone") % {"share": part}
    return _("%(share)s %% of %(count)s bones") % {"share": part, "count": element.each}


def _unsided(specimens: Sequence[Specimen]) -> list[tuple[str, int]]:
    """The bones whose side was not told, how many of each."""
    counts: dict[str, int] = {}
    for specimen in specimens:
        if specimen.side is Side.UNSIDED:
            counts[specimen.element] = counts.get(specimen.element, 0) + 1
    return [(str(ELEMENTS[code].label), count) for code, count in counts.items()]
