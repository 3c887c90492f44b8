"""The demonstration's dead are kept: sealed, driven, stored, given away once by the wrong hands, and laid to rest."""

import json
import sqlite3
from pathlib import Path
from typing import Any


def query(town: Path, statement: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{town / 'imena.sqlite3'}?mode=ro", uri=True) as database:
        return database.execute(statement).fetchall()


def test_every_body_is_sealed_and_stored_and_what_goes_wrong_is_what_the_story_says(town: Path) -> None:
    put = query(town, "SELECT numbers FROM custody_storing")
    stored = {number for (numbers,) in put for number in json.loads(numbers)}
    lifted = {number for (number,) in query(town, "SELECT remains_id FROM scene_exhumation")}
    assert lifted <= stored
    assert query(town, "SELECT count(*) FROM custody_sealing") == [(len(lifted),)]

    wrong = {
        kind: {tuple(json.loads(codes)) for (codes,) in query(town, f"SELECT irregular FROM custody_{kind}")} - {()}
        for kind in (
            "sealing",
            "handover",
            "reception",
            "storing",
            "sealbreaking",
            "storeclosing",
            "coffincheck",
            "coffinrecheck",
        )
    }
    assert {kind: codes for kind, codes in wrong.items() if codes} == {
        "handover": {("custody.not_holder",)},
        "reception": {("custody.other_seal",)},
        "coffinrecheck": {("custody.scans_differ",)},
    }
    settled = query(town, "SELECT alarm, count(*) FROM custody_alertsettlement GROUP BY alarm ORDER BY alarm")
    assert settled == [("coffin", 1), ("overfull", 1), ("power", 1), ("seal", 1), ("temperature", 1)]


def test_since_the_summer_of_2025_two_people_check_each_coffin(town: Path) -> None:
    first, checked = query(town, "SELECT min(happened_on), count(*) FROM custody_settingout")[0]
    buried = query(town, f"SELECT count(*) FROM burial_reburial WHERE happened_on >= '{first}'")
    assert (first >= "2025-06-01", [(checked,)]) == (True, buried)
    assert query(town, "SELECT count(*) FROM burial_reburial WHERE irregular LIKE '%no_coffin_check%'") == [(0,)]
    two = """
        SELECT count(*) FROM custody_coffinrecheck AS again
        JOIN ledger_entry AS second ON second.sequence = again.entry
        JOIN ledger_entry AS once ON once.sequence = again.first_id
        WHERE once.author_id = second.author_id
    """
    assert query(town, two) == [(0,)]
