"""Triggers that refuse to change or delete what is only appended to: entries, acts, heads, and objects' numbers."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connections, models

from imena.ledger.models import Entry, Head, Mention, kinds

_REFUSE_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, 'Imena: {table} is only appended to'); END
"""
_REFUSE_POSTGRESQL = """
CREATE OR REPLACE FUNCTION imena_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'Imena: % is only appended to', TG_TABLE_NAME; END $$
"""


def guarded_models() -> list[type[models.Model]]:
    """The models whose rows are never changed or deleted."""
    objects = [model for model in apps.get_models() if getattr(model, "APPEND_ONLY", False)]
    return [Entry, Mention, Head, *kinds().values(), *objects]


def install(using: str = "default") -> None:
    """Install the triggers on every guarded table that exists."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    wanted = [model._meta.db_table for model in guarded_models() if model._meta.db_table in tables]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE_POSTGRESQL)
            for table in wanted:
                name = f"imena_guard_{table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION imena_refuse()"
                )
            return
        for table in wanted:
            for event in ("UPDATE", "DELETE"):
                name = f"imena_guard_{table}_{event.lower()}"
                cursor.execute(_REFUSE_SQLITE.format(name=name, event=event, table=table))


def missing(using: str = "default") -> Iterator[str]:
    """The guarded tables that lack a trigger."""
    connection = connections[using]
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    for model in guarded_models():
        table = model._meta.db_table
        names = (
            [f"imena_guard_{table}"[:63]]
            if connection.vendor == "postgresql"
            else [f"imena_guard_{table}_{event}" for event in ("update", "delete")]
        )
        if not present.issuperset(names):
            yield table
