"""Verifying a database: that its acts are those that were recorded, all of them, in that order, none changed."""

import json
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from imena.core.canonical import plain
from imena.core.errors import ImenaError
from imena.core.said import Said
from imena.ledger import triggers, verifier
from imena.ledger.acts import commitments_of, mentioned, sealed_commitments
from imena.ledger.heads import signed_part
from imena.ledger.keyfiles import key_files
from imena.ledger.models import Act, DataKey, Entry, Head, KeyDestruction, Mention, kinds
from imena.ledger.queries import database_place, ledger_id, opening
from imena.ledger.sealed import key_ring, load_keys, opened


@dataclass
class Report:
    """What was found: how much was read, what can no longer be opened or not on this machine, and every problem."""

    entries: int = 0
    destroyed: int = 0
    unopened: int = 0
    problems: list[Said] = field(default_factory=list)

    def wrong(self, message: str, **values: object) -> None:
        self.problems.append(Said(message, values))


def verify() -> Report:
    """Verify the whole database."""
    report = Report()
    for table in triggers.missing():
        report.wrong("{table}: the trigger that refuses changes is missing", table=table)
    entries = list(Entry.objects.order_by("sequence").select_related("author"))
    report.entries = len(entries)
    _check_chain(entries, report)
    with key_ring():
        for kind, model in kinds().items():
            _check_kind(model, [entry for entry in entries if entry.kind == kind], report)
    for kind in {entry.kind for entry in entries} - set(kinds()):
        report.wrong("there is no kind of act named {kind}", kind=kind)
    _check_references(report)
    _check_heads(entries, report)
    return report


def _check_chain(entries: list[Entry], report: Report) -> None:
    """Places, hashes and links; and that the columns beside a body say what it says."""
    previous, expected = verifier.BEFORE_THE_FIRST, 1
    for entry in entries:
        body = _body_of(entry)
        if entry.sequence != expected:
            report.wrong("entries {first} to {last} are missing", first=expected, last=entry.sequence - 1)
        if verifier.leaf_hash(entry.body.encode()).hex() != entry.hash:
            report.wrong("entry {entry} ({kind}): its content does not fit its hash", entry=entry.pk, kind=entry.kind)
        elif body.get("previous") != previous:
            report.wrong(
                "entry {entry} ({kind}): it does not follow the entry before it, which was changed, dropped or moved",
                entry=entry.pk,
                kind=entry.kind,
            )
        author = entry.author.get_username() if entry.author else None
        beside = (entry.sequence, entry.kind, plain(entry.recorded_at), author, entry.sets_aside_id)
        if beside != tuple(body.get(name) for name in ("sequence", "kind", "recorded_at", "author", "sets_aside")):
            report.wrong(
                "entry {entry} ({kind}): its place, kind, time or author is not what was recorded",
                entry=entry.pk,
                kind=entry.kind,
            )
        previous, expected = entry.hash, entry.sequence + 1


