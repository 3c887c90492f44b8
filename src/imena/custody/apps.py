"""Custody as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CustodyConfig(AppConfig):
    name = "imena.custody"

    def ready(self) -> None:
        autodiscover_modules("moves")
