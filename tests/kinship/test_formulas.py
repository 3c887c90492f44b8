"""Likelihood ratios against formulas of the textbooks, and at the edges of what numbers can hold."""

import math

import numpy as np
import pytest

from imena.kinship import (
    Chromosome,
    CoancestryError,
    Descent,
    KinshipError,
    Locus,
    LocusError,
    LocusModel,
    MinimumFrequency,
    Pedigree,
    Person,
    Profile,
    ProfileError,
    RareAlleles,
    Sex,
    Table,
    compare,
    drop_genes,
    least_favourable,
    log_likelihood,
    nist_1036_caucasian,
    open_member_table,
    pair_log_likelihood,
    pedigree,
    posterior,
    power,
    unrelated,
)

LOCUS = Locus("L", ("a", "b", "c"), (0.1, 0.3, 0.6))
MODEL = LocusModel.of(LOCUS)
PAIRS = {
    "parent and child": [("A", None, None, "M"), ("m", None, None, "F"), ("B", "A", "m", "F")],
    "full siblings": [("f", None, None, "M"), ("m", None, None, "F"), ("A", "f", "m", "M"), ("B", "f", "m", "F")],
    "half-siblings": [
        ("f", None, None, "M"),
        ("m", None, None, "F"),
        ("n", None, None, "F"),
        ("A", "f", "m", "M"),
        ("B", "f", "n", "F"),
    ],
}
KAPPA = {"parent and child": (0, 1, 0), "full siblings": (0.25, 0.5, 0.25), "half-siblings": (0.5, 0.5, 0)}


@pytest.mark.parametrize("relation", PAIRS)
@pytest.mark.parametrize(("one", "other"), [("aa", "aa"), ("aa", "ab"), ("ab", "ab"), ("ab", "bc"), ("aa", "bc")])
def test_a_pair_is_its_ibd_coefficients(relation: str, one: str, other: str) -> None:
    """LR = κ0 + κ1 P(other | one shared allele) / P(other) + κ2 / P(other) if the same.

    Weir, Anderson & Hepler 2006 (Nat Rev Genet 7:771).
    """
    p = dict(zip(LOCUS.alleles, LOCUS.frequencies, strict=True))
    probability = p[other[0]] * p[other[1]] * (1 if other[0] == other[1] else 2)
    one_shared = sum(
        0.5 * (p[other[1]] * (allele == other[0]) + (other[0] != other[1]) * p[other[0]] * (allele == other[1]))
        for allele in one
    )
    k0, k1, k2 = KAPPA[relation]
    expected = k0 + k1 * one_shared / probability + k2 * (sorted(one) == sorted(other)) / probability
    profiles = {"A": Profile("A", {"L": (one[0], one[1])}), "B": Profile("B", {"L": (other[0], other[1])})}
    strangers = unrelated(("A", Sex.MALE), ("B", Sex.FEMALE))

    found = compare(
        log_likelihood(pedigree(PAIRS[relation]), profiles, [MODEL]), log_likelihood(strangers, profiles, [MODEL])
    )

    assert found.lr == pytest.approx(expected)


def test_no_data_say_nothing() -> None:
    assert log_likelihood(pedigree(PAIRS["full siblings"]), {}, [MODEL]).total == 0
    table = open_member_table(pedigree(PAIRS["full siblings"]), "A", {}, MODEL)
    np.testing.assert_allclose(table.log10_lr, 0, atol=1e-12)


def test_an_impossible_child_has_minus_infinity_and_the_table_zero() -> None:
    profiles = {"A": Profile("A", {"L": ("a", "a")}), "B": Profile("B", {"L": ("b", "c")})}
    family = pedigree(PAIRS["parent and child"])

    assert log_likelihood(family, profiles, [MODEL]).total == -math.inf
    assert open_member_table(family, "B", {"A": profiles["A"]}, MODEL).log10_lr[1, 2] == -math.inf


def test_impossible_under_both_is_no_ratio() -> None:
    profiles = {"A": Profile("A", {"L": ("a", "a")}), "B": Profile("B", {"L": ("b", "c")})}
    impossible = log_likelihood(pedigree(PAIRS["parent and child"]), profiles, [MODEL])

    found = compare(impossible, impossible)

    assert found.lr is None
    assert found.ln_by_locus == {"L": None}


