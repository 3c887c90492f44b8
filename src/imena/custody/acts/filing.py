"""Acts about files: what is filed with an object."""

from django.db import transaction

from imena.core.when import When
from imena.custody import files
from imena.custody.models import FileKind, Filing, Number
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, record


def file_content(
    *,
    by: Actor,
    happened: When,
    object: Number,
    kind_of_file: FileKind,
    content: bytes,
    media_type: str,
    name: str = "",
    caption: str = "",
    taken_at: str = "",
    origin: Origin = HERE_AND_NOW,
) -> Filing:
    """Keep a file that is at hand, and record it."""
    if not content:
        raise RefusedError("the file {name} is empty", name=name)
    with transaction.atomic(savepoint=False):
        return file_expected(
            by=by,
            happened=happened,
            object=object,
            kind_of_file=kind_of_file,
            sha256=files.keep(content, object.pk),
            size=len(content),
            media_type=media_type,
            name=name,
            caption=caption,
            taken_at=taken_at,
            origin=origin,
        )


def file_expected(
    *,
    by: Actor,
    happened: When,
    object: Number,
    kind_of_file: FileKind,
    sha256: str,
    size: int,
    media_type: str,
    name: str = "",
    caption: str = "",
    taken_at: str = "",
    origin: Origin = HERE_AND_NOW,
) -> Filing:
    """Record a file by the hash that a device took of it. Its content may arrive later."""
    return record(
        Filing,
        by=by,
        happened=happened,
        origin=origin,
        object=object,
        kind_of_file=kind_of_file,
        sha256=sha256,
        size=size,
        media_type=media_type,
        taken_at=taken_at,
        name=name,
        caption=caption,
    )
