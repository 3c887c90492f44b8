"""Planning: power, whom to ask next, relationships checked, by hand and by command."""

import math
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from casework.laboratory import Laboratory, header, relative_row
from imena.casework.assumptions import parse_dropout
from imena.casework.inputs import FamilyInputs, load_families
from imena.casework.mutation_option import parse_mutation
from imena.casework.planning import check_inbreeding, check_pairs, next_samples, power_of, untyped
from imena.casework.rare_allele_option import parse_rare_allele
from imena.cli import main
from imena.core.errors import ImenaError
from imena.kinship import NO_MUTATION, LocusModel, drop_genes, nist_1036_caucasian, pedigree

KIT = tuple(locus.name for locus in nist_1036_caucasian().loci[:20])
NONE = dict.fromkeys((*KIT, "D3S1358", "TH01", "FGA"), 0.0)


def load(laboratory: Laboratory) -> FamilyInputs:
    paths = laboratory.paths
    return load_families(paths["families"], frequencies=paths["frequencies"], mutation=NO_MUTATION)


def test_the_power_of_a_mother(laboratory: Laboratory) -> None:
    """Someone unrelated lacks both alleles of the mother with probability (1 − p − q)²."""
    laboratory.families([relative_row("F1", "mother", "R1", "15/16 6/6 20/22", "XX")])
    inputs = load(laboratory)

    found = power_of(inputs.families[0], inputs, NONE, 0.0, 1000)

    shares = [(1 - 0.3 - 0.3) ** 2, (1 - 0.25) ** 2, (1 - 0.2 - 0.5) ** 2]
    assert found.exclusion == pytest.approx(1 - math.prod(1 - share for share in shares))
    assert (found.relatives, found.loci, found.readings) == (("R1",), 3, 1)
    assert abs(found.log10_lr.mean() - found.mean) < 5 * found.deviation / math.sqrt(1000)


def test_drop_out_takes_power_away(laboratory: Laboratory) -> None:
    laboratory.families([relative_row("F1", "mother", "R1", "15/16 6/6 20/22", "XX")])
    inputs = load(laboratory)

    full, degraded = (
        power_of(inputs.families[0], inputs, dict.fromkeys(NONE, dropout), 0.0, 1000) for dropout in (0.0, 0.3)
    )

    assert degraded.mean < full.mean


def test_relatives_who_contradict_each_other_have_no_power(laboratory: Laboratory) -> None:
    laboratory.families(
        [
            relative_row("F1", "father", "R1", "15/15 6/6 20/20"),
            relative_row("F1", "brother", "R2", "16/16 7/7 22/22"),
        ]
    )
    inputs = load(laboratory)

    with pytest.raises(ImenaError, match="contradict each other at D3S1358"):
        power_of(inputs.families[0], inputs, NONE, 0.0, 100)


def test_power_leaves_co_ancestry_out_where_it_is_too_much_work(tmp_path: Path) -> None:
    table = nist_1036_caucasian().by_name["SE33"]
    rows = [header("Family", "Relationship", "Sample", loci=("SE33",), amel=False)]
    rows += [
        ["F1", f"{side} aunt", side, table.alleles[number], table.alleles[number + 9]]
        for number, side in enumerate(("maternal", "paternal"))
    ]
    path = tmp_path / "AM.txt"
    path.write_text("\n".join("\t".join(row) for row in rows) + "\n", encoding="utf-8")
    inputs = load_families(path, frequencies=None, mutation=parse_mutation("stepwise:0.002"))

    found = power_of(inputs.families[0], inputs, {"SE33": 0.0}, 0.01, 100)

    assert found.without_theta
    assert found.mean == power_of(inputs.families[0], inputs, {"SE33": 0.0}, 0.0, 100).mean
    answer = CliRunner().invoke(main, ["power", str(path), "--mutation", "stepwise:0.002", "--samples", "100"])
    assert answer.exit_code == 0
    assert "F1: too many untyped relatives who connect the others: co-ancestry was left out" in answer.stdout


