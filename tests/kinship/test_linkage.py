"""Linked pairs against every founder haplotype and every meiosis in turn."""

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imena.kinship import (
    KinshipError,
    Locus,
    LocusModel,
    Profile,
    haldane,
    kosambi,
    log_likelihood_of_pair,
    pedigree,
)
from imena.kinship.kits import linked_pairs

A, B = Locus("A", ("1", "2"), (0.3, 0.7)), Locus("B", ("5", "6"), (0.4, 0.6))
MODELS = (LocusModel.of(A), LocusModel.of(B))
SIBLINGS = pedigree([("f", None, None, "M"), ("m", None, None, "F"), ("one", "f", "m", "M"), ("other", "f", "m", "F")])
Haplotype = tuple[str, str]
HAPLOTYPES: list[tuple[Haplotype, float]] = [
    ((a, b), p * q)
    for (a, p), (b, q) in product(
        zip(A.alleles, A.frequencies, strict=True), zip(B.alleles, B.frequencies, strict=True)
    )
]


def gametes(pair: tuple[Haplotype, Haplotype], rho: float) -> list[tuple[Haplotype, float]]:
    """What a parent passes on: from either chromosome at the first locus, the same or the other at the second."""
    return [
        ((pair[first][0], pair[second][1]), 0.5 * ((1 - rho) if first == second else rho))
        for first, second in product((0, 1), repeat=2)
    ]


def fits(genotype: tuple[Haplotype, Haplotype], profile: Profile) -> bool:
    seen = zip(("A", "B"), zip(*genotype, strict=True), strict=True)
    return all(
        sorted(alleles) == sorted(profile.genotypes[locus]) for locus, alleles in seen if locus in profile.genotypes
    )


def by_enumeration(profiles: dict[str, Profile], rho: float) -> float:
    everyone = {id: profiles.get(id, Profile(id)) for id in ("f", "m", "one", "other")}
    couples = list(product(HAPLOTYPES, repeat=2))
    total = 0.0
    for ((f1, p1), (f2, p2)), ((m1, q1), (m2, q2)) in product(couples, repeat=2):
        if not (fits((f1, f2), everyone["f"]) and fits((m1, m2), everyone["m"])):
            continue
        meioses = list(product(gametes((f1, f2), rho), gametes((m1, m2), rho)))
        children = [
            sum(p * q for (x, p), (y, q) in meioses if fits((x, y), everyone[child])) for child in ("one", "other")
        ]
        total += p1 * p2 * q1 * q2 * math.prod(children)
    return total


@st.composite
def profiles(draw: st.DrawFn) -> dict[str, Profile]:
    found = {}
    for id in ("f", "m", "one", "other"):
        genotypes = {}
        for locus in (A, B):
            if draw(st.booleans()):
                allele = st.sampled_from(locus.alleles)
                genotypes[locus.name] = (draw(allele), draw(allele))
        found[id] = Profile(id, genotypes)
    return found


@settings(max_examples=120, deadline=None)
@given(profiles(), st.sampled_from([0.0, 0.1, 0.3, 0.5]))
def test_a_linked_pair_is_the_sum_over_haplotypes_and_meioses(typed: dict[str, Profile], rho: float) -> None:
    expected = by_enumeration(typed, rho)

    found = log_likelihood_of_pair(SIBLINGS, typed, MODELS, rho)

    assert math.exp(found) == pytest.approx(expected, rel=1e-10, abs=1e-300)


def test_map_functions() -> None:
    """vWA and D12S391, 11.94 cM apart."""
    assert haldane(11.941) == pytest.approx(0.10622, abs=1e-5)
    assert kosambi(11.941) == pytest.approx(0.11719, abs=1e-5)
    assert haldane(0) == kosambi(0) == 0
    assert haldane(1e6) == pytest.approx(0.5)


def test_the_linked_pairs_of_a_kit() -> None:
    [pair] = linked_pairs(["vWA", "D12S391", "TH01"])

    assert {pair.first, pair.second} == {"vWA", "D12S391"}
    assert pair.centimorgans == pytest.approx(11.94, abs=0.01)


def test_a_recombination_fraction_that_is_none() -> None:
    with pytest.raises(KinshipError, match=r"from 0 to 0\.5"):
        log_likelihood_of_pair(SIBLINGS, {}, MODELS, 0.6)
