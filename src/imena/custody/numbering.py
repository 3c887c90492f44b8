"""Making numbers: one for each object, in the transaction of the act that first speaks of it."""

from typing import TypeVar

from django.conf import settings
from django.db import connection

from imena.core.numbers import make_number, parse_number
from imena.custody.models import Issuer, LabelRoll, Number, Numbered
from imena.ledger.acts import RefusedError, queue
from imena.ledger.models import Mention
from imena.ledger.standpoint import in_force, standpoint
from imena.people.models import Operation

N = TypeVar("N", bound=Numbered)


def new(model: type[N], operation: Operation, number: str = "") -> N:
    """A new object under a number: made offline by a device, from a roll of labels, or the next of this house.

    Raises `RefusedError` for a number that another object bears, or that claims to be of this house and is on no roll.
    """
    queue()
    given = _checked(number) if number else next_numbers(1)[0]
    Number.objects.create(number=given, kind=model._meta.label_lower)
    return model._default_manager.create(number=given, operation=operation)


def _checked(text: str) -> str:
    number = parse_number(text)
    if Number.objects.filter(pk=number).exists():
        raise RefusedError("number {number} is taken: another object bears it", number=number)
    if number.startswith(f"{own_issuer()}-") and roll_of(number) is None:
        raise RefusedError("number {number} was never made here: it is on no roll of labels", number=number)
    return number


def roll_of(number: str) -> LabelRoll | None:
    """The roll of labels on which a number waits, or waited."""
    entries = Mention.objects.filter(number=number, entry__kind=LabelRoll.kind()).values("entry")
    return in_force(LabelRoll, standpoint()).filter(pk__in=entries).first()


def own_issuer() -> str:
    return str(getattr(settings, "IMENA_ISSUER", "1MA"))


def next_numbers(count: int, issuer: str = "") -> list[str]:
    """The next numbers of an issuer, of this installation's where none is named. Within the transaction of an act."""
    queue()
    code = issuer or own_issuer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE custody_issuer SET last = last + %s WHERE code = %s RETURNING last", [count, code])
        counted = cursor.fetchone()
    if counted is None:
        Issuer.objects.create(code=code, last=count)
    last = counted[0] if counted else count
    return [make_number(code, number) for number in range(last - count + 1, last + 1)]
