"""Kernels of screening, compiled; `plain` holds their twins in NumPy, tested equal.

A block is 64 families side by side. What each genotype costs them at each locus stands in one byte per family, so that
one instruction of a processor with 512-bit registers adds for 64 families at once; others take several.
"""

# mypy: disable-error-code="no-untyped-def,no-untyped-call,call-arg,var-annotated"

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from imena.kinship.engine.kernels import compiled
from imena.kinship.screening.plain import FULL, LANES

_VECTOR = ir.VectorType(ir.IntType(8), LANES)
_WORD = ir.IntType(64)


@intrinsic
def _within(context, table, rows, begin, count, limits, level):  # noqa: ARG001
    """A bit for each family: whether the bytes of `count` rows of the table, added with saturation, are within limits.

    The rows are named by `rows[begin : begin + count]`, the limits stand in `limits[level]`.
    """

    def generate(context, builder, signature, arguments):
        table, rows, begin, count, limits, level = arguments

        def data(place, value):
            return context.make_array(signature.args[place])(context, builder, value).data

        vectors = _VECTOR.as_pointer()
        lines, bounds = (builder.bitcast(data(place, value), vectors) for place, value in ((0, table), (4, limits)))
        add = cgutils.get_or_insert_function(
            builder.module, ir.FunctionType(_VECTOR, [_VECTOR, _VECTOR]), f"llvm.uadd.sat.v{LANES}i8"
        )
        total = cgutils.alloca_once_value(builder, ir.Constant(_VECTOR, [0] * LANES))
        first = builder.gep(data(1, rows), [begin])
        with cgutils.for_range(builder, count, intp=_WORD) as loop:
            row = builder.zext(builder.load(builder.gep(first, [loop.index])), _WORD)
            line = builder.load(builder.gep(lines, [row]), align=LANES)
            builder.store(builder.call(add, [builder.load(total), line]), total)
        bound = builder.load(builder.gep(bounds, [level]), align=LANES)
        return builder.bitcast(builder.icmp_unsigned("<=", builder.load(total), bound), _WORD)

    return types.uint64(table, rows, begin, count, limits, level), generate


@compiled
def weigh(tables, begins, places, weights, result):
    for row in range(len(tables)):
        for number in range(len(begins) - 1):
            total = 0.0
            for entry in range(begins[number], begins[number + 1]):
                total += weights[entry] * tables[row, places[entry]]
            result[row, number] = total


@compiled
def pack(values, starts, maxima, scales, widths, table):
    costs = np.empty((LANES, widths.max()), dtype=np.uint8)
    line = 0
    for locus in range(len(widths)):
        width = widths[locus]
        for lane in range(LANES):
            if lane >= len(starts) or scales[lane] < 0:
                costs[lane, :width] = FULL
                continue
            row = values[starts[lane, locus] : starts[lane, locus] + width]
            most, scale = maxima[lane, locus], scales[lane]
            for number in range(width):
                costs[lane, number] = np.uint8(np.int32(min((most - row[number]) * scale, 255.0)))
        for number in range(width):
            for lane in range(LANES):
                table[line + number, lane] = costs[lane, number]
        line += width


@compiled
def join(table, pairs, begins):
    line = begins[len(begins) - 1 - len(pairs)]
    for one, other in pairs:
        for first in range(begins[one], begins[one + 1]):
            for second in range(begins[other], begins[other + 1]):
                for lane in range(LANES):
                    cost, more = table[first, lane], table[second, lane]
                    table[line, lane] = np.uint8(min(np.int32(cost) + np.int32(more), np.int32(FULL)))
                line += 1


@compiled
def scan(table, lines, first, last, limits, levels, found, masks):
    loci = lines.shape[1]
    flat = lines.reshape(-1)
    count = 0
    for number in range(first, last):
        mask = _within(table, flat, np.int64(number * loci), np.int64(loci), limits, np.int64(levels[number]))
        found[count] = number
        masks[count] = mask
        count += mask != 0
    return count


@compiled
def score(values, starts, codes, found, masks, numbers, lanes, log10_lrs):
    count = 0
    for place in range(len(found)):
        mask, number = masks[place], found[place]
        while mask:
            lane = _lowest(mask)
            mask &= mask - np.uint64(1)
            total = 0.0
            for locus in range(codes.shape[1]):
                total += values[starts[lane, locus] + codes[number, locus]]
            numbers[count], lanes[count], log10_lrs[count] = number, lane, total
            count += 1


@compiled
def _lowest(mask):
    """The place of the lowest bit that is set."""
    lane = 0
    while not mask & np.uint64(1):
        mask >>= np.uint64(1)
        lane += 1
    return lane


@compiled
def keep(rows, others, log10_lrs, best, whom):
    for place in range(len(rows)):
        row, other, log10_lr = rows[place], others[place], log10_lrs[place]
        last = best.shape[1] - 1
        if not (log10_lr > best[row, last] or (log10_lr == best[row, last] and other < whom[row, last])):
            continue
        while last > 0 and (
            log10_lr > best[row, last - 1] or (log10_lr == best[row, last - 1] and other < whom[row, last - 1])
        ):
            best[row, last], whom[row, last] = best[row, last - 1], whom[row, last - 1]
            last -= 1
        best[row, last], whom[row, last] = log10_lr, other
