"""The steps of screening in NumPy: what the compiled `kernels` do, as it can be read. Tested equal.

Shapes: `values` (numbers,), all rows of log10 LR behind each other; `starts` (families, loci), where the row of each
family begins; `codes` (profiles, loci), what each profile shows; `lines` (profiles, additions), the same as lines of a
table.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from imena.kinship.engine.instructions import IntArray
from imena.kinship.loci import FloatArray

LANES = 64
"""Families in a block, one byte of a vector each."""
FULL = 255
"""A cost that cannot be afforded; more is not told apart."""

Bytes = NDArray[np.uint8]
Masks = NDArray[np.uint64]


def weigh(tables: FloatArray, begins: IntArray, places: IntArray, weights: FloatArray, result: FloatArray) -> None:
    """Fill `result`, (tables, observations): sums of weights times numbers of each table, a row of `tables` each.

    Those of observation n are `weights[begins[n] : begins[n + 1]]`, the numbers' `places` in the row beside them.
    """
    for number, (begin, end) in enumerate(pairwise(begins)):
        result[:, number] = tables[:, places[begin:end]] @ weights[begin:end]


def pack(
    values: FloatArray, starts: IntArray, maxima: FloatArray, scales: FloatArray, widths: IntArray, table: Bytes
) -> None:
    """Fill a block's table, (lines, 64): what each observation costs each family, in steps, rounded down.

    The cost is how far it stays below the family's largest at the locus (`maxima`), times `scales`; below 0 is a family
    that no profile can reach. `widths`: (loci,), how many observations each has.
    """
    table[:] = FULL
    lines = np.concatenate([[0], np.cumsum(widths)])
    for lane in range(len(starts)):
        if scales[lane] < 0:
            continue
        for locus, width in enumerate(widths):
            row = values[starts[lane, locus] : starts[lane, locus] + width]
            cost = np.minimum((maxima[lane, locus] - row) * scales[lane], FULL)
            table[lines[locus] : lines[locus + 1], lane] = cost.astype(np.uint8)


def join(table: Bytes, pairs: IntArray, begins: IntArray) -> None:
    """Fill the lines of loci that are taken together, `pairs` of them, (pairs, 2), from those of each.

    `begins`: where the lines of each locus begin, behind them those of each pair, as in `lines.begins_of`.
    """
    loci = len(begins) - 1 - len(pairs)
    for number, (one, other) in enumerate(pairs, start=loci):
        sums = (
            table[begins[one] : begins[one + 1], np.newaxis].astype(np.int64) + table[begins[other] : begins[other + 1]]
        )
        table[begins[number] : begins[number + 1]] = sums.clip(max=FULL).reshape(-1, LANES)


def scan(
    table: Bytes, lines: IntArray, first: int, last: int, limits: Bytes, levels: Bytes, found: IntArray, masks: Masks
) -> int:
    """Write which of the profiles from `first` to before `last` some family of the block can afford, and which can.

    A profile's costs are added; a family can afford them within its limit, `limits[levels[profile]]`. Bit `lane` of a
    mask stands for a family. Returns how many profiles were written to `found` and `masks`.
    """
    totals = table[lines[first:last]].sum(axis=1, dtype=np.int64).clip(max=FULL)
    within = totals <= limits[levels[first:last]]
    profiles = np.flatnonzero(within.any(axis=1))
    count = len(profiles)
    found[:count] = profiles + first
    masks[:count] = (within[profiles].astype(np.uint64) << np.arange(LANES, dtype=np.uint64)).sum(axis=1)
    return count


def score(
    values: FloatArray,
    starts: IntArray,
    codes: IntArray,
    found: IntArray,
    masks: Masks,
    numbers: IntArray,
    lanes: IntArray,
    log10_lrs: FloatArray,
) -> None:
    """Write profile, lane and exact log10 LR of every pair that the masks hold; the arrays have that many places."""
    bits = (masks[:, np.newaxis] >> np.arange(LANES, dtype=np.uint64)) & np.uint64(1)
    places, lanes[:] = np.nonzero(bits)
    numbers[:] = found[places]
    log10_lrs[:] = values[starts[lanes] + codes[numbers]].sum(axis=1)


def keep(rows: IntArray, others: IntArray, log10_lrs: FloatArray, best: FloatArray, whom: IntArray) -> None:
    """Keep the highest of each row in `best` and whose they are in `whom`, (rows, k), highest first.

    Of two that are equal the lower number stands first. Empty places hold minus infinity and −1.
    """
    for row in np.unique(rows):
        own = rows == row
        values, names = np.append(best[row], log10_lrs[own]), np.append(whom[row], others[own])
        order = np.lexsort((names, -values))
        order = order[values[order] > -np.inf][: best.shape[1]]
        best[row], whom[row] = -np.inf, -1
        best[row, : len(order)], whom[row, : len(order)] = values[order], names[order]
