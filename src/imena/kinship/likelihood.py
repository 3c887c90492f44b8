"""Likelihood: the probability of the genotypes of typed relatives, given how they are related.

Exact for any pedigree, loops included: alleles and meioses of everyone untyped are summed out
(`network`, `elimination`, `instructions`). Loci are taken as unlinked, so their log-likelihoods add up; `linkage` has
the pairs that are not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from imena.kinship.engine.families import Families, typing_of
from imena.kinship.engine.shape import Founders, Shape, shape_of
from imena.kinship.engine.summing import summed
from imena.kinship.errors import KinshipError
from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.pedigree import Pedigree, together
from imena.kinship.profiles import Profile
from imena.kinship.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Natural log-likelihoods by locus, and what they were computed with.

    Minus infinity: the genotypes are impossible under this relationship and mutation model.
    """

    by_locus: Mapping[str, float]
    provenance: Provenance | None = None

    @property
    def total(self) -> float:
        return float(sum(self.by_locus.values()))

    @property
    def impossible(self) -> tuple[str, ...]:
        """The loci at which the genotypes cannot be, were the relationships and the model true."""
        return tuple(locus for locus, value in self.by_locus.items() if value == -np.inf)


def log_likelihood(
    pedigrees: Pedigree | Sequence[Pedigree],
    profiles: Mapping[str, Profile],
    models: Sequence[LocusModel],
    *,
    theta: float = 0.0,
    inbreeding: Mapping[str, float] | None = None,
    founders: Founders = Founders.KEPT,
) -> Likelihood:
    """The log-likelihood of a hypothesis: one pedigree, or several that share no one.

    `profiles` are keyed by the ids of the people in the pedigrees; people without one are untyped. `theta`: the
    co-ancestry θ of all founders, of all the pedigrees together. `inbreeding`: coefficients of founders by id. Raises
    `ProfileError` for an allele that a locus does not have, `KinshipError` where θ is not from 0 to below 1.
    """
    check_theta(theta, founders)
    parts = (pedigrees,) if isinstance(pedigrees, Pedigree) else tuple(pedigrees)
    if theta > 0:
        parts = (together(parts),)
    by_locus = {
        model.locus.name: sum(_one_locus(part, profiles, model, theta, inbreeding, founders) for part in parts)
        for model in models
    }
    return Likelihood(by_locus, _provenance(parts, profiles, models, theta, inbreeding, founders))


def _provenance(
    parts: Sequence[Pedigree],
    profiles: Mapping[str, Profile],
    models: Sequence[LocusModel],
    theta: float,
    inbreeding: Mapping[str, float] | None,
    founders: Founders,
) -> Provenance:
    people = [person.id for part in parts for person in part.people if person.id in profiles]
    typed = dict.fromkeys(locus for id in people for locus in (*profiles[id].genotypes, *profiles[id].replicates))
    tables = {model.locus.name: model.locus.table for model in models}
    not_used = {locus: "no frequencies" for locus in typed if locus not in tables}
    not_used |= {locus: "nobody is typed" for locus in tables if locus not in typed}
    return Provenance.of(
        tables=tables,
        theta=theta,
        inbreeding=dict(inbreeding or {}),
        founders=founders.value,
        loci=tuple(locus for locus in tables if locus in typed),
        not_used=not_used,
    )


def check_theta(theta: float, founders: Founders) -> None:
    if not 0 <= theta < 1:
        raise KinshipError("expected a co-ancestry from 0 to below 1, found {theta}", theta=theta)
    if theta > 0 and founders is Founders.DROPPED:
        raise KinshipError("co-ancestry is not computed with untyped founders dropped; expected them kept")


def _one_locus(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    model: LocusModel,
    theta: float,
    inbreeding: Mapping[str, float] | None,
    founders: Founders,
) -> float:
    typing = typing_of(pedigree, profiles, model.locus)
    if typing.is_impossible:
        return -np.inf
    shaped = shape_of(
        pedigree.without_twins,
        typed=typing.genotypes,
        uncertain=typing.weights,
        chromosome=model.locus.chromosome,
        founders=founders,
        inbreeding=inbreeding,
    )
    return float(log_likelihoods(shaped.shape, model, typing.family(shaped, model.locus), theta=theta)[0])


def log_likelihoods(shape: Shape, model: LocusModel, families: Families, *, theta: float = 0.0) -> FloatArray:
    """Natural log-likelihoods, shape (families,), of many families of one shape at one locus.

    The shape has no open member. Families with the same genotypes are computed once.
    """
    distinct, index = families.distinct(len(model.locus))
    values, scales = summed(shape, model, distinct, theta)
    with np.errstate(divide="ignore"):
        return (np.log(values[:, 0]) + scales)[index]
