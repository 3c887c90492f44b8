"""The village: the same every time, and its truth is found."""

import json
import threading
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from imena.cli import main
from imena.core.errors import ImenaError
from imena.demo import files, serving
from imena.demo.village import STRANGERS, Village, simulate


@pytest.fixture(scope="module")
def village() -> Village:
    return simulate()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("village")
    files.build(built)
    return built


def test_the_same_seed_gives_the_same_village(village: Village) -> None:
    assert simulate() == village
    assert simulate(1) != village


def test_bones_have_lost_loci_and_strangers_are_among_them(village: Village) -> None:
    typed = [len(profile.genotypes) for profile in village.remains]

    assert min(typed) < 16
    assert max(typed) == 21
    assert list(village.truth.values()).count(None) == STRANGERS


def test_the_true_families_are_found(village: Village, folder: Path) -> None:
    """Each set of remains has its family as the best, but those of the family that was set aside."""
    answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    best: dict[str, dict[str, float | str]] = {}
    for pair in answer["candidates"] + answer["ambiguous"]:
        if pair["posterior"] > best.get(pair["remains"], {"posterior": 0})["posterior"]:
            best[pair["remains"]] = pair
    asked = {name: family for name, family in village.truth.items() if family not in (None, village.contradicting)}

    assert {name: best[name]["family"] for name in asked} == asked
    strangers = [best[name]["posterior"] for name, family in village.truth.items() if family is None and name in best]
    assert all(float(posterior) < 0.5 for posterior in strangers)


def test_the_contradicting_family_is_set_aside_and_one_person_in_two_bags_is_noticed(
    village: Village, folder: Path
) -> None:
    answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))

    assert {said["family"] for said in answer["set_aside"]} == {village.contradicting}
    assert len(answer["same_person"]) == 1


def test_every_page_says_that_it_is_synthetic(folder: Path) -> None:
    assert "Вигадане: село Вербова Криниця" in (folder / "index.html").read_text(encoding="utf-8")
    assert "Synthetic: the village of Вербова Криниця" in (folder / "en.html").read_text(encoding="utf-8")


def test_the_command_builds_and_stops(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["demo", "--no-serve", "--data", str(tmp_path / "here")])

    assert done.exit_code == 0, done.output
    assert (tmp_path / "here" / "index.html").exists()


def test_the_pages_are_served(folder: Path) -> None:
    with serving.server(folder, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with urlopen(f"http://{serving.HOST}:{server.server_port}/") as page:
            assert "Кому можуть належати останки" in page.read().decode()
        with pytest.raises(ImenaError, match="cannot be used"):
            serving.server(folder, server.server_port)
        server.shutdown()
