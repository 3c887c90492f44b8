"""What may be out of order at the scene."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from imena.core import clock
from imena.ledger.guards import Reason, reason
from imena.ledger.standpoint import Standpoint, in_force
from imena.scene.associations import joined_to
from imena.scene.differences import Difference
from imena.scene.models import (
    BurialSite,
    Exhumation,
    ExhumationOrder,
    Grave,
    GraveLocation,
    GraveOpening,
    Joining,
    Remains,
    Separation,
    SiteReport,
    SiteStep,
)
from imena.scene.safety import is_cleared, stopped, unchecked

NOT_REPORTED = reason("scene.not_reported", _("the site was not reported"))
NOT_CLEARED = reason("scene.not_cleared", _("the site was not cleared of mines"))
NOT_ORDERED = reason("scene.not_ordered", _("no prosecutor ordered the exhumation"))
INACCESSIBLE = reason("scene.inaccessible", _("the site is inaccessible"))
NOT_LOCATED = reason("scene.not_located", _("the grave was not located"))
NOT_OPENED = reason("scene.not_opened", _("no record says that the grave was opened"))
OPENED_TWICE = reason("scene.opened_twice", _("the grave was opened before"))
NOT_A_PART = reason("scene.not_a_part", _("only a body part is joined to other remains"))
JOINED_ALREADY = reason("scene.joined_already", _("the part is joined already"))
JOINED_TO_ITSELF = reason("scene.joined_to_itself", _("remains are not joined to themselves"))
STILL_OPEN = reason("scene.still_open", _("the latest opening says that work goes on"))
NOT_FROM_THIS_GRAVE = reason("scene.not_from_this_grave", _("no record says that they were lifted from this grave"))
NO_SUCH_DISCREPANCY = reason("scene.no_such_discrepancy", _("nothing of the kind differs here"))
SETTLED_ALREADY = reason("scene.settled_already", _("the discrepancy is settled already"))
NOT_AN_OBSERVATION = reason("scene.not_an_observation", _("what is to stand is none of the observations that differ"))
NOT_AT_THIS_SITE = reason("scene.not_at_this_site", _("it is settled to something that is not at this site"))


def site_not_ready(site: BurialSite, seen: Standpoint, grave: str = "") -> Iterator[Reason]:
    """What keeps a site, or one of its graves, from being opened."""
    if not in_force(SiteReport, seen).filter(site=site).exists():
        yield NOT_REPORTED
    last = in_force(SiteStep, seen).filter(site=site).order_by("-happened_on", "-pk").first()
    if last and last.step == SiteStep.Step.INACCESSIBLE:
        yield INACCESSIBLE
    if not is_cleared(site.pk, seen, grave):
        yield NOT_CLEARED


def not_ordered(site: BurialSite, seen: Standpoint) -> Iterator[Reason]:
    if not in_force(ExhumationOrder, seen).filter(site=site).exists():
        yield NOT_ORDERED


def opening_out_of_order(grave: Grave, seen: Standpoint) -> Iterator[Reason]:
    location = in_force(GraveLocation, seen).filter(grave=grave).select_related("site").first()
    if location is None:
        yield NOT_LOCATED
    else:
        yield from site_not_ready(location.site, seen, grave.pk)
        yield from not_ordered(location.site, seen)
        yield from stopped(grave, seen)
    if in_force(GraveOpening, seen).filter(grave=grave).exclude(outcome=GraveOpening.Outcome.OPENED).exists():
        yield OPENED_TWICE


def exhumation_out_of_order(grave: Grave, seen: Standpoint) -> Iterator[Reason]:
    """A grave is opened, then emptied; and never without clearance and order."""
    if not in_force(GraveOpening, seen).filter(grave=grave).exists():
        yield from opening_out_of_order(grave, seen)
        yield NOT_OPENED
    else:
        yield from stopped(grave, seen)
    yield from unchecked(grave, seen)


def form_of(remains: str, seen: Standpoint) -> str:
    """Whether remains are a body, a part or a lot, as they were lifted or separated; empty where they were not yet."""
    lifted = in_force(Exhumation, seen).filter(remains=remains).first()
    found = lifted or in_force(Separation, seen).filter(remains=remains).first()
    return found.form if found else ""


_before_joining: list[Callable[[Remains, Remains, Standpoint], Iterator[Reason]]] = []


def before_joining(
    guard: Callable[[Remains, Remains, Standpoint], Iterator[Reason]],
) -> Callable[[Remains, Remains, Standpoint], Iterator[Reason]]:
    """Register what a later phase has against joining a part to remains."""
    _before_joining.append(guard)
    return guard


def joining_out_of_order(part: Remains, remains: Remains, seen: Standpoint) -> Iterator[Reason]:
    if form_of(part.pk, seen) != Exhumation.Form.PART:
        yield NOT_A_PART
    if in_force(Joining, seen).filter(part=part).exists():
        yield JOINED_ALREADY
    if part == remains or remains.pk in joined_to(part.pk, _until_today(seen)):
        yield JOINED_TO_ITSELF
    for guard in _before_joining:
        yield from guard(part, remains, seen)


def _until_today(seen: Standpoint) -> Standpoint:
    """A ring of joinings is one whichever of them was dated first."""
    return Standpoint(max(seen.as_of, clock.today()), seen.known)


def backfilling_out_of_order(grave: Grave, seen: Standpoint) -> Iterator[Reason]:
    """A grave is filled in again once it was opened and the work in it has ended."""
    openings = in_force(GraveOpening, seen).filter(grave=grave)
    if not openings.exists():
        yield NOT_OPENED
    elif not openings.exclude(outcome=GraveOpening.Outcome.OPENED).exists():
        yield STILL_OPEN


def not_from_this_grave(remains: Remains, grave: Grave, seen: Standpoint) -> Iterator[Reason]:
    if not in_force(Exhumation, seen).filter(remains=remains, grave=grave).exists():
        yield NOT_FROM_THIS_GRAVE


def settling_out_of_order(
    found: Difference | None, settled_to: Iterable[str], stands: GraveOpening | None
) -> Iterator[Reason]:
    """A settlement speaks of an open discrepancy, and of what there is at the site."""
    if found is None:
        yield NO_SUCH_DISCREPANCY
        return
    if not found.open:
        yield SETTLED_ALREADY
    if stands is not None and stands.pk not in found.acts:
        yield NOT_AN_OBSERVATION
    if not set(settled_to) <= found.at_site:
        yield NOT_AT_THIS_SITE
