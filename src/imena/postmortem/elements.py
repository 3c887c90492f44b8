"""The bones of the human skeleton: what each is called, how often a body has it, and the zones it is recorded by.

The zones follow the idea of Knüsel and Outram (2004, Environ Archaeol 9:85): a bone is divided so that two fragments
with the same zone cannot come from one bone unless each has only a part of it. The division here is coarser and our
own: the ends and the shaft of a long bone, and the parts of other bones that are told apart without measuring.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Side(StrEnum):
    """The side of the body a bone is of; `MIDLINE` where there is but one, `UNSIDED` where it cannot be told."""

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"
    UNSIDED = "unsided"


SIDES = (
    (Side.LEFT.value, _("left side")),
    (Side.RIGHT.value, _("right side")),
    (Side.MIDLINE.value, _("midline")),
    (Side.UNSIDED.value, _("side not told")),
)

LONG = ("proximal", "shaft", "distal")
VERTEBRA = ("body", "arch")
ZONES: dict[str, Any] = {
    "whole": _("whole"),
    "proximal": _("proximal end"),
    "shaft": _("shaft"),
    "distal": _("distal end"),
    "medial": _("medial end"),
    "lateral": _("lateral end"),
    "body": _("body"),
    "arch": _("arch"),
    "dens": _("dens"),
    "frontal": _("frontal"),
    "left_parietal": _("left parietal"),
    "right_parietal": _("right parietal"),
    "left_temporal": _("left temporal"),
    "right_temporal": _("right temporal"),
    "occipital": _("occipital"),
    "base": _("base"),
    "left_face": _("left half of the face"),
    "right_face": _("right half of the face"),
    "symphysis": _("symphysis"),
    "left_ramus": _("left ramus"),
    "right_ramus": _("right ramus"),
    "manubrium": _("manubrium"),
    "glenoid": _("glenoid cavity"),
    "spine": _("spine and acromion"),
    "blade": _("blade"),
    "ilium": _("ilium"),
    "ischium": _("ischium"),
    "pubis": _("pubis"),
    "acetabulum": _("acetabulum"),
    "promontory": _("promontory"),
    "left_ala": _("left ala"),
    "right_ala": _("right ala"),
    "apex": _("apex"),
    "head": _("head"),
    "sternal": _("sternal end"),
}
"""Every zone, by its code."""


@dataclass(frozen=True, slots=True)
class Element:
    """A bone, or several bones that are not told apart. `each`: how many a body has, on each side where paired."""

    code: str
    label: Any
    latin: str
    paired: bool
    each: int
    zones: tuple[str, ...]

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides of which a body has it."""
        return (Side.LEFT, Side.RIGHT) if self.paired else (Side.MIDLINE,)

    @property
    def once(self) -> bool:
        """Whether a body has it once on a side."""
        return self.each == 1


def _element(
    code: str, label: Any, latin: str, *, paired: bool, each: int = 1, zones: tuple[str, ...] = ("whole",)
) -> Element:
    return Element(code, label, latin, paired, each, zones)


ELEMENTS = {
    each.code: each
    for each in (
        _element(
            "cranium",
            _("cranium"),
            "cranium",
            paired=False,
            zones=(
                "frontal",
                "left_parietal",
                "right_parietal",
                "left_temporal",
                "right_temporal",
                "occipital",
                "base",
                "left_face",
                "right_face",
            ),
        ),
        _element(
            "mandible",
            _("mandible"),
            "mandibula",
            paired=False,
            zones=("symphysis", "left_ramus", "right_ramus"),
        ),
        _element("hyoid", _("hyoid"), "os hyoideum", paired=False),
        _element("atlas", _("atlas (C1)"), "atlas", paired=False),
        _element("axis", _("axis (C2)"), "axis", paired=False, zones=("dens", *VERTEBRA)),
        _element("cervical", _("cervical vertebra C3–C7"), "vertebra cervicalis", paired=False, each=5, zones=VERTEBRA),
        _element("thoracic", _("thoracic vertebra"), "vertebra thoracica", paired=False, each=12, zones=VERTEBRA),
        _element("lumbar", _("lumbar vertebra"), "vertebra lumbalis", paired=False, each=5, zones=VERTEBRA),
        _element(
            "sacrum",
            _("sacrum"),
            "os sacrum",
            paired=False,
            zones=("promontory", "left_ala", "right_ala", "apex"),
        ),
        _element("coccyx", _("coccyx"), "os coccygis", paired=False),
        _element("sternum", _("sternum"), "sternum", paired=False, zones=("manubrium", "body")),
        _element("rib", _("rib"), "costa", paired=True, each=12, zones=("head", "shaft", "sternal")),
        _element("clavicle", _("clavicle"), "clavicula", paired=True, zones=("medial", "shaft", "lateral")),
        _element("scapula", _("scapula"), "scapula", paired=True, zones=("glenoid", "spine", "blade")),
        _element("humerus", _("humerus"), "humerus", paired=True, zones=LONG),
        _element("radius", _("radius"), "radius", paired=True, zones=LONG),
        _element("ulna", _("ulna"), "ulna", paired=True, zones=LONG),
        _element("carpal", _("carpal bone"), "os carpi", paired=True, each=8),
        _element("metacarpal", _("metacarpal bone"), "os metacarpi", paired=True, each=5, zones=LONG),
        _element("hand_phalanx", _("phalanx of the hand"), "phalanx manus", paired=True, each=14),
        _element(
            "hip",
            _("hip bone"),
            "os coxae",
            paired=True,
            zones=("ilium", "ischium", "pubis", "acetabulum"),
        ),
        _element("femur", _("femur"), "femur", paired=True, zones=LONG),
        _element("patella", _("patella"), "patella", paired=True),
        _element("tibia", _("tibia"), "tibia", paired=True, zones=LONG),
        _element("fibula", _("fibula"), "fibula", paired=True, zones=LONG),
        _element("talus", _("talus"), "talus", paired=True),
        _element("calcaneus", _("calcaneus"), "calcaneus", paired=True),
        _element("tarsal", _("another tarsal bone"), "os tarsi", paired=True, each=5),
        _element("metatarsal", _("metatarsal bone"), "os metatarsi", paired=True, each=5, zones=LONG),
        _element("foot_phalanx", _("phalanx of the foot"), "phalanx pedis", paired=True, each=14),
    )
}
"""The bones of a skeleton, from the head down, by their codes."""


def name_of(code: str, side: str) -> str:
    """An element with its side, in the reader's words: `femur, left side`."""
    words = str(ELEMENTS[code].label)
    return words if side == Side.MIDLINE else f"{words}, {dict(SIDES)[side]}"
