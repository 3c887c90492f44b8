"""Stationary: mutation matrices that keep the allele frequencies of a population, and how to make one.

Most mutation models would slowly change the frequencies that were measured. A transform of the matrix M takes that
away and keeps the overall rate Σ p[i] (1 − M[i, i]). Simonsson & Mostad 2016 (Forensic Sci Int Genet 23:217); for the
reversible ones Hastings 1970 (Biometrika 57:97) and Barker 1965 (Aust J Phys 18:119).
"""

from enum import StrEnum

import numpy as np

from imena.kinship.errors import MutationError
from imena.kinship.loci import FloatArray

TOLERANCE = 1e-9
"""How far p M may be from p for the frequencies to be kept."""


class Transform(StrEnum):
    """How a mutation matrix M is made to keep the frequencies p.

    none: it is left as it is.
    PM: each row's mutations are scaled, s[i] = α π[i] / p[i], where π M = π.
    MH (Metropolis–Hastings): p[i] M′[i, j] = α min(p[i] M[i, j], p[j] M[j, i]).
    BA (Barker): p[i] M′[i, j] = α p[i] M[i, j] p[j] M[j, i] / (p[i] M[i, j] + p[j] M[j, i]).
    PR: p[i] M′[i, j] = (p[i] M[i, j] + p[j] M[j, i]) / 2.

    The last three are reversible. α keeps the overall rate.
    """

    NONE = "none"
    PM = "PM"
    MH = "MH"
    BA = "BA"
    PR = "PR"


def transformed(matrix: FloatArray, p: FloatArray, transform: Transform, locus: str) -> FloatArray:
    """A mutation matrix (alleles, alleles) that keeps the frequencies p (alleles,), with the rate of the one given.

    Raises `MutationError`, naming the locus, where no such matrix exists.
    """
    rate = overall_rate(matrix, p)
    if transform is Transform.NONE or rate == 0:
        return matrix
    flow = p[:, np.newaxis] * matrix
    np.fill_diagonal(flow, 0)
    match transform:
        case Transform.PM:
            flow *= (stationary_distribution(matrix) / p)[:, np.newaxis]
        case Transform.MH:
            flow = np.minimum(flow, flow.T)
        case Transform.BA:
            both = flow + flow.T
            flow = np.divide(flow * flow.T, both, out=np.zeros_like(flow), where=both > 0)
        case Transform.PR:
            flow = (flow + flow.T) / 2
    total = flow.sum()
    result: FloatArray = flow * (rate / total) / p[:, np.newaxis] if total > 0 else flow
    np.fill_diagonal(result, 1 - result.sum(axis=1))
    if total == 0 or (result.diagonal() < 0).any():
        raise MutationError(
            "locus {locus}: the mutation model has no {transform} transform with the overall rate {rate}",
            locus=locus,
            transform=transform.value,
            rate=f"{rate:.6g}",
        )
    return result


def overall_rate(matrix: FloatArray, p: FloatArray) -> float:
    """The probability that an allele drawn from the population mutates at a meiosis."""
    return float(p @ (1 - matrix.diagonal()))


def stationary_distribution(matrix: FloatArray) -> FloatArray:
    """The frequencies π (alleles,) with π M = π; where there are several, the one nearest to equal frequencies."""
    alleles = len(matrix)
    balance = np.vstack([matrix.T - np.eye(alleles), np.ones(alleles)])
    distribution: FloatArray = np.linalg.lstsq(balance, np.append(np.zeros(alleles), 1.0), rcond=None)[0]
    return distribution


def keeps(matrix: FloatArray, p: FloatArray) -> bool:
    """Whether a generation leaves the frequencies as they are: p M = p."""
    return bool(np.allclose(p @ matrix, p, rtol=TOLERANCE, atol=0))


def is_reversible(matrix: FloatArray, p: FloatArray) -> bool:
    """Whether mutation is as frequent from i to j as from j to i in the population."""
    flow = p[:, np.newaxis] * matrix
    return bool(np.allclose(flow, flow.T, rtol=TOLERANCE, atol=1e-15))
