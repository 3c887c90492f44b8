"""Several processes at one ledger: none forks the chain, and what was acknowledged survives a kill."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

pytestmark = pytest.mark.operation
PREPARE = """
import os
from pathlib import Path
from imena.settings.setup import set_up
data = Path(os.environ["TEST_DATA"]) if os.environ.get("TEST_DATA") else None
set_up(data, new=True)
"""
OPEN = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from house import open_house
house = open_house()
print(house.exhumed().pk)
"""
WRITE = """
import sys
from house import DAY
from imena.custody.acts import give_number
from imena.custody.models import Number, Scheme
from imena.ledger.acts import Actor
from imena.people.models import Operation, User
by = Actor(User.objects.get(username="recovery_lead"), Operation.objects.get())
remains, label, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
for number in range(count):
    given = Number.objects.get(pk=remains)
    act = give_number(by=by, happened=DAY, object=given, scheme=Scheme.BAG, value=f"{label}-{number}")
    print(act.pk, flush=True)
"""
VERIFY = """
from imena.core.said import english
from imena.ledger.verification import verify
report = verify()
print(report.entries, [problem.said_in(english) for problem in report.problems])
"""


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database of its own: a file, or a new database on the server."""
    tests = str(Path(__file__).parents[1])
    found = {**os.environ, "IMENA_KEYS": str(tmp_path / "keys"), "PYTHONPATH": tests}
    for name in ("DJANGO_SETTINGS_MODULE", "IMENA_DATA"):
        found.pop(name, None)
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield {**found, "TEST_DATA": str(tmp_path / "data")}
        return
    import psycopg

    name = f"imena_{os.getpid()}_{tmp_path.name}".lower().replace("-", "_")[:60]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield {**found, "DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def start(script: str, environment: dict[str, str], *words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", PREPARE + script, *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: "subprocess.Popen[str]") -> str:
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    return out.strip()


def test_two_processes_writing_at_once_make_one_chain(environment: dict[str, str]) -> None:
    remains = finish(start(OPEN, environment))
    before = int(finish(start(VERIFY, environment)).split()[0])

    writers = [start(WRITE, environment, remains, label, "40") for label in ("A", "B")]
    written = [finish(writer).split() for writer in writers]

    assert finish(start(VERIFY, environment)) == f"{before + 80} []"
    assert sorted(int(entry) for entries in written for entry in entries) == list(range(before + 1, before + 81))


def test_what_was_acknowledged_survives_a_kill(environment: dict[str, str]) -> None:
    remains = finish(start(OPEN, environment))
    with start(WRITE, environment, remains, "A", "100000") as writer:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(25)]
        os.kill(writer.pid, signal.SIGKILL)
        # A line cut off by the kill was not acknowledged.
        acknowledged += [int(line) for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]

    entries, problems = finish(start(VERIFY, environment)).split(" ", 1)
    assert problems == "[]"
    assert int(entries) >= max(acknowledged)
