"""What a device takes along: the sites with their graves, what is expected in them, and what was found so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from imena.capture.offered import FIELD_ACTS
from imena.core import clock
from imena.custody.models import StoreOpening
from imena.custody.queries import crosswalk
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.names.transliteration import latin
from imena.people.models import User, held_grants
from imena.scene.models import CrossRecord, JournalEntry, Separation
from imena.scene.queries import GraveView, graves, sites

Listed = list[dict[str, Any]]


def package(user: User, seen: Standpoint) -> dict[str, Any]:
    """Everything that a device needs for days without network, as seen now."""
    listed = graves(seen)
    remains = list(_remains(listed, seen))
    return {
        "made_at": clock.now().isoformat(timespec="seconds"),
        "user": user.get_username(),
        "may": [kind for kind in FIELD_ACTS if user.has_perm(kind)],
        "people": _people(seen),
        "sites": [
            {"number": each.report.site_id, "name": each.report.name, "name_en": each.report.name_en}
            for each in sites(seen)
        ],
        "graves": [_grave(each) for each in listed],
        "crosses": _crosses(seen),
        "journal": _journal(seen),
        "remains": remains,
        "stores": _stores(seen),
        "given": _given([each.location.grave_id for each in listed] + [each["number"] for each in remains], seen),
    }


def _people(seen: Standpoint) -> Listed:
    """Those who hold a role: from them a hand-over names its two parties."""
    users = {grant.user.get_username(): grant.user.get_full_name() for grant in held_grants(seen)}
    return [{"username": username, "name": name, "latin": latin(name)} for username, name in sorted(users.items())]


def _grave(grave: GraveView) -> dict[str, Any]:
    location, opening = grave.location, grave.opening
    return {
        "number": location.grave_id,
        "site": location.site_id,
        "name": location.name,
        "mass": location.mass,
        "crosses": location.crosses,
        "journal": location.journal_rows,
        "opened_on": str(opening.happened) if opening else "",
        "outcome": opening.outcome if opening else "",
        "bodies": opening.bodies if opening else None,
    }


def _crosses(seen: Standpoint) -> Listed:
    acts = in_force(CrossRecord, seen).order_by("pk")
    return [{"number": act.cross_id, "site": act.site_id, "inscription": act.inscription} for act in acts]


def _journal(seen: Standpoint) -> Listed:
    acts = list(in_force(JournalEntry, seen).order_by("pk"))
    load_keys(act.row_id for act in acts)
    return [
        {
            "number": act.row_id,
            "site": act.site_id,
            "place": act.place,
            "mark": act.mark,
            "expected": act.expected,
            "written_name": act.written_name or "",
        }
        for act in acts
    ]


def _remains(listed: list[GraveView], seen: Standpoint) -> Iterator[dict[str, Any]]:
    lifted = {}
    for grave in listed:
        for act in grave.exhumations:
            lifted[act.remains_id] = act.grave_id
            yield {"number": act.remains_id, "grave": act.grave_id, "form": act.form, "found_as": act.found_as}
    for parted in in_force(Separation, seen).order_by("pk"):
        grave_id = lifted[parted.remains_id] = lifted.get(parted.separated_from_id, "")
        yield {"number": parted.remains_id, "grave": grave_id, "form": "", "found_as": parted.found_as}


def _stores(seen: Standpoint) -> Listed:
    acts = in_force(StoreOpening, seen).order_by("pk")
    return [{"number": act.store_id, "name": act.name, "name_en": act.name_en} for act in acts]


def _given(numbers: list[str], seen: Standpoint) -> dict[str, list[str]]:
    """The numbers that others gave to graves and remains, to be searched by."""
    return {number: [act.value for act in acts] for number, acts in crosswalk(numbers, seen).items() if acts}
