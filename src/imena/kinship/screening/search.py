"""The search: everything against everything, part by part, on any executor."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass

import numpy as np

from imena.kinship.engine.instructions import IntArray
from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.screening.observations import Observed
from imena.kinship.screening.parts import NOBODY, Aim, Best, Found, Hits, Lineup, screen_part
from imena.kinship.screening.plain import LANES
from imena.kinship.screening.rows import Group

FAMILIES = 128 * LANES
"""Families in a part: enough to share rows, few enough to fit in memory."""
IN_FLIGHT = 4
"""Parts handed to an executor before the first is back."""

Progress = Callable[[int, int], None]
"""Called with the number of families done and of all."""


@dataclass(frozen=True, eq=False)
class Part:
    """Families of one part: pieces of groups, and the number of each among all families."""

    groups: tuple[Group, ...]
    numbers: IntArray

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, eq=False)
class Screened:
    """What a screening found. Remains and families are numbered as they were given, groups behind each other.

    `hits`: every pair with log10 LR of at least the threshold, by number. `of_remains` and `of_families`: the best of
    each, where they were asked for. `contradicting`: families that were left out, since their relatives' observations
    cannot be as the relationship is stated.
    """

    hits: Hits
    of_remains: Best | None
    of_families: Best | None
    contradicting: IntArray


def parts_of(groups: Sequence[Group], families: int = FAMILIES) -> list[Part]:
    """Families in parts of at most so many, in their order."""
    parts: list[Part] = []
    pieces: list[Group] = []
    begin = number = 0
    for group in groups:
        first = 0
        while first < len(group):
            last = min(len(group), first + families - (number - begin))
            pieces.append(group.part(first, last))
            number += last - first
            first = last
            if number - begin == families:
                parts.append(Part(tuple(pieces), np.arange(begin, number)))
                pieces, begin = [], number
    if pieces:
        parts.append(Part(tuple(pieces), np.arange(begin, number)))
    return parts


def screen(
    remains: Observed,
    groups: Sequence[Group],
    models: Sequence[LocusModel],
    *,
    at_least: float,
    best: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Screened:
    """Compare all remains with all families.

    `models` are those of the loci that `remains` and `groups` were observed at. Remains whose sex is known are compared
    with families that miss someone of that sex. `best`: also the so many best families of each remains and best remains
    of each family, whatever the threshold. `executor`: any; without one the parts are worked on here.
    """
    lineup = Lineup.of(remains)
    result = _Result(lineup, sum(len(group) for group in groups), Aim(at_least, best))
    parts = parts_of(groups)
    for part, found in run_parts(parts, lineup, models, result, executor):
        result.add(part, found)
        if progress:
            progress(result.done, result.families)
    result.complete(parts, models)
    return result.screened()


def run_parts(
    parts: Sequence[Part], lineup: Lineup, models: Sequence[LocusModel], result: "_Result", executor: Executor | None
) -> Iterator[tuple[Part, Found]]:
    """Each part with what it found, as it is done; a few at a time are handed to the executor."""
    if executor is None:
        for part in parts:
            yield part, screen_part(lineup, part.groups, models, result.aim, result.to_beat)
        return
    waiting: dict[Future[Found], Part] = {}
    for part in parts:
        if len(waiting) >= IN_FLIGHT:
            yield from _done(waiting)
        future = executor.submit(screen_part, lineup, part.groups, models, result.aim, result.to_beat)
        waiting[future] = part
    while waiting:
        yield from _done(waiting)


def _done(waiting: dict[Future[Found], Part]) -> Iterator[tuple[Part, Found]]:
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        yield waiting.pop(future), future.result()


class _Result:
    """What the parts found, put together."""

    def __init__(self, lineup: Lineup, families: int, aim: Aim) -> None:
        self.lineup, self.families, self.aim = lineup, families, aim
        self.hits: list[Hits] = []
        self.of_remains = Best.empty(len(lineup), aim.best)
        self.of_families = Best.empty(families, aim.best)
        self.contradicting: list[IntArray] = []
        self.done = 0

    @property
    def to_beat(self) -> FloatArray | None:
        return self.of_remains.last.copy() if self.aim.best else None

    def add(self, part: Part, found: Found) -> None:
        self.hits.append(Hits(found.hits.remains, part.numbers[found.hits.families], found.hits.log10_lr))
        self.contradicting.append(part.numbers[found.contradicting])
        if found.of_remains is not None and found.of_families is not None:
            self._merge(part, found.of_remains, np.arange(len(self.lineup)))
            self.of_families.log10_lr[part.numbers] = found.of_families.log10_lr
            self.of_families.whom[part.numbers] = found.of_families.whom
        self.done += len(part)

    def _merge(self, part: Part, found: Best, profiles: IntArray) -> None:
        """Put a part's best families of some profiles with those known."""
        whom = np.where(found.whom == NOBODY, NOBODY, part.numbers[found.whom])
        log10_lr = np.concatenate([self.of_remains.log10_lr[profiles], found.log10_lr], axis=1)
        both = np.concatenate([self.of_remains.whom[profiles], whom], axis=1)
        order = np.lexsort((both, -log10_lr), axis=1)[:, : self.aim.best]
        self.of_remains.log10_lr[profiles] = np.take_along_axis(log10_lr, order, axis=1)
        self.of_remains.whom[profiles] = np.take_along_axis(both, order, axis=1)

    def complete(self, parts: Sequence[Part], models: Sequence[LocusModel]) -> None:
        """Look through every family again for those profiles whose best lie below what was searched."""
        if not self.aim.best:
            return
        lacking = np.flatnonzero(self.of_remains.last < self.aim.thresholds[0])
        if not len(lacking):
            return
        lineup = self.lineup.only(lacking)
        self.of_remains.log10_lr[lacking], self.of_remains.whom[lacking] = -np.inf, NOBODY
        for part in parts:
            to_beat = self.of_remains.last[lacking]
            found = screen_part(lineup, part.groups, models, Aim(np.inf, self.aim.best, every=True), to_beat)
            if found.of_remains is not None:
                self._merge(part, found.of_remains, lacking)

    def screened(self) -> Screened:
        hits = Hits.joined(self.hits)
        remains = self.lineup.order[hits.remains]
        order = np.lexsort((hits.families, remains))
        best = self.aim.best > 0
        return Screened(
            Hits(remains[order], hits.families[order], hits.log10_lr[order]),
            self._remains_in_order() if best else None,
            self._families_in_order() if best else None,
            np.sort(np.concatenate(self.contradicting)) if self.contradicting else np.empty(0, np.int64),
        )

    def _remains_in_order(self) -> Best:
        place = np.argsort(self.lineup.order)
        return Best(self.of_remains.log10_lr[place], self.of_remains.whom[place])

    def _families_in_order(self) -> Best:
        whom = self.of_families.whom
        return Best(self.of_families.log10_lr, np.where(whom == NOBODY, NOBODY, self.lineup.order[whom]))
