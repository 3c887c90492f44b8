"""Commands of an operation: open it, add its users, serve it, record an act, read its figures."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from imena.cli.common import DATA, Day, Moment, Refused, operation, speak
from imena.cli.serving import run_server
from imena.core.errors import ImenaError
from imena.core.language import translator


@click.command("open")
@DATA
@click.option("--code", required=True, help="A short code for the operation, in Latin letters.")
@click.option("--name", required=True, help="Its name in Ukrainian.")
@click.option("--name-en", required=True, help="Its name in English.")
@click.option("--administrator", required=True, help="The user name of its first administrator.")
@click.password_option(help="The administrator's password; asked for where it is not given.")
@click.pass_context
def open_operation(
    context: click.Context, data: Path | None, code: str, name: str, name_en: str, administrator: str, password: str
) -> None:
    """Open an operation: an empty ledger with keys of its own, and its first administrator."""
    from imena.settings.setup import set_up

    set_up(data, new=True)
    speak(context)
    from django.core.management import call_command

    from imena.ledger.acts import RefusedError, open_ledger
    from imena.ledger.models import Opening
    from imena.people.acts import open_operation as record_opening
    from imena.people.models import User

    call_command("migrate", verbosity=0, interactive=False)
    if Opening.objects.exists():
        raise RefusedError("there is an operation here already")
    check_password(password)
    open_ledger(synthetic=False, data=data)
    user = User.objects.create_user(administrator, password=password)
    record_opening(administrator=user, code=code, name=name, name_en=name_en)
    translate = translator(context.obj)
    click.echo(translate("The operation is open. Its keys are in {folder}: keep a copy apart from the data.").format(
        folder=_keys()))  # fmt: skip


def _keys() -> Path:
    from imena.ledger.keyfiles import key_files
    from imena.ledger.queries import ledger_id

    return key_files(ledger_id()).folder


def check_password(password: str) -> None:
    """Raises `Refused` where a password is too short, too common, or made of digits."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None


@click.group()
def user() -> None:
    """The users of an operation."""


@user.command()
@click.argument("username")
@click.option("--full-name", required=True, help="Under which name the user signs.")
@click.password_option(help="A first password, to be handed over; asked for where it is not given.")
@operation
def add(username: str, full_name: str, password: str) -> None:
    """Add a user. Roles are given by an act (people.rolegrant); a second factor is set up at the first sign-in."""
    from imena.ledger.acts import RefusedError
    from imena.people.models import User

    check_password(password)
    if User.objects.filter(username=username).exists():
        raise RefusedError("there is a user {user} already", user=username)
    added = User.objects.create_user(username, password=password, full_name=full_name)
    click.echo(f"{added.pk} {username}")


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Put a web server with HTTPS before any other.")
@DATA
@click.pass_context
def serve(context: click.Context, data: Path | None, host: str, port: int) -> None:
    """Serve an operation's pages."""
    from imena.settings.setup import set_up

    set_up(data)
    said = translator(context.obj)("Imena is at {address} (Ctrl-C stops it).")
    run_server(host, port, lambda address: click.echo(said.format(address=address)))


@click.command()
@click.argument("kind", required=False)
@click.argument("answers", nargs=-1, metavar="[FIELD=ANSWER]...")
@click.option("--by", "username", help="Who acts: a user whose role includes this act.")
@operation
def act(kind: str | None, answers: tuple[str, ...], username: str | None) -> None:
    """Record an act of a KIND, with the same guards as on the pages; without KIND, list the kinds and their fields.

    For example: imena act burial.release --data DIR --by burial-officer happened=2025-01-20 remains=1MA-00AB-C
    document="Act 7" received_by="cemetery service"
    """
    from imena.ledger.registry import registered
    from imena.ui.act_forms import form_of

    acts = registered()
    if kind is None:
        for name, each in sorted(acts.items()):
            click.echo(f"{name}: {', '.join(form_of(each).base_fields)}")
        return
    if kind not in acts:
        raise ImenaError("there is no kind of act named {kind}; `imena act` lists them", kind=kind)
    recorded = _record(acts[kind], dict(_split(answer) for answer in answers), username)
    numbers = " ".join(recorded.entry.mentions.order_by("pk").values_list("number", flat=True))
    click.echo(f"{recorded.pk} {kind} {numbers}".rstrip())
    for code in recorded.irregular:
        click.echo(f"! {code}")


def _split(answer: str) -> tuple[str, str]:
    field, separator, value = answer.partition("=")
    if not separator:
        raise ImenaError("“{answer}”: expected FIELD=ANSWER", answer=answer)
    return field, value


def _record(found: Any, answers: dict[str, str], username: str | None) -> Any:
    from imena.ledger.acts import Actor
    from imena.people.models import Operation, User
    from imena.ui.act_forms import form_of

    form_class = form_of(found)
    unknown = set(answers) - set(form_class.base_fields)
    if unknown:
        raise ImenaError(
            "{act} has no field {field}; it has {fields}",
            act=found.kind.kind(), field=min(unknown), fields=tuple(form_class.base_fields),
        )  # fmt: skip
    user = User.objects.filter(username=username or "").first()
    if user is None:
        raise ImenaError("who acts? --by names no user: {user}", user=username or "—")
    form = form_class(answers)
    if not form.is_valid():
        field, problems = next(iter(form.errors.items()))
        raise ImenaError("{field}: {problem}", field=field, problem=" ".join(str(each) for each in problems))
    return form.perform(Actor(user, Operation.objects.get()))


@click.command()
@click.option("--as-of", type=Day(), help="The date in the world; today where it is not given.")
@click.option("--known-at", type=Moment(), help="As known at this time; now where it is not given.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every figure's definition.")
@operation
def account(as_of: date | None, known_at: datetime | None, as_json: bool) -> None:
    """Print the figures of a day: the same as on the overview."""
    from imena.account.figures import account as count
    from imena.account.figures import as_data
    from imena.core import clock
    from imena.core.canonical import plain
    from imena.ledger.standpoint import standpoint

    found = count(standpoint(as_of, known_at))
    if as_json:
        data = as_data(found, plain(known_at or clock.now()))
        click.echo(json.dumps(data, indent=1, ensure_ascii=False))
        return
    for figure in found.figures.values():
        click.echo(f"{figure.value:>7}  {figure.definition.label}")
