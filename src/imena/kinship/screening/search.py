"""The search: everything against everything, part by part, on any executor."""

from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from typing import Any

import numpy as np

from imena.kinship.engine.instructions import IntArray
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
Share = Callable[[Lineup], Any]
"""Puts what all parts need where an executor's workers are, and returns what stands for it in a call."""


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
    search = Search(remains, groups, models, at_least=at_least, best=best)
    done = 0
    found: list[Hits] = []
    contradicting: list[IntArray] = []
    for number, part in search.run(executor):
        found.append(part.hits)
        contradicting.append(part.contradicting)
        done += len(search.parts[number])
        if progress:
            progress(done, search.families)
    hits = Hits.joined(found).in_order()
    return Screened(hits, *search.best(), np.sort(np.concatenate([*contradicting, np.empty(0, np.int64)])))


@dataclass(frozen=True, eq=False)
class PartFound:
    """What a part found, remains and families numbered as they were given to the search, by remains.

    `of_remains`: pairs that are among the best of their remains as far as was searched; `of_families`: those that are
    among the best of their family; none where they were not asked for.
    """

    hits: Hits
    of_remains: Hits
    of_families: Hits
    contradicting: IntArray


class Search:
    """A screening, part by part: what each part finds may be kept elsewhere, and a search taken up again later."""

    def __init__(
        self,
        remains: Observed,
        groups: Sequence[Group],
        models: Sequence[LocusModel],
        *,
        at_least: float,
        best: int = 0,
    ) -> None:
        self.models = models
        self.lineup = Lineup.of(remains)
        self.aim = Aim(at_least, best)
        self.parts = parts_of(groups)
        self.families = sum(len(group) for group in groups)
        self._of_remains = Best.empty(len(self.lineup), best)
        self._of_families = Best.empty(self.families, best)

    def run(
        self, executor: Executor | None = None, *, done: Container[int] = (), share: Share | None = None
    ) -> Iterator[tuple[int, PartFound]]:
        """The number of each part with what it found, as it is ready; those `done` before are passed over.

        A few parts at a time are handed to the executor. Where the search is left, those that wait are given up.
        """
        todo = [number for number in range(len(self.parts)) if number not in done]
        if executor is None:
            for number in todo:
                yield number, self._take(number, screen_part(*self._call(number, self.lineup)))
            return
        lineup = share(self.lineup) if share else self.lineup
        waiting: dict[Future[Found], int] = {}
        try:
            for number in todo:
                if len(waiting) >= IN_FLIGHT:
                    yield from self._ready(waiting)
                waiting[executor.submit(screen_part, *self._call(number, lineup))] = number
            while waiting:
                yield from self._ready(waiting)
        finally:
            for future in waiting:
                future.cancel()

    def _call(self, number: int, lineup: Any) -> tuple[Any, ...]:
        to_beat = self._of_remains.last.copy() if self.aim.best else None
        return lineup, self.parts[number].groups, self.models, self.aim, to_beat

    def _ready(self, waiting: dict[Future[Found], int]) -> Iterator[tuple[int, PartFound]]:
        ready, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in ready:
            number = waiting.pop(future)
            yield number, self._take(number, future.result())

    def _take(self, number: int, found: Found) -> PartFound:
        numbers = self.parts[number].numbers
        if found.of_remains is not None and found.of_families is not None:
            self._merge(self.parts[number], found.of_remains, np.arange(len(self.lineup)))
            self._of_families.log10_lr[numbers] = found.of_families.log10_lr
            self._of_families.whom[numbers] = found.of_families.whom
        of_remains = found.of_remains.pairs() if found.of_remains else Hits.joined([])
        of_families = found.of_families.pairs().turned() if found.of_families else Hits.joined([])
        hits, of_remains, of_families = (
            Hits(self.lineup.order[each.remains], numbers[each.families], each.log10_lr).in_order()
            for each in (found.hits, of_remains, of_families)
        )
        return PartFound(hits, of_remains, of_families, numbers[found.contradicting])

    def _merge(self, part: Part, found: Best, profiles: IntArray) -> None:
        """Put a part's best families of some profiles with those known."""
        whom = np.where(found.whom == NOBODY, NOBODY, part.numbers[found.whom])
        log10_lr = np.concatenate([self._of_remains.log10_lr[profiles], found.log10_lr], axis=1)
        both = np.concatenate([self._of_remains.whom[profiles], whom], axis=1)
        order = np.lexsort((both, -log10_lr), axis=1)[:, : self.aim.best]
        self._of_remains.log10_lr[profiles] = np.take_along_axis(log10_lr, order, axis=1)
        self._of_remains.whom[profiles] = np.take_along_axis(both, order, axis=1)

    def best(self) -> tuple[Best | None, Best | None]:
        """The best families of each remains and the best remains of each family, once every part was run.

        Remains whose best lie below what was searched are held against every family again.
        """
        if not self.aim.best:
            return None, None
        self._complete()
        place = np.argsort(self.lineup.order)
        whom = self._of_families.whom
        return (
            Best(self._of_remains.log10_lr[place], self._of_remains.whom[place]),
            Best(self._of_families.log10_lr, np.where(whom == NOBODY, NOBODY, self.lineup.order[whom])),
        )

    def _complete(self) -> None:
        lacking = np.flatnonzero(self._of_remains.last < self.lowest)
        if not len(lacking):
            return
        lineup = self.lineup.only(lacking)
        self._of_remains.log10_lr[lacking], self._of_remains.whom[lacking] = -np.inf, NOBODY
        for part in self.parts:
            aim = Aim(np.inf, self.aim.best, every=True)
            found = screen_part(lineup, part.groups, self.models, aim, self._of_remains.last[lacking])
            if found.of_remains is not None:
                self._merge(part, found.of_remains, lacking)

    @property
    def lowest(self) -> float:
        """The log10 LR down to which `run` finds the best of remains."""
        return float(self.aim.thresholds[0])
