"""Screening files: what is found, what is compared again and what is not, stopping, going on, and a cluster."""

import os
import random
import signal
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from casework.laboratory import Laboratory, header, relative_row, remains_row
from imena.casework import screened
from imena.casework.assumptions import Assumptions
from imena.casework.inputs import load as load_for_match
from imena.casework.matching import match
from imena.casework.record import COLUMNS, ROWS, Record
from imena.casework.screened import Compared, Workers, bring_up_to_date
from imena.casework.screening import Files, Limits, Screening, load
from imena.casework.workers import on_cluster
from imena.cli import main
from imena.core.coverage import NotCompared
from imena.core.errors import ImenaError, InputError
from imena.demo.files import write_files
from imena.kinship import nist_1036_caucasian
from imena.kinship.screening import Group
from imena.kinship.screening.search import Part, parts_of

LIMITS = Limits(families=1.0, kin=2.0, same=4.0, best=3)


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("village")
    write_files(folder)
    return folder


@pytest.fixture
def copy(village: Path, tmp_path: Path) -> Path:
    """The village's files, to be changed."""
    for name in ("remains.txt", "families.txt", "frequencies.csv"):
        (tmp_path / name).write_bytes((village / name).read_bytes())
    return tmp_path


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = Record(tmp_path / "record.sqlite3")
    yield opened
    opened.close()


def files(folder: Path, **more: Path) -> Files:
    return Files(folder / "remains.txt", folder / "families.txt", folder / "frequencies.csv", **more)


def inputs(folder: Path, **more: Path) -> Screening:
    """θ = 0, so that tests are quick."""
    return load(files(folder, **more), LIMITS, assumptions=Assumptions(theta=0.0))


def everything(found: list[Compared]) -> dict[str, Any]:
    return {
        each.comparison.name: [
            sorted(rounded(each.setting.pairs())),
            *(sorted(rounded(each.setting.best(side))) for side in (ROWS, COLUMNS)),
        ]
        for each in found
    }


def rounded(pairs: Iterable[tuple[str, str, float]]) -> list[tuple[str, str, float]]:
    """A table computed beside others may differ in its last bit."""
    return [(one, other, round(log10_lr, 9)) for one, other, log10_lr in pairs]


def from_nothing(folder: Path, place: Path, **more: Path) -> dict[str, Any]:
    fresh = Record(place)
    try:
        return everything(bring_up_to_date(inputs(folder, **more), fresh))
    finally:
        fresh.close()


def by_name(found: list[Compared], name: str) -> Compared:
    return next(each for each in found if each.comparison.name == name)


