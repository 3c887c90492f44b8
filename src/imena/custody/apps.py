"""Custody as a Django application."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "imena.custody"
