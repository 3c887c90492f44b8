"""Transition matrices, against entries worked out by hand."""

import numpy as np
import pytest
from hypothesis import given

from imena.kinship import Locus, Mutation, MutationError, MutationModel, Rates, Transmission
from imena.kinship.loci import FloatArray
from kinship.strategies import loci, mutations


def matrix(model: str, rates: Rates, *alleles: str) -> FloatArray:
    locus = Locus("L", alleles, tuple(1 / len(alleles) for _ in alleles))
    return Mutation(MutationModel(model), rates, rates).at(locus).paternal


def test_equal_shares_the_rate_among_the_other_alleles() -> None:
    np.testing.assert_allclose(
        matrix("equal", Rates(0.02), "a", "b", "c"), [[0.98, 0.01, 0.01], [0.01, 0.98, 0.01], [0.01, 0.01, 0.98]]
    )


def test_proportional_keeps_the_frequencies_and_has_the_rate_overall() -> None:
    locus = Locus("L", ("a", "b", "c"), (0.2, 0.3, 0.5))
    found = Mutation(MutationModel.PROPORTIONAL, Rates(0.004), Rates()).at(locus).paternal

    np.testing.assert_allclose(locus.probabilities @ found, locus.probabilities)
    assert np.sum(locus.probabilities * (1 - np.diag(found))) == pytest.approx(0.004)
    assert found[0, 1] / found[0, 2] == pytest.approx(0.3 / 0.5)


def test_stepwise_falls_with_distance_and_reaches_other_classes_equally() -> None:
    found = matrix("stepwise", Rates(0.003, 0.0001, 0.1), "7", "8", "8.3", "9", "9.3")

    np.testing.assert_allclose(found[0], [0.9969, 0.003 * 10 / 11, 0.00005, 0.003 / 11, 0.00005])
    np.testing.assert_allclose(found[2], [0.0001 / 3, 0.0001 / 3, 0.9969, 0.0001 / 3, 0.003])


def test_an_allele_alone_in_its_class_mutates_only_to_other_classes() -> None:
    np.testing.assert_allclose(
        matrix("stepwise", Rates(0.002, 0.001, 0.5), "10", "10.1", "11")[1], [0.0005, 0.999, 0.0005]
    )


def test_onestep_shares_the_rate_among_neighbours_and_leaves_a_lonely_microvariant_alone() -> None:
    found = matrix("onestep", Rates(0.002), "11", "12", "13", "13.2", "15")

    np.testing.assert_allclose(found[0], [0.998, 0.002, 0, 0, 0])
    np.testing.assert_allclose(found[1], [0.001, 0.998, 0.001, 0, 0])
    np.testing.assert_allclose(found[3], [0, 0, 0, 1, 0])
    np.testing.assert_allclose(found[4], [0, 0, 0, 0, 1])


def test_fathers_and_mothers_have_rates_of_their_own() -> None:
    found = Mutation(MutationModel.EQUAL, Rates(0.02), Rates(0.01)).at(Locus("L", ("a", "b"), (0.5, 0.5)))

    assert found.paternal[0, 1] == pytest.approx(0.02)
    assert found.maternal[0, 1] == pytest.approx(0.01)


@given(loci(most=4), mutations())
def test_rows_are_distributions(locus: Locus, mutation: Mutation) -> None:
    found = mutation.at(locus)

    for each in (found.paternal, found.maternal):
        assert (each >= 0).all()
        np.testing.assert_allclose(each.sum(axis=1), 1)


@pytest.mark.parametrize(
    ("model", "rates", "alleles", "said"),
    [
        ("stepwise", Rates(0.002), ("7", "x"), "allele x: the stepwise model expects numbers of repeats"),
        ("equal", Rates(1.5), ("7", "8"), "expected rates from 0 to 1"),
    ],
)
def test_a_model_that_cannot_be_is_refused(model: str, rates: Rates, alleles: tuple[str, ...], said: str) -> None:
    with pytest.raises(MutationError, match=said):
        matrix(model, rates, *alleles)


def test_a_rate_too_high_for_the_proportional_model_is_refused() -> None:
    locus = Locus("L", ("a", "b"), (0.1, 0.9))

    with pytest.raises(MutationError, match=r"allows at most 0\.2$"):
        Mutation(MutationModel.PROPORTIONAL, Rates(0.21), Rates()).at(locus)


def test_an_explicit_matrix_must_have_distributions_as_rows() -> None:
    with pytest.raises(MutationError, match="row 2: expected probabilities that sum to 1"):
        Transmission(np.eye(2), np.array([[1, 0], [0.5, 0.4]]))
