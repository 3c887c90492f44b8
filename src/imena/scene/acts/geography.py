"""Acts about where things lie: the grid of a site, a picture laid over its plan, remains inside a grave."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from imena.core.when import When
from imena.custody.models import Filing
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record
from imena.ledger.guards import codes
from imena.ledger.registry import act
from imena.ledger.standpoint import standpoint
from imena.scene import guards
from imena.scene.grids import Grid, GridError, affine
from imena.scene.models import (
    BurialSite,
    CoordinateSystem,
    Grave,
    Orthophoto,
    PlaceInGrave,
    Remains,
    SiteGrid,
)


@act(SiteGrid, _("Set out the grid of a site"))
def set_grid(
    *,
    by: Actor,
    happened: When,
    site: BurialSite,
    system: CoordinateSystem,
    north: Decimal,
    east: Decimal,
    rotation: Decimal = Decimal(0),
    origin: Origin = HERE_AND_NOW,
) -> SiteGrid:
    """Where the origin lies: latitude and longitude, or metres north and east, in one of the systems."""
    try:
        Grid.at(str(system), float(north), float(east), float(rotation))
    except GridError as error:
        raise RefusedError(error.message, **error.values) from None
    return record(
        SiteGrid, by=by, happened=happened, origin=origin, site=site, system=str(system), north=north, east=east,
        rotation=rotation,
    )  # fmt: skip


@act(Orthophoto, _("Lay an orthophoto over the plan"))
def lay_orthophoto(
    *,
    by: Actor,
    happened: When,
    site: BurialSite,
    picture: Filing,
    points: Sequence[Sequence[float]],
    origin: Origin = HERE_AND_NOW,
) -> Orthophoto:
    """`points`: for each control point, pixels from the left and the top, and decimetres east and north."""
    if picture.object_id != site.pk or not picture.media_type.startswith("image/"):
        raise RefusedError("act {entry} is no picture of this site", entry=picture.pk)
    try:
        affine(points)
    except GridError as error:
        raise RefusedError(error.message, **error.values) from None
    plain = [[float(value) for value in point] for point in points]
    return record(Orthophoto, by=by, happened=happened, origin=origin, site=site, picture=picture, points=plain)


@act(PlaceInGrave, _("Record where remains lay in a grave"))
def place_in_grave(
    *,
    by: Actor,
    happened: When,
    remains: Remains,
    grave: Grave,
    layer: int,
    east_cm: int,
    north_cm: int,
    depth_cm: int | None = None,
    head_towards: int | None = None,
    facing: PlaceInGrave.Facing = PlaceInGrave.Facing.UNKNOWN,
    note: str = "",
    origin: Origin = HERE_AND_NOW,
) -> PlaceInGrave:
    """An event: flagged where the remains are not recorded as lifted from this grave."""
    return record(
        PlaceInGrave,
        by=by,
        happened=happened,
        origin=origin,
        irregular=codes(guards.not_from_this_grave(remains, grave, standpoint(happened.latest))),
        remains=remains,
        grave=grave,
        layer=layer,
        east_cm=east_cm,
        north_cm=north_cm,
        depth_cm=depth_cm,
        head_towards=head_towards,
        facing=str(facing),
        note=note,
    )
