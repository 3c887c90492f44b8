"""Numbers made at once: whoever makes one queues behind every other writer before it takes the issuer's row."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from house import House
from imena.custody.acts import use_vehicle
from imena.custody.models import Vehicle
from imena.custody.numbering import new, next_numbers
from imena.ledger import acts
from keeping import on

pytestmark = pytest.mark.operation


def made_of(house: House) -> dict[str, Callable[[], object]]:
    by = house.by["burial_officer"]
    return {
        "numbers": lambda: next_numbers(2),
        "a new object": lambda: new(Vehicle, by.operation),
        "an act": lambda: use_vehicle(by=by, happened=on(0), plate="АХ 0000"),
    }


@pytest.mark.parametrize("what", ["numbers", "a new object", "an act"])
def test_the_ledger_is_queued_for_before_any_row_is_locked(house: House, what: str) -> None:
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        made_of(house)[what]()
    said = [query["sql"] for query in asked]
    queued = [place for place, sql in enumerate(said) if "pg_advisory_xact_lock" in sql]
    writing = [place for place, sql in enumerate(said) if sql.startswith(("UPDATE", "INSERT"))]
    assert writing
    assert not queued if connection.vendor == "sqlite" else queued[0] < writing[0]


def test_writers_of_two_threads_each_remember_how_long_the_ledger_was_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[tuple[int, str]] = []
    at_the_end: list[Callable[[], None]] = []
    keys = SimpleNamespace(remember=lambda _place, sequence, last: kept.append((sequence, last)))
    monkeypatch.setattr(acts, "key_files", lambda _ledger: keys)
    monkeypatch.setattr(acts, "ledger_id", lambda: "ledger")
    monkeypatch.setattr(acts, "database_place", lambda: "place")
    monkeypatch.setattr(transaction, "on_commit", at_the_end.append)
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        one.submit(acts._remember_when_committed, 7, "a").result()
        other.submit(acts._remember_when_committed, 8, "b").result()
        for thread, end in zip((one, other), at_the_end, strict=True):
            thread.submit(end).result()
    assert kept == [(7, "a"), (8, "b")]
