"""How fast custody and the inbox answer, against reading the same rows bare in the same run.

    python benchmarks/custody.py DEMO-FOLDER [CAPTURES]

DEMO-FOLDER: a demonstration as `imena demo --no-serve --data` builds it; it is copied, never written to. Quote ratios,
not seconds.
"""

import base64
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import uuid4

TIMES = 5


def main() -> None:
    source, captures = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(source, data)
        os.environ["IMENA_DEMO"] = "1"
        from imena.settings.setup import set_up

        set_up(data)
        measure_custody()
        measure_inbox(captures)


def measure_custody() -> None:
    from django.test import Client

    from imena.custody.queries import Custody
    from imena.ledger.models import Entry
    from imena.ledger.queries import acts_of
    from imena.ledger.registry import registered
    from imena.ledger.standpoint import standpoint
    from imena.people.models import User
    from imena.web.accounts import BY_ONE_CLICK

    registered()
    entries = list(Entry.objects.filter(kind__startswith="custody."))
    bare = best(lambda: acts_of(entries))
    print(f"{len(entries)} acts of custody read bare: {bare:.3f} s")
    holdings = len(Custody(standpoint()).holdings)
    say(f"where {holdings} objects are", best(lambda: Custody(standpoint()).holdings), bare)
    say("all alerts", best(lambda: Custody(standpoint()).alerts), bare)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="investigator"), backend="imena.people.backends.PasswordBackend")
    session = client.session
    session[BY_ONE_CLICK] = True
    session.save()
    for page in ("/custody/", "/custody/alerts/", "/n/1MA-0001-D/map/", "/n/1MA-0001-D/reconciliation/"):
        assert client.get(page).status_code == 200
        say(page, best(partial(client.get, page)), bare)


def measure_inbox(captures: int) -> None:
    """Captures taken one by one, against plain acts of the same kind."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    from imena.capture.acts import register_device
    from imena.capture.inbox import State, hand_over
    from imena.capture.models import Algorithm
    from imena.core import clock
    from imena.core.when import When
    from imena.custody.acts import give_number
    from imena.custody.models import Number, Scheme
    from imena.ledger.acts import Actor
    from imena.people.models import Operation, User

    by = Actor(User.objects.get(username="recovery-lead"), Operation.objects.get())
    known = Number.objects.filter(kind="scene.remains")[0]
    today = clock.today()

    def plain() -> None:
        for number in range(captures):
            give_number(by=by, happened=When.day(today), object=known, scheme=Scheme.BAG, value=f"П-{number}")

    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    encoded = base64.b64encode(public).decode()
    device = register_device(by=by, name="вимір", algorithm=Algorithm.ED25519, public_key=encoded).device_id
    signed, previous = [], "0" * 64
    for place in range(1, captures + 1):
        said = {
            "capture": str(uuid4()),
            "device": device,
            "place": place,
            "previous": previous,
            "captured_at": f"{today.isoformat()}T08:00:00Z",
            "kind": "custody.givennumber",
            "answers": {"happened": today.isoformat(), "object": known.pk, "scheme": "bag", "value": f"З-{place}"},
            "files": [],
        }
        content = json.dumps(said).encode()
        previous = hashlib.sha256(content).hexdigest()
        signed.append((content, base64.b64encode(key.sign(content)).decode()))

    def taken() -> None:
        for content, signature in signed:
            assert hand_over(content, device, signature).state == State.RECORDED

    bare = timed(plain)
    print(f"{captures} acts recorded one by one: {bare:.2f} s")
    say(f"{captures} captures received and recorded", timed(taken), bare)
    say("the same handed over again", timed(taken), bare)


def best(work: Callable[[], object]) -> float:
    return min(timed(work) for _ in range(TIMES))


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def say(what: str, seconds: float, bare: float) -> None:
    print(f"{what}: {seconds:.3f} s, {seconds / bare:.1f} times")


if __name__ == "__main__":
    main()
