"""Simulated operations: families with their missing, and remains of whom it is known who they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from numpy.random import Generator

from imena.kinship.detection import Detection
from imena.kinship.gene_dropping import drop_genes
from imena.kinship.joint.problem import NOBODY, Family, JointProblem, Prior
from imena.kinship.models import LocusModel
from imena.kinship.pedigree import Pedigree, Sex
from imena.kinship.profiles import Profile


@dataclass(frozen=True)
class Kind:
    """A kind of family: its pedigree, who is typed and who is missing, by id."""

    pedigree: Pedigree
    typed: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wear:
    """What remains have suffered: the share of loci not typed, and the drop-out of each copy of an allele."""

    not_typed: float = 0.0
    dropout: float = 0.0


@dataclass(frozen=True)
class Simulated:
    """A problem, and by remains who they are: a missing person or NOBODY.

    `outside`: by remains of nobody listed, the number of their own family, for those who are each other's relatives.
    """

    problem: JointProblem
    truth: Mapping[str, str]
    outside: Mapping[str, int]


def simulated_operation(
    families: Sequence[Kind],
    outsiders: Sequence[Kind],
    models: Sequence[LocusModel],
    chance: Generator,
    *,
    found: float = 1.0,
    wear: Wear | None = None,
    prior: Prior | None = None,
) -> Simulated:
    """Families of these kinds, of whose missing a share is found, and outsiders, whom nobody lists.

    Persons are named after their family and id, F1.x; remains R1, R2, … in random order.
    """
    wear = wear or Wear()
    dead: list[tuple[str, Profile, int]] = []
    listed = []
    for number, kind in enumerate(families, start=1):
        profiles = drop_genes(kind.pedigree, models, chance)
        names = {id: f"F{number}.{id}" for id in kind.pedigree.members}
        listed.append(
            Family(
                f"F{number}",
                kind.pedigree.renamed(names),
                {names[id]: profiles[id] for id in kind.typed},
                tuple(names[id] for id in kind.missing),
            )
        )
        dead += [(names[id], profiles[id], 0) for id in kind.missing if chance.random() < found]
    for number, kind in enumerate(outsiders, start=1):
        profiles = drop_genes(kind.pedigree, models, chance)
        dead += [(NOBODY, profiles[id], number) for id in kind.missing]
    order = chance.permutation(len(dead)).tolist()
    remains = [_worn(f"R{at + 1}", dead[place][1], wear, chance) for at, place in enumerate(order)]
    return Simulated(
        JointProblem(tuple(remains), tuple(listed), tuple(models), prior or Prior()),
        {f"R{at + 1}": dead[place][0] for at, place in enumerate(order)},
        {f"R{at + 1}": dead[place][2] for at, place in enumerate(order) if dead[place][2]},
    )


def _worn(name: str, profile: Profile, wear: Wear, chance: Generator) -> Profile:
    """What is seen of a profile: loci lost, alleles dropped out."""
    seen: dict[str, tuple[str, ...]] = {}
    for locus, genotype in profile.genotypes.items():
        if chance.random() < wear.not_typed:
            continue
        kept = tuple(allele for allele in genotype if chance.random() >= wear.dropout)
        if kept:
            seen[locus] = (kept * 2)[:2] if len(genotype) == 2 else kept
    detection = Detection(dropout=wear.dropout) if wear.dropout else None
    return Profile(name, seen, profile.sex or Sex.FEMALE, detection)
