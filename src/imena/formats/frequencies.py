"""Frequency tables as laboratories have them: Familias, allele by locus, long tables, and pedsuite's lists."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from imena.core.errors import InputError, Place
from imena.core.language import mark
from imena.formats.familias import FamiliasLocus, is_familias, read_familias
from imena.formats.loci import canonical_allele, canonical_locus
from imena.formats.notes import Note
from imena.formats.tables import Row, Table, decode, read_bytes, read_table

ROUNDING = 0.01
"""Frequencies of a locus may miss 1 by so much; they are then rescaled, and a note says so."""
_UNSEEN = 1e-6
"""A sum this close to 1 is rescaled without a note."""


@dataclass(frozen=True, slots=True)
class LocusFrequencies:
    """A locus of a table; `row` is where it begins. Frequencies sum to 1. `familias`: as such a file states it."""

    row: int
    name: str
    alleles: tuple[str, ...]
    frequencies: tuple[float, ...]
    familias: FamiliasLocus | None = None


@dataclass(frozen=True, slots=True)
class Frequencies:
    """A file's loci. `theta` is what the file states, None where the format has no place for it."""

    file: str
    sha256: str
    name: str
    loci: tuple[LocusFrequencies, ...]
    theta: float | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Value:
    """A frequency and where it stands."""

    place: Place
    allele: str
    frequency: float


def read_frequencies(path: Path) -> Frequencies:
    """Read a frequency table, whichever of the formats it is in.

    Raises `InputError` for frequencies that are no probabilities or miss a sum of 1 by more than 0.01, and for an
    allele or a locus that stands twice.
    """
    content = read_bytes(path)
    if is_familias(content):
        return _from_familias(path)
    if _is_list(decode(content, path.name)):
        return _from_list(path, content)
    table = read_table(path)
    labels = [label.casefold() for label in table.header]
    locus = _first(labels, ("locus", "marker", "маркер", "локус"))
    if locus is not None:
        return _from_long_table(table, labels, locus)
    return _from_wide_table(table)


