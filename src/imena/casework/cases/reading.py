"""Reading a case: its markers, pedigrees and genotypes, each fault told by its place in the file."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from imena.casework.entries import Entry
from imena.core.errors import InputError, Place, UnsupportedError
from imena.kinship import (
    UNKNOWN,
    Chromosome,
    Detection,
    KinshipError,
    Locus,
    LocusModel,
    Mutation,
    MutationModel,
    Pedigree,
    PedigreeError,
    Person,
    Profile,
    ProfileError,
    Rates,
    Sex,
    Transform,
    Transmission,
)
from imena.kinship.loci import FloatArray

_RATE_FIELDS = {"rate", "rate2", "range"}
NOTHING_SEEN = "null"
"""Stands twice in a genotype that was typed and showed nothing."""

Results = dict[str, Any]


def refuse_unknown(entry: Entry, known: set[str]) -> None:
    """Refuse what is not known rather than leave it out; an option that is off or empty asks for nothing."""
    for key, part in entry.items():
        if key not in known and part.value not in (None, 0, False, "", [], {}):
            raise UnsupportedError(
                "{file}: the option {option} is not computed yet",
                file=entry.file,
                option=part.path,
            )


@contextmanager
def placed(entry: Entry) -> Iterator[None]:
    """What the kinship library refuses, told by its place in the case: a genotype's own, else that of the entry."""
    try:
        yield
    except ProfileError as error:
        genotype = entry["genotypes"][error.person].part(error.locus)
        raise InputError(error.message, place=genotype.place(), **error.values) from None
    except KinshipError as error:
        raise InputError(error.message, place=Place(entry.file, entry.path or "case"), **error.values) from None


def models_of(markers: Entry) -> list[LocusModel]:
    models: dict[str, LocusModel] = {}
    for marker in markers.list():
        models[marker["name"].new_in(models)] = model_of(marker)
    return list(models.values())


def one_model(markers: Entry, chromosome: Chromosome | None = None) -> LocusModel:
    """The model of the only marker, on a stated chromosome if not on its own."""
    found = markers.list()
    if len(found) != 1:
        raise UnsupportedError(
            "{file}: this is computed at one marker, found {count}", file=markers.file, count=len(found)
        )
    return model_of(found[0], chromosome)


def model_of(marker: Entry, chromosome: Chromosome | None = None) -> LocusModel:
    refuse_unknown(marker, {"name", "chrom", "alleles", "freqs", "silent_freq", "mutation"})
    if marker["chrom"].text() not in list(Chromosome):
        raise InputError("expected autosomal or X", place=marker["chrom"].place())
    try:
        locus = Locus(
            marker["name"].text(),
            tuple(allele.text() for allele in marker["alleles"].list()),
            tuple(frequency.number() for frequency in marker["freqs"].list()),
            chromosome or Chromosome(marker["chrom"].text()),
            silent=marker["silent_freq"].number() if "silent_freq" in marker else 0.0,
        )
        return LocusModel(locus, _transmission(marker["mutation"], locus))
    except KinshipError as error:
        raise InputError(error.message, place=marker.place(), **error.values) from None


def _transmission(entry: Entry, locus: Locus) -> Transmission:
    if "matrix_male" in entry or "matrix_female" in entry:
        return Transmission(_matrix(entry["matrix_male"], locus), _matrix(entry["matrix_female"], locus))
    refuse_unknown(entry, {"model", "male", "female", "transform"})
    return mutation_of(entry, entry.part("male"), entry.part("female")).at(locus)


def mutation_of(entry: Entry, male: Entry, female: Entry) -> Mutation:
    """A mutation model by its name, with the parameters of fathers and mothers."""
    model = entry["model"]
    if model.text() not in list(MutationModel):
        raise UnsupportedError(
            "{file}: the mutation model {model} is not computed yet", file=model.file, model=model.text()
        )
    if model.text() == MutationModel.NONE:
        return Mutation()
    transform = entry.part("transform").optional_text() or Transform.NONE.value
    if transform not in list(Transform):
        raise InputError("expected one of PM, MH, BA, PR", place=entry["transform"].place())
    return Mutation(MutationModel(model.text()), _rates(male), _rates(female), Transform(transform))


def _rates(entry: Entry) -> Rates:
    refuse_unknown(entry, _RATE_FIELDS)
    return rates_in(entry)


