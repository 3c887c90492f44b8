"""The slow reference: a likelihood as the textbook writes it, summed over everything, in plain Python.

Every untyped person has every genotype in turn, everyone passes on either allele, every allele may become any other,
founders draw their alleles one after the other from the urn. It shares no code with the engine and is there to be read,
and to hold the engine to the truth. Its cost grows with alleles to the power of twice the untyped people: use it for a
few people and a few alleles.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

Matrix = Sequence[Sequence[float]]
Row = tuple[str, str | None, str | None, str]
"""id, father, mother, sex ("M" or "F"); parents before children."""
Pair = tuple[int, int]
Drawn = tuple[int, ...]
"""The alleles drawn from the urn so far."""


@dataclass(frozen=True)
class Reference:
    """A pedigree at one locus. `frequencies` (alleles,); `paternal` and `maternal` (alleles, alleles).

    `genotypes`: positions of alleles, by id; a male at an X locus has his one allele twice. `weights`: of people of
    whom something was seen, P(what was seen | genotype), by id. `theta` and `inbreeding` as in `log_likelihood`.
    """

    people: Sequence[Row]
    genotypes: Mapping[str, Pair]
    frequencies: Sequence[float]
    paternal: Matrix
    maternal: Matrix
    x_linked: bool = False
    theta: float = 0.0
    inbreeding: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, Matrix] = field(default_factory=dict)

    def likelihood(self) -> float:
        """The probability of what was seen."""
        return self._of_everyone(0, {}, ())

    def _of_everyone(self, place: int, known: dict[str, Pair], drawn: Drawn) -> float:
        if place == len(self.people):
            return 1.0
        row = self.people[place]
        total = 0.0
        for pair in self._pairs_of(row):
            seen = self.weights[row[0]][pair[0]][pair[1]] if row[0] in self.weights else 1.0
            for probability, after in self._ways(row, pair, known, drawn):
                if seen * probability > 0:
                    total += seen * probability * self._of_everyone(place + 1, {**known, row[0]: pair}, after)
        return total

    def _pairs_of(self, row: Row) -> Iterator[Pair]:
        """The ordered pairs (from the father, from the mother) that a person may have; an X male's are the same."""
        if row[0] in self.genotypes:
            first, second = self.genotypes[row[0]]
            yield from sorted({(first, second), (second, first)})
        elif self._has_one_allele(row):
            yield from ((allele, allele) for allele in range(len(self.frequencies)))
        else:
            yield from product(range(len(self.frequencies)), repeat=2)

    def _has_one_allele(self, row: Row) -> bool:
        return self.x_linked and row[3] == "M"

    def _ways(self, row: Row, pair: Pair, known: Mapping[str, Pair], drawn: Drawn) -> Iterator[tuple[float, Drawn]]:
        """How a person may have come by a pair: the probability of each way, and what is drawn from the urn then."""
        _, father, mother, _ = row
        if father is None or mother is None:
            yield from self._drawn_by_founder(row, pair, drawn)
            return
        from_mother = _passed_on(known[mother], pair[1], self.maternal)
        from_father = 1.0 if self._has_one_allele(row) else _passed_on(known[father], pair[0], self.paternal)
        yield from_father * from_mother, drawn

    def _drawn_by_founder(self, row: Row, pair: Pair, drawn: Drawn) -> Iterator[tuple[float, Drawn]]:
        first = self._draw(pair[0], drawn)
        if self._has_one_allele(row):
            yield first, (*drawn, pair[0])
            return
        f = self.inbreeding.get(row[0], 0.0)
        if pair[0] == pair[1]:
            yield f * first, (*drawn, pair[0])
        yield (1 - f) * first * self._draw(pair[1], (*drawn, pair[0])), (*drawn, *pair)

    def _draw(self, allele: int, drawn: Drawn) -> float:
        """The probability that the next allele drawn is this one."""
        if not drawn:
            return self.frequencies[allele]
        copies = self.theta * drawn.count(allele) + (1 - self.theta) * self.frequencies[allele]
        return copies / (1 + (len(drawn) - 1) * self.theta)


def _passed_on(pair: Pair, child: int, mutation: Matrix) -> float:
    return 0.5 * mutation[pair[0]][child] + 0.5 * mutation[pair[1]][child]


def probability_of_seeing(
    seen: Sequence[int],
    genotype: Sequence[int],
    frequencies: Sequence[float],
    dropout: float,
    dropin: float,
    *,
    silent: int | None = None,
) -> float:
    """P(the alleles seen in one amplification | genotype), allele by allele; `silent` is one that is never seen."""
    probability, foreign = 1.0, 0
    for allele in range(len(frequencies)):
        copies = genotype.count(allele)
        if copies and allele != silent:
            lost = dropout**copies
            probability *= 1 - lost if allele in seen else lost
        elif allele in seen:
            foreign += 1
            probability *= dropin * frequencies[allele]
    return probability if foreign else probability * (1 - dropin)
