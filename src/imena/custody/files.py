"""Files: photographs, sketches and scans, each under the hash of its content, sealed under the key of what it shows.

A file lies at `FILES/ab/ab12….NUMBER`: the SHA-256 of its content, and the number of the object it was filed with. It
is written whole and to the disk before anyone is told that it is kept.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from imena.core.errors import ImenaError
from imena.custody.models import Filing
from imena.ledger.sealed import SealError, open_bytes, seal_bytes
from imena.ledger.standpoint import Standpoint, in_force


class FilesError(ImenaError):
    """A file that is not what its hash says."""


class Kept(StrEnum):
    """What became of a file that an act speaks of."""

    INTACT = "intact"
    AWAITED = "awaited"
    DESTROYED = "destroyed"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Checked:
    """An act that filed something, and what its file is found to be."""

    act: Filing
    kept: Kept


_HASH, _NUMBER = re.compile("[0-9a-f]{64}"), re.compile("[0-9A-Z-]+")


def path_of(sha256: str, subject: str) -> Path:
    """Where a file lies. Raises `FilesError` for what is no hash or no number, and could lead out of the folder."""
    if not _HASH.fullmatch(sha256) or not _NUMBER.fullmatch(subject):
        raise FilesError("no file is kept as {name}", name=f"{sha256}.{subject}")
    return Path(settings.FILES) / sha256[:2] / f"{sha256}.{subject}"


def keep(content: bytes, subject: str) -> str:
    """Keep a file under the key of an object; its SHA-256. The same file kept again is one file."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256, subject)
    if not _is_kept(path, sha256, subject):
        write_to_disk(path, seal_bytes(subject, sha256, content))
    return sha256


def read(sha256: str, subject: str) -> bytes | None:
    """The content of a file; None where it has not arrived, or its key was destroyed.

    Raises `FilesError` or `SealError` where it is not what it was.
    """
    path = path_of(sha256, subject)
    if not path.exists():
        return None
    content = open_bytes(subject, sha256, path.read_bytes())
    if content is not None and hashlib.sha256(content).hexdigest() != sha256:
        raise FilesError("the file {name} is not what its hash says", name=sha256)
    return content


def check(seen: Standpoint) -> Iterator[Checked]:
    """Read every file again and hold it against its hash."""
    for act in in_force(Filing, seen).order_by("pk"):
        yield Checked(act, state(act))


def state(act: Filing) -> Kept:
    """What the file of an act is found to be."""
    if not path_of(act.sha256, act.object_id).exists():
        return Kept.AWAITED
    try:
        content = read(act.sha256, act.object_id)
    except (FilesError, SealError):
        return Kept.DAMAGED
    return Kept.INTACT if content is not None else Kept.DESTROYED


def _is_kept(path: Path, sha256: str, subject: str) -> bool:
    """Whether the file lies there and opens: one sealed under a key that was undone with its transaction does not."""
    try:
        return path.exists() and read(sha256, subject) is not None
    except (FilesError, SealError):
        return False


def write_to_disk(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and return when the disk holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with own.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        own.replace(path)
    finally:
        own.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
