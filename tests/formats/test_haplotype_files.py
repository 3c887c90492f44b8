"""Haplotype files: YHRD tables and EMPOP's .emp files, what is read of them and what is refused where."""

from pathlib import Path

import pytest

from imena.core.errors import InputError, Place
from imena.formats.haplotypes import MtHaplotypeTable, YHaplotypeTable, read_empop, read_y_haplotypes
from imena.kinship.lineage.haplotypes import YHaplotype
from imena.kinship.lineage.mitochondrial import MtHaplotype, MtVerdict, compare_mt

YHRD = """ID,Population,DYS19,DYS389I,DYS385,YGATAH4
M1,Synthetic,16,13,"11,14",12
M2,Synthetic,15,,14-11,12
"""
EMPOP = """# Synthetic sample
# for tests
#! 16024-576
REF01\tH\t1\t263G\t315.1C\t16519C
REF02\t?\t2\t73G\t263G\t523DEL\t524del\t16093Y
#! 16024-16365 73-340
REF03\tU5a1\t1\tA73G
"""


def y(folder: Path, text: str) -> YHaplotypeTable:
    path = folder / "y.csv"
    path.write_text(text, encoding="utf-8")
    return read_y_haplotypes(path)


def mt(folder: Path, text: str) -> MtHaplotypeTable:
    path = folder / "mt.emp"
    path.write_text(text, encoding="utf-8")
    return read_empop(path)


def test_a_table_of_y_haplotypes(tmp_path: Path) -> None:
    table = y(tmp_path, YHRD)
    first, second = table.rows

    assert table.loci == ("DYS19", "DYS389I", "DYS385", "YGATAH4")
    assert (first.row, first.sample, first.population, first.count) == (2, "M1", "Synthetic", 1)
    assert first.alleles == {"DYS19": ("16",), "DYS389I": ("13",), "DYS385": ("11", "14"), "YGATAH4": ("12",)}
    assert second.alleles == {"DYS19": ("15",), "DYS385": ("14", "11"), "YGATAH4": ("12",)}
    assert YHaplotype(second.sample, second.alleles).alleles["DYS385"] == ("11", "14")
    assert table.notes == ()


def test_copies_in_two_columns_counts_and_names(tmp_path: Path) -> None:
    table = y(tmp_path, "Sample\tn\tDYS385a\tDYS385b\tY-GATA-H4\tdys 19\tHaplogroup\nM1\t3\t11\t14\t12.0\t16\tR1a\n")

    assert table.rows[0].alleles == {"DYS385": ("11", "14"), "YGATAH4": ("12",), "DYS19": ("16",)}
    assert table.rows[0].count == 3
    (note,) = table.notes
    assert note.place == Place("y.csv", 1, "Haplogroup", "Haplogroup")


@pytest.mark.parametrize(
    ("cell", "said"), [("0", "a null allele"), ("OL", "not called"), ("*", "not called"), ("-", "not called")]
)
def test_what_is_no_call_is_left_out_with_a_note(tmp_path: Path, cell: str, said: str) -> None:
    table = y(tmp_path, f"ID\tDYS19\tDYS390\nM1\t{cell}\t24\n")

    assert table.rows[0].alleles == {"DYS390": ("24",)}
    assert said in str(table.notes[0].said_in(str))
    assert table.notes[0].place == Place("y.csv", 2, "DYS19", cell)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("ID\tDYS19\nM1\tx\n", Place("y.csv", 2, "DYS19", "x"), "expected an allele"),
        ("ID\tDYS19\nM1\t11,\n", Place("y.csv", 2, "DYS19", "11,"), "expected an allele"),
        ("ID\tDYS19\nM1\t14\nM1\t15\n", Place("y.csv", 3, "ID", "M1"), "stands twice, here and in row 2"),
        ("ID\tDYS19\tDYS-19\nM1\t1\t2\n", Place("y.csv", 1, "DYS-19", "DYS-19"), "DYS19 stands twice"),
        ("ID\tn\tDYS19\nM1\t0\t14\n", Place("y.csv", 2, "n", "0"), "a whole number of at least 1"),
        ("ID\tTH01\nM1\t6\n", Place("y.csv", 1), "a column for each locus of the Y chromosome"),
        ("ID\tDYS19\n\t14\n", Place("y.csv", 2, "ID", ""), "expected a value here"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(tmp_path: Path, text: str, place: Place, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        y(tmp_path, text)
    assert caught.value.place == place


def test_an_empop_file(tmp_path: Path) -> None:
    table = mt(tmp_path, EMPOP)
    first, second, third = table.rows

    assert (first.row, first.sample, first.haplogroup, first.count) == (4, "REF01", "H", 1)
    assert (first.ranges, first.differences) == (((16024, 576),), ("263G", "315.1C", "16519C"))
    assert (second.haplogroup, second.count) == (None, 2)
    assert (third.ranges, third.differences) == (((16024, 16365), (73, 340)), ("A73G",))
    haplotypes = [MtHaplotype(row.sample, row.ranges, row.differences) for row in table.rows]
    assert compare_mt(haplotypes[1], haplotypes[2]).verdict is MtVerdict.INCONCLUSIVE


def test_a_sample_that_nobody_has_is_left_out_with_a_note(tmp_path: Path) -> None:
    table = mt(tmp_path, "#! 16024-576\nA\tH\t1\nB\tH\t0\t73G\n")

    assert [row.sample for row in table.rows] == ["A"]
    assert table.rows[0].differences == ()
    assert "B has the count 0" in table.notes[0].said_in(str)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("A\tH\t1\t263G\n", Place("mt.emp", 1), "a line of typed ranges above"),
        ("#! 16024-17000\nA\tH\t1\n", Place("mt.emp", 1, None, "16024-17000"), "from 1 to 16569"),
        ("#! HVS1\nA\tH\t1\n", Place("mt.emp", 1, None, "HVS1"), "such as 16024-576"),
        ("#! 1-576\nA\tH\n", Place("mt.emp", 2, None, "A\tH"), "with tabs between them"),
        ("#! 1-576\nA\tH\tx\n", Place("mt.emp", 2, "Frequency", "x"), "a whole number of at least 0"),
        ("#! 1-576\nA\tH\t1\tG\n", Place("mt.emp", 2, "A", "G"), "a difference to the rCRS"),
        ("#! 1-576\nA\tH\t1\nA\tH\t1\n", Place("mt.emp", 3, "Sample", "A"), "stands twice, here and in row 2"),
        ("#! 1-576\n# nothing\n", Place("mt.emp"), "holds no haplotype"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, text: str, place: Place, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        mt(tmp_path, text)
    assert caught.value.place == place
