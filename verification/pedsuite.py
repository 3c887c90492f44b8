"""Cross-check against R: log-likelihoods on random pedigrees beside those of pedprobr, where it is installed.

    python verification/pedsuite.py [--pedigrees N]

Without `Rscript`, or without the packages pedtools and pedprobr, it says so and ends with exit code 3.
"""

import argparse
import math
import random
import shutil
import subprocess
import sys

import numpy as np

from imena.kinship import (
    Locus,
    LocusModel,
    Mutation,
    MutationModel,
    Pedigree,
    Person,
    Profile,
    Rates,
    Sex,
    drop_genes,
    log_likelihood,
)

ALLELES, FREQUENCIES = ("1", "2", "3", "4"), (0.1, 0.2, 0.3, 0.4)
RATE = 0.01
MODEL = LocusModel.of(Locus("L", ALLELES, FREQUENCIES), Mutation(MutationModel.PROPORTIONAL, Rates(RATE), Rates(RATE)))


def random_pedigree(chance: random.Random, people: int) -> Pedigree:
    """A couple, and more people, each a child of two of those before, so that all are connected."""
    found = [Person("1", Sex.MALE), Person("2", Sex.FEMALE)]
    for number in range(3, people + 1):
        men = [person.id for person in found if person.sex is Sex.MALE]
        women = [person.id for person in found if person.sex is Sex.FEMALE]
        found.append(Person(str(number), chance.choice(list(Sex)), chance.choice(men), chance.choice(women)))
    return Pedigree(tuple(found))


def r_call(family: Pedigree, profiles: dict[str, Profile]) -> str:
    """One line of R that prints the natural log-likelihood."""
    people = family.parents_first
    columns = {
        "id": [person.id for person in people],
        "fid": [person.father or "0" for person in people],
        "mid": [person.mother or "0" for person in people],
    }
    sex = ",".join("1" if person.sex is Sex.MALE else "2" for person in people)
    text = {name: ",".join(f'"{value}"' for value in values) for name, values in columns.items()}
    genotypes = ",".join(
        f'"{person.id}"="{"/".join(profiles[person.id].genotypes["L"])}"' for person in people if person.id in profiles
    )
    frequencies = ",".join(f'"{allele}"={value}' for allele, value in zip(ALLELES, FREQUENCIES, strict=True))
    return (
        f"x <- ped(id=c({text['id']}), fid=c({text['fid']}), mid=c({text['mid']}), sex=c({sex}));"
        f"x <- addMarker(x, geno=c({genotypes}), afreq=c({frequencies}));"
        f'x <- setMutmod(x, model="proportional", rate={RATE});'
        "cat(format(likelihood(x, markers=1, logbase=exp(1)), digits=15), fill=TRUE)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pedigrees", type=int, default=200)
    parser.add_argument("--quick", action="store_true", help="a tenth of the pedigrees")
    arguments = parser.parse_args()
    rscript = shutil.which("Rscript")
    if rscript is None:
        print("Rscript is not installed: nothing was compared", file=sys.stderr)
        raise SystemExit(3)
    chance, draws = random.Random(3), np.random.default_rng(3)
    ours, lines = [], ["suppressMessages({library(pedtools); library(pedprobr)})"]
    for _ in range(arguments.pedigrees // (10 if arguments.quick else 1)):
        family = random_pedigree(chance, chance.randint(3, 9))
        simulated = drop_genes(family, [MODEL], draws)
        profiles = {id: profile for id, profile in simulated.items() if chance.random() < 0.6}
        if profiles:
            ours.append(log_likelihood(family, profiles, [MODEL]).total)
            lines.append(r_call(family, profiles))
    done = subprocess.run([rscript, "-e", "\n".join(lines)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"R or its packages failed: {done.stderr.strip()}", file=sys.stderr)
        raise SystemExit(3)
    theirs = [float(line) for line in done.stdout.split()]
    worst = max(abs(a - b) / abs(b) for a, b in zip(ours, theirs, strict=True) if not math.isinf(b))
    print(f"{len(ours)} pedigrees, worst relative difference of log-likelihoods {worst:.2g}")


if __name__ == "__main__":
    main()
