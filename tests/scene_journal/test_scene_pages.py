"""Pages of the scene: a journal taken over in steps, rows typed beside a picture, maps, reports, files of points."""

import base64
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from PIL import Image

from house import DAY, House
from imena.custody.acts import file_content
from imena.custody.models import FileKind, Filing, Number
from imena.ledger.acts import RefusedError
from imena.ledger.models import Entry
from imena.ledger.standpoint import standpoint
from imena.scene import acts as scene
from imena.scene.geography import grid_of, laid_over, points_of
from imena.scene.models import (
    BurialSite,
    CoordinateSystem,
    CrossRecord,
    FoundAs,
    GraveLocation,
    GraveOpening,
    JournalEntry,
    Orthophoto,
    PlaceInGrave,
)

pytestmark = pytest.mark.operation
JOURNAL = "№;Хто;Стать;Осіб\n222;Яворенко І.;чол;\n223;;дракон;1\n".encode()


def enter(client: Client, role: str = "investigator") -> Client:
    client.post(f"/enter/{role}/")
    client.cookies.load({"django_language": "en"})
    return client


@pytest.fixture
def site(house: House) -> BurialSite:
    return house.cleared_site()


@pytest.fixture
def reader(house: House, client: Client) -> Client:
    return enter(client)


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))


def with_grid(house: House, site: BurialSite, rotation: int = 0) -> None:
    scene.set_grid(
        by=house.by["investigator"], happened=DAY, site=site, system=CoordinateSystem.WGS84, north=Decimal("49.2"),
        east=Decimal("37.3"), rotation=Decimal(rotation),
    )  # fmt: skip


def test_a_journal_is_taken_over_in_three_steps_and_nothing_is_written_before_the_last(
    reader: Client, site: BurialSite
) -> None:
    address, before = f"/n/{site.pk}/journal/import/", Entry.objects.count()
    assert reader.get(address).status_code == 200
    mapping = reader.post(address, {"step": "upload", "file": SimpleUploadedFile("j.csv", JOURNAL)})
    page = mapping.content.decode()
    assert "<option selected>Осіб</option>" in page
    chosen = {"column-mark": "№", "column-name": "Хто", "column-sex": "Стать", "column-count": "Осіб",
              "happened": "2022", "source": "Журнал"}  # fmt: skip
    preview = reader.post(address, {**hidden(page), **chosen, "step": "check"})
    page = preview.content.decode()
    assert "дракон" in page
    assert "the word says no sex that is known here" in page
    assert Entry.objects.count() == before

    signed = reader.post(address, {**hidden(page), "step": "sign"}, follow=True)
    assert signed.redirect_chain == [(f"/n/{site.pk}/journal/", 302)]
    assert "Яворенко" not in signed.content.decode()
    assert "Yavorenko I." in signed.content.decode()
    assert [row.source for row in JournalEntry.objects.all()] == ["Журнал", "Журнал"]

    again = reader.post(address, {"step": "upload", "file": SimpleUploadedFile("j.csv", JOURNAL)}).content.decode()
    assert "<option selected>Хто</option>" in again, "what the columns said is remembered"
    refused = reader.post(address, {**hidden(again), **chosen, "step": "sign"})
    assert (refused.status_code, "taken over already" in refused.content.decode()) == (409, True)


def test_what_stops_an_import_is_shown_and_cannot_be_signed(reader: Client, site: BurialSite) -> None:
    address, before = f"/n/{site.pk}/journal/import/", Entry.objects.count()
    content = base64.b64encode("№;Осіб\n1;сто\n".encode()).decode()
    form = {
        "file_name": "j.csv",
        "file_content": content,
        "column-mark": "№",
        "column-count": "Осіб",
        "happened": "2022",
    }
    preview = reader.post(address, {**form, "step": "check"}).content.decode()
    assert 'value="sign"' not in preview
    assert "expected how many bodies" in preview
    assert reader.post(address, {**form, "step": "sign"}).status_code == 409
    assert reader.post(address, {"step": "check", "file_content": "?"}).status_code == 409
    assert Entry.objects.count() == before


