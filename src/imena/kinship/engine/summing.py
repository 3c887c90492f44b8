"""Summing: the network of a shape summed for many families, over every way its founders' alleles came about."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np

from imena.kinship.engine import coancestry
from imena.kinship.engine.coancestry import Founding, is_simple
from imena.kinship.engine.elimination import nominal, program_of, shared_by
from imena.kinship.engine.families import Families
from imena.kinship.engine.instructions import IntArray, instructions, run
from imena.kinship.engine.lumping import lump, spread, worth_lumping
from imena.kinship.engine.shape import Shape, Standing
from imena.kinship.errors import CoancestryError
from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel

MOST_WORK = 3e8
"""Products for one family at one locus beyond which co-ancestry is refused; about a second."""

Scaled = tuple[FloatArray, FloatArray]
"""Values (families, cells) and the natural logarithm of their scale (families,); value × exp(scale) is meant."""


@dataclass(frozen=True, eq=False)
class _Task:
    """Families of one shape, and the tables they are summed with.

    `tables`: rows for `instructions.run`, `rows` saying which is whose. `frequencies`: (alleles,) or
    (families, alleles).
    """

    shape: Shape
    alleles: int
    tables: FloatArray
    rows: IntArray
    frequencies: FloatArray
    families: Families

    @property
    def sharing(self) -> int:
        """How many families share a row of tables, roughly."""
        return shared_by(len(self.families)) if len(self.tables) == 1 else 1

    @classmethod
    def of(cls, shape: Shape, model: LocusModel, families: Families) -> Self:
        rows = np.zeros(len(families), dtype=np.int64)
        return cls(shape, len(model.locus), model.tables, rows, model.locus.probabilities, families)


def summed(shape: Shape, model: LocusModel, families: Families, theta: float = 0.0) -> Scaled:
    """The likelihood of each family, one cell; or the table of its open member, (alleles²) or (alleles,) cells."""
    rest = 2 if shape.standing(Standing.OPEN) else 1
    if _may_be_lumped(model, families, rest) and _worth_lumping(shape, model, families, theta, rest):
        values, scales = _lumped(shape, model, families, theta, rest)
    else:
        values, scales = _sum(_Task.of(shape, model, families), theta)
    return values, scales if families.ln_weight is None else scales + families.ln_weight


def _may_be_lumped(model: LocusModel, families: Families, rest: int) -> bool:
    return families.weights is None and model.lumps is not None and (rest == 1 or model.lumps.may_open)


def _worth_lumping(shape: Shape, model: LocusModel, families: Families, theta: float, rest: int) -> bool:
    """Always with co-ancestry, where a sum over many ways is to be made at each locus anyway."""
    if is_simple(shape, theta):
        return worth_lumping(shape, len(model.locus), families.genotypes, rest)
    return bool(2 * families.genotypes.shape[1] + rest < len(model.locus))


def _lumped(shape: Shape, model: LocusModel, families: Families, theta: float, rest: int) -> Scaled:
    assert model.lumps is not None
    lumped = lump(model.lumps, families.genotypes, rest)
    rows = np.arange(len(families))
    own = Families(lumped.genotypes)
    values, scales = _sum(_Task(shape, lumped.alleles, lumped.tables, rows, lumped.frequencies, own), theta)
    return (spread(model.lumps, lumped, values) if rest == 2 else values), scales


def _sum(task: _Task, theta: float) -> Scaled:
    return _run(task) if is_simple(task.shape, theta) else _over_foundings(task, theta)


def _over_foundings(task: _Task, theta: float) -> Scaled:
    """The sum over the ways the founders' alleles came about, each with its probability."""
    parts = []
    for probability, autozygous in coancestry.autozygosities(task.shape):
        genotypes = task.families.genotypes
        ln_typed, pool = coancestry.typed_founders(task.shape, genotypes, task.frequencies, theta, autozygous)
        foundings = coancestry.foundings(task.shape, theta, autozygous)
        _check_work(task.shape, task.sharing, task.alleles, tuple(founding for _, founding in foundings))
        for weight, founding in foundings:
            values, scales = _run(task, founding, pool)
            parts.append((values, scales + ln_typed + np.log(probability * weight)))
    return _added(parts)


@lru_cache(maxsize=65536)
def _check_work(shape: Shape, sharing: int, alleles: int, foundings: tuple[Founding, ...]) -> None:
    programs = (program_of(shape, sharing, nominal(alleles, sharing), founding) for founding in foundings)
    work = sum(program.cost(alleles, 1) for program in programs)
    if work > MOST_WORK:
        raise CoancestryError(
            "co-ancestry over {foundings} ways of being alike at a locus of {alleles} alleles is too much work: set it "
            "to 0, or take a mutation model that lets alleles be taken together (none, proportional)",
            foundings=len(foundings),
            alleles=alleles,
        )


def _added(parts: list[Scaled]) -> Scaled:
    scales = np.max([scale for _, scale in parts], axis=0)
    finite = np.where(np.isfinite(scales), scales, 0.0)
    total = sum(values * np.exp(scale - finite)[:, np.newaxis] for values, scale in parts)
    return np.asarray(total), finite


def _run(task: _Task, founding: Founding | None = None, pool: FloatArray | None = None) -> Scaled:
    program = program_of(task.shape, task.sharing, nominal(task.alleles, task.sharing), founding)
    code = instructions(program, task.alleles)
    own = own_tables(task.shape, task.families, pool if program.network.own_pool else None) if code.own else None
    values, scales = run(code, task.tables, task.rows, task.families.genotypes, own)
    return _all_cells(task.shape, values, len(program.network.open_variables), task.alleles), scales


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
