"""Inputs: a laboratory's files, checked against each other and turned into profiles, families and locus models."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from imena.casework.assumptions import Assumptions
from imena.casework.readings import Relative
from imena.core.errors import InputError, Place, UnsupportedError
from imena.core.said import mark
from imena.formats import (
    FamiliasLocus,
    Frequencies,
    GenotypeRow,
    GenotypeTable,
    LocusFrequencies,
    Note,
    known_words,
    parse_relationship,
    read_families,
    read_frequencies,
    read_remains,
)
from imena.kinship import (
    Genotype,
    KinshipError,
    Locus,
    LocusModel,
    Mutation,
    MutationModel,
    Profile,
    RareAlleles,
    Rates,
    Sex,
    Table,
    nist_1036_caucasian,
)

DEFAULT_MUTATION = Mutation(MutationModel.PROPORTIONAL, Rates(0.002), Rates(0.0005))
"""What is assumed where neither the frequency file nor the user says anything; docs/methods/mutation.md."""


@dataclass(frozen=True, slots=True)
class Remains:
    """A post-mortem profile and the row it stands in."""

    row: int
    profile: Profile


@dataclass(frozen=True, slots=True)
class Family:
    """A missing person's typed relatives, with their profiles by sample name."""

    name: str
    row: int
    relatives: tuple[Relative, ...]
    profiles: Mapping[str, Profile]

    def genotypes(self, locus: str) -> Mapping[str, Genotype]:
        """The relatives' genotypes at a locus, by sample name."""
        return {name: profile.genotypes[locus] for name, profile in self.profiles.items() if locus in profile.genotypes}


@dataclass(frozen=True, slots=True)
class Source:
    """A file that a result rests on."""

    role: str
    name: str
    sha256: str


@dataclass(frozen=True)
class Inputs:
    """Everything a comparison needs. `notes` is what the files hold that is not used."""

    remains: tuple[Remains, ...]
    families: tuple[Family, ...]
    models: tuple[LocusModel, ...]
    mutation: Mapping[str, Mutation]
    assumptions: Assumptions
    dropout: Mapping[str, float]
    frequency_table: str
    sources: tuple[Source, ...]
    notes: tuple[Note, ...]


def load(
    *,
    remains: Path,
    families: Path,
    frequencies: Path | None,
    mutation: Mutation | None = None,
    rare_allele: RareAlleles | None = None,
    assumptions: Assumptions | None = None,
) -> Inputs:
    """Read and check the three files; without `frequencies` the NIST 1036 Caucasian table is used.

    `mutation` None takes what the frequency file states, else `DEFAULT_MUTATION`. `rare_allele`: the least
    frequency of alleles, in the table or not; None refuses those it does not have. `assumptions` None takes the
    defaults. Raises `InputError` and changes nothing.
    """
    assumed = assumptions or Assumptions()
    post_mortem, ante_mortem = read_remains(remains), read_families(families)
    table = read_frequencies(frequencies) if frequencies else _default_table()
    notes = [*post_mortem.notes, *ante_mortem.notes, *table.notes]
    used = [locus for locus in table.loci if locus.name in post_mortem.loci and locus.name in ante_mortem.loci]
    if not used:
        raise InputError(
            "the remains, the families and the frequency table have no locus in common",
            place=Place(post_mortem.file),
        )
    notes += _loci_not_used(post_mortem, ante_mortem, table)
    models, stated = _models_of(used, (post_mortem, ante_mortem), table, mutation, rare_allele, notes)
    return Inputs(
        remains=tuple(Remains(row.row, _profile(row, models)) for row in post_mortem.rows),
        families=tuple(_families(ante_mortem, models)),
        models=tuple(models.values()),
        mutation=stated,
        assumptions=assumed,
        dropout=assumed.dropout.at(models),
        frequency_table=table.name,
        sources=(
            Source("remains", post_mortem.file, post_mortem.sha256),
            Source("families", ante_mortem.file, ante_mortem.sha256),
            Source("frequencies", table.file, table.sha256),
        ),
        notes=tuple(notes),
    )


@dataclass(frozen=True)
class FamilyInputs:
    """Families alone, and the loci they are to be computed at."""

    families: tuple[Family, ...]
    models: tuple[LocusModel, ...]
    mutation: Mapping[str, Mutation]
    frequency_table: str
    sources: tuple[Source, ...]
    notes: tuple[Note, ...]


