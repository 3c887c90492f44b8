"""A standpoint: from where in time one looks. As of a date in the world, as known at a moment in the system."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from django.db import connection
from django.db.models import Max, QuerySet

from imena.core import clock
from imena.ledger.models import Act, Entry

A = TypeVar("A", bound=Act)


@dataclass(frozen=True)
class Standpoint:
    """What had happened by the end of `as_of`, as far as the first `known` entries of the ledger tell."""

    as_of: date
    known: int

    @cached_property
    def set_aside(self) -> frozenset[int]:
        """The acts that are void or corrected from here. Both work backwards, whatever `as_of` is."""
        entries = Entry.objects.filter(sets_aside__isnull=False).order_by().values_list("pk", "sets_aside_id")
        known = [(entry, target) for entry, target in entries if entry <= self.known]
        found: set[int] = set()
        for entry, target in sorted(known, reverse=True):
            if entry not in found:  # the latest first: a voiding may itself be voided by a later one
                found.add(target)
        return frozenset(found)


def in_force(kind: type[A], seen: Standpoint) -> QuerySet[A]:
    """The acts of a kind as seen from a standpoint: what had happened and was known, without what was set aside."""
    acts = kind._default_manager.filter(pk__lte=seen.known, happened_until__lte=seen.as_of)
    return acts.exclude(pk__in=seen.set_aside) if seen.set_aside else acts


def standpoint(as_of: date | None = None, known_at: datetime | None = None) -> Standpoint:
    """The standpoint of a date and a moment; today and now where they are not given."""
    if known_at is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT MAX(sequence) FROM ledger_entry")
            (last,) = cursor.fetchone()
    else:
        last = Entry.objects.filter(recorded_at__lte=known_at).aggregate(last=Max("sequence"))["last"]
    return Standpoint(as_of or clock.today(), last or 0)
