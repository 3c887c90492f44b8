"""Which pairs a run compares: those that no earlier run did, from the same acts and with the same parameters."""

from datetime import date

import pytest

from imena.kinship import Profile, pedigree
from imena.reconciliation.compare import CONTRADICTING, FamilyInputs, Inputs, compared, coverage_of, new_blocks
from imena.reconciliation.models import ComparisonRun

PARAMETERS: dict[str, object] = {"frequencies": "table", "theta": "0.01", "listed": 10}


def inputs(remains: dict[str, int], families: dict[str, tuple[int, ...]]) -> Inputs:
    tree = pedigree([("x", None, None, "M")])
    return Inputs(
        remains={number: (act, Profile(number)) for number, act in remains.items()},
        families={number: FamilyInputs(number, tree, {}, {}, acts) for number, acts in families.items()},
    )


def run(number: int, remains: dict[str, int], families: dict[str, tuple[int, ...]], **settings: str) -> ComparisonRun:
    return ComparisonRun(
        entry_id=number,
        happened_on=date(2023, 1, number),
        software="imena 1",
        frequencies="table",
        settings={"theta": "0.01", "listed": 7, **settings},
        remains=remains,
        families={family: list(acts) for family, acts in families.items()},
        blocks=[[list(remains), list(families)]],
        left_out={},
    )


def pairs(blocks: list[tuple[list[str], list[str]]]) -> set[tuple[str, str]]:
    found = [(one, other) for rows, columns in blocks for one in rows for other in columns]
    assert len(found) == len(set(found))
    return set(found)


def test_a_pair_is_compared_though_each_of_the_two_was_in_a_run_before() -> None:
    earlier = [run(1, {"r1": 1}, {"A": (5,)}), run(2, {"r1": 1}, {"B": (6,)}), run(3, {"r2": 2}, {"A": (5,)})]

    found = new_blocks(inputs({"r1": 1, "r2": 2}, {"A": (5,), "B": (6,)}), earlier, PARAMETERS)

    assert pairs(found) == {("r2", "B")}


def test_a_new_profile_of_remains_or_of_a_relative_is_compared_again() -> None:
    earlier = [run(1, {"r1": 1, "r2": 2}, {"A": (5,), "B": (6,)})]

    found = new_blocks(inputs({"r1": 3, "r2": 2}, {"A": (5,), "B": (6, 9)}), earlier, PARAMETERS)

    assert pairs(found) == {("r1", "A"), ("r1", "B"), ("r2", "B")}
    assert pairs(new_blocks(inputs({"r1": 1}, {"A": (5,)}), earlier, PARAMETERS)) == set()


@pytest.mark.parametrize("changed", [{"theta": "0.02"}, {"frequencies": "another table"}])
def test_other_parameters_are_another_comparison(changed: dict[str, object]) -> None:
    earlier = [run(1, {"r1": 1}, {"A": (5,)})]

    found = new_blocks(inputs({"r1": 1}, {"A": (5,)}), earlier, {**PARAMETERS, **changed})

    assert pairs(found) == {("r1", "A")}


def test_a_family_that_contradicts_itself_does_not_count_as_compared() -> None:
    found = inputs({"r1": 1}, {"A": (5,), "B": (6,)})
    found.left_out["B"] = CONTRADICTING

    assert compared([(["r1"], ["A", "B"]), (["r1"], ["B"])], found) == [(["r1"], ["A"])]


def test_the_record_says_when_and_with_what_a_pair_was_compared_or_why_not() -> None:
    first = run(1, {"r1": 1}, {"A": (5,)})
    first.left_out = {"C": "no_basis"}
    record = coverage_of([first])

    assert record.of(("r1", "1"), ("A", "5")).run == "1"
    assert record.of(("r1", "1"), ("C", "7")).reason == "no_basis"  # type: ignore[union-attr]
    assert record.of(("r1", "2"), ("A", "5")).reason == "earlier_content"  # type: ignore[union-attr]
