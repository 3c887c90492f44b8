"""What is assumed of a locus: its alleles and frequencies, and how they mutate."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from imena.kinship.engine.instructions import tables
from imena.kinship.engine.lumping import Lumps
from imena.kinship.loci import FloatArray, Locus
from imena.kinship.mutation import NO_MUTATION, Mutation, Transmission


@dataclass(frozen=True, eq=False)
class LocusModel:
    """A locus and the transmission of its alleles."""

    locus: Locus
    transmission: Transmission

    @classmethod
    def of(cls, locus: Locus, mutation: Mutation = NO_MUTATION) -> "LocusModel":
        return cls(locus, mutation.at(locus))

    @cached_property
    def tables(self) -> FloatArray:
        """The one row of tables of this locus, for `instructions.run`."""
        return tables(
            self.locus.probabilities[np.newaxis],
            self.transmission.paternal[np.newaxis],
            self.transmission.maternal[np.newaxis],
        )

    @cached_property
    def lumps(self) -> Lumps | None:
        """How its alleles may be lumped; None where the mutation model does not allow it."""
        return Lumps.of(self.locus.probabilities, self.transmission)
