"""Commands of a laboratory: files in, an answer out, no operation needed."""

import json
from pathlib import Path

import click

from imena.cli.common import A_FILE, ASSUMPTIONS, FILES, WIDTH, FiniteFloat, with_options
from imena.cli.planning import check, next_sample
from imena.core.errors import InputError, Place
from imena.core.language import translator


@click.group()
def kinship() -> None:
    """Relatives: whom to type next, whether they are as stated, and stated problems of kinship."""


@kinship.command()
@click.argument("case", type=A_FILE)
def evaluate(case: Path) -> None:
    """Evaluate CASE, a kinship problem in JSON, and print its results as JSON."""
    from imena.casework.cases import evaluate_case

    click.echo(json.dumps({"results": evaluate_case(case)}, indent=1, ensure_ascii=False))


kinship.add_command(next_sample)
kinship.add_command(check)


@click.command()
@with_options(*FILES, *ASSUMPTIONS)
@click.option("--missing", type=click.IntRange(1), help="How many people remains could be, listed or not.")
@click.option(
    "--at-least", type=FiniteFloat(), default=0.0, show_default=True, help="The lowest log10 LR to be listed."
)
@click.option("--detail", is_flag=True, help="Print what each locus says.")
@click.option("--json", "json_file", type=A_FILE, help="Also write the answer, unrounded, to this file.")
@click.option("--page", "page_file", type=A_FILE, help="Also write the answer as a page to this file.")
@click.pass_obj
def match(
    language: str,
    remains: Path,
    families: Path,
    frequencies: Path | None,
    mutation_text: str | None,
    missing: int | None,
    at_least: float,
    rare_allele: str | None,
    theta: float,
    dropout: str,
    kit: str | None,
    detail: bool,
    json_file: Path | None,
    page_file: Path | None,
) -> None:
    """Compare every set of remains with every family, and print who may be whom."""
    from rich.console import Console

    from imena.casework import matching, page, terminal
    from imena.casework.assumptions import Assumptions, parse_dropout
    from imena.casework.inputs import load
    from imena.casework.mutation_option import parse_mutation
    from imena.casework.rare_allele_option import parse_rare_allele
    from imena.casework.report import as_json, report
    from imena.casework.writing import write

    for result in (json_file, page_file):
        if result and result.resolve() in [file.resolve() for file in (remains, families, frequencies) if file]:
            raise InputError("expected another file for each result", place=Place(str(result)))
    inputs = load(
        remains=remains,
        families=families,
        frequencies=frequencies,
        mutation=parse_mutation(mutation_text) if mutation_text else None,
        rare_allele=parse_rare_allele(rare_allele, default_table=frequencies is None) if rare_allele else None,
        assumptions=Assumptions(theta, parse_dropout(dropout, kit)),
    )
    translate = translator(language)
    with terminal.progress(translate("families")) as progress:
        found = matching.match(inputs, missing=missing, at_least=at_least, progress=progress)
    said = report(found, inputs, translate=translate)
    files = []
    if json_file:
        files.append((json_file, json.dumps(as_json(found, inputs), indent=1, ensure_ascii=False)))
    if page_file:
        files.append((page_file, page.render(said, language=language)))
    write(*files)
    terminal.print_report(said, Console(highlight=False, markup=False, soft_wrap=True, width=WIDTH), detail=detail)
