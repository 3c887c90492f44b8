"""The fictional town: its figures are those of the public record it is modelled on, day by day."""

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from command import run_imena

SERIES = {
    "unidentified": {
        "2023-06-01": 65,
        "2023-06-30": 65,
        "2023-09-01": 57,
        "2023-09-15": 57,
        "2023-09-30": 57,
        "2024-02-01": 40,
        "2024-02-29": 40,
        "2024-11-12": 26,
        "2025-01-20": 22,
        "2025-11-24": 0,
    },
    "unconfirmed": {"2023-09-01": 115, "2023-09-15": 115, "2023-09-30": 115, "2024-11-12": 52, "2025-11-24": 0},
}


def account(town: Path, keys: Path, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run_imena("account", "--data", str(town), "--json", *more, keys=keys).stdout)
    return found


def test_both_series_are_those_of_the_press(town: Path, keys: Path) -> None:
    days = sorted({day for series in SERIES.values() for day in series})
    figures = {day: account(town, keys, "--as-of", day)["figures"] for day in days}

    for name, series in SERIES.items():
        assert {day: figures[day][name] for day in series} == series


def test_the_end_and_the_beginning(town: Path, keys: Path) -> None:
    end = account(town, keys, "--as-of", "2025-11-24")
    assert {name: end["figures"][name] for name in ("recovered", "identified", "reburied")} == {
        "recovered": 449,
        "identified": 449,
        "reburied": 449,
    }
    assert end["figures"]["servicemen_identified"] == 23
    assert sum(end["basis"].values()) == 449
    assert end["basis"]["recognition"] > 100
    assert 0 < end["meeting_present_gate"] < 449
    assert end["found_as"] == {"woman": 215, "man": 194, "child": 5, "serviceman": 22, "undetermined": 11}

    start = account(town, keys, "--as-of", "2022-09-23")["figures"]
    assert (start["recovered"], start["identified"]) == (447, 0)
    assert account(town, keys, "--as-of", "2022-09-15")["figures"]["recovered"] == 0
    assert account(town, keys, "--as-of", "2023-02-08")["figures"]["reburied"] == 0
    assert account(town, keys, "--as-of", "2023-02-28")["figures"]["reburied"] > 0


def test_what_was_known_then_is_asked_apart_from_what_had_happened_then(town: Path, keys: Path) -> None:
    known = account(town, keys, "--as-of", "2025-11-24", "--known-at", "2024-02-15")["figures"]

    assert known["identified"] == account(town, keys, "--as-of", "2024-02-15")["figures"]["identified"]


