"""Screening against brute force: every pair, looked up one by one in the engine's open tables.

    python verification/brute_force.py [--families N] [--remains N]

Families of nine kinds, loops among them, at 16 loci of the NIST 1036 table with mutation; a tenth of all loci not
typed, a tenth of the remains' alleles lost. A fifth of the remains are those of the missing, three times as worn. At
thresholds 0, 2 and 4 the hits have to be the same pairs and the log10 LRs the same within 1e-9; every true pair above
the threshold has to be found. With the default numbers 1.08 × 10⁷ pairs; exit code 1 where anything differs.
"""

import argparse
import sys
import time

import numpy as np
from numpy.typing import NDArray

from imena.kinship import (
    Detection,
    LocusModel,
    Mutation,
    MutationModel,
    Opening,
    Profile,
    Rates,
    nist_1036_caucasian,
    open_tables,
    pedigree,
)
from imena.kinship.screening import Group, Missing, Observed, Observer, Screened, screen
from imena.kinship.screening.simulated import Wear, simulated_families, simulated_remains, strangers

LOCI = 16
THRESHOLDS = (0.0, 2.0, 4.0)
EXACT = 1e-9
WEAR = Wear(not_typed=0.1, dropout=0.1)
WORN = Wear(not_typed=0.3, dropout=0.3)

F, M, X = ("f", None, None, "M"), ("m", None, None, "F"), ("x", "f", "m", "M")
S, T = ("s", "f", "m", "F"), ("t", "f", "m", "M")
KINDS = {
    "mother": ([F, M, X], "m"),
    "both parents": ([F, M, X], "fm"),
    "sister": ([F, M, X, S], "s"),
    "two siblings": ([F, M, X, S, T], "st"),
    "mother and sister": ([F, M, X, S], "ms"),
    "wife and child": ([("x", None, None, "M"), ("w", None, None, "F"), ("c", "x", "w", "F")], "wc"),
    "half-sister": ([F, M, X, ("w", None, None, "F"), ("h", "f", "w", "F")], "h"),
    "uncle": ([("g", None, None, "M"), ("n", None, None, "F"), ("f", "g", "n", "M"), ("u", "g", "n", "M"), M, X], "u"),
    "sister, parents cousins": (
        [
            ("a", None, None, "M"), ("b", None, None, "F"), ("d", "a", "b", "M"), ("e", "a", "b", "F"),
            ("p", None, None, "F"), ("q", None, None, "M"), ("f", "d", "p", "M"), ("m", "q", "e", "F"), X, S,
        ],
        "s",
    ),
}  # fmt: skip
"""The pedigrees, `x` missing, and the ids of those who are typed."""


def models_of_kit() -> list[LocusModel]:
    mutation = Mutation(MutationModel.PROPORTIONAL, Rates(0.002), Rates(0.0005))
    return [LocusModel.of(locus, mutation) for locus in nist_1036_caucasian().loci[:LOCI]]


def brute_force(remains: Observed, groups: list[Group], models: list[LocusModel]) -> NDArray[np.float64]:
    """log10 LR of every pair, (remains, families): one look-up for each observation, family and locus."""
    openings = [opening for group in groups for opening in openings_of(group)]
    total = np.zeros((len(remains), len(openings)))
    for place, model in enumerate(models):
        tables = open_tables(openings, model)
        shown = remains.observations[place]
        by_observation = np.zeros((len(shown), len(openings)))
        for number in range(1, len(shown)):
            seen = shown[number]
            assert seen is not None
            by_observation[number] = [table.log10_lr_of(seen) for table in tables]
        total += by_observation[remains.codes[:, place]]
    return total


def openings_of(group: Group) -> list[Opening]:
    """The families of a group as the engine knows them: profiles by id, read back from what was observed."""
    relation = group.relation
    assert isinstance(relation, Missing)
    found = []
    for codes in group.codes:
        profiles = {
            relative: Profile(relative, dict(_genotypes(own, group)))
            for relative, own in zip(relation.relatives, codes.tolist(), strict=True)
        }
        found.append(Opening(relation.pedigree, relation.member, profiles))
    return found


def _genotypes(codes: list[int], group: Group) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for code, observations in zip(codes, group.observations, strict=True):
        seen = observations[code]
        if seen is not None and seen.genotype is not None:
            locus = observations.locus
            found.append((locus.name, tuple(locus.alleles[allele] for allele in seen.genotype)))
    return found


def differences(found: Screened, expected: NDArray[np.float64], at_least: float) -> int:
    """How many pairs are missed, extra, or have another LR."""
    near = np.abs(expected - at_least) < EXACT
    hit = np.zeros_like(expected, dtype=bool)
    hit[found.hits.remains, found.hits.families] = True
    wrong = int((((expected >= at_least) != hit) & ~near).sum())
    off = np.abs(expected[found.hits.remains, found.hits.families] - found.hits.log10_lr) > EXACT
    return wrong + int(off.sum())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--families", type=int, default=300, help="of each kind")
    arguments.add_argument("--remains", type=int, default=4000)
    options = arguments.parse_args()
    chance, models = np.random.default_rng(2026), models_of_kit()
    loci = [model.locus for model in models]
    bones, relatives = Observer(loci, Detection(WEAR.dropout)), Observer(loci)
    groups, missing = [], []
    for kind, (people, typed) in KINDS.items():
        relation = Missing(pedigree(people), "x", tuple(typed))
        group, genotypes = simulated_families(
            kind, relation, options.families, models, relatives, chance, Wear(not_typed=0.1)
        )
        groups.append(group)
        missing.append(genotypes)
    planted = options.remains // 5 // len(groups)
    true = np.concatenate([genotypes[:planted] for genotypes in missing])
    own = np.concatenate([np.arange(planted) + number * options.families for number in range(len(groups))])
    worn = simulated_remains(true, bones, WORN, chance)
    others = simulated_remains(strangers(options.remains - len(true), models, chance), bones, WEAR, chance)
    remains = Observed(
        worn.names + others.names, worn.sexes + others.sexes, np.concatenate([worn.codes, others.codes]),
        bones.observations,
    )  # fmt: skip
    begin = time.perf_counter()
    expected = brute_force(remains, groups, models)
    print(f"{expected.size:,} pairs by brute force in {time.perf_counter() - begin:.0f} s")
    failed = 0
    for at_least in THRESHOLDS:
        found = screen(remains, groups, models, at_least=at_least)
        wrong = differences(found, expected, at_least)
        of_true = expected[np.arange(len(true)), own] >= at_least
        pairs = set(zip(found.hits.remains.tolist(), found.hits.families.tolist(), strict=True))
        lost = sum((number, int(own[number])) not in pairs for number in np.flatnonzero(of_true))
        print(
            f"t = {at_least:g}: {len(found.hits):,} hits, {wrong} differ; "
            f"of {len(true)} planted {int(of_true.sum())} reach it, {lost} lost"
        )
        failed += wrong + lost
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
