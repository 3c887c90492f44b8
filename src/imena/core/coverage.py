"""Coverage: for every pair of remains and family, when and by what it was compared, or why it was not.

A run compares blocks: all of some remains with all of some families. A block is kept as two sets of positions, in a
register of remains and in one of families; no pair is kept anywhere. What the next run has to compare, and that nothing
was left out, follow from the blocks alone.

Remains that stand in the same blocks are covered alike, and so are families. Both are grouped by the blocks they stand
in, and two groups were compared where these have a block in common: a product of two small matrices.
"""

import json
import re
from base64 import b64decode, b64encode
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from imena.core.canonical import canonical
from imena.core.errors import ImenaError
from imena.core.said import Said, mark

Item = tuple[str, str]
"""A number and a digest of the content it is compared with. The same number with other content is another item."""

Entry = TypeVar("Entry", Item, str)
Bits = bytes
"""A set of positions: position p is bit p % 8 of byte p // 8, counted from the lowest, and the last byte is not 0."""

NOT_YET = "not_yet"
EARLIER_CONTENT = "earlier_content"
FORMAT = "imena coverage 1"
RECENT = 4
"""A set is written as it differs from one of so many written before it."""
_CELLS = 2**24
"""How many cells of the matrix of groups are held at a time."""


class CoverageError(ImenaError):
    """A run that cannot be recorded, or a coverage record that cannot be read."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What compared a pair: the run, when, the software version and a digest of the parameters that change results."""

    run: str
    at: str
    version: str
    parameters: str


@dataclass(frozen=True, slots=True)
class NotCompared:
    """Why a pair was not compared: a run's reason for leaving one of the two out, `EARLIER_CONTENT` or `NOT_YET`.

    `run`: the run that left it out, or that compared the same numbers with other content.
    """

    reason: str
    run: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """All of some remains compared with all of some families, by their positions in the registers."""

    remains: Bits
    families: Bits


@dataclass(frozen=True, slots=True)
class Run:
    """What a run compared, and which numbers it left out: for each reason their positions in the register of these."""

    by: Compared
    blocks: tuple[Block, ...]
    left_out: Mapping[str, Bits]


