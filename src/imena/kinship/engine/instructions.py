"""Instructions: a program of elimination written out for a number of alleles, and run over many families.

A program becomes *code*, one array of integers; `run` has it interpreted in compiled code (`kernels`), `run_plain` is
its twin in NumPy, tested equal. Both work in one array: the tables of a locus, then the product of each step. An
operand is a strided view into it; a typed person's alleles only move the view's start and, through the phase, one of
its strides.

A family's own tables, its pool and what was seen of its uncertain members, stand behind those of the locus.

The code of a step, `axes` being how many axes it keeps:

    length, operands, axes, output, size, row, summed, extent of each axis,
    and for each operand: start, stride along each axis, stride along the summed one, shifts,
        and for each shift: person, first, stride, axis (or −1)

`length` leads to the next step. `row` is the extent of the last axis kept, 1 where there is none; `summed` that of the
axis summed, 1 where nothing is. A shift adds stride × allele number `first` of the person to the start; along `axis`,
which a phase is on, it adds stride × (the other allele − this one).
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from imena.kinship.engine.elimination import Axis, Operand, Product, Program, Step, extent_of
from imena.kinship.engine.network import Doubling, Extent, Factor, Hidden, Table, Typed
from imena.kinship.loci import FloatArray

IntArray = NDArray[np.int64]

SMALL = 1e-30
"""A product whose largest entry falls below this is scaled up, and the scale is kept as a logarithm."""

HEAD = 7
"""How many numbers of a step's code come before its extents."""
_NO_PHASE = -1


class Instructions(NamedTuple):
    """A program for a locus of `alleles` alleles.

    `code` holds `steps` steps, the first `constants` of them in its first `constant_code` numbers; none keeps more than
    `most_axes` axes. `workspace` is how many numbers the tables and products take, `own` of them a family's own tables;
    the answer is `cells` of them from `result` on, or where nothing is open the sum of `added`.
    """

    alleles: int
    steps: int
    constants: int
    constant_code: int
    most_axes: int
    own: int
    workspace: int
    result: int
    cells: int
    added: int
    halvings: int
    doublings: IntArray
    code: IntArray


def tables(frequencies: FloatArray, paternal: FloatArray, maternal: FloatArray) -> FloatArray:
    """The tables of loci, one row each: frequencies, then (transitions, ones) of fathers and of mothers.

    From arrays of shapes (loci, alleles), (loci, alleles, alleles) and the same; gives (loci, alleles + 4 alleles²).
    """
    ones = np.ones_like(paternal)
    parts = (frequencies, paternal, ones, maternal, ones)
    return np.concatenate([part.reshape(len(frequencies), -1) for part in parts], axis=1)


@lru_cache(maxsize=16384)
def instructions(program: Program, alleles: int) -> Instructions:
    """A program written out for a number of alleles."""
    writer = _Writer(program, alleles)
    steps = [list(writer.write(step)) for step in program.steps]
    return Instructions(
        alleles=alleles,
        steps=len(steps),
        constants=program.constants,
        constant_code=sum(len(step) for step in steps[: program.constants]),
        most_axes=max(len(step.kept) for step in program.steps),
        own=writer.own,
        workspace=writer.workspace,
        result=writer.outputs[-1],
        cells=math.prod(writer.extent(axis) for axis in program.network.open_variables),
        added=0 if program.network.open_variables else writer.workspace - writer.outputs[-1],
        halvings=program.network.halvings,
        doublings=np.array([int(doubling) for doubling in program.network.doublings], dtype=np.int64),
        code=np.array([number for step in steps for number in step], dtype=np.int64),
    )


class _Writer:
    """Lays the steps of a program out in the workspace and writes their code."""

    def __init__(self, program: Program, alleles: int) -> None:
        self.program = program
        self.alleles = alleles
        self.own_begins = alleles + 4 * alleles**2
        self.own = alleles * program.network.own_pool + alleles**2 * program.network.uncertain
        self.workspace = self.own_begins + self.own
        self.outputs: list[int] = []

    def write(self, step: Step) -> Iterator[int]:
        extents = [self.extent(axis) for axis in step.kept]
        operands = [number for operand in step.operands for number in self._operand(operand, step)]
        size = math.prod(extents)
        yield HEAD + len(extents) + len(operands)
        yield from (len(step.operands), len(extents), self.workspace, size)
        yield extents[-1] if extents else 1
        yield 1 if step.summed is None else self.extent(step.summed)
        yield from extents
        yield from operands
        self.outputs.append(self.workspace)
        self.workspace += size

    def extent(self, axis: Axis) -> int:
        return self.alleles if extent_of(self.program.network, axis) is Extent.ALLELE else 2

    def _operand(self, operand: Operand, step: Step) -> Iterator[int]:
        places: dict[Axis | None, int] = {axis: place for place, axis in enumerate((*step.kept, step.summed))}
        strides = [0] * len(places)
        shifts: list[int] = []
        if isinstance(operand, Product):
            start = self.outputs[operand.step]
            axes = self.program.steps[operand.step].kept
        else:
            start = self._start(operand)
            axes = tuple(slot.variable if isinstance(slot, Hidden) else slot for slot in operand.slots)
            if operand.selector is not None:
                block = self.alleles**2
                strides[places[operand.selector]] = -block if operand.flipped else block
        stride = 1
        for axis in reversed(axes):
            if isinstance(axis, Typed) and not step.constant:
                phase = _NO_PHASE if axis.phase is None else places[axis.phase]
                shifts += (axis.person, axis.first, stride, phase)
            else:
                strides[places[axis]] += stride  # both axes of what was seen may be one draw: then its diagonal
            stride *= self.extent(axis)
        yield start
        yield from strides
        yield len(shifts) // 4
        yield from shifts

    def _start(self, factor: Factor) -> int:
        block = self.alleles**2
        seen = self.own_begins + self.alleles * self.program.network.own_pool
        begins = {
            Table.FREQUENCIES: 0,
            Table.PATERNAL: self.alleles,
            Table.MATERNAL: self.alleles + 2 * block,
            Table.POOL: self.own_begins,
            Table.SEEN: seen + factor.uncertain * block,
        }
        return begins[factor.table] + (block if factor.flipped else 0)


