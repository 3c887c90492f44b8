"""Antemortem as a Django application."""

from django.apps import AppConfig


class AntemortemConfig(AppConfig):
    name = "imena.antemortem"
