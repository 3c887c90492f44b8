"""Screening: a country's samples against each other, and the record of what was compared."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from imena.cli.common import (
    A_FILE,
    A_FOLDER,
    ASSUMPTIONS,
    DATA,
    WIDTH,
    FiniteFloat,
    assumptions_of,
    speak,
    with_options,
)
from imena.core.errors import ImenaError, InputError, Place
from imena.core.language import translator

RECORD = "screening.sqlite3"
"""The record within the folder of results."""


@click.command()
@click.option("--remains", type=A_FILE, help="Post-mortem profiles: a sample and its loci on a row.")
@click.option("--families", type=A_FILE, help="Relatives: family, relationship, sample and loci.")
@with_options(*ASSUMPTIONS)
@click.option("--effects", type=A_FILE, help="Profiles from personal effects: a sample and its loci on a row.")
@click.option("--staff", type=A_FILE, help="An elimination index: profiles of everyone who touches samples.")
@click.option(
    "--threshold", type=FiniteFloat(), default=3.0, show_default=True, help="The lowest log10 LR with a family."
)
@click.option(
    "--best",
    type=click.IntRange(0, 100),
    default=3,
    show_default=True,
    help="Also the so many best families of each remains and remains of each family, whatever the threshold.",
)
@click.option(
    "--kin", type=FiniteFloat(), default=4.0, show_default=True, help="The lowest log10 LR of kin among remains."
)
@click.option(
    "--same", type=FiniteFloat(), default=6.0, show_default=True, help="The lowest log10 LR of one person’s samples."
)
@click.option("--threads", type=click.IntRange(1, 256), default=2, show_default=True, help="Parts worked on at once.")
@click.option("--cluster", metavar="ADDRESS", help="A Dask scheduler to work on, such as tcp://10.0.0.5:8786.")
@click.option(
    "--out",
    type=A_FOLDER,
    help="Keep the tables and the record here; the next run compares only what changed, and a stopped one goes on.",
)
@click.option("--by", "username", help="Screen an operation instead of files: who acts, a DNA expert of it.")
@DATA
@click.pass_context
def screen(
    context: click.Context,
    remains: Path | None,
    families: Path | None,
    frequencies: Path | None,
    mutation_text: str | None,
    rare_allele: str | None,
    theta: float,
    dropout: str,
    kit: str | None,
    effects: Path | None,
    staff: Path | None,
    threshold: float,
    best: int,
    kin: float,
    same: float,
    threads: int,
    cluster: str | None,
    out: Path | None,
    username: str | None,
    data: Path | None,
) -> None:
    """Compare a country's remains with its families, and all samples with each other, every pair exactly.

    From files: --remains and --families. Of an operation: --data and --by; the run and its candidates are recorded.
    """
    if username is not None:
        _screen_operation(context, data, username)
        return
    if remains is None or families is None:
        raise click.UsageError("expected --remains and --families, or --data and --by")
    from rich.console import Console

    from imena.casework import screening, terminal
    from imena.casework.record import Record
    from imena.casework.screened import bring_up_to_date
    from imena.casework.screening_report import as_json, screening_report, tables
    from imena.casework.workers import on_cluster, on_this_machine
    from imena.casework.writing import write

    inputs = screening.load(
        screening.Files(remains, families, frequencies, effects, staff),
        screening.Limits(families=threshold, kin=kin, same=same, best=best),
        **assumptions_of(frequencies, mutation_text, rare_allele, theta, dropout, kit),
    )
    translate = translator(context.obj)
    with ExitStack() as stack:
        folder = stack.enter_context(_folder(out))
        record = Record(folder / RECORD)
        stack.callback(record.close)
        workers = stack.enter_context(on_cluster(cluster) if cluster else on_this_machine(threads))
        progress = stack.enter_context(terminal.progress(translate("compared")))
        try:
            found = bring_up_to_date(inputs, record, workers, progress)
        except KeyboardInterrupt:
            said = translate("Stopped. What was compared is kept; the same command goes on from there.")
            raise click.ClickException(said) if out else click.Abort() from None
        said_report = screening_report(found, inputs, translate=translate)
        answer = json.dumps(as_json(found, inputs), indent=1, ensure_ascii=False)
        write(
            *((folder / name, lines) for each in found for name, lines in tables(each)),
            (folder / "screening.json", answer),
        )
    console = Console(highlight=False, markup=False, soft_wrap=True, width=WIDTH)
    terminal.print_report(said_report, console, detail=False)


def _screen_operation(context: click.Context, data: Path | None, username: str) -> None:
    """Compare every pair of an operation that no run compared from the same acts, and record the run."""
    from imena.settings.setup import set_up

    set_up(data)
    speak(context)
    from imena.core import clock
    from imena.core.when import When
    from imena.ledger.acts import Actor
    from imena.ledger.sealed import key_ring
    from imena.people.models import Operation, User
    from imena.reconciliation.acts import run_comparison
    from imena.reconciliation.models import Candidate
    from imena.scene.models import Remains

    user = User.objects.filter(username=username).first()
    if user is None:
        raise ImenaError("who acts? --by names no user: {user}", user=username)
    numbers = list(Remains.objects.order_by("pk").values_list("pk", flat=True))
    with key_ring():
        actor = Actor(user, Operation.objects.get())
        run = run_comparison(by=actor, happened=When.day(clock.today()), remains=numbers)
    translate = translator(context.obj)
    said = translate("Run {run}: {pairs} pairs compared, {candidates} candidates, {left_out} left out.")
    candidates = Candidate.objects.filter(run=run).count()
    click.echo(said.format(run=run.pk, pairs=run.pairs, candidates=candidates, left_out=len(run.left_out)))
    said = translate(
        "  relatives {relatives}, close ones {close_relatives}: {pairs} pairs, {found} found, by chance {expected}"
    )
    for kind in run.by_chance:
        click.echo(said.format(**kind))


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    """Where results are kept; without a folder, nowhere once they are shown."""
    if out is None:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("cannot be written: {problem}", place=Place(str(out)), problem=error.strerror) from None
    yield out


@click.command()
@click.argument("folder", type=A_FOLDER)
@click.option("--remains", help="Remains, by the name in their table.")
@click.option("--family", help="A family, by the name in its table.")
@click.pass_obj
def coverage(language: str, folder: Path, remains: str | None, family: str | None) -> None:
    """Say what the screenings kept in FOLDER compared; of remains and a family, when and with what, or why not."""
    from imena.casework.covered import said_of_pair, said_of_runs
    from imena.casework.record import Record

    path = folder / RECORD
    if not path.is_file():
        raise InputError("there is no record of a screening here", place=Place(str(folder)))
    if (remains is None) != (family is None):
        raise ImenaError("a pair is remains and a family: name both, or neither")
    record = Record(path)
    try:
        whole = remains is None or family is None
        for each in said_of_runs(record) if whole else [said_of_pair(record, str(remains), str(family))]:
            click.echo(each.said_in(translator(language)))
    finally:
        record.close()
