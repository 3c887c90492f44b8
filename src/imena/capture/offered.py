"""The acts that may be recorded without network, in the order in which the field needs them."""

FIELD_ACTS = (
    "scene.crossrecord",
    "scene.gravelocation",
    "scene.graveopening",
    "scene.exhumation",
    "laboratory.sampletaking",
    "custody.givennumber",
)
