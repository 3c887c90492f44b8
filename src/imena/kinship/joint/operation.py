"""An operation: all remains and families of a problem, set out for listing and summing."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from imena.kinship.joint.configurations import Lister, Listing
from imena.kinship.joint.families import FamilyFit, Remains
from imena.kinship.joint.merging import Merged, merged
from imena.kinship.joint.observed import ln_alone
from imena.kinship.joint.problem import JointProblem
from imena.kinship.joint.together import open_alone, references_alone
from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.mutation import Transmission


@dataclass(frozen=True)
class SetAside:
    """A family that takes no part: its references contradict each other at `loci` under the model."""

    families: tuple[str, ...]
    loci: tuple[str, ...]


class Operation:
    """A problem at work. Families whose references contradict each other are set aside, and do not stop the others."""

    def __init__(self, problem: JointProblem) -> None:
        self.problem = problem
        self.remains = Remains(problem.remains, problem.models, problem.theta, problem.founders)
        every = merged(problem)
        fits = [FamilyFit(each.family, self.remains) for each in every]
        references = references_alone(fits, self.remains)
        impossible = np.isneginf(references)
        loci = [model.locus.name for model in problem.models]
        self.set_aside = [
            SetAside(every[number].names, tuple(loci[at] for at in np.flatnonzero(impossible[number])))
            for number in np.flatnonzero(impossible.any(axis=1))
        ]
        takes_part = np.flatnonzero(~impossible.any(axis=1)).tolist()
        self.families: list[Merged] = [every[number] for number in takes_part]
        self.fits = [fits[number] for number in takes_part]
        self.ln_references = references[takes_part].sum(axis=1)
        open_alone(self.fits, self.remains)
        self._weights: dict[int, FloatArray] = {}

    @cached_property
    def ln_alone(self) -> FloatArray:
        """The log-probability of each of the remains as nobody's, (remains,)."""
        problem = self.problem
        known: dict[object, float] = {}
        found = []
        for profile in problem.remains:
            total = 0.0
            for model in problem.models:
                name = model.locus.name
                key = (
                    name,
                    profile.genotypes.get(name),
                    profile.replicates.get(name),
                    profile.sex,
                    id(profile.detection),
                )
                if key not in known:
                    known[key] = ln_alone(profile, model, problem.theta, problem.founders)
                total += known[key]
            found.append(total)
        return np.array(found)

    def weights(self, number: int) -> FloatArray:
        """Prior weights of pairs with the missing of a family, (remains, missing); 0 of remains that are settled."""
        if number in self._weights:
            return self._weights[number].copy()
        problem = self.problem
        missing = self.families[number].family.missing
        rows = [
            [0.0 if profile.name in problem.fixed else problem.weight(profile.name, person) for person in missing]
            for profile in problem.remains
        ]
        self._weights[number] = np.array(rows).reshape(len(problem.remains), len(missing))
        return self._weights[number].copy()

    def listing(self, number: int, tolerance: float = 0.0) -> Listing:
        """The configurations of a family."""
        return Lister(self.fits[number], self.weights(number), self.ln_alone, tolerance).listing()

    def fit_without_references(self, number: int) -> FamilyFit:
        """A family against all remains as if none of its references had been typed."""
        return FamilyFit(replace(self.families[number].family, profiles={}), self.remains)

    def listing_without_references(self, number: int, together: Collection[int] | None = None) -> Listing:
        """The configurations of a family as if none of its references had been typed.

        `together`: by number, the only remains that may fill it. Other evidence does not count, only who may be whom.
        """
        weights = np.where(self.weights(number) > 0, self.problem.prior.odds, 0.0)
        if together is not None:
            weights[[at for at in range(len(weights)) if at not in together]] = 0.0
        return Lister(self.fit_without_references(number), weights, self.ln_alone, 0.0).listing()

    @cached_property
    def ln_null(self) -> float:
        """The log-likelihood of everything when nobody is identified."""
        free = [
            value
            for profile, value in zip(self.problem.remains, self.ln_alone.tolist(), strict=True)
            if profile.name not in self.problem.fixed
        ]
        return math.fsum([*self.ln_references.tolist(), *free])


def without_mutation(models: Sequence[LocusModel]) -> tuple[LocusModel, ...]:
    """The same loci where alleles are passed on as they are."""
    return tuple(
        LocusModel(model.locus, Transmission(np.eye(len(model.locus)), np.eye(len(model.locus)))) for model in models
    )
