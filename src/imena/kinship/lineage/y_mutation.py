"""Mutation of Y-STR: one repeat up or down in a meiosis, each as likely.

The stepwise model of Ohta & Kimura 1973 (Genet Res 22:201), applied to Y-STR in kinship by Rolf et al. 2001 (Int J
Legal Med 115:12).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations

from imena.kinship.lineage.haplotypes import HaplotypeError, YHaplotype
from imena.kinship.loci import repeats


@dataclass(frozen=True, slots=True)
class YMutation:
    """Rates by locus and meiosis, and the number of meioses between two men: father and son 1, brothers 2.

    A rate is that of the whole locus; its copies share it. Raises `HaplotypeError` for a rate outside 0 to 1 and for
    fewer than 1 meiosis.
    """

    rates: Mapping[str, float]
    meioses: int

    def __post_init__(self) -> None:
        if self.meioses < 1:
            raise HaplotypeError("expected at least 1 meiosis, found {meioses}", meioses=self.meioses)
        for locus, rate in self.rates.items():
            if not 0 <= rate <= 1:
                raise HaplotypeError(
                    "locus {locus}: expected a mutation rate from 0 to 1, found {rate}", locus=locus, rate=rate
                )


def transmission_probability(first: YHaplotype, second: YHaplotype, mutation: YMutation) -> float:
    """The probability of the second haplotype given the first, so many meioses apart, at the loci typed in both.

    0 where an allele cannot become the other by whole steps, or not in so few meioses. Raises `HaplotypeError` for a
    locus without a rate, and for one that shows more alleles in one man than in the other: typing does not count
    copies, so what mutated cannot be said.
    """
    return math.prod(_at(locus, first, second, mutation) for locus in sorted(first.loci & second.loci))


def _at(locus: str, first: YHaplotype, second: YHaplotype, mutation: YMutation) -> float:
    if locus not in mutation.rates:
        raise HaplotypeError("locus {locus} has no mutation rate", locus=locus)
    ours, theirs = first.alleles[locus], second.alleles[locus]
    if len(ours) != len(theirs):
        raise HaplotypeError(
            "locus {locus}: {first} and {second} show different numbers of alleles, so the mutation cannot be "
            "computed; leave the locus out",
            locus=locus,
            first=first.name,
            second=second.name,
        )
    rate = mutation.rates[locus] / len(ours)
    return math.fsum(
        math.prod(_one(one, other, rate, mutation.meioses) for one, other in zip(ours, order, strict=True))
        for order in permutations(theirs)
    )


def _one(allele: str, other: str, rate: float, meioses: int) -> float:
    one, two = repeats(allele), repeats(other)
    if allele == other:
        return step_probability(0, rate, meioses)
    if one is None or two is None or not one.whole or not two.whole:
        return 0.0
    steps = one.steps_to(two)
    return 0.0 if steps is None else step_probability(steps, rate, meioses)


def step_probability(steps: int, rate: float, meioses: int) -> float:
    """P(so many steps off in one direction after so many meioses).

    Each meiosis goes up or down with half the rate. Summed over the number of steps down, d: (steps + d) up, d down and
    the rest unchanged, a multinomial.
    """
    return math.fsum(
        math.comb(meioses, 2 * down + steps)
        * math.comb(2 * down + steps, down)
        * (rate / 2) ** (2 * down + steps)
        * (1 - rate) ** (meioses - 2 * down - steps)
        for down in range((meioses - steps) // 2 + 1)
    )
