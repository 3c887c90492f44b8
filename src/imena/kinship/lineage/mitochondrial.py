"""Mitochondrial haplotypes: differences to the rCRS over stated ranges, and what a comparison of two says.

mtDNA is handed down by the mother, so all who descend from one woman through women share it but for mutation.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from imena.kinship.lineage.haplotypes import HaplotypeError
from imena.kinship.lineage.rcrs import (
    GAP,
    MtDifference,
    Range,
    Slot,
    parse_difference,
    parse_ranges,
    positions,
    ranges_of,
    reference_states,
)

EMPOP_LENGTH_VARIANTS: tuple[Range, ...] = (
    (16190, 16193),
    (303, 315),
    (452, 455),
    (461, 463),
    (568, 573),
    (956, 960),
    (5895, 5899),
    (8272, 8276),
    (8281, 8285),
)
"""The runs of one base whose insertions and deletions an EMPOP query disregards: C runs, and the T run at 455.

EMPOP, Using EMPOP, 4.1.7; Parson et al. 2014 (Forensic Sci Int Genet 13:134). It lists the run at 315 with that at 309.
"""
AC_REPEAT: Range = (515, 524)
LENGTH_VARIANTS = (*EMPOP_LENGTH_VARIANTS, AC_REPEAT)
"""What `compare_mt` disregards by default: EMPOP's runs and the AC repeat, which EMPOP counts as one event."""


@dataclass(frozen=True, slots=True)
class MtHaplotype:
    """The differences of a person's mtDNA to the rCRS over the ranges that were typed.

    `differences` are read by `parse_difference` and kept in one spelling, in the order of their positions. Raises
    `HaplotypeError` for what is no difference, for one outside the ranges, for two at one place, and for an insertion
    without the one before it (309.2C without 309.1C).
    """

    name: str
    ranges: tuple[Range, ...]
    differences: tuple[str, ...]
    sites: Mapping[Slot, frozenset[str]] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        if not self.ranges:
            raise HaplotypeError("{person}: expected at least one typed range", person=self.name)
        typed = self.positions
        found = [each for text in self.differences for each in parse_difference(text)]
        sites: dict[Slot, MtDifference] = {}
        for difference in sorted(found):
            _check_place(self.name, typed, difference, sites)
            sites[difference.slot] = difference
        object.__setattr__(self, "differences", tuple(str(each) for each in sites.values()))
        object.__setattr__(self, "sites", {slot: each.states for slot, each in sites.items()})

    @classmethod
    def parse(cls, name: str, ranges: str, differences: str) -> "MtHaplotype":
        """From text as it is written in reports: `"16024-576"`, `"A263G 315.1C"`."""
        return cls(name, parse_ranges(ranges), tuple(differences.split()))

    @property
    def positions(self) -> frozenset[int]:
        return positions(self.ranges)

    def over(self, ranges: tuple[Range, ...]) -> "MtHaplotype":
        """The haplotype over that part of these ranges which was typed."""
        typed = self.positions & positions(ranges)
        kept = [text for text, slot in zip(self.differences, self.sites, strict=True) if slot[0] in typed]
        return MtHaplotype(self.name, ranges_of(typed), tuple(kept))


def _check_place(person: str, typed: Set[int], difference: MtDifference, before: Mapping[Slot, MtDifference]) -> None:
    position, inserted = difference.slot
    values = {"person": person, "difference": str(difference)}
    if position not in typed:
        raise HaplotypeError("{person}: {difference} lies outside the typed ranges", **values)
    if difference.slot in before:
        raise HaplotypeError(
            "{person}: {difference} and {other} stand at one place", other=str(before[difference.slot]), **values
        )
    if inserted > 1 and (position, inserted - 1) not in before:
        raise HaplotypeError("{person}: {difference} needs the insertion before it to be stated", **values)


class MtVerdict(StrEnum):
    """What the number of differences says: SWGDAM 2013, mtDNA interpretation guidelines."""

    NOT_EXCLUDED = "cannot be excluded"
    INCONCLUSIVE = "inconclusive"
    EXCLUSION = "exclusion"


