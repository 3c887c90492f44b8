"""Frequency tables as laboratories have them: Familias, allele by locus, long tables, and pedsuite's lists."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from imena.core.errors import InputError, Place
from imena.core.said import mark
from imena.formats.familias import FamiliasLocus, is_familias, read_familias
from imena.formats.frequency_tables import (
    Entry,
    FoundFrequencies,
    has_locus_column,
    is_list,
    read_allele_by_locus,
    read_list,
    read_long_table,
)
from imena.formats.notes import Note
from imena.formats.tables import decode, is_workbook, read_bytes, read_table

ROUNDING = 0.01
"""Frequencies of a locus may miss 1 by so much; they are then rescaled, and a note says so."""
_UNSEEN = 1e-6
"""A sum this close to 1 is rescaled without a note."""
_EXACT = 1e-9
"""A sum this close to 1 is 1: the frequencies stay as written."""


@dataclass(frozen=True, slots=True)
class LocusFrequencies:
    """A locus of a table, its frequencies with a sum of 1. `row` is that of its first frequency.

    `familias` is what a Familias file states of the locus. `chromosomes` is how many were typed, None where the file
    does not say.
    """

    row: int
    name: str
    alleles: tuple[str, ...]
    frequencies: tuple[float, ...]
    familias: FamiliasLocus | None = None
    chromosomes: int | None = None


@dataclass(frozen=True, slots=True)
class Frequencies:
    """A file's loci. `theta` is what the file states, None where the format has no place for it."""

    file: str
    sha256: str
    name: str
    loci: tuple[LocusFrequencies, ...]
    theta: float | None
    notes: tuple[Note, ...]


def read_frequencies(path: Path) -> Frequencies:
    """Read a frequency table, whichever of the formats it is in.

    Raises `InputError` for frequencies that are no probabilities or miss a sum of 1 by more than 0.01, and for an
    allele or a locus that stands twice.
    """
    content = read_bytes(path)
    if is_familias(content):
        return _from_familias(path)
    found = _found(path, content)
    loci = tuple(_locus(path.name, name, entries, found, None) for name, entries in found.entries.items())
    if not loci:
        raise InputError("the table holds no locus", place=Place(path.name))
    return Frequencies(path.name, hashlib.sha256(content).hexdigest(), path.stem, loci, None, tuple(found.notes))


def _found(path: Path, content: bytes) -> FoundFrequencies:
    if not is_workbook(content) and is_list(text := decode(content, path.name)):
        return read_list(path.name, text)
    table = read_table(path)
    return read_long_table(table) if has_locus_column(table) else read_allele_by_locus(table)


def _from_familias(path: Path) -> Frequencies:
    database = read_familias(path)
    found = FoundFrequencies()
    loci = []
    for locus in database.loci:
        found.notes += _not_applied(path.name, locus)
        if locus.database_size:
            found.chromosomes[locus.name] = locus.database_size
        entries = [
            Entry(Place(path.name, row, locus.name, f"{frequency:g}"), allele, frequency)
            for allele, frequency, row in zip(locus.alleles, locus.frequencies, locus.rows, strict=True)
        ]
        loci.append(_locus(path.name, locus.name, entries, found, locus))
    if not loci:
        raise InputError("the table holds no locus", place=Place(path.name))
    return Frequencies(path.name, database.sha256, database.name, tuple(loci), database.theta, tuple(found.notes))


def _not_applied(file: str, locus: FamiliasLocus) -> list[Note]:
    place = Place(file, locus.row, locus.name)
    notes = []
    if locus.dropout:
        message = mark("the drop-out probability of {locus}, {value}, is not applied")
        notes.append(Note(place, message, {"locus": locus.name, "value": locus.dropout}))
    if locus.minimum_frequency:
        message = mark("the minimum frequency of {locus}, {value}, is not applied")
        notes.append(Note(place, message, {"locus": locus.name, "value": locus.minimum_frequency}))
    return notes


def _locus(
    file: str, name: str, entries: Sequence[Entry], found: FoundFrequencies, familias: FamiliasLocus | None
) -> LocusFrequencies:
    """Check a locus and rescale it to a sum of 1."""
    kept = _distinct(name, entries, found.notes)
    if not kept:
        row = familias.row if familias else None
        raise InputError("locus {locus} has no frequencies", place=Place(file, row, name), locus=name)
    place = Place(file, kept[0].place.row, name)
    silent = familias.silent_frequency if familias else 0.0
    frequencies = _rescaled(name, [entry.frequency for entry in kept], silent, place, found.notes)
    return LocusFrequencies(
        row=int(kept[0].place.row or 0),
        name=name,
        alleles=tuple(entry.allele for entry in kept),
        frequencies=frequencies,
        familias=familias,
        chromosomes=found.chromosomes.get(name),
    )


def _distinct(locus: str, entries: Sequence[Entry], notes: list[Note]) -> list[Entry]:
    rows: dict[str, int | str | None] = {}
    kept = []
    for entry in entries:
        values: Mapping[str, object] = {"allele": entry.allele, "locus": locus}
        if entry.allele in rows:
            raise InputError(
                "allele {allele} of {locus} stands twice, here and in row {earlier}",
                place=entry.place,
                earlier=rows[entry.allele],
                **values,
            )
        rows[entry.allele] = entry.place.row
        if entry.frequency == 0:
            notes.append(Note(entry.place, mark("allele {allele} of {locus} has frequency 0 and is left out"), values))
        else:
            kept.append(entry)
    return kept


def _rescaled(
    locus: str, frequencies: Sequence[float], silent: float, place: Place, notes: list[Note]
) -> tuple[float, ...]:
    """The frequencies with a sum of 1; those of a Familias file may leave room for its silent allele."""
    total = math.fsum(frequencies)
    if abs(total - 1) > ROUNDING and abs(total + silent - 1) > ROUNDING:
        raise InputError(
            "the frequencies of {locus} sum to {total}; expected 1", place=place, locus=locus, total=f"{total:.6g}"
        )
    if abs(total - 1) <= _EXACT:
        return tuple(frequencies)
    if abs(total - 1) > _UNSEEN:
        values = {"locus": locus, "total": f"{total:.7g}"}
        notes.append(Note(place, mark("the frequencies of {locus} sum to {total} and were rescaled to 1"), values))
    return tuple(frequency / total for frequency in frequencies)
