"""Verifying: whatever is changed, dropped, moved or put in is found and named."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from house import DAY, House
from imena.core.said import english
from imena.ledger import verifier
from imena.ledger.export import lines
from imena.ledger.heads import as_json, sign_head
from imena.ledger.models import DataKey, Entry, Head
from imena.ledger.verification import verify
from imena.people.acts import destroy_key
from imena.reconciliation.acts import run_comparison
from imena.reconciliation.models import ComparisonRun
from imena.scene.models import Exhumation

pytestmark = pytest.mark.operation


@pytest.fixture
def told(house: House) -> House:
    """A short way: exhumed, examined, reported missing, identified."""
    remains, person = house.examined(), house.missing()
    house.identified(remains, person)
    house.things |= {"remains": remains, "person": person}
    return house


def problems() -> list[str]:
    return [problem.said_in(english) for problem in verify().problems]


def tamper(statement: str, *values: Any, table: str) -> None:
    """Change a table as someone could who owns the database: the triggers away, then back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(statement, values)
            for _, sql in triggers:
                cursor.execute(sql)
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            cursor.execute(statement, values)
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def test_nothing_is_wrong_with_what_was_recorded(told: House) -> None:
    assert problems() == []
    assert verify().entries == Entry.objects.count()


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("scene_exhumation", "happened_on", "2023-03-02"),
        ("scene_exhumation", "found_as", "man"),
        ("scene_exhumation", "irregular", '["x"]'),
        ("scene_exhumation", "why", "."),
        ("postmortem_examination", "report", "8"),
        ("antemortem_missingreport", "serviceman", True),
        ("reconciliation_proposal", "basis", "dna"),
    ],
)
def test_one_changed_field_is_found_and_named(told: House, table: str, column: str, value: object) -> None:
    tamper(f"UPDATE {table} SET {column} = %s", value, table=table)

    found = problems()
    kind = table.replace("_", ".")
    assert any(f"({kind})" in problem and column in problem for problem in found), found


def test_one_changed_byte_of_sealed_content_is_found(told: House) -> None:
    from imena.antemortem.models import MissingReport

    content = bytearray(bytes(MissingReport.objects.get().sealed_content or b""))
    content[20] ^= 1
    tamper("UPDATE antemortem_missingreport SET sealed_content = %s", bytes(content), table="antemortem_missingreport")

    assert any("sealed content" in problem for problem in problems())


def test_a_dropped_act_is_found(told: House) -> None:
    tamper("DELETE FROM scene_exhumation", table="scene_exhumation")

    assert any("(scene.exhumation): its act is missing" in problem for problem in problems())


def test_an_act_put_in_is_found(told: House) -> None:
    """With an entry of its own at the end, made without the keys: the chain cannot follow it."""
    last = Entry.objects.order_by("pk").last()
    assert last is not None
    body = json.loads(last.body) | {"sequence": last.pk + 1, "previous": "0" * 64}
    text = verifier.canonical(body).decode()
    Entry.objects.create(
        sequence=last.pk + 1,
        kind=last.kind,
        recorded_at=last.recorded_at,
        author=last.author,
        body=text,
        hash=verifier.leaf_hash(text.encode()).hex(),
    )

    found = problems()
    assert any("does not follow the entry before it" in problem for problem in found)
    assert any("its act is missing" in problem for problem in found)


def test_a_dropped_entry_is_found(told: House) -> None:
    middle = Exhumation.objects.get().pk
    tamper("DELETE FROM ledger_mention WHERE entry_id = %s", middle, table="ledger_mention")
    tamper("DELETE FROM scene_exhumation WHERE entry = %s", middle, table="scene_exhumation")
    tamper("DELETE FROM ledger_entry WHERE sequence = %s", middle, table="ledger_entry")

    assert f"entries {middle} to {middle} are missing" in problems()


def test_a_cut_tail_is_found_against_a_signed_head(told: House) -> None:
    head = sign_head()
    last = head.size
    kind = Entry.objects.get(pk=last).kind.replace(".", "_")
    tamper("DELETE FROM ledger_mention WHERE entry_id = %s", last, table="ledger_mention")
    tamper(f"DELETE FROM {kind} WHERE entry = %s", last, table=kind)
    tamper("DELETE FROM ledger_entry WHERE sequence = %s", last, table="ledger_entry")

    assert f"the tail is cut: a head was signed over {last} entries" in problems()


