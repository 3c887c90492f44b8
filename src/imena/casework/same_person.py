"""Remains that agree with each other: perhaps one person in two bags. A question for re-association, not an answer."""

import math
from collections.abc import Iterator

from imena.casework.answers import Statement
from imena.casework.inputs import Inputs
from imena.core.said import Number, Said, mark
from imena.kinship import Locus

FEWEST_LOCI = 6
"""Remains with fewer loci in common are not held against each other."""
MOST_DIFFERING = 1
"""Loci at which the remains of one person may differ, an allele having dropped out."""


def same_person(inputs: Inputs) -> Iterator[Statement]:
    """Pairs of remains that agree at every locus both have, at least six, where strangers would not."""
    frequencies = {model.locus.name: model.locus for model in inputs.models}
    for number, one in enumerate(inputs.remains):
        for other in inputs.remains[number + 1 :]:
            a, b = one.profile.genotypes, other.profile.genotypes
            common = [locus for locus in a if locus in b]
            differing = [locus for locus in common if sorted(a[locus]) != sorted(b[locus])]
            if len(common) < FEWEST_LOCI or len(differing) > MOST_DIFFERING:
                continue
            log10_lr = -sum(
                _log10_probability(a[locus], frequencies[locus]) for locus in common if locus not in differing
            )
            values = {
                "remains": one.profile.name,
                "other": other.profile.name,
                "loci": len(common),
                "log10_lr": Number(log10_lr, decimals=1),
                "differing": ", ".join(differing),
            }
            message = _SAME_BUT_ONE if differing else _SAME_EVERYWHERE
            yield Statement(one.profile.name, Said(message, values))


_SAME_EVERYWHERE = mark(
    "{remains} and {other} agree at all {loci} loci they share (log10 LR {log10_lr}): one person, or identical twins"
)
_SAME_BUT_ONE = mark(
    "{remains} and {other} agree at all {loci} loci they share but {differing} (log10 LR of the others {log10_lr}): "
    "perhaps one person, if an allele dropped out"
)


def _log10_probability(genotype: tuple[str, ...], locus: Locus) -> float:
    """log10 of a genotype's probability in the population."""
    p, q = (locus.frequencies[locus.alleles.index(allele)] for allele in genotype)
    return math.log10(p * q if genotype[0] == genotype[1] else 2 * p * q)
