"""Signed heads: what the ledger was, put where nobody can change it silently."""

import json
from typing import Any

from django.db import transaction

from imena.core import clock
from imena.core.canonical import canonical, plain
from imena.ledger.keyfiles import key_files
from imena.ledger.models import Entry, Head
from imena.ledger.queries import ledger_id
from imena.ledger.verifier import leaf_hash, merkle_root


def sign_head() -> Head:
    """Sign the ledger as it stands now. The head that was signed over the same entries before is kept."""
    with transaction.atomic():
        bodies = Entry.objects.order_by("sequence").values_list("body", flat=True)
        leaves = [leaf_hash(body.encode()) for body in bodies]
        known = Head.objects.filter(size=len(leaves)).first()
        if known:
            return known
        head = Head(size=len(leaves), root=merkle_root(leaves).hex(), signed_at=clock.now())
        head.signature = key_files(ledger_id()).signing.sign(canonical(signed_part(head))).hex()
        head.save(force_insert=True)
    return head


def signed_part(head: Head) -> dict[str, Any]:
    return {"ledger": ledger_id(), "root": head.root, "signed_at": plain(head.signed_at), "size": head.size}


def as_json(head: Head) -> str:
    """A head as it is published."""
    return json.dumps({**signed_part(head), "signature": head.signature}, indent=1, sort_keys=True) + "\n"
