"""Parts: some thousands of families against all remains, one piece of work of a screening.

The rows of a part's families are built once. Each block of 64 of them is packed into one byte per family and
observation and held against every profile by additions alone; what they let through is summed exactly. The bytes are
rounded down, so nothing that reaches the threshold is lost, and everything that is let through is checked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

import numpy as np

from imena.kinship.engine.instructions import IntArray
from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.pedigree import Sex
from imena.kinship.screening.lines import LineArray, begins_of, lines_of, pairs_of
from imena.kinship.screening.observations import CodeArray, Observations, Observed
from imena.kinship.screening.plain import FULL, LANES, Bytes, Masks
from imena.kinship.screening.rows import Group, Rows, Worth, rows_of

STEPS = FULL - 1
"""The steps from a family's largest log10 LR down to the lowest that is looked for."""
ROUNDING = 1e-6
"""Steps are made wider by this share, more than sums of doubles can be off."""
NARROW = 1e-9
"""The least range of log10 LR that is divided into steps."""
LEVELS = 16
"""How finely profiles that have their best already are told apart."""
FIRST_SLICE = 64
MOST_PROFILES = 2**15
"""Where the best are asked for, this many profiles are looked at before the search is narrowed; then more."""
NOBODY = -1


@dataclass(frozen=True, eq=False)
class Hits:
    """Pairs: `remains` and `families` by number, `log10_lr`; three arrays of one length."""

    remains: IntArray
    families: IntArray
    log10_lr: FloatArray

    def __len__(self) -> int:
        return len(self.remains)

    @classmethod
    def joined(cls, parts: Sequence["Hits"]) -> "Hits":
        if not parts:
            return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__annotations__))

    def in_order(self) -> "Hits":
        """By remains, those of one by family."""
        order = np.lexsort((self.families, self.remains))
        return Hits(self.remains[order], self.families[order], self.log10_lr[order])

    def turned(self) -> "Hits":
        """Remains and families changed about."""
        return Hits(self.families, self.remains, self.log10_lr)


@dataclass(eq=False)
class Best:
    """The highest log10 LR of each of many, (many, k), highest first, and `whom` they are with.

    Empty places hold minus infinity and −1.
    """

    log10_lr: FloatArray
    whom: IntArray

    @classmethod
    def empty(cls, many: int, k: int) -> "Best":
        return cls(np.full((many, k), -np.inf), np.full((many, k), NOBODY, dtype=np.int64))

    @property
    def last(self) -> FloatArray:
        """What there is to beat, shape (many,)."""
        return self.log10_lr[:, -1]

    def pairs(self) -> Hits:
        """Those who have them, as `remains`, with `whom` as families."""
        own, places = np.nonzero(self.whom != NOBODY)
        return Hits(own, self.whom[own, places], self.log10_lr[own, places])


@dataclass(frozen=True, eq=False)
class Lineup:
    """Remains in the order of their sex: those of men, those of unknown sex, those of women.

    `order`: their numbers among all; `codes`: (remains, loci), what they show; `lines`: the same as rows of a block's
    table, where the loci of `pairs` are taken together. `unknown` and `women`: where these begin.
    """

    observations: tuple[Observations, ...]
    order: IntArray
    codes: CodeArray
    pairs: IntArray
    lines: LineArray
    unknown: int
    women: int

    @classmethod
    def of(cls, remains: Observed) -> "Lineup":
        rank = {Sex.MALE: 0, None: 1, Sex.FEMALE: 2}
        ranks = np.array([rank[sex] for sex in remains.sexes], dtype=np.int64)
        order = np.argsort(ranks, kind="stable")
        codes = np.ascontiguousarray(remains.codes[order])
        widths = np.array([len(each) for each in remains.observations])
        pairs = pairs_of(widths, len(codes))
        lines = lines_of(codes, widths, pairs)
        unknown, women = np.searchsorted(ranks[order], [1, 2])
        return cls(remains.observations, order, codes, pairs, lines, int(unknown), int(women))

    def __len__(self) -> int:
        return len(self.order)

    @cached_property
    def worths(self) -> tuple[Worth, ...]:
        """What turns tables into rows, one for each locus."""
        return tuple(Worth(observations) for observations in self.observations)

    @cached_property
    def widths(self) -> IntArray:
        return np.array([len(each) for each in self.observations])

    def only(self, places: IntArray) -> "Lineup":
        """Some of them, their places rising."""
        unknown, women = np.searchsorted(places, [self.unknown, self.women])
        order, codes, lines = self.order[places], self.codes[places], self.lines[places]
        return Lineup(self.observations, order, codes, self.pairs, lines, int(unknown), int(women))

    def range_of(self, sex: Sex | None) -> tuple[int, int]:
        """Where those stand who may be of this sex."""
        return (0 if sex is not Sex.FEMALE else self.unknown), (len(self) if sex is not Sex.MALE else self.women)


