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

from imena.kinship.loci import Chromosome
from imena.kinship.pedigree import Sex
from imena.kinship.shape import NOBODY, Member, Shape, Standing


class Extent(IntEnum):
    """How many values a variable has: an allele as many as the locus, a selector or a phase two."""

    ALLELE = 0
    TWO = 2


class Table(IntEnum):
    """The tables that describe a locus. Shapes: (alleles,), then (2, alleles, alleles): transitions, then ones."""

    FREQUENCIES = 0
    PATERNAL = 1
    MATERNAL = 2


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
    (transitions, ones) backwards.
    """

    table: Table
    slots: tuple[Slot, ...]
    selector: int | None = None
    flipped: bool = False


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
    """The variables, by their extent, the factors, and what remains after summing: the open member's slots."""

    extents: list[Extent] = field(default_factory=list)
    factors: list[Factor] = field(default_factory=list)
    open_variables: tuple[int, ...] = ()
    doublings: list[Doubling] = field(default_factory=list)
    halvings: int = 0
    """Selectors that are summed, each with probability one half."""

    def variable(self, extent: Extent) -> int:
        self.extents.append(extent)
        return len(self.extents) - 1


@dataclass(slots=True)
class _Slots:
    """A person's slots while the network is built; `spare` until the symmetry of a hidden founder is used up."""

    paternal: Slot | None
    maternal: Slot
    spare: bool


def network_of(shape: Shape) -> Network:
    """Build the network of a shape."""
    network = Network()
    slots: list[_Slots] = []
    for member in shape.members:
        own = _slots_of(network, member, one_slot=_has_one_slot(shape, member))
        slots.append(own)
        if member.standing is Standing.OPEN:
            open_slots = (own.paternal, own.maternal)
            network.open_variables = tuple(slot.variable for slot in open_slots if isinstance(slot, Hidden))
        for parent, slot in ((member.father, own.paternal), (member.mother, own.maternal)):
            if slot is None:
                continue
            if parent == NOBODY:
                network.factors.append(Factor(Table.FREQUENCIES, (slot,)))
            else:
                _add_meiosis(network, slots[parent], slot, shape.members[parent].sex)
    return network


def _has_one_slot(shape: Shape, member: Member) -> bool:
    return shape.chromosome is Chromosome.X and member.sex is Sex.MALE


def _slots_of(network: Network, member: Member, *, one_slot: bool) -> _Slots:
    founder = member.father == NOBODY and member.mother == NOBODY
    if member.standing is not Standing.TYPED:
        paternal = None if one_slot else Hidden(network.variable(Extent.ALLELE))
        maternal = Hidden(network.variable(Extent.ALLELE))
        return _Slots(paternal, maternal, spare=founder and member.standing is Standing.HIDDEN)
    person = len(network.doublings)
    if one_slot:
        network.doublings.append(Doubling.NONE)
        return _Slots(None, Typed(person, 0, None), spare=False)
    network.doublings.append(Doubling.FIXED if founder else Doubling.PHASED)
    phase = None if founder else network.variable(Extent.TWO)
    return _Slots(Typed(person, 0, phase), Typed(person, 1, phase), spare=False)


def _add_meiosis(network: Network, parent: _Slots, child: Slot, sex: Sex) -> None:
    table = Table.PATERNAL if sex is Sex.MALE else Table.MATERNAL
    if parent.paternal is None:
        network.factors.append(Factor(table, (parent.maternal, child)))
    elif parent.spare:
        # The two slots of an untyped founder are alike, so its first meiosis may pass on the paternal one for certain.
        parent.spare = False
        network.factors.append(Factor(table, (parent.paternal, child)))
    else:
        selector = network.variable(Extent.TWO)
        network.halvings += 1
        network.factors.append(Factor(table, (parent.paternal, child), selector))
        network.factors.append(Factor(table, (parent.maternal, child), selector, flipped=True))
