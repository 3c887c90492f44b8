"""Rare alleles: the least frequency an allele is given, seen in the table or not.

A table of n chromosomes says little of an allele it holds once, and nothing of one it lacks. Each policy gives a
minimum frequency; alleles below it are raised to it, and the locus is rescaled to sum to 1, which some programs do not
do: a common cause of differing likelihood ratios.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from imena.kinship.errors import LocusError
from imena.kinship.loci import Locus


class MinimumFrequency(StrEnum):
    """How the minimum follows from the number of chromosomes n = 2N.

    NRC II: 5 / n (National Research Council 1996, The Evaluation of Forensic DNA Evidence, ch. 5).
    Weir: 1 − α^(1/n) (Weir 1992, Genetics 130:873): below this the allele would be seen with probability 1 − α.
    Budowle-Monson: 1 − (1 − (1 − α)^(1/c))^(1/n), the same for all c common alleles at once (Budowle, Monson &
    Chakraborty 1996, Int J Legal Med 108:173).
    fixed: the number stated.
    """

    NRC_II = "nrc2"
    WEIR = "weir"
    BUDOWLE_MONSON = "budowle-monson"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class RareAlleles:
    """A policy and its parameters: `chromosomes` n, `alpha` α, or for `fixed` the `frequency`.

    Raises `LocusError` where the policy lacks a parameter, or one is out of range.
    """

    policy: MinimumFrequency
    chromosomes: int | None = None
    alpha: float = 0.05
    frequency: float | None = None

    def __post_init__(self) -> None:
        fixed = self.policy is MinimumFrequency.FIXED
        if fixed and not (self.frequency is not None and 0 < self.frequency < 0.5):
            raise LocusError("expected a minimum frequency between 0 and 0.5, found {found}", found=self.frequency)
        if not fixed and not (self.chromosomes is not None and self.chromosomes >= 2):
            raise LocusError(
                "the policy {policy} needs the number of chromosomes of the table, found {found}",
                policy=self.policy.value,
                found=self.chromosomes,
            )
        if not 0 < self.alpha < 1:
            raise LocusError("expected α between 0 and 1, found {alpha}", alpha=self.alpha)

    def minimum(self, locus: Locus) -> float:
        """The least frequency at a locus."""
        if self.frequency is not None:
            return self.frequency
        n = self.chromosomes or 2
        match self.policy:
            case MinimumFrequency.NRC_II:
                return 5 / n
            case MinimumFrequency.WEIR:
                return float(1 - self.alpha ** (1 / n))
            case _:
                common = max(1, sum(frequency >= 1 / n for frequency in locus.frequencies))
                return float(1 - (1 - (1 - self.alpha) ** (1 / common)) ** (1 / n))

    def applied(self, locus: Locus, seen: Iterable[str] = ()) -> Locus:
        """The locus with alleles below the minimum, and those of `seen` that it lacks, raised to it; then rescaled."""
        least = self.minimum(locus)
        raised = {
            allele: max(frequency, least) for allele, frequency in zip(locus.alleles, locus.frequencies, strict=True)
        }
        raised |= {allele: least for allele in seen if allele not in raised}
        total = sum(raised.values()) / (1 - locus.silent)
        return replace(locus, alleles=tuple(raised), frequencies=tuple(value / total for value in raised.values()))
