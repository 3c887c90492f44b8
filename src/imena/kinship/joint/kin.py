"""Kin: who among the dead are each other's parent, child, sibling or half-sibling, whatever family they are of.

Every pair is held against being unrelated, with mutation and drop-out, in pedigrees of two. What comes out is where to
look: relatives further away, and pairs of one κ, are not told apart, and nobody is named by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from imena.kinship.engine.shape import Founders
from imena.kinship.joint.families import FamilyFit, Remains
from imena.kinship.joint.problem import Family
from imena.kinship.loci import Chromosome, FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.pedigree import Pedigree, Sex, pedigree
from imena.kinship.profiles import Profile


class Relationship(StrEnum):
    """How two of the dead may be related."""

    PARENT_AND_CHILD = "parent and child"
    SIBLINGS = "full siblings"
    HALF_SIBLINGS = "half-siblings"


_F, _M, _W = ("f", None, None, "M"), ("m", None, None, "F"), ("w", None, None, "F")
_FATHER = pedigree([("a", None, None, "M"), _M, ("b", "a", "m", "M")])
_MOTHER = pedigree([_F, ("a", None, None, "F"), ("b", "f", "a", "M")])
_SIBLINGS = pedigree([_F, _M, ("a", "f", "m", "M"), ("b", "f", "m", "M")])
_HALF_SIBLINGS = pedigree([_F, _M, _W, ("a", "f", "m", "M"), ("b", "f", "w", "M")])


@dataclass(frozen=True, slots=True)
class Kin:
    """Two of the dead who are likelier relatives than strangers. `log10_lr`: of each relationship, to being unrelated.

    `relationship`: the one of highest LR.
    """

    remains: tuple[str, str]
    relationship: Relationship
    log10_lr: dict[Relationship, float]


def kin_among(
    remains: Sequence[Profile], models: Sequence[LocusModel], *, at_least: float = 1e4, theta: float = 0.0
) -> tuple[Kin, ...]:
    """Pairs of which some relationship has an LR of `at_least`, the highest first; at the autosomal loci."""
    autosomal = tuple(model for model in models if model.locus.chromosome is Chromosome.AUTOSOMAL)
    seen = Remains(tuple(remains), autosomal, theta, Founders.KEPT)
    ratios = _ratios(seen)
    best = np.max(list(ratios.values()), axis=0)
    found = []
    for one, other in np.argwhere(np.triu(best >= np.log10(at_least), 1)).tolist():
        own = {each: float(values[one, other]) for each, values in ratios.items()}
        found.append(Kin((remains[one].name, remains[other].name), max(own, key=own.__getitem__), own))
    return tuple(sorted(found, key=lambda kin: -kin.log10_lr[kin.relationship]))


def kin_groups(kin: Sequence[Kin]) -> tuple[tuple[str, ...], ...]:
    """The dead in groups that are held together by kin, each in the order in which they were met."""
    groups: list[list[str]] = []
    for each in kin:
        touching = [group for group in groups if set(group) & set(each.remains)]
        joined = list(dict.fromkeys([*(name for group in touching for name in group), *each.remains]))
        groups = [group for group in groups if group not in touching]
        groups.append(joined)
    return tuple(tuple(group) for group in groups)


def _ratios(remains: Remains) -> dict[Relationship, FloatArray]:
    """log10 LR of every pair by relationship, each symmetric, shape (remains, remains)."""
    father, mother = _of(_FATHER, remains), _of(_MOTHER, remains)
    sexes = [profile.sex for profile in remains.profiles]
    for number, sex in enumerate(sexes):
        father[number, :] = -np.inf if sex is Sex.FEMALE else father[number, :]
        mother[number, :] = -np.inf if sex is Sex.MALE else mother[number, :]
    parent = np.maximum(father, mother)
    return {
        Relationship.PARENT_AND_CHILD: np.maximum(parent, parent.T),
        Relationship.SIBLINGS: _of(_SIBLINGS, remains),
        Relationship.HALF_SIBLINGS: _of(_HALF_SIBLINGS, remains),
    }


def _of(pair: Pedigree, remains: Remains) -> FloatArray:
    fit = FamilyFit(Family("pair", pair, {}, ("a", "b")), remains)
    rows = np.arange(len(remains.profiles))[:, np.newaxis]
    return np.asarray(fit.ln_next(("a",), rows, "b") / np.log(10))
