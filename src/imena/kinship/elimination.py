"""Elimination: in which order a network is summed, and the steps that do it.

Summing a variable multiplies all factors that hold it into one new factor without it. Every order gives the same sum;
a good one never builds a large factor. The order is found greedily, with seeded random restarts, once for each shape.

A step is *constant* when it does not look at anyone's genotype: the slots of typed people are then axes over all
alleles, like any other. Constant steps come first and are done once for a locus, however many families share it; what
is left for each family is to read the constants at its alleles. Where one family is computed alone this is waste, so
the search weighs constant work by the number of families that will share it.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from imena.kinship.network import Extent, Factor, Hidden, Network, Typed, network_of
from imena.kinship.shape import Shape

RESTARTS = 40
NOMINAL_ALLELES = 12
"""The number of alleles for which an order is weighed."""
CONSTANT_AXES = 3
"""A constant has at most so many axes over alleles, so that it stays small at a locus of 55 alleles."""
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
    """Multiply `operands`, sum over `summed` (None in the last step), keep the axes `kept`."""

    operands: tuple[Operand, ...]
    kept: tuple[Axis, ...]
    summed: int | None
    constant: bool


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """The steps of a shape's likelihood; the last one leaves the axes of the open member, or a single number.

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


@lru_cache(maxsize=4096)
def program_of(shape: Shape, families: int) -> Program:
    """The steps for a shape that so many families share; found once and kept."""
    network = network_of(shape)
    chance = random.Random(len(network.extents))
    plans = [_greedy_plan(network, families, _cheapest)]
    plans += [_greedy_plan(network, families, lambda costs: _nearly_cheapest(costs, chance)) for _ in range(RESTARTS)]
    programs = (_program(network, plan) for plan in dict.fromkeys(plans))
    return min(programs, key=lambda program: program.cost(NOMINAL_ALLELES, families))


def shared_by(families: int) -> int:
    """The number of families for which an order is found: few distinct ones, so that orders are reused."""
    return 1 if families < 8 else 32 if families < 256 else 4096


@dataclass(frozen=True, slots=True)
class _Group:
    """A factor during the search. While it is constant, typed slots are among its axes; then phases stand for them."""

    axes: frozenset[Axis]
    constant: bool

    def variables(self) -> frozenset[int]:
        """What may be summed out of it, the phases of its typed slots included."""
        return frozenset(_read_at_alleles(self.axes))

    def holds(self, variable: int) -> bool:
        return variable in self.variables()


def _read_at_alleles(axes: frozenset[Axis]) -> set[int]:
    """The axes left when typed slots are read at their alleles: a slot with a phase becomes the phase."""
    variables = {axis for axis in axes if isinstance(axis, int)}
    return variables | {a.phase for a in axes if isinstance(a, Typed) and a.phase is not None}


def _group_of(factor: Factor) -> _Group:
    axes: set[Axis] = {slot.variable if isinstance(slot, Hidden) else slot for slot in factor.slots}
    if factor.selector is not None:
        axes.add(factor.selector)
    return _Group(frozenset(axes), constant=True)


@dataclass(frozen=True, slots=True)
class _Move:
    """Summing one variable: the group that results and what it costs a family."""

    variable: int
    result: _Group
    cost: float


Plan = tuple[tuple[int, bool], ...]
"""The variables in the order they are summed, each with whether the step is constant."""


def _cheapest(moves: Sequence[_Move]) -> _Move:
    return min(moves, key=lambda move: (move.cost, move.variable))


def _nearly_cheapest(moves: Sequence[_Move], chance: random.Random) -> _Move:
    """One of the cheapest, the cheaper the likelier."""
    ranked = sorted(moves, key=lambda move: (move.cost, move.variable))[:4]
    return chance.choices(ranked, [1 / move.cost for move in ranked])[0]


def _greedy_plan(network: Network, families: int, choose: Callable[[Sequence[_Move]], _Move]) -> Plan:
    groups = [_group_of(factor) for factor in network.factors]
    waiting = set(range(len(network.extents))) - set(network.open_variables)
    plan = []
    while waiting:
        move = choose([_move(network, groups, variable, families) for variable in waiting])
        groups = [group for group in groups if not group.holds(move.variable)] + [move.result]
        waiting.remove(move.variable)
        plan.append((move.variable, move.result.constant))
    return tuple(plan)


def _move(network: Network, groups: Sequence[_Group], variable: int, families: int) -> _Move:
    """The cheaper of summing a variable once for all families and summing it for each."""
    held = [group for group in groups if group.holds(variable)]
    axes = frozenset[Axis]().union(*(group.axes for group in held))
    read = frozenset[Axis](_read_at_alleles(axes))
    for_each = STEP_COST + _cells(network, read, NOMINAL_ALLELES)
    once = (STEP_COST + _cells(network, axes, NOMINAL_ALLELES)) / families
    if variable in axes and _may_be_constant(network, held, axes - {variable}) and once <= for_each:
        return _Move(variable, _Group(axes - {variable}, constant=True), once)
    return _Move(variable, _Group(read - {variable}, constant=False), for_each)


def _may_be_constant(network: Network, held: Sequence[_Group], kept: frozenset[Axis]) -> bool:
    over_alleles = sum(extent_of(network, axis) is Extent.ALLELE for axis in kept)
    return over_alleles <= CONSTANT_AXES and all(group.constant for group in held)


def extent_of(network: Network, axis: Axis) -> Extent:
    return Extent.ALLELE if isinstance(axis, Typed) else network.extents[axis]


def _cells(network: Network, axes: frozenset[Axis] | tuple[Axis, ...], alleles: int) -> float:
    size = 1.0
    for axis in axes:
        size *= alleles if extent_of(network, axis) is Extent.ALLELE else 2
    return size


def _program(network: Network, plan: Plan) -> Program:
    """The steps of a plan, those that are constant first."""
    pool: list[tuple[Operand, _Group]] = [(factor, _group_of(factor)) for factor in network.factors]
    steps: list[Step] = []
    for variable, constant in plan:
        held = [entry for entry in pool if entry[1].holds(variable)]
        pool = [entry for entry in pool if not entry[1].holds(variable)]
        axes = frozenset[Axis]().union(*(group.axes for _, group in held))
        kept = (axes if constant else frozenset[Axis](_read_at_alleles(axes))) - {variable}
        pool.append((Product(len(steps)), _Group(kept, constant)))
        operands = tuple(operand for operand, _ in held)
        steps.append(Step(operands, tuple(sorted(kept, key=_axis_order)), variable, constant))
    last = tuple(operand for operand, _ in pool)
    steps.append(Step(last, network.open_variables, None, constant=False))
    return _constants_first(network, steps)


def _axis_order(axis: Axis) -> tuple[int, int, int]:
    return (1, axis.person, axis.first) if isinstance(axis, Typed) else (0, axis, 0)


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
