"""The ledger as a Django application."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "imena.ledger"

    def ready(self) -> None:
        post_migrate.connect(_install_triggers, dispatch_uid="imena.ledger.triggers")


def _install_triggers(using: str, **_: Any) -> None:
    """Django rebuilds tables on SQLite and silently drops their triggers: they are installed after every migration."""
    from imena.ledger import triggers

    triggers.install(using)
