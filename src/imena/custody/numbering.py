"""Making numbers: one for each object, in the transaction of the act that first speaks of it."""

from typing import TypeVar

from django.conf import settings
from django.db import connection

from imena.core.numbers import make_number
from imena.custody.models import Issuer, Number, Numbered
from imena.people.models import Operation

N = TypeVar("N", bound=Numbered)


def new(model: type[N], operation: Operation, number: str = "") -> N:
    """A new object under a number: the one that a device made for it offline, or the next of this installation."""
    given = number or next_number()
    Number.objects.create(number=given, kind=model._meta.label_lower)
    return model._default_manager.create(number=given, operation=operation)


def next_number() -> str:
    """The next number of this installation's issuer. Called within the transaction of an act."""
    code = getattr(settings, "IMENA_ISSUER", "1MA")
    return make_number(code, count_on(code))


def count_on(code: str) -> int:
    """The next count of an issuer."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE custody_issuer SET last = last + 1 WHERE code = %s RETURNING last", [code])
        counted = cursor.fetchone()
    if counted is None:
        Issuer.objects.create(code=code, last=1)
    return counted[0] if counted else 1
