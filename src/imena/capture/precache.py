"""What a device keeps of the field page so that it opens without network, and the version of it."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

PAGE = "/field/"
MANIFEST = "/field/manifest.webmanifest"
SHARED = ("ui/fonts.css", "ui/tokens.css", "ui/icon.svg")
KEPT = {".js", ".css", ".wasm", ".svg", ".png", ".woff2"}


class NotServedError(Exception):
    """A file of the page that the static files lack: the installation is incomplete."""


@lru_cache(maxsize=1)
def kept_files() -> tuple[str, ...]:
    """The static files of the page: its modules, styles, fonts and what reads codes. The worker itself is not kept."""
    own = [name for name in _under("capture") if name != "capture/worker.js"]
    return tuple(sorted([*SHARED, *_under("ui/fonts"), *own]))


def kept_addresses() -> list[str]:
    return [PAGE, MANIFEST, *(static(name) for name in kept_files())]


def version(page: str) -> str:
    """A digest of everything that is kept, so that a new release replaces the old one whole."""
    return hashlib.sha256(f"{_static_digest()}{page}".encode()).hexdigest()[:16]


def path_of(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise NotServedError(name)
    return Path(found)


@lru_cache(maxsize=1)
def _static_digest() -> str:
    digest = hashlib.sha256()
    for name in (*kept_files(), "capture/worker.js"):
        digest.update(f"{name}:{hashlib.sha256(path_of(name).read_bytes()).hexdigest()};".encode())
    return digest.hexdigest()


def _under(folder: str) -> list[str]:
    root = path_of(folder)
    files = sorted(path for path in root.rglob("*") if path.suffix in KEPT)
    return [f"{folder}/{path.relative_to(root).as_posix()}" for path in files]
