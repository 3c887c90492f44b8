"""Familias files: the frequency database of a `.fam` file, with its mutation models.

The format has one value on a line, texts in quotes. Its parts: persons with genotypes, known relations, pedigrees,
and the database, which is what Imena takes. Mutation models are numbered: 0 equal, 1 proportional, 2 stepwise,
3 stepwise made stationary, 4 stepwise with microvariants.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from imena.core.errors import InputError, Place
from imena.formats.loci import canonical_allele, canonical_locus
from imena.formats.tables import decode, read_bytes

FamiliasModel = Literal["equal", "proportional", "stepwise", "stepwise-stationary", "stepwise-extended"]
_MODELS: tuple[FamiliasModel, ...] = (
    "equal",
    "proportional",
    "stepwise",
    "stepwise-stationary",
    "stepwise-extended",
)


@dataclass(frozen=True, slots=True)
class FamiliasMutation:
    """A mutation model for one sex of the parent, as the file states it."""

    model: FamiliasModel
    rate: float
    rate2: float
    range: float


@dataclass(frozen=True, slots=True)
class FamiliasLocus:
    """A locus of the database; `row` is the line of its name, `rows` those of its alleles. The numbers are as written.

    `alleles` are without the silent one. `dropout` is a probability, `database_size` counts alleles typed.
    """

    row: int
    name: str
    alleles: tuple[str, ...]
    frequencies: tuple[float, ...]
    rows: tuple[int, ...]
    male: FamiliasMutation
    female: FamiliasMutation
    silent_frequency: float
    database_size: int | None
    dropout: float
    minimum_frequency: float


@dataclass(frozen=True, slots=True)
class FamiliasDatabase:
    """The database of a file; `version` is that of Familias, `theta` the co-ancestry coefficient it was saved with."""

    file: str
    sha256: str
    name: str
    version: str
    theta: float
    loci: tuple[FamiliasLocus, ...]


_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:e[+-]?[0-9]{1,3})?", re.I)


def is_familias(content: bytes) -> bool:
    """Whether the content begins as Familias and pedFamilias begin a file."""
    return content.lstrip(b"\xef\xbb\xbf").lstrip().startswith(b'"Output from Familias')


class _Lines:
    """The lines of a file, read one after another; what is not as expected is an error with its line."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.at = 0

    def place(self, field: str) -> Place:
        value = self.lines[self.at - 1].strip() if self.at else None
        return Place(self.file, self.at, field, value)

    def next(self, field: str) -> str:
        if self.at >= len(self.lines):
            raise InputError("the file ends here", place=Place(self.file, len(self.lines), field))
        self.at += 1
        return self.lines[self.at - 1].strip()

    def text(self, field: str) -> str:
        return self.next(field).strip('"')

    def skip(self, count: int, field: str) -> None:
        for _ in range(count):
            self.next(field)

    def count(self, field: str) -> int:
        line = self.next(field).split("\t")[0].strip()
        if not re.fullmatch("[0-9]+", line):
            raise InputError("expected a whole number", place=self.place(field))
        return int(line)

    def number(self, field: str) -> float:
        return self.as_number(self.next(field), field)

    def as_number(self, text: str, field: str) -> float:
        if not _NUMBER.fullmatch(text):
            raise InputError("expected a number", place=self.place(field))
        number = float(text.replace(",", "."))
        if number < 0:
            raise InputError("expected a number of at least 0", place=self.place(field))
        return number

    def flag(self, field: str) -> bool:
        line = self.next(field)
        if not line.startswith(("#TRUE#", "#FALSE#")):
            raise InputError("expected #TRUE# or #FALSE#", place=self.place(field))
        return line.startswith("#TRUE#")


def read_familias(path: Path) -> FamiliasDatabase:
    """The database of a Familias file; persons and pedigrees in it are passed over.

    Raises `InputError` with the line where the file is cut off or not as the format has it.
    """
    content = read_bytes(path)
    if not is_familias(content):
        raise InputError("expected a file written by Familias", place=Place(path.name, 1))
    lines = _Lines(path.name, decode(content, path.name))
    lines.skip(2, "heading")
    version = lines.next("version")
    _pass_over_people(lines)
    theta = _theta(lines)
    loci_count = lines.count("number of loci")
    name = lines.text("database name") if lines.flag("database name follows") else ""
    loci: dict[str, FamiliasLocus] = {}
    for _ in range(loci_count):
        locus = _locus(lines)
        if locus.name in loci:
            raise InputError(
                "locus {locus} stands twice, here and in row {earlier}",
                place=Place(path.name, locus.row, "locus", locus.name),
                locus=locus.name,
                earlier=loci[locus.name].row,
            )
        loci[locus.name] = locus
    return FamiliasDatabase(path.name, hashlib.sha256(content).hexdigest(), name, version, theta, tuple(loci.values()))


