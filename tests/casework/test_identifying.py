"""Identifying from a laboratory's files: everybody weighed together, in names, in sets, or not, and why."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from casework.laboratory import Laboratory, header
from imena.casework.assumptions import Assumptions, Dropout
from imena.casework.identifying import Identified, identify
from imena.casework.inputs import load
from imena.casework.joint_report import as_json
from imena.cli import main
from imena.core.errors import ImenaError
from imena.kinship import LocusModel, Pedigree, Profile, drop_genes, nist_1036_caucasian, pedigree
from imena.kinship.joint import Reason

LOCI = tuple(locus.name for locus in nist_1036_caucasian().loci[:22])
MODELS = [LocusModel.of(locus) for locus in nist_1036_caucasian().loci[:22]]
F, M = ("f", None, None, "M"), ("m", None, None, "F")
BROTHERS = pedigree([F, M, ("x", "f", "m", "M"), ("y", "f", "m", "M")])
HOUSEHOLD = pedigree([F, M, ("x", "f", "m", "M"), ("d", "f", "m", "F")])
Row = Sequence[str]


def people(tree: Pedigree, seed: int) -> Mapping[str, Profile]:
    return drop_genes(tree, MODELS, np.random.default_rng(seed))


def cells(profile: Profile | None, sex: str = "") -> list[str]:
    alleles = [allele for locus in LOCI for allele in (profile.genotypes.get(locus, ("", "")) if profile else ("", ""))]
    sex = str(profile.sex) if profile and profile.sex else sex
    return [*alleles, *{"M": "XY", "F": "XX"}.get(sex, ("", ""))]


class Case:
    """A laboratory's files, written row by row."""

    def __init__(self, folder: Path) -> None:
        self.laboratory = Laboratory(folder)
        self.remains: list[Row] = []
        self.families: list[Row] = []

    def bone(self, name: str, profile: Profile) -> None:
        self.remains.append([name, *cells(profile)])

    def relative(self, family: str, word: str, name: str, profile: Profile | None = None, sex: str = "") -> None:
        self.families.append([family, word, name, *cells(profile, sex)])

    def write(self) -> tuple[Path, Path]:
        self.laboratory.remains(self.remains, header("Sample", loci=LOCI))
        self.laboratory.families(self.families, header("Family", "Relationship", "Sample", loci=LOCI))
        return self.laboratory.paths["remains"], self.laboratory.paths["families"]

    def identified(self, **options: Any) -> tuple[Identified, dict[str, Any]]:
        remains, families = self.write()
        inputs = load(remains=remains, families=families, frequencies=None, assumptions=Assumptions(0.0, Dropout(0.02)))
        found = identify(inputs, **options)
        return found, as_json(found, inputs)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def test_one_person_in_two_bags_is_named_once(case: Case) -> None:
    own, other = people(BROTHERS, 1), people(BROTHERS, 2)
    half = Profile("half", dict(list(own["x"].genotypes.items())[:12]), own["x"].sex)
    case.bone("B1", own["x"])
    case.bone("B2", half)
    case.bone("B3", other["x"])
    case.relative("F1", "father", "R1", own["f"])
    case.relative("F1", "mother", "R2", own["m"])

    found, answer = case.identified(missing=20)

    assert answer["groups"] == [["B1", "B2"]]
    [named] = answer["identifications"]
    assert (named["remains"], named["family"], named["person"]) == (["B1", "B2"], "F1", None)
    assert named["posterior"] > 0.9999
    assert named["log10_lr"] > 6
    assert found.answer.method.value == "exact"
    assert found.inputs.reassociation.least_individuals == 2


def test_brothers_are_a_set_and_never_false_names(case: Case) -> None:
    own = people(BROTHERS, 3)
    for name in "xy":
        case.bone(f"B{name}", own[name])
    case.relative("F1", "mother", "R1", own["m"])
    case.relative("F1", "father", "R2", own["f"])
    case.relative("F1", "missing man", "Petro")
    case.relative("F1", "missing brother", "Pavlo")

    _, answer = case.identified(missing=30)

    assert answer["identifications"] == []
    [group] = answer["sets"]
    assert group["remains"] == [["Bx"], ["By"]]
    assert group["persons"] == ["Petro", "Pavlo"]
    assert group["posterior"] > 0.9999
    assert answer["unresolved"] == []


def test_a_family_of_whom_nobody_is_left_is_found_by_itself(case: Case) -> None:
    """Father, mother, son and daughter; no relative is typed. Their structure names each; strangers lie beside them."""
    own = people(HOUSEHOLD, 4)
    for name in "fmxd":
        case.bone(f"B-{name}", own[name])
    for number in range(3):
        case.bone(f"S{number}", people(BROTHERS, 40 + number)["x"])
    case.relative("F1", "missing man", "Ivan")
    case.relative("F1", "missing wife", "Olha")
    case.relative("F1", "missing son", "Danylo")
    case.relative("F1", "missing daughter", "Nina")

    _, answer = case.identified(missing=20)

    named = {each["person"]: each["remains"] for each in answer["identifications"]}
    assert named == {"Ivan": ["B-f"], "Olha": ["B-m"], "Danylo": ["B-x"], "Nina": ["B-d"]}
    assert all(not each["has_references"] for each in answer["identifications"])


