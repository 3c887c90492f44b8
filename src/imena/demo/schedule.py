"""The schedule: on which day how many of the dead received a presumed name or a decision, and on what basis.

Modelled on the public record of Izium: its press's series, taken as two counts. `unidentified` is 65 throughout June
2023, 57 throughout September 2023, 40 throughout February 2024, 26 on 12 November 2024, 22 on 20 January 2025 and 0 at
the end; `unconfirmed` 115 throughout September 2023, 52 on 12 November 2024, 0 at the end.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from imena.reconciliation.models import Basis

EXHUMED = (32, 58, 60, 61, 62, 60, 60, 54)
"""Bodies on each of the eight days from 16 September 2022."""
FIRST_DAY = date(2022, 9, 16)
FIRST_REBURIAL = date(2023, 2, 9)
END = date(2025, 11, 24)
DNA, FINGERPRINTS, TEETH, RECOGNITION, COURT = (
    Basis.DNA, Basis.FINGERPRINTS, Basis.TEETH, Basis.RECOGNITION, Basis.COURT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time: names presumed in it, decisions on people without a name, and on those with a presumed one."""

    first: date
    last: date
    presumed: int
    direct: Mapping[Basis, int]
    confirmed: Mapping[Basis, int]


WINDOWS = (
    Window(date(2022, 9, 24), date(2022, 10, 15), 127, {}, {}),
    Window(date(2022, 10, 17), date(2022, 11, 10), 120, {}, {RECOGNITION: 20}),
    Window(date(2022, 11, 11), date(2022, 11, 21), 50, {}, {RECOGNITION: 12}),
    Window(date(2022, 12, 6), date(2022, 12, 13), 0, {DNA: 5}, {RECOGNITION: 15}),
    Window(date(2022, 12, 16), date(2023, 1, 20), 3, {}, {}),
    Window(
        date(2023, 1, 23),
        date(2023, 5, 29),
        39,
        {DNA: 34, FINGERPRINTS: 6},
        {RECOGNITION: 110, DNA: 55, FINGERPRINTS: 12},
    ),
    Window(date(2023, 7, 3), date(2023, 8, 29), 2, {DNA: 5, TEETH: 1}, {DNA: 40, RECOGNITION: 15, TEETH: 4}),
    Window(date(2023, 10, 2), date(2024, 1, 29), 5, {DNA: 10, TEETH: 2}, {DNA: 5, TEETH: 3, COURT: 5}),
    Window(
        date(2024, 3, 4),
        date(2024, 11, 8),
        5,
        {DNA: 8, FINGERPRINTS: 2},
        {DNA: 9, TEETH: 5, FINGERPRINTS: 5, COURT: 10},
    ),
    Window(date(2024, 11, 14), date(2025, 1, 17), 1, {DNA: 3}, {COURT: 2, DNA: 2}),
    Window(
        date(2025, 1, 22), date(2025, 11, 4), 2, {DNA: 14, TEETH: 4, FINGERPRINTS: 2}, {COURT: 15, TEETH: 5, DNA: 5}
    ),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens to one of the dead: the day a name is presumed, if one is, and the day and basis of the decision."""

    presumed: date | None
    decided: date
    basis: Basis


def plans(chance: Random) -> list[Plan]:
    """A plan for each naming, in the order of decisions. Whoever was presumed first is confirmed first, as a rule."""
    waiting: list[date] = []
    made: list[Plan] = []
    for window in WINDOWS:
        waiting += sorted(_days(window, window.presumed, chance))
        for basis, day in _decisions(window, window.direct, chance):
            made.append(Plan(None, day, basis))
        confirmations = sorted(_decisions(window, window.confirmed, chance), key=lambda each: each[1])
        for basis, day in confirmations:
            earlier = [presumed for presumed in waiting[:40] if presumed < day]
            presumed = chance.choice(earlier)
            waiting.remove(presumed)
            made.append(Plan(presumed, day, basis))
    assert not waiting, "every presumed name is confirmed in the end"
    return sorted(made, key=lambda plan: (plan.decided, plan.presumed or plan.decided))


def _days(window: Window, count: int, chance: Random) -> Iterator[date]:
    for _ in range(count):
        yield window.first + timedelta(days=chance.randint(0, (window.last - window.first).days))


def _decisions(window: Window, counts: Mapping[Basis, int], chance: Random) -> list[tuple[Basis, date]]:
    return [(basis, day) for basis, count in counts.items() for day in _days(window, count, chance)]


def reburial_days() -> Iterator[date]:
    """The Thursdays on which people are reburied."""
    day = FIRST_REBURIAL
    while day <= END:
        yield day
        day += timedelta(days=7)
