"""Familias files, written here line by line."""

from pathlib import Path

import pytest

from imena.core.errors import InputError, Place
from imena.formats import FamiliasDatabase, FamiliasMutation, read_familias

HEAD = ['"Output from Familias, version 3.4"', '"DO NOT EDIT!"', "3.4 (DVI)", '""']
PEOPLE = [
    "2",
    '"AF"', "#FALSE#", "-1", "#FALSE#", "#TRUE#", "1", "0", "2", "0",
    '"MO"', "#FALSE#", "-1", "#FALSE#", "#FALSE#", "0",
]  # fmt: skip
RELATIONS = ['"Known relations"', "0", "0", "1", "0", "1", "1", "0", '"Ped 1"', "0", "0", "2", "0", "1", "1", "0"]
THETA = "#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0,01 )"
LOCUS = [
    '"VWA"', "0.001", "0,002", "4", "3", "3", "0.5", "0.1", "1e-06", "2e-06", "#TRUE#", "0.003",
    "2\t(DatabaseSize = 1598 , Dropout probability = 0.1 , Minor allele frequency = 0.001 )",
    '"15"', "0.25", '"16,3"', "0.75",
]  # fmt: skip
FILE = [*HEAD, *PEOPLE, *RELATIONS, THETA, "1", "#TRUE#", '"Ours"', *LOCUS]
AT = len(FILE) - len(LOCUS)
"""Lines above the locus."""


def read(folder: Path, lines: list[str], end: str = "\r\n") -> FamiliasDatabase:
    path = folder / "base.fam"
    path.write_bytes(end.join((*lines, "[Advanced]", "Dropin= 0", "")).encode())
    return read_familias(path)


def refused(folder: Path, lines: list[str]) -> InputError:
    with pytest.raises(InputError) as caught:
        read(folder, lines)
    return caught.value


def with_line(index: int, line: str) -> list[str]:
    return [*FILE[:index], line, *FILE[index + 1 :]]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_database(tmp_path: Path, end: str) -> None:
    database = read(tmp_path, FILE, end)
    (locus,) = database.loci
    assert (database.name, database.version, database.theta) == ("Ours", "3.4 (DVI)", 0.01)
    assert (locus.row, locus.name, locus.rows) == (AT + 1, "vWA", (AT + 14, AT + 16))
    assert (locus.alleles, locus.frequencies) == (("15", "16.3"), (0.25, 0.75))
    assert locus.female == FamiliasMutation("stepwise-extended", 0.001, 1e-6, 0.5)
    assert locus.male == FamiliasMutation("stepwise-stationary", 0.002, 2e-6, 0.1)
    assert (locus.silent_frequency, locus.database_size) == (0.003, 1598)
    assert (locus.dropout, locus.minimum_frequency) == (0.1, 0.001)


def test_the_number_of_persons_may_stand_in_line_four(tmp_path: Path) -> None:
    assert read(tmp_path, [line for line in FILE if line != '""']).loci[0].row == AT


def test_a_database_without_a_name(tmp_path: Path) -> None:
    lines = [*FILE[: AT - 2], "#FALSE#", *LOCUS]
    assert read(tmp_path, lines).name == ""


@pytest.mark.parametrize(
    ("index", "line", "field"),
    [
        (4, "two", "number of persons"),
        (len(HEAD) + len(PEOPLE), '"Relations"', "known relations"),
        (AT - 4, THETA.replace("#FALSE#", "#TRUE#"), "results"),
        (AT - 4, THETA.replace("s: 1", "s: 2"), "databases"),
        (AT - 4, THETA.replace("0,01", "much"), "theta"),
        (AT - 3, "many", "number of loci"),
        (AT - 2, "yes", "database name follows"),
        (AT + 1, "1_0", "mutation rate"),
        (AT + 1, "-0.1", "mutation rate"),
        (AT + 3, "5", "mutation model"),
        (AT + 4, "-1", "mutation model"),
        (AT + 10, "0", "silent allele"),
        (AT + 11, "nan", "silent frequency"),
        (AT + 12, "4", "number of alleles"),
        (AT + 14, "-0.25", "frequency"),
        (AT + 14, "a quarter", "frequency"),
        (AT + 15, '"15.0"', "allele"),
    ],
)
def test_a_line_that_is_not_as_expected(tmp_path: Path, index: int, line: str, field: str) -> None:
    assert refused(tmp_path, with_line(index, line)).place == Place("base.fam", index + 1, field, line)


def test_a_locus_twice(tmp_path: Path) -> None:
    lines = [*with_line(AT - 3, "2"), '"vWA"', *LOCUS[1:]]
    error = refused(tmp_path, lines)
    assert error.place == Place("base.fam", AT + len(LOCUS) + 1, "locus", "vWA")
    assert error.values == {"locus": "vWA", "earlier": AT + 1}


def test_a_file_of_something_else(tmp_path: Path) -> None:
    assert refused(tmp_path, ["Allele\tTH01"]).place == Place("base.fam", 1)


@pytest.mark.parametrize("length", range(1, len(FILE)))
def test_a_file_that_is_cut_off(tmp_path: Path, length: int) -> None:
    path = tmp_path / "base.fam"
    path.write_text("\n".join(FILE[:length]))
    with pytest.raises(InputError) as caught:
        read_familias(path)
    assert caught.value.place.row in (length, length - 1)
