"""Building the demonstration: an empty ledger, marked synthetic, and the story played into it."""

import gc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from imena.account.models import Bulletin
from imena.core import chance, clock
from imena.core.when import When
from imena.demo import story, town
from imena.demo.play import play
from imena.demo.schedule import END
from imena.ledger.acts import Actor, open_ledger
from imena.ledger.heads import sign_head
from imena.ledger.models import Opening
from imena.people.acts import add_agency, give_role, open_operation
from imena.people.models import Agency, User
from imena.people.roles import Role

OPENED = datetime(2022, 9, 12, 8, tzinfo=UTC)


def build(data: Path | None, progress: Callable[[int, int], None]) -> None:
    """Build the demonstration in the database that is set up, which must be empty."""
    call_command("migrate", verbosity=0, interactive=False)
    gc.freeze()  # what stands by now stays; without it, every collection walks the whole framework
    gc.set_threshold(100_000, 20, 100)
    told = story.tell()
    with chance.seeded("Krynychnyi Bir"), clock.at(OPENED):
        open_ledger(synthetic=True, data=data)
        actors = _actors()
    with chance.seeded("Krynychnyi Bir, the story"):
        play(told, actors, progress)
    sign_head()


def _actors() -> dict[str, Actor]:
    """The workers with their roles. None of them has a password: here a role is entered with one click."""
    happened = When.day(clock.today())
    users = {worker.username: _user(worker) for worker in town.WORKERS}
    by = open_operation(administrator=users["administrator"], code=town.CODE, name=town.NAME, name_en=town.NAME_EN)
    for code, (name, name_en) in town.AGENCIES.items():
        add_agency(by=by, happened=happened, code=code, name=name, name_en=name_en)
    for worker in town.WORKERS:
        if worker.role is not Role.ADMINISTRATOR:
            agency = Agency(pk=worker.agency)
            give_role(by=by, happened=happened, user=users[worker.username], agency=agency, role=worker.role)
    return {username: Actor(User.objects.get(username=username), by.operation) for username in users}


def _user(worker: town.Worker) -> User:
    user = User(username=worker.username, full_name=worker.full_name)
    user.set_unusable_password()
    user.save()
    return user


def state() -> str:
    """What stands in the database: `empty`, `complete` once its last bulletin is out, `unfinished`, or `other`."""
    if Opening._meta.db_table not in connection.introspection.table_names():
        return "empty"
    opening = Opening.objects.first()
    if opening is None:
        return "empty"
    if not opening.synthetic:
        return "other"
    return "complete" if Bulletin.objects.filter(as_of=END).exists() else "unfinished"
