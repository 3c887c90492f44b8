"""Summing: the network of a shape summed for many families, over every way its founders' alleles came about."""

import numpy as np

from imena.kinship.engine import coancestry
from imena.kinship.engine.coancestry import Founding, is_simple
from imena.kinship.engine.elimination import nominal, program_of, shared_by
from imena.kinship.engine.families import Families
from imena.kinship.engine.kernels import IntArray, instructions, run
from imena.kinship.engine.lumping import lump, worth_lumping
from imena.kinship.engine.shape import Shape, Standing
from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel

Scaled = tuple[FloatArray, FloatArray]
"""Values (families, cells) and the natural logarithm of their scale (families,); value × exp(scale) is meant."""


def summed(shape: Shape, model: LocusModel, families: Families, theta: float = 0.0) -> Scaled:
    """The likelihood of each family, one cell; or the table of its open member, (alleles²) or (alleles,) cells."""
    if not is_simple(shape, theta):
        values, scales = _over_foundings(shape, model, families, theta)
    elif _may_be_lumped(shape, model, families):
        values, scales = _lumped(shape, model, families.genotypes)
    else:
        values, scales = _run(shape, model, families)
    return values, scales if families.ln_weight is None else scales + families.ln_weight


def _may_be_lumped(shape: Shape, model: LocusModel, families: Families) -> bool:
    certain = families.weights is None and not shape.standing(Standing.OPEN)
    return certain and model.lumps is not None and worth_lumping(shape, len(model.locus), families.genotypes)


def _lumped(shape: Shape, model: LocusModel, genotypes: IntArray) -> Scaled:
    assert model.lumps is not None
    values, scales = np.empty((len(genotypes), 1)), np.empty(len(genotypes))
    for group in lump(model.lumps, genotypes):
        program = instructions(program_of(shape), group.alleles)
        values[group.families], scales[group.families] = run(
            program, group.tables, np.arange(len(group.families)), group.genotypes
        )
    return values, scales


def _over_foundings(shape: Shape, model: LocusModel, families: Families, theta: float) -> Scaled:
    """The sum over the ways the founders' alleles came about, each with its probability."""
    parts = []
    for probability, autozygous in coancestry.autozygosities(shape):
        ln_typed, pool = coancestry.typed_founders(
            shape, families.genotypes, model.locus.probabilities, theta, autozygous
        )
        for weight, founding in coancestry.foundings(shape, theta, autozygous):
            values, scales = _run(shape, model, families, founding, pool)
            parts.append((values, scales + ln_typed + np.log(probability * weight)))
    return _added(parts)


def _added(parts: list[Scaled]) -> Scaled:
    scales = np.max([scale for _, scale in parts], axis=0)
    finite = np.where(np.isfinite(scales), scales, 0.0)
    total = sum(values * np.exp(scale - finite)[:, np.newaxis] for values, scale in parts)
    return np.asarray(total), finite


def _run(
    shape: Shape,
    model: LocusModel,
    families: Families,
    founding: Founding | None = None,
    pool: FloatArray | None = None,
) -> Scaled:
    alleles, sharing = len(model.locus), shared_by(len(families))
    program = program_of(shape, sharing, nominal(alleles, sharing), founding)
    code = instructions(program, alleles)
    own = own_tables(shape, families, pool if program.network.own_pool else None) if code.own else None
    values, scales = run(code, model.tables, np.zeros(len(families), dtype=np.int64), families.genotypes, own)
    return _all_cells(shape, values, len(program.network.open_variables), alleles), scales


def own_tables(shape: Shape, families: Families, pool: FloatArray | None) -> FloatArray:
    """The families' own tables in a row each: the pool, then what was seen of each uncertain member.

    A member with one slot has it in the first row of the table.
    """
    parts = [] if pool is None else [pool]
    if families.weights is not None:
        for number, place in enumerate(shape.standing(Standing.UNCERTAIN)):
            table = families.weights[:, number]
            if shape.has_one_slot(place):
                diagonal = np.diagonal(table, axis1=1, axis2=2)
                table = np.broadcast_to(diagonal[:, np.newaxis, :], table.shape)
            parts.append(table.reshape(len(families), -1))
    return np.ascontiguousarray(np.concatenate(parts, axis=1))


def _all_cells(shape: Shape, values: FloatArray, open_variables: int, alleles: int) -> FloatArray:
    """Open slots that are copies of one draw, on the diagonal of the table over both."""
    two_slots = any(not shape.has_one_slot(place) for place in shape.standing(Standing.OPEN))
    if not (two_slots and open_variables == 1):
        return values
    table = np.zeros((len(values), alleles, alleles))
    table[:, np.arange(alleles), np.arange(alleles)] = values
    return table.reshape(len(values), -1)
