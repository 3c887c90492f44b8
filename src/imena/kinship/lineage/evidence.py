"""Lineage evidence: what the haplotypes of two people say for one paternal or maternal line.

The ratio compares two hypotheses: the two are of one line, or the second is a random person of the population. It
never tells the members of one line apart.
"""

import math
import sys
from dataclasses import dataclass
from enum import StrEnum

from imena.core.said import mark
from imena.kinship.errors import KinshipError
from imena.kinship.lineage.databases import Haplotype, matches, typed
from imena.kinship.lineage.frequencies import HaplotypeFrequency
from imena.kinship.lineage.haplotypes import HaplotypeError, YComparison, YHaplotype, compare_y
from imena.kinship.lineage.mitochondrial import MtComparison, MtHaplotype, MtVerdict, compare_mt
from imena.kinship.lineage.y_mutation import YMutation, transmission_probability


class Lineage(StrEnum):
    PATERNAL = "paternal"
    MATERNAL = "maternal"

    @property
    def caution(self) -> str:
        """What every result of this kind has to say."""
        if self is Lineage.PATERNAL:
            return mark("every relative in the paternal line fits equally well")
        return mark("every relative in the maternal line fits equally well")


class Finding(StrEnum):
    """How the haplotypes stand to each other under one lineage.

    `IMPOSSIBLE` has probability 0 under the model used; `BY_MUTATION` is possible, and unlikely, by mutation only.
    """

    MATCH = "match"
    BY_MUTATION = "by mutation"
    INCONCLUSIVE = "inconclusive"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class LineageEvidence:
    """The likelihood ratio of one lineage against a random person, with all that it was computed from.

    `ln_lr` is minus infinity where the haplotypes are impossible under one lineage, and None where the rule for mtDNA
    says inconclusive: there is no ratio then. `match_probability` is that of the second haplotype in a random person.
    """

    lineage: Lineage
    finding: Finding
    comparison: YComparison | MtComparison
    frequency: HaplotypeFrequency
    theta: float
    mutation: YMutation | None
    match_probability: float
    ln_lr: float | None

    @property
    def log10_lr(self) -> float | None:
        return None if self.ln_lr is None else self.ln_lr / math.log(10)

    @property
    def lr(self) -> float | None:
        """The ratio itself; infinity where it is too large for a number."""
        if self.ln_lr is None:
            return None
        return math.exp(self.ln_lr) if self.ln_lr < math.log(sys.float_info.max) else math.inf

    @property
    def caution(self) -> str:
        return self.lineage.caution


def lineage_lr(
    first: Haplotype,
    second: Haplotype,
    frequency: HaplotypeFrequency,
    *,
    mutation: YMutation | None = None,
    theta: float = 0.0,
) -> LineageEvidence:
    """P(second | first, one lineage) / P(second | first, a random person).

    `frequency` is that of the second haplotype, at loci or over ranges that were typed in both. The two are compared at
    all that both were typed at; what the database lacks leaves the frequency too large, so the ratio too small. The
    denominator is θ + (1 - θ) f for a match, (1 - θ) f otherwise: Balding & Nichols 1994 (Forensic Sci Int 64:125) for
    one allele; SWGDAM, Interpretation Guidelines for Y-Chromosome STR Typing, 2022. Without `mutation` Y haplotypes
    that differ are impossible. Raises `HaplotypeError` for haplotypes of different kinds, a frequency of another
    haplotype, θ outside 0 to below 1, and mutation of mtDNA, which is not modelled.
    """
    if not 0 <= theta < 1:
        raise HaplotypeError("expected θ from 0 to below 1, found {theta}", theta=theta)
    if type(first) is not type(second):
        raise HaplotypeError(
            "{first} and {second}: expected haplotypes of one kind", first=first.name, second=second.name
        )
    _check_frequency(first, second, frequency)
    if mutation is not None and isinstance(second, MtHaplotype):
        raise HaplotypeError("mutation of mtDNA is not modelled: the number of differences decides")
    finding, probability, comparison = _numerator(first, second, mutation)
    same = finding is Finding.MATCH
    match_probability = (theta if same else 0.0) + (1 - theta) * frequency.value
    return LineageEvidence(
        lineage=Lineage.PATERNAL if isinstance(second, YHaplotype) else Lineage.MATERNAL,
        finding=finding,
        comparison=comparison,
        frequency=frequency,
        theta=theta,
        mutation=mutation,
        match_probability=match_probability,
        ln_lr=None if probability is None else _ln(probability) - math.log(match_probability),
    )


