"""Commands of the field: outboxes on a stick, forms for other collecting tools, files read again."""

import sys
from pathlib import Path

import click

from imena.cli.common import A_FILE, A_FOLDER, operation
from imena.core.language import translator


@click.group()
def capture() -> None:
    """What was recorded without network."""


@capture.command("import")
@click.argument("file", type=A_FILE)
@operation
@click.pass_obj
def import_outbox(language: str, file: Path) -> None:
    """Take the outbox that a device saved to FILE. Bringing it twice does no harm. Exit code 1 where any is refused."""
    from imena.capture.outbox import take
    from imena.core.errors import InputError, Place

    translate = translator(language)
    try:
        with file.open("rb") as lines:
            taken = take(file.name, lines)
    except OSError as error:
        raise InputError("cannot be read: {problem}", place=Place(file.name), problem=error.strerror) from None
    counts = taken.counts
    click.echo(
        translate(
            "{captures} captures: {recorded} recorded, {waiting} waiting, {held} to be settled, {refused} refused; "
            "{complete} of {files} files complete."
        ).format(
            captures=len(taken.answers),
            **{state: counts.get(state, 0) for state in ("recorded", "waiting", "held", "refused")},  # type: ignore[call-overload]
            complete=taken.complete,
            files=len(taken.files),
        )
    )
    for answer in taken.answers:
        if answer.reason:
            click.echo(f"{answer.capture}: {answer.reason}", err=True)
    for problem in taken.problems:
        click.echo(problem.said_in(translate), err=True)
    if taken.refused or taken.problems:
        sys.exit(1)


@capture.command()
@click.argument("folder", type=A_FOLDER, default=Path("xlsforms"))
@click.option("--kind", "kinds", multiple=True, help="A kind of act, such as scene.exhumation; all of them without it.")
@operation
def xlsform(folder: Path, kinds: tuple[str, ...]) -> None:
    """Write the field's forms as XLSForm to FOLDER, for teams that collect with ODK or Kobo."""
    from imena.capture.offered import FIELD_ACTS
    from imena.capture.xlsform import write
    from imena.core.errors import ImenaError

    for kind in kinds:
        if kind not in FIELD_ACTS:
            raise ImenaError("{kind} is not recorded in the field; {kinds} are", kind=kind, kinds=FIELD_ACTS)
    for path in write(folder, kinds or FIELD_ACTS):
        click.echo(path)


@click.group()
def files() -> None:
    """Photographs and other files."""


@files.command()
@operation
@click.pass_obj
def check(language: str) -> None:
    """Read every file again and hold it against its hash. Exit code 1 where one is damaged."""
    from collections import Counter

    from imena.custody.files import Kept
    from imena.custody.files import check as read_again
    from imena.ledger.standpoint import standpoint

    translate = translator(language)
    counts: Counter[Kept] = Counter()
    for found in read_again(standpoint()):
        counts[found.kept] += 1
        if found.kept in (Kept.DAMAGED, Kept.AWAITED):
            message = {
                Kept.DAMAGED: translate("{file} of {object}, act {entry}: not what its hash says"),
                Kept.AWAITED: translate("{file} of {object}, act {entry}: not handed over yet"),
            }[found.kept]
            click.echo(message.format(file=found.act.sha256, object=found.act.object_id, entry=found.act.pk), err=True)
    click.echo(
        translate("{intact} files intact, {awaited} awaited, {destroyed} destroyed, {damaged} damaged.").format(
            **{str(kept): counts[kept] for kept in Kept}
        )
    )
    if counts[Kept.DAMAGED]:
        sys.exit(1)
