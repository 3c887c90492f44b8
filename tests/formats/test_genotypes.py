"""Genotype tables of remains and of families: what is read, what is left out with a note, what is refused and where."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.core.errors import InputError, Place
from imena.formats import GenotypeTable, read_families, read_remains

HEADER = "Sample\tTH01 1\tTH01 2\tAMEL 1\tAMEL 2"


def remains(folder: Path, text: str) -> GenotypeTable:
    path = folder / "pm.txt"
    path.write_text(text, encoding="utf-8")
    return read_remains(path)


def families(folder: Path, text: str) -> GenotypeTable:
    path = folder / "am.txt"
    path.write_text(text, encoding="utf-8")
    return read_families(path)


def refused(folder: Path, text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        remains(folder, text)
    return caught.value


def test_remains(tmp_path: Path) -> None:
    table = remains(tmp_path, f"{HEADER}\tVWA 1\tVWA 2\nB1\t9,3\t6\tX\tY\t17.0\t15\n\nB2\t\t\tX\tX\t14\t14\n")
    first, second = table.rows
    assert table.loci == ("TH01", "vWA")
    assert table.notes == ()
    assert (first.row, first.sample, first.family, first.relationship, first.sex) == (2, "B1", None, None, "M")
    assert first.genotypes == {"TH01": ("9.3", "6"), "vWA": ("17", "15")}
    assert first.columns == {"TH01": ("TH01 1", "TH01 2"), "vWA": ("VWA 1", "VWA 2")}
    assert (second.row, second.sex, second.genotypes) == (4, "F", {"vWA": ("14", "14")})


@pytest.mark.parametrize(
    "labels",
    [
        ("Family", "Relationship", "Sample"),
        ("Family ID", "Kinship", "Sample ID"),
        ("family_id", "RELATION", "Sample Name"),
        ("Familia", "Parentesco", "Muestra"),
        ("Familia", "Relación", "muestra"),
        ("Сім'я", "Спорідненість", "Зразок"),
        ("Сім’я", "Родинний зв'язок", "Код зразка"),
        ("Родина", "Родинний звʼязок", "зразок"),
    ],
)
def test_families_in_three_languages(tmp_path: Path, labels: tuple[str, ...]) -> None:
    text = "\t".join((*labels, "TH01 1", "TH01 2")) + "\nF1\t[mother]\tS1\t6\t7\nF2\t[son]\tS1\t7\t7\n"
    table = families(tmp_path, text)
    assert [(row.family, row.relationship, row.sample) for row in table.rows] == [
        ("F1", "[mother]", "S1"),
        ("F2", "[son]", "S1"),
    ]
    assert table.notes == ()


@pytest.mark.parametrize(
    "labels",
    [
        ("Penta E 1", "Penta E 2"),
        ("PENTA_E_1", "PENTA_E_2"),
        ("Penta E-1", "Penta E-2"),
        ("Penta E.1", "Penta E.2"),
        ("Penta E Allele 1", "Penta E Allele 2"),
        ("PentaE_Allele_1", "PentaE_Allele_2"),
        ("Penta E (1)", "Penta E (2)"),
        ("Penta E(1)", "Penta E(2)"),
        ("Penta E алель 1", "Penta E алель 2"),
    ],
)
def test_labels_of_alleles(tmp_path: Path, labels: tuple[str, str]) -> None:
    table = remains(tmp_path, f"Name\t{labels[0]}\t{labels[1]}\nB1\t12\t13\n")
    assert table.rows[0].genotypes == {"Penta E": ("12", "13")}
    assert table.rows[0].columns == {"Penta E": labels}


def test_the_second_column_may_stand_first(tmp_path: Path) -> None:
    assert remains(tmp_path, "ID\tFGA 2\tFGA 1\nB\t22\t21\n").rows[0].genotypes == {"FGA": ("21", "22")}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Sample\tVWA 1\tVWA 2\tvWA 1\tvWA 2", "vWA 1"),
        ("Sample\tTH01 1\tTH01 2\tTH01_1\tTH01_2", "TH01_1"),
        ("Sample\tVWA 1\tvWA 2", "vWA 2"),
        ("Sample\tTH01 1\tFGA 1\tFGA 2", "TH01 1"),
        ("Sample\tTH01 1\tTH01 3\tFGA 1\tFGA 2", "TH01 1"),
    ],
)
def test_a_locus_has_its_two_columns_once(tmp_path: Path, header: str, field: str) -> None:
    error = refused(tmp_path, header + "\nB\t15\t16\n")
    assert error.place == Place("pm.txt", 1, field, field)


def test_columns_that_are_not_used_are_named(tmp_path: Path) -> None:
    text = f"{HEADER}\tD3S1358\t\tDYS391\tDYS19 1\tYindel 1\tDXS10074 1\nB1\t6\t7\tX\tY\t15\tq\t10\t14\t2\t8\n"
    table = remains(tmp_path, text)
    assert table.loci == ("TH01",)
    assert [(note.place.row, note.place.field, note.said_in(str).split(": ")[1]) for note in table.notes] == [
        (1, "D3S1358", "this column is not used"),
        (1, "", "a column without a name is not used"),
        (1, "DYS391", "DYS391 is on the Y chromosome and is not used here"),
        (1, "DYS19 1", "DYS19 1 is on the Y chromosome and is not used here"),
        (1, "Yindel 1", "Yindel 1 is on the Y chromosome and is not used here"),
        (1, "DXS10074 1", "DXS10074 1 is on the X chromosome and is not used here"),
    ]


@pytest.mark.parametrize("text", ["TH01 1\tTH01 2\n6\t7\n", "Sample size\tTH01 1\tTH01 2\n6\t6\t7\n"])
def test_no_sample_column(tmp_path: Path, text: str) -> None:
    error = refused(tmp_path, text)
    assert error.message == "expected a column named {expected}; found: {found}"
    assert error.values["expected"] == "Sample"
    assert error.place == Place("pm.txt", 1)


@pytest.mark.parametrize(("label", "missing"), [("Kinship", "Family"), ("Family", "Relationship")])
def test_no_family_or_relationship_column(tmp_path: Path, label: str, missing: str) -> None:
    with pytest.raises(InputError) as caught:
        families(tmp_path, f"{label}\tSample\tTH01 1\tTH01 2\nq\tS\t6\t7\n")
    assert caught.value.values == {"expected": missing, "found": f"{label}, Sample"}


def test_no_loci(tmp_path: Path) -> None:
    assert refused(tmp_path, "Sample\tAMEL 1\tAMEL 2\nB\tX\tY\n").place == Place("pm.txt", 1)


def test_a_sample_stands_once(tmp_path: Path) -> None:
    error = refused(tmp_path, f"{HEADER}\nB1\t6\t7\nB2\t6\t7\nB1\t6\t7\n")
    assert error.place == Place("pm.txt", 4, "Sample", "B1")
    assert error.values == {"earlier": 2}
    with pytest.raises(InputError) as caught:
        families(tmp_path, "Family\tKinship\tSample\tA 1\tA 2\nF\tson\tS\t6\t7\nF\tson\tS\t6\t7\n")
    assert caught.value.place == Place("am.txt", 3, "Sample", "S")


def test_a_row_without_a_sample(tmp_path: Path) -> None:
    assert refused(tmp_path, f"{HEADER}\nB1\t6\t7\n\t6\t7\n").place == Place("pm.txt", 3, "Sample", "")


@pytest.mark.parametrize(
    "cell", ["9.33", "1O", "-3", "15/16", "15 16", "0", "100", "9.", "X", "a", "9 March", "2026-03-09 00:00:00", "١٥"]
)
@pytest.mark.parametrize("column", [1, 2])
def test_a_cell_that_is_no_allele(tmp_path: Path, cell: str, column: int) -> None:
    cells = ["B2", "6", "7"]
    cells[column] = cell
    error = refused(tmp_path, f"{HEADER}\nB1\t6\t7\n" + "\t".join(cells) + "\n")
    assert error.place == Place("pm.txt", 3, f"TH01 {column}", cell)


@pytest.mark.parametrize(("cells", "field", "value"), [("9.3\t", "TH01 1", "9.3"), ("\t9.3", "TH01 2", "9.3")])
def test_one_allele_is_no_homozygote(tmp_path: Path, cells: str, field: str, value: str) -> None:
    table = remains(tmp_path, f"{HEADER}\nB1\t{cells}\n")
    assert table.rows[0].genotypes == {}
    assert "drop-out" in table.notes[0].message
    assert table.notes[0].place == Place("pm.txt", 2, field, value)


@pytest.mark.parametrize("sign", ["OL", "ol", "OMR", "?", "INC", "NR", "N/A", "-"])
@pytest.mark.parametrize("other", ["", "9", "OL"])
def test_an_allele_that_was_not_called(tmp_path: Path, sign: str, other: str) -> None:
    table = remains(tmp_path, f"{HEADER}\nB1\t{sign}\t{other}\n")
    assert table.rows[0].genotypes == {}
    assert [(note.place, note.values) for note in table.notes] == [
        (Place("pm.txt", 2, "TH01 1", sign), {"locus": "TH01"})
    ]


@pytest.mark.parametrize("cells", ["6\t7\t8", "6\t\t8", "\t\t8", "6\t6\t6"])
def test_a_third_allele(tmp_path: Path, cells: str) -> None:
    table = remains(tmp_path, f"Sample\tTH01 1\tTH01 2\tTH01 3\nB1\t{cells}\nB2\t6\t7\n")
    assert [dict(row.genotypes) for row in table.rows] == [{}, {"TH01": ("6", "7")}]
    assert "mixture" in table.notes[0].message
    assert table.notes[0].place == Place("pm.txt", 2, "TH01 3", cells[-1])


@pytest.mark.parametrize(
    ("alleles", "sex"), [("X\tX", "F"), ("X\tY", "M"), ("Y\tX", "M"), ("x\ty", "M"), ("Х\tУ", "M"), ("\t", None)]
)
def test_sex_by_amelogenin(tmp_path: Path, alleles: str, sex: str | None) -> None:
    table = remains(tmp_path, f"{HEADER}\nB1\t6\t7\t{alleles}\n")
    assert table.rows[0].sex == sex
    assert table.notes == ()


@pytest.mark.parametrize("alleles", ["X\t", "Y\tY", "\tY", "OL\tX", "X\t1"])
def test_amelogenin_that_shows_no_sex(tmp_path: Path, alleles: str) -> None:
    table = remains(tmp_path, f"{HEADER}\nB1\t6\t7\t{alleles}\n")
    assert table.rows[0].sex is None
    assert table.notes[0].said_in(str).endswith("the amelogenin of B1 shows no sex")


@pytest.mark.parametrize(
    ("label", "text", "sex"),
    [
        *(("Sex", text, "M") for text in ("M", "male", "Ч", "ч", "чоловіча")),
        *(("Стать", text, "F") for text in ("F", "Female", "Ж", "жіноча", "жін.")),
        ("Sexo", "masculino", "M"),
        ("Gender", "unknown", None),
    ],
)
def test_stated_sex(tmp_path: Path, label: str, text: str, sex: str | None) -> None:
    assert remains(tmp_path, f"Sample\t{label}\tTH01 1\tTH01 2\nB\t{text}\t6\t7\n").rows[0].sex == sex


@pytest.mark.parametrize("text", ["M", "H", "Q"])
def test_a_sex_that_cannot_be(tmp_path: Path, text: str) -> None:
    error = refused(tmp_path, f"{HEADER}\tSexo\nB1\t6\t7\tX\tX\t{text}\n")
    assert error.place == Place("pm.txt", 2, "Sexo", text)


LONG = "Sample Name\tPanel\tMarker\tAllele 1\tAllele 2\tAllele 3\tSize 1\n"


def test_a_long_table(tmp_path: Path) -> None:
    text = (
        "B1\tP\tAMEL\tX\tY\t\t99\nB2\tP\tVWA\t15\t16\t\t1\nB1\tP\tvWA\t17\t17\t\t1\nB1\tP\tTH01\t9.3\t\t\t1\n"
        "B2\tP\tTH01\t6\t7\t8\t1\nB2\tP\tDYS391\t10\t\t\t\nB1\tP\tDYS391\t10\t\t\t\nB1\tP\tSE33\t\t\t\t\n"
    )
    table = remains(tmp_path, LONG + text)
    assert table.loci == ("vWA", "TH01", "SE33")
    assert [(row.row, row.sample, row.sex, dict(row.genotypes)) for row in table.rows] == [
        (2, "B1", "M", {"vWA": ("17", "17")}),
        (3, "B2", None, {"vWA": ("15", "16")}),
    ]
    assert table.rows[1].columns["vWA"] == ("vWA Allele 1", "vWA Allele 2")
    assert sorted((str(note.place.row), note.place.field, note.place.value) for note in table.notes) == [
        ("5", "Allele 1", "9.3"),
        ("6", "Allele 3", "8"),
        ("7", "Marker", "DYS391"),
    ]


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ("B1\tP\tTHO1\t6\t7", "Marker", "THO1"),
        ("\tP\tFGA\t6\t7", "Sample Name", ""),
        ("B1\tP\t\t6\t7", "Marker", ""),
        ("B1\tP\tFGA\t6\t7x", "Allele 2", "7x"),
    ],
)
def test_a_long_table_that_is_refused(tmp_path: Path, row: str, field: str, value: str) -> None:
    error = refused(tmp_path, f"{LONG}B1\tP\tTH01\t6\t7\n{row}\n")
    assert error.place == Place("pm.txt", 3, field, value)


def test_a_long_table_without_alleles(tmp_path: Path) -> None:
    assert refused(tmp_path, "Sample\tMarker\tAllele 1\nB\tTH01\t6\n").place == Place("pm.txt", 1)


ALLELES = st.integers(1, 99).flatmap(lambda whole: st.sampled_from([str(whole), f"{whole}.2", f"{whole}.3"]))
LOCI = ["D3S1358", "vWA", "Penta E", "TH01"]


@given(
    profiles=st.lists(st.tuples(*[st.none() | st.tuples(ALLELES, ALLELES)] * len(LOCI)), min_size=1, max_size=4),
    separator=st.sampled_from("\t;,"),
    point=st.sampled_from(".,"),
    suffix=st.sampled_from([" {}", "_{}", "-{}", " Allele {}", " ({})"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_each_dialect_gives_the_same_genotypes(
    tmp_path_factory: pytest.TempPathFactory,
    profiles: list[tuple[tuple[str, str] | None, ...]],
    separator: str,
    point: str,
    suffix: str,
    encoding: str,
    end: str,
) -> None:
    def cell(allele: str) -> str:
        return f'"{allele}"'.replace(".", point)

    lines = [["Зразок", *(locus + suffix.format(number) for locus in LOCI for number in (1, 2))]]
    for number, profile in enumerate(profiles):
        lines.append([f"Р{number} №", *(cell(allele) for genotype in profile for allele in genotype or ("", ""))])
    path = tmp_path_factory.mktemp("dialect") / "pm.txt"
    path.write_bytes(end.join(separator.join(line) for line in lines).encode(encoding))
    table = read_remains(path)
    assert table.loci == tuple(LOCI)
    assert [dict(row.genotypes) for row in table.rows] == [
        {locus: genotype for locus, genotype in zip(LOCI, profile, strict=True) if genotype} for profile in profiles
    ]
