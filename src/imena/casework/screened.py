"""Screening at work: what has to be compared, compared part by part, and the proof that nothing was left out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np

from imena import __version__
from imena.casework.comparisons import Comparison
from imena.casework.record import COLUMNS, ROWS, Record, Setting
from imena.casework.screening import Screening
from imena.core import clock
from imena.core.canonical import canonical, plain
from imena.core.coverage import Item
from imena.core.errors import ImenaError
from imena.core.said import english, mark
from imena.kinship import LocusModel
from imena.kinship.engine.instructions import IntArray
from imena.kinship.screening import ChanceHits, Hits, PartFound, Search, Share, chance_hits

SEED = 2026
"""Of the draws for chance hits, so that the same files give the same figures."""

Blocks = Sequence[tuple[Sequence[Item], Sequence[Item]]]
Progress = Callable[[int, int], None]
"""Called with the number of columns done and of all."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What was compared and found with columns of one kind, and how many pairs chance would give."""

    kind: str
    columns: int
    pairs: int
    found: int
    chance: float
    error: float


@dataclass(frozen=True, eq=False)
class Compared:
    """A comparison that is up to date: what was found, and how many pairs this run and all runs compared."""

    comparison: Comparison
    setting: Setting
    column_ids: IntArray
    screening: Screening
    new_pairs: int
    pairs: int

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """What was found by kind of column, beside what chance gives."""
        return tuple(_kinds(self))


@dataclass(frozen=True)
class Workers:
    """Where parts are worked on; `share` puts there what all of them need."""

    executor: Executor | None = None
    share: Share | None = None


def bring_up_to_date(
    screening: Screening, record: Record, workers: Workers | None = None, progress: Progress | None = None
) -> list[Compared]:
    """Compare every pair that no run compared from the same samples with the same parameters.

    What a stopped run had done is not done again. Raises `ImenaError` where a pair were left out, which cannot be.
    """
    updates = [_Update(comparison, screening, record) for comparison in screening.comparisons]
    of, done = sum(update.columns for update in updates), 0
    for update in updates:
        for columns in update.run(workers or Workers()):
            done += columns
            if progress:
                progress(done, of)
    return [update.compared() for update in updates]


def parameters_of(comparison: Comparison, screening: Screening) -> str:
    """Everything that changes what is found, as one text."""
    content = {
        "at_least": repr(comparison.at_least),
        "best": comparison.best,
        "dropout": {locus: repr(value) for locus, value in screening.dropout.items()},
        "frequencies": {model.locus.name: [*map(repr, model.locus.frequencies)] for model in screening.models},
        "alleles": {model.locus.name: model.locus.alleles for model in screening.models},
        "mutation": {locus: repr(mutation) for locus, mutation in screening.mutation.items()},
        "theta": repr(screening.assumptions.theta),
    }
    return _digest(content)


def _digest(content: object) -> str:
    return sha256(canonical(content)).hexdigest()[:32]


