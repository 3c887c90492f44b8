"""Sealed: personal and genetic content of acts, encrypted under the key of the person it speaks of.

AES-GCM with a key per person. The associated data are the kind and place of the act and the person's number, so that a
ciphertext moved to another row does not open. The salts of the commitments stand inside the ciphertext: once the key is
destroyed, nothing can be guessed and tried.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from imena.core import chance
from imena.core.canonical import canonical
from imena.core.errors import ImenaError

if TYPE_CHECKING:
    from imena.ledger.models import Act

NONCE = 12


class SealError(ImenaError):
    """Sealed content that does not open: it was changed, or moved from where it was sealed."""


class Sealed:
    """A field whose value stands only in the sealed content of an act. `field` is the form field that asks for it."""

    def __init__(self, label: Any, *, field: Any = None, required: bool = False) -> None:
        self.label = label
        self.field = field
        self.required = required
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, act: Any, owner: type) -> Any:
        """The value; None where it was not recorded, or where the person's key was destroyed."""
        if act is None:
            return self
        content = opened(act)
        return content.values.get(self.name) if content else None


@dataclass(frozen=True, slots=True)
class Opened:
    """Sealed content, opened: the values, and the salt of their commitments."""

    salt: bytes
    values: Mapping[str, Any]


def opened(act: Act) -> Opened | None:
    """The sealed content of an act; None where it has none, or where the person's key was destroyed.

    Raises `SealError` where it does not open with the key there is.
    """
    if act.sealed_content is None:
        return None
    known = act.__dict__.get("_opened")
    if isinstance(known, Opened):
        return known
    key = data_key(act.subject)
    if key is None:
        return None
    content = _open(key, bytes(act.sealed_content), _associated(act.kind(), act.pk, act.subject))
    act.__dict__["_opened"] = content
    return content


def seal(kind: str, sequence: int, subject: str, values: Mapping[str, Any], salt: bytes) -> bytes:
    """The ciphertext of values, under the person's key, which is made where there is none yet."""
    content = canonical({"salt": salt.hex(), "values": dict(values)})
    nonce = chance.token(NONCE)
    key = data_key(subject) or _new_key(subject)
    return nonce + AESGCM(key).encrypt(nonce, content, _associated(kind, sequence, subject))


def _open(key: bytes, ciphertext: bytes, associated: bytes) -> Opened:
    try:
        content = json.loads(AESGCM(key).decrypt(ciphertext[:NONCE], ciphertext[NONCE:], associated))
    except InvalidTag:
        raise SealError("sealed content does not open: it was changed or moved") from None
    return Opened(bytes.fromhex(content["salt"]), content["values"])


def seal_bytes(subject: str, name: str, content: bytes) -> bytes:
    """The ciphertext of a file's content under the key of a subject, bound to its name."""
    nonce = chance.token(NONCE)
    key = data_key(subject) or _new_key(subject)
    return nonce + AESGCM(key).encrypt(nonce, content, _associated("file", 0, f"{subject}|{name}"))


def open_bytes(subject: str, name: str, ciphertext: bytes) -> bytes | None:
    """The content of a file; None where the key of the subject was destroyed. Raises `SealError`."""
    key = data_key(subject)
    if key is None:
        return None
    try:
        return AESGCM(key).decrypt(ciphertext[:NONCE], ciphertext[NONCE:], _associated("file", 0, f"{subject}|{name}"))
    except InvalidTag:
        raise SealError("the file {name} does not open: it was changed or moved", name=name) from None


def _associated(kind: str, sequence: int, subject: str) -> bytes:
    return f"{kind}|{sequence}|{subject}".encode()


_ring: ContextVar[dict[str, bytes] | None] = ContextVar("ring", default=None)


@contextmanager
def key_ring() -> Iterator[None]:
    """Keep the keys that are used at hand, for the length of one request or one command."""
    token = _ring.set({})
    try:
        yield
    finally:
        _ring.reset(token)


def load_keys(subjects: Iterable[str]) -> None:
    """Fetch many keys at once, where a ring is there to keep them."""
    from imena.ledger.models import DataKey

    ring = _ring.get()
    if ring is None:
        return
    wanted = [subject for subject in subjects if subject not in ring]
    for start in range(0, len(wanted), 500):
        for key in DataKey.objects.filter(pk__in=wanted[start : start + 500]):
            ring[key.subject] = _unwrap(key.subject, bytes(key.wrapped))


def data_key(subject: str) -> bytes | None:
    """The key of a person; None where there is none, or none any more."""
    from imena.ledger.models import DataKey

    ring = _ring.get()
    if ring is not None and subject in ring:
        return ring[subject]
    found = DataKey.objects.filter(pk=subject).first()
    if found is None:
        return None
    key = _unwrap(subject, bytes(found.wrapped))
    if ring is not None:
        ring[subject] = key
    return key


def destroy_key(subject: str) -> None:
    """Destroy the key of a person. What was sealed under it can never be read again."""
    from imena.ledger.models import DataKey

    ring = _ring.get()
    if ring is not None:
        ring.pop(subject, None)
    DataKey.objects.filter(pk=subject).delete()


def _new_key(subject: str) -> bytes:
    from imena.ledger.models import DataKey, KeyDestruction

    if KeyDestruction.objects.filter(person=subject).exists():
        raise SealError(
            "the key of {subject} was destroyed: nothing more can be recorded of this person", subject=subject
        )
    key, nonce = chance.token(32), chance.token(NONCE)
    wrapped = nonce + AESGCM(_master()).encrypt(nonce, key, subject.encode())
    DataKey.objects.create(subject=subject, wrapped=wrapped)
    ring = _ring.get()
    if ring is not None:
        ring[subject] = key
    return key


def _unwrap(subject: str, wrapped: bytes) -> bytes:
    try:
        return AESGCM(_master()).decrypt(wrapped[:NONCE], wrapped[NONCE:], subject.encode())
    except InvalidTag:
        raise SealError("the key of {subject} does not open with the master key", subject=subject) from None


def _master() -> bytes:
    from imena.ledger.keyfiles import key_files
    from imena.ledger.queries import ledger_id

    return key_files(ledger_id()).master