def test_entries_in_another_order_are_found(told: House) -> None:
    tamper("UPDATE ledger_entry SET body = (SELECT body FROM ledger_entry WHERE sequence = 6) WHERE sequence = 5",
           table="ledger_entry")  # fmt: skip

    assert any("entry 5" in problem for problem in problems())


def test_a_forged_head_is_found(told: House) -> None:
    sign_head()
    tamper("UPDATE ledger_head SET root = %s", "0" * 64, table="ledger_head")

    assert any("signature does not hold" in problem for problem in problems())


def test_a_destroyed_key_is_no_problem_and_a_lost_one_is(told: House) -> None:
    person = told.things["person"].pk
    destroy_key(by=told.by["data_protection"], happened=DAY, person=person, basis="заява")
    report = verify()
    assert report.problems == []
    assert report.destroyed == 2, "the report and the reasoning of the proposal"

    DataKey.objects.filter(subject=told.things["remains"].pk).delete()
    assert any("is missing, and no act says that it was destroyed" in problem for problem in problems())


def test_an_act_of_someone_destroyed_that_is_changed_is_still_found(told: House) -> None:
    person = told.things["person"].pk
    destroy_key(by=told.by["data_protection"], happened=DAY, person=person, basis="заява")
    tamper("UPDATE antemortem_missingreport SET happened_on = '2001-01-01', happened_until = '2001-01-01'",
           table="antemortem_missingreport")  # fmt: skip

    assert any("happened_on" in problem for problem in problems())


Spoil = Callable[[list[dict[str, Any]]], object]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda export: export.pop(), id="the last one dropped"),
        pytest.param(lambda export: export.pop(4), id="one dropped"),
        pytest.param(lambda export: export.insert(4, export[4]), id="one put in"),
        pytest.param(lambda export: export.insert(3, export.pop(4)), id="two exchanged"),
        pytest.param(
            lambda export: export[7].update(body=str(export[7]["body"]).replace("2", "3", 1)), id="a byte changed"
        ),
        pytest.param(lambda export: export[7]["opened"][1].update(value="x"), id="a value"),
    ],
)
def test_the_verifier_finds_a_spoilt_export(told: House, spoil: Spoil) -> None:
    head = sign_head()
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key()))
    export = list(lines(head.size))
    signed = json.loads(as_json(head))
    assert list(verifier.problems(export, signed, key)) == []

    spoil(export)

    assert list(verifier.problems(export, signed, key))


def public_key() -> str:
    from imena.ledger.queries import opening

    return opening().public_key


def test_an_export_shows_a_name_only_where_it_is_disclosed(told: House) -> None:
    person = told.things["person"].pk
    hidden = json.dumps(list(lines(Entry.objects.count())), ensure_ascii=False)
    shown = json.dumps(list(lines(Entry.objects.count(), disclose=[person])), ensure_ascii=False)

    assert "Їжакевич" not in hidden
    assert "Їжакевич" in shown


def test_a_head_is_signed_once_over_the_same_entries(told: House) -> None:
    assert sign_head() == sign_head()
    assert Head.objects.count() == 1


def test_the_root_of_a_merkle_tree() -> None:
    """RFC 6962, section 2.1: of one leaf, the leaf; of three, the pair and the odd one."""
    import hashlib

    a, b, c = (verifier.leaf_hash(letter) for letter in (b"a", b"b", b"c"))

    def node(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\x01" + left + right).digest()

    assert verifier.merkle_root([]) == hashlib.sha256(b"").digest()
    assert verifier.merkle_root([a]) == a
    assert verifier.merkle_root([a, b, c]) == node(node(a, b), c)
    five = [verifier.leaf_hash(bytes([number])) for number in range(5)]
    assert verifier.merkle_root(five) == node(node(node(five[0], five[1]), node(five[2], five[3])), five[4])


def test_a_field_that_came_later_stands_as_it_does_in_acts_before_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An act recorded before its kind had a field verifies while the field is empty, and no longer once it is not."""
    kept = ComparisonRun.committed_fields.__func__  # type: ignore[attr-defined]
    with monkeypatch.context() as before:
        fields = classmethod(lambda kind: [each for each in kept(kind) if each.name != "by_chance"])
        before.setattr(ComparisonRun, "committed_fields", fields)
        run_comparison(by=house.by["dna_expert"], happened=DAY, remains=[])
    assert problems() == []

    tamper("UPDATE reconciliation_comparisonrun SET by_chance = %s", '["x"]', table="reconciliation_comparisonrun")
    assert [problem for problem in problems() if "by_chance is not what was recorded" in problem]
