"""Scene as a Django application."""

from django.apps import AppConfig


class SceneConfig(AppConfig):
    name = "imena.scene"
