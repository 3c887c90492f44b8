"""Acts about burial sites."""

from collections.abc import Sequence
from datetime import date

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
    SiteRules,
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
    *,
    by: Actor,
    happened: When,
    site: BurialSite,
    document: str,
    graves: Sequence[str] = (),
    valid_until: date | None = None,
    origin: Origin = HERE_AND_NOW,
) -> Clearance:
    """The whole site, or only the graves that are named; for good, or until a day."""
    return record(
        Clearance,
        by=by,
        happened=happened,
        origin=origin,
        site=site,
        document=document,
        graves=list(graves),
        valid_until=valid_until,
    )


@act(ExhumationOrder, _("Order exhumation"), authorises=True)
def order_exhumation(
    *, by: Actor, happened: When, site: BurialSite, document: str, origin: Origin = HERE_AND_NOW
) -> ExhumationOrder:
    """Refused while the site is not reported, not cleared of mines, or inaccessible."""
    refuse(guards.site_not_ready(site, standpoint(happened.latest)))
    return record(ExhumationOrder, by=by, happened=happened, origin=origin, site=site, document=document)


@act(SiteRules, _("Set the rules of a site"))
def set_rules(
    *,
    by: Actor,
    happened: When,
    site: BurialSite,
    document: str,
    explosives_check: bool = False,
    two_people: bool = False,
    origin: Origin = HERE_AND_NOW,
) -> SiteRules:
    """What this site asks for from now on. Without it nothing is flagged that the law does not ask for."""
    return record(
        SiteRules,
        by=by,
        happened=happened,
        origin=origin,
        site=site,
        document=document,
        explosives_check=explosives_check,
        two_people=two_people,
    )
