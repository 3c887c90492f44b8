"""Co-ancestry: founders whose alleles are alike because their ancestors were.

Founders of one subpopulation are not drawn from it independently: alleles are drawn one after the other from an urn
that gets a copy of each allele drawn (Balding & Nichols 1995, Genetica 96:3). After n alleles, c of them alike, the
next is such an allele with probability (θ c + (1 − θ) p) / (1 + (n − 1) θ). This holds over all founders of a
hypothesis, in however many pedigrees.

Founders who are typed are taken first; what they leave is an urn with a draw probability and a mass of its own. The
alleles of the other founders are then summed over the ways they can be copies of each other: set partitions, each block
being one draw (Green & Mortera 2009, Ann Appl Stat 3:731). An inbred founder's two
alleles are one draw with probability f.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from imena.kinship.engine.shape import Shape, Standing
from imena.kinship.errors import CoancestryError
from imena.kinship.loci import FloatArray

MOST_WAYS = 5_000
"""More ways of being alike are not summed: four untyped founders with both alleles have 712, eight with one 4,140."""

Block = tuple[int, ...]
"""The founders whose alleles are copies of one draw, by place; a founder stands twice where both alleles are."""


@dataclass(frozen=True, slots=True)
class Founding:
    """One way in which the founders' alleles came about.

    `blocks`: the draws of the alleles of founders who are not typed. `autozygous`: inbred founders whose two alleles
    are one. `own_pool`: alleles are drawn from what the typed founders of the family left of the urn.
    """

    blocks: tuple[Block, ...]
    autozygous: frozenset[int]
    own_pool: bool


def is_simple(shape: Shape, theta: float) -> bool:
    """Whether founders' alleles are independent draws, so that nothing here is needed."""
    return theta == 0 and not any(member.inbreeding for member in shape.members)


@lru_cache(maxsize=1024)
def autozygosities(shape: Shape) -> tuple[tuple[float, frozenset[int]], ...]:
    """Each set of inbred founders who may be autozygous, with its probability."""
    inbred = [
        place
        for place, member in enumerate(shape.members)
        if member.is_founder and member.inbreeding > 0 and not shape.has_one_slot(place)
    ]
    found = []
    for size in range(len(inbred) + 1):
        for chosen in combinations(inbred, size):
            probability = math.prod(
                shape.members[place].inbreeding if place in chosen else 1 - shape.members[place].inbreeding
                for place in inbred
            )
            if probability > 0:
                found.append((probability, frozenset(chosen)))
    return tuple(found)


@lru_cache(maxsize=1024)
def foundings(shape: Shape, theta: float, autozygous: frozenset[int]) -> tuple[tuple[float, Founding], ...]:
    """The ways the untyped founders' alleles may have come about, given the typed ones, with their probabilities.

    Raises `CoancestryError` where there are more than `MOST_WAYS` of them and θ is above 0.
    """
    drawn = typed_alleles(shape, autozygous)
    slots = _untyped_slots(shape, autozygous)
    if theta == 0:
        singles = tuple((place,) for place in slots)
        return ((1.0, Founding(singles, autozygous, own_pool=False)),)
    mass = (1 - theta) / theta + drawn
    rising = math.prod(mass + number for number in range(len(slots)))
    return tuple(
        (
            ways * mass ** len(blocks) * math.prod(math.factorial(len(block) - 1) for block in blocks) / rising,
            Founding(blocks, autozygous, own_pool=drawn > 0),
        )
        for blocks, ways in _partitions(slots).items()
    )


def _untyped_slots(shape: Shape, autozygous: frozenset[int]) -> tuple[int, ...]:
    """The founders whose alleles are summed over, once for each allele that can matter."""
    return tuple(
        place
        for place, member in enumerate(shape.members)
        if member.is_founder and member.standing is not Standing.TYPED
        for _ in range(1 if place in autozygous else slots_of(shape, place))
    )


def slots_of(shape: Shape, place: int) -> int:
    """How many of a founder's alleles matter: one where he has but one, or passes but one on and is not looked at."""
    passes_one = shape.members[place].standing is Standing.HIDDEN and shape.children[place] == 1
    return 1 if shape.has_one_slot(place) or passes_one else 2


def _partitions(slots: tuple[int, ...]) -> Counter[tuple[Block, ...]]:
    """Every way to part the slots into blocks, a founder's two alleles being alike, and how many ways are that way."""
    found: Counter[tuple[Block, ...]] = Counter({(): 1})
    for slot in slots:
        longer: Counter[tuple[Block, ...]] = Counter()
        for blocks, ways in found.items():
            for new in _with(blocks, slot):
                longer[new] += ways
        if len(longer) > MOST_WAYS:
            raise CoancestryError(
                "co-ancestry is computed for at most {most} ways in which the alleles of untyped founders may be "
                "alike, and {found} alleles have more: set it to 0, or leave out the most distant relatives",
                most=MOST_WAYS,
                found=len(slots),
            )
        found = longer
    return found


def _with(blocks: tuple[Block, ...], slot: int) -> Iterator[tuple[Block, ...]]:
    yield tuple(sorted((*blocks, (slot,))))
    for number, block in enumerate(blocks):
        yield tuple(sorted((*blocks[:number], (*block, slot), *blocks[number + 1 :])))


def typed_alleles(shape: Shape, autozygous: frozenset[int]) -> int:
    """How many draws the typed founders are."""
    return sum(
        1 if shape.has_one_slot(place) or place in autozygous else 2
        for place in shape.standing(Standing.TYPED)
        if shape.members[place].is_founder
    )


def typed_founders(
    shape: Shape, genotypes: NDArray[np.int64], probabilities: FloatArray, theta: float, autozygous: frozenset[int]
) -> tuple[FloatArray, FloatArray]:
    """The natural log-probability of the typed founders' alleles in a fixed order, and the urn that they leave.

    `genotypes`: (families, typed, 2) in the shape's order; `probabilities`: (alleles,) or (families, alleles). Returns
    shapes (families,) and (families, alleles). A heterozygote who should be autozygous has probability 0.
    """
    families = len(genotypes)
    rows = np.arange(families)
    pool = np.array(np.broadcast_to(probabilities, (families, probabilities.shape[-1])))
    ln_probability = np.zeros(families)
    drawn = 0
    for number, place in enumerate(shape.standing(Standing.TYPED)):
        if not shape.members[place].is_founder:
            continue
        one = place in autozygous or shape.has_one_slot(place)
        with np.errstate(divide="ignore"):
            if place in autozygous:
                ln_probability += np.log(genotypes[:, number, 0] == genotypes[:, number, 1])
            for side in range(1 if one else 2):
                allele = genotypes[:, number, side]
                ln_probability += np.log(pool[rows, allele])
                drawn += 1
                share = theta / (1 + (drawn - 1) * theta)
                pool *= 1 - share
                pool[rows, allele] += share
    return ln_probability, pool