def _numerator(
    first: Haplotype, second: Haplotype, mutation: YMutation | None
) -> tuple[Finding, float | None, YComparison | MtComparison]:
    """The probability of the second haplotype given the first and one lineage; None where the rule says no more."""
    if isinstance(first, YHaplotype) and isinstance(second, YHaplotype):
        compared = compare_y(first, second)
        probability = float(compared.match) if mutation is None else transmission_probability(first, second, mutation)
        if probability == 0:
            return Finding.IMPOSSIBLE, probability, compared
        return (Finding.MATCH if compared.match else Finding.BY_MUTATION), probability, compared
    assert isinstance(first, MtHaplotype)
    assert isinstance(second, MtHaplotype)
    comparison = compare_mt(first, second)
    return *_OF_VERDICT[comparison.verdict], comparison


_OF_VERDICT: dict[MtVerdict, tuple[Finding, float | None]] = {
    MtVerdict.NOT_EXCLUDED: (Finding.MATCH, 1.0),
    MtVerdict.INCONCLUSIVE: (Finding.INCONCLUSIVE, None),
    MtVerdict.EXCLUSION: (Finding.IMPOSSIBLE, 0.0),
}


def _check_frequency(first: Haplotype, second: Haplotype, frequency: HaplotypeFrequency) -> None:
    observed = frequency.observation.haplotype
    values = {"person": second.name, "observed": observed.name}
    if type(observed) is not type(second) or not matches(observed, second):
        raise HaplotypeError("the frequency is that of {observed}, not of {person}", **values)
    if not typed(observed) <= typed(first) & typed(second):
        raise HaplotypeError(
            "the frequency of {observed} is at loci or ranges that were not typed in both haplotypes", **values
        )


def _ln(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


class Alternative(StrEnum):
    """Who the second person may be, if not who is claimed."""

    OUTSIDE_THE_LINEAGE = "a random person of the population, not of the lineage"
    MAY_SHARE_THE_LINEAGE = "anyone, relatives of the lineage among them"


@dataclass(frozen=True, slots=True)
class CombinedEvidence:
    """Lineage and autosomal evidence for the same two hypotheses. `ln_lr` is None where neither allows the data."""

    lineage: tuple[LineageEvidence, ...]
    autosomal_ln_lr: float
    ln_lr: float | None
    caution: tuple[str, ...]


def combine_with_autosomal(
    autosomal_ln_lr: float,
    *lineage: LineageEvidence,
    same_hypotheses: bool,
    alternative: Alternative,
) -> CombinedEvidence:
    """Add the logarithms of an autosomal ratio and of one of either line, where that is defensible.

    It is only where both sets of markers were set against the same hypotheses, a member of the line against a random
    person of the population who is no relative in it. Against a brother the lineage ratio is 1, however rare the
    haplotype. Amorim 2008 (Forensic Sci Int Genet 2:376); Walsh, Redd & Hammer 2008 (Forensic Sci Int 174:234).
    Raises `KinshipError` otherwise, for a line given twice, and for evidence that is inconclusive.
    """
    if not same_hypotheses:
        raise KinshipError("lineage and autosomal evidence can only be multiplied for the same two hypotheses")
    if alternative is not Alternative.OUTSIDE_THE_LINEAGE:
        raise KinshipError(
            "lineage evidence says nothing against relatives in the line: it cannot be multiplied with the autosomal "
            "ratio where the alternative includes them"
        )
    if not lineage or len({each.lineage for each in lineage}) < len(lineage):
        raise KinshipError("expected evidence of one paternal line, of one maternal line, or of one of each")
    ratios = [autosomal_ln_lr]
    for each in lineage:
        if each.ln_lr is None:
            raise KinshipError("evidence that is inconclusive has no ratio to multiply")
        ratios.append(each.ln_lr)
    if any(math.isnan(ratio) for ratio in ratios):
        raise KinshipError("expected a likelihood ratio, found no number")
    impossible_both = math.inf in ratios and -math.inf in ratios
    return CombinedEvidence(
        lineage=lineage,
        autosomal_ln_lr=autosomal_ln_lr,
        ln_lr=None if impossible_both else sum(ratios),
        caution=tuple(each.caution for each in lineage),
    )
