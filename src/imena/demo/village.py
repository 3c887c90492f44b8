"""A perished village: families with a missing person each, remains from a common grave, bones with lost loci.

Everything is simulated from a seed: pedigrees by hand, genotypes by gene dropping with mutation, loci lost as in bone,
the longer amplicons first. The truth is kept beside, so that an answer can be held against it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from imena.kinship import (
    LocusModel,
    Pedigree,
    Profile,
    Sex,
    drop_genes,
    pedigree,
    unrelated,
)
from imena.laboratory.profiles import models as compared_loci

SEED = 2022
LONG = ("CSF1PO", "TPOX", "D18S51", "FGA", "D7S820", "SE33", "D2S1338", "D16S539")
"""Loci with long amplicons, which degraded bone loses first."""
MISSING = "missing"

_PARENTS: list[tuple[str, str | None, str | None, str]] = [("father", None, None, "M"), ("mother", None, None, "F")]
_PATERNAL: list[tuple[str, str | None, str | None, str]] = [
    ("grandfather", None, None, "M"),
    ("grandmother", None, None, "F"),
    ("father", "grandfather", "grandmother", "M"),
    ("mother", None, None, "F"),
]


@dataclass(frozen=True, slots=True)
class Plan:
    """A kind of family: who came to give a reference, by the word in the table, and how they are related."""

    references: Mapping[str, str]
    people: Sequence[tuple[str, str | None, str | None, str]]

    def pedigree(self, sex: Sex) -> Pedigree:
        """The pedigree with a missing person of this sex; a wife becomes a husband where the missing one is a woman."""
        man = sex is Sex.MALE
        rows = [
            (id, father, mother, sex.value if id == MISSING else ("F" if man else "M") if id == "spouse" else own)
            for id, father, mother, own in self.people
        ]
        if not man:
            rows = [(id, mother, father, own) if father == MISSING else (id, father, mother, own)
                    for id, father, mother, own in rows]  # fmt: skip
        return pedigree(rows)


_CHILD_OF_PARENTS = (MISSING, "father", "mother", "M")
PLANS = (
    Plan({"mother": "[мати]", "father": "[батько]"}, [*_PARENTS, _CHILD_OF_PARENTS]),
    Plan({"mother": "[мати]"}, [*_PARENTS, _CHILD_OF_PARENTS]),
    Plan(
        {"mother": "[мати]", "sister": "[сестра]"},
        [*_PARENTS, _CHILD_OF_PARENTS, ("sister", "father", "mother", "F")],
    ),
    Plan(
        {"brother": "[брат]", "sister": "[сестра]"},
        [*_PARENTS, _CHILD_OF_PARENTS, ("brother", "father", "mother", "M"), ("sister", "father", "mother", "F")],
    ),
    Plan(
        {"spouse": "[чоловік або дружина]", "daughter": "[донька]"},
        [(MISSING, None, None, "M"), ("spouse", None, None, "F"), ("daughter", MISSING, "spouse", "F")],
    ),
    Plan(
        {"daughter": "[донька]", "son": "[син]"},
        [
            (MISSING, None, None, "M"),
            ("spouse", None, None, "F"),
            ("daughter", MISSING, "spouse", "F"),
            ("son", MISSING, "spouse", "M"),
        ],
    ),
    Plan(
        {"grandmother": "[бабуся по батькові]", "uncle": "[дядько по батькові]", "mother": "[мати]"},
        [*_PATERNAL, ("uncle", "grandfather", "grandmother", "M"), _CHILD_OF_PARENTS],
    ),
    Plan(
        {"uncle": "[дядько]", "other uncle": "[дядько]"},
        [
            *_PATERNAL,
            ("uncle", "grandfather", "grandmother", "M"),
            ("other uncle", "grandfather", "grandmother", "M"),
            _CHILD_OF_PARENTS,
        ],
    ),
)
FAMILIES = 32
STRANGERS = 4
"""Remains of people nobody has asked for."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A relative who gave a sample: the family, the word for the relationship, the profile under the sample's name."""

    family: str
    relationship: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class Village:
    """The remains, the references, and the truth: of which family each set of remains is, None for strangers."""

    remains: tuple[Profile, ...]
    references: tuple[Reference, ...]
    truth: Mapping[str, str | None]
    contradicting: str
    """The family in which a brother is not the brother he believes he is."""


def simulate(seed: int = SEED) -> Village:
    """Simulate the village; the same seed gives the same village."""
    chance = np.random.default_rng(seed)
    models = compared_loci()
    people: list[tuple[str | None, Profile]] = []
    references: list[Reference] = []
    for number in range(FAMILIES):
        name = f"Р{number + 1:02}"
        plan = PLANS[number % len(PLANS)]
        sex = Sex.FEMALE if chance.random() < 0.5 else Sex.MALE
        profiles = drop_genes(plan.pedigree(sex), models, chance)
        people.append((name, profiles[MISSING]))
        references += _references(name, plan, profiles)
    contradicting = "Р04"
    references = [
        _stranger_instead(reference, models, chance)
        if (reference.family, reference.relationship) == (contradicting, "[брат]")
        else reference
        for reference in references
    ]
    people += [(None, _stranger(models, chance)) for _ in range(STRANGERS)]
    people.append(people[0])  # one person came in two bags
    remains = tuple(_bones(people, chance))
    truth = {profile.name: family for profile, family in remains}
    return Village(tuple(profile for profile, _ in remains), tuple(references), truth, contradicting)


def _references(family: str, plan: Plan, profiles: Mapping[str, Profile]) -> Iterator[Reference]:
    for number, (person, word) in enumerate(plan.references.items(), start=1):
        profile = profiles[person]
        relationship = word
        if person == "spouse":
            relationship = "[дружина]" if profile.sex is Sex.FEMALE else "[чоловік]"
        yield Reference(family, relationship, Profile(f"{family}-{number}", profile.genotypes, profile.sex))


def _stranger(models: Sequence[LocusModel], chance: Generator) -> Profile:
    sex = Sex.FEMALE if chance.random() < 0.5 else Sex.MALE
    return drop_genes(unrelated(("stranger", sex)), models, chance)["stranger"]


def _stranger_instead(reference: Reference, models: Sequence[LocusModel], chance: Generator) -> Reference:
    genotypes = drop_genes(unrelated(("stranger", Sex.MALE)), models, chance)["stranger"].genotypes
    name = reference.profile.name
    return Reference(reference.family, reference.relationship, Profile(name, genotypes, reference.profile.sex))


def _bones(people: Sequence[tuple[str | None, Profile]], chance: Generator) -> Iterator[tuple[Profile, str | None]]:
    """The remains in the order they were found, numbered, each with the loci that its bone still yields."""
    for number, place in enumerate(chance.permutation(len(people)), start=1):
        family, person = people[place]
        lost = chance.choice([0.0, 0.05, 0.25])
        genotypes = {
            locus: genotype
            for locus, genotype in person.genotypes.items()
            if chance.random() >= lost * (1.6 if locus in LONG else 0.7)
        }
        yield Profile(f"К-{number:03}", genotypes, person.sex), family
