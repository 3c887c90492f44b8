"""Everything that changes what is known of remains from examining them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.guards import codes
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.postmortem import guards
from imena.postmortem.elements import name_of
from imena.postmortem.individuals import specimens_of
from imena.postmortem.models import Examination, ExaminedSex, SkeletalInventory
from imena.scene.models import Remains
from imena.ui.rows import checked


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


@act(SkeletalInventory, _("Make a skeletal inventory"))
def list_skeleton(
    *,
    by: Actor,
    happened: When,
    remains: Remains,
    report: str,
    extent: SkeletalInventory.Extent,
    elements: Sequence[Mapping[str, Any]],
    origin: Origin = HERE_AND_NOW,
) -> SkeletalInventory:
    """The bones among remains, in place of any earlier list of them; only some bones add to a complete list.

    An event: flagged where the remains were not exhumed by then, or have a bone twice. Raises `RefusedError` for a bone
    that no one has, such as a left sacrum.
    """
    rows = checked(SkeletalInventory.ELEMENTS, elements)
    _check_anatomy(rows)
    reasons = guards.inventory_out_of_order(remains, rows, standpoint(happened.latest))
    return record(
        SkeletalInventory,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes(reasons),
        remains=remains,
        report=report,
        extent=extent,
        elements=rows,
    )


def _check_anatomy(rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        raise RefusedError("no bone is listed")
    for place, row in enumerate(rows, start=1):
        if row["count"] is not None and row["count"] < 1:
            raise RefusedError("line {line}: {count} bones cannot be listed", line=place, count=row["count"])
        problem = next(specimens_of([row])).problem()
        if problem == "side":
            raise RefusedError(
                "line {line}: nobody has this bone: {bone}", line=place, bone=name_of(row["element"], row["side"])
            )
        if problem:
            raise RefusedError(
                "line {line}: {bone} does not have the zones {zones}",
                line=place,
                bone=name_of(row["element"], row["side"]),
                zones=", ".join(row["zones"]),
            )
