"""Pictures: what a photograph's own record says, and smaller and blurred copies to be shown before it is asked for."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageFilter, ImageOps, UnidentifiedImageError

SHOWN = 960
"""The longer side of a picture as a page shows it, in pixels."""
BLURRED = 240
_WANTED = ("DateTimeOriginal", "DateTime", "Make", "Model", "LensModel", "ExposureTime", "FNumber", "ISOSpeedRatings")
_READABLE = ("JPEG", "PNG", "WEBP", "TIFF", "GIF")
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


LARGEST = 50_000_000
"""So many pixels are decoded at most: a small file can hold a picture that fills the memory."""


def taken_at(content: bytes) -> str:
    """When a photograph was taken, by its camera's clock, as 2022-09-16T11:20:05; empty where it does not say."""
    said = dict(exif(content))
    day, _space, time = said.get("DateTimeOriginal", "").partition(" ")
    text = f"{day.replace(':', '-')}T{time[:8]}"
    try:
        return text if datetime.fromisoformat(text).isoformat() == text else ""
    except ValueError:  # cameras without a clock write zeros
        return ""


def exif(content: bytes) -> list[tuple[str, str]]:
    """What a photograph says of itself: when, with which camera, where."""
    try:
        with _opened(content) as image:
            return list(_exif(image.getexif()))
    except _BROKEN:
        return []


def _exif(said: Image.Exif) -> Iterator[tuple[str, str]]:
    named = {ExifTags.TAGS.get(tag, ""): value for tag, value in {**said, **said.get_ifd(ExifTags.IFD.Exif)}.items()}
    for name in _WANTED:
        if value := str(named.get(name, "")).strip("\x00 "):
            yield name, value
    position = said.get_ifd(ExifTags.IFD.GPSInfo)
    latitude, longitude = (_degrees(position, at) for at in (1, 3))
    if latitude is not None and longitude is not None:
        yield _("position"), f"{latitude:.6f}, {longitude:.6f}"


def _degrees(position: dict[int, Any], at: int) -> float | None:
    """Degrees out of degrees, minutes and seconds; south and west below zero."""
    try:
        degrees, minutes, seconds = (float(part) for part in position[at + 1])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    found = degrees + minutes / 60 + seconds / 3600
    return -found if position.get(at) in ("S", "W") else found


def shown(content: bytes) -> bytes | None:
    """The picture as a page shows it: upright, at most `SHOWN` pixels, as JPEG; None where it is none we can read."""
    return _copy(content, SHOWN)


def blurred(content: bytes) -> bytes | None:
    """The picture so that only light and colour are left of it."""
    return _copy(content, BLURRED, blur=BLURRED // 12)


def _opened(content: bytes) -> Image.Image:
    """A picture that is not decoded yet. Raises `ValueError` for one that is too large to be."""
    image = Image.open(io.BytesIO(content), formats=_READABLE)
    if image.width * image.height > LARGEST:
        raise ValueError(image.size)
    return image


def _copy(content: bytes, side: int, blur: int = 0) -> bytes | None:
    try:
        with _opened(content) as opened:
            opened.draft("RGB", (side, side))
            image = ImageOps.exif_transpose(opened).convert("RGB")
    except _BROKEN:
        return None
    image.thumbnail((side, side))
    if blur:
        image = image.filter(ImageFilter.GaussianBlur(blur))
    made = io.BytesIO()
    image.save(made, "JPEG", quality=85)
    return made.getvalue()
