"""Looking up an object by any number it was ever given."""

from collections.abc import Iterable
from contextlib import suppress

from imena.core.numbers import NumberError, parse_number
from imena.custody.models import GivenNumber, Number
from imena.ledger.standpoint import Standpoint, in_force


def find(text: str, standpoint: Standpoint) -> list[tuple[Number, GivenNumber | None]]:
    """The objects that bear this number: by their Imena number, or by any other, with the act that gave it."""
    found: list[tuple[Number, GivenNumber | None]] = []
    with suppress(NumberError):
        found += [(number, None) for number in Number.objects.filter(pk=parse_number(text))]
    asked = text.strip()
    # Written out, for SQLite knows no case but that of Latin letters.
    cases = {asked, asked.upper(), asked.lower()}
    given = in_force(GivenNumber, standpoint).filter(value__in=cases).select_related("object")
    return found + [(act.object, act) for act in given]


def crosswalk(numbers: Iterable[str], standpoint: Standpoint) -> dict[str, list[GivenNumber]]:
    """Every other number of these objects."""
    wanted: dict[str, list[GivenNumber]] = {number: [] for number in numbers}
    acts = in_force(GivenNumber, standpoint)
    if len(wanted) < 500:
        acts = acts.filter(object__in=wanted)
    for act in acts.order_by("pk"):
        if act.object_id in wanted:
            wanted[act.object_id].append(act)
    return wanted
