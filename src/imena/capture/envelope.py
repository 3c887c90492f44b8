"""The envelope of a capture: bytes that a device made once and signed. They are read, never written again.

The format is described in docs/methods/capture.md.
"""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from imena.capture.models import Algorithm
from imena.core.errors import ImenaError
from imena.core.numbers import NumberError, parse_number

LARGEST = 256 * 1024
LARGEST_FILE = 64 * 1024 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")
_UNFIT = re.compile(r"[\x00\ud800-\udfff]")
"""Characters that no database keeps."""


class EnvelopeError(ImenaError):
    """Bytes that are no capture."""


@dataclass(frozen=True, slots=True)
class AnnouncedFile:
    """A file that belongs to a capture, by the hash that the device took of it."""

    object: str
    sha256: str
    size: int
    media_type: str
    kind_of_file: str
    name: str
    taken_at: str
    caption: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A capture, as its device signed it."""

    content: bytes
    capture: UUID
    device: str
    place: int
    previous: str
    captured_at: str
    kind: str
    answers: dict[str, str]
    files: tuple[AnnouncedFile, ...]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_envelope(content: bytes) -> Envelope:
    """Read what a device signed. Raises `EnvelopeError`, naming the field, where it is no capture."""
    if len(content) > LARGEST:
        raise EnvelopeError("the capture is larger than {limit} bytes", limit=LARGEST)
    try:
        said = json.loads(content.decode())
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise EnvelopeError("the capture is no JSON") from None
    if not isinstance(said, dict):
        raise EnvelopeError("the capture is no JSON object")
    place = _field(said, "place", int)
    if not 1 <= place < 2**31:
        raise EnvelopeError("the capture’s field {field} cannot be read", field="place")
    return Envelope(
        content=content,
        capture=_uuid(_field(said, "capture", str)),
        device=_text(said, "device", 3),
        place=place,
        previous=_shaped(said, "previous", _HASH),
        captured_at=_moment(said),
        kind=_text(said, "kind", 60),
        answers=_answers(_field(said, "answers", dict)),
        files=tuple(_file(each) for each in _field(said, "files", list)),
    )


def is_signed(envelope: Envelope, algorithm: str, public_key: str, signature: str) -> bool:
    """Whether the device's key signed exactly these bytes."""
    try:
        key = load_der_public_key(base64.b64decode(public_key))
        given = base64.b64decode(signature, validate=True)
        if algorithm == Algorithm.ED25519 and isinstance(key, Ed25519PublicKey):
            key.verify(given, envelope.content)
        elif algorithm == Algorithm.ECDSA_P256 and isinstance(key, EllipticCurvePublicKey) and len(given) == 64:
            r, s = int.from_bytes(given[:32]), int.from_bytes(given[32:])
            key.verify(encode_dss_signature(r, s), envelope.content, ECDSA(SHA256()))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def check_public_key(algorithm: str, public_key: str) -> None:
    """Raises `EnvelopeError` where this is no public key of the algorithm."""
    wanted = {Algorithm.ED25519: Ed25519PublicKey, Algorithm.ECDSA_P256: EllipticCurvePublicKey}
    try:
        key = load_der_public_key(base64.b64decode(public_key, validate=True))
    except (ValueError, UnsupportedAlgorithm):
        key = None
    expected = next((kind for name, kind in wanted.items() if name == algorithm), None)
    curve = getattr(getattr(key, "curve", None), "name", "secp256r1")
    if expected is None or not isinstance(key, expected) or curve != "secp256r1":
        raise EnvelopeError("this is no public key for {algorithm}", algorithm=algorithm)


def _field(said: dict[str, Any], name: str, kind: type) -> Any:
    value = said.get(name)
    unfit = isinstance(value, str) and _UNFIT.search(value)
    if not isinstance(value, kind) or isinstance(value, bool) or unfit:
        raise EnvelopeError("the capture’s field {field} cannot be read", field=name)
    return value


def _text(said: dict[str, Any], name: str, longest: int) -> str:
    value = _field(said, name, str)
    if len(value) > longest:
        raise EnvelopeError("the capture’s field {field} cannot be read", field=name)
    return str(value)


def _shaped(said: dict[str, Any], name: str, shape: re.Pattern[str]) -> str:
    value = _field(said, name, str)
    if not shape.fullmatch(value):
        raise EnvelopeError("the capture’s field {field} cannot be read", field=name)
    return str(value)


def _moment(said: dict[str, Any]) -> str:
    """A moment in UTC, to the second, that there is: 2026-11-24T10:11:12Z."""
    text = _text(said, "captured_at", 20)
    if not is_moment(text.removesuffix("Z")) or not text.endswith("Z"):
        raise EnvelopeError("the capture’s field {field} cannot be read", field="captured_at")
    return text


def is_moment(text: str) -> bool:
    """Whether this is a day and a time, written as 2026-11-24T10:11:12, that there is."""
    try:
        return datetime.fromisoformat(text).strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0") == text
    except ValueError:
        return False


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise EnvelopeError("the capture’s field {field} cannot be read", field="capture") from None


def _answers(said: dict[str, Any]) -> dict[str, str]:
    texts = [*said, *said.values()]
    if not all(isinstance(text, str) and not _UNFIT.search(text) for text in texts):
        raise EnvelopeError("the capture’s field {field} cannot be read", field="answers")
    return said


def _number(said: dict[str, Any]) -> str:
    """The number of the object that a file shows. It becomes part of a path, so nothing else will do."""
    try:
        return parse_number(_text(said, "object", 20))
    except NumberError:
        raise EnvelopeError("the capture’s field {field} cannot be read", field="object") from None


def _file(said: Any) -> AnnouncedFile:
    if not isinstance(said, dict):
        raise EnvelopeError("the capture’s field {field} cannot be read", field="files")
    size = _field(said, "size", int)
    if not 0 < size <= LARGEST_FILE:
        raise EnvelopeError("the capture’s field {field} cannot be read", field="size")
    return AnnouncedFile(
        object=_number(said),
        sha256=_shaped(said, "sha256", _HASH),
        size=size,
        media_type=_text(said, "media_type", 80),
        kind_of_file=_text(said, "kind_of_file", 12),
        name=_text(said, "name", 200),
        taken_at=taken if is_moment(taken := _text(said, "taken_at", 40)) else "",
        caption=_text(said, "caption", 500),
    )