@dataclass(frozen=True, slots=True)
class MtSite:
    """A place where two haplotypes are not the same, with what each of them shows there."""

    slot: Slot
    first: frozenset[str]
    second: frozenset[str]

    def __str__(self) -> str:
        position, inserted = self.slot
        place = f"{position}.{inserted}" if inserted else f"{position}"
        return f"{place} {'/'.join(sorted(self.first))}:{'/'.join(sorted(self.second))}"


@dataclass(frozen=True, slots=True)
class MtComparison:
    """Two mitochondrial haplotypes over the ranges typed in both.

    `differences`: no base in common. `heteroplasmies`: not the same, but with a base in common, so compatible.
    `disregarded`: insertions and deletions in the length variants left out by rule. `count` is the number of events:
    neighbouring inserted or deleted bases are one.
    """

    first: str
    second: str
    ranges: tuple[Range, ...]
    differences: tuple[MtSite, ...]
    heteroplasmies: tuple[MtSite, ...]
    disregarded: tuple[MtSite, ...]
    count: int

    @property
    def verdict(self) -> MtVerdict:
        """Two or more differences exclude one maternal line, one is inconclusive."""
        if self.count > 1:
            return MtVerdict.EXCLUSION
        return MtVerdict.INCONCLUSIVE if self.count else MtVerdict.NOT_EXCLUDED


def compare_mt(
    first: MtHaplotype, second: MtHaplotype, *, disregard: tuple[Range, ...] = LENGTH_VARIANTS
) -> MtComparison:
    """Compare two haplotypes over the ranges typed in both, where insertions and deletions in `disregard` do not count.

    Raises `HaplotypeError` where no position was typed in both.
    """
    common = first.positions & second.positions
    if not common:
        raise HaplotypeError("{first} and {second} have no typed range in common", first=first.name, second=second.name)
    kinds: dict[str, list[MtSite]] = {"difference": [], "heteroplasmy": [], "disregarded": []}
    for slot in sorted(first.sites.keys() | second.sites.keys()):
        site = MtSite(slot, _states(first, slot), _states(second, slot))
        if slot[0] in common and site.first != site.second:
            kinds[_kind(site, disregard)].append(site)
    return MtComparison(
        first=first.name,
        second=second.name,
        ranges=ranges_of(common),
        differences=tuple(kinds["difference"]),
        heteroplasmies=tuple(kinds["heteroplasmy"]),
        disregarded=tuple(kinds["disregarded"]),
        count=_events(kinds["difference"]),
    )


def counted_differences(haplotype: MtHaplotype, typed: Set[int]) -> tuple[str, ...]:
    """The differences at these positions without those disregarded by default: haplotypes alike in them are one."""
    return tuple(
        text
        for text, (slot, states) in zip(haplotype.differences, haplotype.sites.items(), strict=True)
        if slot[0] in typed
        and states != reference_states(slot)
        and _kind(MtSite(slot, states, reference_states(slot)), LENGTH_VARIANTS) != "disregarded"
    )


def _states(haplotype: MtHaplotype, slot: Slot) -> frozenset[str]:
    return haplotype.sites.get(slot) or reference_states(slot)


def _kind(site: MtSite, disregard: tuple[Range, ...]) -> str:
    if GAP in site.first | site.second and site.slot[0] in positions(disregard):
        return "disregarded"
    return "heteroplasmy" if site.first & site.second else "difference"


def _events(differences: Sequence[MtSite]) -> int:
    """Neighbouring bases that the same one of the two lacks are one event."""
    return len(differences) - sum(_continues(before, after) for before, after in pairwise(differences))


def _continues(before: MtSite, after: MtSite) -> bool:
    (position, inserted), gap = before.slot, frozenset(GAP)
    same_lacks = before.first == after.first == gap or before.second == after.second == gap
    follows = after.slot == ((position, inserted + 1) if inserted else (position + 1, 0))
    return same_lacks and follows
