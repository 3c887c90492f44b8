"""Likelihood: the probability of the genotypes of typed relatives, given how they are related.

Exact for any pedigree, loops included: alleles and meioses of everyone untyped are summed out
(`network`, `elimination`, `kernels`). Loci are taken as unlinked, so their log-likelihoods add up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from imena.kinship.elimination import program_of, shared_by
from imena.kinship.kernels import IntArray, instructions, run, tables
from imena.kinship.loci import FloatArray, Locus
from imena.kinship.lumping import Lumps, lump, worth_lumping
from imena.kinship.mutation import NO_MUTATION, Mutation, Transmission
from imena.kinship.pedigree import Pedigree
from imena.kinship.profiles import Profile
from imena.kinship.shape import Founders, Shape, shape_of


@dataclass(frozen=True, eq=False)
class LocusModel:
    """What is assumed of a locus: its alleles and frequencies, and how they mutate."""

    locus: Locus
    transmission: Transmission

    @classmethod
    def of(cls, locus: Locus, mutation: Mutation = NO_MUTATION) -> "LocusModel":
        return cls(locus, mutation.at(locus))

    @cached_property
    def tables(self) -> FloatArray:
        """The one row of tables of this locus, for `kernels.run`."""
        return tables(
            self.locus.probabilities[np.newaxis],
            self.transmission.paternal[np.newaxis],
            self.transmission.maternal[np.newaxis],
        )

    @cached_property
    def lumps(self) -> Lumps | None:
        """How its alleles may be lumped; None where the mutation model does not allow it."""
        return Lumps.of(self.locus.probabilities, self.transmission)


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Natural log-likelihoods by locus. Minus infinity: the genotypes are impossible under this relationship."""

    by_locus: Mapping[str, float]

    @property
    def total(self) -> float:
        return float(sum(self.by_locus.values()))


def log_likelihood(
    pedigrees: Pedigree | Sequence[Pedigree],
    profiles: Mapping[str, Profile],
    models: Sequence[LocusModel],
    *,
    founders: Founders = Founders.KEPT,
) -> Likelihood:
    """The log-likelihood of a hypothesis: one pedigree, or several that share no one and are independent.

    `profiles` are keyed by the ids of the people in the pedigrees; people without one are untyped. Raises
    `ProfileError` for an allele that a locus does not have.
    """
    parts = (pedigrees,) if isinstance(pedigrees, Pedigree) else tuple(pedigrees)
    by_locus = {
        model.locus.name: sum(_one_locus(part, profiles, model, founders) for part in parts) for model in models
    }
    return Likelihood(by_locus)


def _one_locus(pedigree: Pedigree, profiles: Mapping[str, Profile], model: LocusModel, founders: Founders) -> float:
    genotypes = typed_genotypes(pedigree, profiles, model.locus)
    shape, order = shape_of(pedigree, typed=genotypes.keys(), chromosome=model.locus.chromosome, founders=founders)
    rows = np.array([[genotypes[person] for person in order]], dtype=np.int64).reshape(1, len(order), 2)
    return float(log_likelihoods(shape, model, rows)[0])


def typed_genotypes(pedigree: Pedigree, profiles: Mapping[str, Profile], locus: Locus) -> dict[str, tuple[int, int]]:
    """The genotypes of those who are typed at the locus, by id, as positions among its alleles."""
    found = {}
    for person in pedigree.people:
        profile = profiles.get(person.id)
        genotype = profile.indices(locus, person.sex) if profile else None
        if genotype is not None:
            found[person.id] = genotype
    return found


def log_likelihoods(shape: Shape, model: LocusModel, genotypes: IntArray) -> FloatArray:
    """Natural log-likelihoods, shape (families,), of many families of one shape at one locus.

    `genotypes`: (families, typed, 2), positions among the alleles of the locus, in the order of the shape's typed
    members. The shape has no open member.
    """
    if model.lumps is not None and worth_lumping(shape, len(model.locus), genotypes):
        return _log_likelihoods_lumped(shape, model.lumps, genotypes)
    program = instructions(program_of(shape, shared_by(len(genotypes))), len(model.locus))
    values, scales = run(program, model.tables, np.zeros(len(genotypes), dtype=np.int64), genotypes)
    return _log(values[:, 0]) + scales


def _log_likelihoods_lumped(shape: Shape, lumps: Lumps, genotypes: IntArray) -> FloatArray:
    result = np.empty(len(genotypes))
    for group in lump(lumps, genotypes):
        program = instructions(program_of(shape, 1), group.alleles)
        values, scales = run(program, group.tables, np.arange(len(group.families)), group.genotypes)
        result[group.families] = _log(values[:, 0]) + scales
    return result


def _log(values: FloatArray) -> FloatArray:
    """The natural logarithm; minus infinity of zero."""
    with np.errstate(divide="ignore"):
        return np.log(values)
