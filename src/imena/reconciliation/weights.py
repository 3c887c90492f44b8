"""Weights: what sex and age say of a pair before the DNA, for the joint weighing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from imena.antemortem.queries import missing_of
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.postmortem.models import Examination, ExaminedSex

CERTAIN = {ExaminedSex.FEMALE: "F", ExaminedSex.MALE: "M"}
"""Sexes that an examiner states without reserve."""
IN_RANGE = 0.9
"""The probability that someone's age lies in the range that an examiner gives."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an examiner found of remains: the age range in years where there is one, the sex where it is certain."""

    first: int | None
    last: int | None
    sex: str | None


def found_of(remains: Sequence[str], seen: Standpoint) -> dict[str, Found]:
    """The last examination of each of these remains."""
    acts = list(in_force(Examination, seen).filter(remains__in=remains).order_by("pk"))
    load_keys(act.remains_id for act in acts)
    return {act.remains_id: Found(act.age_from, act.age_to, CERTAIN.get(act.sex)) for act in acts}


def ages_of(persons: Sequence[str], seen: Standpoint) -> dict[str, int]:
    """How old each of these missing was when last seen, where both days are known."""
    return {
        number: years(person.born_on, person.last_seen_on)
        for number, person in missing_of(seen, persons).items()
        if person.born_on and person.last_seen_on
    }


def years(born: date, then: date) -> int:
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def weights_of(found: Mapping[str, Found], ages: Mapping[str, int]) -> dict[tuple[str, str], float]:
    """The likelihood ratio of each pair's age, (remains, person); pairs of which nothing is known are not named.

    That the age lies in the range has probability 0.9 where the pair is right, and otherwise the share of all the
    missing whose age does; (n + 1) / (N + 2) of them, so that no range is certain or impossible.
    """
    weights: dict[tuple[str, str], float] = {}
    for remains, each in found.items():
        if each.first is None or each.last is None:
            continue
        inside = {person: each.first <= age <= each.last for person, age in ages.items()}
        share = (sum(inside.values()) + 1) / (len(inside) + 2)
        fits, fits_not = IN_RANGE / share, (1 - IN_RANGE) / (1 - share)
        weights |= {(remains, person): fits if within else fits_not for person, within in inside.items()}
    return weights
