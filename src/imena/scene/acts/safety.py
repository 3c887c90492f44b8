"""Acts of safety: stopping and resuming work, checking for explosives."""

from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody.models import Number
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.guards import refuse
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.scene import safety
from imena.scene.models import BurialSite, ExplosivesCheck, Grave, Remains, ResumeWork, StopWork


@act(StopWork, _("Stop work"), authorises=True)
def stop_work(
    *,
    by: Actor,
    happened: When,
    site: BurialSite,
    cause: StopWork.Cause,
    grave: Grave | None = None,
    note: str = "",
    origin: Origin = HERE_AND_NOW,
) -> StopWork:
    """Anyone at the scene may, at once, for the site or for one grave. Refused only where the grave lies elsewhere."""
    refuse(safety.stop_out_of_order(site, grave, standpoint(happened.latest)))
    return record(StopWork, by=by, happened=happened, origin=origin, site=site, grave=grave, cause=cause, note=note)


@act(ResumeWork, _("Resume work"), authorises=True)
def resume_work(
    *, by: Actor, happened: When, stop: StopWork, document: str, origin: Origin = HERE_AND_NOW
) -> ResumeWork:
    """Refused for a second time; and after an explosive to everyone but a sapper."""
    refuse(safety.resuming_out_of_order(stop, by.user, standpoint(happened.latest)))
    mentions = [stop.site_id, *([stop.grave_id] if stop.grave_id else [])]
    return record(ResumeWork, by=by, happened=happened, origin=origin, mentions=mentions, stop=stop, document=document)


@act(ExplosivesCheck, _("Record a check for explosives"))
def check_explosives(
    *,
    by: Actor,
    happened: When,
    object: Number,
    where: ExplosivesCheck.Where,
    outcome: ExplosivesCheck.Outcome,
    note: str = "",
    origin: Origin = HERE_AND_NOW,
) -> ExplosivesCheck:
    """Of a grave before anyone is lifted from it, or of remains on arrival at a morgue."""
    if object.kind not in (Grave._meta.label_lower, Remains._meta.label_lower):
        raise RefusedError("{number} is neither a grave nor remains", number=object.pk)
    return record(
        ExplosivesCheck,
        by=by,
        happened=happened,
        origin=origin,
        object=object,
        where=where,
        outcome=outcome,
        note=note,
    )
