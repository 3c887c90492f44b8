"""The geography of a site: its grid, its points on the Earth, what a file of points would bring, and orthophotos."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from PIL import Image, UnidentifiedImageError

from imena.core.errors import InputError, Place
from imena.core.said import mark
from imena.core.when import When
from imena.custody import files
from imena.formats.geodata import GeoPoint, read_points
from imena.formats.journals import mark_key
from imena.ledger.acts import Actor, Origin, RefusedError
from imena.ledger.standpoint import Standpoint, in_force, standpoint
from imena.scene.acts import locate_grave, record_cross
from imena.scene.grids import Affine, Grid, GridError, affine
from imena.scene.models import BurialSite, CrossRecord, GraveLocation, Orthophoto, SiteGrid
from imena.scene.queries import GraveView, graves, unlocated

CROSS, GRAVE = "cross", "grave"
LARGEST = 2000
"""Pixels on the longer side of a picture as it is laid over a plan."""


def grid_of(seen: Standpoint, site: str) -> Grid | None:
    """The grid of a site, as it was last set out."""
    act = in_force(SiteGrid, seen).filter(site=site).order_by("happened_on", "pk").last()
    return Grid.at(act.system, float(act.north), float(act.east), float(act.rotation)) if act else None


def points_of(seen: Standpoint, site: str, grid: Grid) -> list[GeoPoint]:
    """Every cross and every grave of a site, on the Earth."""
    crosses = in_force(CrossRecord, seen).filter(site=site).order_by("pk")
    found = [_point(grid, act, act.inscription, CROSS, {"number": act.cross_id}) for act in crosses]
    return found + [_grave_point(grid, view) for view in graves(seen, site=site)]


def _grave_point(grid: Grid, view: GraveView) -> GeoPoint:
    said = {"number": view.location.grave_id, "state": view.state}
    return _point(grid, view.location, view.location.name, GRAVE, said)


def _point(grid: Grid, act: CrossRecord | GraveLocation, name: str, kind: str, said: Mapping[str, str]) -> GeoPoint:
    latitude, longitude = grid.to_wgs84(act.east_dm / 10, act.north_dm / 10)
    return GeoPoint(name, latitude, longitude, kind, said)


NO_NAME = mark("the point has no name")
TOO_FAR = mark("the point is more than 20 km from the site’s origin")
KNOWN = mark("this number is known at the site; it is left out")
TWICE = mark("this number stands twice in the file")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A cross or a grave that a file of points would bring, in decimetres; or what keeps it out."""

    name: str
    kind: str
    east_dm: int
    north_dm: int
    problem: str = ""
    stops: bool = False


def propose_points(site: BurialSite, content: bytes, file: str, kind: str) -> list[Proposal]:
    """What the points of a file would be at a site; where the file names no kind, all are of one.

    Raises `InputError` where the file cannot be read, and `RefusedError` where the site has no grid.
    """
    seen = standpoint()
    grid = grid_of(seen, site.pk)
    if grid is None:
        raise RefusedError("the site has no grid yet: set out its origin first")
    points = read_points(content, file)
    if not points:
        raise InputError("there is no point in it", place=Place(file))
    known = {
        CROSS: {mark_key(act.inscription) for act in in_force(CrossRecord, seen).filter(site=site)},
        GRAVE: {mark_key(act.name) for act in in_force(GraveLocation, seen).filter(site=site)},
    }
    met: dict[str, set[str]] = {CROSS: set(), GRAVE: set()}
    proposals = []
    for point in points:
        its = point.kind if point.kind in known else kind
        proposals.append(_proposal(grid, point, its, known[its], met[its]))
        met[its].add(mark_key(point.name))
    return proposals


def _proposal(grid: Grid, point: GeoPoint, kind: str, known: set[str], met: set[str]) -> Proposal:
    name = point.name[:120] if kind == CROSS else point.name[:60]
    try:
        east, north = grid.from_wgs84(point.latitude, point.longitude)
    except GridError:
        return Proposal(name, kind, 0, 0, TOO_FAR, stops=True)
    place = (round(east * 10), round(north * 10))
    if not name:
        return Proposal(name, kind, *place, NO_NAME, stops=True)
    if mark_key(name) in known:
        return Proposal(name, kind, *place, KNOWN)
    return Proposal(name, kind, *place, TWICE if mark_key(name) in met else "")