def family_of_nist(folder: Path, *, untyped_relatives: bool = True, stranger: bool = False) -> Path:
    """A simulated family: mother and brother typed; a son and an uncle are not. Or the brother is a stranger."""
    models = [LocusModel.of(locus) for locus in nist_1036_caucasian().loci[:20]]
    chance = np.random.default_rng(5)
    people = pedigree([("f", None, None, "M"), ("m", None, None, "F"), ("b", "f", "m", "M"), ("s", None, None, "M")])
    simulated = drop_genes(people, models, chance)
    brother = simulated["s" if stranger else "b"]
    rows = [header("Family", "Relationship", "Sample", loci=KIT, amel=False)]
    for relationship, name, profile in (("mother", "M", simulated["m"]), ("brother", "B", brother)):
        rows.append(["F1", relationship, name, *(allele for locus in KIT for allele in profile.genotypes[locus])])
    if untyped_relatives:
        rows += [["F1", word, name, *[""] * (2 * len(KIT))] for word, name in (("son", "S"), ("paternal uncle", "U"))]
    path = folder / "AM.txt"
    path.write_text("\n".join("\t".join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_child_settles_more_than_an_uncle(tmp_path: Path) -> None:
    inputs = load_families(family_of_nist(tmp_path), frequencies=None)
    [family] = inputs.families

    found = next_samples(family, inputs, NONE, 8.0, 300, np.random.default_rng(1))

    place = {prospect.relatives: number for number, prospect in enumerate(found)}
    assert untyped(family) == ("S", "U")
    assert set(place) == {(), ("S",), ("U",), ("S", "U")}
    assert place[("S",)] < place[("U",)]
    expected = {prospect.relatives: prospect.expected for prospect in found}
    assert expected[()] < expected[("U",)] < expected[("S",)]


def test_whoever_has_everyone_typed_is_told_so(tmp_path: Path) -> None:
    inputs = load_families(family_of_nist(tmp_path, untyped_relatives=False), frequencies=None)

    with pytest.raises(ImenaError, match="no relative without a profile"):
        next_samples(inputs.families[0], inputs, NONE, 6.0, 100, np.random.default_rng(1))


def test_a_brother_who_is_a_stranger_is_sealed(tmp_path: Path) -> None:
    honest = load_families(family_of_nist(tmp_path), frequencies=None)
    [fits] = check_pairs(honest.families[0], honest.models)
    wrong = load_families(family_of_nist(tmp_path, stranger=True), frequencies=None)
    [differs] = check_pairs(wrong.families[0], wrong.models)

    assert (fits.best, fits.doubtful, fits.sealed) == ("parent and child", False, False)
    assert (differs.best, differs.doubtful, differs.sealed) == ("unrelated", True, True)


def test_a_child_of_siblings_is_sealed(laboratory: Laboratory) -> None:
    """A rare homozygote at each of many loci: (1 − F) p² + F p against p²."""
    laboratory.frequencies("Allele,D3S1358,TH01,FGA\n6,,0.01,\n7,,0.99,\n15,0.01,,\n16,0.99,,\n20,,,0.01\n21,,,0.99\n")
    laboratory.families([relative_row("F1", "mother", "R1", "15/15 6/6 20/20", "XX")])
    inputs = load(laboratory)

    [found] = check_inbreeding(inputs.families[0], inputs.models)

    assert found.log10_lr == pytest.approx(3 * math.log10(0.75 + 0.25 / 0.01))


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize(
    "command", [["power"], ["kinship", "next-sample", "--samples", "100"], ["kinship", "check"]], ids=" ".join
)
def test_the_commands_print_and_write_a_page(tmp_path: Path, command: list[str], language: str) -> None:
    families, page = family_of_nist(tmp_path), tmp_path / "page.html"

    done = CliRunner().invoke(main, ["--language", language, *command, str(families), f"--page={page}"])

    assert done.exit_code == 0, done.output
    assert "F1" in done.output
    assert f'lang="{language}"' in page.read_text(encoding="utf-8")


def test_a_family_or_a_locus_that_is_not_there(tmp_path: Path) -> None:
    families = str(family_of_nist(tmp_path))

    nobody = CliRunner().invoke(main, ["--language", "en", "power", families, "--family", "F9"])
    nowhere = CliRunner().invoke(main, ["--language", "en", "power", families, "--loci", "D99"])

    assert (nobody.exit_code, nowhere.exit_code) == (2, 2)
    assert "family F9 is not in the table; expected one of: F1" in nobody.output
    assert "locus D99 is not both in the families and in the frequency table" in nowhere.output


@pytest.mark.parametrize(
    ("text", "kit"), [("1", None), ("-0.1", None), ("0.1/0.2", None), ("0.1", "GlobalFiler"), ("a", None)]
)
def test_drop_out_that_is_none(text: str, kit: str | None) -> None:
    with pytest.raises(ImenaError, match="drop-out"):
        parse_dropout(text, kit)


def test_drop_out_rises_with_the_amplicon() -> None:
    by_locus = parse_dropout("0.02/0.4", "GlobalFiler").at(["D2S441", "vWA", "SE33"])

    assert by_locus["D2S441"] == pytest.approx(0.02)
    assert by_locus["SE33"] == pytest.approx(0.4)
    assert 0.02 < by_locus["vWA"] < 0.4


def test_least_frequencies_of_the_policies(laboratory: Laboratory) -> None:
    laboratory.families([relative_row("F1", "mother", "R1", "15/19 6/6 20/22", "XX")])
    paths = laboratory.paths
    policy = parse_rare_allele("nrc2:500", default_table=False)

    inputs = load_families(paths["families"], frequencies=paths["frequencies"], rare_allele=policy)

    locus = next(model.locus for model in inputs.models if model.locus.name == "D3S1358")
    assert dict(zip(locus.alleles, locus.frequencies, strict=True))["19"] == pytest.approx(0.01 / 1.01)
    with pytest.raises(ImenaError, match="rare alleles nrc2"):
        parse_rare_allele("nrc2", default_table=False)


def test_a_sister_excludes_no_one(laboratory: Laboratory) -> None:
    laboratory.families([relative_row("F1", "sister", "R1", "15/16 6/6 20/22", "XX")])
    inputs = load(laboratory)

    assert power_of(inputs.families[0], inputs, NONE, 0.01, 100).exclusion == 0