class Register(Generic[Entry]):
    """What was ever recorded, each entry with its position; entries are only added."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._positions: dict[Entry, int] = {}

    def __contains__(self, entry: Entry) -> bool:
        return entry in self._positions

    def add(self, entry: Entry) -> None:
        self._positions[entry] = len(self.entries)
        self.entries.append(entry)

    def record(self, entries: Collection[Entry]) -> Bits:
        """The set of these entries; those not met before are added in the order of their text."""
        for entry in sorted({entry for entry in entries if entry not in self}):
            self.add(entry)
        return _bits_at(np.array([self._positions[entry] for entry in entries], dtype=np.int64))

    def find(self, entry: Entry) -> tuple[int, ...]:
        """The position of an entry, if it has one."""
        position = self._positions.get(entry)
        return () if position is None else (position,)

    def positions(self, entries: Sequence[Entry]) -> NDArray[np.int64]:
        """Their positions, shape (entries,); the first free position where one is not recorded."""
        free = len(self.entries)
        return np.array([self._positions.get(entry, free) for entry in entries], dtype=np.int64)


class Items(Register[Item]):
    """A register of items that also knows every content of a number."""

    def __init__(self) -> None:
        super().__init__()
        self.of_number: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, entry: Item) -> None:
        super().add(entry)
        self.of_number[entry[0]].append(len(self.entries) - 1)


class Coverage:
    """The runs of an operation in the order in which they were recorded; runs are only added."""

    def __init__(self) -> None:
        self.remains = Items()
        self.families = Items()
        self.numbers: Register[str] = Register()
        self.runs: list[Run] = []

    def add(
        self,
        run: str,
        at: str,
        version: str,
        parameters: str,
        blocks: Sequence[tuple[Collection[Item], Collection[Item]]],
        left_out: Mapping[str, str] | None = None,
    ) -> None:
        """Record a run: its blocks of remains by families, and the reason for every number it left out.

        Raises `CoverageError`, and changes nothing, for a run recorded before and for a number both compared and left
        out.
        """
        if any(run == each.by.run for each in self.runs):
            raise CoverageError("run {run} is recorded already", run=run)
        left_out = left_out or {}
        kept = [(rows, columns) for rows, columns in blocks if rows and columns]
        compared = {number for sides in kept for side in sides for number, _ in side}
        if both := sorted(compared & left_out.keys()):
            raise CoverageError("run {run} both compared {number} and left it out", run=run, number=both[0])
        made = tuple(Block(self.remains.record(rows), self.families.record(columns)) for rows, columns in kept)
        self.numbers.record(left_out.keys())
        reasons = {
            reason: self.numbers.record([number for number, why in left_out.items() if why == reason])
            for reason in sorted(set(left_out.values()))
        }
        self.runs.append(Run(Compared(run, at, version, parameters), made, reasons))

    def of(self, remains: Item, family: Item, parameters: str | None = None) -> Compared | NotCompared:
        """The last run that compared the pair, or why none did; with `parameters`, among the runs with these alone.

        The reason is, in this order: that of the last run which left out the remains or the family and which no later
        run compared; `EARLIER_CONTENT`, where the same two numbers were compared with other content; `NOT_YET`.
        """
        runs = [run for run in reversed(self.runs) if parameters in (None, run.by.parameters)]
        compared = _last_holding(runs, self.remains.find(remains), self.families.find(family))
        return compared.by if compared else self._why_not(runs, remains[0], family[0])

    def _why_not(self, runs: Sequence[Run], remains: str, family: str) -> NotCompared:
        own, others = self.remains.of_number.get(remains, ()), self.families.of_number.get(family, ())
        left_out = [
            *_left_out(runs, self.numbers.find(remains), lambda block: _has(block.remains, own)),
            *_left_out(runs, self.numbers.find(family), lambda block: _has(block.families, others)),
        ]
        if left_out:
            place, reason = min(left_out, key=lambda found: found[0])
            return NotCompared(reason, runs[place].by.run)
        earlier = _last_holding(runs, own, others)
        return NotCompared(EARLIER_CONTENT, earlier.by.run) if earlier else NotCompared(NOT_YET)

    def needed(
        self, remains: Sequence[Item], families: Sequence[Item], parameters: str
    ) -> list[tuple[list[Item], list[Item]]]:
        """Blocks of exactly those pairs that no run with these parameters compared; no pair stands in two of them."""
        groups = self._groups(remains, families, parameters)
        open_rows: defaultdict[bytes, list[Item]] = defaultdict(list)
        for members, compared in groups.rows():
            if not compared.all():
                open_rows[compared.tobytes()] += members
        return [(rows, groups.columns_without(compared)) for compared, rows in open_rows.items()]

    def pairs(self, remains: Sequence[Item], families: Sequence[Item], parameters: str) -> int:
        """How many of the pairs of these remains and families were compared with these parameters."""
        groups = self._groups(remains, families, parameters)
        sizes = np.array([len(members) for members in groups.families], dtype=np.int64)
        return sum(len(members) * int(sizes[compared].sum()) for members, compared in groups.rows())

    def proves(self, remains: Sequence[Item], families: Sequence[Item], parameters: str) -> bool:
        """Whether every pair of these remains and families was compared with these parameters."""
        return all(compared.all() for _, compared in self._groups(remains, families, parameters).rows())

    def _groups(self, remains: Sequence[Item], families: Sequence[Item], parameters: str) -> "_Groups":
        blocks = [block for run in self.runs if run.by.parameters == parameters for block in run.blocks]
        rows, in_rows = _grouped(remains, self.remains, [block.remains for block in blocks])
        columns, in_columns = _grouped(families, self.families, [block.families for block in blocks])
        return _Groups(rows, columns, in_rows, in_columns)

    def to_json(self) -> str:
        """The record as canonical JSON: the registers once, each run with its sets; one text for the same runs."""
        writer = _Writer()
        record = {
            "format": FORMAT,
            "remains": self.remains.entries,
            "families": self.families.entries,
            "numbers": self.numbers.entries,
            "runs": [writer.run(run) for run in self.runs],
        }
        return canonical(record).decode()

    @classmethod
    def from_json(cls, text: str) -> "Coverage":
        """Read what `to_json` wrote. Raises `CoverageError`, which names the place that is damaged."""
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise _damaged("$", Said(mark("JSON"))) from error
        record = _fields(value, ("format", "remains", "families", "numbers", "runs"), "$")
        if record["format"] != FORMAT:
            raise _damaged("format", FORMAT)
        made = cls()
        _fill(made.remains, map(_item, *_placed(record["remains"], "remains")), "remains")
        _fill(made.families, map(_item, *_placed(record["families"], "families")), "families")
        _fill(made.numbers, map(_text, *_placed(record["numbers"], "numbers")), "numbers")
        reader = _Reader(len(made.remains.entries), len(made.families.entries), len(made.numbers.entries))
        made.runs = list(map(reader.run, *_placed(record["runs"], "runs")))
        return made


def _last_holding(runs: Iterable[Run], remains: Sequence[int], families: Sequence[int]) -> Run | None:
    """The first of these runs that compared some of these remains with some of these families in one block."""
    for run in runs:
        if any(_has(block.remains, remains) and _has(block.families, families) for block in run.blocks):
            return run
    return None


def _left_out(
    runs: Iterable[Run], number: Sequence[int], compared: Callable[[Block], bool]
) -> Iterator[tuple[int, str]]:
    """The place of the first of these runs that left a number out, and the reason, unless one before compared it."""
    for place, run in enumerate(runs):
        for reason, numbers in run.left_out.items():
            if _has(numbers, number):
                yield place, reason
                return
        if any(map(compared, run.blocks)):
            return


def _has(bits: Bits, positions: Iterable[int]) -> bool:
    return any(position >> 3 < len(bits) and bits[position >> 3] >> (position & 7) & 1 for position in positions)


def _bits_at(positions: NDArray[np.int64]) -> Bits:
    if not len(positions):
        return b""
    held = np.zeros(positions.max() + 1, dtype=np.bool_)
    held[positions] = True
    return np.packbits(held, bitorder="little").tobytes()


def _unpacked(bits: Bits, count: int) -> NDArray[np.uint8]:
    """A set as zeros and ones, shape (count,)."""
    # NumPy pads what is too short with zeros, but leaves nothing at all unfilled: so there is always a byte.
    return np.unpackbits(np.frombuffer(bits + b"\0", dtype=np.uint8), count=count, bitorder="little")


@dataclass(frozen=True, eq=False)
class _Groups:
    """Remains and families grouped by the blocks they stand in, and these: shapes (groups, blocks)."""

    remains: list[list[Item]]
    families: list[list[Item]]
    in_remains: NDArray[np.float32]
    in_families: NDArray[np.float32]

    def rows(self) -> Iterator[tuple[list[Item], NDArray[np.bool_]]]:
        """Each group of remains, and whether it was compared with each group of families: shape (groups,)."""
        step = max(1, _CELLS // max(1, len(self.families)))
        for start in range(0, len(self.remains), step):
            compared = self.in_remains[start : start + step] @ self.in_families.T > 0
            yield from zip(self.remains[start : start + step], compared, strict=True)

    def columns_without(self, compared: bytes) -> list[Item]:
        return [item for members, done in zip(self.families, compared, strict=True) if not done for item in members]


def _grouped(
    items: Sequence[Item], register: Register[Item], sets: Sequence[Bits]
) -> tuple[list[list[Item]], NDArray[np.float32]]:
    """Distinct items grouped by the sets they are in, and each group's sets as zeros and ones: (groups, sets)."""
    distinct = list(dict.fromkeys(items))
    positions = register.positions(distinct)
    signatures = np.zeros(((len(sets) + 7) // 8, len(distinct)), dtype=np.uint8)
    for place, bits in enumerate(sets):
        signatures[place >> 3] |= _unpacked(bits, len(register.entries) + 1)[positions] << (place & 7)
    groups: defaultdict[bytes, list[Item]] = defaultdict(list)
    for item, signature in zip(distinct, np.ascontiguousarray(signatures.T), strict=True):
        groups[signature.tobytes()].append(item)
    rows = [_unpacked(signature, len(sets)) for signature in groups]
    return list(groups.values()), np.array(rows, dtype=np.float32).reshape(len(groups), len(sets))


class _Recent:
    """The last sets under each heading, as whole numbers, the latest first; before them the empty set."""

    def __init__(self) -> None:
        self._recent: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=RECENT))

    def under(self, heading: str) -> list[int]:
        return [0, *self._recent[heading]]

    def keep(self, heading: str, held: int) -> None:
        self._recent[heading].appendleft(held)


