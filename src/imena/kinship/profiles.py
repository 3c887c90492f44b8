"""Profiles: the genotypes of one person or one sample, locus by locus."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from imena.kinship.detection import Detection, Replicate, weights
from imena.kinship.errors import ProfileError
from imena.kinship.loci import Chromosome, FloatArray, Locus
from imena.kinship.pedigree import Sex

UNKNOWN = "-"
"""Stands in a genotype for an allele that is not known: `("13", UNKNOWN)` has a 13 and something, perhaps a 13."""

Genotype = tuple[str, ...]
"""Two alleles; one for a male at a locus of the X chromosome. Their order carries no meaning.

No allele at all, `()`: typed, and nothing was seen, which is not the same as not typed.
"""


@dataclass(frozen=True, eq=False)
class Seen:
    """What typing says of the genotype at a locus.

    Either it is certain: `genotype`, as positions among the alleles, the smaller first. Or it is not: `weights`, shape
    (alleles, alleles), P(what was seen | genotype) for every genotype. Neither: no genotype can be seen so.
    `ln_weight` is the natural logarithm of a factor that belongs to what was seen, whatever the pedigree.
    """

    genotype: tuple[int, int] | None
    weights: FloatArray | None = None
    ln_weight: float = 0.0

    def __and__(self, other: "Seen") -> "Seen":
        """What two samples of one person say together."""
        ln_weight = self.ln_weight + other.ln_weight
        if self.genotype is not None and self.genotype == other.genotype:
            return Seen(self.genotype, None, ln_weight)
        if self.weights is not None and other.weights is not None:
            return _seen(self.weights * other.weights, ln_weight)
        certain, uncertain = (self, other) if self.genotype is not None else (other, self)
        if certain.genotype is None or uncertain.weights is None:
            return Seen(None)
        weight = float(uncertain.weights[certain.genotype])
        return Seen(certain.genotype, None, ln_weight + math.log(weight)) if weight > 0 else Seen(None)


def _seen(weights: FloatArray, ln_weight: float = 0.0) -> Seen:
    """Weights as what they say: a certain genotype where only one has any."""
    places = np.argwhere(np.triu(weights) > 0)
    if len(places) != 1:
        return Seen(None, weights if len(places) else None, ln_weight)
    first, second = int(places[0, 0]), int(places[0, 1])
    return Seen((first, second), None, ln_weight + math.log(float(weights[first, second])))


@dataclass(frozen=True, slots=True)
class Profile:
    """What was typed of one person. A locus that is not among `genotypes` was not typed.

    `detection` says what may have gone wrong in typing; without it genotypes are what they seem. `replicates`: the
    alleles seen in each of several amplifications of a locus; they count instead of the genotype.
    """

    name: str
    genotypes: Mapping[str, Genotype] = field(default_factory=dict)
    sex: Sex | None = None
    detection: Detection | None = None
    replicates: Mapping[str, tuple[Replicate, ...]] = field(default_factory=dict)

    def seen(self, locus: Locus, sex: Sex) -> Seen | None:
        """What was seen at a locus in a person of this sex; None where it is not typed.

        A male at an X locus has one allele, which is given twice. Raises `ProfileError` for an allele that the
        locus does not have, and for a number of alleles other than the person's chromosomes allow.
        """
        genotype = self.genotypes.get(locus.name)
        replicates = self.replicates.get(locus.name)
        one_slot = locus.chromosome is Chromosome.X and sex is Sex.MALE
        if genotype is not None and genotype:
            self._check_number(genotype, locus, 1 if one_slot else 2)
        if genotype and replicates is None:
            if all(allele == UNKNOWN for allele in genotype):
                return None
            if UNKNOWN in genotype:
                return self._known_in_part(genotype, locus)
            if self.detection is None and not locus.silent:
                return Seen(self._positions(genotype, locus))
        elif genotype is None and replicates is None:
            return None
        if replicates is None:
            replicates = (frozenset(genotype or ()),)
        for allele in frozenset[str]().union(*replicates):
            self._position(locus, allele)
        detection = self.detection or Detection()
        dropouts = detection.at(locus.name, len(replicates))
        return _seen(weights(replicates, locus, dropouts, detection.dropin, one_slot=one_slot))

    def indices(self, locus: Locus, sex: Sex) -> tuple[int, int] | None:
        """The alleles seen as positions among those of `locus`, the smaller first, whatever may have gone unseen.

        None where it is not typed, where an allele is unknown and where nothing was seen. Raises as `seen`.
        """
        genotype = self.genotypes.get(locus.name)
        if not genotype or UNKNOWN in genotype:
            return None
        one_slot = locus.chromosome is Chromosome.X and sex is Sex.MALE
        self._check_number(genotype, locus, 1 if one_slot else 2)
        return self._positions(genotype, locus)

    def _check_number(self, genotype: Genotype, locus: Locus, expected: int) -> None:
        if len(genotype) != expected:
            raise ProfileError(
                "{person}, locus {locus}: expected {expected} alleles, found {allele}",
                person=self.name,
                locus=locus.name,
                allele="/".join(genotype),
                expected=expected,
            )

    def _known_in_part(self, genotype: Genotype, locus: Locus) -> Seen:
        [known] = (self._position(locus, allele) for allele in genotype if allele != UNKNOWN)
        has_it = np.zeros((len(locus), len(locus)))
        has_it[known, :] = has_it[:, known] = 1
        return _seen(has_it)

    def _positions(self, genotype: Genotype, locus: Locus) -> tuple[int, int]:
        first, second = sorted(self._position(locus, allele) for allele in (genotype * 2)[:2])
        return first, second

    def _position(self, locus: Locus, allele: str) -> int:
        position = locus.index(allele)
        if position is None:
            raise ProfileError(
                "{person}, locus {locus}: allele {allele} is not in the frequency table",
                person=self.name,
                locus=locus.name,
                allele=allele,
            )
        return position
