"""Kernels of the engine: the compiled code that takes the steps of a program, laid out in `instructions`."""

from typing import Any

import numba
import numpy as np

from imena.kinship.engine.elimination import MOST_OPERANDS
from imena.kinship.engine.instructions import HEAD, SMALL
from imena.kinship.engine.network import Doubling

FIXED, PHASED = int(Doubling.FIXED), int(Doubling.PHASED)


def compiled(function: Any) -> Any:
    """Compile a function once and keep the result on disk; it may run beside other threads."""
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)


@compiled
def take_steps(code, sizes, loci, own, locus, genotypes, orders, work, values, scales):  # type: ignore[no-untyped-def]
    steps, constants, constant_code, result, added, most_axes = sizes
    views = np.empty((MOST_OPERANDS, most_axes + 2), dtype=np.int64)
    counter = np.empty(most_axes, dtype=np.int64)
    laid, constant_scale = -1, 0.0
    for family in range(len(genotypes)):
        if locus[family] != laid:
            laid = locus[family]
            for number in range(loci.shape[1]):
                work[number] = loci[laid, number]
            constant_scale = 0.0
            at = 0
            for _ in range(constants):
                constant_scale += _take_step(code, at, genotypes, family, work, views, counter)
                at += code[at]
        for number in range(own.shape[1]):
            work[loci.shape[1] + number] = own[family, number]
        scale = constant_scale
        at = constant_code
        for _ in range(constants, steps):
            scale += _take_step(code, at, genotypes, family, work, views, counter)
            at += code[at]
        for cell in range(result + 1, result + added):
            work[result] += work[cell]
        weight = _weight(orders, genotypes, family)
        for cell in range(values.shape[1]):
            values[family, cell] = work[result + cell] * weight
        scales[family] = scale


@compiled
def _weight(orders, genotypes, family):  # type: ignore[no-untyped-def]
    """One half for each selector, and each typed person's orders of alleles counted once."""
    doublings, weight = orders
    for person in range(len(doublings)):
        same = genotypes[family, person, 0] == genotypes[family, person, 1]
        if doublings[person] == FIXED and not same:
            weight *= 2.0
        elif doublings[person] == PHASED and same:
            weight *= 0.5
    return weight


@compiled
def _take_step(code, at, genotypes, family, work, views, counter):  # type: ignore[no-untyped-def]
    """Multiply the views of a step, sum one axis, write the product; the logarithm of the scale taken out.

    A view is its start, then its strides. The product is written row by row, a row being the last axis kept.
    """
    operands, axes, output, size = code[at + 1], code[at + 2], code[at + 3], code[at + 4]
    row, summed = code[at + 5], code[at + 6]
    extents = at + HEAD
    _aim(code, extents + axes, operands, axes, genotypes, family, views)
    for axis in range(axes - 1):
        counter[axis] = 0
    most = 0.0
    for cell in range(output, output + size, row):
        most = max(most, _write_row(work, cell, row, summed, views, operands, axes))
        axis = axes - 2
        while axis >= 0:
            counter[axis] += 1
            if counter[axis] < code[extents + axis]:
                for view in range(operands):
                    views[view, 0] += views[view, 1 + axis]
                break
            counter[axis] = 0
            for view in range(operands):
                views[view, 0] -= (code[extents + axis] - 1) * views[view, 1 + axis]
            axis -= 1
    if most >= SMALL or most == 0.0:
        return 0.0
    for cell in range(output, output + size):
        work[cell] /= most
    return np.log(most)


@compiled
def _aim(code, at, operands, axes, genotypes, family, views):  # type: ignore[no-untyped-def]
    """Point each view at the alleles of the typed people in it."""
    for view in range(operands):
        for number in range(axes + 2):
            views[view, number] = code[at + number]
        at += axes + 3
        for _ in range(code[at - 1]):
            person, first, stride, axis = code[at], code[at + 1], code[at + 2], code[at + 3]
            here = genotypes[family, person, first]
            views[view, 0] += here * stride
            if axis >= 0:  # both slots of a person may stand in one constant, so that shifts along a phase add up
                views[view, 1 + axis] += (genotypes[family, person, 1 - first] - here) * stride
            at += 4


@compiled
def _write_row(work, cell, row, summed, views, operands, axes):  # type: ignore[no-untyped-def]
    """Write `row` numbers from `cell` on, each a sum of products of the views; the largest of them.

    One, two and three views have loops of their own. Where nothing is kept the row is one number.
    """
    most = 0.0
    across, along = max(axes, 1), axes + 1
    for number in range(row):
        total = 0.0
        if operands == 1:
            a, along_a = views[0, 0] + number * views[0, across], views[0, along]
            for value in range(summed):
                total += work[a + value * along_a]
        elif operands == 2:
            a, along_a = views[0, 0] + number * views[0, across], views[0, along]
            b, along_b = views[1, 0] + number * views[1, across], views[1, along]
            for value in range(summed):
                total += work[a + value * along_a] * work[b + value * along_b]
        elif operands == 3:
            a, along_a = views[0, 0] + number * views[0, across], views[0, along]
            b, along_b = views[1, 0] + number * views[1, across], views[1, along]
            c, along_c = views[2, 0] + number * views[2, across], views[2, along]
            for value in range(summed):
                total += work[a + value * along_a] * work[b + value * along_b] * work[c + value * along_c]
        else:
            for value in range(summed):
                product = 1.0
                for view in range(operands):
                    product *= work[views[view, 0] + number * views[view, across] + value * views[view, along]]
                total += product
        work[cell + number] = total
        most = max(most, total)
    return most


@compiled
def spread(tables, places, shares, more, result):  # type: ignore[no-untyped-def]
    """Tables over lumps, (families, lumps, lumps), written out over all alleles; see `lumping.spread`."""
    for family in range(len(tables)):
        for one in range(places.shape[1]):
            for other in range(places.shape[1]):
                value = tables[family, places[family, one], places[family, other]]
                result[family, one, other] = value * shares[family, one] * shares[family, other]
            result[family, one, one] += more[family, one]


@compiled
def unordered(values, totals, result):  # type: ignore[no-untyped-def]
    """Tables over two slots as probabilities of genotypes; `totals` of what they sum to, 0 where impossible."""
    alleles = result.shape[1]
    for family in range(len(values)):
        total = 0.0
        for cell in range(values.shape[1]):
            total += values[family, cell]
        totals[family] = total
        scale = 1 / total if total > 0 else 0.0
        for one in range(alleles):
            result[family, one, one] = values[family, one * alleles + one] * scale
            for other in range(one):
                both = (values[family, one * alleles + other] + values[family, other * alleles + one]) * scale
                result[family, one, other] = result[family, other, one] = both
