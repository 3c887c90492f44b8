"""Evidence: what speaks against stands to the left, and as long as it weighs."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.ui.drawings import LocusWeight, evidence
from imena.ui.drawings.evidence import REACH, ZERO
from ui.reading import SVG, WORDS, of_class, parsed, words

OPTIONS = {"title": "log10 LR", "for_label": "for", "against_label": "against"}


@given(value=st.floats(-60, 60), other=st.floats(-60, 60))
def test_the_side_follows_the_sign_and_the_length_the_weight(value: float, other: float) -> None:
    root = parsed(evidence([LocusWeight("vWA", value), LocusWeight("TPOX", other)], **OPTIONS))
    bar = root.findall(f"{SVG}rect")[0]
    left, width = float(bar.attrib["x"]), float(bar.attrib["width"])
    if value < 0:
        assert bar.get("class") == "evidence-against"
        assert left <= ZERO
        assert (bar.get("fill") or "").startswith("url(#"), "hatched, not only red"
    else:
        assert bar.get("class") == "evidence-for"
        assert left == ZERO
    unit = REACH / max(abs(value), abs(other), 1)
    assert width == pytest.approx(max(abs(value) * unit, 0.8), abs=0.02)


def test_values_are_written_with_a_true_minus_and_the_readers_decimal_mark() -> None:
    loci = [LocusWeight("A", -0.416), LocusWeight("B", 2.0), LocusWeight("C", -0.001), LocusWeight("D", -math.inf)]
    assert words(parsed(evidence(loci, **OPTIONS)), "evidence-value") == ["−0.42", "2.00", "0.00", "−∞"]
    comma = parsed(evidence(loci, **OPTIONS, decimal_mark=","))
    assert words(comma, "evidence-value") == ["−0,42", "2,00", "0,00", "−∞"]


def test_what_excludes_reaches_the_left_edge_in_an_arrow_head() -> None:
    root = parsed(evidence([LocusWeight("A", -math.inf), LocusWeight("B", 1.0)], **OPTIONS))
    [arrow] = of_class(root, "evidence-against")
    assert arrow.attrib["d"].startswith(f"M{ZERO} ")
    assert f"L{ZERO - REACH} " in arrow.attrib["d"]


def test_not_comparable_is_an_empty_line_with_the_reason() -> None:
    root = parsed(evidence([LocusWeight("PentaE", None, "not typed in the remains")], **OPTIONS))
    assert len(of_class(root, "evidence-none")) == 1
    assert words(root, "evidence-note") == ["not typed in the remains"]
    assert of_class(root, "evidence-for") == of_class(root, "evidence-against") == []


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="vWA"):
        evidence([LocusWeight("vWA", math.nan)], **OPTIONS)


@given(value=st.floats(-1e6, 1e6), label=WORDS)
def test_the_powers_of_ten_stay_few_and_any_words_are_written(value: float, label: str) -> None:
    root = parsed(
        evidence(
            [LocusWeight(label, value), LocusWeight(label, None, label)],
            title=label,
            for_label=label,
            against_label=label,
        )
    )
    powers = words(root, "evidence-power")
    assert 3 <= len(powers) <= 7
    assert powers[len(powers) // 2] == "0"