def _pass_over_people(lines: _Lines) -> None:
    if lines.next("number of persons").strip('"'):
        lines.at -= 1
    for _ in range(lines.count("number of persons")):
        lines.skip(5, "person")
        lines.skip(3 * lines.count("number of genotypes"), "genotype")
    if lines.text("known relations") != "Known relations":
        raise InputError("expected the known relations here", place=lines.place("known relations"))
    lines.skip(2, "additional persons")
    lines.skip(2 * lines.count("number of relations"), "relation")
    for _ in range(lines.count("number of pedigrees")):
        lines.skip(4, "pedigree")
        lines.skip(2 * lines.count("number of relations"), "relation")


def _theta(lines: _Lines) -> float:
    if lines.flag("results"):
        raise InputError(
            "the file holds computed results, which are not read; save it without them", place=lines.place("results")
        )
    line = lines.lines[lines.at - 1]
    databases = _stated(line, r"#Databases")
    if databases is not None and databases != "1":
        raise InputError("expected one database in the file", place=lines.place("databases"))
    theta = _stated(line, r"Fst")
    return lines.as_number(theta, "theta") if theta is not None else 0.0


def _stated(line: str, name: str) -> str | None:
    """The value of a name in a line such as `14 (DatabaseSize = 1598 , Dropout probability = 0 )`."""
    stated = re.search(name + r"\s*[=:]\s*([^\s);]+)", line)
    return stated[1] if stated else None


def _locus(lines: _Lines) -> FamiliasLocus:
    name = canonical_locus(lines.text("locus"))
    row = lines.at
    rates = [lines.number("mutation rate") for _ in range(2)]
    models = [_model(lines) for _ in range(2)]
    with_silent = lines.count("number of alleles")
    ranges = [lines.number("mutation range") for _ in range(2)]
    rates2 = [lines.number("rate of microvariants") for _ in range(2)]
    lines.flag("silent allele")
    silent = lines.number("silent frequency")
    size, dropout, minimum = _listed(lines, with_silent)
    alleles, frequencies, rows = _alleles(lines)
    female, male = (FamiliasMutation(models[i], rates[i], rates2[i], ranges[i]) for i in range(2))
    return FamiliasLocus(
        row=row,
        name=name,
        alleles=alleles,
        frequencies=frequencies,
        rows=rows,
        male=male,
        female=female,
        silent_frequency=silent,
        database_size=size,
        dropout=dropout,
        minimum_frequency=minimum,
    )


def _model(lines: _Lines) -> FamiliasModel:
    code = lines.count("mutation model")
    if code >= len(_MODELS):
        raise InputError("expected a mutation model from 0 to 4", place=lines.place("mutation model"))
    return _MODELS[code]


def _listed(lines: _Lines, with_silent: int) -> tuple[int | None, float, float]:
    """What stands beside the number of alleles: database size, drop-out, minimum frequency. Steps back before it."""
    field = "number of alleles"
    listed = lines.count(field)
    if with_silent - listed not in (0, 1):
        raise InputError(
            "expected as many alleles as stated before, {number}", place=lines.place(field), number=with_silent
        )
    line = lines.lines[lines.at - 1]
    size = _stated(line, "DatabaseSize")
    dropout, minimum = _stated(line, "Dropout probability"), _stated(line, "Minor allele frequency")
    numbers = [lines.as_number(text, field) if text is not None else 0.0 for text in (size, dropout, minimum)]
    lines.at -= 1
    return int(numbers[0]) if size is not None else None, numbers[1], numbers[2]


def _alleles(lines: _Lines) -> tuple[tuple[str, ...], tuple[float, ...], tuple[int, ...]]:
    alleles: list[str] = []
    frequencies = []
    rows = []
    for _ in range(lines.count("number of alleles")):
        allele = canonical_allele(lines.text("allele")) or ""
        if not allele or allele in alleles:
            raise InputError("expected an allele that is not yet listed", place=lines.place("allele"))
        rows.append(lines.at)
        alleles.append(allele)
        frequencies.append(lines.number("frequency"))
    return tuple(alleles), tuple(frequencies), tuple(rows)
