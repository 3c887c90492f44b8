"""Cases with answers from independent programs; tests/golden/README.md says which."""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from imena.casework.cases import evaluate_case

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = sorted(GOLDEN.glob("*.json"))
TOLERANCE = 1e-9


def assert_equal(found: Any, expected: Any, where: str) -> None:
    if where.endswith(".simulated"):
        assert_near(found, expected)
    elif where.endswith(".joint_table"):
        assert_same_table(found, expected, where)
    elif ".log10" in where and isinstance(expected, float | int):
        assert math.isclose(found, expected, rel_tol=TOLERANCE, abs_tol=1e-12), f"{where}: {found}, not {expected}"
    elif isinstance(expected, dict):
        assert set(found) == set(expected), where
        for key, value in expected.items():
            assert_equal(found[key], value, f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for number, (one, other) in enumerate(zip(found, expected, strict=True)):
            assert_equal(one, other, f"{where}[{number}]")
    elif isinstance(expected, float | int) and not isinstance(expected, bool):
        assert math.isclose(found, expected, rel_tol=TOLERANCE, abs_tol=1e-15), f"{where}: {found}, not {expected}"
    else:
        assert found == expected, where


def assert_near(found: Any, expected: Any) -> None:
    """Simulated figures are within four standard errors of both simulations, at least of one sample in theirs."""
    mean_error = math.hypot(found["se_mean_log10LR"], expected["se_mean_log10LR"])
    assert abs(found["mean_log10LR"] - expected["mean_log10LR"]) <= 4 * mean_error
    for threshold, passing in expected["IP"].items():
        error = math.hypot(passing["se"], found["IP"][threshold]["se"], 1 / expected["nsim"])
        assert abs(found["IP"][threshold]["p"] - passing["p"]) <= 4 * error


def assert_same_table(found: list[Any], expected: list[Any], where: str) -> None:
    """Rows stand from the likeliest down, those alike in any order."""
    tables = [{json.dumps(row["assignment"], sort_keys=True): row for row in rows} for rows in (found, expected)]
    assert_equal(tables[0], tables[1], f"{where}_rows")
    likelihoods = [
        float(row["loglik"].replace("Infinity", "inf")) if isinstance(row["loglik"], str) else row["loglik"]
        for row in found
    ]
    assert likelihoods == sorted(likelihoods, reverse=True), where


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_answer_is_that_of_the_independent_program(case: Path) -> None:
    expected = json.loads(case.read_text())["results"]

    assert_equal(evaluate_case(case), expected, case.stem)


def test_all_cases_are_there() -> None:
    assert len(CASES) == 63


def test_the_command_prints_the_results_as_json() -> None:
    command = [sys.executable, "-m", "imena", "kinship", "evaluate", str(GOLDEN / "K15.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    printed = json.loads(done.stdout)
    assert list(printed) == ["results"]
    assert printed["results"]["log_likelihood"]["H1"]["total"] == "-Infinity"
