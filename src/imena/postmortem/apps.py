"""Postmortem as a Django application."""

from django.apps import AppConfig


class PostmortemConfig(AppConfig):
    name = "imena.postmortem"

    def ready(self) -> None:
        """What the inventories have against a joining is asked from the start."""
        from imena.postmortem import guards  # noqa: F401
