"""Names of loci and alleles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.formats import canonical_allele, canonical_locus


@pytest.mark.parametrize(
    ("label", "name"),
    [
        *((label, "vWA") for label in ("VWA", "vWa", "HUMvWA", "vwa ", "HUMVWFA31")),
        *((label, "Penta E") for label in ("PENTA_E", "PentaE", "Penta E", "penta-e", "Penta  E")),
        ("PENTA_D", "Penta D"),
        ("PENTA_C", "Penta C"),
        *((label, "TH01") for label in ("THO1", "TH01", "HUMTH01", "th01", "ТН01", "ТНО1")),
        *((label, "AMEL") for label in ("AMEL", "Amelogenin", "AM", "Амелогенін")),
        *((label, "SE33") for label in ("SE33", "ACTBP2", "HUMACTBP2")),
        ("CSF1P0", "CSF1PO"),
        ("d3s1358", "D3S1358"),
        ("D3 S1358", "D3S1358"),
        ("dys385 a/b", "DYS385 A/B"),
        ("Y indel", "Yindel"),
        ("  my   locus ", "my locus"),
        ("THO2", "THO2"),
    ],
)
def test_a_locus_has_one_name(label: str, name: str) -> None:
    assert canonical_locus(label) == name


@pytest.mark.parametrize(
    ("text", "allele"),
    [
        ("9,3", "9.3"),
        ("15.0", "15"),
        ("15.00", "15"),
        (" 15 ", "15"),
        ("09.3", "9.3"),
        ("9.30", "9.3"),
        ("10", "10"),
        ("X", "X"),
        ("Rest allele", "Rest allele"),
        ("9.33", "9.33"),
        ("", None),
        ("  ", None),
    ],
)
def test_an_allele_has_one_name(text: str, allele: str | None) -> None:
    assert canonical_allele(text) == allele


@given(st.text(max_size=12))
def test_names_of_names_are_themselves(text: str) -> None:
    allele = canonical_allele(text)
    assert allele is None or canonical_allele(allele) == allele
    locus = canonical_locus(text)
    assert canonical_locus(locus) == locus


@given(st.integers(1, 99), st.integers(0, 9))
def test_decimal_comma_and_point_are_one(whole: int, part: int) -> None:
    assert canonical_allele(f"{whole},{part}") == canonical_allele(f"{whole}.{part}")
    assert float(canonical_allele(f"{whole},{part}") or 0) == whole + part / 10