def query(town: Path, statement: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{town / 'imena.sqlite3'}?mode=ro", uri=True) as database:
        return database.execute(statement).fetchall()


def test_marks_and_bodies_and_money(town: Path) -> None:
    assert query(town, "SELECT min(happened_on), max(happened_on) FROM scene_exhumation") == [
        ("2022-09-16", "2022-09-23")
    ]
    assert query(town, "SELECT count(*) FROM scene_crossrecord WHERE inscription GLOB '[0-9]*'") == [(445,)]
    assert query(town, "SELECT bodies FROM scene_graveopening WHERE grave_id IN "
                 "(SELECT grave_id FROM scene_gravelocation WHERE mass)") == [(17,)]  # fmt: skip
    assert query(town, "SELECT sum(bodies) FROM scene_graveopening") == [(447,)]
    ((spent,),) = query(town, "SELECT sum(amount) FROM burial_expense")
    assert 990_000 < spent <= 1_000_000


def test_what_occurs_in_life_occurs(town: Path) -> None:
    assert query(town, "SELECT count(*) FROM reconciliation_proposal WHERE purpose = 'revocation'") == [(1,)]
    assert query(town, "SELECT count(*) FROM reconciliation_suspension") == [(2,)]
    assert query(town, "SELECT count(*) FROM scene_separation") == [(2,)]
    assert query(town, "SELECT count(*) FROM scene_joining") == [(4,)]
    assert query(town, "SELECT count(*) > 10 FROM antemortem_noreference WHERE reason = 'perished'") == [(1,)]
    assert query(town, "SELECT count(*) FROM burial_release WHERE irregular <> '[]'") == [(1,)]


def test_every_identification_by_dna_rests_on_a_candidate_that_the_engine_found(town: Path) -> None:
    rows = query(
        town,
        "SELECT count(*), min(c.posterior) FROM reconciliation_proposal p LEFT JOIN reconciliation_candidate c "
        "ON c.entry = p.candidate_id AND c.remains_id = p.remains_id AND c.person_id = p.person_id "
        "WHERE p.basis = 'dna'",
    )
    ((count, lowest),) = rows

    assert count == 195 + 13, "pair by pair, and in families weighed together"
    assert lowest >= 0.9995


def test_nobody_has_a_password(town: Path) -> None:
    assert query(town, "SELECT count(*) FROM people_user WHERE password NOT LIKE '!%'") == [(0,)]


def test_an_intact_copy_is_intact_and_a_tampered_one_is_not(copy_of_town: Path, keys: Path) -> None:
    assert "intact" in run_imena("verify", "--data", str(copy_of_town), keys=keys).stdout
    with sqlite3.connect(copy_of_town / "imena.sqlite3") as database:
        trigger = "imena_guard_scene_exhumation_update"
        (sql,) = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", [trigger]).fetchone()
        database.execute(f"DROP TRIGGER {trigger}")
        last = "(SELECT max(entry) FROM scene_exhumation)"
        database.execute(f"UPDATE scene_exhumation SET happened_on = '2022-09-24' WHERE entry = {last}")
        database.execute(sql)

    done = run_imena("verify", "--data", str(copy_of_town), keys=keys, check=False)
    assert done.returncode == 1
    assert "(scene.exhumation): happened_on is not what was recorded" in done.stderr


def test_an_export_is_verified_without_the_house(town: Path, keys: Path, tmp_path: Path) -> None:
    copied = tmp_path / "town"
    shutil.copytree(town, copied)
    run_imena("ledger", "export", "--data", str(copied), str(tmp_path / "export"), keys=keys)
    export = tmp_path / "export"

    def verify() -> subprocess.CompletedProcess[str]:
        files = ("verifier.py", "ledger.jsonl", "head.json", "public-key.pem")
        program, ledger, head, key = (str(export / name) for name in files)
        words = [program, ledger, "--head", head, "--public-key", key]
        return subprocess.run([sys.executable, "-I", *words], capture_output=True, text=True, check=False)

    assert verify().returncode == 0
    lines = (export / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    (export / "ledger.jsonl").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    done = verify()
    assert done.returncode == 1
    assert "missing" in done.stderr


def test_an_act_by_command_is_refused_with_the_reason_or_recorded_and_flagged(copy_of_town: Path, keys: Path) -> None:
    def act(kind: str, by: str, *answers: str) -> subprocess.CompletedProcess[str]:
        words = ("act", kind, "happened=2026-11-01", *answers, "--by", by, "--data", str(copy_of_town))
        return run_imena(*words, keys=keys, check=False)

    ((remains,),) = query(copy_of_town, "SELECT remains_id FROM burial_reburial ORDER BY entry LIMIT 1")
    not_allowed = act("burial.burialdecision", "treasurer", f"remains={remains}", "named_as=number", "document=1")
    assert (not_allowed.returncode, "no role" in not_allowed.stderr) == (2, True)

    site = act("scene.sitereport", "investigator", "name=Сад", "name_en=Garden").stdout.split()[2]
    refused = act("scene.exhumationorder", "prosecutor", f"site={site}", "document=1")
    assert (refused.returncode, "not cleared of mines" in refused.stderr) == (2, True)

    cross = act("scene.crossrecord", "recovery-lead", f"site={site}", "inscription=1", "east_dm=1", "north_dm=1")
    answers = (f"site={site}", "name=1", f"crosses={cross.stdout.split()[2]}", "east_dm=1", "north_dm=1")
    grave = act("scene.gravelocation", "recovery-lead", *answers).stdout.split()[2]
    opened = act("scene.graveopening", "recovery-lead", f"grave={grave}", "outcome=emptied", "bodies=1")
    assert opened.returncode == 0
    assert opened.stdout.splitlines()[1:] == ["! scene.not_cleared", "! scene.not_ordered"]


def test_a_town_in_which_more_was_recorded_is_served_as_it_is(copy_of_town: Path, keys: Path) -> None:
    answers = ("happened=2025-12-01", "name=Старий сад", "name_en=Old garden")
    run_imena("act", "scene.sitereport", "--data", str(copy_of_town), "--by", "investigator", *answers, keys=keys)
    run_imena("demo", "--no-serve", "--data", str(copy_of_town), keys=keys)
    with sqlite3.connect(copy_of_town / "imena.sqlite3") as database:
        assert database.execute("SELECT name_en FROM scene_sitereport ORDER BY entry DESC").fetchone() == (
            "Old garden",
        )


def test_an_operation_is_screened_and_nothing_is_compared_twice(copy_of_town: Path, keys: Path) -> None:
    words = ("screen", "--data", str(copy_of_town), "--by", "dna-expert")
    first, second = (run_imena(*words, keys=keys).stdout for _ in range(2))

    assert ": 0 pairs compared, 0 candidates" not in first
    assert ", by chance 0." in first
    assert ": 0 pairs compared, 0 candidates" in second
    assert run_imena("verify", "--data", str(copy_of_town), keys=keys).returncode == 0
    refused = run_imena("screen", "--data", str(copy_of_town), "--by", "treasurer", keys=keys, check=False)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)


def test_the_perished_families_are_found_by_being_weighed_together(town: Path) -> None:
    """Of fifteen who perished with their families most are named by DNA, two brothers are a set, nobody is wrong."""
    perished = {person for (person,) in query(town, "SELECT person_id FROM antemortem_noreference "
                                                    "WHERE reason = 'perished'")}  # fmt: skip
    named = dict(query(town, "SELECT person_id, remains_id FROM reconciliation_candidate WHERE joint_id IS NOT NULL"))
    proposals = "SELECT person_id, remains_id, basis FROM reconciliation_proposal WHERE purpose = 'identification'"
    decided = {person: (remains, basis) for person, remains, basis in query(town, proposals)}
    [(text,)] = query(town, "SELECT answers FROM reconciliation_jointrun")
    answers = json.loads(text)
    assert len(perished) == 15
    assert len(named) >= 12
    assert set(named) <= perished
    assert {person: (remains, "dna") for person, remains in named.items()} == {each: decided[each] for each in named}
    sets = [each for each in answers["sets"] if perished.issuperset(each["persons"])]
    assert {person for each in sets for person in each["persons"]} | set(named) == perished
    for each in sets:
        assert {decided[person][0] for person in each["persons"]} == set(each["remains"])
