"""Provenance: what a result was computed with, so that anyone can compute it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from imena import __version__


@dataclass(frozen=True, slots=True)
class Table:
    """A frequency table by its name and the SHA-256 of its file."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """The software, and every assumption.

    `tables`: the frequency table of each locus, None where it was made by hand. `founders`: the convention for untyped
    founders. `not_used`: loci that were typed or asked for and left out, each with the reason.
    """

    version: str
    tables: Mapping[str, Table | None]
    theta: float
    inbreeding: Mapping[str, float]
    founders: str
    loci: tuple[str, ...]
    not_used: Mapping[str, str]

    @classmethod
    def of(cls, **assumptions: Any) -> Self:
        return cls(version=f"imena {__version__}", **assumptions)
