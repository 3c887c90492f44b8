"""Safety at the scene: what is cleared of mines, where work is stopped, what was checked for explosives."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from imena.ledger.guards import Reason, reason
from imena.ledger.standpoint import Standpoint, in_force
from imena.people.models import User
from imena.people.roles import Role
from imena.scene.models import (
    BurialSite,
    Clearance,
    ExplosivesCheck,
    Grave,
    GraveLocation,
    ResumeWork,
    SiteRules,
    StopWork,
)

WORK_STOPPED = reason("scene.work_stopped", _("work is stopped"))
NOT_CHECKED = reason("scene.not_checked", _("no sapper checked the grave for explosives, as the site’s rules ask"))
EXPLOSIVE_IN_PLACE = reason("scene.explosive_in_place", _("an explosive was found there and left in place"))
ELSEWHERE = reason("scene.elsewhere", _("the grave lies at another site"))
RESUMED_ALREADY = reason("scene.resumed_already", _("work was resumed already"))
ONLY_THE_SAPPER = reason("scene.only_the_sapper", _("after an explosive was found only a sapper resumes work"))


def rules_of(site: str, seen: Standpoint) -> SiteRules | None:
    """The rules of a site, as they were set last."""
    return in_force(SiteRules, seen).filter(site=site).order_by("happened_on", "pk").last()


def clearances(site: str, seen: Standpoint) -> list[Clearance]:
    """The clearances of a site that are valid on the day, the latest last."""
    acts = in_force(Clearance, seen).filter(site=site).order_by("happened_on", "pk")
    return [act for act in acts if act.valid_until is None or act.valid_until >= seen.as_of]


def is_cleared(site: str, seen: Standpoint, grave: str = "") -> bool:
    """Whether a site, or one of its graves, is cleared of mines on the day; for a site any of its graves will do."""
    return any(not act.graves or not grave or grave in act.graves for act in clearances(site, seen))


def stops(site: str, seen: Standpoint) -> list[StopWork]:
    """The stops of a site that have not been lifted."""
    lifted = in_force(ResumeWork, seen).filter(stop__site=site).values_list("stop_id", flat=True)
    return list(in_force(StopWork, seen).filter(site=site).exclude(pk__in=list(lifted)).order_by("pk"))


def is_stopped(site: str, seen: Standpoint, grave: str = "") -> bool:
    """Whether work is stopped at a site, or at one of its graves."""
    return any(stop.grave_id in (None, grave) for stop in stops(site, seen))


def last_check(number: str, seen: Standpoint) -> ExplosivesCheck | None:
    return in_force(ExplosivesCheck, seen).filter(object=number).order_by("happened_on", "pk").last()


def stopped(grave: Grave, seen: Standpoint) -> Iterator[Reason]:
    """Work at a grave, or at the whole site it lies in, is stopped."""
    location = in_force(GraveLocation, seen).filter(grave=grave).first()
    if location and is_stopped(location.site_id, seen, grave.pk):
        yield WORK_STOPPED


def unchecked(grave: Grave, seen: Standpoint) -> Iterator[Reason]:
    """What keeps a body from being lifted: an explosive, or no check where the site asks for one."""
    check = last_check(grave.pk, seen)
    if check and check.outcome == ExplosivesCheck.Outcome.FOUND:
        yield EXPLOSIVE_IN_PLACE
    location = in_force(GraveLocation, seen).filter(grave=grave).first()
    rules = rules_of(location.site_id, seen) if location else None
    if check is None and rules and rules.explosives_check:
        yield NOT_CHECKED


def stop_out_of_order(site: BurialSite, grave: Grave | None, seen: Standpoint) -> Iterator[Reason]:
    if grave and not in_force(GraveLocation, seen).filter(grave=grave, site=site).exists():
        yield ELSEWHERE


def resuming_out_of_order(stop: StopWork, user: User, seen: Standpoint) -> Iterator[Reason]:
    if in_force(ResumeWork, seen).filter(stop=stop).exists():
        yield RESUMED_ALREADY
    if stop.cause == StopWork.Cause.EXPLOSIVE and Role.SAPPER not in user.roles:
        yield ONLY_THE_SAPPER