def test_very_small_likelihoods_do_not_vanish() -> None:
    """Forty children, all with alleles of frequency 1e-12: far below the smallest number a computer holds."""
    rare = LocusModel.of(Locus("L", ("a", "b", "c"), (1e-12, 1e-12, 1 - 2e-12)))
    mothers = [(f"m{number}", None, None, "F") for number in range(40)]
    children = [(f"c{number}", "f", f"m{number}", "M") for number in range(40)]
    family = pedigree([("f", None, None, "M"), *mothers, *children])
    profiles = {id: Profile(id, {"L": ("a", "b")}) for id, *_ in children}

    found = log_likelihood(family, profiles, [rare]).total

    # Each child has one allele from its mother, 1e-12, and the other for certain from a father a/a, b/b or a/b, but
    # from a father a/c or b/c with one half.
    fathers = 1e-24 + 1e-24 + 2e-24 + 4 * 1e-12 * 0.5**40
    assert found == pytest.approx(math.log(fathers) + 40 * math.log(1e-12), rel=1e-9)


def test_a_daughter_has_her_fathers_x() -> None:
    """LR = 1 / (2 p) for a heterozygous daughter who shares one allele with her father."""
    locus = LocusModel.of(Locus("X1", ("a", "b", "c"), (0.1, 0.3, 0.6), Chromosome.X))
    profiles = {"A": Profile("A", {"X1": ("b",)}), "B": Profile("B", {"X1": ("b", "c")})}
    strangers = unrelated(("A", Sex.MALE), ("B", Sex.FEMALE))

    found = compare(
        log_likelihood(pedigree(PAIRS["parent and child"]), profiles, [locus]),
        log_likelihood(strangers, profiles, [locus]),
    )

    assert found.lr == pytest.approx(1 / (2 * 0.3))


@pytest.mark.parametrize(
    ("genotype", "said"),
    [(("a", "z"), "allele z is not in the frequency table"), (("a",), "expected 2 alleles, found a")],
)
def test_a_genotype_that_cannot_be_is_refused(genotype: tuple[str, ...], said: str) -> None:
    with pytest.raises(ProfileError, match=said):
        log_likelihood(unrelated(("A", Sex.MALE)), {"A": Profile("A", {"L": genotype})}, [MODEL])


@pytest.mark.parametrize(
    ("alleles", "frequencies", "said"),
    [
        (("a", "b"), (0.5, 0.4), "sum to 1, found 0.9"),
        (("a", "a"), (0.5, 0.5), "allele a is named twice"),
        (("a", "b"), (1.0, 0.0), "above 0"),
        (("a",), (0.5, 0.5), "one frequency for each allele"),
    ],
)
def test_a_locus_that_cannot_be_is_refused(alleles: tuple[str, ...], frequencies: tuple[float, ...], said: str) -> None:
    with pytest.raises(LocusError, match=said):
        Locus("L", alleles, frequencies)


def test_the_default_table_has_29_loci_that_sum_to_one() -> None:
    table = nist_1036_caucasian()

    assert len(table.loci) == 29
    assert all(locus.probabilities.sum() == pytest.approx(1, abs=1e-12) for locus in table.loci)
    assert table.by_name["SE33"].index("28.2") is not None


def test_gene_dropping_is_repeatable_and_makes_children_of_their_parents() -> None:
    family = pedigree(PAIRS["full siblings"])
    models = [LocusModel.of(locus) for locus in nist_1036_caucasian().loci]

    one, other = (drop_genes(family, models, np.random.default_rng(3)) for _ in range(2))

    assert one == other
    assert math.isfinite(log_likelihood(family, one, models).total)


def test_twins_are_dropped_one_genotype() -> None:
    people = (
        Person("f", Sex.MALE), Person("m", Sex.FEMALE), Person("one", Sex.MALE, "f", "m"),
        Person("b", Sex.MALE, "f", "m"), Person("other", Sex.MALE, "f", "m"), Person("w", Sex.FEMALE),
        Person("child", Sex.FEMALE, "other", "w"),
    )  # fmt: skip
    models = [LocusModel.of(locus) for locus in nist_1036_caucasian().loci]

    found = drop_genes(Pedigree(people, twins=(("one", "other"),)), models, np.random.default_rng(3))

    assert found["one"].genotypes == found["other"].genotypes != found["b"].genotypes
    assert all(
        set(found["child"].genotypes[each]) & set(found["one"].genotypes[each]) for each in found["one"].genotypes
    )


