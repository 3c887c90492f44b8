"""Kits and the map: how long the amplicons of a typing kit are, and where the loci lie.

Lengths are those of the manufacturers' panels, in base pairs from the shortest to the longest allele of a locus; map
positions are sex-averaged centimorgans of the KLINK map.
"""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import combinations

from imena.kinship.errors import KinshipError
from imena.kinship.linkage import haldane, kosambi

NEAR = 50.0
"""Loci nearer to each other than this, in centimorgans, are named as linked."""


def amplicon_lengths(kit: str) -> dict[str, float]:
    """The middle length of each autosomal locus of a kit, in base pairs. Raises `KinshipError` for a kit not known."""
    if kit not in kits():
        raise KinshipError("kit {kit} is not known; expected one of: {known}", kit=kit, known=", ".join(kits()))
    return {
        row["locus"]: (float(row["shortest"]) + float(row["longest"])) / 2
        for row in _rows("amplicons.csv")
        if row["kit"] == kit
    }


def kits() -> tuple[str, ...]:
    """The kits whose amplicon lengths are known."""
    return tuple(dict.fromkeys(row["kit"] for row in _rows("amplicons.csv")))


@dataclass(frozen=True, slots=True)
class LinkedPair:
    """Two loci on one chromosome, and the map distance between them in centimorgans."""

    first: str
    second: str
    centimorgans: float

    @property
    def rho_haldane(self) -> float:
        return haldane(self.centimorgans)

    @property
    def rho_kosambi(self) -> float:
        return kosambi(self.centimorgans)


def linked_pairs(loci: Collection[str], *, within: float = NEAR) -> Iterator[LinkedPair]:
    """The pairs among these loci on one chromosome within so many centimorgans; loci not on the map have none."""
    mapped = [row for row in _rows("genetic_map.csv") if row["locus"] in loci]
    for one, other in combinations(mapped, 2):
        distance = abs(float(one["centimorgans"]) - float(other["centimorgans"]))
        if one["chromosome"] == other["chromosome"] and distance < within:
            yield LinkedPair(one["locus"], other["locus"], distance)


@lru_cache(maxsize=2)
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = (files("imena.kinship") / "data" / name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
