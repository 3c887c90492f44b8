"""Account as a Django application."""

from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "imena.account"
    label = "imena_account"  # `account` belongs to the sign-in library
