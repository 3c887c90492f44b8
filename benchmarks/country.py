"""A country's remains and families, simulated, for measuring screening; what is known of the machine that measures."""

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from imena.kinship import Detection, LocusModel, Mutation, MutationModel, Rates, nist_1036_caucasian, pedigree
from imena.kinship.screening import Group, Missing, Observed, Observer
from imena.kinship.screening.simulated import Wear, simulated_families, simulated_remains, strangers
from pedigrees import CASES

LOCI = 24
REMAINS, FAMILIES = 50_000, 70_000
AT_LEAST = 3.0
DROPOUT = 0.05
PLANTED = 10
"""One of so many remains is someone whom a family misses; the others are strangers to all."""
KINDS = CASES[:7]
PROPORTIONAL = Mutation(MutationModel.PROPORTIONAL, Rates(0.002), Rates(0.0005))
STEPWISE = Mutation(MutationModel.STEPWISE, Rates(0.002, 1e-6), Rates(0.0005, 1e-6))


@dataclass(frozen=True, eq=False)
class Country:
    """Remains typed at nine of ten loci, families of each kind in equal numbers, and the `observer` of these."""

    remains: Observed
    groups: list[Group]
    models: list[LocusModel]
    observer: Observer


def country(remains: int = REMAINS, families: int = FAMILIES, mutation: Mutation = PROPORTIONAL) -> Country:
    chance = np.random.default_rng(1)
    models = [LocusModel.of(locus, mutation) for locus in nist_1036_caucasian().loci[:LOCI]]
    loci = [model.locus for model in models]
    bones, relatives = Observer(loci, Detection(DROPOUT)), Observer(loci)
    groups, missing = [], []
    for kind, number in zip(KINDS, np.diff(np.linspace(0, families, len(KINDS) + 1).astype(int)), strict=True):
        relation = Missing(kind.pedigree, "MP", kind.relatives)
        group, genotypes = simulated_families(kind.name, relation, int(number), models, relatives, chance, Wear(0.02))
        groups.append(group)
        missing.append(genotypes[: remains // PLANTED // len(KINDS)])
    true = np.concatenate(missing)
    genotypes = np.concatenate([true, strangers(remains - len(true), models, chance)])
    worn = Wear(not_typed=0.1, dropout=DROPOUT)
    return Country(simulated_remains(genotypes, bones, worn, chance), groups, models, relatives)


def themselves(remains: Observed, relation: object, kind: str) -> Group:
    """Remains as if they were families, whose one typed member they are."""
    return Group(kind, relation, remains.names, remains.codes[:, np.newaxis], remains.observations)  # type: ignore[arg-type]


PARENT = Missing(pedigree([("1", None, None, "M"), ("2", None, None, "F"), ("3", "1", "2", "M")]), "3", ("1",))
SIBLING = Missing(
    pedigree([("1", None, None, "M"), ("2", None, None, "F"), ("3", "1", "2", "M"), ("4", "1", "2", "M")]), "3", ("4",)
)


def peak_memory_gb() -> float:
    """The most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "linux" else 1e9)


def cpu(work: Callable[[], object], repeats: int) -> float:
    """CPU-seconds of this process, the least of some runs."""
    return min(cpu_and_wall(work)[0] for _ in range(repeats))


def cpu_and_wall(work: Callable[[], object]) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_SELF)
    begin = time.perf_counter()
    work()
    elapsed = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, elapsed
