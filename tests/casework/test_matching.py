"""Matching, against numbers worked out by hand."""

import math

import pytest

from casework.laboratory import Laboratory, header, relative_row, remains_row
from imena.casework.answers import Matches
from imena.casework.matching import match
from imena.core.errors import ImenaError
from imena.core.said import english
from imena.kinship import NO_MUTATION, Mutation, MutationModel, Rates


def matches(
    laboratory: Laboratory, mutation: Mutation = NO_MUTATION, *, missing: int | None = None, at_least: float = 0.0
) -> Matches:
    return match(laboratory.load(mutation), missing=missing, at_least=at_least)


def test_a_father_and_his_son(laboratory: Laboratory) -> None:
    """15/16 and 15/17: 1/(4 p15); 6/6 and 6/9.3: 1/(2 p6); 20/22 and 20/22: (p20 + p22)/(4 p20 p22)."""
    laboratory.remains([remains_row("B1", "15/17 6/9.3 20/22")])
    laboratory.families([relative_row("F1", "[Father]", "R1", "15/16 6/6 20/22")])

    [found] = matches(laboratory, missing=10).candidates

    lr = 1 / (4 * 0.3) * 1 / (2 * 0.25) * (0.2 + 0.5) / (4 * 0.2 * 0.5)
    assert found.log10_lr == pytest.approx(math.log10(lr))
    assert (found.loci, found.mismatches, found.prior) == (3, 0, 0.1)
    assert found.posterior == pytest.approx(lr / (lr + 9))
    assert [locus.locus for locus in found.by_locus] == ["D3S1358", "TH01", "FGA"]
    assert found.by_locus[1].log10_lr == pytest.approx(math.log10(1 / (2 * 0.25)))


def test_co_ancestry_and_drop_out_are_applied_by_default(laboratory: Laboratory) -> None:
    """Father 15/15 and bone showing 15 alone.

    With θ the next allele after n, c of them alike, is such an one with probability (c θ + (1 − θ) p)/(1 + (n − 1) θ).
    A son 15/x shows 15 alone with probability 1 − d² if x is 15, else with d (1 − d); a stranger likewise.
    """
    laboratory.remains([["B1", "15", "15", "", "", "", "", "X", "Y"]])
    laboratory.families([["F1", "father", "R1", "15", "15", "", "", "", "", "X", "Y"]])
    theta, d, p = 0.01, 0.05, 0.3

    [found] = match(laboratory.load(NO_MUTATION, None), at_least=-9).candidates

    third = (2 * theta + (1 - theta) * p) / (1 + theta)
    fourth = (3 * theta + (1 - theta) * p) / (1 + 2 * theta)
    son = (1 - d**2) * third + d * (1 - d) * (1 - third)
    stranger = (1 - d**2) * third * fourth + 2 * d * (1 - d) * third * (1 - fourth)
    assert found.log10_lr == pytest.approx(math.log10(son / stranger))


def test_an_allele_that_dropped_out_is_no_exclusion(laboratory: Laboratory) -> None:
    laboratory.remains([remains_row("B1", "17/17 6/9.3 20/22")])
    laboratory.families([relative_row("F1", "father", "R1", "15/16 6/6 20/22")])

    [found] = match(laboratory.load(NO_MUTATION, None), at_least=-9).candidates

    assert found.mismatches == 1
    assert found.by_locus[0].log10_lr > -math.inf


def test_a_locus_missing_on_either_side_is_not_compared(laboratory: Laboratory) -> None:
    laboratory.remains([["B1", "15", "17", "", "", "20", "22", "X", "Y"]])
    laboratory.families([["F1", "father", "R1", "15", "16", "6", "6", "", "", "X", "Y"]])

    [found] = matches(laboratory, at_least=-9).candidates

    assert [locus.locus for locus in found.by_locus] == ["D3S1358"]


