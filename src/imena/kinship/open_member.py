"""The open member: how well every genotype that a missing person could have would fit the family.

The family is summed once per locus with one member left open. What comes out is a table over that member's genotypes,
so that comparing remains with the family is one look-up and one addition per locus.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from imena.kinship.engine.families import Families, joined, typing_of
from imena.kinship.engine.instructions import IntArray
from imena.kinship.engine.shape import Founders, Shape, Standing, shape_of
from imena.kinship.engine.summing import summed
from imena.kinship.errors import KinshipError
from imena.kinship.likelihood import check_theta
from imena.kinship.loci import Chromosome, FloatArray, Locus
from imena.kinship.models import LocusModel
from imena.kinship.pedigree import Pedigree, Person, Sex, together
from imena.kinship.profiles import Profile, Seen


@dataclass(frozen=True, eq=False)
class OpenMemberTable:
    """What a family says of a missing member's genotype at one locus.

    `probability`: P(genotype | the typed relatives), shape (alleles, alleles), symmetric; an entry off the diagonal is
    the probability of the heterozygote, standing in both places. Shape (alleles,) for a male at an X locus.
    `population`: the same of someone unrelated to them, in the same shape; under co-ancestry the relatives' alleles
    make it likelier that he has them. `log_relatives`: the natural log-likelihood of the relatives' genotypes; minus
    infinity where they contradict each other, and then every probability is 0.
    """

    locus: Locus
    probability: FloatArray
    population: FloatArray
    log_relatives: float

    @property
    def log10_lr(self) -> FloatArray:
        """log10 of the LR, the missing member against someone unrelated, in the shape of `probability`.

        Minus infinity where the genotype is impossible.
        """
        with np.errstate(divide="ignore"):
            return np.log10(self.probability) - np.log10(self.population)

    def log10_lr_seen(self, dropout: float) -> FloatArray:
        """`log10_lr` of what a sample shows: a homozygote may hide an allele that dropped out, or a silent one.

        A heterozygote shows both its alleles, whatever the drop-out, and the factor for that cancels.
        """
        if (dropout == 0 and not self.locus.silent) or self.probability.ndim == 1:
            return self.log10_lr
        result = self.log10_lr.copy()
        with np.errstate(divide="ignore"):
            alone = np.log10(self._alone(self.probability, dropout)) - np.log10(self._alone(self.population, dropout))
        np.fill_diagonal(result, alone)
        return result

    def _alone(self, table: FloatArray, dropout: float) -> FloatArray:
        """The probability that each allele is seen alone, shape (alleles,)."""
        same = table.diagonal()
        silent = table[:, -1] if self.locus.silent else np.zeros(len(table))
        hidden = table.sum(axis=1) - same - silent
        return np.asarray((1 - dropout**2) * same + dropout * (1 - dropout) * hidden + (1 - dropout) * silent)

    def log10_lr_of(self, seen: Seen) -> float:
        """log10 LR of what was seen of a person, alleles that may have gone unseen included."""
        if seen.genotype is not None:
            places = seen.genotype if self.probability.ndim == 2 else seen.genotype[0]
            return float(self.log10_lr[places])
        if seen.weights is None:
            return -math.inf
        family, population = (
            self._probability_of(seen.weights, table) for table in (self.probability, self.population)
        )
        return math.log10(family / population) if family > 0 else -math.inf

    @staticmethod
    def _probability_of(weights: FloatArray, table: FloatArray) -> float:
        if table.ndim == 1:
            return float(weights.diagonal() @ table)
        return float((np.triu(weights) * table).sum())


@dataclass(frozen=True, eq=False)
class Opening:
    """A family whose member is left open: profiles by id, inbreeding coefficients of founders by id."""

    pedigree: Pedigree
    member: str
    profiles: Mapping[str, Profile]
    inbreeding: Mapping[str, float] | None = None


def open_member_table(
    pedigree: Pedigree,
    member: str,
    profiles: Mapping[str, Profile],
    model: LocusModel,
    *,
    theta: float = 0.0,
    inbreeding: Mapping[str, float] | None = None,
    founders: Founders = Founders.KEPT,
) -> OpenMemberTable:
    """The table of one untyped member at one locus. Raises `KinshipError` where the member is typed or unknown.

    `theta`, `inbreeding` and `founders` as in `log_likelihood`.
    """
    opening = Opening(pedigree, member, profiles, inbreeding)
    return open_tables([opening], model, theta=theta, founders=founders)[0]


def open_tables(
    openings: Sequence[Opening], model: LocusModel, *, theta: float = 0.0, founders: Founders = Founders.KEPT
) -> list[OpenMemberTable]:
    """The tables of many families at one locus, those of one shape computed together."""
    check_theta(theta, founders)
    related = [_Row(opening, opening.member, opening.pedigree, model, founders) for opening in openings]
    rows = list(related)
    if theta > 0:
        rows += [_Row(opening, STRANGER, _with_stranger(opening), model, founders) for opening in openings]
    tables = _by_shape(rows, model, theta)
    found = []
    for number, row in enumerate(related):
        probability, log_relatives = tables[number]
        population = genotype_probabilities(model.locus, row.opening.pedigree.members[row.opening.member].sex)
        if theta > 0:
            population, _ = tables[len(openings) + number]
        if row.typing.is_impossible:
            probability, log_relatives = np.zeros_like(probability), -math.inf
        found.append(OpenMemberTable(model.locus, probability, population, log_relatives))
    return found


STRANGER = "(someone unrelated)"


def _with_stranger(opening: Opening) -> Pedigree:
    """The family beside someone unrelated of the member's sex."""
    member = opening.pedigree.members[opening.member]
    return together((opening.pedigree, Pedigree((Person(STRANGER, member.sex),))))


