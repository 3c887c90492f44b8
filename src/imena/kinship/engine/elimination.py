"""Elimination: in which order a network is summed, and the steps that do it.

Summing a variable multiplies all factors that hold it into one new factor without it. Every order gives the same sum;
a good one never builds a large factor. The order is found greedily, with seeded random restarts, once for each shape.

A step is *constant* when it looks neither at anyone's genotype nor at a table of the family's own: the slots of typed
people are then axes over all alleles, like any other. Constant steps come first and are done once for a locus, however
many families share it; what is left for each family is to read the constants at its alleles. Where one family is
computed alone this is waste, so the search weighs constant work by the number of families that will share it.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from imena.kinship.engine.coancestry import Founding
from imena.kinship.engine.network import Extent, Factor, Hidden, Network, Typed, network_of
from imena.kinship.engine.shape import Shape

RESTARTS = 40
FEW_RESTARTS = 0
"""For each of the many ways founders' alleles may be alike, a good order will do."""
CHEAP, RESTARTS_IF_CHEAP = 100_000, 2
"""For a few families alone a search costs more than it saves where the first order found takes so few products."""
NOMINAL_ALLELES = (12, 16, 26, 60)
"""The numbers of alleles for which an order is weighed."""
MOST_CELLS = 500_000
"""A constant has at most so many numbers, so that it stays in the processor's cache."""
MOST_OPERANDS = 4
"""A step multiplies at most so many factors, so that small numbers are scaled up before they vanish."""
STEP_COST = 6.0
"""What a step costs beside its products."""

Axis = int | Typed
"""A variable of the network or, in a constant, the slot of a typed person."""


@dataclass(frozen=True, slots=True)
class Product:
    """The factor made by an earlier step, by that step's number; its axes are what that step kept."""

    step: int


Operand = Factor | Product


@dataclass(frozen=True, slots=True)
class Step:
    """Multiply `operands`, sum over `summed` (where it is None, over nothing), keep the axes `kept`."""

    operands: tuple[Operand, ...]
    kept: tuple[Axis, ...]
    summed: int | None
    constant: bool


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """The steps of a shape's likelihood; the last one leaves the axes of the open member, or numbers to be added up.

    `constants` steps, at the front, do not depend on anyone's genotype.
    """

    network: Network
    steps: tuple[Step, ...]
    constants: int

    def cost(self, alleles: int, families: int) -> float:
        """Products to be computed for so many families that share a locus of so many alleles."""
        once = sum(_step_cost(self.network, step, alleles) for step in self.steps[: self.constants])
        each = sum(_step_cost(self.network, step, alleles) for step in self.steps[self.constants :])
        return once + families * each


def _step_cost(network: Network, step: Step, alleles: int) -> float:
    scope = step.kept if step.summed is None else (*step.kept, step.summed)
    return STEP_COST + _cells(network, scope, alleles)


@lru_cache(maxsize=65536)
def program_of(
    shape: Shape,
    families: int = 1,
    alleles: int = NOMINAL_ALLELES[0],
    founding: Founding | None = None,
    *,
    open_meioses: bool = False,
) -> Program:
    """The steps for a shape that so many families share at a locus of about so many alleles; found once and kept.

    `families` and `alleles` are those of `shared_by` and `nominal`: few distinct ones, so that orders are reused.
    """
    network = network_of(shape, founding, open_meioses=open_meioses)
    search = _Search(network, families, alleles)
    chance = random.Random(len(network.extents))
    restarts = min(RESTARTS if founding is None else FEW_RESTARTS, 4 * len(search.waiting))
    plans = [search.plan(_cheapest)]
    if families == 1 and plans[0].cost < CHEAP:
        restarts = min(restarts, RESTARTS_IF_CHEAP)
    plans += [search.plan(lambda moves: _nearly_cheapest(moves, chance)) for _ in range(restarts)]
    return _program(network, min(plans, key=lambda plan: plan.cost))


def nominal(alleles: int, families: int) -> int:
    """The number of alleles for which an order is found; one where a single family makes it matter little."""
    if families < 8:
        return NOMINAL_ALLELES[0]
    return next((size for size in NOMINAL_ALLELES if alleles <= size), NOMINAL_ALLELES[-1])


def shared_by(families: int) -> int:
    """The number of families for which an order is found: few distinct ones, so that orders are reused."""
    return 1 if families < 8 else 32 if families < 256 else 4096


@dataclass(frozen=True, slots=True)
class _Group:
    """A factor during the search: its axes as bits, variables first, then typed slots.

    `axes` is what it has while it is constant; `read` what it has once typed slots are read at their alleles, so that
    their phases stand for them.
    """

    axes: int
    read: int
    constant: bool


