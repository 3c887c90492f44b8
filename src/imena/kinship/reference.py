"""The slow reference: a likelihood as the textbook writes it, summed over everything, in plain Python.

Every untyped person has every genotype in turn, everyone passes on either allele, every allele may become any other.
It shares no code with the engine and is there to be read, and to hold the engine to the truth. Its cost grows with
alleles to the power of twice the untyped people: use it for a few people and a few alleles.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

Matrix = Sequence[Sequence[float]]
Row = tuple[str, str | None, str | None, str]
"""id, father, mother, sex ("M" or "F"); parents before children."""


def likelihood(
    people: Sequence[Row],
    genotypes: Mapping[str, tuple[int, int]],
    frequencies: Sequence[float],
    paternal: Matrix,
    maternal: Matrix,
    *,
    x_linked: bool = False,
) -> float:
    """The probability of the genotypes (positions of alleles, by id) of the typed people of a pedigree.

    A male at an X locus has his one allele twice in `genotypes`.
    """

    def alleles_of(id: str, sex: str) -> Iterator[tuple[int, int]]:
        """The ordered pairs (from the father, from the mother) that a person may have; an X male's are the same."""
        if id in genotypes:
            first, second = genotypes[id]
            yield from sorted({(first, second), (second, first)})
        elif x_linked and sex == "M":
            yield from ((allele, allele) for allele in range(len(frequencies)))
        else:
            yield from product(range(len(frequencies)), repeat=2)

    def passed_on(pair: tuple[int, int], child: int, mutation: Matrix) -> float:
        return 0.5 * mutation[pair[0]][child] + 0.5 * mutation[pair[1]][child]

    def of_person(row: Row, pair: tuple[int, int], known: Mapping[str, tuple[int, int]]) -> float:
        _, father, mother, sex = row
        from_father = frequencies[pair[0]] if father is None else passed_on(known[father], pair[0], paternal)
        from_mother = frequencies[pair[1]] if mother is None else passed_on(known[mother], pair[1], maternal)
        return from_mother if x_linked and sex == "M" else from_father * from_mother

    def of_everyone(place: int, known: dict[str, tuple[int, int]]) -> float:
        if place == len(people):
            return 1.0
        row = people[place]
        total = 0.0
        for pair in alleles_of(row[0], row[3]):
            probability = of_person(row, pair, known)
            if probability > 0:
                total += probability * of_everyone(place + 1, {**known, row[0]: pair})
        return total

    return of_everyone(0, {})
