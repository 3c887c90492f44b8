"""The demonstration: a synthetic operation in a fictional town."""

import os
from pathlib import Path

import click

from imena.cli.common import A_FOLDER, speak
from imena.cli.serving import run_server
from imena.core.errors import ImenaError
from imena.core.language import translator


@click.command()
@click.option(
    "--data", type=A_FOLDER, help="The folder to build it in; without it, DATABASE_URL, or else the folder demo-data."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to serve it on.")
@click.option("--serve/--no-serve", default=True, help="Serve the pages when they are built, or stop.")
@click.pass_context
def demo(context: click.Context, data: Path | None, port: int, serve: bool) -> None:
    """Build the demonstration, a synthetic operation in a fictional town, and open it."""
    import webbrowser

    from imena.settings.setup import set_up

    if data is None and not os.environ.get("DATABASE_URL"):
        data = Path("demo-data")
    os.environ["IMENA_DEMO"] = "1"
    set_up(data, new=True)
    speak(context)
    translate = translator(context.obj)
    _build(data, translate("days"))
    click.echo(translate("The town is in {place}.").format(place=data or "DATABASE_URL"))
    if not serve:
        return

    def started(address: str) -> None:
        click.echo(translate("Imena is at {address} (Ctrl-C stops it).").format(address=address))
        webbrowser.open(address)

    run_server("127.0.0.1", port, started)


def _build(data: Path | None, unit: str) -> None:
    """Build it where it is not built yet; what an earlier attempt left unfinished is built anew."""
    from imena.casework import terminal
    from imena.demo import files
    from imena.demo.build import build, state

    found = state()
    if found == "complete":
        return
    if found == "other":
        raise ImenaError("there is another operation here: the demonstration is built beside no real one")
    if found == "unfinished":
        if data is None:
            raise ImenaError("the database holds an unfinished demonstration: give it an empty one")
        _remove(data)
    with terminal.progress(unit) as progress:
        build(data, progress)
    if data is not None:
        files.write_files(data / "laboratory")
        files.write_journal_file(data)


def _remove(data: Path) -> None:
    from django.db import connection

    connection.close()
    for name in ("imena.sqlite3", "imena.sqlite3-wal", "imena.sqlite3-shm"):
        (data / name).unlink(missing_ok=True)
