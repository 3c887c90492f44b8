"""The act that settles a discrepancy."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, record
from imena.ledger.guards import refuse
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.scene import guards
from imena.scene.discrepancies import find
from imena.scene.models import BurialSite, Discrepancy, DiscrepancySettlement, GraveOpening


@act(DiscrepancySettlement, _("Settle a discrepancy"), authorises=True)
def settle(
    *,
    by: Actor,
    happened: When,
    site: BurialSite,
    discrepancy: Discrepancy,
    about: Sequence[str],
    reason: str,
    settled_to: Sequence[str] = (),
    stands: GraveOpening | None = None,
    origin: Origin = HERE_AND_NOW,
) -> DiscrepancySettlement:
    """Settle an open discrepancy with a reason; say what a row or a grave belongs to, or which observation stands."""
    seen = standpoint(happened.latest)
    found = find(seen, site.pk, Discrepancy(discrepancy), about)
    refuse(guards.settling_out_of_order(found, settled_to, stands))
    assert found is not None
    return record(
        DiscrepancySettlement,
        by=by,
        happened=happened,
        origin=origin,
        site=site,
        discrepancy=str(discrepancy),
        about=list(found.about),
        rested_on=found.digest,
        reason=reason,
        settled_to=list(settled_to),
        stands=stands,
    )