@dataclass(frozen=True, slots=True)
class _Move:
    """Summing one variable: the group that results, and what that costs a family."""

    variable: int
    result: _Group
    cost: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """The variables in the order they are summed, each with whether the step is constant, and the cost to a family."""

    moves: tuple[tuple[int, bool], ...]
    cost: float


Choice = Callable[[Sequence[_Move]], _Move]


def _cheapest(moves: Sequence[_Move]) -> _Move:
    return min(moves, key=lambda move: (move.cost, move.variable))


def _nearly_cheapest(moves: Sequence[_Move], chance: random.Random) -> _Move:
    """One of the cheapest, the cheaper the likelier."""
    ranked = sorted(moves, key=lambda move: (move.cost, move.variable))[:4]
    return chance.choices(ranked, [1 / move.cost for move in ranked])[0]


class _Search:
    """The search for an order of one network, its axes numbered as bits."""

    def __init__(self, network: Network, families: int, alleles: int) -> None:
        self.families = families
        self.alleles = alleles
        variables = range(len(network.extents))
        self.waiting = [variable for variable in variables if variable not in network.open_variables]
        slots = dict.fromkeys(slot for factor in network.factors for slot in factor.slots if isinstance(slot, Typed))
        self.bit = {slot: 1 << (len(variables) + number) for number, slot in enumerate(slots)}
        self.over_alleles = sum(1 << variable for variable in variables if network.extents[variable] is Extent.ALLELE)
        self.over_alleles |= sum(self.bit.values())
        self.groups = [self._group(factor) for factor in network.factors]

    def _group(self, factor: Factor) -> _Group:
        axes = read = 0 if factor.selector is None else 1 << factor.selector
        for slot in factor.slots:
            if isinstance(slot, Hidden):
                axes |= 1 << slot.variable
                read |= 1 << slot.variable
            else:
                axes |= self.bit[slot]
                read |= 0 if slot.phase is None else 1 << slot.phase
        return _Group(axes, read, constant=not factor.table.of_family)

    def plan(self, choose: Choice) -> _Plan:
        groups = self.groups
        moves = {variable: self._move(groups, variable) for variable in self.waiting}
        done = []
        cost = 0.0
        while moves:
            move = choose(list(moves.values()))
            groups = [group for group in groups if not group.read >> move.variable & 1] + [move.result]
            del moves[move.variable]
            for variable in moves:
                if move.result.read >> variable & 1:
                    moves[variable] = self._move(groups, variable)
            done.append((move.variable, move.result.constant))
            cost += move.cost
        return _Plan(tuple(done), cost)

    def _move(self, groups: Sequence[_Group], variable: int) -> _Move:
        """The cheaper of summing a variable once for all families and summing it for each."""
        bit = 1 << variable
        axes, read, constant = 0, bit, True
        for group in groups:
            if group.read & bit:
                axes |= group.axes
                read |= group.read
                constant &= group.constant
        for_each = STEP_COST + self._cells(read)
        if constant and axes & bit and self._cells(axes & ~bit) <= MOST_CELLS:
            once = (STEP_COST + self._cells(axes)) / self.families
            if once <= for_each:
                return _Move(variable, _Group(axes & ~bit, read & ~bit, constant=True), once)
        return _Move(variable, _Group(read & ~bit, read & ~bit, constant=False), for_each)

    def _cells(self, axes: int) -> float:
        over_alleles = (axes & self.over_alleles).bit_count()
        return float(self.alleles**over_alleles * 2 ** (axes.bit_count() - over_alleles))


def extent_of(network: Network, axis: Axis) -> Extent:
    return Extent.ALLELE if isinstance(axis, Typed) else network.extents[axis]


def _cells(network: Network, axes: tuple[Axis, ...], alleles: int) -> float:
    size = 1.0
    for axis in axes:
        size *= alleles if extent_of(network, axis) is Extent.ALLELE else 2
    return size


@dataclass(frozen=True, slots=True)
class _Part:
    """A factor while the steps are written: what it is and its axes."""

    operand: Operand
    axes: frozenset[Axis]

    def read_at_alleles(self) -> frozenset[Axis]:
        """The axes left when typed slots are read at their alleles: a slot with a phase becomes the phase."""
        variables = {axis for axis in self.axes if isinstance(axis, int)}
        return frozenset(variables | {a.phase for a in self.axes if isinstance(a, Typed) and a.phase is not None})


def _is_read_alone(part: _Part) -> bool:
    """Whether a part is one number for each family, once read: the frequency of a typed founder's allele."""
    return isinstance(part.operand, Factor) and not part.operand.table.of_family and not part.read_at_alleles()