class _Writer:
    """Writes runs, one after the other.

    A set is written as how many sets before it stands the one it is told from (0: the empty set) and the ranges of
    positions at which they differ, `2:17,50000-50019`; or, where that is shorter, as its bits in base 64, `=Aw==`.
    """

    def __init__(self) -> None:
        self._recent = _Recent()

    def run(self, run: Run) -> dict[str, object]:
        by = run.by
        return {
            "run": by.run,
            "at": by.at,
            "version": by.version,
            "parameters": by.parameters,
            "blocks": [
                [self._set("remains", block.remains), self._set("families", block.families)] for block in run.blocks
            ],
            "left_out": {reason: self._set(reason, numbers) for reason, numbers in sorted(run.left_out.items())},
        }

    def _set(self, heading: str, bits: Bits) -> str:
        held = int.from_bytes(bits, "little")
        differences = [held ^ recent for recent in self._recent.under(heading)]
        back = min(range(len(differences)), key=lambda back: _edges(differences[back]))
        self._recent.keep(heading, held)
        return min(f"{back}:{_ranges(differences[back])}", f"={b64encode(bits).decode()}", key=len)


def _edges(held: int) -> int:
    """Twice the number of ranges in a set."""
    return (held ^ held << 1).bit_count()


def _ranges(held: int) -> str:
    """A set as ranges of positions: 17,50000-50019."""
    size = held.bit_length()
    ones = _unpacked(held.to_bytes((size + 7) // 8, "little"), size + 1)
    edges = np.flatnonzero(np.diff(ones, prepend=0)).tolist()
    ranges = zip(edges[::2], edges[1::2], strict=True)
    return ",".join(str(start) if end == start + 1 else f"{start}-{end - 1}" for start, end in ranges)


class _Reader:
    """Reads what `_Writer` wrote, given the sizes of the three registers."""

    def __init__(self, remains: int, families: int, numbers: int) -> None:
        self._remains, self._families, self._numbers = remains, families, numbers
        self._runs: set[str] = set()
        self._recent = _Recent()

    def run(self, value: object, place: str) -> Run:
        fields = _fields(value, ("run", "at", "version", "parameters", "blocks", "left_out"), place)
        by = Compared(*(_text(fields[name], f"{place}.{name}") for name in ("run", "at", "version", "parameters")))
        if by.run in self._runs:
            raise _damaged(f"{place}.run", Said(mark("each entry once")))
        self._runs.add(by.run)
        blocks = tuple(map(self._block, *_placed(fields["blocks"], f"{place}.blocks")))
        reasons = _mapping(fields["left_out"], f"{place}.left_out")
        left_out = {
            reason: self._set(reason, numbers, self._numbers, f"{place}.left_out.{reason}")
            for reason, numbers in sorted(reasons.items())
        }
        return Run(by, blocks, left_out)

    def _block(self, value: object, place: str) -> Block:
        (remains, families), places = _placed(value, place, count=2)
        return Block(
            self._set("remains", remains, self._remains, places[0]),
            self._set("families", families, self._families, places[1]),
        )

    def _set(self, heading: str, value: object, size: int, place: str) -> Bits:
        try:
            held = _held(_text(value, place), self._recent.under(heading), size)
        except ValueError as error:
            raise _damaged(place, Said(mark("a set of positions in the register"))) from error
        self._recent.keep(heading, held)
        return held.to_bytes((held.bit_length() + 7) // 8, "little")


_RANGES = re.compile(r"([0-9]):((?:[0-9]+(?:-[0-9]+)?(?:,(?=[0-9])|$))*)")


def _held(text: str, recent: Sequence[int], size: int) -> int:
    """A set as a whole number. Raises `ValueError` where it is empty, not readable or larger than its register."""
    if text.startswith("="):
        held = int.from_bytes(b64decode(text[1:], validate=True), "little")
    elif (found := _RANGES.fullmatch(text)) and int(found[1]) < len(recent):
        held = recent[int(found[1])] ^ _of_ranges(found[2], size)
    else:
        raise ValueError(text)
    if not 0 < held.bit_length() <= size:
        raise ValueError(text)
    return held


def _of_ranges(text: str, size: int) -> int:
    ones = np.zeros(size, dtype=np.bool_)
    before = -1
    for each in text.split(",") if text else ():
        start, _, end = each.partition("-")
        first, last = int(start), int(end or start)
        if not before < first <= last < size:
            raise ValueError(text)
        ones[first : last + 1] = True
        before = last
    return int.from_bytes(np.packbits(ones, bitorder="little").tobytes(), "little")


def _damaged(place: str, expected: object) -> CoverageError:
    return CoverageError(
        "the coverage record is damaged at {place}: expected {expected}", place=place, expected=expected
    )


def _fill(register: Register[Entry], entries: Iterable[Entry], place: str) -> None:
    for number, entry in enumerate(entries):
        if entry in register:
            raise _damaged(f"{place}[{number}]", Said(mark("each entry once")))
        register.add(entry)


def _fields(value: object, names: Collection[str], place: str) -> dict[str, Any]:
    fields = _mapping(value, place)
    if fields.keys() != set(names):
        raise _damaged(place, Said(mark("the fields {names}"), {"names": tuple(names)}))
    return fields


def _mapping(value: object, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _damaged(place, Said(mark("a mapping")))
    return value


def _placed(value: object, place: str, count: int | None = None) -> tuple[list[Any], list[str]]:
    """The entries of a list, of `count` entries where it is given, and the place of each."""
    if not isinstance(value, list) or count not in (None, len(value)):
        raise _damaged(
            place, Said(mark("a list")) if count is None else Said(mark("a list of {count}"), {"count": count})
        )
    return value, [f"{place}[{number}]" for number in range(len(value))]


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise _damaged(place, Said(mark("text")))
    return value


def _item(value: object, place: str) -> Item:
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(part, str) for part in value)):
        raise _damaged(place, Said(mark("a number and a digest")))
    return value[0], value[1]
