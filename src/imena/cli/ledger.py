"""Commands that prove what was recorded."""

import sys
from pathlib import Path

import click

from imena.cli.common import A_FILE, A_FOLDER, operation
from imena.core.language import translator


@click.command()
@operation
@click.pass_obj
def verify(language: str) -> None:
    """Verify that every act is what was recorded: all of them, in order, none changed. Exit code 1 where not."""
    from imena.ledger.verification import verify as verify_database

    translate = translator(language)
    report = verify_database()
    for problem in report.problems:
        click.echo(problem.said_in(translate), err=True)
    if report.problems:
        click.echo(translate("{count} problems in {entries} entries.").format(
            count=len(report.problems), entries=report.entries), err=True)  # fmt: skip
        sys.exit(1)
    click.echo(translate("{entries} entries, intact.").format(entries=report.entries))
    if report.unopened:
        click.echo(
            translate("Of {count} acts the sealed content was not opened: the keys are not on this machine.").format(
                count=report.unopened
            )
        )
    if report.destroyed:
        click.echo(
            translate("Of {count} acts the personal content was destroyed with its key, as acts say.").format(
                count=report.destroyed
            )
        )


@click.group()
def ledger() -> None:
    """The record of every act: signed heads, and exports for a court."""


@ledger.command()
@click.argument("folder", type=A_FOLDER, default=Path("ledger-export"))
@click.option("--disclose", multiple=True, metavar="NUMBER", help="Show the sealed content of this person; repeatable.")
@operation
@click.pass_obj
def export(language: str, folder: Path, disclose: tuple[str, ...]) -> None:
    """Export the ledger to FOLDER: ledger.jsonl, head.json, public-key.pem, and verifier.py to verify them with."""
    from imena.ledger.export import export as export_ledger

    head = export_ledger(folder, disclose=disclose)
    translate = translator(language)
    click.echo(translate("{size} entries in {folder}. To verify them:").format(size=head.size, folder=folder))
    click.echo(
        f"python3 {folder}/verifier.py {folder}/ledger.jsonl --head {folder}/head.json "
        f"--public-key {folder}/public-key.pem"
    )


@ledger.command()
@click.option("--to", "file", type=A_FILE, help="Also write the head to this file.")
@operation
def head(file: Path | None) -> None:
    """Sign the ledger as it stands now, and print the head, to be published or handed over."""
    from imena.ledger.heads import as_json, sign_head

    text = as_json(sign_head())
    if file:
        file.write_text(text, encoding="utf-8")
    click.echo(text, nl=False)
