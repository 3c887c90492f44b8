"""How fast an operation is: acts recorded, figures counted and a ledger verified, against bare inserts in the same run.

    python benchmarks/operation.py [ACTS]

Everything happens in a new SQLite operation in a temporary folder. Quote ratios, not seconds.
"""

import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ACTS = int(sys.argv[1]) if len(sys.argv) > 1 else 500


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IMENA_KEYS"] = str(Path(folder) / "keys")
        bare = timed(lambda: bare_inserts(Path(folder) / "bare.sqlite3"))
        print(f"{ACTS} bare inserts, one transaction each: {bare:.2f} s")
        from imena.settings.setup import set_up

        set_up(Path(folder) / "data", new=True)
        measure(bare)


def bare_inserts(path: Path) -> None:
    """What the disk alone costs: a row to a transaction, safe when it ends."""
    with sqlite3.connect(path, isolation_level=None) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE act (id INTEGER PRIMARY KEY, body TEXT)")
        for number in range(ACTS):
            database.execute("INSERT INTO act VALUES (?, ?)", [number, "x" * 500])


def measure(bare: float) -> None:
    from django.core.management import call_command

    from imena.account.figures import account
    from imena.core.when import When
    from imena.ledger.acts import Actor, open_ledger
    from imena.ledger.standpoint import standpoint
    from imena.ledger.verification import verify
    from imena.people.acts import give_role, open_operation
    from imena.people.models import Agency, User
    from imena.people.roles import Role
    from imena.scene.acts import report_site

    call_command("migrate", verbosity=0)
    open_ledger(synthetic=True, data=None)
    user = User.objects.create(username="someone")
    opened = open_operation(administrator=user, code="bench", name="Вимір", name_en="A measurement")
    day = When.day(date(2023, 1, 1))
    give_role(by=opened, happened=day, user=user, agency=Agency.objects.get(), role=Role.INVESTIGATOR)
    by = Actor(User.objects.get(), opened.operation)

    def report() -> None:
        for number in range(ACTS):
            report_site(by=by, happened=day, name=f"Місце {number}", name_en=f"Site {number}")

    say("acts recorded, one transaction each", timed(report), bare)
    say("the ledger verified", timed(verify), bare)
    say("the figures counted", timed(lambda: account(standpoint())), bare)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def say(what: str, seconds: float, bare: float) -> None:
    print(f"{what}: {seconds:.2f} s, {seconds / bare:.1f} times the bare inserts")


if __name__ == "__main__":
    main()
