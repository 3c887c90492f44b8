"""Reading the ledger: what it is, and the acts that concern an object."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from imena.core.errors import ImenaError
from imena.ledger.models import Act, Entry, Opening, kinds
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint


class NoLedgerError(ImenaError):
    """A database without a ledger in it."""


def opening() -> Opening:
    """The first act. Raises `NoLedgerError` where nothing was opened yet."""
    first = Opening.objects.first()
    if not isinstance(first, Opening):
        raise NoLedgerError("there is no operation here yet: open one with `imena open`")
    return first


def ledger_id() -> str:
    """The id of the ledger in the default database."""
    return str(_kept_opening().ledger)


def database_place() -> str:
    """Where the database is: the path of its file, or the server and the name."""
    from django.db import connection

    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(Path(settings["NAME"]).resolve())
    return f"{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


def is_synthetic() -> bool:
    """Whether the operation is made up."""
    return _kept_opening().synthetic


_kept: dict[str, Opening] = {}


def _kept_opening() -> Opening:
    """The first act, kept: it never changes."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if name not in _kept:
        _kept[name] = opening()
    return _kept[name]


def forget() -> None:
    """Forget the first act, where the database under it was exchanged, as tests do."""
    _kept.clear()


def acts_of(entries: Iterable[Entry]) -> list[Act]:
    """The acts that entries stand for, in the order given, with a query for each kind."""
    wanted = list(entries)
    by_kind: dict[str, list[int]] = {}
    for entry in wanted:
        by_kind.setdefault(entry.kind, []).append(entry.pk)
    found: dict[int, Act] = {}
    for kind, numbers in by_kind.items():
        found |= kinds()[kind]._default_manager.select_related("entry").in_bulk(numbers)
    acts = [found[entry.pk] for entry in wanted]
    load_keys(act.subject for act in acts if act.sealed_content is not None)
    return acts


def timeline(number: str, standpoint: Standpoint) -> Sequence[Act]:
    """The acts that concern an object, those in force from the standpoint, in the order they happened."""
    entries = Entry.objects.filter(mentions__number=number, pk__lte=standpoint.known).select_related("author")
    acts = acts_of(entries.distinct())
    seen = [act for act in acts if act.happened_until <= standpoint.as_of and act.pk not in standpoint.set_aside]
    return sorted(seen, key=lambda act: (act.happened_on, act.pk))
