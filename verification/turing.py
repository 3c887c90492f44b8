"""Turing's rule: the LR of a relationship, among strangers, has mean 1, and P(LR ≥ t | strangers) ≤ 1/t.

    python verification/turing.py [--families N] [--genotypes FILE]

Families are simulated at the 21 autosomal loci of a GlobalFiler-type kit (NIST 1036 frequencies, proportional
mutation), and log10 LR is computed for true relatives and for strangers. With FILE, a table of real genotypes (sample,
locus, allele 1, allele 2), the strangers are people of that table paired at random.
"""

import argparse
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imena.kinship import (
    LocusModel,
    Mutation,
    MutationModel,
    Pedigree,
    Profile,
    Rates,
    drop_genes,
    nist_1036_caucasian,
    open_member_table,
    pedigree,
)
from imena.kinship.kits import amplicon_lengths

LOCI = tuple(amplicon_lengths("GlobalFiler"))
MUTATION = Mutation(MutationModel.PROPORTIONAL, Rates(0.001), Rates(0.001))
_PARENTS = [("FA", None, None, "M"), ("MO", None, None, "F"), ("MP", "FA", "MO", "M")]
FAMILIES: Mapping[str, tuple[Pedigree, str, float | None]] = {
    "parent": (pedigree(_PARENTS), "MO", 7.5),
    "sibling": (pedigree([*_PARENTS, ("SI", "FA", "MO", "F")]), "SI", 6.8),
    "half-sibling": (pedigree([*_PARENTS, ("W2", None, None, "F"), ("HS", "FA", "W2", "F")]), "HS", 1.9),
}
"""Each family, who is typed in it, and the median of log10 LR that was computed independently."""
Values = NDArray[np.float64]


def models() -> list[LocusModel]:
    table = nist_1036_caucasian().by_name
    return [LocusModel.of(table[locus], MUTATION) for locus in LOCI]


def log10_lrs(
    family: Pedigree, relative: str, pairs: Sequence[tuple[Profile, Profile]], loci: Sequence[LocusModel]
) -> Values:
    """log10 LR of each pair (relative, remains), shape (pairs,)."""
    total = np.zeros(len(pairs))
    tables: dict[tuple[str, tuple[str, ...]], Values] = {}
    for model in loci:
        name = model.locus.name
        for number, (known, remains) in enumerate(pairs):
            genotype = known.genotypes.get(name)
            seen = remains.genotypes.get(name)
            if genotype is None or seen is None:
                continue
            key = (name, tuple(sorted(genotype)))
            if key not in tables:
                tables[key] = open_member_table(family, "MP", {relative: known}, model).log10_lr
            places = [model.locus.alleles.index(allele) for allele in seen]
            total[number] += tables[key][places[0], places[1]]
    return total


def read_genotypes(path: Path, loci: Sequence[LocusModel]) -> list[Profile]:
    """People of a table whose columns are a sample and two alleles for each locus, or one row for each locus."""
    known = {model.locus.name: set(model.locus.alleles) for model in loci}
    people: dict[str, dict[str, tuple[str, str]]] = {}
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            sample, locus = next(iter(row.values())), row.get("locus", "")
            alleles = (row.get("allele1", ""), row.get("allele2", ""))
            if locus in known and set(alleles) <= known[locus]:
                people.setdefault(sample, {})[locus] = alleles
    return [Profile(name, genotypes) for name, genotypes in people.items()]


def report(name: str, related: Values, apart: Values, expected: float | None) -> None:
    """Medians, Turing's rule, and the densities in bins: f(x | related) = 10^x f(x | strangers)."""
    print(f"\n{name}: median log10 LR {np.median(related):.2f}" + (f" (expected {expected})" if expected else ""))
    print(f"  P(LR >= 1e4 | related) {np.mean(related >= 4):.3f}")
    mean, error = np.mean(10.0**apart), np.std(10.0**apart) / np.sqrt(len(apart))
    print(f"  strangers: mean LR {mean:.2f} ± {error:.2f}")
    for threshold in (1, 2, 3):
        share = np.mean(apart >= threshold)
        print(f"  P(LR >= 1e{threshold} | strangers) {share:.5f}, at most {10.0**-threshold:.5f}")
    for low in range(-2, 4):
        inside_related, inside_apart = (np.mean((x >= low) & (x < low + 1)) for x in (related, apart))
        if inside_related > 0 and inside_apart > 0:
            ratio = np.log10(inside_related / inside_apart)
            print(f"  log10 of the densities' ratio from {low} to {low + 1}: {ratio:.2f}, within [{low}, {low + 1}]")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=4000)
    parser.add_argument("--quick", action="store_true", help="a tenth of the families")
    parser.add_argument("--genotypes", type=Path, help="real genotypes, paired at random as strangers")
    arguments = parser.parse_args()
    count = arguments.families // (10 if arguments.quick else 1)
    chance, loci = np.random.default_rng(1), models()
    people = read_genotypes(arguments.genotypes, loci) if arguments.genotypes else []
    for name, (family, relative, expected) in FAMILIES.items():
        simulated = [drop_genes(family, loci, chance) for _ in range(count)]
        pairs = [(each[relative], each["MP"]) for each in simulated]
        strangers = [(pairs[number][0], pairs[number - 1][1]) for number in range(count)]
        if people:
            drawn = chance.integers(len(people), size=(count, 2))
            strangers = [(people[a], people[b]) for a, b in drawn if a != b]
        report(name, log10_lrs(family, relative, pairs, loci), log10_lrs(family, relative, strangers, loci), expected)


if __name__ == "__main__":
    main()
