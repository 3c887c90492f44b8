"""Postmortem as a Django application."""

from django.apps import AppConfig


class PostmortemConfig(AppConfig):
    name = "imena.postmortem"
