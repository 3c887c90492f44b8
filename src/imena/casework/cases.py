"""Cases: kinship problems in the case format, read and evaluated.

The format is described in `tests/golden/README.md`. A kind or an option that this version does not compute is an
`UnsupportedError`, never a result that leaves it out.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from imena.casework.entries import Entry, read_entries
from imena.core.errors import InputError, UnsupportedError
from imena.kinship import (
    Chromosome,
    Comparison,
    KinshipError,
    Likelihood,
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
    Transmission,
    compare,
    log_likelihood,
    open_member_table,
)
from imena.kinship.loci import FloatArray

_DESCRIPTIONS = {
    "schema", "id", "kind", "title", "tags", "peer", "r_call", "note", "cross_check", "results",
}  # fmt: skip
_RATE_FIELDS = {"rate", "rate2", "range"}

Results = dict[str, Any]


def evaluate_case(path: Path) -> Results:
    """The results of a case file, in the structure of the case. Infinities are the texts "Infinity" and "-Infinity"."""
    case = read_entries(path)
    kind = case["kind"].text()
    if kind not in _KINDS:
        raise UnsupportedError(
            "{file}: cases of kind {kind} are not computed yet; expected one of: {known}",
            file=case.file,
            kind=kind,
            known=", ".join(_KINDS),
        )
    evaluate, fields = _KINDS[kind]
    _refuse_unknown(case, fields | _DESCRIPTIONS)
    return evaluate(case)


def _refuse_unknown(entry: Entry, known: set[str]) -> None:
    """Refuse what is not known rather than leave it out; an option that is off or empty asks for nothing."""
    for key, part in entry.items():
        if key not in known and part.value not in (None, 0, False, "", [], {}):
            raise UnsupportedError(
                "{file}: the option {option} is not computed yet",
                file=entry.file,
                option=part.path,
            )


def _evaluate_kinship(case: Entry) -> Results:
    models = _models(case["markers"])
    profiles = _profiles(case["genotypes"], models)
    likelihoods: dict[str, Likelihood] = {}
    for hypothesis in case["hypotheses"].list():
        _refuse_unknown(hypothesis, {"name", "components"})
        pedigrees = _components(hypothesis["components"], profiles)
        name = hypothesis["name"].new_in(likelihoods)
        likelihoods[name] = _likelihood(case, pedigrees, profiles, models)
    reference = case["reference_hypothesis"]
    if reference.text() not in likelihoods:
        raise InputError("expected the name of one of the hypotheses", place=reference.place())
    return {
        "log_likelihood": {name: _log_likelihood(likelihood) for name, likelihood in likelihoods.items()},
        "LR": {
            f"{name}:{reference.text()}": _ratio(compare(likelihood, likelihoods[reference.text()]))
            for name, likelihood in likelihoods.items()
            if name != reference.text()
        },
    }


def _evaluate_distribution(case: Entry) -> Results:
    markers = case["markers"].list()
    if len(markers) != 1:
        raise UnsupportedError(
            "{file}: genotype distributions are computed at one marker, found {count}",
            file=case.file,
            count=len(markers),
        )
    model = _model(markers[0])
    profiles = _profiles(case["genotypes"], [model])
    [pedigree] = _components(Entry(case.file, "pedigree", [case["pedigree"].value]), profiles)
    target = case["target"]
    if target.text() not in pedigree.members or target.text() in profiles:
        raise InputError("expected an untyped member of the pedigree", place=target.place())
    table = open_member_table(pedigree, target.text(), profiles, model)
    return {"probability": _by_genotype(model.locus.alleles, table.probability)}


_KINDS: dict[str, tuple[Callable[[Entry], Results], set[str]]] = {
    "kinship_lr": (_evaluate_kinship, {"markers", "hypotheses", "reference_hypothesis", "genotypes"}),
    "genotype_distribution": (_evaluate_distribution, {"markers", "pedigree", "genotypes", "target"}),
}


def _by_genotype(alleles: Sequence[str], probability: FloatArray) -> dict[str, float]:
    if probability.ndim == 1:
        return {allele: float(value) for allele, value in zip(alleles, probability, strict=True)}
    pairs = ((i, j) for i in range(len(alleles)) for j in range(i, len(alleles)))
    return {f"{alleles[i]}/{alleles[j]}": float(probability[i, j]) for i, j in pairs}


def _models(markers: Entry) -> list[LocusModel]:
    models: dict[str, LocusModel] = {}
    for marker in markers.list():
        models[marker["name"].new_in(models)] = _model(marker)
    return list(models.values())


def _model(marker: Entry) -> LocusModel:
    _refuse_unknown(marker, {"name", "chrom", "alleles", "freqs", "mutation"})
    chromosome = marker["chrom"]
    if chromosome.text() not in list(Chromosome):
        raise InputError("expected autosomal or X", place=chromosome.place())
    try:
        locus = Locus(
            marker["name"].text(),
            tuple(allele.text() for allele in marker["alleles"].list()),
            tuple(frequency.number() for frequency in marker["freqs"].list()),
            Chromosome(chromosome.text()),
        )
        return LocusModel(locus, _transmission(marker["mutation"], locus))
    except KinshipError as error:
        raise InputError(error.message, place=marker.place(), **error.values) from None


def _transmission(mutation: Entry, locus: Locus) -> Transmission:
    if "matrix_male" in mutation or "matrix_female" in mutation:
        return Transmission(_matrix(mutation["matrix_male"], locus), _matrix(mutation["matrix_female"], locus))
    _refuse_unknown(mutation, {"model", "male", "female"})
    model = mutation["model"]
    if model.text() not in list(MutationModel):
        raise UnsupportedError(
            "{file}: the mutation model {model} is not computed yet", file=model.file, model=model.text()
        )
    if model.text() == MutationModel.NONE:
        return Mutation().at(locus)
    return Mutation(MutationModel(model.text()), _rates(mutation["male"]), _rates(mutation["female"])).at(locus)


def _rates(entry: Entry) -> Rates:
    _refuse_unknown(entry, _RATE_FIELDS)
    return Rates(**{key: part.number() for key, part in entry.items() if key in _RATE_FIELDS})


def _matrix(entry: Entry, locus: Locus) -> FloatArray:
    rows = [[cell.number() for cell in row.list()] for row in entry.list()]
    if len(rows) != len(locus) or any(len(row) != len(locus) for row in rows):
        raise InputError(
            "expected a matrix with a row and a column for each of the {alleles} alleles",
            place=entry.place(),
            alleles=len(locus),
        )
    return np.array(rows)


def _profiles(genotypes: Entry, models: Sequence[LocusModel]) -> dict[str, Profile]:
    names = {model.locus.name for model in models}
    profiles = {}
    for person, typed in genotypes.items():
        for locus, genotype in typed.items():
            if locus not in names:
                raise InputError("expected a genotype at one of the markers", place=genotype.place())
        profiles[person] = Profile(person, {locus: _genotype(entry) for locus, entry in typed.items()})
    return profiles


def _genotype(entry: Entry) -> tuple[str, ...]:
    for allele in entry.list():
        if allele.value is None or allele.value in ("-", "null"):
            raise UnsupportedError(
                "{file}: {where}: genotypes known in part are not computed yet", file=entry.file, where=entry.path
            )
    return tuple(allele.text() for allele in entry.list())


def _components(components: Entry, profiles: Mapping[str, Profile]) -> list[Pedigree]:
    pedigrees = [_pedigree(component) for component in components.list()]
    where: dict[str, int] = {}
    for number, pedigree in enumerate(pedigrees):
        for person in pedigree.people:
            if where.setdefault(person.id, number) != number:
                place = components.list()[number].place(person.id)
                raise InputError("{person} stands in two components", place=place, person=person.id)
    for typed in profiles:
        if typed not in where:
            raise InputError(
                "{person} is typed but is in none of the components", place=components.place(typed), person=typed
            )
    return pedigrees


def _pedigree(component: Entry) -> Pedigree:
    rows = component.list()
    people = []
    for row in rows:
        _refuse_unknown(row, {"id", "father", "mother", "sex"})
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


def _likelihood(
    case: Entry, pedigrees: Sequence[Pedigree], profiles: Mapping[str, Profile], models: Sequence[LocusModel]
) -> Likelihood:
    try:
        return log_likelihood(pedigrees, profiles, models)
    except ProfileError as error:
        place = case["genotypes"][error.person].part(error.locus).place()
        raise InputError(error.message, place=place, **error.values) from None


def _log_likelihood(likelihood: Likelihood) -> Results:
    return {
        "per_marker": {locus: _number(value) for locus, value in likelihood.by_locus.items()},
        "total": _number(likelihood.total),
    }


def _ratio(comparison: Comparison) -> Results:
    """Null where the data are impossible under both hypotheses, so that there is no ratio."""
    return {
        "per_marker": {locus: _number(value) for locus, value in comparison.lr_by_locus().items()},
        "total": _number(comparison.lr),
        "ln_total": _number(comparison.ln_lr),
        "log10_total": _number(comparison.log10_lr),
    }


def _number(value: float | None) -> float | str | None:
    """A number as JSON can hold it."""
    if value is not None and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value
