"""Likelihoods and open-member tables per second by pedigree shape, beside the slow reference in the same run.

    python benchmarks/kinship.py [--families N] [--json OUT]

One core. A family is typed at 24 autosomal loci of the NIST 1036 table; mutation is stepwise. A *likelihood* is
that of the relatives and the missing person's genotype; a *table* is the probability of every genotype of the missing
person, computed for each family, or (shared rows) once for families whose relatives have the same genotypes. SE33 is
one large locus, among many families. The reference sums over everything and cannot finish at full size, so the ratio is
taken at one locus of two alleles, both sides there.
"""

import argparse
import json
import platform
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from imena.core.said import english
from imena.kinship import (
    Locus,
    LocusModel,
    Mutation,
    MutationModel,
    Profile,
    Rates,
    log_likelihood,
    nist_1036_caucasian,
    reference,
)
from imena.kinship.engine.families import Families
from imena.kinship.engine.instructions import IntArray
from imena.kinship.engine.shape import Shape, shape_of
from imena.kinship.gene_dropping import dropped_genotypes
from imena.kinship.likelihood import log_likelihoods
from imena.kinship.open_member import distinct_tables, tables_by_row
from pedigrees import CASES, Case

STEPWISE = Mutation(MutationModel.STEPWISE, Rates(0.002, 1e-6), Rates(0.0005, 1e-6))
LOCI = 24
SMALL = LocusModel.of(Locus("small", ("7", "8"), (0.4, 0.6)), STEPWISE)
REPEATS = 5


def genotypes(case: Case, model: LocusModel, families: int, *, missing: bool) -> tuple[Shape, Families]:
    """A shape and simulated genotypes (families, typed, 2); with `missing` the missing person is typed, else open."""
    typed = {*case.relatives, "MP"} if missing else set(case.relatives)
    shaped = shape_of(case.pedigree, typed=typed, open_member=None if missing else "MP")
    dropped = dropped_genotypes(case.pedigree, model, families, np.random.default_rng(1))
    place = {person.id: number for number, person in enumerate(case.pedigree.parents_first)}
    return shaped.shape, Families(np.sort(np.stack([dropped[place[id]] for id in shaped.typed], axis=1), axis=2))


def seconds(work: Callable[[], object]) -> float:
    """The best of a few runs, the first of which compiles and finds the order and does not count."""
    work()
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def reference_seconds(case: Case, rows: IntArray, order: tuple[str, ...]) -> float:
    """Seconds for one likelihood of the slow reference at the small locus; people who lead nowhere are left out."""
    needed = _ancestors(case, order)
    people = [(p.id, p.father, p.mother, p.sex.value) for p in case.pedigree.parents_first if p.id in needed]
    typed = {person: (int(a), int(b)) for person, (a, b) in zip(order, rows, strict=True)}
    paternal, maternal = SMALL.transmission.paternal.tolist(), SMALL.transmission.maternal.tolist()
    slow = reference.Reference(people, typed, SMALL.locus.frequencies, paternal, maternal)
    return seconds(slow.likelihood)


def _ancestors(case: Case, order: tuple[str, ...]) -> set[str]:
    found = set(order)
    for person in reversed(case.pedigree.parents_first):
        if person.id in found:
            found |= {parent for parent in (person.father, person.mother) if parent}
    return found


def measure(case: Case, families: int) -> dict[str, object]:
    """The figures of one shape."""
    models = [LocusModel.of(locus, STEPWISE) for locus in nist_1036_caucasian().loci[:LOCI]]
    typed = [(model, *genotypes(case, model, families, missing=True)) for model in models]
    opened = [(model, *genotypes(case, model, families, missing=False)) for model in models]
    row: dict[str, object] = {"shape": case.name}
    row["likelihoods_per_s"] = families / seconds(
        lambda: [log_likelihoods(shape, model, rows) for model, shape, rows in typed]
    )
    row["tables_per_s"] = families / seconds(
        lambda: [tables_by_row(shape, model, rows) for model, shape, rows in opened]
    )
    row["shared_tables_per_s"] = families / seconds(
        lambda: [distinct_tables(shape, model, rows) for model, shape, rows in opened]
    )
    large = LocusModel.of(nist_1036_caucasian().by_name["SE33"], STEPWISE)
    row["se33_likelihood_us"], row["se33_table_us"] = _at_one_locus(case, large, families)
    shape, rows = genotypes(case, SMALL, families, missing=True)
    engine = seconds(lambda: log_likelihoods(shape, SMALL, rows)) / families
    order = shape_of(case.pedigree, typed={*case.relatives, "MP"}).typed
    row["ratio_to_reference"] = reference_seconds(case, rows.genotypes[0], order) / engine
    return row


def _at_one_locus(case: Case, model: LocusModel, families: int) -> tuple[float, float]:
    """Microseconds for a likelihood and for a table at one locus, among many families."""
    shape, typed = genotypes(case, model, families, missing=True)
    open_shape, relatives = genotypes(case, model, families, missing=False)
    few = Families(relatives.genotypes[: families // 10])
    likelihood = seconds(lambda: log_likelihoods(shape, model, typed)) / families
    table = seconds(lambda: tables_by_row(open_shape, model, few)) / len(few)
    return 1e6 * likelihood, 1e6 * table


def se33_cousins() -> float:
    """Milliseconds for one likelihood of two cousins at SE33, from the profiles on, once its order is known."""
    case = next(case for case in CASES if case.name == "cousin through untyped")
    model = LocusModel.of(nist_1036_caucasian().by_name["SE33"], STEPWISE)
    alleles = model.locus.alleles
    profiles = {
        "CO": Profile("CO", {"SE33": (alleles[3], alleles[12])}),
        "MP": Profile("MP", {"SE33": (alleles[12], alleles[20])}),
    }
    return 1e3 * seconds(lambda: log_likelihood(case.pedigree, profiles, [model]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=2000, help="families measured together")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, {LOCI} loci, stepwise mutation, one core")
    print(
        f"{'shape':28}{'likelihoods/s':>16}{'tables/s':>12}{'shared rows/s':>16}{'SE33 µs':>12}{'table µs':>12}"
        f"{'× reference':>14}"
    )
    figures = []
    for case in CASES:
        row = measure(case, arguments.families)
        figures.append(row)
        print(
            f"{row['shape']:28}{row['likelihoods_per_s']:16,.0f}{row['tables_per_s']:12,.0f}"
            f"{row['shared_tables_per_s']:16,.0f}{row['se33_likelihood_us']:12.2f}{row['se33_table_us']:12.1f}"
            f"{row['ratio_to_reference']:14,.0f}"
        )
    print(f"two cousins at SE33, one likelihood: {se33_cousins():.2f} ms")
    if arguments.json:
        arguments.json.write_text(
            json.dumps({"loci": LOCI, "mutation": STEPWISE.said().said_in(english), "shapes": figures}, indent=1)
        )


if __name__ == "__main__":
    main()