def _first(labels: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((column for column, label in enumerate(labels) if label in wanted), None)


def _from_familias(path: Path) -> Frequencies:
    database = read_familias(path)
    values = {
        locus.name: [
            _Value(Place(path.name, row, locus.name, f"{frequency:g}"), allele, frequency)
            for allele, frequency, row in zip(locus.alleles, locus.frequencies, locus.rows, strict=True)
        ]
        for locus in database.loci
    }
    stated = {locus.name: locus for locus in database.loci}
    return _frequencies(path.name, database.sha256, database.name, values, database.theta, stated)


def _from_long_table(table: Table, labels: Sequence[str], locus: int) -> Frequencies:
    allele = _first(labels, ("allele", "alelo", "алель"))
    frequency = _first(labels, ("frequency", "freq", "frecuencia", "частота"))
    if allele is None or frequency is None:
        raise InputError(
            "expected columns for the locus, the allele and the frequency", place=Place(table.file, table.header_row)
        )
    values: dict[str, list[_Value]] = {}
    for row in table.rows:
        value = _value(table, row, frequency, _allele(table, row, allele))
        values.setdefault(canonical_locus(row.cells[locus]), []).append(value)
    return _frequencies(table.file, table.sha256, Path(table.file).stem, values)


def _from_wide_table(table: Table) -> Frequencies:
    if table.header[0].casefold() not in ("allele", "alelo", "алель", "alleles", "алелі", ""):
        raise InputError(
            "expected a Familias file, a table with alleles in the first column and a column for each locus, or a "
            "table with columns Locus, Allele and Frequency",
            place=Place(table.file, table.header_row, table.header[0]),
        )
    names: dict[str, str] = {}
    for label in table.header[1:]:
        if names.setdefault(canonical_locus(label), label) != label:
            raise InputError(
                "{locus} stands twice, here and as {other}",
                place=Place(table.file, table.header_row, label, label),
                locus=canonical_locus(label),
                other=names[canonical_locus(label)],
            )
    values: dict[str, list[_Value]] = {name: [] for name in names}
    notes = []
    for row in table.rows:
        if row.cells[0].casefold() in ("fmin", "n", "2n"):
            place = Place(table.file, row.number, row.cells[0])
            notes.append(Note(place, mark("this row is not a frequency and is not applied")))
            continue
        for column, name in enumerate(names, start=1):
            if row.cells[column]:
                values[name].append(_value(table, row, column, _allele(table, row, 0)))
    return _frequencies(table.file, table.sha256, Path(table.file).stem, values, notes=notes)


def _allele(table: Table, row: Row, column: int) -> str:
    allele = canonical_allele(row.cells[column])
    if allele is None:
        raise InputError("expected an allele, found nothing", place=table.place(row, column))
    return allele


def _value(table: Table, row: Row, column: int, allele: str) -> _Value:
    return _Value(table.place(row, column), allele, _number(row.cells[column], table.place(row, column)))


def _number(text: str, place: Place) -> float:
    try:
        frequency = float(text.replace(",", "."))
    except ValueError:
        raise InputError("expected a frequency, a number from 0 to 1", place=place) from None
    if not 0 <= frequency <= 1:
        raise InputError("expected a frequency, a number from 0 to 1", place=place)
    return frequency


def _is_list(text: str) -> bool:
    """Whether the text is pedsuite's list: a locus alone on a line, then lines of an allele and its frequency."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and len(lines[0]) == 1 and "," not in lines[0][0] and len(lines[1]) == 2


def _from_list(path: Path, content: bytes) -> Frequencies:
    values: dict[str, list[_Value]] = {}
    name, fresh = "", True
    for number, line in enumerate(decode(content, path.name).splitlines(), start=1):
        words = line.split()
        if not words:
            fresh = True
        elif fresh:
            name, fresh = canonical_locus(line), False
            if name in values:
                raise InputError("locus {locus} stands twice", place=Place(path.name, number, name, name), locus=name)
            values[name] = []
        else:
            place = Place(path.name, number, name, line.strip())
            if len(words) != 2:
                raise InputError("expected an allele and its frequency", place=place)
            values[name].append(_Value(place, canonical_allele(words[0]) or "", _number(words[1], place)))
    return _frequencies(path.name, hashlib.sha256(content).hexdigest(), path.stem, values)


def _frequencies(
    file: str,
    sha256: str,
    name: str,
    values: Mapping[str, Sequence[_Value]],
    theta: float | None = None,
    familias: Mapping[str, FamiliasLocus] | None = None,
    *,
    notes: Iterable[Note] = (),
) -> Frequencies:
    """Check each locus and rescale it to a sum of 1."""
    found = list(notes)
    loci = []
    for locus, entries in values.items():
        kept = _distinct(locus, entries, found)
        if not kept:
            raise InputError("locus {locus} has no frequencies", place=Place(file, None, locus), locus=locus)
        total = sum(entry.frequency for entry in kept)
        _check_sum(locus, total, kept[0].place, found)
        loci.append(
            LocusFrequencies(
                row=int(kept[0].place.row or 0),
                name=locus,
                alleles=tuple(entry.allele for entry in kept),
                frequencies=tuple(entry.frequency / total for entry in kept),
                familias=familias[locus] if familias else None,
            )
        )
    if not loci:
        raise InputError("the table holds no locus", place=Place(file))
    return Frequencies(file, sha256, name, tuple(loci), theta, tuple(found))


def _distinct(locus: str, entries: Sequence[_Value], notes: list[Note]) -> list[_Value]:
    seen: set[str] = set()
    kept = []
    for entry in entries:
        if entry.allele in seen:
            raise InputError(
                "allele {allele} of {locus} stands twice", place=entry.place, allele=entry.allele, locus=locus
            )
        seen.add(entry.allele)
        if entry.frequency == 0:
            values = {"allele": entry.allele, "locus": locus}
            notes.append(Note(entry.place, mark("allele {allele} of {locus} has frequency 0 and is left out"), values))
        else:
            kept.append(entry)
    return kept


def _check_sum(locus: str, total: float, place: Place, notes: list[Note]) -> None:
    where = Place(place.file, place.row, locus)
    if abs(total - 1) > ROUNDING:
        raise InputError(
            "the frequencies of {locus} sum to {total}; expected 1",
            place=Place(place.file, place.row, locus, f"{total:.6g}"),
            locus=locus,
            total=f"{total:.6g}",
        )
    if abs(total - 1) > _UNSEEN:
        values = {"locus": locus, "total": f"{total:.6f}"}
        notes.append(Note(where, mark("the frequencies of {locus} sum to {total} and were rescaled to 1"), values))
