"""Joint identification is calibrated: of remains named at a posterior of 0.99, 99 in 100 are who they are said to be.

    python verification/joint.py [--operations N] [--plot FILE.svg]

Operations of ten families of ten kinds with known truth, 15 loci, six in ten missing found, and strangers among the
remains, two on average who are alone and now and then a father and son; drawn as they are, and again with bones
degraded, with one typed father in ten not the child's, and with two mothers' samples swapped. The prior is that of the
drawing. The first two are modelled, and exit code 1 says that they are not calibrated: fewer named rightly than 99 in
100 less three standard errors. The last two are not what the model assumes; what they cost is shown. What is known by
the dead alone, of a family without references, is counted apart: nothing tells it from strangers of the same make.
"""

import argparse
import math
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.random import Generator

from imena.kinship import LocusModel, Mutation, MutationModel, Rates, nist_1036_caucasian, pedigree
from imena.kinship.joint import NOBODY, Family, JointProblem, Prior, solve
from imena.kinship.joint.simulated import Kind, Simulated, Wear, simulated_operation

LOCI, CLAIM = 15, 0.99
F, M, W = ("f", None, None, "M"), ("m", None, None, "F"), ("w", None, None, "F")
G, H = ("g", None, None, "M"), ("h", None, None, "F")
X, Y, Z = ("x", "f", "m", "M"), ("y", "f", "m", "M"), ("z", "f", "m", "F")
KINDS = [
    Kind(pedigree([F, M, X]), ("m",), ("x",)),
    Kind(pedigree([F, M, X]), ("f",), ("x",)),
    Kind(pedigree([F, M, X]), ("f", "m"), ("x",)),
    Kind(pedigree([F, M, X, Z]), ("z",), ("x",)),
    Kind(pedigree([("x", None, None, "M"), W, ("c", "x", "w", "F")]), ("w", "c"), ("x",)),
    Kind(pedigree([G, H, ("f", "g", "h", "M"), ("u", "g", "h", "M"), M, X]), ("u",), ("x",)),
    Kind(pedigree([F, M, X, Y]), ("m",), ("x", "y")),
    Kind(pedigree([F, M, X, Y, Z]), ("f",), ("x", "y", "z")),
    Kind(pedigree([G, H, ("x", "g", "h", "M"), W, ("y", "x", "w", "M")]), ("h",), ("x", "y")),
    Kind(pedigree([("x", None, None, "M"), ("y", None, None, "F"), ("z", "x", "y", "M")]), (), ("x", "y", "z")),
]
ALONE = Kind(pedigree([("x", None, None, "M")]), (), ("x",))
FATHER_AND_SON = Kind(pedigree([("x", None, None, "M"), W, ("y", "x", "w", "M")]), (), ("x", "y"))
FOUND, MEAN_ALONE, MEAN_PAIRS = 0.6, 2.0, 0.25
ODDS = FOUND / (1 - FOUND) / MEAN_ALONE
"""Of a missing person found or not, against a Poisson number of strangers: each identification multiplies by this."""
BINS = (0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0 + 1e-12)
Trap = Callable[[Simulated, Generator], Simulated]


def models() -> list[LocusModel]:
    mutation = Mutation(MutationModel.PROPORTIONAL, Rates(0.002), Rates(0.0005))
    return [LocusModel.of(locus, mutation) for locus in nist_1036_caucasian().loci[:LOCI]]


def as_it_is(simulated: Simulated, chance: Generator) -> Simulated:
    del chance
    return simulated


def with_other_fathers(simulated: Simulated, chance: Generator) -> Simulated:
    """One typed father in ten is not the father: someone else's profile stands for his."""
    fathers = [
        family.profiles[id] for family in simulated.problem.families for id in family.profiles if id.endswith("f")
    ]

    def changed(family: Family) -> Family:
        wrong = {
            id: fathers[int(chance.integers(len(fathers)))] if id.endswith("f") and chance.random() < 0.1 else profile
            for id, profile in family.profiles.items()
        }
        return replace(family, profiles=wrong)

    return _with_families(simulated, tuple(changed(family) for family in simulated.problem.families))


def with_samples_swapped(simulated: Simulated, chance: Generator) -> Simulated:
    """Two mothers' samples changed places."""
    families = list(simulated.problem.families)
    mothers = [(at, id) for at, family in enumerate(families) for id in family.profiles if id.endswith("m")]
    (one, a), (other, b) = (mothers[at] for at in chance.choice(len(mothers), 2, replace=False))
    first, second = families[one].profiles[a], families[other].profiles[b]
    families[one] = replace(families[one], profiles={**families[one].profiles, a: second})
    families[other] = replace(families[other], profiles={**families[other].profiles, b: first})
    return _with_families(simulated, tuple(families))


def _with_families(simulated: Simulated, families: tuple[Family, ...]) -> Simulated:
    return replace(simulated, problem=replace(simulated.problem, families=families))


TRAPS: dict[str, tuple[Trap, Wear, bool]] = {
    "as they are": (as_it_is, Wear(), True),
    "degraded bones": (as_it_is, Wear(not_typed=0.25, dropout=0.15), True),
    "fathers who are not": (with_other_fathers, Wear(), False),
    "samples swapped": (with_samples_swapped, Wear(), False),
}
"""What is done to an operation, how worn its remains are, and whether the model knows."""


