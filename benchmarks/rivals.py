"""What screening is measured against: how fast bytes can be added at all, and three ways of comparing pair by pair."""

# mypy: disable-error-code="no-untyped-def,no-untyped-call,call-arg,var-annotated"

import time

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from country import AT_LEAST, KINDS, Country, cpu
from imena.kinship import Profile, log_likelihood
from imena.kinship.screening import kernels
from imena.kinship.screening.parts import Lineup
from imena.kinship.screening.plain import LANES
from imena.kinship.screening.rows import Rows, rows_of

AT_ONCE = 8
"""Sums that run beside each other, so that no addition waits for the one before."""
_VECTOR = ir.VectorType(ir.IntType(8), LANES)


@intrinsic
def _streamed(context, table, count):  # noqa: ARG001
    def generate(context, builder, signature, arguments):
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        lines = builder.bitcast(data, _VECTOR.as_pointer())
        name = f"llvm.uadd.sat.v{LANES}i8"
        add = cgutils.get_or_insert_function(builder.module, ir.FunctionType(_VECTOR, [_VECTOR, _VECTOR]), name)
        zero = ir.Constant(_VECTOR, [0] * LANES)
        totals = [cgutils.alloca_once_value(builder, zero) for _ in range(AT_ONCE)]
        eighth = builder.udiv(arguments[1], ir.Constant(ir.IntType(64), AT_ONCE))
        with cgutils.for_range(builder, eighth, intp=ir.IntType(64)) as loop:
            first = builder.mul(loop.index, ir.Constant(ir.IntType(64), AT_ONCE))
            for number, total in enumerate(totals):
                place = builder.add(first, ir.Constant(ir.IntType(64), number))
                line = builder.load(builder.gep(lines, [place]), align=LANES)
                builder.store(builder.call(add, [builder.load(total), line]), total)
        whole = builder.load(totals[0])
        for total in totals[1:]:
            whole = builder.call(add, [whole, builder.load(total)])
        return builder.extract_element(whole, ir.Constant(ir.IntType(32), 0))

    return types.uint8(table, count), generate


@numba.njit(nogil=True)
def stream(table, passes):
    total = 0
    for _ in range(passes):
        total += _streamed(table, np.int64(len(table)))
        table[0, 0] ^= 1
    return total


def roof(lines: int, repeats: int = 5) -> float:
    """The lines of 64 bytes that can be read from a table of so many and added with saturation, in a CPU-second."""
    buffer = np.ones((lines + 1) * LANES, dtype=np.uint8)
    begin = -buffer.ctypes.data % LANES
    table = buffer[begin : begin + lines // AT_ONCE * AT_ONCE * LANES].reshape(-1, LANES)
    stream(table, 1)
    passes = 40_000_000 // len(table)
    return passes * len(table) / cpu(lambda: stream(table, passes), repeats)


@numba.njit(nogil=True, error_model="numpy")
def gather(values, starts, codes, at_least):
    """Every pair by itself: a number for each locus, added."""
    hits = 0
    for family in range(len(starts)):
        for profile in range(len(codes)):
            total = 0.0
            for locus in range(codes.shape[1]):
                total += values[starts[family, locus] + codes[profile, locus]]
            hits += total >= at_least
    return hits


def one_by_one(rows: Rows, lineup: Lineup, pairs: int) -> int:
    """Every pair by itself in NumPy."""
    hits = 0
    for number in range(pairs):
        hits += rows.of(number % len(rows.starts), lineup.codes[number % len(lineup)]).sum() >= AT_LEAST
    return hits


def seconds_per_pair(country: Country) -> dict[str, float]:
    """CPU-seconds for one pair of each rival, over a sample of pairs."""
    lineup = Lineup.of(country.remains)
    rows = rows_of([group.part(0, 100) for group in country.groups], country.models, lineup.worths, kernels)
    few = rows.starts[:: len(rows.starts) // LANES][:LANES]
    gather(rows.values, few, lineup.codes, AT_LEAST)
    return {
        "gather kernel": cpu(lambda: gather(rows.values, few, lineup.codes, AT_LEAST), 5) / (len(few) * len(lineup)),
        "NumPy, one pair at a time": cpu(lambda: one_by_one(rows, lineup, 20_000), 3) / 20_000,
        "exact engine, one pair at a time": _engine(country),
    }


def _engine(country: Country, pairs: int = 20) -> float:
    """The likelihood of relatives and remains together; what does not change from pair to pair is not counted."""
    spent = 0.0
    for kind, group in zip(KINDS, country.groups, strict=True):
        families = [
            {id: profile_of(id, codes, country) for id, codes in zip(kind.relatives, group.codes[number], strict=True)}
            for number in range(pairs)
        ]
        for measured in (False, True):
            begin = time.process_time()
            for number, relatives in enumerate(families):
                bone = profile_of("MP", country.remains.codes[number], country, country.remains.observations)
                log_likelihood(kind.pedigree, relatives | {"MP": bone}, country.models)
            spent += measured * (time.process_time() - begin)
    return spent / (pairs * len(KINDS))


def profile_of(name, codes, country, observations=None) -> Profile:
    """Read a profile back from its numbers; what is known in part is left out."""
    genotypes = {}
    for code, seen_there in zip(codes.tolist(), observations or country.observer.observations, strict=True):
        seen = seen_there[code]
        if seen is not None and seen.genotype is not None:
            genotypes[seen_there.locus.name] = tuple(seen_there.locus.alleles[allele] for allele in seen.genotype)
    return Profile(name, genotypes)
