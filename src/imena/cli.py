"""The `imena` command."""

import json
from pathlib import Path
from typing import IO, Any

import click

from imena import __version__
from imena.core.errors import ImenaError
from imena.core.language import LANGUAGES, language_of_environment, translator

A_FILE = click.Path(path_type=Path)


class Refused(click.ClickException):
    """Imena refuses its input: one line on standard error, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"imena: {self.message}", err=file is None, file=file)


class _Command(click.Group):
    """The command, saying what Imena refuses in the language that was asked for."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except ImenaError as error:
            raise Refused(error.said_in(translator(context.params["language"]))) from error


@click.group(cls=_Command)
@click.version_option(__version__)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=language_of_environment,
    help="The language of what is printed; by default that of the environment, else English.",
)
@click.pass_context
def main(context: click.Context, language: str) -> None:
    """Imena: giving people back their names."""
    context.obj = language


@main.group()
def kinship() -> None:
    """Likelihoods of stated relationships."""


@kinship.command()
@click.argument("case", type=A_FILE)
def evaluate(case: Path) -> None:
    """Evaluate CASE, a kinship problem in JSON, and print its results as JSON."""
    from imena.casework.cases import evaluate_case

    click.echo(json.dumps({"results": evaluate_case(case)}, indent=1, ensure_ascii=False))