def test_posteriors_are_bayes_and_leave_room_for_none() -> None:
    found = posterior({"F1": 6.0, "F2": 1.0}, {"F1": 0.02, "F2": 0.02})

    assert found["F1"] == pytest.approx(1e6 / (1e6 + 10 + 48))
    assert found["F2"] == pytest.approx(10 / (1e6 + 10 + 48))
    assert posterior({"F1": 400.0}, {"F1": 0.5}) == {"F1": pytest.approx(1)}


def test_priors_beyond_certainty_are_refused() -> None:
    with pytest.raises(KinshipError, match="sum to at most 1"):
        posterior({"F1": 1.0, "F2": 1.0}, {"F1": 0.7, "F2": 0.7})


def test_a_silent_allele_is_not_seen() -> None:
    """A mother who shows 10 alone may be 10/silent, so a child who shows 11 alone is not excluded; 11/12 is."""
    model = LocusModel.of(Locus("L", ("10", "11", "12"), (0.2, 0.3, 0.49), silent=0.01))
    family = pedigree([("FA", None, None, "M"), ("MO", None, None, "F"), ("MP", "FA", "MO", "M")])
    table = open_member_table(family, "MP", {"MO": Profile("MO", {"L": ("10", "10")})}, model)

    seen = power.outcomes(table)

    assert power.moments(seen).exclusion == pytest.approx(2 * 0.3 * 0.49)
    assert seen.related.sum() == pytest.approx(1)
    with pytest.raises(KinshipError, match="silent allele"):
        power.exclusion_power(family, family, ["MO", "MP"], model)


def test_a_pair_is_compared_at_autosomal_loci() -> None:
    model = LocusModel.of(Locus("X", ("1", "2"), (0.3, 0.7), Chromosome.X))

    with pytest.raises(KinshipError, match="autosomal"):
        pair_log_likelihood(Profile("a"), Profile("b"), (1.0, 0.0, 0.0), [model])
    with pytest.raises(KinshipError, match="one gene at X"):
        Descent(unrelated(("a", Sex.MALE), ("b", Sex.MALE)), Chromosome.X).condensed_identity("a", "b")


def test_too_many_untyped_founders_for_co_ancestry() -> None:
    mothers = [(f"m{n}", None, None, "F") for n in range(10)]
    children = [(f"c{n}", "f", f"m{n}", "M") for n in range(10)]
    family = pedigree([("f", None, None, "M"), *mothers, *children])
    profiles = {f"c{n}": Profile(f"c{n}", {"L": ("a", "b")}) for n in range(10)}

    with pytest.raises(CoancestryError, match="at most 5000 ways"):
        log_likelihood(family, profiles, [MODEL], theta=0.01)


def test_a_least_frequency_needs_a_table() -> None:
    few = Locus("L", ("1", "2", "3"), (0.3, 0.3, 0.4))

    assert RareAlleles(MinimumFrequency.BUDOWLE_MONSON, chromosomes=2).minimum(few) == pytest.approx(1 - 0.05**0.5)
    assert RareAlleles(MinimumFrequency.WEIR, chromosomes=100).minimum(few) == pytest.approx(1 - 0.05**0.01)
    with pytest.raises(LocusError, match="number of chromosomes"):
        RareAlleles(MinimumFrequency.NRC_II)


def test_the_least_favourable_table_and_provenance() -> None:
    nist = nist_1036_caucasian().by_name["TH01"]
    other = LocusModel.of(Locus("TH01", ("6", "9.3"), (0.5, 0.5)))
    profiles = {id: Profile(id, {"TH01": ("6", "6"), "FGA": ("20", "21")}) for id in ("A", "B")}
    family = pedigree([("A", None, None, "M"), ("m", None, None, "F"), ("B", "A", "m", "F")])
    strangers = unrelated(("A", Sex.MALE), ("B", Sex.FEMALE))
    found = {
        name: compare(log_likelihood(family, profiles, [model]), log_likelihood(strangers, profiles, [model]))
        for name, model in (("NIST", LocusModel.of(nist)), ("other", other))
    }

    name, least = least_favourable(found)

    assert name == "other"
    assert least.lr == pytest.approx(2)
    assert found["NIST"].provenance is not None
    assert found["NIST"].provenance.tables["TH01"] == Table(nist_1036_caucasian().name, nist_1036_caucasian().sha256)
    assert found["NIST"].provenance.not_used == {"FGA": "no frequencies"}
