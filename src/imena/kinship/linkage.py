"""Linkage: two loci near each other on a chromosome, whose alleles are often passed on together.

Given every meiosis, the loci are independent. So each is summed with its meioses left open, and the two tables are
joined: a meiosis passes on the same grandparent's side at both loci with probability 1 − ρ, another with ρ, the
recombination fraction (Lander & Green 1987, PNAS 84:2363, for two loci).
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from imena.kinship.engine.elimination import program_of
from imena.kinship.engine.families import typing_of
from imena.kinship.engine.instructions import instructions, run
from imena.kinship.engine.shape import Shape, Shaped, Standing, shape_of
from imena.kinship.engine.summing import own_tables
from imena.kinship.errors import KinshipError
from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.pedigree import Pedigree
from imena.kinship.profiles import Profile

MOST_MEIOSES = 18
"""A pedigree with more meioses between its members than this would need too large a table."""

Meiosis = tuple[int, int]
"""The child and the parent, by their places in the shape."""


def haldane(centimorgans: float) -> float:
    """The recombination fraction over a map distance, were crossovers independent: ρ = (1 − e^(−2d)) / 2, d in morgans.

    Haldane 1919 (J Genet 8:299).
    """
    return (1 - math.exp(-centimorgans / 50)) / 2


def kosambi(centimorgans: float) -> float:
    """The recombination fraction over a map distance, where one crossover hinders the next: ρ = tanh(2d) / 2.

    Kosambi 1944 (Ann Eugen 12:172).
    """
    return math.tanh(centimorgans / 50) / 2


def log_likelihood_of_pair(
    pedigrees: Pedigree | Sequence[Pedigree],
    profiles: Mapping[str, Profile],
    models: tuple[LocusModel, LocusModel],
    rho: float,
) -> float:
    """The natural log-likelihood of a hypothesis at two linked loci of one chromosome.

    `rho`: the recombination fraction, from 0 to 0.5, in meioses of both sexes; at 0.5 the loci are unlinked. Raises
    `KinshipError` for another ρ, for loci on different chromosomes and for more than `MOST_MEIOSES` meioses.
    """
    if not 0 <= rho <= 0.5:
        raise KinshipError("expected a recombination fraction from 0 to 0.5, found {rho}", rho=rho)
    first, second = models
    if first.locus.chromosome is not second.locus.chromosome:
        raise KinshipError(
            "{first} and {second} are not on one chromosome", first=first.locus.name, second=second.locus.name
        )
    parts = (pedigrees,) if isinstance(pedigrees, Pedigree) else tuple(pedigrees)
    return sum(_of_part(part, profiles, models, rho) for part in parts)


def _of_part(
    pedigree: Pedigree, profiles: Mapping[str, Profile], models: tuple[LocusModel, LocusModel], rho: float
) -> float:
    typings = [typing_of(pedigree, profiles, model.locus) for model in models]
    if any(typing.is_impossible for typing in typings):
        return -math.inf
    needed = [id for typing in typings for id in (*typing.genotypes, *typing.weights)]
    tables: list[FloatArray] = []
    scale = 0.0
    meioses: list[Meiosis] = []
    for model, typing in zip(models, typings, strict=True):
        shaped = shape_of(
            pedigree.without_twins,
            typed=typing.genotypes,
            uncertain=typing.weights,
            needed=needed,
            chromosome=model.locus.chromosome,
        )
        meioses = _meioses(shaped.shape)
        family = typing.family(shaped, model.locus)
        code = program_of(shaped.shape, open_meioses=True)
        program = instructions(code, len(model.locus))
        own = own_tables(shaped.shape, family, None) if program.own else None
        values, scales = run(program, model.tables, np.zeros(1, dtype=np.int64), family.genotypes, own)
        tables.append(_over(meioses, code.network.meioses, values[0]))
        scale += float(scales[0]) + typing.ln_weight
    joint = float(np.sum(tables[0] * _recombined(_swap_founders(tables[1], shaped, meioses), rho)))
    return math.log(joint) + scale - len(meioses) * math.log(2) if joint > 0 else -math.inf


def _meioses(shape: Shape) -> list[Meiosis]:
    """The meioses that have a choice between two alleles."""
    found = [
        (child, parent)
        for child, member in enumerate(shape.members)
        for parent in ((member.mother,) if shape.has_one_slot(child) else (member.father, member.mother))
        if not member.is_founder and not shape.has_one_slot(parent)
    ]
    if len(found) > MOST_MEIOSES:
        raise KinshipError(
            "linked loci are computed over at most {most} meioses, found {found}", most=MOST_MEIOSES, found=len(found)
        )
    return found


def _over(meioses: Sequence[Meiosis], own: Sequence[Meiosis], values: FloatArray) -> FloatArray:
    """A locus's table over its own meioses as one over all of them: elsewhere either allele is the same."""
    table = values.reshape((2,) * len(own))
    order = [meiosis for meiosis in meioses if meiosis in own]
    table = table.transpose([own.index(meiosis) for meiosis in order])
    shape = tuple(2 if meiosis in own else 1 for meiosis in meioses)
    return np.array(np.broadcast_to(table.reshape(shape), (2,) * len(meioses)))


def _swap_founders(table: FloatArray, shaped: Shaped, meioses: Sequence[Meiosis]) -> FloatArray:
    """The second locus's table, each founder's alleles taken in both orders: their phase to the first is not known."""
    for place in shaped.shape.standing(Standing.TYPED):
        if shaped.shape.members[place].is_founder:
            axes = tuple(number for number, (_, parent) in enumerate(meioses) if parent == place)
            table = (table + np.flip(table, axes)) / 2 if axes else table
    return table


def _recombined(table: FloatArray, rho: float) -> FloatArray:
    """For each way of the first locus, the sum over those of the second, by the recombinations between them."""
    for axis in range(table.ndim):
        table = (1 - rho) * table + rho * np.flip(table, axis)
    return table
