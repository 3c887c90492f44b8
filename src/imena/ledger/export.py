"""Exporting the ledger for a court: entries, the values that may be shown, a signed head, the key and the verifier."""

import json
from collections.abc import Collection, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from imena.ledger import heads, keyfiles
from imena.ledger.acts import clear_value, field_salt
from imena.ledger.models import Act, Entry, Head
from imena.ledger.queries import acts_of, ledger_id
from imena.ledger.sealed import key_ring, opened


def export(folder: Path, *, disclose: Collection[str] = ()) -> Head:
    """Write an export into a folder, and return the head it is signed with.

    `disclose`: the numbers of the persons whose sealed content is shown. Of everyone else it stays hidden.
    """
    head = heads.sign_head()
    folder.mkdir(parents=True, exist_ok=True)
    with key_ring(), (folder / "ledger.jsonl").open("w", encoding="utf-8") as file:
        for line in lines(head.size, disclose):
            file.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
    (folder / "head.json").write_text(heads.as_json(head), encoding="utf-8")
    (folder / "public-key.pem").write_bytes(keyfiles.public_pem(keyfiles.key_files(ledger_id())))
    (folder / "verifier.py").write_text((files("imena.ledger") / "verifier.py").read_text("utf-8"), encoding="utf-8")
    return head


def lines(size: int, disclose: Collection[str] = ()) -> Iterator[dict[str, Any]]:
    """The first entries of the ledger, each with its hash and the values that are shown."""
    for start in range(0, size, 1000):
        entries = list(Entry.objects.filter(sequence__gt=start, sequence__lte=min(start + 1000, size)).order_by("pk"))
        for entry, act in zip(entries, acts_of(entries), strict=True):
            committed = json.loads(entry.body)["commitments"]
            yield {"body": entry.body, "hash": entry.hash, "opened": list(_values(act, disclose, committed))}


def _values(act: Act, disclose: Collection[str], committed: Collection[str]) -> Iterator[dict[str, Any]]:
    """What may be shown of an act; a field that was added to its kind later was not committed to, and is left out."""
    for field in act.committed_fields():
        if field.name in committed:
            yield _value(field.name, clear_value(act, field), bytes(act.salt))
    if act.subject in disclose and (content := opened(act)):
        for name, value in content.values.items():
            yield _value(name, value, content.salt)


def _value(name: str, value: Any, salt: bytes) -> dict[str, Any]:
    return {"field": name, "salt": field_salt(salt, name).hex(), "value": value}
