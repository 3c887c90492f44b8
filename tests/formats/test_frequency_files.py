"""Frequency tables in each layout; sums, zeros and duplicates."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.core.errors import InputError, Place
from imena.formats import Frequencies, read_frequencies

Read = Callable[[str], Frequencies]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(text: str) -> Frequencies:
        path = tmp_path / "ours.csv"
        path.write_text(text, encoding="utf-8")
        return read_frequencies(path)

    return reading


def refused(read: Read, text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text)
    return caught.value


EXPECTED = {"TH01": {"6": 0.25, "9.3": 0.75}, "vWA": {"6": 0.5, "15": 0.5}}


def values(table: Frequencies) -> dict[str, dict[str, float]]:
    return {locus.name: dict(zip(locus.alleles, locus.frequencies, strict=True)) for locus in table.loci}


@pytest.mark.parametrize(
    "text",
    [
        "Allele,THO1,VWA\n6,0.25,0.5\n9.3,.75,\n15,,5e-1\n",
        "Алель;TH01;vWA\n6;0,25;0,5\n9,3;0,75;\n15;;0,5\n",
        'Alelo,TH01,,vWA\n6,"0,25",,0.5\n9.3,0.75,,\n15,,,0.5\n',
        "locus,allele,frequency\nTH01,6,0.25\nVWA,15,0.5\nTH01,9.3,0.75\nVWA,6,0.5\n",
        "population\tn\tFrequency\tAllele\tMarker\nA\t8\t0.25\t6\tTH01\nA\t8\t0.75\t9.3\tTH01\n"
        "A\t6\t0,5\t6\tvWA\nA\t6\t0.5\t15\tvWA\n",
        "TH01\n6 0.25\n9.3 0.75\n\nvWA\n6 0.5\n15 0.5\n",
    ],
)
def test_each_layout_says_the_same(read: Read, text: str) -> None:
    table = read(text)
    assert values(table) == EXPECTED
    assert (table.file, table.name, table.theta, table.notes) == ("ours.csv", "ours", None, ())
    assert table.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_a_list_that_begins_with_a_name_of_two_words(read: Read) -> None:
    assert values(read("Penta E\n5 0.25\n6 0.75\n")) == {"Penta E": {"5": 0.25, "6": 0.75}}


def test_a_workbook(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["Allele", "TH01", "vWA"], [6, 0.25, 0.5], [9.3, 0.75, None], [15, None, 0.5]):
        book.active.append(row)
    book.save(tmp_path / "ours.xlsx")
    assert values(read_frequencies(tmp_path / "ours.xlsx")) == EXPECTED


def test_chromosomes(read: Read) -> None:
    table = read("locus,allele,frequency,n\nTH01,6,1,722\nFGA,20,1,\n")
    assert [(locus.row, locus.chromosomes) for locus in table.loci] == [(2, 722), (3, None)]
    assert read("Allele\tTH01\n6\t1\n2N\t400\n").loci[0].chromosomes == 400


@pytest.mark.parametrize("label", ["FMIN", "N"])
def test_rows_that_are_no_frequencies(read: Read, label: str) -> None:
    table = read(f"Allele,TH01\n6,0.4\n7,0.6\n{label},200\n")
    assert values(table) == {"TH01": {"6": 0.4, "7": 0.6}}
    assert [note.place for note in table.notes] == [Place("ours.csv", 4, label)]


def test_zeros_are_left_out_with_a_note(read: Read) -> None:
    table = read("Allele,TH01\n6,0.4\n7,0\n8,0.6\n")
    assert values(table) == {"TH01": {"6": 0.4, "8": 0.6}}
    assert table.notes[0].place == Place("ours.csv", 3, "TH01", "0")


def test_a_locus_may_have_one_allele(read: Read) -> None:
    assert values(read("Allele,TH01\n6,1\n")) == {"TH01": {"6": 1.0}}


@pytest.mark.parametrize(
    ("last", "noted"), [("0.6", 0), ("0.6000000001", 0), ("0.6000005", 0), ("0.600002", 1), ("0.609", 1), ("0.591", 1)]
)
def test_a_sum_near_one_is_rescaled(read: Read, last: str, noted: int) -> None:
    table = read(f"Allele,TH01\n6,0.4\n7,{last}\n")
    assert sum(table.loci[0].frequencies) == pytest.approx(1, abs=2e-10)
    assert table.loci[0].frequencies[0] == pytest.approx(0.4 / (0.4 + float(last)), abs=1e-9)
    assert len(table.notes) == noted
    if abs(float(last) - 0.6) < 1e-9:
        assert table.loci[0].frequencies == (0.4, float(last))


@pytest.mark.parametrize(("last", "total"), [("0.62", "1.02"), ("0.5", "0.9")])
def test_another_sum_is_refused(read: Read, last: str, total: str) -> None:
    error = refused(read, f"Allele,TH01\n6,0.4\n7,{last}\n")
    assert error.values == {"locus": "TH01", "total": total}
    assert error.place == Place("ours.csv", 2, "TH01")


@pytest.mark.parametrize("cell", ["1.2", "-0.1", "nan", "inf", "1_0", "much", "25%", "1.000,5", "1e400"])
def test_what_is_no_frequency(read: Read, cell: str) -> None:
    expected = "expected a frequency, a number from 0 to 1"
    wide = refused(read, f"Allele\tTH01\n6\t{cell}\n")
    long = refused(read, f"Locus\tAllele\tFrequency\nTH01\t6\t{cell}\n")
    listed = refused(read, f"TH01\n6 1\n7 {cell}\n")
    assert [error.message for error in (wide, long, listed)] == [expected] * 3
    assert wide.place == Place("ours.csv", 2, "TH01", cell)
    assert long.place == Place("ours.csv", 2, "Frequency", cell)
    assert listed.place == Place("ours.csv", 3, "TH01", f"7 {cell}")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Allele,TH01\n6,0.4\n6.0,0.6\n", Place("ours.csv", 3, "TH01", "0.6")),
        ("Locus,Allele,Frequency\nVWA,6,0.4\nvWA,6,0.6\n", Place("ours.csv", 3, "Frequency", "0.6")),
        ("TH01\n6 0.4\n6 0.6\n", Place("ours.csv", 3, "TH01", "6 0.6")),
        ("Allele,VWA,vWA\n6,1,1\n", Place("ours.csv", 1, "vWA", "vWA")),
        ("THO1\n6 1\n\nTH01\n6 1\n", Place("ours.csv", 4, "TH01", "TH01")),
        ("Allele,TH01,FGA\n6,1,\n", Place("ours.csv", None, "FGA")),
        ("Allele,TH01,,FGA\n6,1,1,1\n", Place("ours.csv", 2, "", "1")),
        ("Allele,TH01\n,1\n", Place("ours.csv", 2, "Allele", "")),
        ("Locus,Allele,Frequency\n,6,1\n", Place("ours.csv", 2, "Locus", "")),
        ("Locus,Allele,n\nTH01,6,1\n", Place("ours.csv", 1)),
        ("Locus,Allele,Frequency,n\nTH01,6,1,many\n", Place("ours.csv", 2, "n", "many")),
        ("Population,Locus,Allele,Frequency\nA,TH01,6,1\nB,TH01,7,1\n", Place("ours.csv", 3, "Population", "B")),
        ("TH01\n6 1\n7 0.1 0.2\n", Place("ours.csv", 3, "TH01", "7 0.1 0.2")),
        ("Sample,TH01 1,TH01 2\nS,6,7\n", Place("ours.csv", 1, "Sample")),
        ("Allele\n6\n", Place("ours.csv")),
    ],
)
def test_what_is_refused(read: Read, text: str, place: Place) -> None:
    assert refused(read, text).place == place


def familias(silent: str, frequencies: tuple[str, str], extra: str = "0") -> str:
    lines = [
        '"Output from Familias, version 3.4"', '"DO NOT EDIT!"', "3.4", "0", '"Known relations"', "0", "0", "0", "0",
        "#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0.02 )", "1", "#TRUE#", '"Ours"',
        '"TH01"', "0.001", "0.002", "0", "1", "2", "0.1", "0.1", "0", "0", "#FALSE#", silent,
        f"2\t(DatabaseSize = 300 , Dropout probability = {extra} , Minor allele frequency = {extra} )",
        '"6"', frequencies[0], '"7"', frequencies[1],
    ]  # fmt: skip
    return "\n".join(lines)


def test_familias(read: Read) -> None:
    table = read(familias("0", ("0.4", "0.6")))
    (locus,) = table.loci
    assert (table.name, table.theta, table.notes) == ("Ours", 0.02, ())
    assert (locus.row, locus.name, locus.alleles, locus.frequencies) == (27, "TH01", ("6", "7"), (0.4, 0.6))
    assert locus.chromosomes == 300
    assert locus.familias is not None
    assert locus.familias.male.model == "proportional"


def test_familias_notes(read: Read) -> None:
    table = read(familias("0.1", ("0.4", "0.5"), extra="0.05"))
    assert table.loci[0].frequencies == pytest.approx((4 / 9, 5 / 9))
    assert [note.said_in(str).split(": ")[1] for note in table.notes] == [
        "the drop-out probability of TH01, 0.05, is not applied",
        "the minimum frequency of TH01, 0.05, is not applied",
        "the frequencies of TH01 sum to 0.9 and were rescaled to 1",
    ]


def test_familias_errors_have_their_line(read: Read) -> None:
    assert refused(read, familias("0", ("0.4", "0.4"))).place == Place("ours.csv", 27, "TH01")
    assert refused(read, familias("0", ("0", "0"))).place == Place("ours.csv", 14, "TH01")


@given(weights=st.lists(st.integers(1, 1000), min_size=1, max_size=8))
def test_layouts_agree(tmp_path_factory: pytest.TempPathFactory, weights: list[int]) -> None:
    folder = tmp_path_factory.mktemp("layouts")
    pairs = [(str(number + 5), repr(weight / sum(weights))) for number, weight in enumerate(weights)]
    texts = {
        "wide": "Allele\tTH01\n" + "".join(f"{allele}\t{value.replace('.', ',')}\n" for allele, value in pairs),
        "long": "allele,locus,frequency\n" + "".join(f"{allele},TH01,{value}\n" for allele, value in pairs),
        "list": "TH01\n" + "".join(f"{allele} {value}\n" for allele, value in pairs),
    }
    for name, text in texts.items():
        path = folder / name
        path.write_text(text)
        assert values(read_frequencies(path)) == {"TH01": {allele: float(value) for allele, value in pairs}}
