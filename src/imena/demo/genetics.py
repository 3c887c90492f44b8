"""Genotypes for the demonstration: simulated families, and bones that have lost loci. Nobody's DNA is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator

from imena.demo.village import LONG, MISSING, PLANS, Plan
from imena.kinship import Profile, Sex, compare, drop_genes, log_likelihood, pedigree, unrelated
from imena.laboratory.profiles import models

STRONG = (PLANS[0], PLANS[2], PLANS[4], PLANS[6], PLANS[5], PLANS[3])
"""Families that can settle an identification, as a rule: two parents, a parent and a sibling, children."""
WEAK = (PLANS[1], PLANS[7])
"""A mother alone, two uncles: they support, but do not settle."""
ENOUGH = 7.0
"""The log10 LR from which a family of the demonstration settles an identification."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """A simulated family: the plan of its pedigree, the donors' profiles, and the profile of the bone."""

    plan: Plan
    sex: Sex
    donors: Mapping[str, Profile]
    bone: Profile

    def members(self, person: str) -> list[dict[str, Any]]:
        """The pedigree as it is recorded, with the number of the missing person in it."""
        return [
            {
                "id": member.id,
                "sex": member.sex.value,
                "father": member.father,
                "mother": member.mother,
                "person": person if member.id == MISSING else None,
            }
            for member in self.plan.pedigree(self.sex).people
        ]


def settled(plan: Plan, sex: Sex, chance: Generator) -> Simulated:
    """A family that settles an identification: drawn again until the engine says so."""
    while True:
        simulated = family(plan, sex, chance)
        if log10_lr(simulated) >= ENOUGH:
            return simulated


def family(plan: Plan, sex: Sex, chance: Generator) -> Simulated:
    profiles = drop_genes(plan.pedigree(sex), models(), chance)
    donors = {member: profiles[member] for member in plan.references}
    return Simulated(plan, sex, donors, bone(profiles[MISSING], chance))


def household(sexes: Sequence[Sex], chance: Generator) -> list[Profile]:
    """The bones of a father, a mother and their children."""
    parents = [("0", None, None, "M"), ("1", None, None, "F")]
    children = [(str(number), "0", "1", str(sex)) for number, sex in enumerate(sexes[2:], start=2)]
    profiles = drop_genes(pedigree([*parents, *children]), models(), chance)
    return [bone(profiles[str(number)], chance) for number in range(len(sexes))]


def log10_lr(simulated: Simulated) -> float:
    """The log10 LR of the bone being the missing member, against a stranger."""
    tree = simulated.plan.pedigree(simulated.sex)
    related = log_likelihood(tree, {**simulated.donors, MISSING: simulated.bone}, models())
    apart = log_likelihood(
        [tree, unrelated(("stranger", simulated.sex))], {**simulated.donors, "stranger": simulated.bone}, models()
    )
    return compare(related, apart).log10_lr or -np.inf


def stranger(sex: Sex, chance: Generator) -> Profile:
    """The bone of someone without any typed relative."""
    return bone(drop_genes(unrelated((MISSING, sex)), models(), chance)[MISSING], chance)


def bone(profile: Profile, chance: Generator) -> Profile:
    """What a bone still yields: degraded DNA loses the long loci first."""
    lost = chance.choice([0.0, 0.02, 0.12])
    kept = {
        locus: genotype
        for locus, genotype in profile.genotypes.items()
        if chance.random() >= lost * (1.6 if locus in LONG else 0.7)
    }
    return Profile(profile.name, kept, profile.sex)