class _Row:
    """One table that is asked for: what was typed of the family, and its shape."""

    def __init__(
        self, opening: Opening, member: str, pedigree: Pedigree, model: LocusModel, founders: Founders
    ) -> None:
        if member not in pedigree.members:
            raise KinshipError("{member} is not in the pedigree", member=member)
        self.opening = opening
        self.typing = typing_of(opening.pedigree, opening.profiles, model.locus)
        one = pedigree.one_of_twins[member]
        if one in self.typing.genotypes or one in self.typing.weights:
            raise KinshipError("{member} is typed and cannot be left open", member=member)
        self.shaped = shape_of(
            pedigree.without_twins,
            typed=self.typing.genotypes,
            uncertain=self.typing.weights,
            open_member=one,
            chromosome=model.locus.chromosome,
            founders=founders,
            inbreeding=opening.inbreeding,
        )


def _by_shape(rows: Sequence[_Row], model: LocusModel, theta: float) -> list[tuple[FloatArray, float]]:
    """The table and the relatives' log-likelihood of each row."""
    of_shape: dict[Shape, list[int]] = {}
    for number, row in enumerate(rows):
        of_shape.setdefault(row.shaped.shape, []).append(number)
    found: dict[int, tuple[FloatArray, float]] = {}
    for shape, numbers in of_shape.items():
        families = joined([rows[number].typing.family(rows[number].shaped, model.locus) for number in numbers])
        tables, log_relatives, index = distinct_tables(shape, model, families, theta=theta)
        places = np.arange(len(numbers))[index]
        for number, place in zip(numbers, places, strict=True):
            found[number] = tables[place], float(log_relatives[place])
    return [found[number] for number in range(len(rows))]


def genotype_probabilities(locus: Locus, sex: Sex) -> FloatArray:
    """The probability of each genotype in the population, in the shape of `OpenMemberTable.probability`."""
    p = locus.probabilities
    if locus.chromosome is Chromosome.X and sex is Sex.MALE:
        return p
    return np.asarray(np.outer(p, p) * (2 - np.eye(len(p))))


def open_member_tables(
    shape: Shape, model: LocusModel, families: Families, *, theta: float = 0.0
) -> tuple[FloatArray, FloatArray]:
    """The tables of many families of one shape at one locus.

    Returns the probabilities, shape (families, alleles, alleles) or (families, alleles), and the log-likelihoods of
    the relatives, shape (families,), as in `OpenMemberTable`.
    """
    tables, log_relatives, index = distinct_tables(shape, model, families, theta=theta)
    return tables[index], log_relatives[index]


def distinct_tables(
    shape: Shape, model: LocusModel, families: Families, *, theta: float = 0.0
) -> tuple[FloatArray, FloatArray, IntArray | slice]:
    """The tables of `open_member_tables`, once for families whose relatives have the same genotypes.

    The last array, shape (families,), says which table is whose.
    """
    distinct, index = families.distinct(len(model.locus))
    tables, log_relatives = tables_by_row(shape, model, distinct, theta=theta)
    return tables, log_relatives, index


def tables_by_row(
    shape: Shape, model: LocusModel, families: Families, *, theta: float = 0.0
) -> tuple[FloatArray, FloatArray]:
    """The tables of `open_member_tables`, each computed, alike or not."""
    alleles = len(model.locus)
    from imena.kinship.engine import kernels  # compiled code is loaded where it is first needed

    values, scales = summed(shape, model, families, theta)
    if values.shape[1] == alleles**2 and not shape.has_one_slot(shape.standing(Standing.OPEN)[0]):
        joint, totals = np.empty((len(values), alleles, alleles)), np.empty(len(values))
        kernels.unordered(values, totals, joint)
    else:
        totals = values.sum(axis=1)
        joint = np.divide(values, totals[:, np.newaxis], out=np.zeros_like(values), where=totals[:, np.newaxis] > 0)
    with np.errstate(divide="ignore"):
        return joint, np.log(totals) + scales
