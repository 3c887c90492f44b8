"""Files in pieces: each piece is on the disk before the device is told so, and the whole is held against its hash."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from imena.capture.models import Announced
from imena.core.errors import ImenaError
from imena.custody import files
from imena.ledger.models import KeyDestruction
from imena.ledger.sealed import SealError, open_bytes, seal_bytes

LARGEST_PIECE = 256 * 1024


class PieceError(ImenaError):
    """A piece that does not go on where the last one ended."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """How much of a file has arrived."""

    size: int
    have: int
    complete: bool


def arrived(sha256: str) -> Arrived | None:
    """How much of a file has arrived; None where no capture announced it.

    A file that is at hand with one object is kept with every other that it was announced for.
    """
    wanted = list(Announced.objects.filter(sha256=sha256))
    if not wanted:
        return None
    size = max(each.size for each in wanted)
    lacking = [each.object for each in wanted if not _is_done(sha256, each.object)]
    content = _at_hand(sha256, [each.object for each in wanted]) if lacking else None
    if content is not None:
        _keep(content, lacking)
    if content is not None or not lacking:
        return Arrived(size, size, complete=True)
    return Arrived(size, sum(length for _, length in _pieces(sha256)), complete=False)


def add_piece(sha256: str, at: int, content: bytes) -> Arrived:
    """Keep a piece. Raises `PieceError` where it leaves a gap, or is larger than the file.

    A piece that is there already is there once. When the last has arrived, the file is put together, held against its
    hash and kept with every object it was announced for; where the hash differs, its pieces are dropped.
    """
    found = arrived(sha256)
    if found is None:
        raise PieceError("no capture announced the file {name}", name=sha256)
    if found.complete or (content and at + len(content) <= found.have):
        return _finished(sha256, found)
    if at != found.have or at + len(content) > found.size or not content:
        raise PieceError("the file {name} goes on at byte {have}", name=sha256, have=found.have)
    files.write_to_disk(_folder(sha256) / f"{at:012d}-{len(content)}", seal_bytes(_subject(sha256), sha256, content))
    return _finished(sha256, Arrived(found.size, found.have + len(content), complete=False))


def _finished(sha256: str, found: Arrived) -> Arrived:
    """The whole file, where it has arrived. Devices may have announced other sizes; the hash decides."""
    wanted = Announced.objects.filter(sha256=sha256)
    if found.complete or found.have not in set(wanted.values_list("size", flat=True)):
        return found
    try:
        content = b"".join(_read(sha256, path) for path, _ in _pieces(sha256))
    except FileNotFoundError:  # another request put it together at the same moment
        return arrived(sha256) or found
    if hashlib.sha256(content).hexdigest() == sha256:
        _keep(content, [each.object for each in wanted])
        shutil.rmtree(_folder(sha256), ignore_errors=True)
        return Arrived(len(content), len(content), complete=True)
    if found.have < found.size:
        return found
    shutil.rmtree(_folder(sha256), ignore_errors=True)
    raise PieceError("the file {name} is not what its hash says; it is asked for anew", name=sha256)


def _keep(content: bytes, objects: list[str]) -> None:
    for number in objects:
        with suppress(SealError):  # the object's key was destroyed meanwhile: nothing more is kept of it
            files.keep(content, number)


def _is_done(sha256: str, number: str) -> bool:
    """Whether nothing more is to be kept with an object: the file is there, or its key was destroyed."""
    return files.path_of(sha256, number).exists() or KeyDestruction.objects.filter(person=number).exists()


def _at_hand(sha256: str, numbers: list[str]) -> bytes | None:
    """The file as it was kept with another object, if it was."""
    for number in numbers:
        with suppress(ImenaError):
            if (content := files.read(sha256, number)) is not None:
                return content
    return None


def _pieces(sha256: str) -> list[tuple[Path, int]]:
    """The pieces that follow one another from the first byte on, with their lengths."""
    found: list[tuple[Path, int]] = []
    at = 0
    for path in sorted(_folder(sha256).glob("[0-9]*-[0-9]*")):
        start, _, length = path.name.partition("-")
        if length.isdigit() and int(start) == at:
            found.append((path, int(length)))
            at += int(length)
    return found


def _read(sha256: str, path: Path) -> bytes:
    content = open_bytes(_subject(sha256), sha256, path.read_bytes())
    return content or b""


def _subject(sha256: str) -> str:
    """Pieces are sealed under the key of the device that announced the file first."""
    first = Announced.objects.filter(sha256=sha256).select_related("receipt").order_by("pk").first()
    assert first is not None
    return first.receipt.device_id


def _folder(sha256: str) -> Path:
    return Path(settings.FILES) / "inbox" / sha256
