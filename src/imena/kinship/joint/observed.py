"""Observed: what the remains show, each observation at a locus once.

Remains are compared with tables over genotypes. What they show at a locus is a row of weights over those, so that the
probability of every observation under many tables is one product of matrices.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imena.kinship.engine.shape import Founders
from imena.kinship.errors import ProfileError
from imena.kinship.likelihood import log_likelihood
from imena.kinship.loci import Chromosome, FloatArray, Locus
from imena.kinship.models import LocusModel
from imena.kinship.pedigree import Sex, unrelated
from imena.kinship.profiles import Profile, Seen

NOT_TYPED, IMPOSSIBLE = -1, -2
CodeArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Observed:
    """What all remains show at one locus, were they of one sex.

    `codes`: (remains,), which of the observations each shows, NOT_TYPED or, where nobody of that sex can show it,
    IMPOSSIBLE. `seen`: the observations. `ln_alone`: (observations,), the log-probability of each in someone
    unrelated to anybody; without the factors that belong to the typing alone.
    """

    codes: CodeArray
    seen: tuple[Seen, ...]
    ln_alone: FloatArray
    rows: FloatArray

    def ln_by_observation(self, tables: FloatArray) -> FloatArray:
        """ln P(observation | table) − ln P(observation), shape (tables, observations + 2).

        The last but one stands for what is impossible, the last for what is not typed, so that codes index them all.
        """
        probabilities = tables.reshape(len(tables), -1) @ self.rows.T
        with np.errstate(divide="ignore"):
            by_observation = np.log(np.maximum(probabilities, 0.0)) - self.ln_alone
        impossible, not_typed = np.full((len(tables), 1), -np.inf), np.zeros((len(tables), 1))
        return np.concatenate([by_observation, impossible, not_typed], axis=1)


def observe(remains: Sequence[Profile], sex: Sex, model: LocusModel, theta: float, founders: Founders) -> Observed:
    """What remains show at a locus, were they all of this sex."""
    locus = model.locus
    places: dict[object, int] = {}
    seen: list[Seen] = []
    examples: list[Profile] = []
    codes = np.full(len(remains), NOT_TYPED)
    for number, profile in enumerate(remains):
        found = _seen(profile, locus, sex)
        if found is None:
            continue
        if found.genotype is None and found.weights is None:
            codes[number] = IMPOSSIBLE
            continue
        key = (found.genotype, None if found.weights is None else found.weights.tobytes())
        if key not in places:
            places[key] = len(seen)
            seen.append(found)
            examples.append(profile)
        codes[number] = places[key]
    one_slot = locus.chromosome is Chromosome.X and sex is Sex.MALE
    rows = np.array([_row(each, len(locus), one_slot=one_slot) for each in seen])
    rows = rows.reshape(len(seen), len(locus) if one_slot else len(locus) ** 2)
    ln_alone = [
        log_likelihood(unrelated(("x", sex)), {"x": profile}, [model], theta=theta, founders=founders).total
        - each.ln_weight
        for each, profile in zip(seen, examples, strict=True)
    ]
    return Observed(codes, tuple(seen), np.array(ln_alone), rows)


def _seen(profile: Profile, locus: Locus, sex: Sex) -> Seen | None:
    """What is seen in someone of this sex; nothing possible where X alleles are of the other, whose sex may be open."""
    try:
        return profile.seen(locus, sex)
    except ProfileError:
        genotype = profile.genotypes.get(locus.name)
        if locus.chromosome is Chromosome.X and profile.sex is not sex and genotype and len(genotype) in (1, 2):
            return Seen(None)
        raise


def _row(seen: Seen, alleles: int, *, one_slot: bool) -> FloatArray:
    """P(observation | genotype) in the cells of an open member's table, each genotype once."""
    if one_slot:
        row = np.zeros(alleles)
        if seen.genotype is not None:
            row[seen.genotype[0]] = 1
        elif seen.weights is not None:
            row = np.asarray(seen.weights.diagonal())
        return row
    table = np.zeros((alleles, alleles))
    if seen.genotype is not None:
        table[seen.genotype] = 1
    elif seen.weights is not None:
        table = np.triu(seen.weights)
    return table.reshape(-1)


def ln_alone(profile: Profile, model: LocusModel, theta: float, founders: Founders) -> float:
    """The log-likelihood of remains who are nobody's, at one locus.

    Of unknown sex they are at an X locus of the sex that the number of their alleles says.
    """
    sex = profile.sex
    if sex is None:
        alleles = profile.genotypes.get(model.locus.name, ())
        sex = Sex.MALE if model.locus.chromosome is Chromosome.X and len(alleles) == 1 else Sex.FEMALE
    return log_likelihood(unrelated(("x", sex)), {"x": profile}, [model], theta=theta, founders=founders).total
