"""Reading the account: one set of remains with its state, its title and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from imena.account.ways import Naming, Way
from imena.antemortem.queries import names_of
from imena.ledger.standpoint import Standpoint
from imena.people.models import User
from imena.reconciliation.rulings import rulings_on
from imena.scene.models import FoundAs, GraveLocation
from imena.scene.queries import graves_of


@dataclass(frozen=True, slots=True)
class Row:
    """Remains as they stand in a list: number, title, grave, state."""

    way: Way
    title: str
    grave: str
    state: Naming
    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next on a way, who does it, and what blocks it."""

    step: str
    who: str
    blocked: str = ""


def look(found_as: str) -> str:
    """What the journal would have said: `unknown woman`."""
    words = {
        FoundAs.WOMAN: _("unknown woman"),
        FoundAs.MAN: _("unknown man"),
        FoundAs.CHILD: _("unknown child"),
        FoundAs.SERVICEMAN: _("unknown serviceman"),
        FoundAs.UNDETERMINED: _("unknown person"),
    }
    return words[FoundAs(found_as)]


def may_read_names(user: Any) -> bool:
    return isinstance(user, User) and user.has_perm("account.names")


def rows(found: Iterable[Way], seen: Standpoint, user: Any) -> list[Row]:
    """Remains for a list. Names stand only where the reader's role includes them."""
    ways = list(found)
    graves = graves_of(seen, [way.remains for way in ways])
    held = {way.remains: way.name_on(seen.as_of) for way in ways}
    persons = {named.person for named in held.values() if named}
    names = names_of(seen, persons) if may_read_names(user) else {}
    return [_row(way, held[way.remains], names, graves.get(way.remains), seen) for way in ways]


def _row(way: Way, named: Any, names: dict[str, str], grave: GraveLocation | None, seen: Standpoint) -> Row:
    person = named.person if named else ""
    name = names.get(person, "")
    place = grave.name if grave else ""
    state = way.naming_on(seen.as_of)
    title = name if name and state is Naming.IDENTIFIED else _untitled(way, place)
    return Row(way, title, place, state, person, name)


def _untitled(way: Way, grave: str) -> str:
    words = _("body part") if way.part else look(way.found_as)
    title = _("%(look)s, grave %(grave)s") % {"look": words, "grave": grave} if grave else words
    return title[:1].upper() + title[1:]


def next_step(way: Way, seen: Standpoint) -> Next:
    """The one next thing."""
    state = way.naming_on(seen.as_of)
    if way.joined_to:
        return Next(_("Goes with the remains it was joined to."), "")
    if way.examined is None:
        return Next(_("Examine the remains."), _("forensic doctor"))
    if way.identification and way.identification.suspended:
        return Next(
            _("Check the evidence again; then lift the suspension, or revoke."),
            _("member of the identification board"),
            _("the identification is suspended: release, burial and publication stop"),
        )
    if state is Naming.IDENTIFIED:
        return _after_identification(way)
    open_decisions = [each for each in rulings_on(seen, remains=way.remains) if each.decided_on is None]
    if open_decisions:
        return Next(_("Sign the decision that was proposed."), _("investigator or member of the board"))
    if state is Naming.PRESUMPTIVE:
        return Next(_("Confirm the presumed name by DNA, fingerprints, teeth or a court."), _("investigator"))
    return Next(_("Compare with the families of the missing."), _("DNA expert"))


def _after_identification(way: Way) -> Next:
    if way.reburied:
        if way.named_as != "named":
            return Next(_("Put the name on the grave."), _("burial officer"))
        return Next(_("Nothing. The way is complete."), "")
    if way.released:
        return Next(_("Rebury."), _("burial officer"))
    return Next(_("Tell the family; then certificate, permission and release."), _("family liaison officer"))
