"""Ways: in how many ways remains can be the interchangeable missing of a class, each way with its prior weight.

DNA gives one ratio for a set of remains, whoever of the class each of them is. Where all members of the class are alike
to other evidence too, there are r (r − 1) … (r − j + 1) ways; else the weights of the ways add up to the permanent of
their matrix, summed over sets of members (Ryser 1963, Combinatorial Mathematics, ch. 2, by dynamic programming).
"""

import math
from collections.abc import Sequence

import numpy as np

from imena.kinship.loci import FloatArray


def permanent(weights: FloatArray) -> float:
    """The sum over all ways to give every row a column of its own of the products of weights, shape (rows, columns)."""
    sums = {0: 1.0}
    for row in weights:
        longer: dict[int, float] = {}
        for used, total in sums.items():
            for column, weight in enumerate(row):
                if weight > 0 and not used >> column & 1:
                    key = used | 1 << column
                    longer[key] = longer.get(key, 0.0) + total * weight
        sums = longer
    return math.fsum(sums.values())


def total_weight(weights: FloatArray) -> float:
    """`permanent`, in closed form where the columns are alike."""
    rows, columns = weights.shape
    if (weights == weights[:, :1]).all():
        return float(math.perm(columns, rows) * math.prod(weights[:, 0].tolist()))
    return permanent(weights)


def shares(weights: FloatArray) -> FloatArray:
    """The share of the ways in which each row has each column, shape (rows, columns); the rows sum to 1."""
    rows, columns = weights.shape
    if (weights == weights[:, :1]).all():
        return np.full((rows, columns), 1 / columns)
    found = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            if weights[row, column] > 0:
                rest = np.delete(np.delete(weights, row, axis=0), column, axis=1)
                found[row, column] = weights[row, column] * permanent(rest)
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def every_way(weights: FloatArray, taken: Sequence[int] = ()) -> list[tuple[int, ...]]:
    """Every way to give each row a column of its own, as the columns by row, where no weight is 0."""
    row = len(taken)
    if row == len(weights):
        return [tuple(taken)]
    return [
        way
        for column in range(weights.shape[1])
        if column not in taken and weights[row, column] > 0
        for way in every_way(weights, (*taken, column))
    ]
