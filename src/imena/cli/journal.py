"""Commands about burial journals."""

from pathlib import Path
from typing import Any

import click

from imena.cli.common import A_FILE, Refused, operation
from imena.core.errors import ImenaError
from imena.core.language import translator


@click.group()
def journal() -> None:
    """Burial journals of a site."""


@journal.command("import")
@click.argument("file", type=A_FILE)
@click.option("--site", required=True, help="The number of the burial site.")
@click.option("--by", "username", required=True, help="Who acts: a user whose role includes this act.")
@click.option("--happened", default="", help="When the journal was written; today where it is not given.")
@click.option("--source", default="", help="Whose journal it is.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=HEADER", help="What a column says; may be repeated.")
@click.option("--check", is_flag=True, help="Name every problem, and record nothing.")
@operation
def import_journal(
    file: Path, site: str, username: str, happened: str, source: str, columns: tuple[str, ...], check: bool
) -> None:
    """Take a burial journal over from FILE, XLSX or CSV: whole, or not at all.

    Columns are told by their labels, or as in the last file with the same ones. Every problem is printed with its file,
    row, column and value. What is doubtful is kept with the import; a row that cannot stand stops it.
    """
    from imena.core import clock
    from imena.core.when import When, parse_when
    from imena.formats.tables import read_bytes
    from imena.ledger.acts import Actor, Origin
    from imena.people.models import Operation, User
    from imena.scene.acts import take_over_journal
    from imena.scene.acts.journals import prepare

    translate = translator(click.get_current_context().find_root().params["language"])
    content, place = read_bytes(file), _site(site)
    chosen = _columns(content, file.name, columns)
    prepared = prepare(place, content, file.name, chosen)
    for problem in prepared.problems:
        click.echo(f"{'!' if problem.stops else '?'} {problem.said_in(translate)}")
    if check:
        click.echo(translate("{count} rows would be taken over").format(count=len(prepared.lines)))
        return
    if prepared.stopped:
        raise Refused(translate("the rows marked with ! cannot be taken over: nothing was imported"))
    user = User.objects.filter(username=username).first()
    if user is None:
        raise ImenaError("who acts? --by names no user: {user}", user=username)
    done = take_over_journal(
        by=Actor(user, Operation.objects.get()),
        happened=parse_when(happened) if happened else When.day(clock.today()),
        site=place,
        content=content,
        file=file.name,
        columns=chosen,
        origin=Origin(source=source),
    )
    click.echo(f"{done.pk} scene.journalimport {done.rows}")


def _site(number: str) -> Any:
    from imena.core.numbers import parse_number
    from imena.scene.models import BurialSite

    found = BurialSite.objects.filter(pk=parse_number(number)).first()
    if found is None:
        raise ImenaError("{number} is not the number of a burial site", number=number)
    return found


def _columns(content: bytes, name: str, columns: tuple[str, ...]) -> dict[str, str]:
    """What the columns say: as remembered or proposed, and then as the options have it."""
    from imena.formats.journals import table_of
    from imena.scene.acts.journals import remembered

    told = dict(_split(column) for column in columns)
    proposed = remembered(table_of(content, name).header)
    others = {field: label for field, label in proposed.items() if label not in told.values()}
    return {field: label for field, label in {**others, **told}.items() if label}


def _split(column: str) -> tuple[str, str]:
    field, separator, label = column.partition("=")
    if not separator:
        raise ImenaError("“{column}”: expected FIELD=HEADER", column=column)
    return field, label
