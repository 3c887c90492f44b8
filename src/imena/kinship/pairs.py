"""Pairs: two profiles by the alleles their owners share by descent.

A pair that is not inbred shares 0, 1 or 2 alleles with probabilities κ = (κ0, κ1, κ2); the likelihood is the sum over
them (Thompson 1975, Ann Hum Genet 39:173). Mutation is left out: this is for looking through many pairs, where a
pedigree decides.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imena.kinship.errors import KinshipError
from imena.kinship.likelihood import Likelihood
from imena.kinship.loci import Chromosome, FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.pedigree import Sex
from imena.kinship.profiles import Profile, Seen

Kappa = tuple[float, float, float]
"""The probabilities that two people share 0, 1 and 2 alleles by descent."""

UNRELATED: Kappa = (1.0, 0.0, 0.0)
RELATIONSHIPS: Mapping[str, Kappa] = {
    "same person or twins": (0.0, 0.0, 1.0),
    "parent and child": (0.0, 1.0, 0.0),
    "full siblings": (0.25, 0.5, 0.25),
    "half-siblings": (0.5, 0.5, 0.0),
    "cousins": (0.75, 0.25, 0.0),
    "unrelated": UNRELATED,
}
"""Relationships that a pair of profiles can be told by; half-siblings, uncles and grandparents have one κ."""


def pair_log_likelihood(one: Profile, other: Profile, kappa: Kappa, models: Sequence[LocusModel]) -> Likelihood:
    """The log-likelihood of two profiles, at the autosomal loci typed in either.

    Raises `KinshipError` where κ is no distribution, and for a locus on X.
    """
    _check(kappa, models)
    by_locus = {}
    for model in models:
        first, second = (profile.seen(model.locus, profile.sex or Sex.FEMALE) for profile in (one, other))
        if first is None and second is None:
            continue
        probability = sum(share * value for share, value in zip(kappa, _by_sharing(first, second, model), strict=True))
        ln_weight = sum(seen.ln_weight for seen in (first, second) if seen is not None)
        by_locus[model.locus.name] = math.log(probability) + ln_weight if probability > 0 else -math.inf
    return Likelihood(by_locus)


def inbreeding_log10_lr(profile: Profile, coefficient: float, models: Sequence[LocusModel]) -> float:
    """log10 of P(profile | parents related so that the inbreeding coefficient is this) / P(profile | 0).

    Two alleles are copies of one with probability F: P = (1 − F) p[i] p[j] + δ[i, j] F p[i] (Wright 1922, Am Nat
    56:330).
    """
    total = 0.0
    for model in models:
        seen = profile.seen(model.locus, profile.sex or Sex.FEMALE)
        if seen is not None:
            p = model.locus.probabilities
            weights = _weights(seen, len(p))
            outbred, copies = float(p @ weights @ p), float(p @ weights.diagonal())
            total += math.log10(((1 - coefficient) * outbred + coefficient * copies) / outbred)
    return total


def _check(kappa: Kappa, models: Sequence[LocusModel]) -> None:
    for model in models:
        if model.locus.chromosome is not Chromosome.AUTOSOMAL:
            raise KinshipError("locus {locus}: pairs are compared at autosomal loci", locus=model.locus.name)
    if not (abs(sum(kappa) - 1) < 1e-9 and min(kappa) >= 0):
        raise KinshipError("expected probabilities κ0, κ1, κ2 that sum to 1, found {kappa}", kappa=kappa)


def _by_sharing(first: Seen | None, second: Seen | None, model: LocusModel) -> tuple[float, float, float]:
    """The probability of what was seen when 0, 1 and 2 alleles are shared."""
    p = model.locus.probabilities
    a, b = _weights(first, len(p)), _weights(second, len(p))
    of_a, of_b = a @ p, b @ p
    return float(p @ of_a) * float(p @ of_b), float(p @ (of_a * of_b)), float(p @ (a * b) @ p)


def _weights(seen: Seen | None, alleles: int) -> FloatArray:
    if seen is None:
        return np.ones((alleles, alleles))
    if seen.weights is not None:
        return seen.weights
    weights = np.zeros((alleles, alleles))
    if seen.genotype is not None:
        i, j = seen.genotype
        weights[i, j] = weights[j, i] = 1
    return weights


@dataclass(frozen=True, eq=False)
class Ratios:
    """Every profile against every other: `log10_lr` of one relationship to strangers, and `loci` both are typed at.

    Both have shape (profiles, profiles).
    """

    log10_lr: FloatArray
    loci: NDArray[np.int64]


def ratios(profiles: Sequence[Profile], kappa: Kappa, models: Sequence[LocusModel]) -> Ratios:
    """log10 LR of a relationship for every pair of profiles, at the autosomal loci both have."""
    _check(kappa, models)
    count = len(profiles)
    log10_lr, loci = np.zeros((count, count)), np.zeros((count, count), dtype=np.int64)
    for model in models:
        seen = [profile.seen(model.locus, profile.sex or Sex.FEMALE) for profile in profiles]
        typed = [number for number, found in enumerate(seen) if found is not None]
        if len(typed) < 2:
            continue
        p = model.locus.probabilities
        weights = np.array([_weights(seen[number], len(p)) for number in typed])
        one_slot = weights @ p
        alone = one_slot @ p
        flat = weights.reshape(len(typed), -1)
        with np.errstate(divide="ignore"):
            shared_one = (one_slot * p) @ one_slot.T / np.outer(alone, alone)
            shared_two = (flat * np.outer(p, p).reshape(-1)) @ flat.T / np.outer(alone, alone)
            log10 = np.log10(kappa[0] + kappa[1] * shared_one + kappa[2] * shared_two)
        both = np.ix_(typed, typed)
        log10_lr[both] += log10
        loci[both] += 1
    return Ratios(log10_lr, loci)
