"""Gene dropping: simulated genotypes of a whole pedigree, passed down from its founders, with mutation.

MacCluer, VandeBerg, Read & Ryder 1986 (Zoo Biology 5:147).
"""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from imena.kinship.engine.instructions import IntArray
from imena.kinship.loci import Chromosome, FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.pedigree import Pedigree, Person, Sex
from imena.kinship.profiles import Profile


def drop_genes(pedigree: Pedigree, models: Sequence[LocusModel], chance: Generator) -> dict[str, Profile]:
    """One simulated family: a full profile for every member, by id, each with its sex. The loci are unlinked."""
    genotypes: dict[str, dict[str, tuple[str, ...]]] = {person.id: {} for person in pedigree.people}
    for model in models:
        dropped = dropped_genotypes(pedigree, model, 1, chance)
        for person, pairs in zip(pedigree.parents_first, dropped, strict=True):
            names = [model.locus.alleles[allele] for allele in pairs[0]]
            genotypes[person.id][model.locus.name] = tuple(names[:1] if _one_slot(model, person) else names)
    return {person.id: Profile(person.id, genotypes[person.id], person.sex) for person in pedigree.people}


def dropped_genotypes(pedigree: Pedigree, model: LocusModel, families: int, chance: Generator) -> IntArray:
    """Simulated genotypes at one locus, shape (people, families, 2): positions of the alleles from father and mother.

    People stand as in `pedigree.parents_first`; twins have one genotype. A male at an X locus has his one allele twice.
    """
    drawn = _dropped(pedigree.without_twins, model, families, chance)
    one = {person.id: number for number, person in enumerate(pedigree.without_twins.parents_first)}
    return drawn[[one[pedigree.one_of_twins[person.id]] for person in pedigree.parents_first]]


def _dropped(pedigree: Pedigree, model: LocusModel, families: int, chance: Generator) -> IntArray:
    place = {person.id: number for number, person in enumerate(pedigree.parents_first)}
    genotypes = np.empty((len(place), families, 2), dtype=np.int64)
    for number, person in enumerate(pedigree.parents_first):
        for side, (parent, matrix) in enumerate(
            ((person.father, model.transmission.paternal), (person.mother, model.transmission.maternal))
        ):
            if parent is None:
                founders = chance.choice(len(model.locus), size=families, p=model.locus.probabilities)
                genotypes[number, :, side] = founders
            else:
                genotypes[number, :, side] = _passed_on(genotypes[place[parent]], matrix, chance)
        if _one_slot(model, person):
            genotypes[number, :, 0] = genotypes[number, :, 1]
    return genotypes


def _one_slot(model: LocusModel, person: Person) -> bool:
    return model.locus.chromosome is Chromosome.X and person.sex is Sex.MALE


def _passed_on(parent: IntArray, matrix: FloatArray, chance: Generator) -> IntArray:
    """The allele that each parent (families, 2) passes on: either of the two, then mutated."""
    families = np.arange(len(parent))
    chosen = parent[families, chance.integers(2, size=len(parent))]
    cumulative = np.cumsum(matrix, axis=1)[chosen]
    drawn = chance.random(len(parent))[:, np.newaxis]
    allele: IntArray = np.minimum((cumulative < drawn).sum(axis=1), matrix.shape[1] - 1)
    return allele
