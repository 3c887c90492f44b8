"""Everything that changes what is known of remains from examining them."""

from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.guards import codes
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.postmortem import guards
from imena.postmortem.models import Examination, ExaminedSex
from imena.scene.models import Remains


@act(Examination, _("Record an examination"))
def examine(
    *,
    by: Actor,
    happened: When,
    remains: Remains,
    report: str,
    sex: ExaminedSex,
    age_from: int | None = None,
    age_to: int | None = None,
    stature_cm: int | None = None,
    stature_se_cm: int | None = None,
    findings: str = "",
    origin: Origin = HERE_AND_NOW,
) -> Examination:
    """An event: flagged where the remains were not exhumed by then."""
    if age_from is not None and age_to is not None and age_from > age_to:
        raise RefusedError("age from {first} is above age to {last}", first=age_from, last=age_to)
    return record(
        Examination,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes(guards.examination_out_of_order(remains, standpoint(happened.latest))),
        remains=remains,
        report=report,
        sex=str(sex),
        age_from=age_from,
        age_to=age_to,
        stature_cm=stature_cm,
        stature_se_cm=stature_se_cm,
        findings=findings,
    )
