#!/usr/bin/env python3
"""Verify an export of an Imena ledger, without Imena.

    python3 verifier.py EXPORT --head HEAD --public-key KEY

EXPORT is the exported ledger (ledger.jsonl, one entry to a line), HEAD a signed head (head.json) that was published or
handed over earlier, KEY the public key it was signed with (public-key.pem). The whole program is this file; it needs
Python 3.11 and the package `cryptography`.

What is proved: that the entries are those the head was signed over, in that order, none changed, dropped or inserted;
and that each value shown beside an entry is the one committed to when the act was recorded. Values that were not
disclosed stay hidden, and their commitments are still counted.

An entry's `body` is canonical JSON: keys sorted, no white space, UTF-8. Its hash is SHA-256(0x00 ‖ body), the leaf hash
of RFC 6962; `previous` in the body is the hash of the entry before it. The root is that of the RFC 6962 Merkle tree of
all bodies. A commitment is SHA-256(salt ‖ canonical JSON of [field, value]).
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

BEFORE_THE_FIRST = "0" * 64


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def leaf_hash(body: bytes) -> bytes:
    """RFC 6962, section 2.1."""
    return hashlib.sha256(b"\x00" + body).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes (RFC 6962, section 2.1), level by level; of none, the hash of nothing."""
    level = list(leaves)
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        paired = [hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


def commitment(salt: bytes, field: str, value: object) -> str:
    return hashlib.sha256(salt + canonical([field, value])).hexdigest()


def signature_holds(key: Ed25519PublicKey, head: dict[str, Any]) -> bool:
    """Whether the signature of a head is by this key, over everything in it but the signature."""
    signed = canonical({name: value for name, value in head.items() if name != "signature"})
    try:
        key.verify(bytes.fromhex(head["signature"]), signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def problems_of_chain(bodies: Sequence[str]) -> Iterator[str]:
    """What is wrong with the order of entries: each must name its own place and the hash of the one before it."""
    previous = BEFORE_THE_FIRST
    for place, body in enumerate(bodies, start=1):
        content = json.loads(body)
        if canonical(content) != body.encode():
            yield f"entry {place}: its body is not canonical"
        if content["sequence"] != place:
            yield f"entry {place}: it says it is entry {content['sequence']} (dropped, inserted or moved)"
        if content["previous"] != previous:
            yield f"entry {place}: the entry before it was changed, dropped or moved"
        previous = leaf_hash(body.encode()).hex()


def problems_of_values(place: int, body: str, opened: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What is wrong with the values shown beside an entry."""
    commitments = json.loads(body)["commitments"]
    for value in opened:
        field = value["field"]
        if commitments.get(field) != commitment(bytes.fromhex(value["salt"]), field, value["value"]):
            yield f"entry {place}: {field} is not what was recorded"


def problems_of_head(bodies: Sequence[str], head: dict[str, Any], key: Ed25519PublicKey) -> Iterator[str]:
    """What is wrong with the entries against a signed head."""
    if not signature_holds(key, head):
        yield "the head: its signature is not by this key"
    size = head["size"]
    if len(bodies) < size:
        yield f"entries {len(bodies) + 1} to {size} are missing: the head was signed over {size}"
        return
    root = merkle_root([leaf_hash(body.encode()) for body in bodies[:size]]).hex()
    if root != head["root"]:
        yield f"the first {size} entries are not those the head was signed over"


def problems(lines: Sequence[dict[str, Any]], head: dict[str, Any], key: Ed25519PublicKey) -> Iterator[str]:
    bodies = [line["body"] for line in lines]
    yield from problems_of_chain(bodies)
    for place, line in enumerate(lines, start=1):
        if leaf_hash(line["body"].encode()).hex() != line["hash"]:
            yield f"entry {place}: its content does not fit its hash"
        yield from problems_of_values(place, line["body"], line["opened"])
    yield from problems_of_head(bodies, head, key)


def main() -> None:
    arguments = argparse.ArgumentParser(description="Verify an export of an Imena ledger.")
    arguments.add_argument("export", type=Path, help="the exported ledger, or the folder it was exported to")
    arguments.add_argument("--head", type=Path, required=True, help="a signed head, head.json")
    arguments.add_argument("--public-key", type=Path, required=True, help="the key it was signed with, PEM")
    given = arguments.parse_args()
    export = given.export / "ledger.jsonl" if given.export.is_dir() else given.export
    try:
        lines = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
        head = json.loads(given.head.read_text(encoding="utf-8"))
        key = load_pem_public_key(given.public_key.read_bytes())
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("the public key is no Ed25519 key")
        found = list(problems(lines, head, key))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        found = [f"cannot be read: {type(error).__name__}: {error}"]
    for problem in found:
        print(problem, file=sys.stderr)
    if found:
        sys.exit(1)
    print(f"{len(lines)} entries, intact; the first {head['size']} are those signed over on {head['signed_at']}.")


if __name__ == "__main__":
    main()
