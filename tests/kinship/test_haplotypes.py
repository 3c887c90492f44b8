"""Haplotypes: how they are written, refused and compared."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.kinship.errors import KinshipError
from imena.kinship.lineage.haplotypes import HaplotypeError, YHaplotype, compare_y
from imena.kinship.lineage.mitochondrial import (
    AC_REPEAT,
    EMPOP_LENGTH_VARIANTS,
    MtHaplotype,
    MtVerdict,
    compare_mt,
)
from imena.kinship.lineage.rcrs import (
    CONTROL_REGION,
    GENOME,
    HVS1,
    HVS2,
    LENGTH,
    parse_difference,
    parse_ranges,
    positions,
    ranges_of,
    sequence,
)


def y(name: str, **alleles: str) -> YHaplotype:
    return YHaplotype(name, {locus: tuple(text.split("/")) for locus, text in alleles.items()})


def mt(differences: str, ranges: str = "16024-576") -> MtHaplotype:
    return MtHaplotype.parse("sample", ranges, differences)


def test_only_loci_typed_in_both_are_compared() -> None:
    found = compare_y(y("A", DYS19="16", DYS385="11/14", DYS390="25"), y("B", DYS19="16", DYS385="12/14", DYS391="10"))

    assert found.loci == ("DYS19", "DYS385")
    assert found.not_compared == ("DYS390", "DYS391")
    assert not found.match
    (difference,) = found.differences
    assert (difference.locus, difference.first, difference.second) == ("DYS385", ("11", "14"), ("12", "14"))
    assert difference.steps == found.steps == 1


def test_copies_have_no_order_and_are_not_counted() -> None:
    assert compare_y(y("A", DYS385="14/11"), y("B", DYS385="11/14")).match
    assert compare_y(y("A", DYS385="11/11"), y("B", DYS385="11")).match


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("17", "19", 2),
        ("17.2", "19.2", 2),
        ("17", "17.2", None),
        ("17", "0", None),
        ("17", "x", None),
        ("11/14", "12/16", 3),
        ("11", "11/14", None),
        ("9/10.2", "9.2/10", 2),
    ],
)
def test_steps_are_whole_repeats_of_one_class(one: str, other: str, steps: int | None) -> None:
    found = compare_y(y("A", DYS458=one, DYS19="14"), y("B", DYS458=other, DYS19="15"))

    assert found.differences[1].steps == steps
    assert found.steps == (None if steps is None else steps + 1)


def test_nothing_in_common_is_no_match() -> None:
    with pytest.raises(HaplotypeError, match="no locus in common"):
        compare_y(y("A", DYS19="14"), y("B", DYS390="25"))
    with pytest.raises(KinshipError, match="no typed range in common"):
        compare_mt(mt("", "73-340"), mt("", "16024-16365"))


@pytest.mark.parametrize("alleles", [(), ("",), ("11", "")])
def test_a_typed_locus_has_alleles(alleles: tuple[str, ...]) -> None:
    with pytest.raises(HaplotypeError, match="A, locus DYS19"):
        YHaplotype("A", {"DYS19": alleles})


def test_the_reference_is_the_one_everyone_uses() -> None:
    """The MD5 is that of the mitochondrial sequence of GRCh37 and GRCh38."""
    assert len(sequence()) == LENGTH
    assert hashlib.md5(sequence().encode()).hexdigest() == "c68f52674c9fb33aef52dcf399755519"
    assert (sequence()[3106], sequence()[262], sequence()[514:524]) == ("N", "A", "ACACACACAC")


@pytest.mark.parametrize(
    ("written", "canonical", "states"),
    [
        ("263G", "263G", "G"),
        ("A263G", "263G", "G"),
        ("315.1C", "315.1C", "C"),
        ("-315.1C", "315.1C", "C"),
        ("315+C", "315.1C", "C"),
        ("523DEL", "523DEL", "-"),
        ("523del", "523DEL", "-"),
        ("523delA", "523DEL", "-"),
        ("A523-", "523DEL", "-"),
        ("523-", "523DEL", "-"),
        ("16093Y", "16093Y", "CT"),
        ("T16093Y", "16093Y", "CT"),
        ("T152c", "152c", "-C"),
        ("309.1c", "309.1c", "-C"),
        ("523d", "523d", "-AGT"),
        ("523D", "523D", "AGT"),
        ("3107del", "3107DEL", "-"),
    ],
)
def test_a_difference_has_one_spelling(written: str, canonical: str, states: str) -> None:
    (difference,) = parse_difference(written)

    assert str(difference) == canonical
    assert difference.states == set(states)


def test_insertions_written_together_are_several() -> None:
    assert [str(each) for each in parse_difference("309+CC")] == ["309.1C", "309.2C"]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("263", "expected a difference"),
        ("G", "expected a difference"),
        ("263X", "not an IUPAC code"),
        ("263U", "not an IUPAC code"),
        ("0A", "position from 1 to 16569"),
        ("16570A", "position from 1 to 16569"),
        ("G263A", "the rCRS has A there, not G"),
        ("523delC", "the rCRS has A there, not C"),
        ("C315.1C", "the rCRS has - there, not C"),
        ("263A", "no difference"),
        ("3107C", "placeholder"),
        ("263 G", "expected a difference"),
        ("315.0C", "expected a difference"),
    ],
)
def test_what_is_no_difference_is_refused(written: str, reason: str) -> None:
    with pytest.raises(HaplotypeError, match=reason):
        parse_difference(written)


@pytest.mark.parametrize(
    ("differences", "ranges", "reason"),
    [
        ("73G", "16024-16365", "sample: 73G lies outside the typed ranges"),
        ("73G 73C", "73-340", "73G and 73C|73C and 73G"),
        ("309.2C", "73-340", "309.2C needs the insertion before it"),
        ("", "0-340", "positions from 1 to 16569"),
        ("", "73 bis 340", "bis: expected a range"),
    ],
)
def test_a_haplotype_that_cannot_be_is_refused(differences: str, ranges: str, reason: str) -> None:
    with pytest.raises(HaplotypeError, match=reason):
        mt(differences, ranges)
    with pytest.raises(HaplotypeError, match="at least one typed range"):
        MtHaplotype("sample", (), ())


def test_ranges_may_go_over_the_end_of_the_circle() -> None:
    assert parse_ranges("16024-576") == (CONTROL_REGION,)
    assert parse_ranges("16024-16365, 73-340") == (HVS1, HVS2)
    assert parse_ranges("all") == (GENOME,)
    assert parse_ranges("3010") == ((3010, 3010),)
    assert len(positions((CONTROL_REGION,))) == 546 + 576
    assert ranges_of(positions((CONTROL_REGION,))) == (CONTROL_REGION,)
    assert ranges_of(positions((CONTROL_REGION, (3000, 3010)))) == (CONTROL_REGION, (3000, 3010))
    assert ranges_of(positions((GENOME,))) == (GENOME,)


def test_differences_keep_one_order_and_one_spelling() -> None:
    assert mt("16519C A263G 315+C 523- 524del").differences == ("263G", "315.1C", "523DEL", "524DEL", "16519C")


@pytest.mark.parametrize(
    ("one", "other", "count", "verdict"),
    [
        ("263G 315.1C", "263G 315.1C", 0, MtVerdict.NOT_EXCLUDED),
        ("73G 263G", "263G", 1, MtVerdict.INCONCLUSIVE),
        ("73G 263G", "263G 16192T", 2, MtVerdict.EXCLUSION),
        ("73G", "73C", 1, MtVerdict.INCONCLUSIVE),
        ("16093Y", "16093C", 0, MtVerdict.NOT_EXCLUDED),
        ("16093Y", "", 0, MtVerdict.NOT_EXCLUDED),
        ("16093R", "", 1, MtVerdict.INCONCLUSIVE),
        ("263G 309.1C 309.2C 315.1C", "263G 315.1C", 0, MtVerdict.NOT_EXCLUDED),
        ("263G 455.1T 463.1C 573.1C 16193.1C", "263G", 0, MtVerdict.NOT_EXCLUDED),
        ("523DEL 524DEL", "", 0, MtVerdict.NOT_EXCLUDED),
        ("524.1A 524.2C", "", 0, MtVerdict.NOT_EXCLUDED),
        ("249DEL", "", 1, MtVerdict.INCONCLUSIVE),
        ("106DEL 107DEL 108DEL 109DEL 110DEL 111DEL", "", 1, MtVerdict.INCONCLUSIVE),
        ("106DEL 108DEL", "", 2, MtVerdict.EXCLUSION),
        ("249DEL", "250DEL", 2, MtVerdict.EXCLUSION),
        ("310C", "", 1, MtVerdict.INCONCLUSIVE),
    ],
)
def test_the_number_of_differences_decides(one: str, other: str, count: int, verdict: MtVerdict) -> None:
    """Two exclude, one is inconclusive; length variants and compatible heteroplasmy are none (SWGDAM 2013)."""
    found = compare_mt(mt(one), mt(other))

    assert (found.count, found.verdict) == (count, verdict)


def test_what_was_found_is_listed() -> None:
    found = compare_mt(mt("16093Y 73G 523DEL 524DEL"), mt("263G", "16024-16365 73-600"))

    assert found.ranges == ((73, 576), (16024, 16365))
    assert [str(site) for site in found.differences] == ["73 G:A", "263 A:G"]
    assert [str(site) for site in found.heteroplasmies] == ["16093 C/T:T"]
    assert [str(site) for site in found.disregarded] == ["523 -:A", "524 -:C"]


def test_the_ac_repeat_counts_once_where_it_is_asked_for() -> None:
    found = compare_mt(mt("523DEL 524DEL 309.1C"), mt(""), disregard=EMPOP_LENGTH_VARIANTS)
    inserted = compare_mt(mt("524.1A 524.2C 524.3A 524.4C"), mt(""), disregard=EMPOP_LENGTH_VARIANTS)

    assert (found.count, len(found.differences), len(found.disregarded)) == (1, 2, 1)
    assert inserted.count == 1
    assert compare_mt(mt("309.1C"), mt(""), disregard=(AC_REPEAT,)).count == 1


def test_only_the_common_range_counts() -> None:
    found = compare_mt(mt("73G 16192T 16519C"), mt("16192T", "16024-16365"))

    assert found.ranges == (HVS1,)
    assert found.count == 0
    assert mt("73G 16192T 16519C").over((HVS1,)).differences == ("16192T",)


BASES = st.sampled_from("ACGTRYKMSWacgt")


@st.composite
def mt_haplotypes(draw: st.DrawFn) -> MtHaplotype:
    found = []
    for position in draw(st.sets(st.integers(100, 140), max_size=6)):
        code = draw(BASES | st.just("DEL"))
        if code != sequence()[position - 1]:
            found.append(f"{position}{code}")
    return MtHaplotype("drawn", (draw(st.sampled_from([(90, 150), (1, 576), CONTROL_REGION])),), tuple(found))


@given(mt_haplotypes(), mt_haplotypes())
def test_a_comparison_of_mtdna_is_symmetric(one: MtHaplotype, other: MtHaplotype) -> None:
    forth, back = compare_mt(one, other), compare_mt(other, one)

    assert (forth.count, forth.ranges, forth.verdict) == (back.count, back.ranges, back.verdict)
    assert [(site.slot, site.first, site.second) for site in forth.differences] == [
        (site.slot, site.second, site.first) for site in back.differences
    ]
    assert compare_mt(one, one).count == 0


@given(mt_haplotypes())
def test_what_is_written_reads_back(haplotype: MtHaplotype) -> None:
    assert MtHaplotype(haplotype.name, haplotype.ranges, haplotype.differences) == haplotype
    assert haplotype.over((GENOME,)).sites == haplotype.sites


@given(st.sets(st.integers(1, LENGTH), max_size=60).map(frozenset))
def test_ranges_hold_the_positions_they_were_made_of(found: frozenset[int]) -> None:
    assert positions(ranges_of(found)) == found


Y_HAPLOTYPES = st.dictionaries(
    st.sampled_from(["DYS19", "DYS385", "DYS458"]),
    st.lists(st.sampled_from(["11", "12", "13", "14.2", "0"]), min_size=1, max_size=2).map(tuple),
).map(lambda alleles: YHaplotype("drawn", {"DYS390": ("24",), **alleles}))


@given(Y_HAPLOTYPES, Y_HAPLOTYPES)
def test_a_comparison_of_y_is_symmetric(one: YHaplotype, other: YHaplotype) -> None:
    forth, back = compare_y(one, other), compare_y(other, one)

    assert (forth.loci, forth.not_compared, forth.steps) == (back.loci, back.not_compared, back.steps)
    assert [each.locus for each in forth.differences] == [each.locus for each in back.differences]
    assert compare_y(one, one).match
