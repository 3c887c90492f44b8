"""Recording: the one place where acts are written, each with its entry, in one transaction.

The phases' own `acts` modules say what each act needs and call `record`. Nothing else writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from threading import local
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction

from imena import __version__
from imena.core import chance, clock
from imena.core.canonical import canonical, plain
from imena.core.errors import ImenaError
from imena.core.when import When
from imena.ledger.keyfiles import key_files, make_key_files
from imena.ledger.models import Act, Entry, KeyDestruction, Mention, Opening, Voiding
from imena.ledger.queries import database_place, is_synthetic, ledger_id
from imena.ledger.sealed import destroy_key, seal
from imena.ledger.verifier import BEFORE_THE_FIRST, commitment, leaf_hash

if TYPE_CHECKING:
    from pathlib import Path

    from imena.people.models import Operation, User

A = TypeVar("A", bound=Act)
_LOCK = 0x494D454E41
"""The advisory lock that writers on PostgreSQL queue for; SQLite's own write lock does the same."""


class RefusedError(ImenaError):
    """An act that is refused, with the reason. Nothing was recorded."""


class NotAllowedError(RefusedError):
    """An act by someone whose role does not include it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and in which operation."""

    user: User
    operation: Operation


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record comes from, when it is not made here and now.

    `known_on` and `source`: since when, and by which document, it was known elsewhere. `corrects` and `why`: the act it
    takes the place of, and the reason.
    """

    known_on: Any = None
    source: str = ""
    corrects: Entry | None = None
    why: str = ""


HERE_AND_NOW = Origin()


def record(
    kind: type[A],
    *,
    by: Actor | None,
    happened: When,
    origin: Origin = HERE_AND_NOW,
    irregular: Iterable[str] = (),
    mentions: Iterable[str] = (),
    **content: Any,
) -> A:
    """Record one act. Returns when it is written; it is safe when the outermost transaction has ended.

    `content` gives the act's fields, sealed ones among them. `irregular`: the codes of what was out of order. Raises
    `RefusedError` where the actor may not, or the record cannot stand.
    """
    check_allowed(kind, by)
    happened = _until_today(happened)
    with transaction.atomic(savepoint=False):
        last = _lock_and_look()
        _check_time(kind)
        sealed = {name: plain(content.pop(name)) for name in kind.sealed_fields() if name in content}
        sequence = last.sequence + 1 if last else 1
        act = kind(
            entry_id=sequence,
            operation=by.operation if by else None,
            happened_on=happened.earliest,
            happened_until=happened.latest,
            known_on=origin.known_on,
            source=origin.source,
            corrects=origin.corrects,
            why=origin.why,
            irregular=sorted(irregular),
            salt=chance.token(),
            **content,
        )
        _check_correction(act)
        _check_fields(act)
        commitments = commitments_of(act)
        if any(value not in (None, "", [], {}) for value in sealed.values()):
            salt = chance.token()
            act.sealed_content = seal(kind.kind(), sequence, act.subject, sealed, salt)
            commitments |= sealed_commitments(salt, sealed)
        entry = _entry(act, sequence, by, last, commitments)
        entry.save(force_insert=True)
        act.entry = entry
        act.save(force_insert=True)
        numbers = dict.fromkeys([*mentioned(act), *mentions])
        Mention.objects.bulk_create(Mention(entry=entry, number=number) for number in numbers)
        _remember_when_committed(sequence, entry.hash)
    return act


def _until_today(happened: When) -> When:
    """What is recorded has happened: a month or a year that is not over is known until today.

    Raises `RefusedError` for what lies ahead.
    """
    today = clock.today()
    if happened.earliest > today:
        raise RefusedError("{day} has not come yet: what lies ahead is planned, not recorded", day=happened.earliest)
    return When(happened.earliest, min(happened.latest, today))


def check_allowed(kind: type[Act], by: Actor | None) -> None:
    """Raises `NotAllowedError` where the actor's roles do not include this act."""
    if by is None:
        if kind is not Opening:
            raise NotAllowedError("every act has an author")
    elif not by.user.has_perm(kind.kind(), by.operation):
        raise NotAllowedError(
            "{user} may not record “{act}”: no role that this person holds includes it",
            user=by.user.get_username(),
            act=kind._meta.verbose_name,
        )


def open_ledger(*, synthetic: bool, data: Path | None) -> Opening:
    """Open the ledger of a new installation: its keys, and its first act."""
    ledger = uuid4()
    keys = make_key_files(str(ledger), data=data)
    return record(
        Opening,
        by=None,
        happened=When.day(clock.today()),
        ledger=ledger,
        synthetic=synthetic,
        public_key=keys.signing.public_key().public_bytes_raw().hex(),
        software=f"imena {__version__}",
    )


