"""Haplotype databases: samples of a population in which a haplotype is counted. Every result names the one it used."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass

from imena.kinship.lineage.haplotypes import HaplotypeError, YHaplotype, compare_y
from imena.kinship.lineage.mitochondrial import MtHaplotype, compare_mt, counted_differences
from imena.kinship.lineage.rcrs import ranges_of

Haplotype = YHaplotype | MtHaplotype


@dataclass(frozen=True, slots=True)
class HaplotypeEntry:
    """A haplotype of a database, and how many people have it there."""

    haplotype: Haplotype
    count: int = 1


@dataclass(frozen=True, slots=True)
class Observation:
    """How often a haplotype was seen in a database.

    Of the `n` people who are typed at all that `used` names, `x` match; `left_out` people are not typed there.
    `haplotype` is the query at `used` only, `not_used` what else of it was typed: loci of the Y chromosome or ranges
    of mtDNA. `singletons` is how many haplotypes, at `used`, one of the `n` people has alone.
    """

    database: str
    source: str
    sha256: str
    haplotype: Haplotype
    used: tuple[str, ...]
    not_used: tuple[str, ...]
    n: int
    x: int
    left_out: int
    singletons: int


@dataclass(frozen=True, slots=True)
class HaplotypeDatabase:
    """Haplotypes of people drawn from one population. `sha256` is that of the file they were read from.

    Raises `HaplotypeError` for a database without entries, for one of both kinds, and for a count below 1.
    """

    name: str
    source: str
    sha256: str
    entries: tuple[HaplotypeEntry, ...]

    def __post_init__(self) -> None:
        if not self.entries:
            raise HaplotypeError("{database} holds no haplotype", database=self.name)
        if len({type(entry.haplotype) for entry in self.entries}) > 1:
            raise HaplotypeError("{database} mixes haplotypes of the Y chromosome and of mtDNA", database=self.name)
        for entry in self.entries:
            if entry.count < 1:
                raise HaplotypeError(
                    "{database}, {person}: expected a count of at least 1, found {count}",
                    database=self.name,
                    person=entry.haplotype.name,
                    count=entry.count,
                )

    def __len__(self) -> int:
        """How many people."""
        return sum(entry.count for entry in self.entries)

    def observe(self, query: Haplotype) -> Observation:
        """Count those who match a haplotype among those typed at all of its loci, or over all of its ranges.

        Loci and positions that no entry was typed at are not used. mtDNA matches as EMPOP's default query does: no
        difference, heteroplasmy compatible with its bases, length variants disregarded. Raises `HaplotypeError` for a
        haplotype of the other kind, and where no entry is typed at all that remains.
        """
        if type(query) is not type(self.entries[0].haplotype):
            raise HaplotypeError(
                "{database} holds no haplotypes of the kind of {person}", database=self.name, person=query.name
            )
        typed_by_some = frozenset().union(*(typed(entry.haplotype) for entry in self.entries))
        used = typed(query) & typed_by_some
        entries = [entry for entry in self.entries if used and used <= typed(entry.haplotype)]
        if not entries:
            raise HaplotypeError(
                "no entry of {database} is typed at all that {person} is typed at; choose fewer loci or ranges",
                database=self.name,
                person=query.name,
            )
        n = sum(entry.count for entry in entries)
        restricted = _restricted(query, used)
        return Observation(
            database=self.name,
            source=self.source,
            sha256=self.sha256,
            haplotype=restricted,
            used=_named(query, used),
            not_used=_named(query, typed(query) - used),
            n=n,
            x=sum(entry.count for entry in entries if matches(restricted, entry.haplotype)),
            left_out=len(self) - n,
            singletons=_singletons(entries, used),
        )


def typed(haplotype: Haplotype) -> frozenset[object]:
    """The loci or the positions at which a haplotype was typed."""
    return frozenset(haplotype.loci if isinstance(haplotype, YHaplotype) else haplotype.positions)


def matches(first: Haplotype, second: Haplotype) -> bool:
    """Whether two haplotypes of one kind do not differ in what was typed of both."""
    if isinstance(first, YHaplotype):
        return isinstance(second, YHaplotype) and compare_y(first, second).match
    return isinstance(second, MtHaplotype) and not compare_mt(first, second).count


def _restricted(haplotype: Haplotype, used: frozenset[object]) -> Haplotype:
    if isinstance(haplotype, YHaplotype):
        return haplotype.at([locus for locus in haplotype.loci if locus in used])
    return haplotype.over(ranges_of(haplotype.positions & used))


def _named(haplotype: Haplotype, used: frozenset[object]) -> tuple[str, ...]:
    if isinstance(haplotype, YHaplotype):
        return tuple(sorted(haplotype.loci & used))
    return tuple(f"{first}-{last}" for first, last in ranges_of(haplotype.positions & used))


def _singletons(entries: list[HaplotypeEntry], used: frozenset[object]) -> int:
    counts: Counter[Hashable] = Counter()
    for entry in entries:
        counts[_key(entry.haplotype, used)] += entry.count
    return sum(count == 1 for count in counts.values())


def _key(haplotype: Haplotype, used: frozenset[object]) -> Hashable:
    if isinstance(haplotype, YHaplotype):
        return frozenset((locus, alleles) for locus, alleles in haplotype.alleles.items() if locus in used)
    return counted_differences(haplotype, haplotype.positions & used)
