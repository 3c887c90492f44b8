"""Points on the Earth as files: GeoJSON (RFC 7946), KML 2.2 and GPX 1.1, read and written. WGS 84 in all of them."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from imena.core.errors import InputError, Place

KML, GPX = "http://www.opengis.net/kml/2.2", "http://www.topografix.com/GPX/1/1"
MEDIA_TYPES = {
    "geojson": "application/geo+json",
    "kml": "application/vnd.google-earth.kml+xml",
    "gpx": "application/gpx+xml",
}
"""What a file of each kind is served as."""


@dataclass(frozen=True, slots=True)
class GeoPoint:
    """A point: its name, where it is in degrees, what kind of thing it is where the file says so, and what else."""

    name: str
    latitude: float
    longitude: float
    kind: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


def read_points(content: bytes, file: str) -> list[GeoPoint]:
    """The points of a GeoJSON, KML or GPX file; lines and areas are passed over.

    Raises `InputError` for what is none of the three, and for a point that is nowhere on the Earth.
    """
    text = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"{"):
        return list(_of_geojson(text, file))
    if text.startswith(b"<"):
        return list(_of_xml(text, file))
    raise InputError("expected a GeoJSON, KML or GPX file", place=Place(file))


def write_points(points: Iterable[GeoPoint], form: str, title: str) -> bytes:
    """Points as a file of a form among `MEDIA_TYPES`."""
    return {"geojson": _geojson, "kml": _kml, "gpx": _gpx}[form](list(points), title)


def _of_geojson(content: bytes, file: str) -> Iterator[GeoPoint]:
    try:
        read = json.loads(content)
    except (ValueError, RecursionError):
        raise InputError("expected GeoJSON", place=Place(file)) from None
    features = read.get("features", [read]) if isinstance(read, dict) else []
    if not isinstance(features, list):
        raise InputError("expected GeoJSON", place=Place(file))
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("geometry"), dict):
            continue
        geometry, said = feature["geometry"], feature.get("properties") or {}
        if geometry.get("type") != "Point":
            continue
        if not isinstance(said, dict):
            said = {}
        coordinates = geometry.get("coordinates")
        pair = coordinates[:2] if isinstance(coordinates, list) else []
        yield _point(file, number, said.get("name"), pair[::-1], str(said.get("kind") or ""))


def _of_xml(content: bytes, file: str) -> Iterator[GeoPoint]:
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise InputError("expected KML or GPX without a document type of its own", place=Place(file)) from None
    kind = _local(root.tag)
    if kind not in ("kml", "gpx"):
        raise InputError("expected a GeoJSON, KML or GPX file", place=Place(file))
    yield from _of_kml(root, file) if kind == "kml" else _of_gpx(root, file)


def _of_kml(root: Any, file: str) -> Iterator[GeoPoint]:
    placemarks = [each for each in root.iter() if _local(each.tag) == "Placemark"]
    for number, placemark in enumerate(placemarks, start=1):
        points = [each for each in placemark.iter() if _local(each.tag) == "Point"]
        if not points:
            continue
        text = next((each.text or "" for each in points[0].iter() if _local(each.tag) == "coordinates"), "")
        kind = next(
            (
                (each.findtext("{*}value") or "").strip()
                for each in placemark.iter()
                if _local(each.tag) == "Data" and each.get("name") == "kind"
            ),
            "",
        )
        yield _point(file, number, placemark.findtext("{*}name"), text.strip().split(",")[:2][::-1], kind)


def _of_gpx(root: Any, file: str) -> Iterator[GeoPoint]:
    for number, point in enumerate((each for each in root.iter() if _local(each.tag) == "wpt"), start=1):
        pair = [point.get("lat"), point.get("lon")]
        yield _point(file, number, point.findtext("{*}name"), pair, (point.findtext("{*}type") or "").strip())


def _point(file: str, number: int, name: object, pair: Iterable[object], kind: str) -> GeoPoint:
    """A point whose latitude and longitude are on the Earth."""
    written = [str(value) for value in pair]
    try:
        latitude, longitude = (float(value) for value in written)
    except ValueError:
        latitude = longitude = math.nan
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        place = Place(file, number, "coordinates", ", ".join(written))
        raise InputError("expected latitude and longitude in degrees", place=place)
    return GeoPoint(str(name or "").strip(), latitude, longitude, kind)


def _local(tag: object) -> str:
    return str(tag).rsplit("}", 1)[-1]


def _geojson(points: list[GeoPoint], title: str) -> bytes:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [_rounded(point.longitude), _rounded(point.latitude)]},
            "properties": {"name": point.name, "kind": point.kind, **point.said},
        }
        for point in points
    ]
    whole = {"type": "FeatureCollection", "name": title, "features": features}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _kml(points: list[GeoPoint], title: str) -> bytes:
    root = Element("kml", xmlns=KML)
    document = SubElement(root, "Document")
    SubElement(document, "name").text = title
    for point in points:
        placemark = SubElement(document, "Placemark")
        SubElement(placemark, "name").text = point.name
        data = SubElement(placemark, "ExtendedData")
        for key, value in {"kind": point.kind, **point.said}.items():
            SubElement(SubElement(data, "Data", name=key), "value").text = value
        place = SubElement(placemark, "Point")
        SubElement(place, "coordinates").text = f"{_rounded(point.longitude)},{_rounded(point.latitude)}"
    return _written(root)


def _gpx(points: list[GeoPoint], title: str) -> bytes:
    root = Element("gpx", xmlns=GPX, version="1.1", creator="Imena")
    SubElement(SubElement(root, "metadata"), "name").text = title
    for point in points:
        made = SubElement(root, "wpt", lat=str(_rounded(point.latitude)), lon=str(_rounded(point.longitude)))
        SubElement(made, "name").text = point.name
        if point.said:
            SubElement(made, "desc").text = "; ".join(f"{key}: {value}" for key, value in point.said.items())
        SubElement(made, "type").text = point.kind
    return _written(root)


def _written(root: Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode()


def _rounded(degrees: float) -> float:
    """Nine decimals: a tenth of a millimetre."""
    return round(degrees, 9)
