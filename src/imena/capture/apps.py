"""Capture as a Django application."""

from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "imena.capture"
