"""The demonstration, served to a browser where roles are entered with one click; it can be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen


class Served:
    """A server over a data folder, always at the same address."""

    def __init__(self, data: Path, keys: Path) -> None:
        self.data = data
        self.graves: list[str] = []
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = int(trial.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "IMENA_DATA")
        } | {"IMENA_KEYS": str(keys), "IMENA_DEMO": "1"}

    def start(self) -> None:
        words = [sys.executable, "-m", "imena", "serve", "--data", str(self.data), "--port", str(self.port)]
        self.process = subprocess.Popen(
            words,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(300):
            try:
                urlopen(self.address).close()
                return
            except OSError:
                time.sleep(0.2)
        self.kill()
        raise AssertionError("the server did not start")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()

    def kill(self) -> None:
        """As a power cut: nothing is said, nothing is finished."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def run(self, code: str) -> str:
        """Run a script against the data folder, as another process; what it prints."""
        settings = {"DJANGO_SETTINGS_MODULE": "imena.settings.embedded", "IMENA_DATA": str(self.data)}
        script = f"import django\ndjango.setup()\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=self.environment | settings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout
