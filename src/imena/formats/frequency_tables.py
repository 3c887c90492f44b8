"""Layouts of frequency tables: alleles by loci, long tables, and pedsuite's lists, read as they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from imena.core.errors import InputError, Place
from imena.core.said import mark
from imena.formats.loci import canonical_allele, canonical_locus
from imena.formats.notes import Note
from imena.formats.tables import Row, Table

_LOCUS = ("locus", "marker", "marcador", "маркер", "локус")
_ALLELE = ("allele", "alleles", "alelo", "alelos", "алель", "алелі")
_FREQUENCY = ("frequency", "freq", "frecuencia", "частота")
_CHROMOSOMES = ("n", "2n", "chromosomes")
_POPULATION = ("population", "población", "poblacion", "популяція")
_NUMBER = re.compile(r"[0-9]*[.,]?[0-9]+(?:e-?[0-9]+)?|[0-9]+[.,]", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """A frequency and where it stands."""

    place: Place
    allele: str
    frequency: float


@dataclass(slots=True)
class FoundFrequencies:
    """Entries by canonical locus, the chromosomes typed where the table says, and notes."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    chromosomes: dict[str, int] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def probability(text: str, place: Place) -> float:
    """A number from 0 to 1, with a decimal point or comma."""
    if not _NUMBER.fullmatch(text) or not 0 <= (number := float(text.replace(",", "."))) <= 1:
        raise InputError("expected a frequency, a number from 0 to 1", place=place)
    return number


def has_locus_column(table: Table) -> bool:
    return _column(table, _LOCUS) is not None


def read_long_table(table: Table) -> FoundFrequencies:
    """Columns for the locus, the allele and the frequency in any order; n, if given, counts chromosomes."""
    locus, allele, frequency = (_column(table, labels) for labels in (_LOCUS, _ALLELE, _FREQUENCY))
    if locus is None or allele is None or frequency is None:
        raise InputError(
            "expected columns for the locus, the allele and the frequency", place=Place(table.file, table.header_row)
        )
    _one_population(table)
    found = FoundFrequencies()
    count = _column(table, _CHROMOSOMES)
    for row in table.rows:
        if not row.cells[locus]:
            raise InputError("expected a locus, found nothing", place=table.place(row, locus))
        name = canonical_locus(row.cells[locus])
        found.entries.setdefault(name, []).append(_entry(table, row, frequency, allele))
        if count is not None and row.cells[count]:
            found.chromosomes.setdefault(name, _whole(table.place(row, count)))
    return found


def _one_population(table: Table) -> None:
    column = _column(table, _POPULATION)
    if column is None:
        return
    first = table.rows[0].cells[column]
    for row in table.rows:
        if row.cells[column] != first:
            raise InputError(
                "a second population, the first is {first}: expected one in a file",
                place=table.place(row, column),
                first=first,
            )


def read_allele_by_locus(table: Table) -> FoundFrequencies:
    """Alleles in the first column, a column for each locus, blank where the allele was not seen.

    The row FMIN of GENis, a minimum frequency, is not applied. A row 2N counts chromosomes; what a row N counts,
    persons or chromosomes, is not said, so it is not used.
    """
    if table.header[0].casefold() not in (*_ALLELE, ""):
        raise InputError(
            "expected a Familias file, a table with alleles in the first column and a column for each locus, or a "
            "table with columns Locus, Allele and Frequency",
            place=Place(table.file, table.header_row, table.header[0]),
        )
    loci = _locus_columns(table)
    found = FoundFrequencies({name: [] for name in loci})
    for row in table.rows:
        first = row.cells[0].casefold()
        if first in ("fmin", "n"):
            place = Place(table.file, row.number, row.cells[0])
            found.notes.append(Note(place, mark("this row is not a frequency and is not applied")))
            continue
        for name, column in loci.items():
            if not row.cells[column]:
                continue
            if first == "2n":
                found.chromosomes[name] = _whole(table.place(row, column))
            else:
                found.entries[name].append(_entry(table, row, column, 0))
    return found


def _locus_columns(table: Table) -> dict[str, int]:
    loci: dict[str, int] = {}
    for column, label in enumerate(table.header[1:], start=1):
        if not label:
            for row in table.rows:
                if row.cells[column]:
                    raise InputError("expected the name of a locus above this", place=table.place(row, column))
            continue
        name = canonical_locus(label)
        if name in loci:
            raise InputError(
                "{locus} stands twice, here and as {other}",
                place=Place(table.file, table.header_row, label, label),
                locus=name,
                other=table.header[loci[name]],
            )
        loci[name] = column
    return loci


def is_list(text: str) -> bool:
    """Whether the text is pedsuite's list: a locus alone on a line, then lines of an allele and its frequency."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or re.search(r"[\t;,]", lines[0]):
        return False
    words = lines[1].split()
    return len(words) == 2 and bool(_NUMBER.fullmatch(words[1])) and not _NUMBER.fullmatch(lines[0].split()[-1])


def read_list(file: str, text: str) -> FoundFrequencies:
    """Pedsuite's list; an empty line stands between loci."""
    found = FoundFrequencies()
    name = ""
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not words:
            name = ""
        elif not name:
            name = canonical_locus(line)
            if name in found.entries:
                place = Place(file, number, name, line.strip())
                raise InputError("locus {locus} stands twice", place=place, locus=name)
            found.entries[name] = []
        else:
            place = Place(file, number, name, line.strip())
            if len(words) != 2:
                raise InputError("expected an allele and its frequency", place=place)
            entry = Entry(place, canonical_allele(words[0]) or "", probability(words[1], place))
            found.entries[name].append(entry)
    return found


def _column(table: Table, wanted: Sequence[str]) -> int | None:
    return next((column for column, label in enumerate(table.header) if label.casefold() in wanted), None)


def _entry(table: Table, row: Row, column: int, allele_column: int) -> Entry:
    allele = canonical_allele(row.cells[allele_column])
    if allele is None:
        raise InputError("expected an allele, found nothing", place=table.place(row, allele_column))
    place = table.place(row, column)
    return Entry(place, allele, probability(row.cells[column], place))


def _whole(place: Place) -> int:
    text = place.value or ""
    if not re.fullmatch("[1-9][0-9]*", text):
        raise InputError("expected a whole number of chromosomes", place=place)
    return int(text)
