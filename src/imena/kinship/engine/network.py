"""Network: a shape as a Bayesian network over alleles, ready to be summed.

Each person has two slots, the allele from the father and the allele from the mother; a male has one at an X locus. A
slot of an untyped person is a variable over alleles. A typed person has no allele variables: where a founder is typed
the slots are fixed, elsewhere a *phase* (2 values) says which allele came from whom. A meiosis has a *selector*
(2 values): which of the parent's slots was passed on. The probability of a meiosis is then a product of two small
factors, S₀[s, p, c] = (T[p, c], 1) and S₁[s, m, c] = (1, T[m, c]), each a view of the same table.

Lauritzen & Sheehan 2003 (Stat Sci 18:489) describe such networks for pedigrees.
"""

from dataclasses import dataclass, field
from enum import IntEnum

from imena.kinship.engine.coancestry import Founding, slots_of
from imena.kinship.engine.shape import NOBODY, Member, Shape, Standing
from imena.kinship.pedigree import Sex


class Extent(IntEnum):
    """How many values a variable has: an allele as many as the locus, a selector or a phase two."""

    ALLELE = 0
    TWO = 2


class Table(IntEnum):
    """The tables of a network.

    Those of the locus, shapes (alleles,), then (2, alleles, alleles): transitions, then ones. And those of one family:
    the pool from which its untyped founders draw, (alleles,), and what was seen of each uncertain member, (alleles,
    alleles).
    """

    FREQUENCIES = 0
    PATERNAL = 1
    MATERNAL = 2
    POOL = 3
    SEEN = 4

    @property
    def of_family(self) -> bool:
        return self in (Table.POOL, Table.SEEN)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A slot whose allele is a variable of the network."""

    variable: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A slot of a typed person: allele number `first` of the genotype, or in the other phase the other one."""

    person: int
    first: int
    phase: int | None


Slot = Hidden | Typed


@dataclass(frozen=True, slots=True)
class Factor:
    """A view of a table: what each of its allele axes stands for, and for transitions how the first axis is read.

    `selector` None reads the transitions themselves (selector fixed); otherwise `flipped` reads the pair
    (transitions, ones) backwards. `uncertain`: of which uncertain member a table of what was seen is.
    """

    table: Table
    slots: tuple[Slot, ...]
    selector: int | None = None
    flipped: bool = False
    uncertain: int = 0


class Doubling(IntEnum):
    """How a typed person's two orders of alleles are counted.

    none: one allele only (a male at X). fixed: slots are fixed, so a heterozygote counts twice. phased: both phases
    are summed, so a homozygote counts half.
    """

    NONE = 0
    FIXED = 1
    PHASED = 2


@dataclass(slots=True, eq=False)
class Network:
    """The variables, by their extent, the factors, and what remains after summing.

    `open_variables`: the open member's slots; one where they are copies of one draw. Or, where meioses are asked for,
    their selectors, `meioses` saying whose: (child, parent) by place in the shape.
    """

    extents: list[Extent] = field(default_factory=list)
    factors: list[Factor] = field(default_factory=list)
    open_variables: tuple[int, ...] = ()
    doublings: list[Doubling] = field(default_factory=list)
    halvings: int = 0
    """Selectors that are summed, each with probability one half."""
    uncertain: int = 0
    """How many members are uncertain."""
    own_pool: bool = False
    meioses: list[tuple[int, int]] = field(default_factory=list)

    def variable(self, extent: Extent) -> int:
        self.extents.append(extent)
        return len(self.extents) - 1


@dataclass(slots=True)
class _Slots:
    """A person's slots while the network is built; `spare` until the symmetry of a hidden founder is used up."""

    paternal: Slot | None
    maternal: Slot
    spare: bool


def network_of(shape: Shape, founding: Founding | None = None, *, open_meioses: bool = False) -> Network:
    """Build the network of a shape, its founders' alleles independent draws unless a founding says otherwise.

    With a founding, typed founders have no factor: their probability is the family's, outside the network. With
    `open_meioses` every selector is left open.
    """
    return _Builder(shape, founding, open_meioses).build()


