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
from imena.kinship.stationary import Transform, transformed

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
    dawid: as stepwise, but the probability also falls with the frequency of the parent's allele, so that the
        frequencies are kept and time can run backwards; microvariants are reached from their own class alone.

    A silent allele does not mutate, nor is it reached. A model of one's own is a `Transmission`.
    """

    NONE = mark("none")
    EQUAL = mark("equal")
    PROPORTIONAL = mark("proportional")
    STEPWISE = mark("stepwise")
    ONESTEP = mark("onestep")
    DAWID = mark("dawid")


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
    """A mutation model with the rates of fathers and mothers, made to keep the frequencies by `transform`."""

    model: MutationModel = MutationModel.NONE
    male: Rates = Rates()
    female: Rates = Rates()
    transform: Transform = Transform.NONE

    def at(self, locus: Locus) -> "Transmission":
        """The transition matrices at a locus. Raises `MutationError` where they would not be probabilities."""
        return Transmission(self._at(locus, self.male), self._at(locus, self.female))

    def _at(self, locus: Locus, rates: Rates) -> FloatArray:
        seen = locus.probabilities[: len(locus.alleles)]
        matrix = np.eye(len(locus))
        with_transform = transformed(_matrix(self.model, locus, rates), seen / seen.sum(), self.transform, locus.name)
        matrix[: len(seen), : len(seen)] = with_transform
        return matrix

    def said(self) -> Said:
        """The model in one line, as it stands in a report: `stepwise, 0.002 paternal, 0.0005 maternal, …`."""
        values: dict[str, object] = {
            "model": Said(self.model.value),
            "male": f"{self.male.rate:g}",
            "female": f"{self.female.rate:g}",
        }
        if self.model is MutationModel.NONE:
            return Said(self.model.value)
        if self.transform is not Transform.NONE:
            values["model"] = f"{self.model.value} ({self.transform.value})"
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


def independent_of_parent(matrix: FloatArray) -> tuple[float, FloatArray] | None:
    """d and w of a matrix d I + 1 wᵀ, in which a mutated allele forgets where it came from; None where it is not one.

    Such a model stays one when alleles are taken together, whichever they are (`lumping`).
    """
    alleles = len(matrix)
    if alleles < 2:
        return float(matrix[0, 0]), np.zeros(1)
    reach = np.append(matrix[1, 0], matrix[0, 1:])
    stay = float(matrix[0, 0] - reach[0])
    agrees = np.allclose(matrix, stay * np.eye(alleles) + reach, rtol=1e-12, atol=1e-15)
    return (stay, reach) if agrees else None


def _matrix(model: MutationModel, locus: Locus, rates: Rates) -> FloatArray:
    """The matrix over the alleles that typing shows."""
    if not (0 <= rates.rate <= 1 and 0 <= rates.rate2 <= 1 and 0 < rates.range <= 1):
        raise MutationError(
            "locus {locus}, model {model}: expected rates from 0 to 1 and a range above 0 and at most 1, found {rates}",
            locus=locus.name,
            model=model.value,
            rates=rates,
        )
    match model:
        case MutationModel.NONE:
            return np.eye(len(locus.alleles))
        case MutationModel.EQUAL:
            return _equal(locus, rates.rate)
        case MutationModel.PROPORTIONAL:
            return _proportional(locus, rates.rate)
        case MutationModel.STEPWISE:
            return _stepwise(locus, rates)
        case MutationModel.ONESTEP:
            return _onestep(locus, rates.rate)
        case MutationModel.DAWID:
            return _dawid(locus, rates)


def _equal(locus: Locus, rate: float) -> FloatArray:
    alleles = len(locus.alleles)
    if alleles == 1:
        return np.eye(1)
    matrix = np.full((alleles, alleles), rate / (alleles - 1))
    np.fill_diagonal(matrix, 1 - rate)
    return matrix


def _proportional(locus: Locus, rate: float) -> FloatArray:
    """M[i, j] = k p[j] for i ≠ j, with k such that the overall rate Σ p[i] (1 − M[i, i]) is `rate`."""
    seen = locus.probabilities[: len(locus.alleles)]
    if len(seen) == 1:
        return np.eye(1)
    p = seen / seen.sum()
    k = rate / float(seen.sum() * np.sum(p * (1 - p)))
    matrix = np.tile(k * p, (len(p), 1))
    np.fill_diagonal(matrix, 1 - k * (1 - p))
    return _possible(matrix, locus, rate, MutationModel.PROPORTIONAL)


def _possible(matrix: FloatArray, locus: Locus, rate: float, model: MutationModel) -> FloatArray:
    """The matrix, where no allele leaves itself with a probability above 1."""
    leaving = float((1 - matrix.diagonal()).max())
    if leaving > 1:
        raise MutationError(
            "locus {locus}: the rate {rate} is too high for the {model} model, which allows at most {most}",
            locus=locus.name,
            rate=rate,
            model=model.value,
            most=f"{rate / leaving:.6g}",
        )
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


def _nearness(steps: FloatArray, ratio: float) -> FloatArray:
    """The ratio to the power of the steps, 0 for an allele itself and for another class."""
    others = steps > 0
    weights: FloatArray = np.where(others, ratio ** np.where(others, steps, 0), 0.0)
    return weights


def _stepwise(locus: Locus, rates: Rates) -> FloatArray:
    """Dawid, Mortera & Pascali 2001 (Forensic Sci Int 124:55), extended to microvariants as Familias does."""
    steps = _steps(locus, MutationModel.STEPWISE)
    weights = _nearness(steps, rates.range)
    totals = weights.sum(axis=1, keepdims=True)
    matrix: FloatArray = rates.rate * np.divide(weights, totals, out=np.zeros_like(weights), where=totals > 0)
    other_class = np.isnan(steps)
    count = other_class.sum(axis=1, keepdims=True)
    matrix += rates.rate2 * np.divide(other_class, count, out=np.zeros_like(weights), where=count > 0)
    np.fill_diagonal(matrix, 1 - matrix.sum(axis=1))
    return matrix


def _onestep(locus: Locus, rate: float) -> FloatArray:
    neighbours: FloatArray = np.where(_steps(locus, MutationModel.ONESTEP) == 1, 1.0, 0.0)
    counts = neighbours.sum(axis=1, keepdims=True)
    matrix: FloatArray = rate * np.divide(neighbours, counts, out=np.zeros_like(neighbours), where=counts > 0)
    np.fill_diagonal(matrix, 1 - matrix.sum(axis=1))
    return matrix


def _dawid(locus: Locus, rates: Rates) -> FloatArray:
    """p[i] M[i, j] = k range^|i − j|, the same in both directions, with k such that the overall rate is `rate`.

    Dawid, Mortera, Pascali & van Boxel 2002 (Scand J Statist 29:577), the reversible stepwise model.
    """
    weights = _nearness(_steps(locus, MutationModel.DAWID), rates.range)
    if not weights.any():
        return np.eye(len(locus.alleles))
    p = locus.probabilities[: len(locus.alleles), np.newaxis]
    matrix: FloatArray = rates.rate * weights / weights.sum() / p
    np.fill_diagonal(matrix, 1 - matrix.sum(axis=1))
    return _possible(matrix, locus, rates.rate, MutationModel.DAWID)
