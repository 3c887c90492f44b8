"""Weighing families against each other: elimination and its bound beside the sum over everything."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imena.kinship.joint.elimination import Elimination, Options, components
from imena.kinship.joint.ways import permanent, shares, total_weight
from imena.kinship.joint.weighing import Listed, Weighed, _Weighing, largest, weigh

REMAINS = 5
Chosen = tuple[int, ...]
"""For each family, which option it holds; −1 for none."""


@st.composite
def families(draw: st.DrawFn, least: float = -9.0, most: float = 9.0) -> list[Listed]:
    """Up to five families that want one or two of five remains, with weights of many sizes."""
    found = []
    for _ in range(draw(st.integers(1, 5))):
        held = draw(
            st.lists(
                st.frozensets(st.integers(0, REMAINS - 1), min_size=1, max_size=2).map(
                    lambda each: tuple(sorted(each))
                ),
                unique=True,
                max_size=5,
            )
        )
        weights = [draw(st.floats(least, most)) for _ in held]
        found.append(Listed(tuple(held), np.array(weights)))
    return found


def everything(listed: Sequence[Listed], closed: bool = False) -> Iterator[tuple[Chosen, float, set[int]]]:
    """Every joint choice with its log-weight and the remains it holds."""

    def of(number: int, chosen: Chosen, ln: float, held: set[int]) -> Iterator[tuple[Chosen, float, set[int]]]:
        if number == len(listed):
            if not closed or len(held) == REMAINS:
                yield chosen, ln, held
            return
        yield from of(number + 1, (*chosen, -1), ln, held)
        for at, remains in enumerate(listed[number].remains):
            if not held & set(remains):
                weight = float(listed[number].ln_weight[at])
                yield from of(number + 1, (*chosen, at), ln + weight, held | set(remains))

    return of(0, (), 0.0, set())


def assert_shares(found: Weighed, listed: Sequence[Listed], by: float, *, maxima: bool = False) -> None:
    """The shares of every option, of empty and free ones, are those of the sum over everything, within `by`."""
    every = list(everything(listed))
    gather = max if maxima else math.fsum
    whole = gather(math.exp(ln) for _, ln, _ in every)

    def share(select: Iterator[float]) -> float:
        values = list(select)
        return gather(values) / whole if values else 0.0

    for number in range(len(listed)):
        for at in range(-1, len(listed[number].remains)):
            expected = share(math.exp(ln) for chosen, ln, _ in every if chosen[number] == at)
            ln_share = found.ln_empty[number] if at < 0 else found.ln_share[number][at]
            assert math.exp(ln_share) == pytest.approx(expected, rel=1e-9, abs=by), (number, at)
    for remains in range(REMAINS):
        expected = share(math.exp(ln) for _, ln, held in every if remains not in held)
        assert math.exp(found.ln_free[remains]) == pytest.approx(expected, rel=1e-9, abs=by), remains


@settings(max_examples=200, deadline=None)
@given(families())
def test_elimination_is_the_sum_over_everything(listed: list[Listed]) -> None:
    found = weigh(listed, REMAINS, bound=1e-6)

    assert found.left_out == 0
    assert found.ln_total == pytest.approx(math.log(math.fsum(math.exp(ln) for _, ln, _ in everything(listed))))
    assert_shares(found, listed, 0.0)


@settings(max_examples=200, deadline=None)
@given(families())
def test_the_largest_is_the_largest_of_everything(listed: list[Listed]) -> None:
    assert_shares(largest(listed, REMAINS), listed, 0.0, maxima=True)


@settings(max_examples=400, deadline=None)
@given(families(least=-14, most=12), st.sampled_from([1e-1, 1e-2, 1e-4, 1e-8]))
def test_what_is_left_out_is_less_than_the_bound_says(listed: list[Listed], bound: float) -> None:
    weighing = _Weighing(listed, REMAINS, frozenset(), bound)

    found = weighing.what_matters()

    assert found.left_out <= bound
    assert_shares(found, listed, found.left_out + 1e-12)


@settings(max_examples=200, deadline=None)
@given(families(least=-14, most=12), st.sampled_from([0.0, 1.0, 4.0]))
def test_what_is_not_kept_is_bounded_whatever_is_kept(listed: list[Listed], least: float) -> None:
    weighing = _Weighing(listed, REMAINS, frozenset(), 1e-3)
    weighing.kept = weighing.flat.ln_weight >= least

    solved = weighing.solve()
    left_out = weighing._not_visited(solved)

    found = weighing._with_rest(solved, left_out)
    assert_shares(found, listed, found.left_out + 1e-12)


@settings(max_examples=100, deadline=None)
@given(families())
def test_states_left_out_weigh_less_than_is_said(listed: list[Listed]) -> None:
    options = [Options(((), *each.remains), np.concatenate([[0.0], each.ln_weight])) for each in listed]
    whole = math.fsum(math.exp(ln) for _, ln, _ in everything(listed))

    found = Elimination(options, tolerance=0.05).solve()

    assert 1 - math.exp(found.ln_total) / whole <= found.left_out + 1e-9


@settings(max_examples=100, deadline=None)
@given(families())
def test_what_is_not_listed_is_bounded(listed: list[Listed]) -> None:
    """The last family keeps its options to itself, and says only what they weigh."""
    secret = listed[-1]
    weight = float(np.exp(secret.ln_weight).sum())
    known = [*listed[:-1], Listed((), np.empty(0), unlisted=weight)]
    shared = math.fsum(
        math.exp(ln) for chosen, ln, _ in everything(listed) if chosen[-1] >= 0
    ) / math.fsum(math.exp(ln) for _, ln, _ in everything(listed))  # fmt: skip

    assert weigh(known, REMAINS, bound=1e-6).left_out >= shared * (1 - 1e-9)


def test_components_want_nothing_in_common() -> None:
    wanted = [frozenset({1, 2}), frozenset({3}), frozenset({2, 4}), frozenset(), frozenset({4, 5})]

    assert components(wanted) == [[0, 2, 4], [1], [3]]


@pytest.mark.parametrize("columns", [2, 3, 4])
def test_ways_are_a_permanent(columns: int) -> None:
    weights = np.arange(1, 2 * columns + 1, dtype=float).reshape(2, columns)
    by_hand = sum(weights[0, a] * weights[1, b] for a in range(columns) for b in range(columns) if a != b)

    assert permanent(weights) == pytest.approx(by_hand)
    assert total_weight(np.full((2, columns), 3.0)) == pytest.approx(9 * columns * (columns - 1))
    first = sum(weights[0, 0] * weights[1, b] for b in range(1, columns)) / by_hand
    assert shares(weights)[0, 0] == pytest.approx(first)
    np.testing.assert_allclose(shares(weights).sum(axis=1), 1)
