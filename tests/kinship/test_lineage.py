"""Haplotype frequencies and lineage evidence: against formulas by hand, then by their properties."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.kinship.errors import KinshipError
from imena.kinship.lineage.databases import HaplotypeDatabase, HaplotypeEntry, Observation
from imena.kinship.lineage.discrete_laplace import DiscreteLaplace, discrete_laplace_frequency, fit_discrete_laplace
from imena.kinship.lineage.discrete_laplace_fit import fit
from imena.kinship.lineage.evidence import Alternative, Finding, Lineage, combine_with_autosomal, lineage_lr
from imena.kinship.lineage.frequencies import (
    Estimator,
    HaplotypeFrequency,
    clopper_pearson_interval,
    clopper_pearson_upper,
    count_frequency,
    kappa_frequency,
    plus_one_frequency,
    plus_two_frequency,
    upper_bound_frequency,
)
from imena.kinship.lineage.haplotypes import HaplotypeError, YHaplotype
from imena.kinship.lineage.mitochondrial import MtHaplotype
from imena.kinship.lineage.y_mutation import YMutation, step_probability, transmission_probability


def y(name: str, **alleles: str) -> YHaplotype:
    return YHaplotype(name, {locus: tuple(text.split("/")) for locus, text in alleles.items()})


def database(*entries: tuple[YHaplotype | MtHaplotype, int]) -> HaplotypeDatabase:
    return HaplotypeDatabase("synthetic", "made up", "ab" * 32, tuple(HaplotypeEntry(*entry) for entry in entries))


SMALL = database(
    (y("A", DYS19="14", DYS390="24"), 2),
    (y("B", DYS19="15", DYS390="24"), 1),
    (y("C", DYS19="16", DYS390="25"), 1),
    (y("D", DYS19="16"), 3),
)


def test_a_haplotype_is_counted_among_those_typed_at_its_loci() -> None:
    found = SMALL.observe(y("Q", DYS19="14", DYS390="24", DYS391="10"))

    assert (found.x, found.n, found.left_out, found.singletons) == (2, 4, 3, 2)
    assert (found.used, found.not_used) == (("DYS19", "DYS390"), ("DYS391",))
    assert (found.database, found.sha256, found.haplotype.name) == ("synthetic", "ab" * 32, "Q")
    assert (SMALL.observe(y("Q", DYS19="16")).x, SMALL.observe(y("Q", DYS19="16")).n) == (4, 7)


def test_mtdna_is_counted_over_the_ranges_of_the_query() -> None:
    sample = database(
        (MtHaplotype.parse("A", "16024-576", "16192T 263G 309.1C 315.1C"), 1),
        (MtHaplotype.parse("B", "16024-576", "16192T 263G 315.1C"), 2),
        (MtHaplotype.parse("C", "16024-576", "16192Y 73G 263G"), 1),
        (MtHaplotype.parse("D", "16024-16365", "16192T"), 5),
    )

    control_region = sample.observe(MtHaplotype.parse("Q", "16024-576", "16192T 263G 315.1C"))
    first_segment = sample.observe(MtHaplotype.parse("Q", "16024-16365", "16192T"))
    genome = sample.observe(MtHaplotype.parse("Q", "ALL", "16192T 263G 315.1C 750G"))

    assert (control_region.x, control_region.n, control_region.left_out, control_region.singletons) == (3, 4, 5, 1)
    assert (first_segment.x, first_segment.n) == (9, 9)
    assert (genome.used, genome.not_used, genome.x) == (("16024-576",), ("577-16023",), 3)


def test_a_database_that_cannot_be_is_refused() -> None:
    mitochondrial = MtHaplotype.parse("M", "16024-576", "")
    with pytest.raises(HaplotypeError, match="holds no haplotype"):
        database()
    with pytest.raises(HaplotypeError, match="mixes"):
        database((y("A", DYS19="14"), 1), (mitochondrial, 1))
    with pytest.raises(HaplotypeError, match="A: expected a count of at least 1, found 0"):
        database((y("A", DYS19="14"), 0))
    with pytest.raises(HaplotypeError, match="no haplotypes of the kind"):
        SMALL.observe(mitochondrial)
    with pytest.raises(HaplotypeError, match="no entry of synthetic is typed"):
        SMALL.observe(y("Q", DYS391="10"))
    with pytest.raises(HaplotypeError, match="no entry of synthetic is typed"):
        database((y("A", DYS19="14"), 1), (y("B", DYS390="24"), 1)).observe(y("Q", DYS19="14", DYS390="24"))


def test_the_estimators_of_a_count() -> None:
    seen = SMALL.observe(y("Q", DYS19="14", DYS390="24"))
    unseen = SMALL.observe(y("Q", DYS19="13", DYS390="24"))

    assert count_frequency(seen).value == 2 / 4
    assert plus_one_frequency(seen).value == 3 / 5
    assert plus_two_frequency(unseen).value == 2 / 6
    assert upper_bound_frequency(unseen).value == pytest.approx(1 - 0.05 ** (1 / 4), rel=1e-14)
    with pytest.raises(HaplotypeError, match="Q: x / n gives the frequency 0"):
        count_frequency(unseen)


def test_kappa_is_the_share_of_singletons_with_the_new_haplotype() -> None:
    """Two singletons among four; with the new one three among five: κ = 0.6, (1 - 0.6) / 5 = 0.08. Brenner 2010."""
    found = kappa_frequency(SMALL.observe(y("Q", DYS19="13", DYS390="24")))

    assert found.kappa == pytest.approx(0.6)
    assert found.value == pytest.approx(0.08)
    assert found.estimator is Estimator.KAPPA


def test_kappa_is_refused_where_it_does_not_apply() -> None:
    with pytest.raises(HaplotypeError, match="was seen 2 times in synthetic"):
        kappa_frequency(SMALL.observe(y("Q", DYS19="14", DYS390="24")))
    with pytest.raises(HaplotypeError, match="every haplotype of synthetic was seen once"):
        kappa_frequency(database((y("A", DYS19="14"), 1)).observe(y("Q", DYS19="15")))


@pytest.mark.parametrize("n", [1, 10, 154, 100_000])
def test_an_unseen_haplotype_has_the_bound_in_closed_form(n: int) -> None:
    assert clopper_pearson_upper(0, n) == pytest.approx(1 - 0.05 ** (1 / n), rel=1e-10)
    assert clopper_pearson_interval(0, n)[0] == 0
    assert clopper_pearson_interval(n, n)[1] == 1


COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n)))


@given(COUNTS, st.floats(0.5, 0.999))
def test_at_the_bound_the_tail_is_what_was_left(count: tuple[int, int], confidence: float) -> None:
    x, n = count

    p = clopper_pearson_upper(x, n, confidence=confidence)
    tail = math.fsum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(x + 1))
    assert tail == pytest.approx(1 - confidence, rel=1e-9)


@pytest.mark.parametrize(
    ("x", "n", "confidence"), [(-1, 5, 0.95), (6, 5, 0.95), (0, 0, 0.95), (1, 5, 1.0), (1, 5, 0.0)]
)
def test_a_bound_of_no_count_is_refused(x: int, n: int, confidence: float) -> None:
    with pytest.raises(HaplotypeError, match="expected a"):
        clopper_pearson_upper(x, n, confidence=confidence)


def observed(x: int, n: int, singletons: int = 0) -> Observation:
    return Observation("d", "s", "0" * 64, y("Q", DYS19="14"), ("DYS19",), (), n, x, 0, singletons)


@given(COUNTS)
def test_one_more_copy_never_lowers_a_frequency(count: tuple[int, int]) -> None:
    x, n = count
    for estimate in (plus_one_frequency, plus_two_frequency, upper_bound_frequency):
        before, after = estimate(observed(x, n)).value, estimate(observed(x + 1, n + 1)).value
        assert 0 < before <= after * (1 + 1e-12)
        assert after <= 1
    if x:
        assert count_frequency(observed(x, n)).value <= count_frequency(observed(x + 1, n + 1)).value


@given(st.integers(2, 500).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_kappa_lies_between_nothing_and_one_more(counts: tuple[int, int]) -> None:
    singletons, n = counts
    found = kappa_frequency(observed(0, n, singletons))

    assert 0 < found.value <= plus_one_frequency(observed(0, n)).value


def one_locus(*groups: tuple[float, int, float]) -> DiscreteLaplace:
    weights, centres, spreads = zip(*groups, strict=True)
    return DiscreteLaplace(
        database="d",
        source="s",
        sha256="0" * 64,
        n=10,
        left_out=0,
        loci=("DYS19",),
        loci_left_out=(),
        weights=weights,
        centres=tuple((centre,) for centre in centres),
        spreads=tuple((spread,) for spread in spreads),
        log_likelihood=0.0,
        bic={1: 0.0},
        converged=True,
    )


def test_discrete_laplace_by_hand() -> None:
    """0.75 (1 - 0.2) / (1 + 0.2) 0.2² + 0.25 (1 - 0.5) / (1 + 0.5) = 0.02 + 0.25 / 3."""
    model = one_locus((0.75, 14, 0.2), (0.25, 16, 0.5))

    assert math.exp(model.ln_probability(y("Q", DYS19="16", DYS390="24"))) == pytest.approx(0.02 + 0.25 / 3)


@given(st.floats(0.01, 0.7), st.floats(0.01, 0.7), st.floats(0.01, 0.99), st.integers(90, 110))
def test_discrete_laplace_sums_to_one(p: float, q: float, weight: float, centre: int) -> None:
    model = one_locus((weight, centre, p), (1 - weight, 100, q))
    total = math.fsum(math.exp(model.ln_probability(y("Q", DYS19=str(repeats)))) for repeats in range(1, 200))

    assert total == pytest.approx(1, abs=1e-9)


def test_one_group_has_its_median_and_the_spread_in_closed_form() -> None:
    """Thirty men with 14, ten with 15: centre 14, mean distance 1/4; 2p/(1 - p²) = 1/4 gives p = √17 - 4."""
    model = fit_discrete_laplace(database((y("A", DYS19="14"), 30), (y("B", DYS19="15"), 10)), most_groups=1)

    assert model.centres == ((14,),)
    assert model.spreads[0][0] == pytest.approx(math.sqrt(17) - 4, rel=1e-9)
    assert model.bic[1] == pytest.approx(2 * math.log(40) - 2 * model.log_likelihood)


def simulated(n: int) -> HaplotypeDatabase:
    random = np.random.default_rng(20261123)
    centres = np.array([[14, 24, 11, 30, 13], [16, 21, 10, 27, 15]])
    spreads = np.array([0.15, 0.1, 0.05, 0.2, 0.1])
    groups = random.choice(2, n, p=[0.7, 0.3])
    steps = random.geometric(1 - spreads, (n, 5)) - random.geometric(1 - spreads, (n, 5))
    rows = centres[groups] + steps
    return database(
        *((YHaplotype(f"M{m}", {f"L{k}": (str(v),) for k, v in enumerate(row)}), 1) for m, row in enumerate(rows))
    )


def test_groups_that_were_simulated_are_found_again() -> None:
    sample = simulated(400)
    model = fit_discrete_laplace(sample, most_groups=4)
    truth = {(14, 24, 11, 30, 13): 0.7, (16, 21, 10, 27, 15): 0.3}

    assert model == fit_discrete_laplace(sample, most_groups=4)
    assert min(model.bic, key=lambda groups: model.bic[groups]) == len(model.weights) == 2
    assert dict(zip(model.centres, model.weights, strict=True)) == pytest.approx(truth, abs=0.05)
    np.testing.assert_allclose(model.spreads, np.tile([0.15, 0.1, 0.05, 0.2, 0.1], (2, 1)), atol=0.05)
    assert model.converged


def test_the_log_likelihood_rises_with_every_round() -> None:
    random = np.random.default_rng(7)
    values = np.unique(random.integers(10, 15, (60, 4)), axis=0)
    found = fit(values, random.integers(1, 4, len(values)), 3)

    assert len(found.path) > 5
    assert all(after >= before - 1e-9 * abs(before) for before, after in pairwise(found.path))


def test_loci_that_the_model_cannot_describe_are_left_out_and_named() -> None:
    sample = database(
        (y("A", DYS19="14", DYS385="11/14", DYS458="17", DYS390="24"), 2),
        (y("B", DYS19="15", DYS385="12", DYS458="17.2", DYS390="24"), 1),
        (y("C", DYS19="15"), 1),
    )
    model = fit_discrete_laplace(sample)

    assert (model.loci, model.loci_left_out) == (("DYS19", "DYS390"), ("DYS385", "DYS458"))
    assert (model.n, model.left_out) == (3, 1)
    found = discrete_laplace_frequency(model, sample.observe(y("Q", DYS19="16", DYS390="25")))
    assert 0 < found.value < 1
    assert found.model == f"discrete Laplace, {len(model.weights)} groups"
    with pytest.raises(HaplotypeError, match=r"the model does not describe DYS385"):
        discrete_laplace_frequency(model, sample.observe(y("Q", DYS19="16", DYS385="11/14")))
    with pytest.raises(HaplotypeError, match="expected one number of whole repeats"):
        model.ln_probability(y("Q", DYS19="14.2"))
    with pytest.raises(HaplotypeError, match="typed at no locus of the model"):
        model.ln_probability(y("Q", DYS385="11"))
    with pytest.raises(HaplotypeError, match="the model was fitted to"):
        discrete_laplace_frequency(one_locus((1.0, 14, 0.2)), sample.observe(y("Q", DYS19="16")))
    with pytest.raises(HaplotypeError, match="whole repeats at all of the loci"):
        fit_discrete_laplace(sample, loci=["DYS385"])


def test_untyped_loci_are_summed_out() -> None:
    model = fit_discrete_laplace(simulated(100), most_groups=2)
    alleles = {locus: (str(repeats),) for locus, repeats in zip(model.loci, model.centres[0], strict=True)}
    without = YHaplotype("Q", {locus: found for locus, found in alleles.items() if locus != "L0"})
    total = math.fsum(
        math.exp(model.ln_probability(YHaplotype("Q", {**alleles, "L0": (str(repeats),)}))) for repeats in range(1, 60)
    )

    assert math.exp(model.ln_probability(without)) == pytest.approx(total, rel=1e-6)


@pytest.mark.parametrize("rate", [0.0, 0.003, 0.5])
def test_steps_over_two_meioses(rate: float) -> None:
    """Nothing twice, or up and down in either order; one step and none in either order; the same step twice."""
    assert step_probability(0, rate, 2) == pytest.approx((1 - rate) ** 2 + rate**2 / 2)
    assert step_probability(1, rate, 2) == pytest.approx(rate * (1 - rate))
    assert step_probability(2, rate, 2) == pytest.approx(rate**2 / 4)
    assert step_probability(3, rate, 2) == 0


@given(st.floats(0, 1), st.integers(1, 20))
def test_steps_sum_to_one(rate: float, meioses: int) -> None:
    off = math.fsum(step_probability(steps, rate, meioses) for steps in range(1, meioses + 1))

    assert step_probability(0, rate, meioses) + 2 * off == pytest.approx(1)


def test_a_mutation_of_one_copy() -> None:
    """Father and son, rate 0.004 for both copies: 0.998 that one stays, 0.001 that the other gains a repeat."""
    mutation = YMutation({"DYS385": 0.004}, 1)

    assert transmission_probability(y("A", DYS385="11/14"), y("B", DYS385="11/15"), mutation) == pytest.approx(
        0.998 * 0.001
    )
    with pytest.raises(HaplotypeError, match="different numbers of alleles"):
        transmission_probability(y("A", DYS385="11/14"), y("B", DYS385="11"), mutation)
    with pytest.raises(HaplotypeError, match="locus DYS19 has no mutation rate"):
        transmission_probability(y("A", DYS19="11"), y("B", DYS19="11"), mutation)


@pytest.mark.parametrize(("rates", "meioses"), [({"DYS19": -0.1}, 1), ({"DYS19": 1.1}, 1), ({}, 0)])
def test_a_mutation_model_that_cannot_be_is_refused(rates: dict[str, float], meioses: int) -> None:
    with pytest.raises(HaplotypeError, match="expected a"):
        YMutation(rates, meioses)


UNCLE = y("uncle", DYS19="14", DYS390="24")
BODY = y("body", DYS19="14", DYS390="24")
SON = y("son", DYS19="15", DYS390="24")


def frequency(haplotype: YHaplotype | MtHaplotype, value: float) -> HaplotypeFrequency:
    used = tuple(haplotype.loci) if isinstance(haplotype, YHaplotype) else ("16024-576",)
    return HaplotypeFrequency(
        value, Estimator.PLUS_TWO, Observation("d", "s", "0" * 64, haplotype, used, (), 99, 0, 0, 0)
    )


def test_a_match_is_as_strong_as_the_haplotype_is_rare() -> None:
    found = lineage_lr(UNCLE, BODY, frequency(BODY, 0.01))
    corrected = lineage_lr(UNCLE, BODY, frequency(BODY, 0.01), theta=0.05)

    assert found.lr == pytest.approx(100)
    assert corrected.match_probability == pytest.approx(0.05 + 0.95 * 0.01)
    assert corrected.lr == pytest.approx(1 / 0.0595)
    assert (found.finding, found.lineage) == (Finding.MATCH, Lineage.PATERNAL)
    assert found.caution == "every relative in the paternal line fits equally well"


def test_mutation_is_unlikely_and_without_it_the_same_is_impossible() -> None:
    """Two meioses, one step at one of two loci; θ makes matches likelier, not this haplotype."""
    rates = {"DYS19": 0.003, "DYS390": 0.002}
    mutated = lineage_lr(UNCLE, SON, frequency(SON, 0.01), mutation=YMutation(rates, 2), theta=0.1)
    strict = lineage_lr(UNCLE, SON, frequency(SON, 0.01))
    too_far = lineage_lr(UNCLE, y("x", DYS19="17"), frequency(y("x", DYS19="17"), 0.01), mutation=YMutation(rates, 2))

    assert mutated.finding is Finding.BY_MUTATION
    assert mutated.lr == pytest.approx(0.003 * 0.997 * (0.998**2 + 0.002**2 / 2) / (0.9 * 0.01))
    assert (strict.finding, strict.ln_lr, strict.lr) == (Finding.IMPOSSIBLE, -math.inf, 0)
    assert (too_far.finding, too_far.lr) == (Finding.IMPOSSIBLE, 0)


def test_a_difference_at_a_locus_the_database_lacks_still_counts() -> None:
    first, second = y("A", DYS19="14", DYS391="10"), y("B", DYS19="14", DYS391="11")

    assert lineage_lr(first, second, frequency(second.at(["DYS19"]), 0.01)).finding is Finding.IMPOSSIBLE


@pytest.mark.parametrize(
    ("other", "finding", "ln_lr"),
    [
        ("263G 315.1C", Finding.MATCH, -math.log(0.02)),
        ("263G 315.1C 16093Y", Finding.MATCH, -math.log(0.02)),
        ("263G 315.1C 73G", Finding.INCONCLUSIVE, None),
        ("263G 315.1C 73G 16192T", Finding.IMPOSSIBLE, -math.inf),
    ],
)
def test_mtdna_follows_the_rule_of_differences(other: str, finding: Finding, ln_lr: float | None) -> None:
    mother = MtHaplotype.parse("mother", "16024-576", "263G 315.1C")
    body = MtHaplotype.parse("body", "16024-576", other)
    found = lineage_lr(mother, body, frequency(body, 0.02))

    assert (found.finding, found.lineage) == (finding, Lineage.MATERNAL)
    assert found.ln_lr == (None if ln_lr is None else pytest.approx(ln_lr))
    assert found.caution == "every relative in the maternal line fits equally well"
    assert (found.lr is None, found.log10_lr is None) == (ln_lr is None, ln_lr is None)


def test_what_does_not_belong_together_is_refused() -> None:
    mother = MtHaplotype.parse("mother", "16024-576", "263G")
    with pytest.raises(HaplotypeError, match="the frequency is that of son, not of body"):
        lineage_lr(UNCLE, BODY, frequency(SON, 0.01))
    with pytest.raises(HaplotypeError, match="not typed in both"):
        lineage_lr(y("A", DYS19="14"), BODY, frequency(BODY, 0.01))
    with pytest.raises(HaplotypeError, match="θ from 0"):
        lineage_lr(UNCLE, BODY, frequency(BODY, 0.01), theta=1.0)
    with pytest.raises(HaplotypeError, match="mutation of mtDNA"):
        lineage_lr(mother, mother, frequency(mother, 0.01), mutation=YMutation({}, 1))
    with pytest.raises(HaplotypeError, match="mother and body: expected haplotypes of one kind"):
        lineage_lr(mother, BODY, frequency(BODY, 0.01))


def test_lineage_and_autosomal_ratios_multiply_for_the_same_hypotheses_only() -> None:
    paternal = lineage_lr(UNCLE, BODY, frequency(BODY, 0.01))
    outside = Alternative.OUTSIDE_THE_LINEAGE
    found = combine_with_autosomal(math.log(50), paternal, same_hypotheses=True, alternative=outside)

    assert found.ln_lr == pytest.approx(math.log(5000))
    assert found.caution == (paternal.caution,)
    with pytest.raises(KinshipError, match="same two hypotheses"):
        combine_with_autosomal(1.0, paternal, same_hypotheses=False, alternative=outside)
    with pytest.raises(KinshipError, match="says nothing against relatives in the line"):
        combine_with_autosomal(1.0, paternal, same_hypotheses=True, alternative=Alternative.MAY_SHARE_THE_LINEAGE)
    with pytest.raises(KinshipError, match="one paternal line"):
        combine_with_autosomal(1.0, paternal, paternal, same_hypotheses=True, alternative=outside)
    with pytest.raises(KinshipError, match="found no number"):
        combine_with_autosomal(math.nan, paternal, same_hypotheses=True, alternative=outside)


def test_no_ratio_is_no_number() -> None:
    excluded = lineage_lr(UNCLE, SON, frequency(SON, 0.01))
    mother, body = (MtHaplotype.parse(name, "16024-576", written) for name, written in (("m", ""), ("b", "73G")))
    inconclusive = lineage_lr(mother, body, frequency(body, 0.01))
    outside = Alternative.OUTSIDE_THE_LINEAGE

    found = combine_with_autosomal(5.0, excluded, same_hypotheses=True, alternative=outside)
    neither = combine_with_autosomal(math.inf, excluded, same_hypotheses=True, alternative=outside)
    assert (found.ln_lr, neither.ln_lr) == (-math.inf, None)
    with pytest.raises(KinshipError, match="inconclusive"):
        combine_with_autosomal(5.0, inconclusive, same_hypotheses=True, alternative=outside)
