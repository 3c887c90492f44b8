"""What the kinship library refuses."""

from imena.core.errors import ImenaError


class KinshipError(ImenaError):
    """A value that is not a valid locus, mutation model, pedigree or profile."""


class LocusError(KinshipError):
    """Alleles or frequencies that do not describe a locus."""


class MutationError(KinshipError):
    """A mutation model that cannot be built for a locus."""


class CoancestryError(KinshipError):
    """A pedigree with too many untyped founders for co-ancestry."""


class PedigreeError(KinshipError):
    """People and parents that cannot be a pedigree.

    `person` is the id of the member at fault and `relation` the relation at fault: id, father, mother or sex.
    """

    def __init__(self, message: str, /, *, person: str, relation: str, **values: object) -> None:
        super().__init__(message, person=person, **values)
        self.person = person
        self.relation = relation


class ProfileError(KinshipError):
    """A genotype that cannot be: an unknown allele, or two alleles where there is one chromosome.

    `person`, `locus` and `allele` say where.
    """

    def __init__(self, message: str, /, *, person: str, locus: str, allele: str, **values: object) -> None:
        super().__init__(message, person=person, locus=locus, allele=allele, **values)
        self.person = person
        self.locus = locus
        self.allele = allele
