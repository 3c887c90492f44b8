"""Laboratory as a Django application."""

from django.apps import AppConfig


class LaboratoryConfig(AppConfig):
    name = "imena.laboratory"