def void(*, by: Actor, target: Entry, why: str) -> Voiding:
    """Void an act that was recorded in error. It counts backwards, and says why."""
    if not why.strip():
        raise RefusedError("an act is voided only with a reason")
    if Voiding.objects.filter(target=target).exists():
        raise RefusedError("act {entry} is void already", entry=target.pk)
    if target.kind in (Opening.kind(), KeyDestruction.kind()):
        raise RefusedError("what act {entry} did cannot be undone", entry=target.pk)
    mentions = list(target.mentions.values_list("number", flat=True))
    happened = When.day(clock.today())
    return record(Voiding, by=by, happened=happened, origin=Origin(why=why), target=target, mentions=mentions)


def destroy(*, by: Actor, person: str, basis: str) -> KeyDestruction:
    """Destroy the key of a person, and record that it was done."""
    with transaction.atomic():
        happened = When.day(clock.today())
        act = record(KeyDestruction, by=by, happened=happened, person=person, basis=basis, mentions=[person])
        destroy_key(person)
    return act


def commitments_of(act: Act) -> dict[str, str]:
    """A commitment to each field in clear."""
    salt = bytes(act.salt)
    return {
        field.name: commitment(field_salt(salt, field.name), field.name, clear_value(act, field))
        for field in act.committed_fields()
    }


def sealed_commitments(salt: bytes, values: Mapping[str, Any]) -> dict[str, str]:
    return {name: commitment(field_salt(salt, name), name, value) for name, value in values.items()}


def field_salt(salt: bytes, name: str) -> bytes:
    """A salt for each field out of the one of the act, so that one can be disclosed without the others."""
    import hmac

    return hmac.digest(salt, name.encode(), "sha256")


def clear_value(act: Act, field: models.Field[Any, Any]) -> Any:
    """The value of a field as it is committed to and read back; a reference to something as its number or key."""
    value = getattr(act, field.attname)
    if isinstance(field, models.DecimalField) and value is not None:
        value = Decimal(value).quantize(Decimal(1).scaleb(-field.decimal_places))
    return plain(value)


def _entry(act: Act, sequence: int, by: Actor | None, last: Entry | None, commitments: Mapping[str, str]) -> Entry:
    recorded_at = max(clock.now(), last.recorded_at) if last else clock.now()
    target = act.target_id if isinstance(act, Voiding) else act.corrects_id
    ciphertext = None if act.sealed_content is None else leaf_hash(bytes(act.sealed_content)).hex()
    body = canonical(
        {
            "author": by.user.get_username() if by else None,
            "commitments": dict(commitments),
            "kind": act.kind(),
            "previous": last.hash if last else BEFORE_THE_FIRST,
            "recorded_at": plain(recorded_at),
            "sealed": ciphertext,
            "sequence": sequence,
            "sets_aside": target,
        }
    )
    return Entry(
        sequence=sequence,
        kind=act.kind(),
        recorded_at=recorded_at,
        author=by.user if by else None,
        sets_aside_id=target,
        body=body.decode(),
        hash=leaf_hash(body).hex(),
    )


def queue() -> None:
    """Queue behind every other writer until the transaction ends: before any row is locked, or two lock each other."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _lock_and_look() -> Entry | None:
    """Queue behind every other writer; then the last entry is the last one."""
    queue()
    return next(iter(Entry.objects.raw("SELECT * FROM ledger_entry ORDER BY sequence DESC LIMIT 1")), None)


def _check_time(kind: type[Act]) -> None:
    if (clock.is_set() or chance.is_seeded()) and kind is not Opening and not is_synthetic():
        raise RefusedError("the clock and chance of a real operation cannot be set")


def _check_correction(act: Act) -> None:
    if act.corrects_id is None:
        return
    if not act.why.strip():
        raise RefusedError("an act is corrected only with a reason")
    if act.corrects is not None and act.corrects.kind != act.kind():
        raise RefusedError("act {entry} is of another kind", entry=act.corrects_id)
    if type(act)._default_manager.filter(corrects=act.corrects_id).exists():
        raise RefusedError("act {entry} was corrected already: correct the later one", entry=act.corrects_id)


def _check_fields(act: Act) -> None:
    references = [field.name for field in act._meta.fields if field.is_relation or isinstance(field, models.JSONField)]
    try:
        act.clean_fields(exclude=[*references, "salt", "sealed_content", "known_on"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise RefusedError("{field}: {problem}", field=field, problem=" ".join(messages)) from None


def mentioned(act: Act) -> Iterable[str]:
    """The numbers of the objects that an act refers to."""
    for field in act._meta.concrete_fields:
        value = getattr(act, field.attname)
        if value is None:
            continue
        if field.name != "operation" and field.is_relation and hasattr(field.related_model, "APPEND_ONLY"):
            yield str(value)
        elif getattr(field, "holds_numbers", False):
            yield from value


_to_remember = local()
"""For each connection of this thread, how long the ledger will be when its transaction ends."""


def _remember_when_committed(sequence: int, last: str) -> None:
    """Once the transaction has ended, remember on this machine how long the ledger is."""
    alias, of_thread = connection.alias, vars(_to_remember)
    waiting = alias in of_thread and bool(connection.run_on_commit)
    of_thread[alias] = (sequence, last)
    if not waiting:
        transaction.on_commit(lambda: key_files(ledger_id()).remember(database_place(), *of_thread.pop(alias)))
