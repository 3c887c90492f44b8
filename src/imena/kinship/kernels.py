"""Kernels: the one module with compiled code. It runs a program of elimination over many families.

`Instructions` is a program written out as arrays of integers for a number of alleles. `run` interprets it in compiled
code; `run_plain` is its twin in NumPy, tested equal. Both work in one array: the tables of a locus, then the product
of each step. An operand is a strided view into it; a typed person's alleles only move the view's start and, through
the phase, one of its strides.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from imena.kinship.elimination import Axis, Operand, Product, Program, Step, extent_of
from imena.kinship.loci import FloatArray
from imena.kinship.network import Doubling, Extent, Factor, Hidden, Table, Typed

IntArray = NDArray[np.int64]

SMALL = 1e-30
"""A product whose largest entry falls below this is scaled up, and the scale is kept as a logarithm."""

_NO_PHASE = -1


class Instructions(NamedTuple):
    """A program for a locus of `alleles` alleles, its lists flattened.

    The last axis of a step is the one that is summed, of extent 1 where nothing is. `step_operands` (steps + 1) and
    `operand_shifts` (operands + 1) say where each one's part of the following lists begins.
    """

    alleles: int
    constants: int
    workspace: int
    cells: int
    halvings: int
    doublings: IntArray
    step_axes: IntArray
    step_extents: IntArray
    step_output: IntArray
    step_size: IntArray
    step_operands: IntArray
    operand_start: IntArray
    operand_strides: IntArray
    operand_shifts: IntArray
    aimed: IntArray
    """The operands that have shifts."""
    shift_person: IntArray
    shift_first: IntArray
    shift_stride: IntArray
    shift_axis: IntArray


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
    for step in program.steps:
        writer.write(step)
    operands = [operand for step in writer.operands for operand in step]
    shifts = [shift for operand in operands for shift in operand.shifts]
    return Instructions(
        alleles=alleles,
        constants=program.constants,
        workspace=writer.workspace,
        cells=alleles ** len(program.network.open_variables),
        halvings=program.network.halvings,
        doublings=_ints([int(doubling) for doubling in program.network.doublings]),
        step_axes=_ints([len(step.kept) + 1 for step in program.steps]),
        step_extents=np.array([writer.extents(step) for step in program.steps], dtype=np.int64),
        step_output=_ints(writer.outputs),
        step_size=np.diff(_ints([*writer.outputs, writer.workspace])),
        step_operands=_offsets([len(step) for step in writer.operands]),
        operand_start=_ints([operand.start for operand in operands]),
        operand_strides=_ints([s for operand in operands for s in operand.strides]).reshape(-1, writer.most_axes),
        operand_shifts=_offsets([len(operand.shifts) for operand in operands]),
        aimed=_ints([number for number, operand in enumerate(operands) if operand.shifts]),
        shift_person=_ints([shift.person for shift in shifts]),
        shift_first=_ints([shift.first for shift in shifts]),
        shift_stride=_ints([shift.stride for shift in shifts]),
        shift_axis=_ints([shift.axis for shift in shifts]),
    )


def _ints(values: list[int]) -> IntArray:
    return np.array(values, dtype=np.int64)


def _offsets(lengths: list[int]) -> IntArray:
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Shift:
    """How a typed slot moves a view: by its allele's place times the stride, and the phase's axis by the difference."""

    person: int
    first: int
    stride: int
    axis: int


@dataclass(frozen=True, slots=True)
class _View:
    """An operand as a view into the workspace: its start, its stride along each axis of the step, its shifts."""

    start: int
    strides: list[int]
    shifts: list[_Shift]


class _Writer:
    """Lays the steps of a program out in the workspace."""

    def __init__(self, program: Program, alleles: int) -> None:
        self.program = program
        self.alleles = alleles
        self.most_axes = max(len(step.kept) + 1 for step in program.steps)
        self.workspace = alleles + 4 * alleles**2
        self.outputs: list[int] = []
        self.operands: list[list[_View]] = []

    def write(self, step: Step) -> None:
        self.operands.append([self._view(operand, step) for operand in step.operands])
        self.outputs.append(self.workspace)
        self.workspace += math.prod(self._extent(axis) for axis in step.kept)

    def extents(self, step: Step) -> list[int]:
        sizes = [1 if axis is None else self._extent(axis) for axis in _axes(step)]
        return sizes + [1] * (self.most_axes - len(sizes))

    def _extent(self, axis: Axis) -> int:
        return self.alleles if extent_of(self.program.network, axis) is Extent.ALLELE else 2

    def _view(self, operand: Operand, step: Step) -> _View:
        strides = [0] * self.most_axes
        shifts: list[_Shift] = []
        if isinstance(operand, Product):
            start = self.outputs[operand.step]
            own_axes = self.program.steps[operand.step].kept
        else:
            start = self._start(operand)
            own_axes = tuple(slot.variable if isinstance(slot, Hidden) else slot for slot in operand.slots)
            if operand.selector is not None:
                block = self.alleles**2
                strides[_axes(step).index(operand.selector)] = -block if operand.flipped else block
        stride = 1
        for axis in reversed(own_axes):
            if isinstance(axis, Typed) and not step.constant:
                phase = _NO_PHASE if axis.phase is None else _axes(step).index(axis.phase)
                shifts.append(_Shift(axis.person, axis.first, stride, phase))
            else:
                strides[_axes(step).index(axis)] = stride
            stride *= self._extent(axis)
        return _View(start, strides, shifts)

    def _start(self, factor: Factor) -> int:
        block = self.alleles**2
        begins = {
            Table.FREQUENCIES: 0,
            Table.PATERNAL: self.alleles,
            Table.MATERNAL: self.alleles + 2 * block,
        }
        return begins[factor.table] + (block if factor.flipped else 0)


def _axes(step: Step) -> tuple[Axis | None, ...]:
    return (*step.kept, step.summed)


def run(program: Instructions, loci: FloatArray, locus: IntArray, genotypes: IntArray) -> tuple[FloatArray, FloatArray]:
    """The likelihoods of many families, in compiled code.

    loci: (loci, alleles + 4 alleles²), rows made by `tables`. locus: (families,), the row of each family.
    genotypes: (families, typed, 2), positions of alleles. Returns values of shape (families, cells) and the natural
    logarithm of a scale of shape (families,): the likelihood is value × exp(scale).
    """
    values = np.empty((len(genotypes), program.cells))
    scales = np.empty(len(genotypes))
    _run(program, loci, locus, genotypes, values, scales)
    return values, scales


def compiled(function: Any) -> Any:
    """Compile a function once and keep the result on disk; it may run beside other threads."""
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)


@compiled
def _run(program, loci, locus, genotypes, values, scales):  # type: ignore[no-untyped-def]
    work = np.empty(program.workspace)
    starts = program.operand_start.copy()
    strides = program.operand_strides.copy()
    at = np.empty(len(starts), dtype=np.int64)
    counter = np.empty(strides.shape[1], dtype=np.int64)
    steps = len(program.step_output)
    result = program.step_output[steps - 1]
    laid, constant_scale = -1, 0.0
    for family in range(len(genotypes)):
        if locus[family] != laid:
            laid = locus[family]
            for number in range(loci.shape[1]):
                work[number] = loci[laid, number]
            constant_scale = 0.0
            for step in range(program.constants):
                constant_scale += _take_step(program, step, work, starts, strides, at, counter)
        scale = constant_scale
        _aim(program, genotypes, family, starts, strides)
        for step in range(program.constants, steps):
            scale += _take_step(program, step, work, starts, strides, at, counter)
        weight = _weight(program, genotypes, family)
        for cell in range(program.cells):
            values[family, cell] = work[result + cell] * weight
        scales[family] = scale


@compiled
def _weight(program, genotypes, family):  # type: ignore[no-untyped-def]
    """One half for each selector, and each typed person's orders of alleles counted once."""
    weight = 0.5**program.halvings
    for person in range(len(program.doublings)):
        same = genotypes[family, person, 0] == genotypes[family, person, 1]
        if program.doublings[person] == 1 and not same:
            weight *= 2.0
        elif program.doublings[person] == 2 and same:
            weight *= 0.5
    return weight


