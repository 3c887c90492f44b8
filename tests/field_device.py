"""A device as the field page makes one: a key, a chain of captures, and files by their hashes."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from imena.capture.acts import register_device
from imena.capture.inbox import Answer, hand_over
from imena.capture.models import Algorithm
from imena.core.numbers import make_number
from imena.ledger.acts import Actor

NAMES = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")


@dataclass(frozen=True)
class Signed:
    """A capture as it leaves the device."""

    device: str
    content: bytes
    signature: str

    def hand_over(self) -> Answer:
        return hand_over(self.content, self.device, self.signature)

    def line(self) -> bytes:
        said = {"bytes": base64.b64encode(self.content).decode(), "signature": self.signature}
        return json.dumps(said).encode() + b"\n"


@dataclass
class FieldDevice:
    """A registered device with its private key."""

    code: str
    key: Ed25519PrivateKey | EllipticCurvePrivateKey
    place: int = 0
    previous: str = "0" * 64
    made: int = 0
    captures: list[Signed] = field(default_factory=list)

    @classmethod
    def registered(cls, by: Actor, algorithm: Algorithm = Algorithm.ED25519) -> "FieldDevice":
        ed25519 = algorithm == Algorithm.ED25519
        key = Ed25519PrivateKey.generate() if ed25519 else generate_private_key(SECP256R1())
        act = register_device(by=by, name="телефон", algorithm=algorithm, public_key=spki(key))
        return cls(act.device_id, key)

    def number(self) -> str:
        """The next number this device makes."""
        self.made += 1
        return make_number(self.code, self.made)

    def capture(
        self, kind: str, answers: Mapping[str, str], files: Sequence[Mapping[str, Any]] = (), **changed: Any
    ) -> Signed:
        """Make the next capture of the chain and sign it. `changed` overrides what the envelope says."""
        self.place += 1
        said = {
            "capture": str(uuid5(NAMES, f"{self.code}/{self.place}")),
            "device": self.code,
            "place": self.place,
            "previous": self.previous,
            "captured_at": "2023-03-01T10:11:12Z",
            "kind": kind,
            "answers": {"happened": "2023-03-01", **answers},
            "files": list(files),
            **changed,
        }
        content = json.dumps(said, ensure_ascii=False).encode()
        self.previous = hashlib.sha256(content).hexdigest()
        self.captures.append(Signed(self.code, content, self.sign(content)))
        return self.captures[-1]

    def sign(self, content: bytes) -> str:
        if isinstance(self.key, Ed25519PrivateKey):
            return base64.b64encode(self.key.sign(content)).decode()
        r, s = decode_dss_signature(self.key.sign(content, ECDSA(SHA256())))
        return base64.b64encode(r.to_bytes(32) + s.to_bytes(32)).decode()


def spki(key: Ed25519PrivateKey | EllipticCurvePrivateKey) -> str:
    """The public key as a device registers it."""
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(public).decode()


def announced(content: bytes, number: str, **changed: Any) -> dict[str, Any]:
    """A photograph as a capture announces it."""
    return {
        "object": number,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "media_type": "image/jpeg",
        "kind_of_file": "photograph",
        "name": "IMG_1.jpg",
        "taken_at": "2023-03-01T12:11:12",
        "caption": "",
        **changed,
    }