def test_a_mutation_is_a_mismatch_and_not_an_exclusion(laboratory: Laboratory) -> None:
    laboratory.remains([remains_row("B1", "17/17 6/9.3 20/22")])
    laboratory.families([relative_row("F1", "father", "R1", "15/16 6/6 20/22")])

    [found] = matches(laboratory, Mutation(MutationModel.EQUAL, Rates(0.002), Rates(0.002)), at_least=-9).candidates
    without = matches(laboratory, at_least=-9)

    assert (found.mismatches, [locus.locus for locus in found.by_locus if locus.mismatch]) == (1, ["D3S1358"])
    assert without.candidates == ()
    assert (
        without.without_candidate[0].said.said_in(english) == "the best is F1 with log10 LR −∞, 1 mismatches at 3 loci"
    )


def test_remains_of_another_sex_are_not_compared(laboratory: Laboratory) -> None:
    laboratory.remains([remains_row("B1", "15/17 6/9.3 20/22", "XX")])
    laboratory.families(
        [
            relative_row("F1", "wife", "R1", "15/15 6/7 21/22", "XX"),
            relative_row("F1", "son", "R2", "15/17 6/7 20/21", "XY"),
        ]
    )

    found = matches(laboratory, at_least=-9)

    assert found.candidates == ()
    assert (
        found.without_candidate[0].said.message
        == "there is no family that could miss this person and was not set aside"
    )


def test_sex_does_not_matter_where_nothing_depends_on_it(laboratory: Laboratory) -> None:
    head = ["Sample", "D3S1358 1", "D3S1358 2", "TH01 1", "TH01 2", "FGA 1", "FGA 2"]
    laboratory.remains([["B1", "15", "17", "6", "9.3", "20", "22"]], head)
    laboratory.families([relative_row("F1", "father", "R1", "15/16 6/6 20/22")])

    assert len(matches(laboratory).candidates) == 1


def test_families_compete_for_remains(laboratory: Laboratory) -> None:
    laboratory.remains([remains_row("B1", "15/17 6/9.3 20/22")])
    laboratory.families(
        [
            relative_row("F1", "father", "R1", "15/16 6/6 20/22"),
            relative_row("F2", "mother", "R2", "17/17 6/9.3 22/22", "XX"),
        ]
    )

    found = matches(laboratory, missing=5)

    lrs = [10**candidate.log10_lr for candidate in found.candidates]
    for candidate, lr in zip(found.candidates, lrs, strict=True):
        assert candidate.posterior == pytest.approx(lr / (sum(lrs) + 3))


def test_relatives_who_contradict_each_other_are_set_aside_and_named(laboratory: Laboratory) -> None:
    laboratory.remains([remains_row("B1", "15/17 6/9.3 20/22")])
    laboratory.families(
        [
            relative_row("F1", "father", "R1", "16/16 7/7 21/21"),
            relative_row("F1", "brother", "R2", "15/17 6/9.3 20/22"),
            relative_row("F2", "father", "R3", "15/16 6/6 20/22"),
        ]
    )

    found = matches(laboratory)

    assert [candidate.family for candidate in found.candidates] == ["F2"]
    why, *without = (statement.said.said_in(english) for statement in found.set_aside)
    assert why == ("the genotypes of R1 (father), R2 (brother) contradict the relationships at D3S1358, TH01, FGA")
    # The brother alone: ¼ + ½ (p + q) / 4pq + ¼ / 2pq at each locus, the two genotypes being the same.
    ratios = [0.25 + (p + q) / (8 * p * q) + 1 / (8 * p * q) for p, q in ((0.3, 0.4), (0.25, 0.5), (0.2, 0.5))]
    assert (
        without[0]
        == f"without R1 the rest agree, and the best would be B1 with log10 LR {math.log10(math.prod(ratios)):.2f}"
    )


def test_an_answer_that_depends_on_the_reading_is_no_candidate(laboratory: Laboratory) -> None:
    laboratory.remains([remains_row("B1", "15/15 6/6 20/20")])
    laboratory.families(
        [
            relative_row("F1", "uncle", "R1", "15/15 6/6 20/20"),
            relative_row("F1", "uncle", "R2", "15/15 6/6 20/20"),
        ]
    )

    found = matches(laboratory)

    assert found.candidates == ()
    assert len(found.ambiguous) == 2
    assert all(len(candidate.readings) == 2 for candidate in found.ambiguous)
    assert found.several_readings[0].said.said_in(english) == "R1 (uncle), R2 (uncle): the words can be read in 4 ways"