def _body_of(entry: Entry) -> dict[str, object]:
    try:
        body = json.loads(entry.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _check_kind(model: type[Act], entries: list[Entry], report: Report) -> None:
    """Every entry of one kind against its act, and every act against its entry."""
    kind = model.kind()
    try:
        acts = {act.pk: act for act in model._default_manager.all()}
    except (ValueError, TypeError) as error:
        report.wrong("{kind}: its table cannot be read: {problem}", kind=kind, problem=str(error))
        return
    if key_files(ledger_id()).complete:
        load_keys(act.subject for act in acts.values() if act.sealed_content is not None)
    destroyed = set(KeyDestruction.objects.values_list("person", flat=True))
    timelines = _mentioned(model)
    for entry in entries:
        act = acts.pop(entry.pk, None)
        if act is None:
            report.wrong("entry {entry} ({kind}): its act is missing", entry=entry.pk, kind=kind)
            continue
        act.entry = entry
        _check_act(act, report, destroyed)
        if not set(mentioned(act)) <= timelines.get(entry.pk, set()):
            report.wrong(
                "entry {entry} ({kind}): it is missing from the timeline of an object", entry=entry.pk, kind=kind
            )
    for number in acts:
        report.wrong(
            "entry {entry} ({kind}): the act was inserted: the ledger has no entry for it", entry=number, kind=kind
        )


def _check_act(act: Act, report: Report, destroyed: set[str]) -> None:
    """One act against the commitments of its entry."""
    body = _body_of(act.entry)
    committed = body.get("commitments")
    committed = dict(committed) if isinstance(committed, dict) else {}
    found = commitments_of(act)
    content = None if act.sealed_content is None else bytes(act.sealed_content)
    sealed = None if content is None else verifier.leaf_hash(content).hex()
    if sealed != body.get("sealed"):
        report.wrong(
            "entry {entry} ({kind}): its sealed content is not what was recorded", entry=act.pk, kind=act.kind()
        )
    elif content is not None and act.subject in destroyed:
        report.destroyed += 1
    elif content is not None and not key_files(ledger_id()).complete:
        report.unopened += 1
    elif content is not None:
        found |= _sealed_commitments(act, report)
    for name, value in found.items():
        if committed.get(name) != value and not (name not in committed and _is_as_added(act, name)):
            report.wrong(
                "entry {entry} ({kind}): {field} is not what was recorded", entry=act.pk, kind=act.kind(), field=name
            )
    hidden = set(act.sealed_fields()) if content is not None else set()
    for name in committed.keys() - found.keys() - hidden:
        report.wrong("entry {entry} ({kind}): {field} is missing", entry=act.pk, kind=act.kind(), field=name)


def _is_as_added(act: Act, name: str) -> bool:
    """Whether a field stands as it does in acts recorded before there was such a field."""
    field = next((field for field in act.committed_fields() if field.name == name), None)
    if field is None or not (field.has_default() or field.null):
        return False
    return bool(getattr(act, field.attname) == field.get_default())


def _sealed_commitments(act: Act, report: Report) -> dict[str, str]:
    try:
        content = opened(act)
    except ImenaError:
        report.wrong("entry {entry} ({kind}): its sealed content does not open", entry=act.pk, kind=act.kind())
        return {}
    if content is None:
        report.wrong(
            "entry {entry} ({kind}): the key of {person} is missing, and no act says that it was destroyed",
            entry=act.pk,
            kind=act.kind(),
            person=act.subject,
        )
        return {}
    return sealed_commitments(content.salt, content.values)


def _mentioned(model: type[Act]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    rows = Mention.objects.filter(entry__kind=model.kind()).values_list("entry_id", "number")
    for entry, number in rows:
        found.setdefault(entry, set()).add(number)
    return found


def _check_references(report: Report) -> None:
    """That what acts refer to exists, and that no key is left of a person whose key was destroyed."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_key_check")
            for table, row, target, _ in cursor.fetchall():
                report.wrong(
                    "{table}, row {row}: it refers to nothing in {target}", table=table, row=row, target=target
                )
    destroyed = KeyDestruction.objects.values_list("person", flat=True)
    for subject in DataKey.objects.filter(subject__in=list(destroyed)).values_list("subject", flat=True):
        report.wrong("the key of {person} was destroyed, and is there again", person=subject)


def _check_heads(entries: list[Entry], report: Report) -> None:
    """Every signed head, and what this machine remembers of the length of the ledger."""
    leaves = [verifier.leaf_hash(entry.body.encode()) for entry in entries]
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(opening().public_key))
    for head in Head.objects.order_by("size"):
        if not verifier.signature_holds(key, {**signed_part(head), "signature": head.signature}):
            report.wrong("the head over {size} entries: its signature does not hold", size=head.size)
        elif head.size > len(leaves):
            report.wrong("the tail is cut: a head was signed over {size} entries", size=head.size)
        elif verifier.merkle_root(leaves[: head.size]).hex() != head.root:
            report.wrong("the first {size} entries are not those a head was signed over", size=head.size)
    witness = key_files(ledger_id()).witness(database_place())
    if witness is None:
        return
    size, last = witness
    if size > len(entries):
        report.wrong("the tail is cut: this machine wrote {size} entries", size=size)
    elif entries[size - 1].hash != last:
        report.wrong("entry {entry} is not the one this machine wrote", entry=size)
