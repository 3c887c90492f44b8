"""The keys of one ledger, as files outside its data folder and database.

`master.key` wraps the data keys of persons; `signing.pem` signs heads; `witness-….json` remembers how long the
ledger was in the database at one place, so that a tail cut off there shows.
"""

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from imena.core.errors import ImenaError
from imena.settings.secret import keys_folder


class KeysError(ImenaError):
    """Keys that are missing, or in the wrong place."""


@dataclass(frozen=True)
class KeyFiles:
    """The folder with the keys of one ledger."""

    folder: Path

    @cached_property
    def master(self) -> bytes:
        return bytes.fromhex(self._read("master.key").decode())

    @cached_property
    def signing(self) -> Ed25519PrivateKey:
        key = load_pem_private_key(self._read("signing.pem"), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise KeysError("{file} is no Ed25519 key", file=self.folder / "signing.pem")
        return key

    @property
    def complete(self) -> bool:
        """Whether the keys are on this machine."""
        return (self.folder / "master.key").exists()

    def witness(self, place: str) -> tuple[int, str] | None:
        """The length and the last hash of the database at a place when this machine last wrote to it."""
        path = self._witness_file(place)
        if not path.exists():
            return None
        kept = json.loads(path.read_text())
        return kept["size"], kept["last"]

    def remember(self, place: str, size: int, last: str) -> None:
        content = {"last": last, "place": place, "size": size}
        write_secret(self._witness_file(place), json.dumps(content, ensure_ascii=False).encode())

    def _witness_file(self, place: str) -> Path:
        return self.folder / f"witness-{hashlib.sha256(place.encode()).hexdigest()[:12]}.json"

    def _read(self, name: str) -> bytes:
        path = self.folder / name
        if not path.exists():
            raise KeysError("{file} is missing: without it nothing can be signed or opened", file=path)
        return path.read_bytes()


def key_files(ledger: str) -> KeyFiles:
    """The keys of a ledger, by its id."""
    return _loaded(keys_folder() / ledger)


@lru_cache(maxsize=8)
def _loaded(folder: Path) -> KeyFiles:
    return KeyFiles(folder)


def make_key_files(ledger: str, *, data: Path | None) -> KeyFiles:
    """Make the keys of a new ledger. Refused where they would lie inside the data folder."""
    folder = keys_folder() / ledger
    if data is not None and folder.resolve().is_relative_to(data.resolve()):
        raise KeysError("keys must lie outside the data folder {data}: choose another IMENA_KEYS", data=data)
    folder.mkdir(parents=True, mode=0o700)
    write_secret(folder / "master.key", os.urandom(32).hex().encode())
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_secret(folder / "signing.pem", pem)
    return KeyFiles(folder)


def public_pem(keys: KeyFiles) -> bytes:
    return keys.signing.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    own = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        own.replace(path)
    finally:
        own.unlink(missing_ok=True)
