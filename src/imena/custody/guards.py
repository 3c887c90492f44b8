"""What may be out of order about custody."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from imena.custody import coffins
from imena.custody.chain import Problem, Where
from imena.custody.coffins import contradictions
from imena.custody.models import (
    Alarm,
    Coffin,
    CoffinCheck,
    CoffinRecheck,
    GivenNumber,
    Number,
    Scheme,
    SettingOut,
    Store,
    StoreClosing,
    StoreOpening,
)
from imena.custody.origins import may_be_destroyed
from imena.custody.queries import Custody, holdings, kinds_of, parts_of
from imena.ledger.guards import Reason, reason
from imena.ledger.standpoint import Standpoint, in_force

REASONS = {
    f"custody.{problem.value}": reason(f"custody.{problem.value}", message)
    for problem, message in {
        Problem.NOT_HOLDER: _("given or handled by someone who does not hold it"),
        Problem.NOBODY_GAVE: _("received, but no record says that it was handed over"),
        Problem.OTHER_RECEIVER: _("received by someone else than it was handed over to"),
        Problem.NOT_KEEPER: _("put into a store by someone who does not serve the agency that keeps it"),
        Problem.NO_BEGINNING: _("no record says how it came into custody"),
        Problem.BEFORE_BEGINNING: _("dated before the day it came into custody"),
        Problem.OTHER_SEAL: _("the seal is another than recorded"),
        Problem.BROKEN_SEAL: _("the seal is broken or missing"),
        Problem.GIVER_SILENT: _("neither the giver nor a document says that it was handed over"),
        Problem.ALREADY_LEFT: _("it had left the operation already"),
        Problem.NOT_AWAY: _("taken back, but it had not left the operation"),
        Problem.NOT_LOST: _("no record says that it was lost"),
        Problem.STAYS_BEHIND: _("joined to remains that had already left: the part stayed behind"),
    }.items()
}
STORE_NOT_OPEN = reason("custody.store_not_open", _("the store was not open by then"))
STORE_NOT_EMPTY = reason("custody.store_not_empty", _("something is still inside"))
HUMAN_REMAINS = reason("custody.human_remains", _("human remains are never destroyed"))
NOT_HERE = reason("custody.not_here", _("it is no longer in custody"))
NO_SUCH_ALERT = reason("custody.no_such_alert", _("no such alert is open"))
ONLY_FOUND_AGAIN = reason("custody.only_found_again", _("what is lost stays an alert until it is found again"))
ONE_PERSON = reason("custody.one_person", _("the same person scanned twice: it takes two"))
SCANS_DIFFER = reason("custody.scans_differ", _("the two did not scan the same numbers"))
OTHER_BAG = reason("custody.other_bag", _("the bag bears a number that is not known as that of these remains"))
NOT_REMAINS = reason("custody.not_remains", _("what was scanned for the remains is not the number of any"))
COFFIN_TAKEN = reason("custody.coffin_taken", _("the coffin was set out with other remains"))
SCANNED_AGAIN_SINCE = reason(
    "custody.scanned_again_since", _("the remains or the coffin were scanned again since then")
)
SCAN_SET_ASIDE = reason("custody.scan_set_aside", _("one of the two scans was voided or corrected"))
IN_ANOTHER_COFFIN = reason("custody.in_another_coffin", _("the remains were set out in another coffin"))
BAG_OF_OTHERS = reason("custody.bag_of_others", _("the number on the bag is known as that of other remains too"))


def storing_out_of_order(store: Store, seen: Standpoint) -> Iterator[Reason]:
    opened = in_force(StoreOpening, seen).filter(store=store).exists()
    if not opened or in_force(StoreClosing, seen).filter(store=store).exists():
        yield STORE_NOT_OPEN


def closing_out_of_order(store: Store, seen: Standpoint) -> Iterator[Reason]:
    view = Custody(seen).stores.get(store.pk)
    if view is not None and view.inside:
        yield STORE_NOT_EMPTY


def destruction_out_of_order(numbers: list[str], seen: Standpoint) -> Iterator[Reason]:
    """The dead are never destroyed; nor is what has left custody."""
    if not all(may_be_destroyed(kind) for kind in kinds_of(numbers).values()):
        yield HUMAN_REMAINS
    held = holdings(seen, numbers)
    if any(number not in held or held[number].where in _GONE for number in numbers):
        yield NOT_HERE


_GONE = frozenset({Where.RELEASED, Where.BURIED, Where.DESTROYED, Where.USED_UP, Where.LOST})


def settlement_out_of_order(alarm: Alarm, cause: int, seen: Standpoint) -> Iterator[Reason]:
    alert = next((each for each in Custody(seen).alerts if each.key == (str(alarm), cause)), None)
    if alarm == Alarm.LOST:
        yield ONLY_FOUND_AGAIN
    elif alert is None or not alert.open:
        yield NO_SUCH_ALERT


def scan_out_of_order(body: Number, bag: str, coffin: Coffin, plot: Number, seen: Standpoint) -> Iterator[Reason]:
    """What contradicts what is known: the bag's number, the coffin's remains, the remains' coffin, the plot's."""
    if may_be_destroyed(body.kind):
        yield NOT_REMAINS
    yield from _bag_out_of_order(body, bag, seen)
    if in_force(SettingOut, seen).filter(recheck__coffin=coffin).exclude(body=body).exists():
        yield COFFIN_TAKEN
    if coffins.set_out_in(body.pk, seen) - {coffin.pk}:
        yield IN_ANOTHER_COFFIN
    yield from contradictions(body.pk, plot.pk, seen)


def _bag_out_of_order(body: Number, bag: str, seen: Standpoint) -> Iterator[Reason]:
    """The bag is that of these remains, or of a part joined to them, and of no others."""
    asked = bag.strip().casefold()
    given = in_force(GivenNumber, seen).filter(scheme=Scheme.BAG).values_list("object_id", "object__kind", "value")
    known = {number: kind for number, kind, value in given if value.strip().casefold() == asked}
    if asked != body.pk.casefold() and body.pk not in known:
        yield OTHER_BAG
    others = {number for number, kind in known.items() if not may_be_destroyed(kind)} - {body.pk}
    if others and others - parts_of(body.pk, seen):
        yield BAG_OF_OTHERS


def recheck_out_of_order(first: CoffinCheck, second: CoffinRecheck, author: int, seen: Standpoint) -> Iterator[Reason]:
    """`second` need not be recorded yet."""
    if first.entry.author_id == author:
        yield ONE_PERSON
    if first.scans != second.scans:
        yield SCANS_DIFFER
    yield from scan_out_of_order(second.body, second.bag, second.coffin, second.plot, seen)


def setting_out_out_of_order(recheck: CoffinRecheck, seen: Standpoint) -> Iterator[Reason]:
    """`seen`: from today on, for a coffin does not set out against what was recorded since its day."""
    author = recheck.entry.author_id
    if not in_force(CoffinRecheck, seen).filter(pk=recheck.pk, first__in=in_force(CoffinCheck, seen)).exists():
        yield SCAN_SET_ASIDE
    yield from recheck_out_of_order(recheck.first, recheck, author or 0, seen)
    if _scanned_since(recheck, seen):
        yield SCANNED_AGAIN_SINCE


def _scanned_since(recheck: CoffinRecheck, seen: Standpoint) -> bool:
    """Whether anyone scanned these remains or this coffin since the first scan, but for whoever scanned the same."""
    later = Q(body=recheck.body_id) | Q(coffin=recheck.coffin_id), Q(pk__gt=recheck.first_id)
    if in_force(CoffinCheck, seen).filter(*later).exists():
        return True
    again = in_force(CoffinRecheck, seen).filter(*later)
    return any((each.first_id, each.scans) != (recheck.first_id, recheck.scans) for each in again)
