"""Association of remains: what was separated out of what, and what was joined to what."""

from collections.abc import Iterable
from dataclasses import dataclass

from imena.ledger.standpoint import Standpoint, in_force
from imena.scene.models import Exhumation, Joining, Separation


@dataclass(frozen=True, slots=True)
class Association:
    """Remains that hang together: those lifted, and the separations and joinings between them."""

    lifted: tuple[Exhumation, ...]
    separations: tuple[Separation, ...]
    joinings: tuple[Joining, ...]

    @property
    def remains(self) -> tuple[str, ...]:
        """All of them, those lifted first, then in the order of the acts."""
        steps = [(act.happened_on, act.pk, act.separated_from_id, act.remains_id) for act in self.separations]
        steps += [(act.happened_on, act.pk, act.remains_id, act.part_id) for act in self.joinings]
        later = [number for _day, _entry, *numbers in sorted(steps) for number in numbers]
        return tuple(dict.fromkeys([*(act.remains_id for act in self.lifted), *later]))


def association_of(remains: str, seen: Standpoint) -> Association:
    """Everything that hangs together with remains by separation or joining."""
    separations = list(in_force(Separation, seen).order_by("happened_on", "pk"))
    joinings = list(in_force(Joining, seen).order_by("happened_on", "pk"))
    pairs = [(act.separated_from_id, act.remains_id) for act in separations]
    pairs += [(act.remains_id, act.part_id) for act in joinings]
    found = _together(remains, pairs)
    return Association(
        tuple(in_force(Exhumation, seen).filter(remains__in=found).order_by("happened_on", "pk")),
        tuple(act for act in separations if act.remains_id in found),
        tuple(act for act in joinings if act.part_id in found),
    )


def joined_to(remains: str, seen: Standpoint) -> list[str]:
    """The parts that were joined to remains, and those that were joined to these."""
    parts: dict[str, list[str]] = {}
    for act in in_force(Joining, seen).order_by("happened_on", "pk"):
        parts.setdefault(act.remains_id, []).append(act.part_id)
    return _below(remains, parts)


def separated_from(remains: str, seen: Standpoint) -> list[str]:
    """Everything that was separated out of remains, and out of that."""
    return _below(remains, _separations(seen))


def lifted_from(grave: str, seen: Standpoint) -> list[str]:
    """Everything that was lifted from a grave, with what was separated out of it since."""
    parts = _separations(seen)
    lifted = in_force(Exhumation, seen).filter(grave=grave).order_by("happened_on", "pk")
    found: list[str] = []
    for number in lifted.values_list("remains_id", flat=True):
        found += [number, *_below(number, parts)]
    return found


def _separations(seen: Standpoint) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for act in in_force(Separation, seen).order_by("happened_on", "pk"):
        parts.setdefault(act.separated_from_id, []).append(act.remains_id)
    return parts


def _below(first: str, below: dict[str, list[str]]) -> list[str]:
    found: dict[str, None] = {}
    waiting = list(below.get(first, ()))
    for number in waiting:
        if number not in found and number != first:
            found[number] = None
            waiting += below.get(number, ())
    return list(found)


def _together(first: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    near: dict[str, set[str]] = {}
    for one, other in pairs:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    found, waiting = {first}, [first]
    while waiting:
        new = near.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