def run(
    program: Instructions, loci: FloatArray, locus: IntArray, genotypes: IntArray, own: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """The likelihoods of many families, in compiled code.

    loci: (loci, alleles + 4 alleles²), rows made by `tables`. locus: (families,), the row of each family.
    genotypes: (families, typed, 2), positions of alleles. own: (families, program.own), the families' own tables, where
    the program reads any. Returns values of shape (families, cells) and the natural logarithm of a scale of shape
    (families,): the likelihood is value × exp(scale).
    """
    from imena.kinship.engine.kernels import take_steps  # compiled code is loaded where it is first needed

    values = np.empty((len(genotypes), program.cells))
    scales = np.empty(len(genotypes))
    sizes = (program.steps, program.constants, program.constant_code, program.result, program.added, program.most_axes)
    work = np.empty(program.workspace)
    tables_of_families = _own_tables(program, len(genotypes), own)
    orders = (program.doublings, 0.5**program.halvings)
    take_steps(program.code, sizes, loci, tables_of_families, locus, genotypes, orders, work, values, scales)
    return values, scales


def _own_tables(program: Instructions, families: int, own: FloatArray | None) -> FloatArray:
    return np.empty((families, 0)) if own is None or program.own == 0 else own


def _weights(program: Instructions, genotypes: IntArray) -> FloatArray:
    """What `_weight` is, for all families: shape (families,)."""
    same = genotypes[:, :, 0] == genotypes[:, :, 1]
    twice = ((program.doublings == Doubling.FIXED) & ~same).sum(axis=1)
    half = ((program.doublings == Doubling.PHASED) & same).sum(axis=1)
    weights: FloatArray = np.exp2(twice - half - float(program.halvings))
    return weights


def run_plain(
    program: Instructions, loci: FloatArray, locus: IntArray, genotypes: IntArray, own: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """The same as `run`, step by step in NumPy."""
    tables_of_families = _own_tables(program, len(genotypes), own)
    values = np.empty((len(genotypes), program.cells))
    scales = np.zeros(len(genotypes))
    for family, genotype in enumerate(genotypes):
        work = np.empty(program.workspace)
        both = np.concatenate([loci[locus[family]], tables_of_families[family]])
        work[: len(both)] = both
        for code in _steps(program.code):
            product = _product_plain(code, genotype, work)
            most = product.max()
            if 0 < most < SMALL:
                product /= most
                scales[family] += np.log(most)
            work[code[3] : code[3] + code[4]] = product.ravel()
        if program.added:
            work[program.result] = work[program.result : program.result + program.added].sum()
        values[family] = work[program.result : program.result + program.cells]
    return values * _weights(program, genotypes)[:, np.newaxis], scales


def _steps(code: IntArray) -> Iterator[IntArray]:
    at = 0
    while at < len(code):
        yield code[at : at + code[at]]
        at += code[at]


def _product_plain(code: IntArray, genotype: IntArray, work: FloatArray) -> FloatArray:
    _, operands, axes, _, _, _, summed = code[:HEAD]
    extents = (*code[HEAD : HEAD + axes], summed)
    product = np.ones(extents)
    at = HEAD + axes
    for _ in range(operands):
        places = np.full(extents, code[at])
        strides = code[at + 1 : at + axes + 2].copy()
        shifts = code[at + axes + 2]
        at += axes + 3
        for person, first, stride, axis in code[at : at + 4 * shifts].reshape(-1, 4):
            here, other = genotype[person, first], genotype[person, 1 - first]
            places += here * stride
            if axis != _NO_PHASE:
                strides[axis] += (other - here) * stride
        at += 4 * shifts
        for axis, stride in enumerate(strides):
            places += np.arange(extents[axis]).reshape(-1, *[1] * (axes - axis)) * stride
        product = product * work[places]
    total: FloatArray = product.sum(axis=-1)
    return total
