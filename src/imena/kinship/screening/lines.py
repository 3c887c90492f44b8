"""Lines: which rows of a block's table a profile's observations are.

The table has a line for each observation at each locus. Loci where few observations occur are taken two by two: a line
for each pair of observations, holding the sum of both. A profile then needs fewer additions than it has loci.
"""

import numpy as np
from numpy.typing import NDArray

from imena.kinship.engine.instructions import IntArray
from imena.kinship.screening.observations import CodeArray

MOST_JOINT = 6144
"""So many lines are made for pairs at most: with the others they stay in a processor's second cache."""
SHARED_BY = 8
"""And no more than this share of the profiles, or filling them would cost more than they save."""

LineArray = NDArray[np.uint16] | NDArray[np.uint32]


def pairs_of(widths: IntArray, profiles: int) -> IntArray:
    """The loci that are taken together, (pairs, 2), by how many observations each locus has."""
    order = np.argsort(widths, kind="stable")
    most = min(MOST_JOINT, profiles // SHARED_BY)
    found = np.empty((0, 2), dtype=np.int64)
    for count in range(1, len(order) // 2 + 1):
        pairs = np.stack([order[:count], order[count : 2 * count][::-1]], axis=1)
        if widths[pairs].prod(axis=1).sum() > most:
            break
        found = pairs
    return found


def begins_of(widths: IntArray, pairs: IntArray) -> IntArray:
    """Where the lines of each locus begin, behind them those of each pair; the last is how many there are."""
    return np.concatenate([[0], np.cumsum(np.concatenate([widths, widths[pairs].prod(axis=1)]))])


def lines_of(codes: CodeArray, widths: IntArray, pairs: IntArray) -> LineArray:
    """The lines of each profile, (profiles, loci less pairs), from `codes`, (profiles, loci)."""
    begins = begins_of(widths, pairs)
    kind = np.uint16 if begins[-1] <= np.iinfo(np.uint16).max else np.uint32
    apart = np.setdiff1d(np.arange(len(widths)), pairs)
    one, other = pairs.T
    joint = codes[:, one].astype(np.int64) * widths[other] + codes[:, other]
    columns = [codes[:, apart] + begins[apart], joint + begins[len(widths) : -1]]
    return np.ascontiguousarray(np.concatenate(columns, axis=1).astype(kind))
