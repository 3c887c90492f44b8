"""How many individuals at least: the minimum number (MNI) that a list of skeletal elements can come from.

The method, its sources and worked examples stand in docs/methods/remains.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from imena.postmortem.elements import ELEMENTS, ZONES, Side

QUARTERS = (0, 25, 50, 75, 100)
"""How much of a zone is there, rounded down to the quarter: 0 is a piece of less than one."""


class Age(StrEnum):
    """The age class of a bone, where it can be told."""

    ADULT = "adult"
    SUBADULT = "subadult"


@dataclass(frozen=True, slots=True)
class Specimen:
    """A bone or a fragment of one: the zones it has, and at least how much of each, in per cent."""

    element: str
    side: Side
    zones: frozenset[str]
    completeness: int
    age: Age | None = None

    def problem(self) -> str | None:
        """What cannot be, as a code; None where it can."""
        known = ELEMENTS.get(self.element)
        if known is None:
            return "element"
        if (self.side is Side.MIDLINE) == known.paired or (self.side is Side.UNSIDED and not known.paired):
            return "side"
        if not self.zones or not self.zones <= set(known.zones):
            return "zone"
        return None if self.completeness in QUARTERS else "completeness"


@dataclass(frozen=True, slots=True)
class Key:
    """What is counted: one zone of one element on one side. `UNSIDED` stands for both sides together."""

    element: str
    side: Side
    zone: str


@dataclass(frozen=True, slots=True)
class Mni:
    """The minimum number of individuals, and the zones that decide it."""

    number: int
    deciding: tuple[Key, ...]
    fragments: int


def bones(completeness: Iterable[int]) -> int:
    """From how many bones these pieces of one zone come at least: so many that none has more than 100 % of it.

    Pieces of quarters pack exactly: each whole or three quarters needs a bone of its own, three quarters leaves room
    for one quarter, halves go two by two, and what is left goes four quarters to a bone. Where there are only pieces
    of less than a quarter there is still one bone.
    """
    sizes = Counter(completeness)
    left = max(sizes[25] - sizes[75], 0)
    packed = sizes[100] + sizes[75] + -(-(2 * sizes[50] + left) // 4)
    return max(packed, 1) if sizes else 0


def apart(one: Iterable[int], other: Iterable[int], either: Iterable[int]) -> int:
    """From how many bones at least, where no bone has pieces both of `one` and of `other`, as of left and right.

    Pieces of `either` fill the room that the others leave. The largest go first, each where the least room is left.
    """
    return len(_packed(either, [*_packed(one), *_packed(other)]))


def _packed(completeness: Iterable[int], room: Sequence[int] = ()) -> list[int]:
    """The room that is left in each bone, those begun first, once the pieces are put together."""
    left = list(room)
    for size in sorted(completeness, reverse=True):
        fitting = [free for free in left if free >= size]
        if fitting:
            left.remove(min(fitting))
            left.append(min(fitting) - size)
        else:
            left.append(100 - size)
    return left


def mni(specimens: Sequence[Specimen]) -> Mni:
    """The minimum number of individuals. Adults and subadults are counted apart; bones of no told age go with either.

    It is the larger of two bounds: over all specimens together, where no bone is both grown and growing, and adults
    alone plus subadults alone.
    """
    together = _largest(specimens)
    alone = [_largest([each for each in specimens if each.age is age]) for age in Age]
    if sum(number for number, _keys in alone) > together[0]:
        together = (sum(number for number, _keys in alone), tuple(key for _number, keys in alone for key in keys))
    return Mni(together[0], together[1], len(specimens))


def _largest(specimens: Iterable[Specimen]) -> tuple[int, tuple[Key, ...]]:
    counts = dict(_counts(specimens))
    number = max(counts.values(), default=0)
    return number, tuple(key for key, count in counts.items() if count == number)


Piece = tuple[int, Age | None]


def _counts(specimens: Iterable[Specimen]) -> Iterator[tuple[Key, int]]:
    """For each zone of each element and side, from how many individuals its pieces come at least."""
    pieces: dict[tuple[str, str], dict[Side, list[Piece]]] = defaultdict(lambda: defaultdict(list))
    for specimen in specimens:
        for zone in specimen.zones:
            pieces[specimen.element, zone][specimen.side].append((specimen.completeness, specimen.age))
    for (element, zone), sides in sorted(pieces.items()):
        each = ELEMENTS[element].each
        for side in (Side.LEFT, Side.RIGHT, Side.MIDLINE):
            if side in sides:
                yield Key(element, side, zone), -(-_by_age(sides[side]) // each)
        if Side.UNSIDED in sides:
            yield Key(element, Side.UNSIDED, zone), -(-_of_both_sides(sides) // (2 * each))


def _by_age(pieces: Iterable[Piece]) -> int:
    """From how many bones at least, of which none is both grown and growing."""
    sizes: dict[Age | None, list[int]] = defaultdict(list)
    for size, age in pieces:
        sizes[age].append(size)
    return apart(sizes[Age.ADULT], sizes[Age.SUBADULT], sizes[None])


def _of_both_sides(sides: Mapping[Side, Sequence[Piece]]) -> int:
    """From how many bones of both sides at least: the larger of two bounds, by sides and by ages."""
    left, right, unsided = (
        [size for size, _age in sides.get(side, ())] for side in (Side.LEFT, Side.RIGHT, Side.UNSIDED)
    )
    return max(apart(left, right, unsided), _by_age(piece for pieces in sides.values() for piece in pieces))


def twice(own: Sequence[Specimen], other: Sequence[Specimen]) -> list[Key]:
    """The zones that one body would have twice, were these two put together; those either has twice alone left out."""
    both = dict(_counts([*own, *other]))
    alone: dict[Key, int] = defaultdict(int)
    for specimens in (own, other):
        for key, count in _counts(specimens):
            alone[key] = max(alone[key], count)
    found = [key for key, count in both.items() if count > 1 and count > alone[key]]
    sided = {(key.element, key.zone) for key in found if key.side is not Side.UNSIDED}
    return [key for key in found if key.side is not Side.UNSIDED or (key.element, key.zone) not in sided]


def missing(specimens: Iterable[Specimen]) -> Counter[tuple[str, Side]]:
    """The elements of which a body has more than there are here: how many are missing, by element and side.

    Bones whose side was not told fill up first the left and then the right.
    """
    present: Counter[tuple[str, Side]] = Counter()
    for code, side, count in _present(specimens):
        present[code, side] = count
    found: Counter[tuple[str, Side]] = Counter()
    for element in ELEMENTS.values():
        unsided = present[element.code, Side.UNSIDED]
        for side in element.sides:
            lacking = max(element.each - present[element.code, side], 0)
            filled = min(lacking, unsided)
            unsided -= filled
            if lacking > filled:
                found[element.code, side] = lacking - filled
    return found


def _present(specimens: Iterable[Specimen]) -> Iterator[tuple[str, Side, int]]:
    """From how many bones of each element and side the specimens come at least."""
    pieces: dict[tuple[str, Side], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for specimen in specimens:
        for zone in specimen.zones:
            pieces[specimen.element, specimen.side][zone].append(specimen.completeness)
    for (element, side), zones in pieces.items():
        yield element, side, max(bones(sizes) for sizes in zones.values())


def added(first: Sequence[Specimen], later: Sequence[Specimen]) -> list[Specimen]:
    """What two lists of the same remains say together.

    Bones that only one has stand as they are. Of a bone in both, the pieces are put together where they make no more
    bones than one list alone. Else it was listed again: the list with more of it stands, the first where both agree.
    """
    lists: list[dict[tuple[str, Side], list[Specimen]]] = [defaultdict(list), defaultdict(list)]
    for own, specimens in zip(lists, (first, later), strict=True):
        for specimen in specimens:
            own[specimen.element, specimen.side].append(specimen)
    found = []
    for key in dict.fromkeys([*lists[0], *lists[1]]):
        ways = [own[key] for own in lists]
        numbers = [_number(specimens) for specimens in ways]
        both = [*ways[0], *ways[1]]
        found += both if _number(both) <= max(numbers) else ways[numbers.index(max(numbers))]
    return found


def _number(specimens: Iterable[Specimen]) -> int:
    return sum(count for _element, _side, count in _present(specimens))


def share(specimens: Iterable[Specimen], element: str, side: Side) -> int | None:
    """How much of an element is there, in per cent of all its zones and bones; None where there is nothing of it."""
    known = ELEMENTS[element]
    found: dict[str, int] = dict.fromkeys(known.zones, 0)
    some = False
    for specimen in specimens:
        if specimen.element == element and specimen.side is side:
            some = True
            for zone in specimen.zones:
                found[zone] += specimen.completeness
    whole = 100 * known.each * len(known.zones)
    return 100 * sum(min(size, 100 * known.each) for size in found.values()) // whole if some else None


def specimens_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[Specimen]:
    """The specimens that the rows of an inventory stand for."""
    for row in rows:
        zones = row.get("zones") or ELEMENTS[row["element"]].zones
        age = Age(row["age"]) if row.get("age") else None
        specimen = Specimen(row["element"], Side(row["side"]), frozenset(zones), int(row["completeness"]), age)
        yield from [specimen] * int(row.get("count") or 1)


def zone_label(zone: str) -> str:
    return str(ZONES[zone])
