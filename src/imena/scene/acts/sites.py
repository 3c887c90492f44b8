"""Acts about burial sites."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody.numbering import new
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, record
from imena.ledger.guards import refuse
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.scene import guards
from imena.scene.models import (
    BurialSite,
    Clearance,
    ExhumationOrder,
    SiteReport,
    SiteStep,
)


@act(SiteReport, _("Report a burial site"))
def report_site(
    *, by: Actor, happened: When, name: str, name_en: str, number: str = "", origin: Origin = HERE_AND_NOW
) -> SiteReport:
    with transaction.atomic(savepoint=False):
        site = new(BurialSite, by.operation, number)
        return record(SiteReport, by=by, happened=happened, origin=origin, site=site, name=name, name_en=name_en)


@act(SiteStep, _("Change the state of a site"))
def step_site(
    *, by: Actor, happened: When, site: BurialSite, step: SiteStep.Step, origin: Origin = HERE_AND_NOW
) -> SiteStep:
    return record(SiteStep, by=by, happened=happened, origin=origin, site=site, step=step)


@act(Clearance, _("Record that a site was cleared of mines"))
def clear_site(
    *, by: Actor, happened: When, site: BurialSite, document: str, origin: Origin = HERE_AND_NOW
) -> Clearance:
    return record(Clearance, by=by, happened=happened, origin=origin, site=site, document=document)


@act(ExhumationOrder, _("Order exhumation"), authorises=True)
def order_exhumation(
    *, by: Actor, happened: When, site: BurialSite, document: str, origin: Origin = HERE_AND_NOW
) -> ExhumationOrder:
    """Refused while the site is not reported, not cleared of mines, or inaccessible."""
    refuse(guards.site_not_ready(site, standpoint(happened.latest)))
    return record(ExhumationOrder, by=by, happened=happened, origin=origin, site=site, document=document)