def change(path: Path, line: int, text: str | None) -> None:
    """Replace a line of a file, or take it out."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[line : line + 1] = [] if text is None else [text]
    path.write_text("".join(lines), encoding="utf-8")


def test_pairs_have_the_lr_that_match_gives(village: Path, record: Record) -> None:
    found = bring_up_to_date(inputs(village), record)
    answer = match(
        load_for_match(remains=village / "remains.txt", families=village / "families.txt",
                       frequencies=village / "frequencies.csv", assumptions=Assumptions(theta=0.0)),
        at_least=LIMITS.families,
    )  # fmt: skip
    expected: dict[tuple[str, str], float] = {}
    for pair in (*answer.candidates, *answer.ambiguous):
        expected[pair.remains, pair.family] = max(pair.log10_lr, expected.get((pair.remains, pair.family), -99))

    pairs = {(one, other): log10_lr for one, other, log10_lr in found[0].setting.pairs()}
    # Match gives the lowest of readings that say the same, screening the highest of all.
    assert pairs.keys() >= expected.keys()
    assert len(expected) > 30
    assert pairs == {pair: pytest.approx(expected.get(pair, value), abs=0.05) for pair, value in pairs.items()}


def test_nothing_is_compared_twice(village: Path, record: Record) -> None:
    first = bring_up_to_date(inputs(village), record)
    before = everything(first)
    again = bring_up_to_date(inputs(village), record)

    assert all(each.new_pairs == each.pairs > 0 for each in first)
    assert [each.new_pairs for each in again] == [0] * len(again)
    assert everything(again) == before


def test_only_what_changed_is_compared_again(copy: Path, record: Record) -> None:
    """A family's sample is typed anew, one bone is gone and one is new; what is found is what a fresh run finds."""
    first = bring_up_to_date(inputs(copy), record)[0]
    remains, families = len(first.comparison.row_items), len(first.comparison.compared_columns)
    lines = (copy / "remains.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    change(copy / "remains.txt", 5, None)
    with (copy / "remains.txt").open("a", encoding="utf-8") as table:
        table.write("New" + lines[5][lines[5].index("\t") :])
    relative = (copy / "families.txt").read_text(encoding="utf-8").splitlines(keepends=True)[1].split("\t")
    relative[-2:] = ["", "\n"]
    change(copy / "families.txt", 1, "\t".join(relative))

    again = bring_up_to_date(inputs(copy), record)

    assert 0 < again[0].new_pairs < remains * families / 2
    assert everything(again) == from_nothing(copy, copy / "fresh.sqlite3")


def test_the_best_are_found_anew_when_one_of_them_is_gone(copy: Path, record: Record) -> None:
    first = bring_up_to_date(inputs(copy), record)[0]
    gone = next(other for _, other, _ in first.setting.best(ROWS))
    lines = (copy / "families.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if line.split("\t")[0] != gone]
    assert len(kept) < len(lines)
    (copy / "families.txt").write_text("".join(kept), encoding="utf-8")

    again = bring_up_to_date(inputs(copy), record)

    assert everything(again) == from_nothing(copy, copy / "fresh.sqlite3")
    assert gone not in {other for _, other, _ in again[0].setting.best(ROWS)}


def test_other_parameters_are_compared_anew_and_replace_what_was_found(village: Path, record: Record) -> None:
    bring_up_to_date(inputs(village), record)
    other = load(files(village), Limits(families=5.0, best=1), assumptions=Assumptions(theta=0.0))

    found = bring_up_to_date(other, record)

    assert found[0].new_pairs == found[0].pairs
    assert min(log10_lr for _, _, log10_lr in found[0].setting.pairs()) >= 5.0
    names = [one for one, _, _ in found[0].setting.best(ROWS)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("after", [1, 4, 9])
def test_a_stopped_run_goes_on_where_it_was(
    village: Path, record: Record, tmp_path: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imena.kinship.screening.search.parts_of", small_parts)
    worked: list[object] = []
    keep = screened._Update._keep

    def counted(*arguments: Any) -> None:
        worked.append(arguments)
        keep(*arguments)

    monkeypatch.setattr(screened._Update, "_keep", counted)
    expected = from_nothing(village, tmp_path / "fresh.sqlite3")
    parts, told = len(worked), 0

    def stop(done: int, of: int) -> None:
        nonlocal told
        told += 1
        if told == after:
            raise KeyboardInterrupt

    worked.clear()
    with pytest.raises(KeyboardInterrupt):
        bring_up_to_date(inputs(village), record, progress=stop)
    assert len(worked) == after < parts
    steps: list[tuple[int, int]] = []
    found = bring_up_to_date(inputs(village), record, progress=lambda *step: steps.append(step))

    assert everything(found) == expected
    assert len(worked) == parts
    assert steps[-1][0] == steps[-1][1]


def small_parts(groups: Sequence[Group]) -> list[Part]:
    return parts_of(groups, 10)


LOCI = ("D3S1358", "TH01", "FGA", "vWA", "D18S51", "D21S11", "SE33", "D8S1179", "D16S539", "CSF1PO")


def rows_of_one(seed: int) -> str:
    chance = random.Random(seed)
    table = nist_1036_caucasian().by_name
    pairs = [chance.choices(table[locus].alleles, table[locus].frequencies, k=2) for locus in LOCI]
    return " ".join("/".join(pair) for pair in pairs)


def child_of(one: str, other: str) -> str:
    return " ".join(f"{a.split('/')[0]}/{b.split('/')[1]}" for a, b in zip(one.split(), other.split(), strict=True))


def test_samples_are_compared_with_each_other(tmp_path: Path, record: Record) -> None:
    """A mother and her child among the remains, a toothbrush, a relative sampled twice, and a technician’s own DNA."""
    laboratory = Laboratory(tmp_path)
    people = {name: rows_of_one(number) for number, name in enumerate(("woman", "man", "other", "technician", "aunt"))}
    child = child_of(people["woman"], people["man"])
    head, family_head = header("Sample", loci=LOCI), header("Family", "Relationship", "Sample", loci=LOCI)
    rows = [("B1", people["woman"]), ("B2", child), ("B3", people["technician"]), ("B4", people["other"])]
    laboratory.remains([remains_row(name, genotypes, "XX") for name, genotypes in rows], head)
    relatives = [("F1", "mother", "R1"), ("F2", "sister", "R2")]
    laboratory.families([relative_row(*relative, people["aunt"], "XX") for relative in relatives], family_head)
    for name, person in (("effects.txt", "other"), ("staff.txt", "technician")):
        row = "\t".join(remains_row(name.split(".")[0], people[person], "XX"))
        (tmp_path / name).write_text("\t".join(head) + "\n" + row + "\n", encoding="utf-8")
    read = load(
        Files(tmp_path / "PM.txt", tmp_path / "AM.txt", effects=tmp_path / "effects.txt", staff=tmp_path / "staff.txt"),
        LIMITS,
    )

    found = bring_up_to_date(read, record)

    assert {each.comparison.name: [pair[:2] for pair in each.setting.pairs()] for each in found[1:]} == {
        "same person among remains": [],
        "parents and children among remains": [("B1", "B2")],
        "siblings among remains": [("B1", "B2")],
        "same person among relatives": [("F1 · R1", "F2 · R2")],
        "remains and personal effects": [("B4", "effects")],
        "remains and staff": [("B3", "staff")],
        "relatives and staff": [],
        "personal effects and staff": [],
    }
    parents = by_name(found, "parents and children among remains").setting
    assert next(log10_lr for _, _, log10_lr in parents.pairs()) > 3


def test_hits_are_set_beside_those_of_chance(village: Path, record: Record) -> None:
    found = bring_up_to_date(inputs(village), record)[0]

    kinds = {kind.kind: kind for kind in found.kinds}
    assert set(kinds) >= {"mother", "father + mother", "uncle + uncle"}
    assert sum(kind.found for kind in found.kinds) == len(list(found.setting.pairs()))
    assert all(0 <= kind.chance < kind.pairs and kind.error < 1 for kind in found.kinds)


def test_every_pair_has_an_answer(village: Path, record: Record) -> None:
    read = inputs(village)
    bring_up_to_date(read, record)
    coverage, comparison = record.coverage("remains and families"), read.comparisons[0]

    set_aside = {f"family {each.subject}" for each in read.set_aside}
    assert set_aside
    for remains in comparison.row_items:
        for family in comparison.column_items:
            answer = coverage.of(remains, family)
            assert answer.run == "1"
            assert isinstance(answer, NotCompared) == (family[0] in set_aside)


def test_the_command(village: Path, tmp_path: Path) -> None:
    tables = {"remains": "remains.txt", "families": "families.txt", "frequencies": "frequencies.csv"}
    words = [word for name, file in tables.items() for word in (f"--{name}", str(village / file))]
    words = ["--language", "en", "screen", *words, "--theta", "0", "--out", str(tmp_path / "out")]
    first, second = (CliRunner().invoke(main, words) for _ in range(2))
    assert first.exit_code == second.exit_code == 0, first.output
    assert ", 0 of them now" in second.output
    assert ", 0 of them now" not in first.output
    table = (tmp_path / "out" / "remains-and-families.tsv").read_text(encoding="utf-8").splitlines()
    assert table[0] == "one\tother\tlog10_lr"
    assert len(table) > 20

    pair = table[1].split("\t")
    said = CliRunner().invoke(
        main, ["--language", "uk", "coverage", str(tmp_path / "out"), "--remains", pair[0], "--family", pair[1]]
    )
    assert f"{pair[0]} і {pair[1]}: порівняно, порівняння 1" in said.output
    assert CliRunner().invoke(main, ["coverage", str(tmp_path)]).exit_code == 2
    assert CliRunner().invoke(main, ["screen"]).exit_code == 2


def test_what_is_no_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / "screening.sqlite3").write_text("not a database, but long enough to look like one " * 50)
    with pytest.raises(InputError, match="not the record of a screening"):
        Record(tmp_path / "screening.sqlite3")


def test_no_scheduler_is_said() -> None:
    with pytest.raises(ImenaError, match="no scheduler answers"), on_cluster("tcp://127.0.0.1:9", patience=1):
        pass


def test_a_killed_worker_costs_time_not_results(
    village: Path, record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    expected = from_nothing(village, tmp_path / "fresh.sqlite3")
    monkeypatch.setattr("imena.kinship.screening.search.parts_of", small_parts)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:  # type: ignore[no-untyped-call]
        victim = cluster.workers[0].process.process.pid
        killed = False

        def kill(done: int, of: int) -> None:
            nonlocal killed
            if not killed:
                os.kill(victim, signal.SIGKILL)
                killed = True

        with on_cluster(cluster.scheduler_address) as workers:
            found = bring_up_to_date(inputs(village), record, workers, kill)

    assert killed
    assert everything(found) == expected


def test_threads_find_the_same(village: Path, record: Record, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as executor:
        found = bring_up_to_date(inputs(village), record, Workers(executor))
    assert everything(found) == from_nothing(village, tmp_path / "fresh.sqlite3")


def test_those_who_are_missing_are_named_and_not_typed(laboratory: Laboratory, record: Record) -> None:
    """A missing woman, her missing brother and their mother; a family of whom nobody is typed is left out."""
    nobody = ["", "", "", "", "", ""]
    laboratory.families(
        [
            relative_row("F1", "mother", "R1", "15/16 6/6 20/22", "XX"),
            ["F1", "missing woman", "Olha", *nobody, "", ""],
            ["F1", "missing brother", "Petro", *nobody, "X", "Y"],
            ["F2", "missing person", "Ivan", *nobody, "X", "Y"],
            ["F2", "missing son", "Stepan", *nobody, "", ""],
        ]
    )
    laboratory.remains([remains_row("B1", "15/17 6/9.3 20/21", "XX"), remains_row("B2", "15/17 6/9.3 20/21")])
    paths = laboratory.paths
    read = load(Files(paths["remains"], paths["families"], paths["frequencies"]), Limits(families=-1.0))

    found = bring_up_to_date(read, record)[0]

    assert [pair[:2] for pair in found.setting.pairs()] == [("B1", "F1")]
    assert [kind.kind for kind in found.kinds] == ["missing brother + mother"]
    assert [(each.subject, each.said.message) for each in read.set_aside] == [("F2", "no relative is typed")]
