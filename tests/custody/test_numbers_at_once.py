"""Numbers made at once: whoever makes one queues behind every other writer before it takes the issuer's row."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from house import House
from imena.custody.acts import use_vehicle
from imena.custody.models import Vehicle
from imena.custody.numbering import new, next_numbers
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
