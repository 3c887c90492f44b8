"""Bad input gets an error naming file, row, field and value, exit code 2, and nothing is written."""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from casework.laboratory import FREQUENCIES, Laboratory, header, relative_row, remains_row

GOOD_REMAINS = [remains_row("B1", "15/17 6/9.3 20/22")]
GOOD_FAMILIES = [relative_row("F1", "father", "R1", "15/16 6/6 20/22")]


@pytest.fixture
def laboratory(tmp_path: Path) -> Laboratory:
    made = Laboratory(tmp_path)
    made.remains(GOOD_REMAINS)
    made.families(GOOD_FAMILIES)
    return made


def refused(laboratory: Laboratory, *more: str) -> str:
    """Run `imena match`; what it says when it refuses. Nothing may have been written."""
    before = sorted(laboratory.folder.iterdir())
    arguments = [f"--{name}={path}" for name, path in laboratory.paths.items()]
    page, answer = laboratory.folder / "page.html", laboratory.folder / "answer.json"
    command = [sys.executable, "-m", "imena", "--language", "en", "match", *arguments]
    done = subprocess.run(
        [*command, f"--page={page}", f"--json={answer}", *more], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert sorted(laboratory.folder.iterdir()) == before
    assert done.stderr.count("\n") == 1
    return done.stderr.strip()


def test_an_allele_that_the_table_lacks(laboratory: Laboratory) -> None:
    laboratory.remains([*GOOD_REMAINS, remains_row("B2", "15/17 6/8 20/22")])

    assert refused(laboratory).startswith(
        "imena: PM.txt, row 3, field “TH01 2”, value “8”: allele 8 of TH01 is not in the frequency table FREQ.csv"
    )


def test_a_cell_that_is_no_allele(laboratory: Laboratory) -> None:
    laboratory.families([relative_row("F1", "father", "R1", "15/1O 6/6 20/22")])

    assert refused(laboratory).startswith("imena: AM.txt, row 2, field “D3S1358 2”, value “1O”: ")


def test_a_sample_twice(laboratory: Laboratory) -> None:
    laboratory.remains([*GOOD_REMAINS, *GOOD_REMAINS])

    assert refused(laboratory).startswith("imena: PM.txt, row 3, field “Sample”, value “B1”: ")


def test_two_kits_side_by_side(laboratory: Laboratory) -> None:
    head = header("Sample", loci=("D3S1358", "VWA", "vWA"))
    laboratory.remains([remains_row("B1", "15/17 15/16 15/16")], head)

    assert "PM.txt, row 1, field “vWA 1”" in refused(laboratory)


def test_two_kits_under_each_other(laboratory: Laboratory) -> None:
    laboratory.remains([*GOOD_REMAINS, header("Sample", loci=("TH01", "D3S1358", "vWA"))])

    assert refused(laboratory).startswith("imena: PM.txt, row 3, ")


def test_kits_without_a_common_locus(laboratory: Laboratory) -> None:
    head = header("Family", "Relationship", "Sample", loci=("D12S391", "vWA", "TPOX"))
    laboratory.families([relative_row("F1", "father", "R1", "15/16 16/16 8/8")], head)

    assert "no locus in common" in refused(laboratory)


def test_an_unknown_relationship(laboratory: Laboratory) -> None:
    laboratory.families([relative_row("F1", "[godfather]", "R1", "15/16 6/6 20/22")])

    assert refused(laboratory).startswith("imena: AM.txt, row 2, field “relationship”, value “[godfather]”: ")


def test_a_father_with_two_x(laboratory: Laboratory) -> None:
    laboratory.families([relative_row("F1", "[father]", "R1", "15/16 6/6 20/22", "XX")])

    assert refused(laboratory).startswith("imena: AM.txt, row 2, field “relationship”, value “[father]”: ")


@pytest.mark.parametrize(
    ("cell", "instead", "said"),
    [
        ("0.3,,\n16", "0.9,,\n16", "row 5, field “D3S1358”: the frequencies of D3S1358 sum to 1.6"),
        ("15,0.3", "15,many", "row 5, field “D3S1358”, value “many”: "),
        ("15,0.3", "15,-0.3", "row 5, field “D3S1358”, value “-0.3”: "),
        ("16,0.3", "15,0.3", "row 6, field “D3S1358”, value “0.3”: allele 15 of D3S1358 stands twice"),
    ],
)
def test_a_malformed_frequency_table(laboratory: Laboratory, cell: str, instead: str, said: str) -> None:
    laboratory.frequencies(FREQUENCIES.replace(cell, instead, 1))

    assert f"FREQ.csv, {said}" in refused(laboratory)


def test_a_mutation_model_that_is_none(laboratory: Laboratory) -> None:
    assert "mutation stepwise:often: expected MODEL:RATE" in refused(laboratory, "--mutation=stepwise:often")


def test_two_results_in_one_file(laboratory: Laboratory) -> None:
    one = laboratory.folder / "one.out"

    assert "one.out: expected another file for each result" in refused(laboratory, f"--page={one}", f"--json={one}")


def test_a_folder_that_is_not_there(laboratory: Laboratory) -> None:
    assert "nowhere/page.html: cannot be written" in refused(
        laboratory, f"--page={laboratory.folder}/nowhere/page.html"
    )


GOLDEN = Path(__file__).parents[1] / "golden" / "K01.json"
FATHER = {"id": "F", "father": None, "mother": None, "sex": "M"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda people: people[0].update(father="C", mother="M"),
            'row hypotheses[0].components[0][2], field “father”, value “"F"”: C is an ancestor of himself',
        ),
        (
            lambda people: people[2].update(father="M"),
            'row hypotheses[0].components[0][2], field “father”, value “"M"”: M, a parent of C, has the wrong sex',
        ),
        (
            lambda people: people.append(FATHER),
            'row hypotheses[0].components[0][3], field “id”, value “"F"”: F stands twice',
        ),
        (
            lambda people: people[2].update(sex="male"),
            'row hypotheses[0].components[0][2], field “sex”, value “"male"”: expected M or F',
        ),
    ],
    ids=["his own ancestor", "wrong sex of a parent", "duplicate id", "no sex"],
)
def test_a_malformed_pedigree(tmp_path: Path, change: Any, said: str) -> None:
    case = json.loads(GOLDEN.read_text())
    change(case["hypotheses"][0]["components"][0])

    assert evaluate(tmp_path, case).startswith(f"imena: CASE.json, {said}")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda case: case.update(contamination=0.01), "CASE.json: the option contamination is not computed yet"),
        (lambda case: case.update(theta=1), "CASE.json, row case: expected a co-ancestry from 0 to below 1, found 1"),
        (lambda case: case.update(kind="drawing"), "CASE.json: cases of kind drawing are not computed yet"),
        (
            lambda case: case["genotypes"]["F"].update(L1=["12", "99"]),
            'CASE.json, row genotypes.F, field “L1”, value “["12", "99"]”: F, locus L1: allele 99 is not in',
        ),
        (
            lambda case: case["markers"][0].update(freqs=[0.1, 0.2, 0.3, 0.5]),
            "CASE.json, row case, field “markers[0]”",
        ),
        (lambda case: case["markers"].append(case["markers"][0]), "row markers[1], field “name”, value"),
        (lambda case: case["hypotheses"].append(case["hypotheses"][0]), "row hypotheses[2], field “name”, value"),
        (
            lambda case: case["markers"][0].update(
                mutation={"model": "custom", "matrix_male": [[math.nan]], "matrix_female": [[1]]}
            ),
            "row markers[0].mutation, field “matrix_male[0][0]”, value “NaN”: expected a number",
        ),
    ],
    ids=["option", "θ", "kind", "unknown allele", "frequencies", "marker twice", "hypothesis twice", "NaN"],
)
def test_a_case_that_cannot_be_computed(tmp_path: Path, change: Any, said: str) -> None:
    case = json.loads(GOLDEN.read_text())
    change(case)

    assert said in evaluate(tmp_path, case)


