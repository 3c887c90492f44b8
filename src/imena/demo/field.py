"""The field in the story: on the last day a team without network records bags and photographs on a device.

Its key comes from a seed, as everything here. One of its captures is changed on the way, and refused.
"""

import base64
import hashlib
import io
import json
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image, ImageDraw

from imena.capture.acts import register_device
from imena.capture.inbox import hand_over
from imena.capture.models import Algorithm
from imena.capture.pieces import LARGEST_PIECE, add_piece
from imena.core import chance
from imena.custody.models import Scheme
from imena.ledger.acts import Actor
from imena.ledger.verifier import BEFORE_THE_FIRST

BY_DEVICE = range(438, 444)
"""The last bodies that are lifted: their bags are recorded on the device."""
TAMPERED = 441
_NAMES = UUID("0d7b3f1e-51f0-4c57-8a3d-6a4f7f0a5a10")


@dataclass
class FieldDevice:
    """A device of the story: its key, and the chain of what it recorded."""

    code: str
    key: Ed25519PrivateKey
    place: int = 0
    previous: str = BEFORE_THE_FIRST
    told: list[str] = field(default_factory=list)


def register(by: Actor) -> FieldDevice:
    """Register the team's device, with a key out of the story's own chance."""
    key = Ed25519PrivateKey.from_private_bytes(chance.token(32))
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    act = register_device(
        by=by,
        name="Телефон групи 1 (вигаданий)",
        algorithm=Algorithm.ED25519,
        public_key=base64.b64encode(public).decode(),
    )
    return FieldDevice(act.device_id, key)


def record_bag(device: FieldDevice, number: int, day: date, remains: str, bag: str) -> None:
    """The bag of one body with a photograph, recorded on the device and handed over."""
    picture = draw_picture(number)
    sha256 = hashlib.sha256(picture).hexdigest()
    device.place += 1
    said = {
        "capture": str(uuid5(_NAMES, f"{device.code}/{device.place}")),
        "device": device.code,
        "place": device.place,
        "previous": device.previous,
        "captured_at": f"{day.isoformat()}T14:{number % 60:02}:00Z",
        "kind": "custody.givennumber",
        "answers": {"happened": day.isoformat(), "object": remains, "scheme": str(Scheme.BAG), "value": bag},
        "files": [
            {
                "object": remains,
                "sha256": sha256,
                "size": len(picture),
                "media_type": "image/jpeg",
                "kind_of_file": "photograph",
                "name": f"{number}.jpg",
                "taken_at": f"{day.isoformat()}T17:{number % 60:02}:00",
                "caption": "Мішок із биркою (вигадане зображення)",
            }
        ],
    }
    content = json.dumps(said, ensure_ascii=False).encode()
    device.previous = hashlib.sha256(content).hexdigest()
    signature = base64.b64encode(device.key.sign(content)).decode()
    if number == TAMPERED:
        hand_over(content.replace(bag.encode(), (bag + "0").encode()), device.code, signature)
    hand_over(content, device.code, signature)
    for at in range(0, len(picture), LARGEST_PIECE):
        add_piece(sha256, at, picture[at : at + LARGEST_PIECE])


def draw_picture(number: int) -> bytes:
    """A picture that shows nothing of anyone: a bag's tag, drawn, and that it is synthetic."""
    image = Image.new("RGB", (1200, 900), (86, 104, 82))
    pen = ImageDraw.Draw(image)
    for trunk in range(60, 1200, 190):
        pen.rectangle((trunk + number % 37, 0, trunk + number % 37 + 34, 420), fill=(92, 68, 48))
    pen.rectangle((140, 430, 1060, 820), fill=(206, 205, 198))
    pen.line((140, 620, 1060, 620), fill=(120, 120, 116), width=6)
    pen.rectangle((700, 480, 980, 600), fill=(250, 248, 240), outline=(40, 40, 40), width=3)
    pen.text((730, 505), f"SYNTHETIC {number:04}", fill=(20, 20, 20), font_size=32)
    made = io.BytesIO()
    image.save(made, "JPEG", quality=80)
    return made.getvalue()
