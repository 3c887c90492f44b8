"""A field of acts that concern many objects at once."""

from typing import Any

from django.db import models


class NumbersField(models.JSONField):
    """The Imena numbers of several objects; each of them is mentioned by the act."""

    holds_numbers = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"default": list, **options})