def evaluate(folder: Path, case: object) -> str:
    path = folder / "CASE.json"
    path.write_text(json.dumps(case))
    command = [sys.executable, "-m", "imena", "--language", "en", "kinship", "evaluate", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    return done.stderr.strip()


def test_a_result_in_place_of_an_input(laboratory: Laboratory) -> None:
    before = laboratory.paths["remains"].read_bytes()

    assert "expected another file for each result" in refused(laboratory, f"--json={laboratory.paths['remains']}")
    assert laboratory.paths["remains"].read_bytes() == before


def test_two_missing_persons_of_one_family(laboratory: Laboratory) -> None:
    rows = [["F1", word, name, *[""] * 6, "X", "Y"] for word, name in (("missing person", "P1"), ("missing man", "P2"))]
    laboratory.families([*GOOD_FAMILIES, *rows])

    assert refused(laboratory).startswith(
        "imena: AM.txt, row 4, field “relationship”: family F1 has a missing person in row 3 already"
    )


def test_a_missing_person_who_is_typed(laboratory: Laboratory) -> None:
    laboratory.families([*GOOD_FAMILIES, relative_row("F1", "missing brother", "R2", "15/16 6/6 20/22")])

    assert refused(laboratory).startswith(
        "imena: AM.txt, row 3, field “D3S1358 1”, value “15”: a missing person is not"
    )
