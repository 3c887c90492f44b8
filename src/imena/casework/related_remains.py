"""Remains held against each other: one person in two bags, or siblings. Questions for re-association, not answers."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from imena.casework.answers import Statement
from imena.casework.inputs import Inputs
from imena.core.said import Number, Said, mark
from imena.kinship import Detection, Profile, Sex, compare, direct_comparison, log_likelihood, pedigree, unrelated
from imena.kinship.pairs import RELATIONSHIPS, ratios

FEWEST_LOCI = 6
"""Remains with fewer loci in common are not held against each other."""
SAME_PERSON = 6.0
"""log10 LR from which remains may be one person's, drop-out allowed for."""
SIBLINGS = 4.0
"""log10 LR from which remains may be siblings'."""
NEARLY = 1.0
"""Pairs are looked through without co-ancestry and mutation, and computed in full from so far below the limit."""

_SIBLINGS = [("f", None, None, "M"), ("m", None, None, "F"), ("one", "f", "m", "F"), ("other", "f", "m", "F")]


def same_person(inputs: Inputs) -> Iterator[Statement]:
    """Pairs of remains that fit one person, or identical twins, better than siblings."""
    for one, other, loci in _pairs(inputs, "same person or twins", SAME_PERSON):
        found = direct_comparison(one, other, inputs.models, theta=inputs.assumptions.theta).log10_lr
        if found is not None and found >= SAME_PERSON:
            yield _statement(_SAME, one, other, loci, found)


def siblings(inputs: Inputs) -> Iterator[Statement]:
    """Pairs of remains that fit full siblings better than one person or strangers."""
    theta = inputs.assumptions.theta
    for one, other, loci in _pairs(inputs, "full siblings", SIBLINGS):
        profiles = {"one": one, "other": other}
        apart = unrelated(("one", Sex.FEMALE), ("other", Sex.FEMALE))
        found = compare(
            log_likelihood(pedigree(_SIBLINGS), profiles, inputs.models, theta=theta),
            log_likelihood(apart, profiles, inputs.models, theta=theta),
        ).log10_lr
        if found is not None and found >= SIBLINGS:
            yield _statement(_MAY_BE_SIBLINGS, one, other, loci, found)


def _pairs(inputs: Inputs, relationship: str, limit: float) -> Iterator[tuple[Profile, Profile, int]]:
    """Pairs that fit a relationship about as well as the limit asks, and better than the other one."""
    detection = Detection(by_locus=inputs.dropout)
    profiles = [replace(remains.profile, detection=detection) for remains in inputs.remains]
    same, sibs = (
        ratios(profiles, RELATIONSHIPS[name], inputs.models) for name in ("same person or twins", "full siblings")
    )
    wanted, rival = (same, sibs) if relationship == "same person or twins" else (sibs, same)
    fits = (wanted.log10_lr >= limit - NEARLY) & (wanted.log10_lr > rival.log10_lr) & (wanted.loci >= FEWEST_LOCI)
    for one, other in np.argwhere(np.triu(fits, 1)):
        a, b = profiles[one], profiles[other]
        if relationship != "same person or twins" or a.sex is None or b.sex is None or a.sex is b.sex:
            yield a, b, int(wanted.loci[one, other])


def _statement(message: str, one: Profile, other: Profile, loci: int, log10_lr: float) -> Statement:
    values = {"remains": one.name, "other": other.name, "loci": loci, "log10_lr": Number(log10_lr, decimals=1)}
    return Statement(one.name, Said(message, values))


_SAME = mark(
    "{remains} and {other}, {loci} loci in common, log10 LR {log10_lr} against strangers: one person, or identical "
    "twins"
)
_MAY_BE_SIBLINGS = mark(
    "{remains} and {other}, {loci} loci in common, log10 LR {log10_lr} against strangers: perhaps siblings"
)