class _Builder:
    """Builds the network of one shape, member by member, parents first."""

    def __init__(self, shape: Shape, founding: Founding | None, open_meioses: bool) -> None:
        self.shape = shape
        self.founding = founding
        self.open_meioses = open_meioses
        self.network = Network()
        self.slots: list[_Slots] = []
        self.drawn = self._draw(founding.blocks) if founding else {}

    def _draw(self, blocks: tuple[tuple[int, ...], ...]) -> dict[int, list[int]]:
        """A variable for each draw; for each founder those of his slots, and whether he shares neither with another."""
        assert self.founding is not None
        self.network.own_pool = self.founding.own_pool
        table = Table.POOL if self.founding.own_pool else Table.FREQUENCIES
        drawn: dict[int, list[int]] = {}
        for block in blocks:
            variable = self.network.variable(Extent.ALLELE)
            self.network.factors.append(Factor(table, (Hidden(variable),)))
            for place in block:
                drawn.setdefault(place, []).append(variable)
        return drawn

    def build(self) -> Network:
        for place, member in enumerate(self.shape.members):
            own = self._slots_of(place, member)
            self.slots.append(own)
            both = (own.paternal, own.maternal)
            if member.standing is Standing.OPEN:
                variables = dict.fromkeys(slot.variable for slot in both if isinstance(slot, Hidden))
                self.network.open_variables = tuple(variables)
            if member.standing is Standing.UNCERTAIN:
                seen = tuple(slot for slot in both if slot is not None)
                self.network.factors.append(Factor(Table.SEEN, seen, uncertain=self.network.uncertain))
                self.network.uncertain += 1
            for parent, slot in ((member.father, own.paternal), (member.mother, own.maternal)):
                if slot is None or member.is_founder:
                    continue
                if parent == NOBODY:
                    self.network.factors.append(Factor(Table.FREQUENCIES, (slot,)))
                else:
                    self._add_meiosis(place, parent, slot)
        if self.open_meioses:
            self.network.halvings = 0
        return self.network

    def _slots_of(self, place: int, member: Member) -> _Slots:
        one_slot = self.shape.has_one_slot(place)
        if member.standing is Standing.TYPED:
            return self._typed_slots(member, one_slot)
        if member.is_founder:
            return self._founder_slots(place, member, one_slot)
        maternal = Hidden(self.network.variable(Extent.ALLELE))
        return _Slots(None if one_slot else Hidden(self.network.variable(Extent.ALLELE)), maternal, spare=False)

    def _typed_slots(self, member: Member, one_slot: bool) -> _Slots:
        person = len(self.network.doublings)
        if one_slot:
            self.network.doublings.append(Doubling.NONE)
            own = _Slots(None, Typed(person, 0, None), spare=False)
        else:
            self.network.doublings.append(Doubling.FIXED if member.is_founder else Doubling.PHASED)
            phase = None if member.is_founder else self.network.variable(Extent.TWO)
            own = _Slots(Typed(person, 0, phase), Typed(person, 1, phase), spare=False)
        if member.is_founder and self.founding is None:
            slots = (own.paternal, own.maternal)
            self.network.factors += [Factor(Table.FREQUENCIES, (slot,)) for slot in slots if slot is not None]
        return own

    def _founder_slots(self, place: int, member: Member, one_slot: bool) -> _Slots:
        """The slots of a founder who is not typed: variables of their own, or those of the draws they are copies of."""
        if self.founding is None:
            drawn = [self.network.variable(Extent.ALLELE) for _ in range(slots_of(self.shape, place))]
            self.network.factors += [Factor(Table.FREQUENCIES, (Hidden(variable),)) for variable in drawn]
            alone = True
        else:
            drawn = self.drawn[place]
            alone = all(block.count(place) == len(block) for block in self.founding.blocks if place in block)
        paternal, maternal = Hidden(drawn[0]), Hidden(drawn[-1])
        spare = alone and member.standing is Standing.HIDDEN and not self.open_meioses
        return _Slots(None if one_slot else paternal, maternal, spare)

    def _add_meiosis(self, place: int, parent: int, child: Slot) -> None:
        network, slots = self.network, self.slots[parent]
        table = Table.PATERNAL if self.shape.members[parent].sex is Sex.MALE else Table.MATERNAL
        if slots.paternal is None or slots.paternal == slots.maternal:
            network.factors.append(Factor(table, (slots.maternal, child)))
        elif slots.spare:
            # The slots of an untyped founder are alike, so its first meiosis may pass on the paternal one for certain.
            slots.spare = False
            network.factors.append(Factor(table, (slots.paternal, child)))
        else:
            selector = network.variable(Extent.TWO)
            network.halvings += 1
            network.factors.append(Factor(table, (slots.paternal, child), selector))
            network.factors.append(Factor(table, (slots.maternal, child), selector, flipped=True))
            if self.open_meioses:
                network.open_variables += (selector,)
                network.meioses.append((place, parent))