def rates_in(entry: Entry) -> Rates:
    """The parameters that stand in an entry, among other things."""
    return Rates(
        **{key: part.number() for key, part in entry.items() if key in _RATE_FIELDS and part.value is not None}
    )


def _matrix(entry: Entry, locus: Locus) -> FloatArray:
    """A matrix over the alleles seen; a silent allele that it leaves out does not mutate."""
    rows = [[cell.number() for cell in row.list()] for row in entry.list()]
    if len(rows) not in (len(locus.alleles), len(locus)) or any(len(row) != len(rows) for row in rows):
        raise InputError(
            "expected a matrix with a row and a column for each of the {alleles} alleles",
            place=entry.place(),
            alleles=len(locus.alleles),
        )
    matrix = np.eye(len(locus))
    matrix[: len(rows), : len(rows)] = rows
    return matrix


def profiles_of(case: Entry, models: Sequence[LocusModel]) -> dict[str, Profile]:
    """The profiles by person, with the drop-out stated of them."""
    names = {model.locus.name for model in models}
    profiles = {}
    for person, typed in case["genotypes"].items():
        detection = _detection(case, person)
        for locus, genotype in typed.items():
            if locus not in names:
                raise InputError("expected a genotype at one of the markers", place=genotype.place())
        genotypes = {locus: _genotype(entry, detection is not None) for locus, entry in typed.items()}
        profiles[person] = Profile(person, genotypes, detection=detection)
    return profiles


def _detection(case: Entry, person: str) -> Detection | None:
    dropout = case.part("dropout")
    stated = dropout.part(person) if dropout.value and person in dropout else None
    dropin = case["dropin"].number() if "dropin" in case else 0.0
    if stated is None and dropin == 0:
        return None
    with placed(case):
        return Detection(dropout=stated.number() if stated else 0.0, dropin=dropin)


def _genotype(entry: Entry, may_drop_out: bool) -> tuple[str, ...]:
    """The alleles; of a sample with drop-out two unknown ones are none seen."""
    alleles = tuple(
        UNKNOWN if allele.value is None or allele.value == UNKNOWN else allele.text() for allele in entry.list()
    )
    nothing = UNKNOWN if may_drop_out else NOTHING_SEEN
    return () if alleles and set(alleles) == {nothing} else alleles


def components_of(components: Entry, typed: Mapping[str, Profile]) -> list[Pedigree]:
    """The pedigrees of a hypothesis, which share no one, with all who are typed in them."""
    pedigrees = [pedigree_of(component) for component in components.list()]
    where: dict[str, int] = {}
    for number, pedigree in enumerate(pedigrees):
        for person in pedigree.people:
            if where.setdefault(person.id, number) != number:
                place = components.list()[number].place(person.id)
                raise InputError("{person} stands in two components", place=place, person=person.id)
    for person_typed in typed:
        if person_typed not in where:
            raise InputError(
                "{person} is typed but is in none of the components",
                place=components.place(person_typed),
                person=person_typed,
            )
    return pedigrees


def pedigree_of(component: Entry) -> Pedigree:
    rows = component.list()
    people = []
    for row in rows:
        refuse_unknown(row, {"id", "father", "mother", "sex"})
        sex = row["sex"]
        if sex.text() not in list(Sex):
            raise InputError("expected M or F", place=sex.place())
        parents = (row.part("father").optional_text(), row.part("mother").optional_text())
        people.append(Person(row["id"].text(), Sex(sex.text()), *parents))
    try:
        return Pedigree(tuple(people))
    except PedigreeError as error:
        # Of two people with one id, the second one is at fault.
        number = max(place for place, person in enumerate(people) if person.id == error.person)
        place = rows[number].part(error.relation).place()
        raise InputError(error.message, place=place, **error.values) from None


def theta_of(case: Entry) -> float:
    return case["theta"].number() if "theta" in case else 0.0


def inbreeding_of(case: Entry) -> dict[str, float]:
    """The inbreeding coefficients of founders, by id."""
    stated = case.part("founder_inbreeding")
    return {id: coefficient.number() for id, coefficient in stated.items()} if stated.value else {}


def number(value: float | None) -> float | str | None:
    """A number as JSON can hold it."""
    if value is not None and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value
