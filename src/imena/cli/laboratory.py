"""Commands of a laboratory: files in, an answer out, no operation needed."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from imena.cli.common import A_FILE, ASSUMPTIONS, FILES, WIDTH, FiniteFloat, assumptions_of, with_options
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


def check_results(results: Iterable[Path | None], inputs: Iterable[Path | None]) -> None:
    """Raise `InputError` where a result would be written over an input."""
    read = [file.resolve() for file in inputs if file]
    for result in results:
        if result and result.resolve() in read:
            raise InputError("expected another file for each result", place=Place(str(result)))


def _write(said: Any, answer: Any, *, json_file: Path | None, page_file: Path | None, language: str) -> None:
    """Write a report as a page and an answer as JSON, where they are asked for."""
    from imena.casework.page import render
    from imena.casework.writing import write

    results: list[tuple[Path, str]] = []
    if json_file:
        results.append((json_file, json.dumps(answer, indent=1, ensure_ascii=False)))
    if page_file:
        results.append((page_file, render(said, language=language)))
    write(*results)


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

    from imena.casework import matching, terminal
    from imena.casework.inputs import load
    from imena.casework.report import as_json, report

    check_results((json_file, page_file), (remains, families, frequencies))
    inputs = load(
        remains=remains,
        families=families,
        frequencies=frequencies,
        **assumptions_of(frequencies, mutation_text, rare_allele, theta, dropout, kit),
    )
    translate = translator(language)
    with terminal.progress(translate("families")) as progress:
        found = matching.match(inputs, missing=missing, at_least=at_least, progress=progress)
    said = report(found, inputs, translate=translate)
    _write(said, as_json(found, inputs), json_file=json_file, page_file=page_file, language=language)
    terminal.print_report(said, Console(highlight=False, markup=False, soft_wrap=True, width=WIDTH), detail=detail)


@click.command()
@with_options(*FILES, *ASSUMPTIONS)
@click.option(
    "--missing",
    type=click.IntRange(1),
    help="How many people are missing, listed or not; without it, twice as many as families list.",
)
@click.option(
    "--threshold",
    type=FiniteFloat(0.5, 1),
    default=0.9995,
    show_default=True,
    help="The least posterior of an identification.",
)
@click.option(
    "--same", type=FiniteFloat(), default=6.0, show_default=True, help="The lowest log10 LR of one person’s samples."
)
@click.option(
    "--bound",
    type=FiniteFloat(0, 1, min_open=True),
    default=1e-5,
    show_default=True,
    help="The share of the whole that may be left unvisited where not everything can be; less takes longer.",
)
@click.option("--json", "json_file", type=A_FILE, help="Also write the answer, unrounded, to this file.")
@click.option("--page", "page_file", type=A_FILE, help="Also write the answer as a page to this file.")
@click.pass_obj
def identify(
    language: str,
    remains: Path,
    families: Path,
    frequencies: Path | None,
    mutation_text: str | None,
    missing: int | None,
    rare_allele: str | None,
    theta: float,
    dropout: str,
    kit: str | None,
    threshold: float,
    same: float,
    bound: float,
    json_file: Path | None,
    page_file: Path | None,
) -> None:
    """Weigh all remains and all missing persons at once: who is whom, in names, in sets, or not yet, and why."""
    from rich.console import Console

    from imena.casework import identifying, terminal
    from imena.casework.inputs import load
    from imena.casework.joint_report import as_json, joint_report

    check_results((json_file, page_file), (remains, families, frequencies))
    inputs = load(
        remains=remains,
        families=families,
        frequencies=frequencies,
        **assumptions_of(frequencies, mutation_text, rare_allele, theta, dropout, kit),
    )
    translate = translator(language)
    with terminal.progress(translate("families")) as progress:
        found = identifying.identify(
            inputs, missing=missing, threshold=threshold, same=same, bound=bound, progress=progress
        )
    said = joint_report(found, inputs, translate=translate)
    _write(said, as_json(found, inputs), json_file=json_file, page_file=page_file, language=language)
    terminal.print_report(said, Console(highlight=False, markup=False, soft_wrap=True, width=WIDTH), detail=False)
