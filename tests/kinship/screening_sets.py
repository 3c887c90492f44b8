"""Simulated remains and families for screening, and the brute force they are held against."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from imena.kinship import (
    UNKNOWN,
    Detection,
    LocusModel,
    Opening,
    Profile,
    Sex,
    drop_genes,
    open_tables,
    pedigree,
)
from imena.kinship.pedigree import Pedigree
from imena.kinship.screening import Group, Missing, Observed, Observer

F, M, X, S = ("f", None, None, "M"), ("m", None, None, "F"), ("x", "f", "m", "M"), ("s", "f", "m", "F")
KINDS: dict[str, tuple[Pedigree, tuple[str, ...]]] = {
    "mother": (pedigree([F, M, X]), ("m",)),
    "both parents": (pedigree([F, M, X]), ("f", "m")),
    "sister": (pedigree([F, M, X, S]), ("s",)),
    "mother and sister": (pedigree([F, M, X, S]), ("m", "s")),
    "wife and child": (
        pedigree([("x", None, None, "M"), ("w", None, None, "F"), ("c", "x", "w", "F")]),
        ("w", "c"),
    ),
    "half-sister": (pedigree([F, M, X, ("w", None, None, "F"), ("h", "f", "w", "F")]), ("h",)),
    "parents who are cousins, one typed": (
        pedigree(
            [
                ("a", None, None, "M"), ("b", None, None, "F"), ("f2", "a", "b", "M"), ("m2", "a", "b", "F"),
                ("p", None, None, "F"), ("q", None, None, "M"), ("f", "f2", "p", "M"), ("m", "q", "m2", "F"),
                ("x", "f", "m", "M"), ("s", "f", "m", "F"),
            ]
        ),
        ("m", "s"),
    ),
}  # fmt: skip
"""Pedigrees, with those who are typed; `x` is missing."""


def observed_remains(
    profiles: Sequence[Profile], models: Sequence[LocusModel], detection: Detection | None
) -> Observed:
    return Observer([model.locus for model in models], detection).observe(profiles)


def simulated(
    models: Sequence[LocusModel],
    families: int,
    chance: Generator,
    *,
    theta: float = 0.0,
    sexes: bool = False,
    kinds: Sequence[str] = tuple(KINDS),
) -> tuple[list[Group], list[list[tuple[Pedigree, dict[str, Profile]]]], list[Profile]]:
    """Groups of each kind with so many families each, the families themselves, and the profile of each one missing.

    Some of their genotypes are known in part, but with co-ancestry, where that would be much work.
    """
    observer = Observer([model.locus for model in models])
    groups, of_groups, missing = [], [], []
    known = 0.9 if theta == 0 else 1.0
    for kind in kinds:
        tree, typed = KINDS[kind]
        people = []
        for number in range(families):
            found = drop_genes(tree, models, chance)
            profiles = {id: worn(found[id], chance, missing=0.1, known=known, sex=None) for id in typed}
            people.append((tree, profiles))
            missing.append(named(found["x"], f"{kind} {number}", Sex.MALE if sexes else None))
        rows = [np.array([observer.codes_of(profiles[id]) for id in typed]) for _, profiles in people]
        relation = Missing(tree, "x", typed, theta)
        names = tuple(f"{kind} {number}" for number in range(families))
        groups.append(Group(kind, relation, names, np.array(rows, dtype=np.uint16), observer.observations))
        of_groups.append(people)
    return groups, of_groups, missing


def named(profile: Profile, name: str, sex: Sex | None) -> Profile:
    return Profile(name, profile.genotypes, sex)


def worn(profile: Profile, chance: Generator, *, missing: float, known: float, sex: Sex | None) -> Profile:
    """A profile as degraded bone or an old reference shows it: loci lost, alleles known in part."""
    genotypes = {}
    for locus, (one, other) in profile.genotypes.items():
        if chance.random() >= missing:
            genotypes[locus] = (one, other) if chance.random() < known else (one, UNKNOWN)
    return Profile(profile.name, genotypes, sex)


def dropped(profile: Profile, chance: Generator, dropout: float) -> Profile:
    """A profile of which each allele went unseen with a probability; what is left looks like a homozygote."""
    genotypes = {}
    for locus, alleles in profile.genotypes.items():
        left = tuple(allele for allele in alleles if chance.random() >= dropout)
        if left:
            genotypes[locus] = (left * 2)[:2]
    return Profile(profile.name, genotypes, profile.sex)


def brute_force(
    remains: Sequence[Profile],
    families: Sequence[tuple[Pedigree, dict[str, Profile]]],
    models: Sequence[LocusModel],
    detection: Detection | None,
    *,
    theta: float = 0.0,
) -> NDArray[np.float64]:
    """log10 LR of every pair, (remains, families), one look-up at a time through the open tables of the engine."""
    total = np.zeros((len(remains), len(families)))
    openings = [Opening(tree, "x", profiles) for tree, profiles in families]
    for model in models:
        tables = open_tables(openings, model, theta=theta)
        for number, profile in enumerate(remains):
            shown = Profile(profile.name, profile.genotypes, profile.sex, detection or profile.detection)
            seen = shown.seen(model.locus, Sex.MALE)
            if seen is not None:
                total[number] += [_log10_lr(table.log10_lr_of(seen)) for table in tables]
    return total


def _log10_lr(value: float) -> float:
    return -math.inf if math.isnan(value) else value
