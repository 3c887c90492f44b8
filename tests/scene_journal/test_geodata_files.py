"""GeoJSON, KML and GPX: what is written is read again, and nothing is read that asks for other files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.core.errors import InputError
from imena.formats.geodata import MEDIA_TYPES, GeoPoint, read_points, write_points
from imena.formats.reports import csv_of, harmless, workbook_of

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12)
POINTS = st.builds(
    GeoPoint,
    NAMES,
    st.floats(-90, 90).map(lambda value: round(value, 9)),
    st.floats(-180, 180).map(lambda value: round(value, 9)),
    st.sampled_from(["cross", "grave", ""]),
)


@pytest.mark.parametrize("form", MEDIA_TYPES)
@given(points=st.lists(POINTS, max_size=4))
def test_what_is_written_is_read_again(form: str, points: list[GeoPoint]) -> None:
    found = read_points(write_points(points, form, "Сосновий ліс"), f"site.{form}")
    assert [(each.name, each.latitude, each.longitude, each.kind) for each in found] == [
        (each.name, each.latitude, each.longitude, each.kind) for each in points
    ]


def test_longitude_comes_first_where_the_format_says_so() -> None:
    feature = b'{"type":"Feature","properties":{"name":5},"geometry":{"type":"Point","coordinates":[37.3,49.2,100]}}'
    assert read_points(feature, "a.geojson") == [GeoPoint("5", 49.2, 37.3)]
    kml = b"<kml><Placemark><name>17</name><Point><coordinates> 37.3,49.2,0 </coordinates></Point></Placemark></kml>"
    assert read_points(kml, "a.kml") == [GeoPoint("17", 49.2, 37.3)]
    gpx = b'<gpx><wpt lat="49.2" lon="37.3"><name>17</name></wpt></gpx>'
    assert read_points(gpx, "a.gpx") == [GeoPoint("17", 49.2, 37.3)]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        b"{not json",
        b"<svg/>",
        b"<kml>",
        b'<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml><name>&a;</name></kml>',
        b'<gpx><wpt lat="91" lon="0"/></gpx>',
        b'<gpx><wpt lat="nan" lon="0"/></gpx>',
        b'{"features":[{"geometry":{"type":"Point","coordinates":[1]}}]}',
        b'{"features":7}',
    ],
)
def test_what_is_no_file_of_points_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        read_points(content, "points")


def test_no_cell_of_a_report_is_a_formula() -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    texts = ["=1+1", "+7", "-5", "@a", "\tb", "10 %"]
    assert [harmless(text) for text in texts] == ["'=1+1", "'+7", "'-5", "'@a", "'\tb", "10 %"]
    assert csv_of([["=1+1", "a"]]).decode() == "\ufeff'=1+1;a\r\n"
    sheet = load_workbook(BytesIO(workbook_of([texts], "Звіт"))).active
    assert sheet is not None
    assert [(cell.data_type, cell.value) for cell in sheet[1]] == [("s", text) for text in texts]
