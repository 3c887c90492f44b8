"""Re-association: by hand, with drop-out, contradictions, and how many people there were at least."""

import math

import numpy as np
import pytest

from imena.kinship import Detection, KinshipError, Locus, LocusModel, Profile, Sex, direct_comparison
from imena.kinship.reassociation import Against, Sample, consensus, identity_ratios, least_individuals, reassociate

ALLELES, FREQUENCIES = ("10", "11", "12"), (0.2, 0.3, 0.5)
MODELS = [LocusModel.of(Locus(name, ALLELES, FREQUENCIES)) for name in ("L1", "L2", "L3")]


def sample(
    name: str, *genotypes: str, element: str | None = None, sex: Sex | None = None, dropout: float | None = None
) -> Sample:
    """Genotypes at L1, L2, …: "10/11", or "" where not typed."""
    seen = {f"L{at}": tuple(each.split("/")) for at, each in enumerate(genotypes, start=1) if each}
    return Sample(Profile(name, seen, sex, Detection(dropout=dropout) if dropout is not None else None), element)


def test_two_alike_are_one_over_the_profile_and_one_mismatch_is_none() -> None:
    found = reassociate([sample("A", "10/11"), sample("B", "10/11"), sample("C", "10/12")], MODELS, at_least=2)

    assert math.exp(found.ln_lr[0, 1]) == pytest.approx(1 / (2 * 0.2 * 0.3))
    assert found.ln_lr[0, 2] == -math.inf
    assert [group.samples for group in found.groups] == [("A", "B"), ("C",)]
    assert found.groups[0].weakest == pytest.approx(math.log10(1 / 0.12))


def test_drop_out_may_hide_an_allele() -> None:
    """Seen 10/11 and 10: P(both | 10/11) = 2 p q (1−d)² d(1−d); the strangers' are what each is seen with alone."""
    d, p, q = 0.2, 0.2, 0.3
    worn = [sample("A", "10/11", dropout=d), sample("B", "10/10", dropout=d)]

    ln_lr = identity_ratios([each.profile for each in worn], MODELS)[0, 1]

    alone = p * p * (1 - d**2) + 2 * p * (1 - p) * d * (1 - d)
    assert math.exp(ln_lr) == pytest.approx(2 * p * q * (1 - d) ** 2 * d * (1 - d) / (2 * p * q * (1 - d) ** 2 * alone))


def test_the_ratios_are_those_of_direct_comparison() -> None:
    worn = [
        sample("A", "10/11", "12/12", dropout=0.1), sample("B", "10/10", "11/12", dropout=0.3),
        sample("C", "", "12/12", "10/11"), sample("D", "10/12", sex=Sex.MALE), sample("E", "10/12", sex=Sex.FEMALE),
    ]  # fmt: skip
    profiles = [each.profile for each in worn]

    found = identity_ratios(profiles, MODELS)

    for one in range(len(worn)):
        for other in range(one + 1, len(worn)):
            expected = direct_comparison(profiles[one], profiles[other], MODELS).ln_lr
            assert found[one, other] == pytest.approx(expected), (one, other)


def test_a_group_shows_what_speaks_against_it() -> None:
    """B links A and C, who have nothing in common; but A and C are two left femora of a man and a woman."""
    samples = [
        sample("A", "10/10", element="left femur", sex=Sex.MALE),
        sample("B", "10/10", "10/10"),
        sample("C", "", "10/10", element="left femur", sex=Sex.FEMALE),
    ]
    found = reassociate(samples, MODELS, at_least=20, prior=0.1)

    [group] = found.groups
    assert {each.against for each in group.contradictions} == {Against.SEX, Against.ELEMENT}
    assert all(each.samples == ("A", "C") for each in group.contradictions)
    assert group.posterior == pytest.approx(25 * 0.1 / (25 * 0.1 + 0.9))
    assert found.least_individuals == 2


def test_a_locus_that_fails_is_named() -> None:
    samples = [
        sample("A", "10/10", "10/10", "11/11", dropout=0.05),
        sample("B", "10/10", "10/10", "12/12", dropout=0.05),
    ]
    found = reassociate(samples, MODELS, at_least=1.0)

    [contradiction] = found.groups[0].contradictions
    assert (contradiction.against, contradiction.what) == (Against.LOCUS, "L3")
    assert contradiction.log10_lr is not None
    assert contradiction.log10_lr < 0


def test_the_consensus_says_what_the_samples_say_together() -> None:
    """10 alone, then 11 alone, d = 0.3: only 10/11 can show both, whatever else it is certain."""
    profiles = [sample(name, seen, dropout=0.3).profile for name, seen in (("A", "10/10"), ("B", "11/11"))]
    together = consensus(profiles, MODELS)

    seen = together.seen(MODELS[0].locus, Sex.MALE)
    assert together.name == "A + B"
    assert together.genotypes["L1"] == ("10", "11")
    assert seen is not None
    assert seen.genotype == (0, 1)
    assert seen.ln_weight == pytest.approx(2 * math.log(0.3 * 0.7))


def test_so_many_individuals_at_least() -> None:
    ring = np.zeros((5, 5), dtype=bool)
    for at in range(5):
        ring[at, (at + 1) % 5] = ring[(at + 1) % 5, at] = True

    assert least_individuals(ring) == 2
    assert least_individuals(~np.eye(4, dtype=bool)) == 4
    assert least_individuals(np.zeros((3, 3), dtype=bool)) == 1


def test_names_and_priors_that_cannot_be_are_refused() -> None:
    with pytest.raises(KinshipError, match="A stands twice"):
        reassociate([sample("A", "10/10"), sample("A", "10/11")], MODELS)
    with pytest.raises(KinshipError, match="expected a prior"):
        reassociate([sample("A", "10/10")], MODELS, prior=1.0)
