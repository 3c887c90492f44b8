"""Mutation: how an allele changes on its way from parent to child.

A model gives, for each locus and each sex of the parent, a transition matrix: rows are the parent's allele, columns
the child's, each row sums to 1. `docs/methods/mutation.md` derives the formulas.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from imena.core.said import Said, mark
from imena.kinship.errors import MutationError
from imena.kinship.loci import FloatArray, Locus, repeats

ROW_TOLERANCE = 1e-6
"""How far a row of an explicit matrix may be from summing to 1."""


class MutationModel(StrEnum):
    """The models by their usual names (Egeland, Kling & Mostad 2016, Relationship Inference with Familias and R).

    none: alleles are passed on unchanged.
    equal: every other allele is equally likely.
    proportional: other alleles are likely in proportion to their frequency; keeps the frequencies.
    stepwise: the probability falls by the factor `range` with each repeat of distance; alleles whose incomplete
        repeats differ (9 and 9.3) are reached with probability `rate2` in all, each equally likely.
    onestep: only alleles one repeat away are reached, equally likely; a microvariant without such a neighbour
        does not mutate.
    """

    NONE = mark("none")
    EQUAL = mark("equal")
    PROPORTIONAL = mark("proportional")
    STEPWISE = mark("stepwise")
    ONESTEP = mark("onestep")


@dataclass(frozen=True, slots=True)
class Rates:
    """A mutation model's parameters for one sex of the parent.

    `rate`: probability of mutation at a meiosis. For stepwise alone, `rate2`: probability of a mutation to an allele
    with another incomplete repeat, in addition to `rate`; `range`: ratio of two-step to one-step mutations.
    """

    rate: float = 0.0
    rate2: float = 0.0
    range: float = 0.1


@dataclass(frozen=True, slots=True)
class Mutation:
    """A mutation model with the rates of fathers and mothers."""

    model: MutationModel = MutationModel.NONE
    male: Rates = Rates()
    female: Rates = Rates()

    def at(self, locus: Locus) -> "Transmission":
        """The transition matrices at a locus. Raises `MutationError` where they would not be probabilities."""
        return Transmission(_matrix(self.model, locus, self.male), _matrix(self.model, locus, self.female))

    def said(self) -> Said:
        """The model in one line, as it stands in a report: `stepwise, 0.002 paternal, 0.0005 maternal, …`."""
        values: dict[str, object] = {
            "model": Said(self.model.value),
            "male": f"{self.male.rate:g}",
            "female": f"{self.female.rate:g}",
        }
        if self.model is MutationModel.NONE:
            return Said(self.model.value)
        if self.model is not MutationModel.STEPWISE:
            return Said(mark("{model}, {male} paternal, {female} maternal"), values)
        values |= {
            "rate2": f"{self.male.rate2:g}/{self.female.rate2:g}",
            "range": f"{self.male.range:g}/{self.female.range:g}",
        }
        message = mark("{model}, {male} paternal, {female} maternal, rate2 {rate2}, range {range}")
        return Said(message, values)


NO_MUTATION = Mutation()


@dataclass(frozen=True, eq=False)
class Transmission:
    """Transition matrices of shape (alleles, alleles): `paternal` from fathers, `maternal` from mothers.

    Row: the parent's allele. Column: the child's. Raises `MutationError` where a row is not a distribution.
    """

    paternal: FloatArray
    maternal: FloatArray

    def __post_init__(self) -> None:
        for matrix in (self.paternal, self.maternal):
            _check_rows(matrix)


def _check_rows(matrix: FloatArray) -> None:
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise MutationError("expected a square mutation matrix, found shape {shape}", shape=matrix.shape)
    for row, entries in enumerate(matrix, start=1):
        if not ((entries >= 0).all() and abs(entries.sum() - 1) <= ROW_TOLERANCE):
            raise MutationError(
                "mutation matrix, row {row}: expected probabilities that sum to 1, found {entries}",
                row=row,
                entries=" ".join(f"{entry:.6g}" for entry in entries),
            )


def _matrix(model: MutationModel, locus: Locus, rates: Rates) -> FloatArray:
    if not (0 <= rates.rate <= 1 and 0 <= rates.rate2 <= 1 and 0 < rates.range <= 1):
        raise MutationError(
            "locus {locus}, model {model}: expected rates from 0 to 1 and a range above 0 and at most 1, found {rates}",
            locus=locus.name,
            model=model.value,
            rates=rates,
        )
    match model:
        case MutationModel.NONE:
            return np.eye(len(locus))
        case MutationModel.EQUAL:
            return _equal(locus, rates.rate)
        case MutationModel.PROPORTIONAL:
            return _proportional(locus, rates.rate)
        case MutationModel.STEPWISE:
            return _stepwise(locus, rates)
        case MutationModel.ONESTEP:
            return _onestep(locus, rates.rate)


def _equal(locus: Locus, rate: float) -> FloatArray:
    alleles = len(locus)
    if alleles == 1:
        return np.eye(1)
    matrix = np.full((alleles, alleles), rate / (alleles - 1))
    np.fill_diagonal(matrix, 1 - rate)
    return matrix


def _proportional(locus: Locus, rate: float) -> FloatArray:
    """M[i, j] = k p[j] for i ≠ j, with k such that the overall rate Σ p[i] (1 − M[i, i]) is `rate`."""
    p = locus.probabilities
    if len(locus) == 1:
        return np.eye(1)
    k = rate / float(np.sum(p * (1 - p)))
    if k > 1 / (1 - p.min()):
        raise MutationError(
            "locus {locus}: the rate {rate} is too high for the proportional model, which allows at most {most}",
            locus=locus.name,
            rate=rate,
            most=f"{np.sum(p * (1 - p)) / (1 - p.min()):.6g}",
        )
    matrix = np.tile(k * p, (len(p), 1))
    np.fill_diagonal(matrix, 1 - k * (1 - p))
    return matrix


def _steps(locus: Locus, model: MutationModel) -> FloatArray:
    """Whole repeats between each two alleles, shape (alleles, alleles); NaN between different incomplete repeats."""
    read = []
    for allele in locus.alleles:
        number = repeats(allele)
        if number is None:
            raise MutationError(
                "locus {locus}, allele {allele}: the {model} model expects numbers of repeats, such as 9 or 9.3",
                locus=locus.name,
                allele=allele,
                model=model.value,
            )
        read.append(number)
    apart = [[a.steps_to(b) for b in read] for a in read]
    return np.array([[np.nan if steps is None else steps for steps in row] for row in apart], dtype=np.float64)


def _stepwise(locus: Locus, rates: Rates) -> FloatArray:
    """Dawid, Mortera & Pascali 2001 (Forensic Sci Int 124:55), extended to microvariants as Familias does."""
    steps = _steps(locus, MutationModel.STEPWISE)
    same_class = ~np.isnan(steps)
    other = same_class & (steps > 0)
    weights = np.where(other, rates.range ** np.where(other, steps, 0), 0.0)
    totals = weights.sum(axis=1, keepdims=True)
    matrix: FloatArray = rates.rate * np.divide(weights, totals, out=np.zeros_like(weights), where=totals > 0)
    other_class = (~same_class).sum(axis=1, keepdims=True)
    matrix += rates.rate2 * np.divide(~same_class, other_class, out=np.zeros_like(weights), where=other_class > 0)
    np.fill_diagonal(matrix, 1 - matrix.sum(axis=1))
    return matrix


def _onestep(locus: Locus, rate: float) -> FloatArray:
    neighbours: FloatArray = np.where(_steps(locus, MutationModel.ONESTEP) == 1, 1.0, 0.0)
    counts = neighbours.sum(axis=1, keepdims=True)
    matrix: FloatArray = rate * np.divide(neighbours, counts, out=np.zeros_like(neighbours), where=counts > 0)
    np.fill_diagonal(matrix, 1 - matrix.sum(axis=1))
    return matrix