def picture(size: tuple[int, int] = (20, 10)) -> bytes:
    made = Image.new("RGB", size, "red")
    made.paste((0, 0, 255), (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    made.save(written, "PNG")
    return written.getvalue()


def test_rows_are_typed_beside_their_picture(reader: Client, site: BurialSite) -> None:
    added = reader.post(
        f"/n/{site.pk}/journal/pages/new/",
        {"file": SimpleUploadedFile("page.png", picture()), "caption": "Журнал, арк. 3"},
    )
    filing = Filing.objects.get()
    address = f"/n/{site.pk}/journal/pages/{filing.pk}/"
    assert added.headers["Location"] == address
    shown = reader.get(address + "picture/")
    assert (shown.headers["Content-Type"], shown.content) == ("image/png", picture())

    empty = reader.post(address, {"happened": "2022", "place": "арк. 3, рядок 1"})
    assert "neither a number nor a name" in empty.content.decode()
    reader.post(address, {"happened": "2022", "place": "арк. 3, рядок 1", "mark": "7", "expected": "serviceman"})
    [row] = JournalEntry.objects.all()
    assert (row.page, row.expected, row.serviceman) == (filing, FoundAs.SERVICEMAN, True)
    assert row.source == f"Журнал, арк. 3, SHA-256 {filing.sha256[:16]}"

    not_a_picture = reader.post(
        f"/n/{site.pk}/journal/pages/new/", {"file": SimpleUploadedFile("a.svg", b"<svg/>"), "caption": "x"}
    )
    assert not_a_picture.status_code == 409
    assert Filing.objects.count() == 1


@pytest.mark.parametrize("role", ["burial_officer", "auditor"])
def test_who_may_see_the_scene_but_no_photographs_sees_no_page(
    house: House, client: Client, site: BurialSite, role: str
) -> None:
    filed = file_content(
        by=house.by["investigator"], happened=DAY, object=Number.objects.get(pk=site.pk), kind_of_file=FileKind.SCAN,
        content=picture(), media_type="image/png", caption="арк. 1",
    )  # fmt: skip
    enter(client, role)
    assert client.get(f"/n/{site.pk}/journal/").status_code == 200
    for more in ("", "picture/"):
        assert client.get(f"/n/{site.pk}/journal/pages/{filed.pk}/{more}").status_code == 403
    assert client.get(f"/n/{site.pk}/journal/import/").status_code == 403
    assert client.get(f"/n/{site.pk}/points/").status_code == 403


PLACES = ("map/", "map.json", "points.geojson", "points.kml", "points.gpx", "reconciliation/", "reconciliation.csv",
          "reconciliation.xlsx", "journal/")  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_where_a_site_lies_is_for_those_who_may_see_it(
    house: House, client: Client, site: BurialSite, place: str
) -> None:
    with_grid(house, site)
    house.grave(site)
    address = f"/n/{site.pk}/{place}"
    assert client.get(address).status_code == 302
    assert enter(client, "press_officer").get(address).status_code == 403
    assert enter(Client(), "sapper").get(address).status_code == 200
    assert enter(Client()).get(f"/n/{house.grave(site).pk}/{place}").status_code == 404


def test_the_map_shows_graves_with_state_and_discrepancies_and_filters_without_script(
    house: House, reader: Client, site: BurialSite
) -> None:
    house.exhumed(house.grave(site, "222"))
    house.grave(site, "223")
    loose = scene.record_cross(
        by=house.by["recovery_lead"], happened=DAY, site=site, inscription="224", east_dm=30, north_dm=-5
    )
    marks = {mark["label"]: mark for mark in reader.get(f"/n/{site.pk}/map.json").json()["marks"]}
    assert {label: mark["state"] for label, mark in marks.items()} == {
        "222": "emptied", "223": "located", "cross 224: marked, not located": "listed",
    }  # fmt: skip
    assert marks["222"]["kinds"] == ["no_journal_row"]
    listed = marks["cross 224: marked, not located"]
    assert (listed["east"], listed["north"], listed["href"]) == (3.0, -0.5, f"/n/{loose.cross_id}/")

    def shown(query: str) -> int:
        return reader.get(f"/n/{site.pk}/map/?{query}").content.decode().count("<use ")

    assert [shown(query) for query in ("", "state=emptied", "state=listed&state=located", "differs=any")] == [
        3,
        1,
        2,
        2,
    ]
    assert shown("differs=more") == 0
    assert reader.get(f"/n/{loose.cross_id}/").status_code == 404


@pytest.mark.parametrize(("rotation", "tiled"), [(0, True), (30, False)])
def test_tiles_come_from_the_own_server_and_only_under_a_plan_that_looks_north(
    house: House, reader: Client, site: BurialSite, settings: Any, rotation: int, tiled: bool
) -> None:
    with_grid(house, site, rotation)
    assert reader.get(f"/n/{site.pk}/map.json").json()["tiles"] is None
    settings.IMENA_TILES = "/tiles/{z}/{x}/{y}.png"
    tiles = reader.get(f"/n/{site.pk}/map.json").json()["tiles"]
    assert (tiles is not None) == tiled
    if tiled:
        # A degree of longitude is a 360th of the world's square, and 72 897 m of the ground at 49.2° north.
        assert tiles["east"] == pytest.approx((37.3 + 180) / 360)
        assert tiles["scale"] * 72_741.2 == pytest.approx(1 / 360, rel=3e-3)
        assert 0.25 < tiles["south"] < 0.5


def test_an_orthophoto_is_turned_so_that_it_lies_right(house: House, reader: Client, site: BurialSite) -> None:
    """A picture whose left half is blue, laid with its top to the east: blue is then the northern half."""
    filed = file_content(
        by=house.by["investigator"], happened=DAY, object=Number.objects.get(pk=site.pk),
        kind_of_file=FileKind.PHOTOGRAPH, content=picture((20, 20)), media_type="image/png",
    )  # fmt: skip
    lay = {"by": house.by["investigator"], "happened": DAY, "site": site, "picture": filed}
    with pytest.raises(RefusedError, match="two or more control points"):
        scene.lay_orthophoto(**lay, points=[[0, 0, 0, 0]])  # type: ignore[arg-type]
    act = scene.lay_orthophoto(**lay, points=[[0, 0, 200, 0], [20, 0, 200, -200]])  # type: ignore[arg-type]

    laid = laid_over(act)
    assert laid is not None
    extent = laid[1]
    assert (extent.west, extent.south, extent.east, extent.north) == pytest.approx((0, -20, 20, 0))
    with Image.open(io.BytesIO(laid[0])) as turned:
        assert turned.size == (2000, 2000)
        assert turned.getpixel((1000, 300)) == (0, 0, 255, 255)
        assert turned.getpixel((1000, 1700)) == (255, 0, 0, 255)
    overlay = reader.get(f"/n/{site.pk}/map.json").json()["picture"]
    assert overlay["corners"] == [pytest.approx([-20, 0]), pytest.approx([0, 20])]
    assert reader.get(overlay["href"]).headers["Content-Type"] == "image/png"
    assert "<image " in reader.get(f"/n/{site.pk}/map/").content.decode()


def test_an_orthophoto_is_laid_on_its_page_or_nothing_is_kept(reader: Client, site: BurialSite) -> None:
    address = f"/n/{site.pk}/orthophoto/new/"
    assert reader.get(address).status_code == 200

    def post(**points: str) -> int:
        file = SimpleUploadedFile("above.png", picture((20, 20)))
        return reader.post(address, {"happened": "2022-09-14", "file": file, **points}).status_code

    first = {"point-1-x": "0", "point-1-y": "0", "point-1-east": "20", "point-1-north": "0"}
    assert post(**first) == 409, "one point is not enough"
    assert post(**first, **{"point-2-x": "20"}) == 200, "half a point is asked for again"
    assert not Filing.objects.exists()
    second = {"point-2-x": "20", "point-2-y": "0", "point-2-east": "20", "point-2-north": "-20"}
    assert post(**first, **second) == 302
    assert Orthophoto.objects.get().points == [[0, 0, 200, 0], [20, 0, 200, -200]]


@pytest.mark.parametrize("form", ["geojson", "kml", "gpx"])
def test_what_goes_out_as_a_file_comes_in_again_at_the_same_places(
    house: House, reader: Client, site: BurialSite, form: str
) -> None:
    lead = house.by["recovery_lead"]
    with_grid(house, site, 17)
    for name, east, north in (("1", 123, -45), ("2", 0, 999)):
        cross = scene.record_cross(by=lead, happened=DAY, site=site, inscription=name, east_dm=east, north_dm=north)
        scene.locate_grave(
            by=lead, happened=DAY, site=site, name=name, crosses=[cross.cross_id], east_dm=east, north_dm=north
        )
    content = b"".join(reader.get(f"/n/{site.pk}/points.{form}"))

    other = house.cleared_site()
    with_grid(house, other, 17)
    address = f"/n/{other.pk}/points/"
    shown = reader.post(address, {"file": SimpleUploadedFile(f"a.{form}", content), "kind": "grave", "step": "check"})
    assert GraveLocation.objects.filter(site=other).count() == 0
    signed = {**hidden(shown.content.decode()), "step": "sign", "happened": "2023-03-01"}
    assert reader.post(address, signed).status_code == 302
    graves = GraveLocation.objects.filter(site=other).order_by("pk")
    crosses = CrossRecord.objects.filter(site=other).order_by("pk")
    assert [(act.name, act.east_dm, act.north_dm) for act in graves] == [("1", 123, -45), ("2", 0, 999)]
    assert [act.crosses for act in graves] == [[act.cross_id] for act in crosses]
    again = reader.post(address, signed, follow=True).content.decode()
    assert "crosses 0, graves 0" in again


def test_points_that_are_far_away_or_without_a_name_or_a_grid_stop_a_file(
    house: House, reader: Client, site: BurialSite
) -> None:
    def feature(name: str, longitude: float) -> dict[str, Any]:
        geometry = {"type": "Point", "coordinates": [longitude, 49.2]}
        return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}

    address, before = f"/n/{site.pk}/points/", CrossRecord.objects.count()
    for features, wanted in (
        ([feature("1", 37.3)], "no grid yet"),
        ([feature("1", 37.3), feature("2", 38.3)], "more than 20 km"),
        ([feature("", 37.3)], "no name"),
    ):
        content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
        form = {"file_name": "a.geojson", "file_content": base64.b64encode(content).decode(), "kind": "cross"}
        assert wanted in reader.post(address, {**form, "step": "check"}).content.decode()
        assert reader.post(address, {**form, "step": "sign", "happened": "2023"}).status_code == 409
        if wanted == "no grid yet":
            with_grid(house, site)
    assert CrossRecord.objects.count() == before


def test_the_report_names_every_discrepancy_and_no_cell_is_a_formula(
    house: House, reader: Client, site: BurialSite
) -> None:
    scene.take_over_journal_row(
        by=house.by["investigator"], happened=DAY, site=site, place="=1+1", mark="9", written_name="=HYPERLINK(1)"
    )
    house.grave(site, "222")
    page = reader.get(f"/n/{site.pk}/reconciliation/").content.decode()
    assert "not settled 2, of 2" in page
    assert "/acts/new/scene.discrepancysettlement/?site=" in page
    assert "grave 222" not in reader.get(f"/n/{site.pk}/reconciliation/?kind=row_without_grave").content.decode()
    sheet = load_workbook(io.BytesIO(reader.get(f"/n/{site.pk}/reconciliation.xlsx").content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[1] for row in rows[1:]] == ["journal row without grave", "no journal row"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr"}
    assert len(reader.get(f"/n/{site.pk}/reconciliation.csv").content.decode().splitlines()) == 3


def test_a_discrepancy_is_settled_by_its_form(house: House, reader: Client, site: BurialSite) -> None:
    grave = house.grave(site, "222")
    page = reader.get(f"/n/{site.pk}/reconciliation/").content.decode()
    [address] = re.findall(r'href="(/acts/new/scene.discrepancysettlement/[^"]*)"', page)
    form = reader.get(address.replace("&amp;", "&"))
    start = {name: form.context["form"].initial[name] for name in ("site", "discrepancy", "about")}
    assert start == {"site": site.pk, "discrepancy": "no_journal_row", "about": grave.pk}
    answers = {**start, "happened": "2023-03-02", "reason": "журнал неповний", "step": "sign"}
    assert reader.post(address.replace("&amp;", "&"), answers).status_code == 302
    assert "журнал неповний" in reader.get(f"/n/{grave.pk}/").content.decode()


def test_how_remains_lay_is_drawn_layer_by_layer(house: House, reader: Client, site: BurialSite) -> None:
    grave, lead = house.grave(site, "222"), house.by["recovery_lead"]
    scene.open_grave(by=lead, happened=DAY, grave=grave, outcome=GraveOpening.Outcome.EMPTIED, bodies=2)
    for layer in (2, 1):
        remains = scene.exhume(by=lead, happened=DAY, grave=grave, found_as=FoundAs.MAN).remains
        act = scene.place_in_grave(
            by=lead, happened=DAY, remains=remains, grave=grave, layer=layer, east_cm=100, north_cm=50,
            head_towards=270, facing=PlaceInGrave.Facing.DOWN, note="руки за спиною",
        )  # fmt: skip
        assert act.irregular == []
    page = reader.get(f"/n/{grave.pk}/").content.decode()
    assert page.index("Layer 1") < page.index("Layer 2")
    assert page.count("layer-head down") == 2
    assert "руки за спиною" in page
    elsewhere = house.grave(site, "223")
    other = scene.place_in_grave(
        by=lead, happened=DAY, remains=remains, grave=elsewhere, layer=1, east_cm=0, north_cm=0
    )
    assert other.irregular == ["scene.not_from_this_grave"]


def test_where_someone_lay_is_told_on_a_page_of_its_own(house: House, reader: Client, site: BurialSite) -> None:
    remains = house.exhumed(house.grave(site))
    scene.record_earlier_burial(
        by=house.by["investigator"], happened=DAY, about=Number.objects.get(pk=remains.pk), place="город",
        lay_from="2022-03", lay_until="2022-05-02", told_by="сусідка",
    )  # fmt: skip
    page = reader.get(f"/n/{remains.pk}/history/").content.decode()
    assert page.index("horod") < page.index("Then in grave 222")
    assert reader.get(f"/n/{site.pk}/history/").status_code == 404


def test_points_lie_where_the_grid_says(house: House, site: BurialSite) -> None:
    with_grid(house, site)
    house.grave(site)
    grid = grid_of(standpoint(), site.pk)
    assert grid is not None
    cross, grave = points_of(standpoint(), site.pk, grid)
    assert (cross.latitude, cross.longitude) == pytest.approx((49.2, 37.3), abs=1e-9)
    assert (grave.kind, grave.said["state"]) == ("grave", "located")
