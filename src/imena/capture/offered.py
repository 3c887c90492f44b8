"""The acts that may be recorded without network, in the order in which the field needs them."""

FIELD_ACTS = (
    "scene.stopwork",
    "scene.explosivescheck",
    "scene.crossrecord",
    "scene.gravelocation",
    "scene.graveopening",
    "scene.exhumation",
    "scene.itemfound",
    "custody.givennumber",
    "custody.sealing",
    "custody.handover",
    "custody.reception",
    "laboratory.sampletaking",
)
