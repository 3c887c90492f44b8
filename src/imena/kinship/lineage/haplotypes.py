"""Haplotypes of the Y chromosome: what one man's lineage marker shows, and how two of them differ.

A Y haplotype is handed down from father to son unchanged but for mutation, so all men of one paternal line share it.
Mitochondrial haplotypes, of maternal lines, are in `mitochondrial`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from imena.kinship.errors import KinshipError
from imena.kinship.loci import Repeats, repeats


class HaplotypeError(KinshipError):
    """A haplotype, a database of haplotypes or a comparison of them that cannot be."""


@dataclass(frozen=True, slots=True)
class YHaplotype:
    """The alleles of a man's Y chromosome by locus. A locus that is not among `alleles` was not typed.

    A locus with several copies on the chromosome (DYS385, DYF387S1) has several alleles. Their order carries no
    meaning and typing does not count copies: `11` and `11, 11` say the same, so each allele is kept once, in order of
    length. Raises `HaplotypeError` for a locus without alleles and for an empty allele.
    """

    name: str
    alleles: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        for locus, alleles in self.alleles.items():
            if not alleles or not all(alleles):
                raise HaplotypeError(
                    "{person}, locus {locus}: expected at least one allele, found {alleles}; leave out a locus that "
                    "was not typed",
                    person=self.name,
                    locus=locus,
                    alleles=alleles,
                )
        ordered = {locus: tuple(sorted(set(alleles), key=_by_length)) for locus, alleles in self.alleles.items()}
        object.__setattr__(self, "alleles", ordered)

    def __hash__(self) -> int:
        return hash((self.name, frozenset(self.alleles.items())))

    @property
    def loci(self) -> frozenset[str]:
        return frozenset(self.alleles)

    def at(self, loci: Collection[str]) -> "YHaplotype":
        """The haplotype at some of its loci only."""
        return YHaplotype(self.name, {locus: found for locus, found in self.alleles.items() if locus in loci})


def _by_length(allele: str) -> tuple[bool, int, int, str]:
    """Numbers of repeats in their order, other names after them."""
    read = repeats(allele)
    return (True, 0, 0, allele) if read is None else (False, read.whole, read.bases, allele)


@dataclass(frozen=True, slots=True)
class YDifference:
    """A locus at which two haplotypes differ. `steps` are whole repeats, summed over the copies of the locus.

    `steps` is None where the alleles cannot be paired by whole repeats: of different classes (17 and 17.2), not
    named as repeats, a null allele (0), or a different number of alleles.
    """

    locus: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    steps: int | None


@dataclass(frozen=True, slots=True)
class YComparison:
    """Two Y haplotypes at the loci typed in both; `not_compared` are those typed in one of them."""

    first: str
    second: str
    loci: tuple[str, ...]
    not_compared: tuple[str, ...]
    differences: tuple[YDifference, ...]

    @property
    def match(self) -> bool:
        return not self.differences

    @property
    def steps(self) -> int | None:
        """The steps over all loci; None where some locus has none."""
        steps = [difference.steps for difference in self.differences]
        return None if None in steps else sum(each for each in steps if each is not None)


def compare_y(first: YHaplotype, second: YHaplotype) -> YComparison:
    """Compare two haplotypes at their common loci. Raises `HaplotypeError` where they have none."""
    common = first.loci & second.loci
    if not common:
        raise HaplotypeError("{first} and {second} have no locus in common", first=first.name, second=second.name)
    differences = [
        YDifference(locus, first.alleles[locus], second.alleles[locus], steps_between(first, second, locus))
        for locus in sorted(common)
        if first.alleles[locus] != second.alleles[locus]
    ]
    return YComparison(
        first=first.name,
        second=second.name,
        loci=tuple(sorted(common)),
        not_compared=tuple(sorted(first.loci ^ second.loci)),
        differences=tuple(differences),
    )


def steps_between(first: YHaplotype, second: YHaplotype, locus: str) -> int | None:
    """Whole repeats between the alleles of a locus, paired in order of length; None where they do not pair."""
    ours, theirs = (_paired(haplotype.alleles[locus]) for haplotype in (first, second))
    if ours is None or theirs is None or len(ours) != len(theirs):
        return None
    steps = [one.steps_to(other) for one, other in zip(ours, theirs, strict=True)]
    return None if None in steps else sum(each for each in steps if each is not None)


def _paired(alleles: tuple[str, ...]) -> list[Repeats] | None:
    """The alleles as repeats, those of one class together; None where one of them is not repeats or is null."""
    read = [repeats(allele) for allele in alleles]
    known = [each for each in read if each is not None and each.whole]
    return sorted(known, key=lambda each: (each.bases, each.whole)) if len(known) == len(read) else None
