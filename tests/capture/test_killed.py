"""A server killed in the midst of what devices hand over: what it said has arrived is there when it stands again."""

import hashlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from field_device import FieldDevice, announced, spki

PREPARE = """
import sys
from pathlib import Path
from imena.settings.setup import set_up
set_up(Path(sys.argv[1]), new=True)
from django.core.management import call_command
call_command("migrate", verbosity=0)
from house import open_house
from imena.capture.acts import register_device
from imena.capture.models import Algorithm
house = open_house()
by = house.by["recovery_lead"]
device = register_device(by=by, name="phone", algorithm=Algorithm.ED25519, public_key=sys.argv[2]).device_id
print(device, house.grave(house.cleared_site()).pk)
"""
LOOK = """
import sys
from pathlib import Path
from imena.settings.setup import set_up
set_up(Path(sys.argv[1]))
from imena.capture.models import CaptureReceipt, Performed
from imena.custody.files import check
from imena.ledger.standpoint import standpoint
from imena.ledger.verification import verify
from imena.scene.models import Exhumation
kept = [str(found.kept) for found in check(standpoint())]
counts = [kind.objects.count() for kind in (CaptureReceipt, Performed, Exhumation)]
print(*counts, set(kept), len(kept), len(verify().problems))
"""
PIECE = 20_000
KILLS = 4


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    found = {**os.environ, "IMENA_KEYS": str(tmp_path / "keys"), "PYTHONPATH": str(Path(__file__).parents[1])}
    return {name: value for name, value in found.items() if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")}


def run(script: str, environment: dict[str, str], *words: str) -> list[str]:
    command = [sys.executable, "-c", script, *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@contextmanager
def served(data: Path, environment: dict[str, str]) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The operation, served in a process group of its own."""
    command = [sys.executable, "-u", "-m", "imena", "serve", "--data", str(data), "--port", "0"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert server.stdout is not None
        words = server.stdout.readline().split()
        host = urlsplit(next(word for word in words if word.startswith("http"))).netloc
        wait_for(host)
        yield host, server
    finally:
        kill(server)
        server.communicate()


def wait_for(host: str) -> None:
    """Wait until the server takes connections."""
    for _ in range(300):
        with suppress(OSError), closing(http.client.HTTPConnection(host, timeout=5)) as connection:
            connection.connect()
            return
        time.sleep(0.1)
    raise AssertionError("the server does not stand")


def kill(server: "subprocess.Popen[str]") -> None:
    """Kill the server and its worker, with no chance to put anything in order."""
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)


class Line:
    """What a device was told over the line so far."""

    def __init__(self, device: FieldDevice, pictures: dict[str, bytes]) -> None:
        self.device, self.pictures = device, pictures
        self.arrived: set[int] = set()
        self.have = dict.fromkeys(pictures, 0)
        self.complete: set[str] = set()

    def hand_over(self, host: str) -> None:
        """Hand over what is left. Raises `OSError` where the line breaks."""
        with closing(http.client.HTTPConnection(host, timeout=20)) as connection:
            self._hand_over(connection)

    def _hand_over(self, connection: http.client.HTTPConnection) -> None:
        for place, signed in enumerate(self.device.captures):
            if place not in self.arrived:
                headers = {"Imena-Device": signed.device, "Imena-Signature": signed.signature}
                answer = self._ask(connection, "POST", "/field/inbox/", signed.content, headers)
                assert answer["state"] == "recorded"
                self.arrived.add(place)
        for name in self.pictures.keys() - self.complete:
            self._hand_over_file(connection, name)

    def _hand_over_file(self, connection: http.client.HTTPConnection, name: str) -> None:
        found = self._ask(connection, "GET", f"/field/files/{name}/")
        assert found["have"] >= self.have[name], "the device was told that more had arrived"
        while not found["complete"]:
            at = found["have"]
            piece = self.pictures[name][at : at + PIECE]
            found = self._ask(connection, "PUT", f"/field/files/{name}/?at={at}", piece)
            self.have[name] = found["have"]
        self.complete.add(name)

    def check(self, host: str) -> None:
        """Everything the device was told is there."""
        with closing(http.client.HTTPConnection(host, timeout=20)) as connection:
            self._check(connection)

    def _check(self, connection: http.client.HTTPConnection) -> None:
        state = self._ask(connection, "GET", f"/field/devices/{self.device.code}/")
        assert state["place"] >= len(self.arrived)
        for name in self.pictures if len(self.arrived) == len(self.device.captures) else ():
            found = self._ask(connection, "GET", f"/field/files/{name}/")
            assert found["have"] >= self.have[name]
            assert found["complete"] or name not in self.complete

    def _ask(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200, content
        return dict(json.loads(content))


def test_nothing_is_lost_that_a_device_was_told_has_arrived(tmp_path: Path, environment: dict[str, str]) -> None:
    key, chance = Ed25519PrivateKey.generate(), Random(56)
    code, grave = run(PREPARE, environment, str(tmp_path / "data"), spki(key))
    device = FieldDevice(code, key)
    device.capture("scene.graveopening", {"grave": grave, "outcome": "emptied", "bodies": "20"})
    pictures = {}
    for _ in range(20):
        number, picture = device.number(), b"\xff\xd8" + chance.randbytes(110_000)
        pictures[hashlib.sha256(picture).hexdigest()] = picture
        answers = {"grave": grave, "found_as": "woman", "form": "body", "number": number}
        device.capture("scene.exhumation", answers, [announced(picture, number)])

    line, killed = Line(device, pictures), 0
    while len(line.complete) < len(pictures):
        with served(tmp_path / "data", environment) as (host, server):
            line.check(host)
            timer = Timer(0.25 + chance.random() * 0.5, kill, [server]) if killed < KILLS else None
            if timer:
                timer.start()
            try:
                line.hand_over(host)
            except (OSError, http.client.HTTPException):
                killed += 1
            finally:
                if timer:
                    timer.cancel()

    assert killed, "the server was never killed in the midst"
    assert run(LOOK, environment, str(tmp_path / "data")) == ["21", "21", "20", "{'intact'}", "20", "0"]
