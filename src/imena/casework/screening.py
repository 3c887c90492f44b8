"""Screening files: what a country's tables hold, and everything in them that is compared with everything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from imena.casework.answers import Statement
from imena.casework.assumptions import Assumptions
from imena.casework.coded import CodedTable, alleles_in
from imena.casework.comparisons import Comparison, Samples, same_person, with_families, within_kin
from imena.casework.inputs import Source
from imena.casework.kinships import families_of
from imena.casework.locus_models import default_table, models_of
from imena.core.errors import InputError, Place
from imena.formats import Frequencies, Note, read_frequencies, stream_families, stream_remains
from imena.kinship import Detection, LocusModel, Mutation, RareAlleles
from imena.kinship.screening import Observed, Observer


@dataclass(frozen=True)
class Files:
    """The tables of a screening. `effects`: samples from personal effects; `staff`: an elimination index."""

    remains: Path
    families: Path
    frequencies: Path | None = None
    effects: Path | None = None
    staff: Path | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What is kept: pairs of remains and family with log10 LR of `families`, the `best` so many of each.

    `kin`: parents and children, and siblings, among remains. `same`: samples of one person.
    """

    families: float = 3.0
    kin: float = 4.0
    same: float = 6.0
    best: int = 3


@dataclass(frozen=True, eq=False)
class Screening:
    """Everything a screening needs, and what was decided while it was read."""

    comparisons: tuple[Comparison, ...]
    set_aside: tuple[Statement, ...]
    without_theta: tuple[Statement, ...]
    models: tuple[LocusModel, ...]
    mutation: Mapping[str, Mutation]
    assumptions: Assumptions
    dropout: Mapping[str, float]
    frequency_table: str
    sources: tuple[Source, ...]
    notes: tuple[Note, ...]


def load(
    files: Files,
    limits: Limits,
    *,
    mutation: Mutation | None = None,
    rare_allele: RareAlleles | None = None,
    assumptions: Assumptions | None = None,
) -> Screening:
    """Read and check the tables, row by row; the rest is as in `inputs.load`. Raises `InputError`."""
    assumed = assumptions or Assumptions()
    table = read_frequencies(files.frequencies) if files.frequencies else default_table()
    tables = _Tables.of(files, [locus.name for locus in table.loci])
    used = [locus for locus in table.loci if all(locus.name in each.loci for each in (tables.remains, tables.families))]
    if not used:
        message = "the remains, the families and the frequency table have no locus in common"
        raise InputError(message, place=Place(tables.remains.file))
    notes = [*tables.notes(), *table.notes]
    models, stated = models_of(used, partial(alleles_in, tables=tables.all()), table, mutation, rare_allele, notes)
    screening = Screening(
        comparisons=(), set_aside=(), without_theta=(), models=tuple(models.values()), mutation=stated,
        assumptions=assumed, dropout=assumed.dropout.at(models), frequency_table=table.name,
        sources=tables.sources(table), notes=tuple(notes),
    )  # fmt: skip
    return _with_comparisons(screening, tables, limits)


@dataclass(frozen=True, eq=False)
class _Tables:
    remains: CodedTable
    families: CodedTable
    effects: CodedTable | None
    staff: CodedTable | None

    @classmethod
    def of(cls, files: Files, loci: Sequence[str]) -> "_Tables":
        return cls(
            CodedTable(stream_remains(files.remains), loci),
            CodedTable(stream_families(files.families), loci),
            CodedTable(stream_remains(files.effects), loci) if files.effects else None,
            CodedTable(stream_remains(files.staff), loci) if files.staff else None,
        )

    def all(self) -> tuple[CodedTable, ...]:
        return tuple(each for each in (self.remains, self.families, self.effects, self.staff) if each)

    def notes(self) -> list[Note]:
        return [note for each in self.all() for note in each.all_notes()]

    def sources(self, frequencies: Frequencies) -> tuple[Source, ...]:
        roles = ("remains", "families", "effects", "staff")
        tables = ((role, table) for role in roles if (table := getattr(self, role)))
        return (
            *(Source(role, table.file, table.sha256) for role, table in tables),
            Source("frequencies", frequencies.file, frequencies.sha256),
        )


def _with_comparisons(screening: Screening, tables: _Tables, limits: Limits) -> Screening:
    """Everything with everything: each comparison with the samples that stand in it."""
    models = {model.locus.name: model for model in screening.models}
    loci, theta = [model.locus for model in screening.models], screening.assumptions.theta
    bones = Observer(loci, Detection(by_locus=dict(screening.dropout)))
    whole = Observer(loci)
    remains = _samples("remains", tables.remains, models, bones)
    relatives = _samples("relative", tables.families, models, bones)
    whole_relatives = replace(relatives.observed, codes=tables.families.observed(models, whole),
                              observations=whole.observations)  # fmt: skip
    families = families_of(tables.families, whole_relatives, tables.families.digests(), screening.models, theta)
    found = [with_families(remains, families, limits.families, limits.best)]
    found.append(same_person("same person among remains", remains, remains, limits.same, theta))
    found += within_kin(remains, limits.kin, theta)
    found.append(same_person("same person among relatives", relatives, relatives, limits.same, theta))
    if tables.effects:
        effects = _samples("effects", tables.effects, models, bones)
        found.append(same_person("remains and personal effects", remains, effects, limits.same, theta))
    if tables.staff:
        staff = _samples("staff", tables.staff, models, bones)
        found.append(same_person("remains and staff", remains, staff, limits.same, theta))
        found.append(same_person("relatives and staff", relatives, staff, limits.same, theta))
        if tables.effects:
            found.append(same_person("personal effects and staff", effects, staff, limits.same, theta))
    return replace(
        screening,
        comparisons=tuple(found),
        set_aside=tuple(Statement(families.names[family], why) for family, why in families.set_aside.items()),
        without_theta=families.without_theta,
    )


def _samples(role: str, table: CodedTable, models: Mapping[str, LocusModel], observer: Observer) -> Samples:
    """The samples of a table as numbers; relatives are named by their family too, for samples may share a name."""
    names = tuple(f"{each.family} · {each.name}" if each.family else each.name for each in table.samples)
    sexes = tuple(each.sex for each in table.samples)
    codes = np.ascontiguousarray(table.observed(models, observer))
    return Samples(role, Observed(names, sexes, codes, observer.observations), tuple(table.digests()))
