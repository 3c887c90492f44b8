"""People as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    name = "imena.people"

    def ready(self) -> None:
        autodiscover_modules("policy", "guards")
