"""Families: what was typed of the members of one or of many families of one shape, at one locus."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from imena.kinship.engine.instructions import IntArray
from imena.kinship.engine.shape import Shaped
from imena.kinship.loci import FloatArray, Locus
from imena.kinship.pedigree import Pedigree
from imena.kinship.profiles import Profile, Seen


@dataclass(frozen=True, eq=False)
class Families:
    """Families of one shape at one locus.

    `genotypes`: (families, typed, 2), positions among the alleles of the locus, in the order of the shape's typed
    members. `weights`: (families, uncertain, alleles, alleles), what was seen of the uncertain ones. `ln_weight`:
    (families,), natural logarithms of factors that do not depend on the pedigree.
    """

    genotypes: IntArray
    weights: FloatArray | None = None
    ln_weight: FloatArray | None = None

    def __len__(self) -> int:
        return len(self.genotypes)

    def distinct(self, alleles: int) -> tuple[Self, IntArray | slice]:
        """Each row of genotypes once, and for each family which of them is its own."""
        if self.weights is not None or self.ln_weight is not None or len(self) < 2:
            return self, slice(None)
        rows = self.genotypes.reshape(len(self), -1)
        if (alleles * (alleles + 1) / 2) ** self.genotypes.shape[1] > MANY_KEYS * len(self):
            return self, slice(None)
        if alleles ** rows.shape[1] < 2**62:
            keys = rows @ (alleles ** np.arange(rows.shape[1]))
            first, index = distinct_keys(keys, alleles ** rows.shape[1])
        else:
            _, first, index = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        if len(first) > SHARED * len(self):
            return self, slice(None)
        return type(self)(self.genotypes[first]), index.reshape(-1)


def joined(families: Sequence[Families]) -> Families:
    """Families of one shape, put together."""
    ln_weights = [each.ln_weight if each.ln_weight is not None else np.zeros(len(each)) for each in families]
    ln_weight = np.concatenate(ln_weights)
    weights = [each.weights for each in families if each.weights is not None]
    return Families(
        np.concatenate([each.genotypes for each in families]),
        np.concatenate(weights) if weights else None,
        ln_weight if ln_weight.any() else None,
    )


SHARED = 0.8
"""Rows are computed once for all where at most this share of them is distinct."""

MANY_KEYS = 64
"""Rows are not looked through where they could be so many times more than there are families."""

FEW_KEYS = 2**20
"""Up to so many possible keys are counted in a table, which is faster than sorting them."""


def distinct_keys(keys: IntArray, possible: int) -> tuple[IntArray, IntArray]:
    """The place of one family for each distinct key, and for each family which key it has."""
    if possible > min(FEW_KEYS, 64 * len(keys)):
        _, first, index = np.unique(keys, return_index=True, return_inverse=True)
        return first, index
    place = np.full(possible, -1, dtype=np.int64)
    place[keys] = np.arange(len(keys))
    first = place[place >= 0]
    place[keys[first]] = np.arange(len(first))
    return first, place[keys]


@dataclass(frozen=True, eq=False)
class Typing:
    """What was seen of the members of one family at one locus, by id; twins stand as one.

    `is_impossible`: no genotype of someone can be seen so.
    """

    genotypes: Mapping[str, tuple[int, int]]
    weights: Mapping[str, FloatArray]
    ln_weight: float
    is_impossible: bool

    def family(self, shaped: Shaped, locus: Locus) -> Families:
        """This one family, its members in the order of its shape."""
        rows = np.array([[self.genotypes[id] for id in shaped.typed]], dtype=np.int64)
        weights = np.array([[self.weights[id] for id in shaped.uncertain]])
        return Families(
            rows.reshape(1, len(shaped.typed), 2),
            weights.reshape(1, len(shaped.uncertain), len(locus), len(locus)) if shaped.uncertain else None,
            np.array([self.ln_weight]) if self.ln_weight else None,
        )


def typing_of(pedigree: Pedigree, profiles: Mapping[str, Profile], locus: Locus) -> Typing:
    """What the profiles say of a pedigree's members; `ProfileError` for an allele that the locus does not have."""
    seen: dict[str, Seen] = {}
    for person in pedigree.people:
        profile = profiles.get(person.id)
        found = profile.seen(locus, person.sex) if profile else None
        if found is not None:
            one = pedigree.one_of_twins[person.id]
            seen[one] = seen[one] & found if one in seen else found
    return Typing(
        {id: found.genotype for id, found in seen.items() if found.genotype is not None},
        {id: found.weights for id, found in seen.items() if found.weights is not None},
        math.fsum(found.ln_weight for found in seen.values()),
        any(found.genotype is None and found.weights is None for found in seen.values()),
    )