@dataclass(frozen=True)
class Aim:
    """What is looked for: log10 LR of `at_least`, and the `best` so many of each profile and of each family.

    `every`: no pair is passed over, however low; otherwise the best of a profile are found down to log10 LR 0.
    """

    at_least: float
    best: int = 0
    every: bool = False

    @cached_property
    def thresholds(self) -> FloatArray:
        """The thresholds that profiles are told apart by, rising to `at_least`."""
        if self.every:
            return np.array([-np.inf])
        lowest = min(self.at_least, 0.0) if self.best else self.at_least
        return np.linspace(lowest, self.at_least, LEVELS if lowest < self.at_least else 1)


@dataclass(frozen=True, eq=False)
class Found:
    """What a part found. `remains`: the best families of each profile that were not beaten before; None without.

    `families`: the best profiles of each family. `contradicting`: families whose relatives cannot be as stated.
    """

    hits: Hits
    of_remains: Best | None
    of_families: Best | None
    contradicting: IntArray


def screen_part(
    lineup: Lineup,
    groups: Sequence[Group],
    models: Sequence[LocusModel],
    aim: Aim,
    to_beat: FloatArray | None = None,
    *,
    compiled: bool = True,
) -> Found:
    """Hold a part's families against all remains.

    Families are numbered from 0 through the groups, remains as in `lineup.order`. `to_beat`: (remains,), log10 LR that
    each has k families above already. `compiled`: in compiled code, or by its twin in NumPy.
    """
    code = code_of(compiled=compiled)
    rows = rows_of(groups, models, lineup.worths, code)
    part = _Part(lineup, rows, aim, to_beat, code)
    first = 0
    for group in groups:
        for begin in range(first, first + len(group), LANES):
            block = slice(begin, min(begin + LANES, first + len(group)))
            part.screen(block, lineup.range_of(group.relation.sex))
        first += len(group)
    return part.found()


def code_of(*, compiled: bool) -> ModuleType:
    """The kernels, or their twin in NumPy."""
    if compiled:
        from imena.kinship.screening import kernels  # compiled code is loaded where it is first needed

        return kernels
    from imena.kinship.screening import plain

    return plain


