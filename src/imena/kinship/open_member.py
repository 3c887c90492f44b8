"""The open member: how well every genotype that a missing person could have would fit the family.

The family is summed once per locus with one member left open. What comes out is a table over that member's genotypes,
so that comparing remains with the family is one look-up and one addition per locus.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from imena.kinship.elimination import program_of, shared_by
from imena.kinship.errors import KinshipError
from imena.kinship.kernels import IntArray, instructions, run
from imena.kinship.likelihood import LocusModel, typed_genotypes
from imena.kinship.loci import FloatArray, Locus
from imena.kinship.pedigree import Pedigree
from imena.kinship.profiles import Profile
from imena.kinship.shape import Founders, Shape, shape_of


@dataclass(frozen=True, eq=False)
class OpenMemberTable:
    """What a family says of a missing member's genotype at one locus.

    `probability`: P(genotype | the typed relatives), shape (alleles, alleles), symmetric; an entry off the diagonal is
    the probability of the heterozygote, standing in both places. Shape (alleles,) for a male at an X locus.
    `log_relatives`: the natural log-likelihood of the relatives' genotypes; minus infinity where they contradict each
    other, and then every probability is NaN-free zero.
    """

    locus: Locus
    probability: FloatArray
    log_relatives: float

    @property
    def log10_lr(self) -> FloatArray:
        """log10 of P(genotype | relatives) / P(genotype in the population), in the shape of `probability`.

        Minus infinity where the genotype is impossible.
        """
        p = self.locus.probabilities
        population = p if self.probability.ndim == 1 else np.outer(p, p) * (2 - np.eye(len(p)))
        with np.errstate(divide="ignore"):
            return np.log10(self.probability) - np.log10(population)


def open_member_table(
    pedigree: Pedigree,
    member: str,
    profiles: Mapping[str, Profile],
    model: LocusModel,
    *,
    founders: Founders = Founders.KEPT,
) -> OpenMemberTable:
    """The table of one untyped member at one locus. Raises `KinshipError` where the member is typed or unknown."""
    if member not in pedigree.members:
        raise KinshipError("{member} is not in the pedigree", member=member)
    genotypes = typed_genotypes(pedigree, profiles, model.locus)
    if member in genotypes:
        raise KinshipError("{member} is typed and cannot be left open", member=member)
    shape, order = shape_of(
        pedigree,
        typed=genotypes.keys(),
        open_member=member,
        chromosome=model.locus.chromosome,
        founders=founders,
    )
    rows = np.array([genotypes[person] for person in order], dtype=np.int64).reshape(1, len(order), 2)
    probability, log_relatives = open_member_tables(shape, model, rows)
    return OpenMemberTable(model.locus, probability[0], float(log_relatives[0]))


def open_member_tables(shape: Shape, model: LocusModel, genotypes: IntArray) -> tuple[FloatArray, FloatArray]:
    """The tables of many families of one shape at one locus.

    `genotypes`: (families, typed, 2). Returns the probabilities, shape (families, alleles, alleles) or (families,
    alleles), and the log-likelihoods of the relatives, shape (families,), as in `OpenMemberTable`.
    """
    alleles = len(model.locus)
    steps = program_of(shape, shared_by(len(genotypes)))
    program = instructions(steps, alleles)
    values, scales = run(program, model.tables, np.zeros(len(genotypes), dtype=np.int64), genotypes)
    totals = values.sum(axis=1, keepdims=True)
    joint = np.divide(values, totals, out=np.zeros_like(values), where=totals > 0)
    if len(steps.network.open_variables) == 2:
        ordered = joint.reshape(-1, alleles, alleles)
        joint = ordered + ordered.transpose(0, 2, 1) * (1 - np.eye(alleles))
        joint[:, np.arange(alleles), np.arange(alleles)] = ordered[:, np.arange(alleles), np.arange(alleles)]
    with np.errstate(divide="ignore"):
        return joint, np.log(totals[:, 0]) + scales
