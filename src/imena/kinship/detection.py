"""Detection: how an allele of a degraded sample may go unseen, and a foreign one be seen.

The semi-continuous model of Gill et al. 2012 (Forensic Sci Int Genet 6:679) and LRmix: each copy of an allele of a
heterozygote drops out with probability d, both copies of a homozygote with d²; foreign alleles drop in with
probability c, each drawn from the population. Amplifications of one sample (replicates) are independent, given the
genotype.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from imena.kinship.errors import KinshipError
from imena.kinship.loci import FloatArray, Locus

Replicate = frozenset[str]
"""The alleles seen in one amplification; none of them where nothing was seen."""


@dataclass(frozen=True, slots=True)
class Detection:
    """What may go wrong in a sample's typing.

    `dropout`: the probability d that one copy of an allele is not seen in one amplification; `by_locus` gives it for
    a locus, once, or once for each of its replicates. `dropin`: the probability c that an allele from elsewhere is
    seen at a locus. All are from 0 to below 1; anything else raises `KinshipError`.
    """

    dropout: float = 0.0
    by_locus: Mapping[str, float | tuple[float, ...]] = field(default_factory=dict)
    dropin: float = 0.0

    def __post_init__(self) -> None:
        stated = [self.dropout, self.dropin]
        for value in self.by_locus.values():
            stated += value if isinstance(value, tuple) else (value,)
        for probability in stated:
            if not 0 <= probability < 1:
                raise KinshipError("expected drop-out and drop-in from 0 to below 1, found {found}", found=probability)

    def at(self, locus: str, replicates: int) -> tuple[float, ...]:
        """The drop-out of each replicate at a locus."""
        stated = self.by_locus.get(locus, self.dropout)
        dropouts = stated if isinstance(stated, tuple) else (stated,) * replicates
        if len(dropouts) != replicates:
            raise KinshipError(
                "locus {locus}: expected one drop-out for each of {replicates} replicates, found {found}",
                locus=locus,
                replicates=replicates,
                found=len(dropouts),
            )
        return dropouts


def rising_with_length(
    lengths: Mapping[str, float], *, short: tuple[float, float], long: tuple[float, float]
) -> dict[str, float]:
    """Drop-out by locus, rising with the length of its amplicon: its logit is linear in the length.

    `lengths`: base pairs by locus. `short` and `long`: two points (base pairs, drop-out) that the curve passes
    through. Tvedebrink, Eriksen, Mogensen & Morling 2012 (Forensic Sci Int Genet 6:97).
    """
    (first, d_first), (second, d_second) = short, long
    if not (0 < d_first < 1 and 0 < d_second < 1 and first < second):
        raise KinshipError(
            "expected two lengths, the shorter first, with drop-outs between 0 and 1, found {short} and {long}",
            short=short,
            long=long,
        )
    slope = (_logit(d_second) - _logit(d_first)) / (second - first)
    return {locus: 1 / (1 + math.exp(-_logit(d_first) - slope * (bp - first))) for locus, bp in lengths.items()}


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability))


def weights(
    replicates: Sequence[Replicate], locus: Locus, dropouts: Sequence[float], dropin: float, *, one_slot: bool
) -> FloatArray:
    """P(what was seen | genotype), for every genotype: shape (alleles, alleles), symmetric.

    For a male at an X locus, who has one allele (`one_slot`), it stands on the diagonal, and elsewhere is 0.
    """
    result = np.ones((len(locus), len(locus)))
    for seen, dropout in zip(replicates, dropouts, strict=True):
        result *= _of_replicate(seen, locus, dropout, dropin, one_slot=one_slot)
    return result * np.eye(len(locus)) if one_slot else result


def _of_replicate(seen: Replicate, locus: Locus, dropout: float, dropin: float, *, one_slot: bool) -> FloatArray:
    places = [place for place, allele in enumerate(locus.alleles) if allele in seen]
    one_copy = _shown(places, locus, dropout)
    result = np.outer(one_copy, one_copy)
    np.fill_diagonal(result, one_copy if one_slot else _shown(places, locus, dropout**2))
    foreign = np.ones_like(result)
    count = np.zeros_like(result)
    for place in places:
        lacks = np.ones_like(result)
        lacks[place, :] = lacks[:, place] = 0
        foreign *= np.where(lacks, dropin * locus.probabilities[place], 1)
        count += lacks
    return result * np.where(count > 0, foreign, 1 - dropin)


def _shown(places: Sequence[int], locus: Locus, dropout: float) -> FloatArray:
    """P(seen or not, as it was | the genotype has it), shape (alleles,); a silent allele is never seen."""
    result = np.full(len(locus), dropout)
    result[places] = 1 - dropout
    if locus.silent:
        result[-1] = 1.0
    return result
