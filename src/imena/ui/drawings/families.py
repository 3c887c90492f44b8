"""Where the members of families stand: generations below each other, couples side by side, children below both."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

STEP = 112.0
"""From the middle of one symbol to the next, in units of the drawing."""
UNKNOWN = 62.0
"""From a parent to where the line to the children goes down, if the other parent is not in the family."""

Parents = Mapping[str, tuple[str, str] | None]
"""Father and mother of each member, both or none; `with_unknown` fills in the one of whom nothing is said."""
Block = tuple[str, ...]
"""Partners in a row, side by side."""
Rows = list[list[Block]]


@dataclass(frozen=True, slots=True)
class Places:
    """The row and the middle of each member, from 0; the other parents of whom nothing is said are among them."""

    parents: Parents
    row: Mapping[str, int]
    x: Mapping[str, float]

    @property
    def couples(self) -> dict[tuple[str, str], list[str]]:
        """The children of each couple."""
        return couples_of(self.parents)


def is_unknown(id: str) -> bool:
    return id.startswith("\0")


def with_unknown(stated: Mapping[str, tuple[str | None, str | None]]) -> Parents:
    """Parents within the family; a lone one is given a partner who is not drawn."""
    found: dict[str, tuple[str, str] | None] = {}
    for child, pair in stated.items():
        known = [each for each in dict.fromkeys(pair) if each is not None and each in stated and each != child]
        if len(known) == 1:
            known.append(f"\0{known[0]}")
            found[known[1]] = None
        found[child] = (known[0], known[1]) if known else None
    return found


def couples_of(parents: Parents) -> dict[tuple[str, str], list[str]]:
    couples: dict[tuple[str, str], list[str]] = {}
    for child, pair in parents.items():
        if pair:
            couples.setdefault(pair, []).append(child)
    return couples


def arrange(stated: Mapping[str, tuple[str | None, str | None]]) -> Places:
    """Families from left to right; those who are related to nobody stand at the side, after them."""
    parents = with_unknown(stated)
    groups = _groups(parents)
    row: dict[str, int] = {}
    x: dict[str, float] = {}
    free = 0.0
    for group in (group for group in groups if len(group) > 1):
        own = {id: parents[id] for id in parents if id in group}
        depth = generations(own)
        at = _best(_rows(own, depth), own)
        left = min(at.values())
        row |= depth
        x |= {id: free + place - left for id, place in at.items()}
        free = max(x.values()) + 1.2 * STEP
    alone = [id for group in groups if len(group) == 1 for id in group]
    deep = max(row.values(), default=-1) + 1
    for place, id in enumerate(alone):
        down, across = divmod(place, 4) if not deep else (place % deep, place // deep)
        row[id], x[id] = down, free + across * STEP
    return Places(parents, row, x)


def _groups(parents: Parents) -> list[set[str]]:
    """Members who are related or have children together, in the order of their first."""
    near = _near(parents)
    left, groups = dict.fromkeys(parents), []
    while left:
        found, edge = set(), [next(iter(left))]
        while edge:
            id = edge.pop()
            if id not in found:
                found.add(id)
                edge.extend(other for other, _ in near[id])
        groups.append(found)
        left = {id: None for id in left if id not in found}
    return groups


def _near(parents: Parents) -> dict[str, list[tuple[str, int]]]:
    """Parents, children and partners of each, with how many rows below they stand."""
    near: dict[str, list[tuple[str, int]]] = {id: [] for id in parents}
    for child, pair in parents.items():
        for parent in pair or ():
            near[child].append((parent, -1))
            near[parent].append((child, 1))
    for one, other in couples_of(parents):
        near[one].append((other, 0))
        near[other].append((one, 0))
    return near


def generations(parents: Parents) -> dict[str, int]:
    """The row of each member of one family, from 0: partners level, children below both parents, where they can be."""
    near = _near(parents)
    first = next(iter(parents))
    row, edge = {first: 0}, [first]
    for id in edge:
        for other, below in near[id]:
            if other not in row:
                row[other] = row[id] + below
                edge.append(other)
    for _ in parents:
        for child, pair in parents.items():
            row[child] = max([row[child], *(row[parent] + 1 for parent in pair or ())])
    used = {level: place for place, level in enumerate(sorted(set(row.values())))}
    return {id: used[level] for id, level in row.items()}


def _rows(parents: Parents, row: Mapping[str, int]) -> Rows:
    """Blocks of partners, row by row, in the order of the members."""
    partners: dict[str, list[str]] = {id: [] for id in parents}
    for one, other in couples_of(parents):
        if row[one] == row[other]:
            partners[one].append(other)
            partners[other].append(one)
    rows: Rows = [[] for _ in range(max(row.values()) + 1)]
    seen: set[str] = set()
    for id in sorted(parents, key=lambda id: len(partners[id])):
        if id not in seen:
            block = tuple(_walk(id, partners, seen))
            rows[row[id]].append(block)
    order = {id: place for place, id in enumerate(parents)}
    return [sorted(blocks, key=lambda block: min(order[id] for id in block)) for blocks in rows]


def _walk(id: str, partners: Mapping[str, Sequence[str]], seen: set[str]) -> Iterator[str]:
    seen.add(id)
    yield id
    for other in sorted(partners[id], key=lambda other: len(partners[other])):
        if other not in seen:
            yield from _walk(other, partners, seen)


def _best(rows: Rows, parents: Parents) -> dict[str, float]:
    """The middles of all: starting from two orders, then turning and exchanging neighbours while that helps."""
    starts = [_sorted_rows(rows, parents), _sorted_rows([blocks[::-1] for blocks in rows], parents)]
    cost, best = min(((_cost(_settled(each, parents), parents), each) for each in starts), key=lambda found: found[0])
    for _ in range(3):
        before = cost
        for level, place in [(level, place) for level, blocks in enumerate(best) for place in range(len(blocks))]:
            for other in _moves(best, level, place):
                tried = _cost(_settled(other, parents), parents)
                if tried < cost - 1e-6:
                    cost, best = tried, other
        if cost == before:
            break
    return _settled(best, parents)


def _moves(rows: Rows, level: int, place: int) -> Iterator[Rows]:
    """The rows with one block turned, or exchanged with the next or the one after."""
    blocks = rows[level]
    if len(blocks[place]) > 1:
        yield [*rows[:level], [*blocks[:place], blocks[place][::-1], *blocks[place + 1 :]], *rows[level + 1 :]]
    for other in (place + 1, place + 2):
        if other < len(blocks):
            changed = list(blocks)
            changed[place], changed[other] = blocks[other], blocks[place]
            yield [*rows[:level], changed, *rows[level + 1 :]]


def _sorted_rows(rows: Rows, parents: Parents) -> Rows:
    """Each row in the order of where its blocks would stand, going down and up a few times."""
    rows = [list(blocks) for blocks in rows]
    for _ in range(4):
        for level in [*range(len(rows)), *range(len(rows) - 1, -1, -1)]:
            x = _settled(rows, parents, sweeps=1)
            wanted = _wanted(x, parents)
            rows[level].sort(key=partial(_middle, wanted=wanted, x=x))
    return rows


def _middle(block: Block, wanted: Mapping[str, Sequence[float]], x: Mapping[str, float]) -> float:
    return _mean(want for id in block for want in wanted.get(id, [x[id]]))


def _settled(rows: Rows, parents: Parents, sweeps: int = 5) -> dict[str, float]:
    """The middles for given orders: each block as near as there is room to its parents and its children."""
    x = {id: place for blocks in rows for id, place in _fitted(blocks, {}, {}).items()}
    for _ in range(sweeps):
        for blocks in [*rows, *reversed(rows)]:
            x |= _fitted(blocks, _wanted(x, parents), x)
    return x


def _wanted(x: Mapping[str, float], parents: Parents) -> dict[str, list[float]]:
    """Where each would stand: below the line from the parents, and with a partner above the middle of the children."""
    wanted: dict[str, list[float]] = {}
    for (one, other), children in couples_of(parents).items():
        down = descent(one, other, x)
        below = [x[child] for child in children]
        shift = (min(below) + max(below)) / 2 - down
        for child in children:
            wanted.setdefault(child, []).append(down)
        for parent in (one, other):
            wanted.setdefault(parent, []).append(x[parent] + shift)
    return wanted


def descent(one: str, other: str, x: Mapping[str, float]) -> float:
    """Where the line from a couple to their children goes down: between them, or beside a lone parent."""
    unknown = next((id for id in (one, other) if is_unknown(id)), None)
    if unknown is not None:
        return x[unknown]
    left, right = sorted((x[one], x[other]))
    if right - left <= STEP + 1:
        return (left + right) / 2
    return right - STEP / 2


def _offsets(block: Block) -> list[float]:
    offsets = [0.0]
    for one, other in pairwise(block):
        offsets.append(offsets[-1] + (UNKNOWN if is_unknown(one) or is_unknown(other) else STEP))
    return offsets


def _fitted(
    blocks: Sequence[Block], wanted: Mapping[str, Sequence[float]], now: Mapping[str, float]
) -> dict[str, float]:
    """The middles in one row: least squares to those wanted, kept in order and a step apart (pooled neighbours)."""
    pools: list[tuple[float, float, list[int]]] = []
    starts, start = [], 0.0
    for place, block in enumerate(blocks):
        offsets = _offsets(block)
        starts.append(start)
        wants = [w - off for id, off in zip(block, offsets, strict=True) for w in wanted.get(id, ())]
        weight = len(wants) or 0.1
        target = _mean(wants) if wants else now.get(block[0], start)
        pool = (target - start, weight, [place])
        while pools and pools[-1][0] > pool[0]:
            value, other, places = pools.pop()
            total = other + pool[1]
            pool = ((value * other + pool[0] * pool[1]) / total, total, places + pool[2])
        pools.append(pool)
        start += offsets[-1] + STEP
    shift = {place: value for value, _, places in pools for place in places}
    return {
        id: starts[place] + shift[place] + offset
        for place, block in enumerate(blocks)
        for id, offset in zip(block, _offsets(block), strict=True)
    }


def _cost(x: Mapping[str, float], parents: Parents) -> float:
    """How far lines run sideways, how much they lie over each other, and a little for the width of all."""
    spans = []
    cost = 0.3 * (max(x.values()) - min(x.values()))
    for (one, other), children in couples_of(parents).items():
        down = descent(one, other, x)
        ends = [down, *(x[child] for child in children)]
        spans.append((min(ends), max(ends), frozenset(children)))
        cost += abs((min(ends[1:]) + max(ends[1:])) / 2 - down) * 2 + (max(ends) - min(ends))
        cost += max(abs(x[one] - x[other]) - STEP, 0) * 3
    return cost + 2 * _overlap(spans)


def _overlap(spans: Sequence[tuple[float, float, frozenset[str]]]) -> float:
    pairs = [(one, other) for place, one in enumerate(spans) for other in spans[:place]]
    return sum(max(min(one[1], other[1]) - max(one[0], other[0]) + 8, 0) for one, other in pairs)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