@compiled
def _aim(program, genotypes, family, starts, strides):  # type: ignore[no-untyped-def]
    """Point the views at the alleles of the typed people."""
    for number in range(len(program.aimed)):
        operand = program.aimed[number]
        start = program.operand_start[operand]
        for axis in range(strides.shape[1]):
            strides[operand, axis] = program.operand_strides[operand, axis]
        for shift in range(program.operand_shifts[operand], program.operand_shifts[operand + 1]):
            person, first = program.shift_person[shift], program.shift_first[shift]
            here = genotypes[family, person, first]
            start += here * program.shift_stride[shift]
            axis = program.shift_axis[shift]
            if axis >= 0:  # both slots of a person may stand in one constant, so that shifts along a phase add up
                strides[operand, axis] += (genotypes[family, person, 1 - first] - here) * program.shift_stride[shift]
        starts[operand] = start


@compiled
def _take_step(program, step, work, starts, strides, at, counter):  # type: ignore[no-untyped-def]
    """Multiply the views of a step, sum its last axis, write the product; the logarithm of the scale taken out.

    The product is written row by row, a row being the last axis that is kept.
    """
    begin, end = program.step_operands[step], program.step_operands[step + 1]
    summed_axis = program.step_axes[step] - 1
    row_axis = summed_axis - 1
    output, size = program.step_output[step], program.step_size[step]
    summed = program.step_extents[step, summed_axis]
    row = program.step_extents[step, row_axis] if row_axis >= 0 else 1
    for operand in range(begin, end):
        at[operand] = starts[operand]
    for axis in range(row_axis):
        counter[axis] = 0
    most = 0.0
    for cell in range(output, output + size, row):
        most = max(most, _write_row(work, cell, row, summed, at, strides, begin, end, max(row_axis, 0), summed_axis))
        axis = row_axis - 1
        while axis >= 0:
            counter[axis] += 1
            extent = program.step_extents[step, axis]
            if counter[axis] < extent:
                for operand in range(begin, end):
                    at[operand] += strides[operand, axis]
                break
            counter[axis] = 0
            for operand in range(begin, end):
                at[operand] -= (extent - 1) * strides[operand, axis]
            axis -= 1
    if most >= SMALL or most == 0.0:
        return 0.0
    for cell in range(output, output + size):
        work[cell] /= most
    return np.log(most)


