"""Drop-out: posteriors of degraded bone are calibrated when scored with the right drop-out, and not with a wrong one.

    python verification/dropout.py [--families N]

Half of the bones are the missing person's and half a stranger's, so the prior is 1/2. Of all bones whose posterior lies
in a bin, the share that is the missing person's should lie in it too.
"""

import argparse
from itertools import pairwise

import numpy as np
from numpy.random import Generator

from imena.kinship import LocusModel, OpenMemberTable, Profile, drop_genes, open_member_table, pedigree
from turing import FAMILIES, models

LOCI = 6
"""Few loci, so that posteriors are not all near 0 or 1."""
BINS = (0.0, 0.05, 0.2, 0.5, 0.8, 0.95, 1.0)


def degraded(profile: Profile, dropout: float, chance: Generator) -> dict[str, tuple[str, ...]]:
    """What is seen of a profile when each copy of an allele is lost with this probability."""
    seen = {}
    for locus, genotype in profile.genotypes.items():
        kept = {allele for allele in genotype if chance.random() >= dropout}
        seen[locus] = tuple((sorted(kept) * 2)[:2]) if kept else ()
    return seen


def log10_lr(tables: list[OpenMemberTable], seen: dict[str, tuple[str, ...]], dropout: float) -> float:
    total = 0.0
    for table in tables:
        alleles = seen[table.locus.name]
        if alleles:
            first, second = (table.locus.alleles.index(allele) for allele in alleles)
            total += float(table.log10_lr_seen(dropout)[first, second])
    return total


def calibration(posteriors: list[float], true: list[bool]) -> str:
    parts = []
    values, labels = np.array(posteriors), np.array(true)
    for low, high in pairwise(BINS):
        inside = (values >= low) & ((values < high) | (high == 1.0))
        if inside.sum() >= 30:
            parts.append(f"[{low:.2f}, {high:.2f}): {values[inside].mean():.2f} said, {labels[inside].mean():.2f} true")
    return "; ".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=1500)
    parser.add_argument("--quick", action="store_true", help="a tenth of the families")
    arguments = parser.parse_args()
    count = arguments.families // (10 if arguments.quick else 1)
    loci: list[LocusModel] = models()[:LOCI]
    for name in ("parent", "sibling"):
        family, relative, _ = FAMILIES[name]
        for dropout in (0.0, 0.05, 0.1, 0.3):
            chance = np.random.default_rng(7)
            found: dict[float, list[float]] = {dropout: [], 0.0 if dropout else 0.3: []}
            true: list[bool] = []
            for number in range(count):
                simulated = drop_genes(family, loci, chance)
                stranger = drop_genes(pedigree([("S", None, None, "M")]), loci, chance)["S"]
                is_missing = number % 2 == 0
                bone = degraded(simulated["MP"] if is_missing else stranger, dropout, chance)
                known = {relative: simulated[relative]}
                tables = [open_member_table(family, "MP", known, model) for model in loci]
                true.append(is_missing)
                for assumed, posteriors in found.items():
                    posteriors.append(1 / (1 + 10.0 ** -log10_lr(tables, bone, assumed)))
            for assumed, posteriors in found.items():
                print(f"{name}, d = {dropout}, scored with {assumed}: {calibration(posteriors, true)}")


if __name__ == "__main__":
    main()