def test_kin_of_each_other_are_not_named_as_a_family(case: Case) -> None:
    """Father and son of a family nobody reported; the listed family misses a father and a son, an aunt is typed."""
    strangers, own = people(BROTHERS, 5), people(pedigree([F, M, ("x", "f", "m", "M"), ("a", "f", "m", "F")]), 6)
    case.bone("B1", strangers["f"])
    case.bone("B2", strangers["x"])
    case.relative("F1", "sister", "R1", own["a"])
    case.relative("F1", "missing man", "Ivan")
    case.relative("F1", "missing son", "Danylo")

    _, answer = case.identified(missing=20)

    assert answer["identifications"] == answer["sets"] == []
    assert [each["remains"] for each in answer["outsiders"]] == [[["B1"], ["B2"]]]
    assert answer["kin"][0][0]["kin"] == "parent and child"


def test_why_somebody_was_not_found(case: Case) -> None:
    own, other = people(BROTHERS, 7), people(BROTHERS, 8)
    case.bone("B1", other["x"])
    case.relative("F1", "mother", "R1", own["m"])
    case.relative("F2", "missing man", "Alone")

    found, answer = case.identified()

    reasons = {each["family"]: each["reason"] for each in answer["unresolved"]}
    assert reasons["F1"] in (Reason.NOBODY_FITS.value, Reason.UNCERTAIN.value, Reason.TOO_DISTANT.value)
    assert reasons["F2"] == Reason.NO_REFERENCE.value
    assert found.missing == 4


def test_a_person_missed_by_two_families_is_one_person(case: Case) -> None:
    """The mother's table and the sister's both miss Petro; one family alone would not settle it."""
    own = people(HOUSEHOLD, 9)
    case.bone("B1", own["x"])
    case.relative("F1", "mother", "R1", own["m"])
    case.relative("F1", "missing man", "Petro")
    case.relative("F2", "sister", "R2", own["d"])
    case.relative("F2", "missing man", "Petro")

    _, answer = case.identified(missing=1000)

    [named] = answer["identifications"]
    assert (named["family"], named["person"]) == ("F1, F2", "Petro")


def test_relatives_who_contradict_each_other_are_set_aside(case: Case) -> None:
    own, other = people(BROTHERS, 10), people(BROTHERS, 11)
    case.bone("B1", own["x"])
    case.relative("F1", "mother", "R1", own["m"])
    case.relative("F1", "father", "R2", own["f"])
    case.relative("F1", "brother", "R3", other["y"])
    case.relative("F2", "mother", "R4", own["m"])

    _, answer = case.identified()

    assert [each["family"] for each in answer["set_aside"]] == ["F1"]
    assert [each["family"] for each in answer["identifications"]] in ([], ["F2"])


def test_the_command_writes_a_page_and_json(case: Case, tmp_path: Path) -> None:
    own = people(BROTHERS, 12)
    case.bone("B1", own["x"])
    case.relative("F1", "father", "R1", own["f"])
    case.relative("F1", "mother", "R2", own["m"])
    remains, families = case.write()
    words = ["identify", f"--remains={remains}", f"--families={families}", "--theta=0", "--dropout=0"]
    files = [f"--json={tmp_path / 'a.json'}", f"--page={tmp_path / 'a.html'}"]

    said = CliRunner().invoke(main, ["--language", "uk", *words, *files])

    assert said.exit_code == 0, said.output
    answer = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert {"identifications", "groups", "sets", "unresolved", "set_aside"} <= answer.keys()
    assert answer["identifications"][0]["remains"] == ["B1"]
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "F1" in page
    assert "<script" not in page
    for results in ([f"--json={remains}"], [f"--json={tmp_path / 'b'}", f"--page={tmp_path / 'b'}"]):
        refused = CliRunner().invoke(main, [*words, *results])
        assert refused.exit_code == 2


def test_fewer_missing_than_listed_is_refused(case: Case) -> None:
    own = people(BROTHERS, 13)
    case.bone("B1", own["x"])
    case.relative("F1", "mother", "R1", own["m"])
    case.relative("F1", "missing brother", "Pavlo")
    with pytest.raises(ImenaError, match="fewer than the 2"):
        case.identified(missing=1)


def test_families_of_one_make_are_found_but_not_told_apart(case: Case) -> None:
    """Two families who perished, father, mother, son; the dead of both. What each is is known, which family is not."""
    tree = pedigree([F, M, ("x", "f", "m", "M")])
    own, other = people(tree, 14), people(tree, 15)
    for name in "fmx":
        case.bone(f"A-{name}", own[name])
        case.bone(f"B-{name}", other[name])
    for family in ("F1", "F2"):
        case.relative(family, "missing son", f"{family} son")
        case.relative(family, "missing man", f"{family} father")
        case.relative(family, "missing wife", f"{family} mother")

    found, answer = case.identified(missing=20)

    assert answer["identifications"] == []
    assert [each["remains"] for each in answer["sets"]] == [[[f"{family}-{n}"] for n in "fmx"] for family in "AB"]
    assert [each["roles"] for each in answer["sets"]] == [["missing person", "spouse", "son"]] * 2
    assert {each["family"] for each in answer["sets"]} == {"F1, F2"}
    assert all(each["log10_lr"] > 6 and each["posterior"] > 0.9995 for each in answer["sets"])
    assert {each["reason"] for each in answer["unresolved"]} == {
        "a family of this make was found; DNA cannot say which"
    }
    assert found.kin == ()