class _Update:
    """One comparison, brought up to date."""

    def __init__(self, comparison: Comparison, screening: Screening, record: Record) -> None:
        self.comparison, self.screening, self.record = comparison, screening, record
        self.parameters = parameters_of(comparison, screening)
        self.setting = record.setting(comparison.name, self.parameters)
        self.coverage = record.coverage(comparison.name)
        with record.transaction():
            self.row_ids, self.column_ids = (
                record.ids(items) for items in (comparison.row_items, comparison.column_items)
            )
        self.row_of = {item: number for number, item in enumerate(comparison.row_items)}
        self.column_of = {item: number for number, item in enumerate(comparison.column_items)}
        self.blocks = self._plan()
        self.plan = _digest([[list(map(list, side)) for side in block] for block in self.blocks])

    @property
    def columns(self) -> int:
        """How many columns there are to be done, one that can be read in two ways twice."""
        ways = np.bincount(self.comparison.column_of, minlength=len(self.column_ids))
        return sum(int(ways[self.column_of[item]]) for _, columns in self.blocks for item in columns)

    def _plan(self) -> list[tuple[list[Item], list[Item]]]:
        """What is needed; and whose best have lost someone is compared with everyone again."""
        rows, columns = list(self.comparison.row_items), list(self.comparison.compared_columns)
        again_rows = self._lost(ROWS, rows, self.row_ids, self.row_of, self.column_ids)
        again_columns = self._lost(COLUMNS, columns, self.column_ids, self.column_of, self.row_ids)
        rest_rows = [item for item in rows if item not in again_rows]
        rest_columns = [item for item in columns if item not in again_columns]
        blocks = [(sorted(again_rows), columns), (rest_rows, sorted(again_columns))]
        blocks += self.coverage.needed(rest_rows, rest_columns, self.parameters)
        return [(one, other) for one, other in blocks if one and other]

    def _lost(
        self, side: str, items: Sequence[Item], ids: IntArray, place: Mapping[Item, int], others: IntArray
    ) -> set[Item]:
        lost = self.setting.owners_of_gone(side, others) if self.comparison.best else set()
        return {item for item in items if int(ids[place[item]]) in lost}

    def run(self, workers: Workers) -> Iterator[int]:
        """The number of columns of each part, as it is done."""
        done = self.setting.done(self.plan)
        for block, (rows, columns) in enumerate(self.blocks):
            row_numbers = np.sort([self.row_of[item] for item in rows])
            column_numbers = np.sort([self.column_of[item] for item in columns])
            part = self.comparison.part(row_numbers, column_numbers)
            search = Search(part.rows, part.groups, self.models, at_least=part.at_least, best=self._most(part))
            before = {number for own, number in done if own == block}
            yield from (len(search.parts[number]) for number in before)
            for number, found in search.run(workers.executor, done=before, share=workers.share):
                with self.record.transaction():
                    self._keep(found, part, self.row_ids[row_numbers], self.column_ids[column_numbers])
                    self.setting.mark_done(self.plan, block, number)
                yield len(search.parts[number])
        self._finish()

    @property
    def models(self) -> tuple[LocusModel, ...]:
        return self.screening.models

    def _most(self, comparison: Comparison) -> int:
        """How many best to look for, so that enough different columns are among them."""
        ways = int(np.bincount(comparison.column_of).max(initial=1)) if comparison.best else 1
        return comparison.best * ways

    def _keep(self, found: PartFound, part: Comparison, row_ids: IntArray, column_ids: IntArray) -> None:
        pairs, *best = (
            Hits(row_ids[each.remains], column_ids[part.column_of[each.families]], each.log10_lr)
            for each in (found.hits, found.of_remains, found.of_families)
        )
        if self.comparison.within:
            pairs = _one_way(pairs)
        self.setting.keep(pairs, *best)

    def _finish(self) -> None:
        run = f"{len(self.coverage.runs) + 1}"
        left_out = {
            self.comparison.column_items[number][0]: why.said_in(english)
            for number, why in (self.comparison.left_out or {}).items()
        }
        if self.blocks:
            at = plain(clock.now())
            self.coverage.add(run, at, __version__, self.parameters, self.blocks, left_out)
        if not self.coverage.proves(self.comparison.row_items, self.comparison.compared_columns, self.parameters):
            raise ImenaError(mark("{comparison}: not every pair was compared"), comparison=self.comparison.name)
        with self.record.transaction():
            self.setting.forget_absent([self.row_ids, self.column_ids])
            if self.comparison.best and self.blocks:
                self._complete_best()
            self.setting.finish(self.coverage)

    def _complete_best(self) -> None:
        """Look through every column for those rows whose best lie below what was searched."""
        best = self.comparison.best
        lacking = self.setting.with_fewer(self.row_ids, best, min(self.comparison.at_least, 0.0))
        if len(lacking):
            part = self.comparison.part(lacking, np.arange(len(self.column_ids)))
            search = Search(part.rows, part.groups, self.models, at_least=0.0, best=self._most(part))
            found, _ = search.best()
            assert found is not None
            pairs = found.pairs()
            columns = self.column_ids[part.column_of[pairs.families]]
            nothing = Hits.joined([])
            self.setting.keep(nothing, Hits(self.row_ids[lacking[pairs.remains]], columns, pairs.log10_lr), nothing)
        self.setting.keep_highest(best)

    def compared(self) -> Compared:
        comparison = self.comparison
        return Compared(
            comparison=comparison,
            setting=self.setting,
            column_ids=self.column_ids,
            screening=self.screening,
            new_pairs=sum(len(rows) * len(columns) for rows, columns in self.blocks),
            pairs=self.coverage.pairs(comparison.row_items, comparison.compared_columns, self.parameters),
        )


def _kinds(compared: Compared) -> Iterator[Kind]:
    comparison = compared.comparison
    expected = chance_hits(
        comparison.rows, comparison.groups, compared.screening.models, comparison.at_least,
        dropout=compared.screening.dropout, chance=np.random.default_rng(SEED),
    )  # fmt: skip
    counts = compared.setting.counts_by_column()
    kinds = np.repeat([group.kind for group in comparison.groups], [len(group) for group in comparison.groups])
    kind_of = dict(zip(comparison.column_of.tolist(), kinds.tolist(), strict=True))
    share = 2 if comparison.within else 1
    for each in sorted(expected, key=lambda each: each.kind):
        columns = [column for column, kind in kind_of.items() if kind == each.kind]
        found = sum(counts.get(int(compared.column_ids[column]), 0) for column in columns)
        yield _kind(each, len(columns), found, share)


def _kind(expected: ChanceHits, columns: int, found: int, share: int) -> Kind:
    pairs, chance, error = expected.pairs // share, expected.expected / share, expected.error / share
    return Kind(expected.kind, columns, pairs, found, chance, error)


def _one_way(pairs: Hits) -> Hits:
    """Pairs within one set of samples with the lower number first, none with itself."""
    apart = pairs.remains != pairs.families
    one, other = pairs.remains[apart], pairs.families[apart]
    return Hits(np.minimum(one, other), np.maximum(one, other), pairs.log10_lr[apart])
