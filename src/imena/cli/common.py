"""What the commands share: how they refuse, and which operation they are about."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import IO, Any

import click

from imena.core.errors import ImenaError
from imena.core.language import translator

WIDTH = 10_000
"""Wide enough that a table is never cut, whatever the terminal; the lines of a narrow one wrap."""
A_FILE = click.Path(path_type=Path)
A_FOLDER = click.Path(path_type=Path, file_okay=False)
DATA = click.option("--data", type=A_FOLDER, help="The operation's data folder; without it, DATABASE_URL names one.")


class FiniteFloat(click.FloatRange):
    """A number within a range, and not NaN or infinite."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number.", param, ctx)
        return number


FILES = (
    click.option("--remains", type=A_FILE, required=True, help="Post-mortem profiles: a sample and its loci on a row."),
    click.option("--families", type=A_FILE, required=True, help="Relatives: family, relationship, sample and loci."),
)
"""The files of a comparison."""
ASSUMPTIONS = (
    click.option("--frequencies", type=A_FILE, help="A frequency table; without one, NIST 1036 US Caucasian."),
    click.option(
        "--mutation",
        "mutation_text",
        metavar="MODEL:RATE",
        help="none, equal, proportional, stepwise, onestep or dawid with a rate, as in stepwise:0.002/0.0005 "
        "(fathers/mothers); stepwise may add ,rate2=1e-6,range=0.1. Without it, what the frequency table states.",
    ),
    click.option(
        "--rare-allele",
        metavar="POLICY",
        help="The least frequency of an allele, in the table or not: a number, nrc2, weir or budowle-monson, with your "
        "table's number of chromosomes, as in nrc2:770.",
    ),
    click.option(
        "--theta", type=FiniteFloat(0, 1, max_open=True), default=0.01, show_default=True, help="Co-ancestry θ."
    ),
    click.option(
        "--dropout",
        metavar="D",
        default="0.05",
        show_default=True,
        help="Probability that an allele of the remains is not seen; with --kit two, as in 0.02/0.2, for short and "
        "long.",
    ),
    click.option("--kit", help="The kit whose amplicon lengths drop-out rises with, such as GlobalFiler."),
)
"""What a comparison assumes."""


def with_options(*options: Callable[..., Any]) -> Callable[..., Any]:
    """These options, in this order, before those of the command itself."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def assumptions_of(
    frequencies: Path | None,
    mutation_text: str | None,
    rare_allele: str | None,
    theta: float,
    dropout: str,
    kit: str | None,
) -> dict[str, Any]:
    """What the options of `ASSUMPTIONS` say, as those who read the files take it."""
    from imena.casework.assumptions import Assumptions, parse_dropout
    from imena.casework.mutation_option import parse_mutation
    from imena.casework.rare_allele_option import parse_rare_allele

    return {
        "mutation": parse_mutation(mutation_text) if mutation_text else None,
        "rare_allele": parse_rare_allele(rare_allele, default_table=frequencies is None) if rare_allele else None,
        "assumptions": Assumptions(theta, parse_dropout(dropout, kit)),
    }


class Refused(click.ClickException):
    """Imena refuses: one line on standard error, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"imena: {self.message}", err=file is None, file=file)


class Speaking(click.Group):
    """A group of commands, saying what Imena refuses in the language that was asked for."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except ImenaError as error:
            raise Refused(error.said_in(translator(context.params["language"]))) from error


def operation(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command about an existing operation: takes `--data`, sets Django up, speaks the language asked for."""

    @DATA
    @click.pass_context
    @wraps(command)
    def run(context: click.Context, /, data: Path | None, **options: Any) -> Any:
        from imena.settings.setup import set_up

        set_up(data)
        speak(context)
        from imena.ledger.sealed import key_ring

        with key_ring():
            return command(**options)

    return run


def speak(context: click.Context) -> None:
    """Let the framework speak the language that was asked for, once it is set up."""
    from django.utils import translation

    translation.activate(context.find_root().params["language"])


class Day(click.ParamType[date]):
    """A date, as 2025-01-20."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date: expected one as 2025-01-20", param, ctx)


class Moment(click.ParamType[datetime]):
    """A moment, as 2025-01-20T15:00, in UTC where no zone is named; of a date alone, its end."""

    name = "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            text = f"{value}T23:59:59" if len(value) == len("2025-01-20") else value
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{value!r} is no time: expected one as 2025-01-20T15:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
