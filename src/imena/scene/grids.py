"""Grids: metres on a site's own plan, and where they are on the Earth.

A site's grid has its origin at a point given in WGS 84 or UCS-2000, and its north turned by an angle. Around the origin
the ground is a transverse Mercator plane of WGS 84 with scale 1 there: ten kilometres away a kilometre is drawn longer
by a millimetre and a quarter. Between WGS 84 and UCS-2000 stands the published shift, which is good to one metre;
nothing is asked of a network. See docs/methods/coordinates.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy
from numpy.typing import NDArray
from pyproj import Transformer

from imena.core.errors import ImenaError

WGS84 = "4326"
FARTHEST = 20_000.0
"""Metres from its origin beyond which nothing belongs to a site."""


class GridError(ImenaError):
    """Coordinates that are nowhere, or control points that fix nothing."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid of a site: its origin in WGS 84, and how far its north is turned clockwise from true north."""

    latitude: float
    longitude: float
    rotation: float = 0.0

    @classmethod
    def at(cls, system: str, north: float, east: float, rotation: float = 0.0) -> "Grid":
        """The grid whose origin has these coordinates in a system, named by its EPSG code. Raises `GridError`."""
        longitude, latitude = _transformer(system, WGS84).transform(east, north)
        if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 89):
            raise GridError("these are no coordinates in this system: {north}, {east}", north=north, east=east)
        return cls(latitude, longitude, rotation)

    def to_wgs84(self, east: float, north: float) -> tuple[float, float]:
        """Latitude and longitude of a point, given in metres on the grid."""
        angle = math.radians(self.rotation)
        true_east = east * math.cos(angle) + north * math.sin(angle)
        true_north = north * math.cos(angle) - east * math.sin(angle)
        longitude, latitude = _plane(self.latitude, self.longitude).transform(true_east, true_north)
        return latitude, longitude

    def from_wgs84(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Metres east and north on the grid of a point. Raises `GridError` where it is far from the site."""
        plane = _plane(self.latitude, self.longitude)
        true_east, true_north = plane.transform(longitude, latitude, direction="INVERSE")
        if not math.hypot(true_east, true_north) <= FARTHEST:
            raise GridError("this is more than 20 km from the site’s origin")
        angle = math.radians(self.rotation)
        return (
            true_east * math.cos(angle) - true_north * math.sin(angle),
            true_east * math.sin(angle) + true_north * math.cos(angle),
        )

    def to_system(self, system: str, east: float, north: float) -> tuple[float, float]:
        """A point of the grid in a system: latitude and longitude, or metres north and east."""
        latitude, longitude = self.to_wgs84(east, north)
        return from_wgs84(system, latitude, longitude)


def from_wgs84(system: str, latitude: float, longitude: float) -> tuple[float, float]:
    """A point in a system: latitude and longitude, or metres north and east."""
    east, north = _transformer(WGS84, system).transform(longitude, latitude)
    return north, east


@lru_cache(maxsize=32)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(f"EPSG:{source}", f"EPSG:{target}", always_xy=True)


@lru_cache(maxsize=32)
def _plane(latitude: float, longitude: float) -> Transformer:
    """From the plane around a point to longitude and latitude."""
    plane = f"+proj=tmerc +lat_0={latitude!r} +lon_0={longitude!r} +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m"
    return Transformer.from_crs(plane, f"EPSG:{WGS84}", always_xy=True)


@dataclass(frozen=True, slots=True)
class Affine:
    """From pixels (right, down) to metres (east, north): east = a·x + b·y + c, north = d·x + e·y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def inverse(self) -> "Affine":
        """From metres to pixels."""
        area = self.a * self.e - self.b * self.d
        a, b, d, e = self.e / area, -self.b / area, -self.d / area, self.a / area
        return Affine(a, b, -(a * self.c + b * self.f), d, e, -(d * self.c + e * self.f))


def affine(points: Sequence[Sequence[float]]) -> Affine:
    """How a picture lies, by points of x and y in pixels and east and north in decimetres. Raises `GridError`.

    Two points turn, scale and shift the picture; three and more also stretch and shear it, by least squares.
    """
    try:
        given = numpy.array([[float(value) for value in point] for point in points], dtype=float)
    except (TypeError, ValueError):
        given = numpy.empty((0, 0))
    if given.ndim != 2 or given.shape[0] < 2 or given.shape[1] != 4 or not numpy.isfinite(given).all():
        raise GridError("expected two or more control points, each of four numbers")
    pixels, metres = given[:, :2], given[:, 2:] / 10
    found = _similarity(pixels, metres) if len(given) == 2 else _least_squares(pixels, metres)
    if abs(found.a * found.e - found.b * found.d) < 1e-12:
        raise GridError("the control points lie on one line or on one spot: choose others")
    return found


def _similarity(pixels: NDArray[Any], metres: NDArray[Any]) -> Affine:
    """Pixels count downwards, so the picture is mirrored first; then one complex factor turns and scales it."""
    x = pixels[:, 0] - 1j * pixels[:, 1]
    ground = metres[:, 0] + 1j * metres[:, 1]
    if x[0] == x[1]:
        raise GridError("the control points lie on one line or on one spot: choose others")
    factor = (ground[1] - ground[0]) / (x[1] - x[0])
    shift = ground[0] - factor * x[0]
    return Affine(*(float(value) for value in (
        factor.real, factor.imag, shift.real, factor.imag, -factor.real, shift.imag,
    )))  # fmt: skip


def _least_squares(pixels: NDArray[Any], metres: NDArray[Any]) -> Affine:
    known = numpy.column_stack([pixels, numpy.ones(len(pixels))])
    if numpy.linalg.matrix_rank(known) < 3:
        raise GridError("the control points lie on one line or on one spot: choose others")
    solved, *_ = numpy.linalg.lstsq(known, metres, rcond=None)
    return Affine(*(float(value) for value in (*solved[:, 0], *solved[:, 1])))
