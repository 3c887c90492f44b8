"""Profiles: the genotypes of one person or one sample, locus by locus."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from imena.kinship.errors import ProfileError
from imena.kinship.loci import Chromosome, Locus
from imena.kinship.pedigree import Sex

Genotype = tuple[str, ...]
"""Two alleles; one for a male at a locus of the X chromosome. Their order carries no meaning."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What was typed of one person. A locus that is not among `genotypes` was not typed."""

    name: str
    genotypes: Mapping[str, Genotype] = field(default_factory=dict)
    sex: Sex | None = None

    def indices(self, locus: Locus, sex: Sex) -> tuple[int, int] | None:
        """The genotype as positions among the alleles of `locus`, the smaller first; None where it is not typed.

        A male at an X locus has one allele, which is given twice. Raises `ProfileError` for an allele that the
        locus does not have, and for a number of alleles other than the person's chromosomes allow.
        """
        genotype = self.genotypes.get(locus.name)
        if genotype is None:
            return None
        expected = 1 if locus.chromosome is Chromosome.X and sex is Sex.MALE else 2
        if len(genotype) != expected:
            raise ProfileError(
                "{person}, locus {locus}: expected {expected} alleles, found {allele}",
                person=self.name,
                locus=locus.name,
                allele="/".join(genotype),
                expected=expected,
            )
        first, second = sorted(_position(self.name, locus, allele) for allele in (genotype * 2)[:2])
        return first, second


def _position(person: str, locus: Locus, allele: str) -> int:
    position = locus.index(allele)
    if position is None:
        raise ProfileError(
            "{person}, locus {locus}: allele {allele} is not in the frequency table",
            person=person,
            locus=locus.name,
            allele=allele,
        )
    return position
