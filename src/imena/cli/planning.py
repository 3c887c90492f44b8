"""Commands that plan: what a family can show, whom to ask next, whether relatives are as stated."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from imena.cli.common import A_FILE, WIDTH, FiniteFloat
from imena.core.errors import ImenaError
from imena.core.language import translator

if TYPE_CHECKING:
    from imena.casework.inputs import Family, FamilyInputs
    from imena.casework.report import Report

FAMILIES = click.argument("families", type=A_FILE)
_OPTIONS = (
    click.option("--frequencies", type=A_FILE, help="A frequency table; without one, NIST 1036 US Caucasian."),
    click.option("--mutation", "mutation_text", metavar="MODEL:RATE", help="As in imena match."),
    click.option("--rare-allele", metavar="POLICY", help="As in imena match."),
    click.option("--loci", help="Only these loci, separated by commas: those that the remains yield."),
    click.option("--family", help="Only this family."),
    click.option("--page", "page_file", type=A_FILE, help="Also write the answer as a page to this file."),
)


def planning(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command about a table of families: reads it, and prints the report that the command gives back."""

    @click.pass_obj
    @wraps(command)
    def run(
        language: str,
        /,
        families: Path,
        frequencies: Path | None,
        mutation_text: str | None,
        rare_allele: str | None,
        loci: str | None,
        family: str | None,
        page_file: Path | None,
        **options: Any,
    ) -> None:
        from imena.casework.inputs import load_families
        from imena.casework.mutation_option import parse_mutation
        from imena.casework.rare_allele_option import parse_rare_allele

        inputs = load_families(
            families,
            frequencies=frequencies,
            mutation=parse_mutation(mutation_text) if mutation_text else None,
            rare_allele=parse_rare_allele(rare_allele, default_table=frequencies is None) if rare_allele else None,
            loci=[locus.strip() for locus in loci.split(",")] if loci else (),
        )
        report = command(inputs, _chosen(inputs, family), translator(language), **options)
        _print(report, page_file, language)

    for option in reversed(_OPTIONS):
        run = option(run)
    return FAMILIES(run)


def _chosen(inputs: "FamilyInputs", name: str | None) -> "list[Family]":
    chosen = [family for family in inputs.families if name in (None, family.name)]
    if not chosen:
        known = ", ".join(family.name for family in inputs.families)
        raise ImenaError("family {family} is not in the table; expected one of: {known}", family=name, known=known)
    return chosen


def _print(report: "Report", page_file: Path | None, language: str) -> None:
    from rich.console import Console

    from imena.casework import page, terminal
    from imena.casework.writing import write

    if page_file:
        write((page_file, page.render(report, language=language)))
    terminal.print_report(report, Console(highlight=False, markup=False, soft_wrap=True, width=WIDTH), detail=False)


_DROPOUT = click.option("--dropout", metavar="D", default="0.05", show_default=True, help="As in imena match.")
_KIT = click.option("--kit", help="As in imena match.")


@click.command()
@click.option("--theta", type=FiniteFloat(0, 1, max_open=True), default=0.01, show_default=True, help="Co-ancestry θ.")
@_DROPOUT
@_KIT
@click.option("--samples", type=click.IntRange(100, 10_000_000), default=20_000, show_default=True, help="Simulations.")
@planning
def power(
    inputs: "FamilyInputs",
    chosen: "list[Family]",
    translate: Callable[[str], str],
    theta: float,
    dropout: str,
    kit: str | None,
    samples: int,
) -> "Report":
    """Say what comparing remains with each family in FAMILIES could show."""
    from imena.casework.assumptions import parse_dropout
    from imena.casework.planning import power_of
    from imena.casework.planning_report import power_report

    assumed = parse_dropout(dropout, kit)
    by_locus = assumed.at([model.locus.name for model in inputs.models])
    found = [power_of(family, inputs, by_locus, theta, samples) for family in chosen]
    return power_report(found, (4.0, 6.0), inputs, assumed, theta, samples, translate=translate)


@click.command("next-sample")
@click.option("--threshold", type=FiniteFloat(), default=6.0, show_default=True, help="log10 LR to be reached.")
@_DROPOUT
@_KIT
@click.option("--samples", type=click.IntRange(100, 1_000_000), default=1_000, show_default=True, help="Simulations.")
@planning
def next_sample(
    inputs: "FamilyInputs",
    chosen: "list[Family]",
    translate: Callable[[str], str],
    threshold: float,
    dropout: str,
    kit: str | None,
    samples: int,
) -> "Report":
    """Say which relative to type next: those in FAMILIES whose loci are empty, and each pair of them."""
    import numpy as np

    from imena.casework.assumptions import parse_dropout
    from imena.casework.planning import SEED, next_samples, untyped
    from imena.casework.planning_report import next_report

    assumed = parse_dropout(dropout, kit)
    by_locus = assumed.at([model.locus.name for model in inputs.models])
    asked = [family for family in chosen if untyped(family)] or chosen
    found = {
        family.name: next_samples(family, inputs, by_locus, threshold, samples, np.random.default_rng(SEED))
        for family in asked
    }
    return next_report(found, threshold, inputs, assumed, samples, translate=translate)


@click.command()
@planning
def check(inputs: "FamilyInputs", chosen: "list[Family]", translate: Callable[[str], str]) -> "Report":
    """Check whether the typed relatives in FAMILIES are what they are said to be."""
    from imena.casework.planning import check_inbreeding, check_pairs
    from imena.casework.planning_report import check_report

    found = [pair for family in chosen for pair in check_pairs(family, inputs.models)]
    inbred = [each for family in chosen for each in check_inbreeding(family, inputs.models)]
    return check_report(found, inbred, inputs, translate=translate)
