"""Inputs: a laboratory's files, checked against each other and turned into profiles, families and locus models."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from imena.casework.assumptions import Assumptions
from imena.casework.locus_models import alleles_seen, default_table, models_of
from imena.casework.readings import Relative
from imena.core.errors import InputError, Place
from imena.core.said import mark
from imena.formats import (
    Frequencies,
    GenotypeRow,
    GenotypeTable,
    Kin,
    Note,
    known_words,
    parse_relationship,
    read_families,
    read_frequencies,
    read_remains,
)
from imena.kinship import (
    Genotype,
    LocusModel,
    Mutation,
    Profile,
    RareAlleles,
    Sex,
)


@dataclass(frozen=True, slots=True)
class Remains:
    """A post-mortem profile and the row it stands in."""

    row: int
    profile: Profile


@dataclass(frozen=True, slots=True)
class Family:
    """A missing person's relatives, with the profiles of those who are typed, by sample name.

    `person`: the missing person's name, where a row gives it; `sexes`: those he or she may be of. `also_missing`: the
    relatives who are missing too.
    """

    name: str
    row: int
    relatives: tuple[Relative, ...]
    profiles: Mapping[str, Profile]
    person: str | None = None
    sexes: tuple[Sex, ...] = tuple(Sex)
    also_missing: tuple[str, ...] = ()

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
    table = read_frequencies(frequencies) if frequencies else default_table()
    notes = [*post_mortem.notes, *ante_mortem.notes, *table.notes]
    used = [locus for locus in table.loci if locus.name in post_mortem.loci and locus.name in ante_mortem.loci]
    if not used:
        raise InputError(
            "the remains, the families and the frequency table have no locus in common",
            place=Place(post_mortem.file),
        )
    notes += _loci_not_used(post_mortem, ante_mortem, table)
    models, stated = models_of(
        used, partial(alleles_seen, tables=(post_mortem, ante_mortem)), table, mutation, rare_allele, notes
    )
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
    table = read_frequencies(frequencies) if frequencies else default_table()
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
    seen = partial(alleles_seen, tables=(ante_mortem,))
    models, stated = models_of(used, seen, table, mutation, rare_allele, notes)
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


def _loci_not_used(*tables: GenotypeTable | Frequencies) -> Iterable[Note]:
    """A note for each file that lacks loci which another one has; typing with several kits is ordinary."""
    names = [[locus if isinstance(locus, str) else locus.name for locus in table.loci] for table in tables]
    everywhere = set(names[0]).intersection(*names[1:])
    for table, own in zip(tables, names, strict=True):
        left = [name for name in own if name not in everywhere]
        if left and isinstance(table, GenotypeTable):
            message = mark("not in all three files and not used: {loci}")
            yield Note(Place(table.file), message, {"loci": ", ".join(left)})


def _profile(row: GenotypeRow, models: Mapping[str, LocusModel]) -> Profile:
    genotypes = {locus: genotype for locus, genotype in row.genotypes.items() if locus in models}
    return Profile(row.sample, genotypes, Sex(row.sex) if row.sex else None)


def _families(table: GenotypeTable, models: Mapping[str, LocusModel]) -> Iterable[Family]:
    """The families in the order of the file; the rows of one need not stand together."""
    rows: dict[str, list[GenotypeRow]] = {}
    for row in table.rows:
        rows.setdefault(row.family or "", []).append(row)
    for name, members in rows.items():
        yield _family(table.file, name, members, models)


def _family(file: str, name: str, members: Sequence[GenotypeRow], models: Mapping[str, LocusModel]) -> Family:
    read = [(row, _relative(file, row)) for row in members]
    relatives = tuple(relative for _, relative in read if relative.relationship.kin is not Kin.MISSING)
    missing = [(row, relative) for row, relative in read if relative.relationship.missing]
    for row, _ in missing:
        for locus in row.genotypes:
            place = Place(file, row.row, row.columns[locus][0], row.genotypes[locus][0])
            raise InputError(
                "a missing person is not typed; personal effects are compared by `imena screen`", place=place
            )
    persons = [relative for _, relative in missing if relative.relationship.kin is Kin.MISSING]
    check_one_missing(file, name, [row.row for row, relative in missing if relative in persons])
    return Family(
        name=name,
        row=members[0].row,
        relatives=relatives,
        profiles={row.sample: _profile(row, models) for row, relative in read if relative in relatives},
        person=persons[0].id if persons else None,
        sexes=(persons[0].sex,) if persons and persons[0].sex else tuple(Sex),
        also_missing=tuple(relative.id for _, relative in missing if relative in relatives),
    )


def check_one_missing(file: str, family: str, rows: Sequence[int]) -> None:
    """Raise `InputError` where two rows of a family are the missing person; `rows`: those that are."""
    if len(rows) > 1:
        raise InputError(
            "family {family} has a missing person in row {first} already; others who are missing are named as that "
            "one's relatives, as in: missing son",
            place=Place(file, rows[1], "relationship"),
            family=family,
            first=rows[0],
        )


def _relative(file: str, row: GenotypeRow) -> Relative:
    return relative_of(file, row.row, row.sample, row.relationship or "", Sex(row.sex) if row.sex else None)


def relative_of(file: str, row: int, sample: str, word: str, sex: Sex | None) -> Relative:
    """A relative as a row of a family table states him. Raises `InputError` where the word is not known."""
    place = Place(file, row, "relationship", word)
    relationship = parse_relationship(word)
    if relationship is None:
        raise InputError(
            "this relationship to the missing person is not known; expected one of: {known}",
            place=place,
            known=known_words(),
        )
    if relationship.sex and sex and relationship.sex != sex.value:
        raise InputError(
            "a {relationship} has another sex than the sample, which is {sex}",
            place=place,
            relationship=relationship.kin.value,
            sex=sex.value,
        )
    if sample.startswith("("):
        raise InputError("a sample’s name may not begin with a bracket", place=Place(file, row, "sample"))
    known = relationship.sex or sex
    return Relative(sample, relationship, Sex(known) if known else None)