class Tally:
    """Posteriors of pairs against the truth, and what was named."""

    def __init__(self) -> None:
        self.pairs, self.true, self.posterior = (
            np.zeros(len(BINS) - 1),
            np.zeros(len(BINS) - 1),
            np.zeros(len(BINS) - 1),
        )
        self.named = self.right = self.sets = self.sets_right = self.strangers_named = self.flagged = 0
        self.alone = self.alone_right = 0

    def add(self, problem: JointProblem, simulated: Simulated) -> None:
        answer = solve(problem, claim=CLAIM, solutions=1)
        for remains, persons in answer.considered.items():
            for person, probability in persons.items():
                if person != NOBODY:
                    at = int(np.searchsorted(BINS, probability, side="right")) - 1
                    self.pairs[at] += 1
                    self.posterior[at] += probability
                    self.true[at] += simulated.truth[remains] == person
        for each in answer.identifications:
            if not each.has_references:
                self.alone += 1
                self.alone_right += simulated.truth[each.remains] == each.person
                continue
            self.named += 1
            self.right += simulated.truth[each.remains] == each.person
            self.strangers_named += each.remains in simulated.outside
        for group in answer.sets:
            right = {simulated.truth[remains] for remains in group.remains} <= set(group.persons)
            if group.has_references:
                self.sets += 1
                self.sets_right += right
            else:
                self.alone += 1
                self.alone_right += right
        self.flagged += len(answer.outsiders)

    @property
    def share(self) -> float:
        return self.right / self.named if self.named else math.nan


def plot(tallies: dict[str, Tally]) -> str:
    """Said and true, in a square: a point for each bin, its size the number of pairs."""
    colours = ("#1b4965", "#bc4b51", "#5b8e7d", "#f4a259")
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 260" font-family="sans-serif" font-size="10">',
        '<title>Posterior said, and share true</title><rect width="340" height="260" fill="#fff"/>',
        '<path d="M40 220 L220 40 M40 40 V220 H220" fill="none" stroke="#888"/>',
        '<text x="130" y="248" text-anchor="middle">posterior said</text>',
        '<text x="14" y="130" text-anchor="middle" transform="rotate(-90 14 130)">share true</text>',
    ]
    parts += [f'<text x="{40 + 180 * v}" y="234" text-anchor="middle">{v:g}</text>' for v in (0, 0.5, 1)]
    parts += [f'<text x="34" y="{224 - 180 * v}" text-anchor="end">{v:g}</text>' for v in (0, 0.5, 1)]
    for colour, (name, tally), row in zip(colours, tallies.items(), range(4), strict=False):
        parts.append(f'<circle cx="236" cy="{56 + 16 * row}" r="4" fill="{colour}"/>')
        parts.append(f'<text x="246" y="{60 + 16 * row}">{name}</text>')
        for pairs, true, posterior in zip(tally.pairs, tally.true, tally.posterior, strict=True):
            if pairs:
                x, y = 40 + 180 * posterior / pairs, 220 - 180 * true / pairs
                size = 2 + math.log10(pairs)
                parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{colour}" fill-opacity="0.7"/>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--operations", type=int, default=100, help="of each kind")
    arguments.add_argument("--plot", type=Path)
    options = arguments.parse_args()
    tallies, failed = {}, 0
    for name, (trap, wear, modelled) in TRAPS.items():
        chance, tally = np.random.default_rng(2026), Tally()
        for _ in range(options.operations):
            strangers = [ALONE] * chance.poisson(MEAN_ALONE) + [FATHER_AND_SON] * chance.poisson(MEAN_PAIRS)
            prior = Prior(odds=ODDS)
            drawn = simulated_operation(KINDS, strangers, models(), chance, found=FOUND, wear=wear, prior=prior)
            simulated = trap(drawn, chance)
            tally.add(simulated.problem, simulated)
        tallies[name] = tally
        failed += modelled and is_off(tally)
        print(f"{name}: {tally.named} named at {CLAIM}, {tally.right} right ({100 * tally.share:.2f} %); "
              f"{tally.strangers_named} strangers who are relatives among them, {tally.flagged} such groups flagged; "
              f"{tally.sets} sets, {tally.sets_right} right; "
            f"known by the dead alone {tally.alone}, {tally.alone_right} right")  # fmt: skip
        for at in np.flatnonzero(tally.pairs).tolist():
            said, true = tally.posterior[at] / tally.pairs[at], tally.true[at] / tally.pairs[at]
            print(f"  {BINS[at]:g} to {BINS[at + 1]:g}: {tally.pairs[at]:.0f} pairs, said {said:.4f}, true {true:.4f}")
    if options.plot:
        options.plot.write_text(plot(tallies), encoding="utf-8")
    sys.exit(1 if failed else 0)


def is_off(tally: Tally) -> bool:
    """Whether too few are named rightly for chance alone."""
    error = math.sqrt(CLAIM * (1 - CLAIM) / max(tally.named, 1))
    return tally.named == 0 or tally.share < CLAIM - 3 * error


if __name__ == "__main__":
    main()
