"""Web as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "imena.web"
