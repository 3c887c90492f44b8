"""What keeps remains from being released and buried, and money from being spent."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from imena.burial.models import (
    Allotment,
    BurialDecision,
    DeathCertificate,
    Expense,
    NamedAs,
    Parts,
    Plot,
    PlotAssignment,
    Programme,
    Release,
    ReleasePermission,
)
from imena.burial.queries import resting_places
from imena.custody import coffins
from imena.laboratory.models import DnaProfile
from imena.ledger.guards import Reason, reason
from imena.ledger.standpoint import Standpoint, in_force
from imena.postmortem.elements import name_of
from imena.postmortem.models import Examination
from imena.postmortem.queries import unaccounted
from imena.reconciliation.guards import SUSPENDED
from imena.reconciliation.rulings import identification_of, presumed_name_of
from imena.scene.models import Exhumation, Joining, Remains, Separation

HOLD = timedelta(days=365)
"""How long unidentified remains are kept before they are buried under a number: about twelve months."""

NOT_EXAMINED = reason("burial.not_examined", _("no expert’s report says that the remains were examined"))
NO_NAME_AND_NO_HOLD = reason(
    "burial.no_name_and_no_hold",
    _("not identified, and not yet twelve months since the exhumation with a DNA profile on record"),
)
JOINED_ELSEWHERE = reason("burial.joined_elsewhere", _("the part was joined to other remains and goes with them"))
NOT_PERMITTED = reason("burial.not_permitted", _("no prosecutor permitted the release"))
NOT_RELEASED = reason("burial.not_released", _("no record says that the remains were released"))
NOT_DECIDED = reason("burial.not_decided", _("no committee decided on this burial"))
NAMED_OTHERWISE = reason("burial.named_otherwise", _("the committee decided on another kind of name"))
NOT_IDENTIFIED = reason("burial.not_identified", _("no decision identifies these remains"))
NO_CERTIFICATE = reason("burial.no_certificate", _("no death certificate was issued"))
NO_PRESUMED_NAME = reason("burial.no_presumed_name", _("no decision allows burial under a presumed name"))
PLOT_TAKEN = reason("burial.plot_taken", _("other remains lie in this plot, or it is set aside for them"))
BURIED_ALREADY = reason("burial.buried_already", _("the remains are buried already"))
NOT_BURIED_THERE = reason("burial.not_buried_there", _("no record says that the remains lie in this plot"))
NO_SUCH_PLOT = reason("burial.no_such_plot", _("what was scanned for the plot is not the number of any"))
OTHER_PLOT = reason("burial.other_plot", _("another plot is set aside for these remains"))
NO_COFFIN_CHECK = reason(
    "burial.no_coffin_check", _("no two people checked bag, coffin, vehicle and plot after the release")
)
OVERSPENT = reason("burial.overspent", _("the programme has not enough money left"))
PARTS_IN_GRAVE = reason("burial.parts_in_grave", _("bones that are missing lie among the fragments of the same grave"))


def permission_out_of_order(remains: Remains, seen: Standpoint) -> Iterator[Reason]:
    """Release needs an expert's report, a name or the hold, nothing suspended, and all parts accounted for."""
    if not in_force(Examination, seen).filter(remains=remains).exists():
        yield NOT_EXAMINED
    if in_force(Joining, seen).filter(part=remains).exists():
        yield JOINED_ELSEWHERE
    yield from _suspended(remains, seen)
    if not identification_of(seen, remains=remains.pk) and not presumed_name_of(seen, remains.pk):
        yield from _hold_not_over(remains, seen)


def parts_out_of_order(remains: Remains, parts: str, seen: Standpoint) -> Iterator[Reason]:
    """All parts are not accounted for while a bone that is missing lies unassociated in the same grave."""
    found = unaccounted(remains.pk, seen) if parts == Parts.ACCOUNTED else {}
    if found:
        names = "; ".join(name_of(element, side) for element, side in found)
        yield Reason(PARTS_IN_GRAVE.code, format_lazy("{}: {}", PARTS_IN_GRAVE.message, names))


def _suspended(remains: Remains, seen: Standpoint) -> Iterator[Reason]:
    ruling = identification_of(seen, remains=remains.pk)
    if ruling and ruling.suspended:
        yield SUSPENDED


