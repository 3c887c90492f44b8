"""Pages of the ante-mortem team: the missing, and their families as pedigrees."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from imena.antemortem.guards import legal_bases
from imena.antemortem.models import DonorRecord, FamilyRecord
from imena.antemortem.queries import alive, families_of, missing_of, names_of, states_of, unreachable
from imena.ledger.queries import timeline
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.names.transliteration import latin
from imena.ui import drawings
from imena.ui.doing import doing
from imena.ui.pages import may_see, page_of, seen_by, show


@may_see("antemortem.view")
def missing_list(request: HttpRequest) -> HttpResponse:
    """Everyone who was reported missing."""
    seen = seen_by(request)
    words = request.GET.get("q", "").strip().lower()
    found = sorted(missing_of(seen).values(), key=lambda each: each.name)
    if words:
        found = [each for each in found if words in f"{each.name} {latin(each.name)} {each.number}".lower()]
    page = Paginator(found, 60).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return show(
        request,
        "antemortem/missing_list.html",
        seen,
        page=page,
        words=words,
        total=len(found),
        unreachable=unreachable(seen),
        alive=alive(seen),
        keep=query.urlencode() + "&" if query else "",
        doing=doing(request, ["antemortem.missingreport", "antemortem.familyrecord"]),
    )


@page_of("antemortem.missingperson")
@may_see("antemortem.view")
def person_page(request: HttpRequest, number: str) -> HttpResponse:
    """A missing person, with the family drawn as a pedigree."""
    seen = seen_by(request)
    person = missing_of(seen, [number]).get(number)
    if person is None:
        raise Http404
    families = families_of(number, seen)
    load_keys(family.family_id for family in families)
    return show(
        request,
        "antemortem/person.html",
        seen,
        person=person,
        number=number,
        alive=number in alive(seen),
        unreachable=unreachable(seen).get(number),
        families=[_family(family, seen) for family in families],
        legend=drawings.legend(_states()) if families else "",
        acts=_own_phase(timeline(number, seen)),
        doing=doing(request, ["antemortem.noreference", "antemortem.locatedalive"], person=number),
    )


@page_of("antemortem.family")
@may_see("antemortem.view")
def family_page(request: HttpRequest, number: str) -> HttpResponse:
    """A family."""
    seen = seen_by(request)
    record = in_force(FamilyRecord, seen).filter(family=number).first()
    if record is None:
        raise Http404
    return show(
        request,
        "antemortem/family.html",
        seen,
        number=number,
        family=_family(record, seen),
        legend=drawings.legend(_states()),
        acts=timeline(number, seen),
        doing=doing(request, ["antemortem.donorrecord"], family=number),
    )


def _own_phase(acts: Any) -> list[Any]:
    """What this team and the laboratory did: post-mortem findings stay with those who made them."""
    return [act for act in acts if act._meta.app_label not in ("postmortem", "scene")]


def _states() -> dict[Any, str]:
    return {
        "missing": _("missing"),
        "typed": _("gave a sample, typed"),
        "asked": _("asked, not typed yet"),
        "untyped": _("not asked"),
    }


def _family(record: FamilyRecord, seen: Standpoint) -> dict[str, Any]:
    """A family as a drawing, with its donors."""
    donors = list(in_force(DonorRecord, seen).filter(family=record.family_id).order_by("pk"))
    load_keys(donor.donor_id for donor in donors)
    names = names_of(seen, record.persons)
    by_member = {donor.member: donor for donor in donors}
    states = states_of(record, seen)
    people = [
        drawings.Member(
            id=member["id"],
            label=_label(member, names, by_member),
            sex=member["sex"],
            father=member["father"],
            mother=member["mother"],
            state=states.get(member["id"], "untyped"),
            href=f"/n/{member['person']}/" if member["person"] else None,
        )
        for member in record.members or ()
    ]
    bases = legal_bases(seen)
    return {
        "number": record.family_id,
        "drawing": drawings.pedigree(people, title=_("Family %(number)s") % {"number": record.family_id})
        if people
        else "",
        "donors": [{"act": donor, "basis": bases.get(donor.donor_id)} for donor in donors],
    }


def _label(member: dict[str, Any], names: dict[str, str], donors: dict[str, DonorRecord]) -> str:
    from django.utils.translation import get_language

    donor = donors.get(member["id"])
    name = names.get(member["person"] or "") or (donor.name if donor else "") or ""
    short = " ".join(name.split()[:2])
    return short if get_language() == "uk" else latin(short)
