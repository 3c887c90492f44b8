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
    if isinstance(expected, dict):
        assert set(found) == set(expected), where
        for key, value in expected.items():
            assert_equal(found[key], value, f"{where}.{key}")
    elif isinstance(expected, float | int):
        assert math.isclose(found, expected, rel_tol=TOLERANCE, abs_tol=1e-15), f"{where}: {found}, not {expected}"
    else:
        assert found == expected, where


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_answer_is_that_of_the_independent_program(case: Path) -> None:
    expected = json.loads(case.read_text())["results"]

    assert_equal(evaluate_case(case), expected, case.stem)


def test_all_cases_are_there() -> None:
    assert len(CASES) == 27


def test_the_command_prints_the_results_as_json() -> None:
    command = [sys.executable, "-m", "imena", "kinship", "evaluate", str(GOLDEN / "K15.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    printed = json.loads(done.stdout)
    assert list(printed) == ["results"]
    assert printed["results"]["log_likelihood"]["H1"]["total"] == "-Infinity"
