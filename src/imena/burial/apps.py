"""Burial as a Django application."""

from django.apps import AppConfig


class BurialConfig(AppConfig):
    name = "imena.burial"
