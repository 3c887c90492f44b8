"""Photographs: kept under their hash, shown to those whose work needs them, blurred until asked for."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.test import Client
from PIL import ExifTags, Image, PngImagePlugin, TiffImagePlugin

from house import House, entered
from imena.custody import files, pictures
from imena.custody.models import Filing
from imena.ledger.acts import destroy
from imena.ledger.keyfiles import write_secret
from imena.ledger.standpoint import standpoint

pytestmark = pytest.mark.operation


def photograph(colour: str = "red") -> bytes:
    """A photograph that stands on its side, with a day, a camera and a position."""
    image = Image.new("RGB", (1600, 800), colour)
    exif = image.getexif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Вигадана"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2022:09:16 11:20:05"
    position = exif.get_ifd(ExifTags.IFD.GPSInfo)
    position.update({1: "N", 2: (50.0, 30.0, 0.0), 3: "W", 4: (30.0, 15.0, 36.0)})
    made = io.BytesIO()
    image.save(made, "JPEG", exif=exif)
    return made.getvalue()


def test_a_photograph_says_when_and_where_it_was_taken() -> None:
    content = photograph()
    assert pictures.taken_at(content) == "2022-09-16T11:20:05"
    said = dict(pictures.exif(content))
    assert said["DateTimeOriginal"] == "2022:09:16 11:20:05"
    assert "50.500000, -30.260000" in said.values()
    assert pictures.exif(b"no picture") == []
    assert pictures.taken_at(b"\xff\xd8\xff") == ""


def test_copies_are_upright_small_and_without_what_the_original_says() -> None:
    shown, blurred = pictures.shown(photograph()), pictures.blurred(photograph())
    assert shown is not None
    assert blurred is not None
    with Image.open(io.BytesIO(shown)) as image:
        assert image.size == (480, 960)
        assert not image.getexif()
    with Image.open(io.BytesIO(blurred)) as image:
        assert image.size == (120, 240)
    assert pictures.shown(b"no picture") is None


def test_blurring_leaves_no_edge_that_could_be_read() -> None:
    stripes = Image.new("L", (960, 960))
    stripes.putdata([255 * (x // 40 % 2) for _ in range(960) for x in range(960)])
    made = io.BytesIO()
    stripes.save(made, "PNG")
    blurred = pictures.blurred(made.getvalue())
    assert blurred is not None
    with Image.open(io.BytesIO(blurred)) as image:
        low, high = image.convert("L").crop((60, 60, 180, 180)).getextrema()
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    assert high - low < 40


def test_added_on_a_page_and_shown_to_whom_it_concerns(house: House) -> None:
    remains = house.exhumed()
    client, content = entered(house, "recovery_lead"), photograph()
    given = io.BytesIO(content)
    given.name = "могила.jpg"
    answer = client.post(
        f"/n/{remains.pk}/files/", {"content": given, "kind_of_file": "photograph", "caption": "до підняття"}
    )
    assert answer.status_code == 302
    act = Filing.objects.get()
    assert (act.sha256, act.size, act.taken_at) == (
        hashlib.sha256(content).hexdigest(),
        len(content),
        "2022-09-16T11:20:05",
    )
    assert (act.name, act.caption) == ("могила.jpg", "до підняття")
    page = client.get(f"/n/{remains.pk}/files/").content.decode()
    assert f"/files/{act.pk}/blurred/" in page
    assert "50.500000, -30.260000" in page
    assert client.get(f"/files/{act.pk}/").content == content
    assert client.get(f"/files/{act.pk}/blurred/")["Content-Type"] == "image/jpeg"
    assert f"/n/{remains.pk}/files/" in client.get(f"/n/{remains.pk}/").content.decode()


@pytest.mark.parametrize("role", ["press_officer", "treasurer", "auditor", "family_liaison"])
def test_never_for_others(house: House, role: str) -> None:
    remains = house.exhumed()
    entered(house, "recovery_lead").post(
        f"/n/{remains.pk}/files/", {"content": io.BytesIO(photograph()), "kind_of_file": "photograph"}
    )
    act, client = Filing.objects.get(), entered(house, role)
    for address in (
        f"/files/{act.pk}/",
        f"/files/{act.pk}/shown/",
        f"/files/{act.pk}/blurred/",
        f"/n/{remains.pk}/files/",
    ):
        assert client.get(address).status_code == 403
        assert Client().get(address).status_code == 302


def test_what_is_no_picture_is_given_to_be_saved_and_never_shown(house: House) -> None:
    remains, client = house.exhumed(), entered(house, "recovery_lead")
    given = io.BytesIO(b"<script>alert(1)</script>")
    given.name = "schema.html"
    client.post(f"/n/{remains.pk}/files/", {"content": given, "kind_of_file": "sketch"})
    answer = client.get(f"/files/{Filing.objects.get().pk}/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_file_goes_with_the_key_of_what_it_shows(house: House) -> None:
    remains, client = house.exhumed(), entered(house, "recovery_lead")
    client.post(f"/n/{remains.pk}/files/", {"content": io.BytesIO(photograph()), "kind_of_file": "photograph"})
    destroy(by=house.by["data_protection"], person=remains.pk, basis="заява")
    assert [found.kept for found in files.check(standpoint())] == [files.Kept.DESTROYED]
    assert client.get(f"/files/{Filing.objects.get().pk}/").status_code == 404


def test_the_same_file_of_two_objects_is_kept_for_each(house: House) -> None:
    one, other = house.exhumed(), house.exhumed()
    content = photograph()
    assert files.keep(content, one.pk) == files.keep(content, other.pk) == files.keep(content, one.pk)
    kept = [files.path_of(hashlib.sha256(content).hexdigest(), remains.pk) for remains in (one, other)]
    assert kept[0] != kept[1]
    assert all(path.exists() for path in kept)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_small_file_with_more_than_fifty_million_pixels_is_not_decoded(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = io.BytesIO()
    Image.new("1", (10_000, 5_001)).save(file, kind, compression="group4")
    content = file.getvalue()
    assert len(content) < 50_000

    def decoded(_image: object) -> None:
        raise AssertionError("decoded")

    for opened in (PngImagePlugin.PngImageFile, TiffImagePlugin.TiffImageFile):
        monkeypatch.setattr(opened, "load", decoded)
    assert (pictures.shown(content), pictures.blurred(content), pictures.exif(content)) == (None, None, [])


def test_a_picture_of_as_many_pixels_as_are_decoded_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST", 1600 * 800)
    assert pictures.shown(photograph()) is not None


@pytest.mark.parametrize(
    ("sha256", "subject"),
    [
        ("a" * 64, "/../../../1MA"),
        ("a" * 64, ".."),
        ("a" * 64, ""),
        ("a" * 64, "1MA-0001-X\n"),
        ("../" + "a" * 61, "1MA-0001-X"),
        ("A" * 64, "1MA-0001-X"),
        ("a" * 63, "1MA-0001-X"),
    ],
)
def test_nothing_but_a_hash_and_a_number_leads_to_a_file(sha256: str, subject: str) -> None:
    with pytest.raises(files.FilesError, match="no file is kept as"):
        files.path_of(sha256, subject)
    assert files.path_of("a" * 64, "1MA-0001-X").name == f"{'a' * 64}.1MA-0001-X"


@pytest.mark.parametrize("write_file", [files.write_to_disk, write_secret])
def test_two_who_write_the_same_file_at_once_do_not_disturb_each_other(
    tmp_path: Path, write_file: Callable[[Path, bytes], None]
) -> None:
    path, gate, failed = tmp_path / "piece", Barrier(8), []

    def write() -> None:
        gate.wait()
        try:
            for _ in range(20):
                write_file(path, b"content" * 1000)
        except OSError as error:
            failed.append(error)

    threads = [Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("piece", b"content" * 1000)]
