"""What a comparison assumes beside frequencies and mutation: co-ancestry, and how bone loses alleles."""

from collections.abc import Collection
from dataclasses import dataclass, field

from imena.core.errors import ImenaError
from imena.core.said import Said, mark
from imena.kinship import rising_with_length
from imena.kinship.kits import amplicon_lengths

DEFAULT_THETA = 0.01
"""Cautious for one region (docs/methods/coancestry.md)."""
DEFAULT_DROPOUT = 0.05


@dataclass(frozen=True, slots=True)
class Dropout:
    """The probability that one copy of an allele of the remains is not seen.

    The same at every locus; or, with a kit, rising from its shortest amplicon to its longest.
    """

    shortest: float = DEFAULT_DROPOUT
    longest: float | None = None
    kit: str | None = None

    def at(self, loci: Collection[str]) -> dict[str, float]:
        """Drop-out by locus. Raises `KinshipError` for a kit not known, `ImenaError` for a locus it does not have."""
        if self.kit is None or self.longest is None:
            return dict.fromkeys(loci, self.shortest)
        lengths = amplicon_lengths(self.kit)
        for locus in loci:
            if locus not in lengths:
                raise ImenaError("kit {kit} does not have the locus {locus}", kit=self.kit, locus=locus)
        short, long = (min(lengths.values()), self.shortest), (max(lengths.values()), self.longest)
        rising = rising_with_length(lengths, short=short, long=long)
        return {locus: rising[locus] for locus in loci}

    def said(self) -> Said:
        if self.kit is None or self.longest is None:
            return Said(mark("{dropout} of the remains; no drop-in"), {"dropout": f"{self.shortest:g}"})
        values = {"short": f"{self.shortest:g}", "long": f"{self.longest:g}", "kit": self.kit}
        message = mark(
            "from {short} at the shortest amplicon of {kit} to {long} at the longest, of the remains; no drop-in"
        )
        return Said(message, values)


def parse_dropout(text: str, kit: str | None) -> Dropout:
    """Read `0.05`, or with a kit `0.02/0.2`. Raises `ImenaError` where it is not written so."""
    parts = text.split("/")
    try:
        shortest, *longest = (float(part) for part in parts)
        if len(parts) > 2 or not all(0 <= value < 1 for value in (shortest, *longest)) or bool(longest) != bool(kit):
            raise ValueError(text)
    except ValueError:
        raise ImenaError(
            "drop-out {text}: expected a number from 0 to below 1, or with --kit two, for its shortest and its longest "
            "amplicon, as in 0.02/0.2",
            text=text,
        ) from None
    return Dropout(shortest, longest[0] if longest else None, kit)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """θ, and drop-out of the remains. References of relatives are taken as they are."""

    theta: float = DEFAULT_THETA
    dropout: Dropout = field(default_factory=Dropout)
