"""Profiles: what samples say, as kinship reads it, and the settings it is weighed with."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from imena.kinship import (
    LocusModel,
    Mutation,
    MutationModel,
    Profile,
    Rates,
    Sex,
    nist_1036_caucasian,
)
from imena.laboratory.models import DnaProfile
from imena.ledger.acts import RefusedError
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force

KIT = (
    "D3S1358", "vWA", "D16S539", "CSF1PO", "TPOX", "D8S1179", "D21S11", "D18S51", "D2S441", "D19S433", "TH01", "FGA",
    "D22S1045", "D5S818", "D13S317", "D7S820", "SE33", "D10S1248", "D1S1656", "D12S391", "D2S1338",
)  # fmt: skip
"""The autosomal loci of a GlobalFiler-type kit."""
MUTATION = Mutation(MutationModel.PROPORTIONAL, Rates(0.002), Rates(0.0005))
THETA = 0.01
DROPOUT = 0.05
"""The probability that one copy of an allele of remains is not seen."""


@lru_cache(maxsize=1)
def models() -> tuple[LocusModel, ...]:
    """The loci that are compared, each with its frequencies and its mutation."""
    table = nist_1036_caucasian().by_name
    return tuple(LocusModel.of(table[locus], MUTATION) for locus in KIT)


def check_genotypes(genotypes: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Genotypes as they are kept. Raises `RefusedError`, naming the locus and the allele, for what cannot be."""
    by_name = {model.locus.name: model.locus for model in models()}
    for locus, alleles in genotypes.items():
        if locus not in by_name:
            raise RefusedError("locus {locus} is not compared here: expected one of {loci}", locus=locus, loci=KIT)
        if len(alleles) != 2:
            raise RefusedError("locus {locus}: expected 2 alleles, found {found}", locus=locus, found=len(alleles))
        for allele in alleles:
            if by_name[locus].index(allele) is None:
                raise RefusedError("locus {locus}: allele {allele} is not in the table", locus=locus, allele=allele)
    return {locus: sorted(alleles, key=float) for locus, alleles in genotypes.items()}


def profiles_of(numbers: Iterable[str], seen: Standpoint) -> dict[str, tuple[DnaProfile, Profile]]:
    """The best usable profile of each of these: most loci first, then the latest. Mixed profiles are not compared."""
    usable = (DnaProfile.Outcome.FULL, DnaProfile.Outcome.PARTIAL)
    wanted = set(numbers)
    acts = [
        act
        for act in in_force(DnaProfile, seen).filter(outcome__in=usable).order_by("loci", "pk")
        if act.taken_from_id in wanted
    ]
    best = {act.taken_from_id: act for act in acts}
    load_keys(best)
    return {number: (act, read) for number, act in best.items() if (read := as_profile(act)) is not None}


def as_profile(act: DnaProfile) -> Profile | None:
    """The profile of an act as kinship reads it; None where it can no longer be opened."""
    if act.genotypes is None:
        return None
    genotypes = {locus: tuple(alleles) for locus, alleles in act.genotypes.items()}
    return Profile(act.taken_from_id, genotypes, Sex(act.sex) if act.sex else None)
