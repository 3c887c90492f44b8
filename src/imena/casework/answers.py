"""Answers: what a comparison of remains with families says, as values."""

from collections.abc import Mapping
from dataclasses import dataclass

from imena.core.said import Said


@dataclass(frozen=True, slots=True)
class LocusEvidence:
    """What one locus says: the genotypes of remains and relatives, log10 LR, whether it needs a mutation."""

    locus: str
    genotype: tuple[str, ...]
    relatives: Mapping[str, tuple[str, ...]]
    log10_lr: float
    mismatch: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Remains and a family whose missing person they may be.

    `readings` is empty unless the answer depends on how the family's relationships are read; then there is a candidate
    for each answer, with the readings that give it. `loci` is how many loci both sides are typed at.
    """

    remains: str
    family: str
    readings: tuple[tuple[Said, ...], ...]
    loci: int
    mismatches: int
    log10_lr: float
    prior: float
    posterior: float
    by_locus: tuple[LocusEvidence, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said of a family or of remains."""

    subject: str
    said: Said


@dataclass(frozen=True, slots=True)
class Matches:
    """The answer. Candidates come with the highest posterior first.

    `several_readings` are families whose words can be read in more than one way, whether or not it matters;
    `ambiguous` are the pairs where it does. `same_person` are remains that cannot be told apart.
    """

    candidates: tuple[Candidate, ...]
    ambiguous: tuple[Candidate, ...]
    several_readings: tuple[Statement, ...]
    set_aside: tuple[Statement, ...]
    without_candidate: tuple[Statement, ...]
    same_person: tuple[Statement, ...]
    siblings: tuple[Statement, ...]
    without_theta: tuple[Statement, ...]
    missing: int
    prior: float