def test_a_reading_that_does_not_matter_is_given_once(laboratory: Laboratory) -> None:
    laboratory.remains([remains_row("B1", "15/15 6/6 20/20")])
    laboratory.families([relative_row("F1", "uncle", "R1", "15/15 6/6 20/20")])

    found = matches(laboratory)

    assert len(found.candidates) == 1
    assert found.several_readings[0].said.values["count"] == 2


def test_fewer_missing_than_families_is_refused(laboratory: Laboratory) -> None:
    laboratory.remains([remains_row("B1", "15/17 6/9.3 20/22")])
    laboratory.families([relative_row(f"F{n}", "father", "R", "15/16 6/6 20/22") for n in range(3)])

    with pytest.raises(ImenaError, match="2 missing people are fewer than the 3 families"):
        matches(laboratory, missing=2)


def test_progress_counts_families(laboratory: Laboratory) -> None:
    laboratory.remains([remains_row("B1", "15/17 6/9.3 20/22")])
    laboratory.families([relative_row(f"F{n}", "father", "R", "15/16 6/6 20/22") for n in range(3)])
    seen: list[tuple[int, int]] = []

    match(laboratory.load(), progress=lambda done, of: seen.append((done, of)))

    assert seen == [(0, 3), (3, 3)]


def test_a_brother_who_is_a_stranger_is_noticed(laboratory: Laboratory) -> None:
    """Full siblings contradict each other at no single locus; over many loci, strangers are told from them."""
    loci = [f"D{number}S{number}" for number in range(1, 22)]
    laboratory.frequencies(
        "Locus,Allele,Frequency\n" + "".join(f"{locus},{allele},0.1\n" for locus in loci for allele in range(10, 20))
    )
    laboratory.remains([["B1", *["10", "11"] * 21, "X", "Y"]], header("Sample", loci=loci))
    laboratory.families(
        [
            ["F1", "brother", "R1", *["10", "11"] * 21, "X", "Y"],
            ["F1", "sister", "R2", *["15", "16"] * 21, "X", "X"],
        ],
        header("Family", "Relationship", "Sample", loci=loci),
    )

    found = matches(laboratory)

    # They share nothing: the likelihood ratio of full siblings is a quarter at each of the 21 loci.
    assert found.candidates == ()
    assert found.set_aside[0].said.said_in(english) == (
        f"the genotypes of R1 (brother), R2 (sister) speak for strangers, log10 LR −{21 * math.log10(4):.2f}"
    )
    assert found.set_aside[2].said.said_in(english).startswith("without R2 the rest agree, and the best would be B1")


def test_every_reading_is_shown_where_one_of_them_qualifies(laboratory: Laboratory) -> None:
    """An unfavourable reading is not hidden behind a favourable one."""
    laboratory.remains([remains_row("B1", "15/16 6/6 20/20")])
    laboratory.families(
        [
            relative_row("F1", "mother", "R1", "15/17 6/6 20/20", "XX"),
            relative_row("F1", "uncle", "R2", "17/17 6/6 20/20"),
        ]
    )

    found = matches(laboratory)

    assert len(found.ambiguous) == 2
    assert min(pair.log10_lr for pair in matches(laboratory, at_least=found.ambiguous[0].log10_lr).ambiguous) == min(
        pair.log10_lr for pair in found.ambiguous
    )


def test_a_locus_with_one_allele_says_nothing(laboratory: Laboratory) -> None:
    laboratory.frequencies("Locus,Allele,Frequency\nD3S1358,15,0.3\nD3S1358,16,0.7\nTH01,6,1\nFGA,20,0.5\nFGA,22,0.5\n")
    laboratory.remains([remains_row("B1", "15/15 6/6 20/22")])
    laboratory.families([relative_row("F1", "father", "R1", "15/16 6/6 20/22")])

    [found] = matches(laboratory).candidates

    assert found.by_locus[1].log10_lr == pytest.approx(0)