def _part(factor: Factor) -> _Part:
    axes: set[Axis] = {slot.variable if isinstance(slot, Hidden) else slot for slot in factor.slots}
    if factor.selector is not None:
        axes.add(factor.selector)
    return _Part(factor, frozenset(axes))


def _program(network: Network, plan: _Plan) -> Program:
    """The steps of a plan, those that are constant first."""
    pool = [_part(factor) for factor in network.factors]
    steps: list[Step] = []
    for variable, constant in plan.moves:
        held = [part for part in pool if variable in part.read_at_alleles()]
        pool = [part for part in pool if variable not in part.read_at_alleles()]
        if constant:
            fits = [
                part
                for part in pool
                if part.axes and _is_read_alone(part) and part.axes <= _axes_of(held, constant=True)
            ]
            held, pool = held + fits, [part for part in pool if part not in fits]
        pool.append(_sum_out(held, variable, constant, steps))
    _finish(_constants_together(pool, steps), network, steps)
    if not network.open_variables:
        _leave_sums(steps)
    return _constants_first(network, steps)


def _leave_sums(steps: list[Step]) -> None:
    """Drop the last steps that only add up: the numbers that are left are added anyway."""
    while len(steps) > 1 and steps[-1].operands == (Product(len(steps) - 2),) and not steps[-2].constant:
        steps.pop()


def _finish(pool: Sequence[_Part], network: Network, steps: list[Step]) -> None:
    """Multiply what is left; in the step that was last, where it can take the rest with it."""
    parts = list(pool)
    if steps and not steps[-1].constant:
        last, rest = steps[-1], [part for part in parts if part.operand != Product(len(steps) - 1)]
        if len(rest) < len(parts) and len(last.operands) + len(rest) <= MOST_OPERANDS:
            operands = (*last.operands, *(part.operand for part in rest))
            steps[-1] = Step(operands, network.open_variables, last.summed, constant=False)
            return
    few = _multiplied(parts, constant=False, steps=steps)
    steps.append(Step(tuple(part.operand for part in few), network.open_variables, None, constant=False))


def _constants_together(pool: Sequence[_Part], steps: list[Step]) -> list[_Part]:
    """The parts, those that are plain numbers and the same for every family multiplied into one."""
    numbers = [
        part
        for part in pool
        if not part.axes and isinstance(part.operand, Product) and steps[part.operand.step].constant
    ]
    if len(numbers) < 2:
        return list(pool)
    few = _multiplied(numbers, constant=True, steps=steps)
    steps.append(Step(tuple(part.operand for part in few), (), None, constant=True))
    return [part for part in pool if part not in numbers] + [_Part(Product(len(steps) - 1), frozenset())]


def _sum_out(held: Sequence[_Part], variable: int, constant: bool, steps: list[Step]) -> _Part:
    """Append the steps that multiply the parts and sum a variable; the part that results."""
    few = _multiplied(held, constant=constant, steps=steps)
    kept = _axes_of(few, constant=constant) - {variable}
    steps.append(Step(tuple(part.operand for part in few), _in_order(kept), variable, constant))
    return _Part(Product(len(steps) - 1), kept)


def _multiplied(parts: Sequence[_Part], *, constant: bool, steps: list[Step]) -> list[_Part]:
    """The parts, some of them multiplied in steps of their own, until there are few enough for one step."""
    few = list(parts)
    while len(few) > MOST_OPERANDS:
        chunk, few = few[:MOST_OPERANDS], few[MOST_OPERANDS:]
        kept = _axes_of(chunk, constant=constant)
        steps.append(Step(tuple(part.operand for part in chunk), _in_order(kept), None, constant))
        few.append(_Part(Product(len(steps) - 1), kept))
    return few


def _axes_of(parts: Sequence[_Part], *, constant: bool) -> frozenset[Axis]:
    return frozenset[Axis]().union(*(part.axes if constant else part.read_at_alleles() for part in parts))


def _in_order(axes: frozenset[Axis]) -> tuple[Axis, ...]:
    return tuple(sorted(axes, key=_axis_order))


def _axis_order(axis: Axis) -> tuple[int, int, int]:
    """Typed slots first: what a family reads of a constant then lies together."""
    return (0, axis.person, axis.first) if isinstance(axis, Typed) else (1, axis, 0)


def _constants_first(network: Network, steps: Sequence[Step]) -> Program:
    moved = sorted(range(len(steps)), key=lambda number: not steps[number].constant)
    place = {number: new for new, number in enumerate(moved)}
    renumbered = tuple(
        Step(
            tuple(Product(place[o.step]) if isinstance(o, Product) else o for o in steps[number].operands),
            steps[number].kept,
            steps[number].summed,
            steps[number].constant,
        )
        for number in moved
    )
    return Program(network, renumbered, sum(step.constant for step in steps))
