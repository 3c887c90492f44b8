"""Grids: hand-derived places on the Earth, and there and back again.

The shift between UCS-2000 and WGS 84 is worked out here from its published parameters (EPSG:5840: 24, −121, −76 m), and
a meridian's length by quadrature on Krassovsky's ellipsoid.
"""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.scene.grids import Affine, Grid, GridError, affine, from_wgs84
from imena.scene.models import CoordinateSystem

WGS84 = (6_378_137.0, 1 / 298.257223563)
KRASSOVSKY = (6_378_245.0, 1 / 298.3)
METRE = 1 / 111_000
"""A metre in degrees of latitude."""


def to_cartesian(latitude: float, longitude: float, ellipsoid: tuple[float, float]) -> tuple[float, float, float]:
    a, f = ellipsoid
    e2, phi, lam = f * (2 - f), math.radians(latitude), math.radians(longitude)
    n = a / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    return n * math.cos(phi) * math.cos(lam), n * math.cos(phi) * math.sin(lam), n * (1 - e2) * math.sin(phi)


def to_geographic(x: float, y: float, z: float, ellipsoid: tuple[float, float]) -> tuple[float, float]:
    a, f = ellipsoid
    e2, p = f * (2 - f), math.hypot(x, y)
    phi = math.atan2(z, p * (1 - e2))
    for _ in range(20):
        n = a / math.sqrt(1 - e2 * math.sin(phi) ** 2)
        phi = math.atan2(z + e2 * n * math.sin(phi), p)
    return math.degrees(phi), math.degrees(math.atan2(y, x))


def meridian(latitude: float, ellipsoid: tuple[float, float]) -> float:
    """Metres from the equator, by Simpson's rule."""
    a, f = ellipsoid
    e2, steps = f * (2 - f), 2000
    h = math.radians(latitude) / steps

    def radius(phi: float) -> float:
        return a * (1 - e2) / math.pow(1 - e2 * math.sin(phi) ** 2, 1.5)

    inner = sum((4 if step % 2 else 2) * radius(step * h) for step in range(1, steps))
    return h / 3 * (radius(0) + inner + radius(steps * h))


@pytest.mark.parametrize(("latitude", "longitude"), [(49.2, 37.3), (50.45, 30.52), (46.48, 30.73), (48.62, 22.29)])
def test_the_shift_to_ucs_2000_is_the_published_one(latitude: float, longitude: float) -> None:
    x, y, z = to_cartesian(latitude, longitude, WGS84)
    wanted = to_geographic(x - 24, y + 121, z + 76, KRASSOVSKY)
    found = from_wgs84(CoordinateSystem.UCS2000, latitude, longitude)
    assert found == pytest.approx(wanted, abs=0.01 * METRE)


def test_on_its_central_meridian_a_zone_gives_the_length_of_the_meridian() -> None:
    """Zone 7 is centred on 39° east, with 500 km and its number before the eastings."""
    grid = Grid.at(CoordinateSystem.UCS2000, 48, 39)
    north, east = grid.to_system(CoordinateSystem.ZONE_7, 0, 0)
    assert north == pytest.approx(meridian(48, KRASSOVSKY), abs=0.002)
    assert east == pytest.approx(7_500_000, abs=0.002)
    assert meridian(90, KRASSOVSKY) == pytest.approx(10_002_137.498, abs=0.001)


def test_an_origin_is_the_same_place_in_whatever_system_it_was_given() -> None:
    grid = Grid(49.2, 37.3)
    for system in (CoordinateSystem.UCS2000, CoordinateSystem.ZONE_7, CoordinateSystem.TM_12):
        again = Grid.at(system, *grid.to_system(system, 0, 0))
        assert (again.latitude, again.longitude) == pytest.approx((49.2, 37.3), abs=0.002 * METRE)


def test_a_hundred_metres_north_are_a_hundred_metres_of_the_meridian() -> None:
    latitude, longitude = Grid(49.2, 37.3).to_wgs84(0, 100)
    assert meridian(latitude, WGS84) - meridian(49.2, WGS84) == pytest.approx(100, abs=0.001)
    assert longitude == pytest.approx(37.3, abs=1e-12)


def test_the_grid_is_turned_clockwise() -> None:
    """Where the grid's north points east, ten metres to its north are ten metres to the east."""
    turned, straight = Grid(49.2, 37.3, 90), Grid(49.2, 37.3)
    assert turned.to_wgs84(0, 10) == pytest.approx(straight.to_wgs84(10, 0), abs=1e-12)
    assert turned.to_wgs84(10, 0) == pytest.approx(straight.to_wgs84(0, -10), abs=1e-12)


METRES = st.floats(-5000, 5000)


@given(st.floats(44.4, 52.3), st.floats(22.2, 40.1), st.floats(-180, 180), METRES, METRES)
def test_there_and_back_again_to_a_tenth_of_a_millimetre(
    latitude: float, longitude: float, rotation: float, east: float, north: float
) -> None:
    grid = Grid(latitude, longitude, rotation)
    assert grid.from_wgs84(*grid.to_wgs84(east, north)) == pytest.approx((east, north), abs=1e-4)


def test_what_is_far_away_or_nowhere_is_refused() -> None:
    with pytest.raises(GridError, match="more than 20 km"):
        Grid(49.2, 37.3).from_wgs84(49.5, 37.3)
    with pytest.raises(GridError, match="no coordinates in this system"):
        Grid.at(CoordinateSystem.WGS84, float(Decimal("5453360")), 7376218)


def test_two_control_points_turn_scale_and_shift_a_picture() -> None:
    """100 pixels are ten metres; the picture's top looks east. The pixel on the top left is at 20 m east, 0 m north."""
    lies = affine([[0, 0, 200, 0], [100, 0, 200, -100]])
    assert lies.place(100, 0) == pytest.approx((20, -10))
    assert lies.place(0, 100) == pytest.approx((10, 0))


def test_three_control_points_fix_any_affine_picture_and_more_are_balanced() -> None:
    true = Affine(0.1, 0.02, 5, 0.01, -0.09, 40)
    points = [
        [x, y, *(10 * value for value in true.place(x, y))] for x, y in ((0, 0), (900, 20), (40, 700), (800, 650))
    ]
    for given_points in (points[:3], points):
        assert affine(given_points).place(333, 444) == pytest.approx(true.place(333, 444), abs=1e-6)


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_a_picture_is_laid_there_and_back_again(x: float, y: float) -> None:
    lies = Affine(0.1, 0.02, 5, 0.01, -0.09, 40)
    assert lies.inverse().place(*lies.place(x, y)) == pytest.approx((x, y), abs=1e-9)


@pytest.mark.parametrize(
    "points",
    [[[0, 0, 0, 0]], [[0, 0, 0, 0], [0, 0, 1, 1]], [[0, 0, 0, 0], [1, 1, 1, 1], [2, 2, 2, 2]], [[0, 0, 0], [1, 1, 1]],
     [[0, 0, 0, 0], [9, 9, 0, 0]], [["a", 0, 0, 0], [1, 1, 1, 1]], [[0, 0, 0, float("inf")], [1, 1, 1, 1]]],
)  # fmt: skip
def test_control_points_that_fix_nothing_are_refused(points: list[list[float]]) -> None:
    with pytest.raises(GridError):
        affine(points)
