"""Simulated remains and families: genes dropped through pedigrees, and worn as bone and old samples are.

For checking a screening where the truth is known, and for measuring it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from imena.kinship.engine.instructions import IntArray
from imena.kinship.gene_dropping import dropped_genotypes
from imena.kinship.loci import Locus
from imena.kinship.models import LocusModel
from imena.kinship.pedigree import Pedigree, Person, Sex
from imena.kinship.profiles import Profile
from imena.kinship.screening.observations import NOT_TYPED, CodeArray, Observed, Observer
from imena.kinship.screening.relations import Missing
from imena.kinship.screening.rows import Group


@dataclass(frozen=True, slots=True)
class Wear:
    """How samples are worn: the probability that a locus was not typed, and that a copy of an allele is not seen."""

    not_typed: float = 0.0
    dropout: float = 0.0


def simulated_families(
    kind: str,
    relation: Missing,
    families: int,
    models: Sequence[LocusModel],
    observer: Observer,
    chance: Generator,
    wear: Wear | None = None,
) -> tuple[Group, IntArray]:
    """Families of one relation, and the genotypes of those who are missing, (families, loci, 2)."""
    people = [person.id for person in relation.pedigree.parents_first]
    typed = [people.index(relative) for relative in relation.relatives]
    codes = np.zeros((families, len(typed), len(models)), dtype=np.uint16)
    missing = np.empty((families, len(models), 2), dtype=np.int64)
    for place, model in enumerate(models):
        genotypes = dropped_genotypes(relation.pedigree, model, families, chance)
        missing[:, place] = genotypes[people.index(relation.member)]
        for number, relative in enumerate(typed):
            codes[:, number, place] = _codes(genotypes[relative], place, observer, wear or Wear(), chance)
    names = tuple(f"{kind} {number + 1}" for number in range(families))
    return Group(kind, relation, names, codes, observer.observations), missing


def strangers(number: int, models: Sequence[LocusModel], chance: Generator) -> IntArray:
    """Genotypes of people who are nobody's relatives, (number, loci, 2)."""
    alone = Pedigree((Person("stranger", Sex.FEMALE),))
    return np.stack([dropped_genotypes(alone, model, number, chance)[0] for model in models], axis=1)


def simulated_remains(genotypes: IntArray, observer: Observer, wear: Wear, chance: Generator) -> Observed:
    """Remains with these genotypes, (remains, loci, 2), worn; of unknown sex."""
    codes = np.stack(
        [_codes(genotypes[:, place], place, observer, wear, chance) for place in range(genotypes.shape[1])], axis=1
    )
    names = tuple(f"R{number + 1}" for number in range(len(codes)))
    return Observed(names, (None,) * len(codes), np.ascontiguousarray(codes), observer.observations)


def _codes(genotypes: IntArray, place: int, observer: Observer, wear: Wear, chance: Generator) -> CodeArray:
    """What genotypes at one locus, (people, 2), show once worn: (people,)."""
    gone = chance.random(genotypes.shape) < wear.dropout
    shown = np.sort(np.where(gone, genotypes[:, ::-1], genotypes), axis=1)
    locus = observer.observations[place].locus
    keys, which = np.unique(shown[:, 0] * len(locus) + shown[:, 1], return_inverse=True)
    numbers = np.array([_number(*divmod(int(key), len(locus)), locus, place, observer) for key in keys])
    codes = numbers[which].astype(np.uint16)
    codes[gone.all(axis=1) | (chance.random(len(codes)) < wear.not_typed)] = NOT_TYPED
    return codes


def _number(one: int, other: int, locus: Locus, place: int, observer: Observer) -> int:
    profile = Profile("simulated", {locus.name: (locus.alleles[one], locus.alleles[other])})
    return observer.codes_of(profile, Sex.FEMALE)[place]
