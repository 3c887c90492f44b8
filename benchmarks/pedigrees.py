"""The pedigree shapes that are measured: who is typed in each, and who is missing (MP)."""

from dataclasses import dataclass

from imena.kinship import Pedigree, pedigree


@dataclass(frozen=True)
class Case:
    name: str
    pedigree: Pedigree
    relatives: tuple[str, ...]


_PARENTS = [("FA", None, None, "M"), ("MO", None, None, "F"), ("MP", "FA", "MO", "M")]
_GRANDPARENTS = [
    ("GF", None, None, "M"),
    ("GM", None, None, "F"),
    ("FA", "GF", "GM", "M"),
    ("MO", None, None, "F"),
]
_FAMILY_OF_TWELVE = [
    ("GF", None, None, "M"),
    ("GM", None, None, "F"),
    ("FA", "GF", "GM", "M"),
    ("UN", "GF", "GM", "M"),
    ("AU", "GF", "GM", "F"),
    ("MO", None, None, "F"),
    ("HU", None, None, "M"),
    ("MP", "FA", "MO", "M"),
    ("SI", "FA", "MO", "F"),
    ("CO", "HU", "AU", "F"),
    ("WI", None, None, "F"),
    ("CH", "MP", "WI", "F"),
]
_FIRST_COUSINS_CHILD = [
    ("GF", None, None, "M"),
    ("GM", None, None, "F"),
    ("A1", "GF", "GM", "M"),
    ("A2", "GF", "GM", "F"),
    ("W1", None, None, "F"),
    ("H2", None, None, "M"),
    ("C1", "A1", "W1", "M"),
    ("C2", "H2", "A2", "F"),
    ("SI", "C1", "C2", "F"),
    ("MP", "C1", "C2", "M"),
]

CASES = (
    Case("mother", pedigree(_PARENTS), ("MO",)),
    Case("both parents", pedigree(_PARENTS), ("FA", "MO")),
    Case("one sib", pedigree([*_PARENTS, ("S1", "FA", "MO", "F")]), ("S1",)),
    Case("two sibs", pedigree([*_PARENTS, ("S1", "FA", "MO", "F"), ("S2", "FA", "MO", "M")]), ("S1", "S2")),
    Case(
        "spouse and child",
        pedigree([("MP", None, None, "M"), ("WI", None, None, "F"), ("CH", "MP", "WI", "F")]),
        ("WI", "CH"),
    ),
    Case(
        "half-sib",
        pedigree([*_PARENTS, ("W2", None, None, "F"), ("HS", "FA", "W2", "F")]),
        ("HS",),
    ),
    Case(
        "grandmother and uncle",
        pedigree([*_GRANDPARENTS, ("UN", "GF", "GM", "M"), ("MP", "FA", "MO", "M")]),
        ("GM", "UN"),
    ),
    Case(
        "cousin through untyped",
        pedigree(
            [
                *_GRANDPARENTS,
                ("AU", "GF", "GM", "F"),
                ("HU", None, None, "M"),
                ("CO", "HU", "AU", "F"),
                ("MP", "FA", "MO", "M"),
            ]
        ),
        ("CO",),
    ),
    Case("twelve people, five typed", pedigree(_FAMILY_OF_TWELVE), ("GM", "UN", "CO", "SI", "CH")),
    Case("inbred loop, a parent typed", pedigree(_FIRST_COUSINS_CHILD), ("GF", "C1")),
    Case("inbred loop, a sib typed", pedigree(_FIRST_COUSINS_CHILD), ("GF", "SI")),
)