def load_families(
    families: Path,
    *,
    frequencies: Path | None,
    mutation: Mutation | None = None,
    rare_allele: RareAlleles | None = None,
    loci: Sequence[str] = (),
) -> FamilyInputs:
    """Read and check a table of families, at all loci or at `loci` alone. Raises `InputError` as `load` does."""
    ante_mortem = read_families(families)
    table = read_frequencies(frequencies) if frequencies else _default_table()
    notes = [*ante_mortem.notes, *table.notes]
    names = [locus.name for locus in table.loci if locus.name in ante_mortem.loci]
    for locus in loci:
        if locus not in names:
            raise InputError(
                "locus {locus} is not both in the families and in the frequency table; expected some of {loci}",
                place=Place(ante_mortem.file),
                locus=locus,
                loci=", ".join(names),
            )
    used = [locus for locus in table.loci if locus.name in (loci or names)]
    if not used:
        raise InputError("the families and the frequency table have no locus in common", place=Place(ante_mortem.file))
    models, stated = _models_of(used, (ante_mortem,), table, mutation, rare_allele, notes)
    return FamilyInputs(
        families=tuple(_families(ante_mortem, models)),
        models=tuple(models.values()),
        mutation=stated,
        frequency_table=table.name,
        sources=(
            Source("families", ante_mortem.file, ante_mortem.sha256),
            Source("frequencies", table.file, table.sha256),
        ),
        notes=tuple(notes),
    )


def _models_of(
    used: Sequence[LocusFrequencies],
    tables: Sequence[GenotypeTable],
    table: Frequencies,
    mutation: Mutation | None,
    rare_allele: RareAlleles | None,
    notes: list[Note],
) -> tuple[dict[str, LocusModel], dict[str, Mutation]]:
    """The model of each locus, and its mutation as it was stated."""
    models, stated = {}, {}
    for entry in used:
        locus = _locus(entry, _alleles_seen(entry.name, tables), rare_allele, Table(table.file, table.sha256), notes)
        stated[locus.name] = mutation or _stated_mutation(entry, table.file)
        models[locus.name] = _model(locus, stated[locus.name], Place(table.file, entry.row, entry.name))
    return models, stated


def _default_table() -> Frequencies:
    table = nist_1036_caucasian()
    loci = tuple(LocusFrequencies(0, locus.name, locus.alleles, locus.frequencies) for locus in table.loci)
    return Frequencies(table.name, table.sha256, table.name, loci, None, ())


def _loci_not_used(*tables: GenotypeTable | Frequencies) -> Iterable[Note]:
    """A note for each file that lacks loci which another one has; typing with several kits is ordinary."""
    names = [[locus if isinstance(locus, str) else locus.name for locus in table.loci] for table in tables]
    everywhere = set(names[0]).intersection(*names[1:])
    for table, own in zip(tables, names, strict=True):
        left = [name for name in own if name not in everywhere]
        if left and isinstance(table, GenotypeTable):
            message = mark("not in all three files and not used: {loci}")
            yield Note(Place(table.file), message, {"loci": ", ".join(left)})


@dataclass(frozen=True, slots=True)
class _Seen:
    """An allele in a genotype table, and where."""

    allele: str
    place: Place


def _alleles_seen(locus: str, tables: Iterable[GenotypeTable]) -> list[_Seen]:
    return [
        _Seen(allele, Place(table.file, row.row, row.columns[locus][number], allele))
        for table in tables
        for row in table.rows
        for number, allele in enumerate(row.genotypes.get(locus, ()))
    ]


def _locus(
    entry: LocusFrequencies, seen: Sequence[_Seen], rare_allele: RareAlleles | None, table: Table, notes: list[Note]
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


def _profile(row: GenotypeRow, models: Mapping[str, LocusModel]) -> Profile:
    genotypes = {locus: genotype for locus, genotype in row.genotypes.items() if locus in models}
    return Profile(row.sample, genotypes, Sex(row.sex) if row.sex else None)


def _families(table: GenotypeTable, models: Mapping[str, LocusModel]) -> Iterable[Family]:
    """The families in the order of the file; the rows of one need not stand together."""
    rows: dict[str, list[GenotypeRow]] = {}
    for row in table.rows:
        rows.setdefault(row.family or "", []).append(row)
    for name, members in rows.items():
        yield Family(
            name=name,
            row=members[0].row,
            relatives=tuple(_relative(table, row) for row in members),
            profiles={row.sample: _profile(row, models) for row in members},
        )


def _relative(table: GenotypeTable, row: GenotypeRow) -> Relative:
    place = Place(table.file, row.row, "relationship", row.relationship)
    relationship = parse_relationship(row.relationship or "")
    if relationship is None:
        raise InputError(
            "this relationship to the missing person is not known; expected one of: {known}",
            place=place,
            known=known_words(),
        )
    if relationship.sex and row.sex and relationship.sex != row.sex:
        raise InputError(
            "a {relationship} has another sex than the sample, which is {sex}",
            place=place,
            relationship=relationship.kin.value,
            sex=row.sex,
        )
    if row.sample.startswith("("):
        raise InputError("a sample’s name may not begin with a bracket", place=Place(table.file, row.row, "sample"))
    sex = relationship.sex or row.sex
    return Relative(row.sample, relationship, Sex(sex) if sex else None)