def take_over_points(
    *, by: Actor, happened: When, site: BurialSite, content: bytes, file: str, kind: str
) -> tuple[int, int]:
    """Record the crosses and graves of a file, all or none; how many of each."""
    origin = Origin(source=file[:200])
    proposals = propose_points(site, content, file, kind)
    for place, proposal in enumerate(proposals, start=1):
        if proposal.stops:
            raise InputError(proposal.problem, place=Place(file, place, None, proposal.name or None))
    chosen = [proposal for proposal in proposals if proposal.problem != KNOWN]
    with transaction.atomic(savepoint=False):
        for each in chosen:
            _record(by, happened, site, each, origin)
    crosses = sum(each.kind == CROSS for each in chosen)
    return crosses, len(chosen) - crosses


def _record(by: Actor, happened: When, site: BurialSite, each: Proposal, origin: Origin) -> None:
    if each.kind == CROSS:
        record_cross(
            by=by, happened=happened, site=site, inscription=each.name, east_dm=each.east_dm, north_dm=each.north_dm,
            origin=origin,
        )  # fmt: skip
    else:
        locate_grave(
            by=by, happened=happened, site=site, name=each.name, crosses=_crosses_named(site, each.name),
            east_dm=each.east_dm, north_dm=each.north_dm, origin=origin,
        )  # fmt: skip


def _crosses_named(site: BurialSite, name: str) -> list[str]:
    """The crosses with this number that stand on no grave yet."""
    return [act.cross_id for act in unlocated(standpoint(), site.pk) if mark_key(act.inscription) == mark_key(name)]


@dataclass(frozen=True, slots=True)
class Extent:
    """An area of the plan, in metres."""

    west: float
    south: float
    east: float
    north: float


def orthophoto_of(seen: Standpoint, site: str) -> Orthophoto | None:
    return in_force(Orthophoto, seen).filter(site=site).select_related("picture").order_by("happened_on", "pk").last()


def extent_of(width: int, height: int, lies: Affine) -> Extent:
    """The area that a picture of this size covers."""
    corners = [lies.place(x, y) for x in (0, width) for y in (0, height)]
    easts, norths = [east for east, _ in corners], [north for _, north in corners]
    return Extent(min(easts), min(norths), max(easts), max(norths))


def laid_over(act: Orthophoto) -> tuple[bytes, Extent] | None:
    """The picture turned and stretched so that its sides run with the grid, as PNG; None where it is not at hand."""
    content = files.read(act.picture.sha256, act.picture.object_id)
    if content is None:
        return None
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return _laid(picture.convert("RGBA"), affine(act.points))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None


def _laid(picture: Image.Image, lies: Affine) -> tuple[bytes, Extent]:
    extent = extent_of(picture.width, picture.height, lies)
    scale = LARGEST / max(extent.east - extent.west, extent.north - extent.south)
    size = (
        max(round((extent.east - extent.west) * scale), 1),
        max(round((extent.north - extent.south) * scale), 1),
    )
    back = lies.inverse()
    # Of a pixel of the new picture: metres east of its west and south of its north, then the pixel of the old one.
    step = 1 / scale
    at_corner = back.place(extent.west, extent.north)
    data = (back.a * step, -back.b * step, at_corner[0], back.d * step, -back.e * step, at_corner[1])
    turned = picture.transform(size, Image.Transform.AFFINE, data, Image.Resampling.BILINEAR)
    written = io.BytesIO()
    turned.save(written, "PNG", compress_level=3)
    return written.getvalue(), extent


def size_of(act: Orthophoto) -> tuple[int, int] | None:
    """The size of the picture in pixels, without reading all of it."""
    content = files.read(act.picture.sha256, act.picture.object_id)
    if content is None:
        return None
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.width, picture.height
    except (UnidentifiedImageError, OSError):
        return None