@compiled
def _write_row(work, cell, row, summed, at, strides, begin, end, row_axis, summed_axis):  # type: ignore[no-untyped-def]
    """Write `row` numbers from `cell` on, each a sum of products of the views; the largest of them.

    One, two and three views have loops of their own.
    """
    most = 0.0
    views = end - begin
    for number in range(row):
        total = 0.0
        if views == 1:
            a, along_a = at[begin] + number * strides[begin, row_axis], strides[begin, summed_axis]
            for value in range(summed):
                total += work[a + value * along_a]
        elif views == 2:
            a, along_a = at[begin] + number * strides[begin, row_axis], strides[begin, summed_axis]
            b, along_b = at[begin + 1] + number * strides[begin + 1, row_axis], strides[begin + 1, summed_axis]
            for value in range(summed):
                total += work[a + value * along_a] * work[b + value * along_b]
        elif views == 3:
            a, along_a = at[begin] + number * strides[begin, row_axis], strides[begin, summed_axis]
            b, along_b = at[begin + 1] + number * strides[begin + 1, row_axis], strides[begin + 1, summed_axis]
            c, along_c = at[begin + 2] + number * strides[begin + 2, row_axis], strides[begin + 2, summed_axis]
            for value in range(summed):
                total += work[a + value * along_a] * work[b + value * along_b] * work[c + value * along_c]
        else:
            for value in range(summed):
                product = 1.0
                for view in range(begin, end):
                    product *= work[at[view] + number * strides[view, row_axis] + value * strides[view, summed_axis]]
                total += product
        work[cell + number] = total
        most = max(most, total)
    return most


def run_plain(
    program: Instructions, loci: FloatArray, locus: IntArray, genotypes: IntArray
) -> tuple[FloatArray, FloatArray]:
    """The same as `run`, step by step in NumPy."""
    values = np.empty((len(genotypes), program.cells))
    scales = np.zeros(len(genotypes))
    for family, genotype in enumerate(genotypes):
        work = np.empty(program.workspace)
        work[: loci.shape[1]] = loci[locus[family]]
        for step, output in enumerate(program.step_output):
            product = _product_plain(program, step, genotype, work)
            most = product.max()
            if 0 < most < SMALL:
                product /= most
                scales[family] += np.log(most)
            work[output : output + product.size] = product.ravel()
        same = genotype[:, 0] == genotype[:, 1]
        weight = 0.5**program.halvings
        weight *= 2.0 ** np.sum((program.doublings == Doubling.FIXED) & ~same)
        weight *= 0.5 ** np.sum((program.doublings == Doubling.PHASED) & same)
        values[family] = work[program.step_output[-1] :][: program.cells] * weight
    return values, scales


def _product_plain(program: Instructions, step: int, genotype: IntArray, work: FloatArray) -> FloatArray:
    axes = program.step_axes[step]
    extents = tuple(program.step_extents[step][:axes])
    product = np.ones(extents)
    for operand in range(program.step_operands[step], program.step_operands[step + 1]):
        start = program.operand_start[operand]
        strides = program.operand_strides[operand][:axes].copy()
        for shift in range(program.operand_shifts[operand], program.operand_shifts[operand + 1]):
            alleles = genotype[program.shift_person[shift]]
            here, other = alleles[program.shift_first[shift]], alleles[1 - program.shift_first[shift]]
            start += here * program.shift_stride[shift]
            if program.shift_axis[shift] >= 0:
                strides[program.shift_axis[shift]] += (other - here) * program.shift_stride[shift]
        places = start + sum(
            np.arange(extent).reshape(-1, *[1] * (axes - 1 - axis)) * stride
            for axis, (extent, stride) in enumerate(zip(extents, strides, strict=True))
        )
        product = product * work[places]
    summed: FloatArray = product.sum(axis=-1)
    return summed