def _hold_not_over(remains: Remains, seen: Standpoint) -> Iterator[Reason]:
    lifted = [
        *in_force(Exhumation, seen).filter(remains=remains),
        *in_force(Separation, seen).filter(remains=remains),
    ]
    usable = (DnaProfile.Outcome.FULL, DnaProfile.Outcome.PARTIAL)
    typed = in_force(DnaProfile, seen).filter(taken_from=remains.pk, outcome__in=usable).exists()
    if not typed or not any(act.happened_until + HOLD <= seen.as_of for act in lifted):
        yield NO_NAME_AND_NO_HOLD


def release_out_of_order(remains: Remains, seen: Standpoint) -> Iterator[Reason]:
    """A release needs a permission; and what this said of all parts is asked again, for more may lie there since."""
    permission = in_force(ReleasePermission, seen).filter(remains=remains).order_by("happened_on", "pk").last()
    if permission is None:
        yield NOT_PERMITTED
    else:
        yield from parts_out_of_order(remains, permission.parts, seen)
    yield from _suspended(remains, seen)


def decision_out_of_order(remains: Remains, named_as: str, seen: Standpoint) -> Iterator[Reason]:
    """A burial under a name needs the identification and the certificate; under a presumed one, the decision for it."""
    yield from _suspended(remains, seen)
    if named_as == NamedAs.NAMED:
        ruling = identification_of(seen, remains=remains.pk)
        if ruling is None:
            yield NOT_IDENTIFIED
        elif not _certified(remains, ruling.proposal.person_id, seen):
            yield NO_CERTIFICATE
    elif named_as == NamedAs.PRESUMED:
        if presumed_name_of(seen, remains.pk) is None:
            yield NO_PRESUMED_NAME
    else:
        yield from _hold_not_over(remains, seen)


def _certified(remains: Remains, person: str, seen: Standpoint) -> bool:
    return in_force(DeathCertificate, seen).filter(remains=remains, person=person).exists()


def plot_taken(plot: Plot, remains: Remains, seen: Standpoint) -> Iterator[Reason]:
    lying = resting_places(seen, plot=plot.pk)
    assigned = in_force(PlotAssignment, seen).filter(plot=plot).exclude(remains=remains)
    if any(number != remains.pk for number in lying) or assigned.exists():
        yield PLOT_TAKEN


def laid_elsewhere(plot: str, remains: str, seen: Standpoint) -> Iterator[Reason]:
    """Another plot is set aside for these remains."""
    assigned = set(in_force(PlotAssignment, seen).filter(remains=remains).values_list("plot_id", flat=True))
    if assigned and plot not in assigned:
        yield OTHER_PLOT


def coffin_unchecked(remains: Remains, seen: Standpoint) -> Iterator[Reason]:
    """Once the operation checks coffins at all, each is checked after the release."""
    released = in_force(Release, seen).filter(remains=remains).order_by("happened_on", "pk").last()
    since = released.happened_on if released else date.min
    if coffins.checks_are_used(seen) and not coffins.set_out(remains.pk, since, seen):
        yield NO_COFFIN_CHECK


def reburial_out_of_order(remains: Remains, plot: Plot, named_as: str, seen: Standpoint) -> Iterator[Reason]:
    decisions = in_force(BurialDecision, seen).filter(remains=remains)
    decided = set(decisions.values_list("named_as", flat=True))
    if not decided:
        yield NOT_DECIDED
    elif named_as not in decided:
        yield NAMED_OTHERWISE
    if not in_force(Release, seen).filter(remains=remains).exists():
        yield NOT_RELEASED
    if remains.pk in resting_places(seen, remains=remains.pk):
        yield BURIED_ALREADY
    yield from _suspended(remains, seen)
    yield from plot_taken(plot, remains, seen)
    yield from coffin_unchecked(remains, seen)


def plate_out_of_order(remains: Remains, plot: Plot, named_as: str, seen: Standpoint) -> Iterator[Reason]:
    if resting_places(seen, remains=remains.pk).get(remains.pk) != plot.pk:
        yield NOT_BURIED_THERE
    if named_as == NamedAs.NAMED:
        yield from decision_out_of_order(remains, named_as, seen)


def money_left(programme: Programme, seen: Standpoint) -> Decimal:
    """What was allotted to a programme and not yet spent."""
    allotted = in_force(Allotment, seen).filter(programme=programme).aggregate(sum=Sum("amount"))["sum"]
    spent = in_force(Expense, seen).filter(programme=programme).aggregate(sum=Sum("amount"))["sum"]
    return (allotted or Decimal(0)) - (spent or Decimal(0))


def expense_out_of_order(programme: Programme, amount: Decimal, seen: Standpoint) -> Iterator[Reason]:
    if amount > money_left(programme, seen):
        yield OVERSPENT