class _Part:
    """A part at work: its rows, one block's table, and what was found so far."""

    def __init__(self, lineup: Lineup, rows: Rows, aim: Aim, to_beat: FloatArray | None, code: ModuleType) -> None:
        self.lineup, self.rows, self.aim, self.code = lineup, rows, aim, code
        self.begins = begins_of(lineup.widths, lineup.pairs)
        self.table = _aligned(int(self.begins[-1]))
        self.masks = np.empty(len(lineup), dtype=np.uint64)
        self.profiles = np.empty(len(lineup), dtype=np.int64)
        self.hits: list[Hits] = []
        self.possible = np.isfinite(rows.log_relatives)
        self.of_remains = Best.empty(len(lineup), aim.best)
        self.of_families = Best.empty(len(rows.starts), aim.best)
        self.to_beat = np.full(len(lineup), -np.inf) if to_beat is None else to_beat.copy()
        self.levels = self._levels_of(self.to_beat)

    def screen(self, block: slice, profiles: tuple[int, int]) -> None:
        """Hold a block of families against the profiles in a range."""
        packed: _Packed | None = None
        for first, last in _slices(*profiles) if self.aim.best or self.aim.every else [profiles]:
            if packed is None and not self._is_unbounded(block):
                packed = self._pack(block)
            if packed is None:
                self._score_every(block, first, last)
                continue
            limits = packed.limits(self.aim.thresholds, self._to_beat_of(block))
            found, masks = self.profiles, self.masks
            count = self.code.scan(self.table, self.lineup.lines, first, last, limits, self.levels, found, masks)
            self._score(block, packed.starts, found[:count], masks[:count])

    def _is_unbounded(self, block: slice) -> bool:
        """Whether a family still takes any profile, so that there is nothing to pass over."""
        return self.aim.every or bool(np.isneginf(self._to_beat_of(block)[self.possible[block]]).any())

    def _pack(self, block: slice) -> "_Packed":
        starts = np.ascontiguousarray(self.rows.starts[block])
        most = self.rows.maxima[block].sum(axis=1)
        lowest = np.minimum(self.aim.thresholds[0], self._to_beat_of(block))
        reaches = self.possible[block] & (most >= lowest)
        scales = np.full(len(most), -1.0)
        scales[reaches] = STEPS * (1 - ROUNDING) / np.maximum(most[reaches] - lowest[reaches], NARROW)
        self.code.pack(self.rows.values, starts, self.rows.maxima[block], scales, self.lineup.widths, self.table)
        self.code.join(self.table, self.lineup.pairs, self.begins)
        return _Packed(starts, most, scales)

    def _score_every(self, block: slice, first: int, last: int) -> None:
        lanes = np.flatnonzero(self.possible[block])
        every = np.bitwise_or.reduce(np.uint64(1) << lanes.astype(np.uint64), initial=np.uint64(0))
        found = np.arange(first, last)
        self._score(block, np.ascontiguousarray(self.rows.starts[block]), found, np.full(len(found), every))

    def _score(self, block: slice, starts: IntArray, found: IntArray, masks: Masks) -> None:
        """Sum the pairs that the masks hold exactly, and keep what is looked for."""
        count = int(np.bitwise_count(masks).sum())
        numbers, lanes, log10_lrs = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count)
        self.code.score(self.rows.values, starts, self.lineup.codes, found, masks, numbers, lanes, log10_lrs)
        lanes += block.start
        hit = log10_lrs >= self.aim.at_least
        self.hits.append(Hits(numbers[hit], lanes[hit], log10_lrs[hit]))
        if self.aim.best:
            self.code.keep(lanes, numbers, log10_lrs, self.of_families.log10_lr, self.of_families.whom)
            better = log10_lrs >= self.to_beat[numbers]
            numbers, lanes, log10_lrs = numbers[better], lanes[better], log10_lrs[better]
            self.code.keep(numbers, lanes, log10_lrs, self.of_remains.log10_lr, self.of_remains.whom)
            self.to_beat[numbers] = np.maximum(self.to_beat[numbers], self.of_remains.last[numbers])
            self.levels[numbers] = self._levels_of(self.to_beat[numbers])

    def _to_beat_of(self, block: slice) -> FloatArray:
        """What profiles have to reach for the best of each family."""
        return self.of_families.last[block] if self.aim.best else np.full(block.stop - block.start, np.inf)

    def _levels_of(self, to_beat: FloatArray) -> Bytes:
        """How much of the thresholds lies below what there is to beat."""
        if not self.aim.best:
            return np.zeros(len(to_beat), dtype=np.uint8)
        above = np.searchsorted(self.aim.thresholds, to_beat, side="right") - 1
        return above.clip(min=0).astype(np.uint8)

    def found(self) -> Found:
        best = self.aim.best > 0
        return Found(
            hits=Hits.joined(self.hits),
            of_remains=self.of_remains if best else None,
            of_families=self.of_families if best else None,
            contradicting=np.flatnonzero(~self.possible),
        )


@dataclass(frozen=True, eq=False)
class _Packed:
    """A block whose table is filled: `starts` of its rows, the `most` a profile can have, and steps per log10 LR.

    Families that nothing looked for can reach have a scale below 0.
    """

    starts: IntArray
    most: FloatArray
    scales: FloatArray

    def limits(self, thresholds: FloatArray, to_beat: FloatArray) -> Bytes:
        """The cost within which a pair is looked for, (thresholds, 64): by the profile's threshold or the family's."""
        lowest = np.minimum(thresholds[:, np.newaxis], to_beat)
        limits = _aligned(len(thresholds))
        limits[:, : len(self.most)] = np.floor(np.maximum(self.most - lowest, 0) * np.abs(self.scales) + 1).clip(
            max=STEPS
        )
        return limits


def _slices(first: int, last: int) -> Iterator[tuple[int, int]]:
    """A range in slices, each four times the one before: what the first have shown narrows the search in the rest."""
    length = FIRST_SLICE
    while first < last:
        yield first, min(first + length, last)
        first += length
        length = min(4 * length, MOST_PROFILES)


def _aligned(rows: int) -> Bytes:
    """Zeros, shape (rows, 64), each row in one line of the processor's cache."""
    buffer = np.zeros((rows + 1) * LANES, dtype=np.uint8)
    begin = -buffer.ctypes.data % LANES
    return buffer[begin : begin + rows * LANES].reshape(rows, LANES)
