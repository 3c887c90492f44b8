"""The command and its language; its parts stand in the modules beside this one."""

import click

from imena import __version__
from imena.cli import demonstration, field, journal, laboratory, ledger, operation, planning, screening
from imena.cli.common import Speaking
from imena.core.language import LANGUAGES, language_of_environment


@click.group(cls=Speaking)
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


for command in (
    laboratory.kinship,
    laboratory.match,
    laboratory.identify,
    screening.screen,
    screening.coverage,
    planning.power,
    operation.open_operation,
    operation.user,
    operation.serve,
    operation.act,
    operation.account,
    field.capture,
    field.files,
    journal.journal,
    ledger.verify,
    ledger.ledger,
    demonstration.demo,
):
    main.add_command(command)
