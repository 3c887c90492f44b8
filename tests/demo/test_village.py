"""The village: the same every time, and its truth is found."""

from typing import Any

import pytest

from imena.casework.inputs import load
from imena.casework.matching import match
from imena.casework.report import as_json
from imena.demo import files
from imena.demo.village import FAMILIES, STRANGERS, Village, simulate


@pytest.fixture(scope="module")
def village() -> Village:
    return simulate()


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What `imena match` says of the village's files."""
    folder = tmp_path_factory.mktemp("village")
    files.write_files(folder)
    inputs = load(
        remains=folder / "remains.txt", families=folder / "families.txt", frequencies=folder / "frequencies.csv"
    )
    return as_json(match(inputs, missing=FAMILIES + STRANGERS), inputs)


def test_the_same_seed_gives_the_same_village(village: Village) -> None:
    assert simulate() == village
    assert simulate(1) != village


def test_bones_have_lost_loci_and_strangers_are_among_them(village: Village) -> None:
    typed = [len(profile.genotypes) for profile in village.remains]

    assert min(typed) < 16
    assert max(typed) == 21
    assert list(village.truth.values()).count(None) == STRANGERS


def test_the_true_families_are_found(village: Village, answer: Any) -> None:
    """Each set of remains has its family as the best, but those of the family that was set aside."""
    best: dict[str, dict[str, float | str]] = {}
    for pair in answer["candidates"] + answer["ambiguous"]:
        if pair["posterior"] > best.get(pair["remains"], {"posterior": 0})["posterior"]:
            best[pair["remains"]] = pair
    asked = {name: family for name, family in village.truth.items() if family not in (None, village.contradicting)}

    assert {name: best[name]["family"] for name in asked} == asked
    strangers = [best[name]["posterior"] for name, family in village.truth.items() if family is None and name in best]
    assert all(float(posterior) < 0.5 for posterior in strangers)


def test_the_contradicting_family_is_set_aside_and_one_person_in_two_bags_is_noticed(
    village: Village, answer: Any
) -> None:

    assert {said["family"] for said in answer["set_aside"]} == {village.contradicting}
    assert len(answer["same_person"]) == 1
