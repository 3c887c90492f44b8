"""Recording what moves objects: checked numbers, and flags for what does not follow from what was before."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from imena.core.numbers import parse_number
from imena.core.when import When
from imena.custody.origins import handled, numbers_in
from imena.custody.queries import kinds_of, problems_of
from imena.ledger.acts import Actor, Origin, RefusedError, record
from imena.ledger.guards import Reason, codes
from imena.ledger.models import Act
from imena.ledger.standpoint import standpoint

A = TypeVar("A", bound=Act)


def known_objects(numbers: Sequence[str]) -> list[str]:
    """The numbers as they are written, each once.

    Raises `RefusedError` for none, and for what custody does not follow.
    """
    asked = list(dict.fromkeys(parse_number(number) for number in numbers))
    if not asked:
        raise RefusedError("no object is named")
    kinds = kinds_of(asked)
    for number in asked:
        if kinds.get(number) not in handled():
            raise RefusedError("{number} is not the number of anything that is handed over or stored", number=number)
    return asked


def record_event(
    kind: type[A],
    field: str,
    *,
    by: Actor,
    happened: When,
    origin: Origin,
    reasons: Iterable[Reason] = (),
    **content: Any,
) -> A:
    """Record an event with what is out of order about it. `field` names the objects among its content."""
    act = kind(
        happened_on=happened.earliest, happened_until=happened.latest, corrects=origin.corrects, **_plain(kind, content)
    )
    seen = standpoint(happened.latest)
    problems = problems_of(act, seen, by.user.pk, numbers_in(act, field))
    irregular = {*problems, *codes(reasons)}
    return record(kind, by=by, happened=happened, origin=origin, irregular=irregular, **content)


def _plain(kind: type[Act], content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in kind.sealed_fields()}
