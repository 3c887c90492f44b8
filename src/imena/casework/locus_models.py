"""Locus models: frequencies, mutation and rare alleles put together for the loci that are compared."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from imena.core.errors import InputError, Place, UnsupportedError
from imena.core.said import mark
from imena.formats import FamiliasLocus, Frequencies, GenotypeTable, LocusFrequencies, Note
from imena.kinship import (
    KinshipError,
    Locus,
    LocusModel,
    Mutation,
    MutationModel,
    RareAlleles,
    Rates,
    Table,
    nist_1036_caucasian,
)

DEFAULT_MUTATION = Mutation(MutationModel.PROPORTIONAL, Rates(0.002), Rates(0.0005))
"""What is assumed where neither the frequency file nor the user says anything; docs/methods/mutation.md."""


@dataclass(frozen=True, slots=True)
class AlleleSeen:
    """An allele in a genotype table, and where."""

    allele: str
    place: Place


def models_of(
    used: Sequence[LocusFrequencies],
    seen: Callable[[str], Sequence[AlleleSeen]],
    table: Frequencies,
    mutation: Mutation | None,
    rare_allele: RareAlleles | None,
    notes: list[Note],
) -> tuple[dict[str, LocusModel], dict[str, Mutation]]:
    """The model of each locus, and its mutation as it was stated; `seen`: the alleles in the tables at a locus."""
    models, stated = {}, {}
    for entry in used:
        locus = _locus(entry, seen(entry.name), rare_allele, Table(table.file, table.sha256), notes)
        stated[locus.name] = mutation or _stated_mutation(entry, table.file)
        models[locus.name] = _model(locus, stated[locus.name], Place(table.file, entry.row, entry.name))
    return models, stated


def default_table() -> Frequencies:
    table = nist_1036_caucasian()
    loci = tuple(LocusFrequencies(0, locus.name, locus.alleles, locus.frequencies) for locus in table.loci)
    return Frequencies(table.name, table.sha256, table.name, loci, None, ())


def alleles_seen(locus: str, tables: Iterable[GenotypeTable]) -> list[AlleleSeen]:
    return [
        AlleleSeen(allele, Place(table.file, row.row, row.columns[locus][number], allele))
        for table in tables
        for row in table.rows
        for number, allele in enumerate(row.genotypes.get(locus, ()))
    ]


def _locus(
    entry: LocusFrequencies,
    seen: Sequence[AlleleSeen],
    rare_allele: RareAlleles | None,
    table: Table,
    notes: list[Note],
) -> Locus:
    silent = entry.familias.silent_frequency if entry.familias else 0.0
    total = sum(entry.frequencies) + silent
    shown = tuple(frequency / total for frequency in entry.frequencies)
    locus = Locus(entry.name, entry.alleles, shown, silent=silent / total, table=table)
    missing = {allele.allele: allele for allele in seen if allele.allele not in entry.alleles}
    for allele in missing.values():
        if rare_allele is None:
            raise InputError(
                "allele {allele} of {locus} is not in the frequency table {table}; --rare-allele gives such alleles "
                "a frequency",
                place=allele.place,
                allele=allele.allele,
                locus=entry.name,
                table=table.name,
            )
    if rare_allele is None:
        return locus
    with_rare = rare_allele.applied(locus, missing)
    for allele in missing.values():
        frequency = with_rare.frequencies[with_rare.alleles.index(allele.allele)]
        message = mark(
            "allele {allele} of {locus} is not in the frequency table; it is given the frequency {frequency}"
        )
        values = {"allele": allele.allele, "locus": entry.name, "frequency": f"{frequency:.6g}"}
        notes.append(Note(allele.place, message, values))
    return with_rare


def _stated_mutation(entry: LocusFrequencies, file: str) -> Mutation:
    """The mutation model that the frequency file states for a locus, else the default."""
    stated = entry.familias
    if stated is None:
        return DEFAULT_MUTATION
    models = {"equal": MutationModel.EQUAL, "proportional": MutationModel.PROPORTIONAL}
    stepwise = {"stepwise", "stepwise-extended"}
    if stated.male.model != stated.female.model or stated.male.model not in (*models, *stepwise):
        raise UnsupportedError(
            "{file}: the mutation model of {locus}, {male} for fathers and {female} for mothers, is not computed yet; "
            "--mutation sets another",
            file=file,
            locus=entry.name,
            male=stated.male.model,
            female=stated.female.model,
        )
    if stated.male.rate == stated.male.rate2 == stated.female.rate == stated.female.rate2 == 0:
        return Mutation()
    return Mutation(models.get(stated.male.model, MutationModel.STEPWISE), *_familias_rates(stated))


def _familias_rates(stated: FamiliasLocus) -> tuple[Rates, Rates]:
    """Equal and proportional models have a rate alone."""
    if stated.male.model in ("equal", "proportional"):
        return Rates(stated.male.rate), Rates(stated.female.rate)
    male, female = stated.male, stated.female
    return Rates(male.rate, male.rate2, male.range), Rates(female.rate, female.rate2, female.range)


def _model(locus: Locus, mutation: Mutation, place: Place) -> LocusModel:
    try:
        return LocusModel.of(locus, mutation)
    except KinshipError as error:
        raise InputError(error.message, place=place, **error.values) from None
