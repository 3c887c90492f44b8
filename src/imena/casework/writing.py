"""Writing results: every file whole, or none."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from imena.core.errors import InputError, Place


def write(*files: tuple[Path, str | Iterable[str]]) -> None:
    """Write texts to files, each whole or piece by piece.

    All are written beside their places first and then moved there, so that none is half done.

    Raises `InputError` where two texts are for one file, or a folder does not exist or cannot be written to; nothing is
    changed then.
    """
    written: dict[Path, Path] = {}
    for number, (path, _) in enumerate(files):
        if path in [earlier for earlier, _ in files[:number]]:
            raise InputError("expected another file for each result", place=Place(str(path)))
    try:
        for path, text in files:
            written[path] = _beside(path, text)
        for path, temporary in written.items():
            temporary.replace(path)
    except OSError as error:
        for temporary in written.values():
            temporary.unlink(missing_ok=True)
        place = Place(str(path))
        raise InputError("cannot be written: {problem}", place=place, problem=error.strerror) from None


def _beside(path: Path, text: str | Iterable[str]) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines([text] if isinstance(text, str) else text)
        file.flush()
        os.fsync(file.fileno())
    temporary = Path(name)
    temporary.chmod(0o644)
    return temporary
