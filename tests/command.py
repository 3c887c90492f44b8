"""The `imena` command, run as a user would."""

import os
import subprocess
import sys
from pathlib import Path


def run_imena(*words: str, keys: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, on SQLite, with keys in their own folder."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "IMENA_DATA")}
    environment |= {"IMENA_KEYS": str(keys), "IMENA_LANGUAGE": "en"}
    done = subprocess.run(
        [sys.executable, "-m", "imena", *words], capture_output=True, text=True, check=False, env=environment
    )
    assert not check or done.returncode == 0, done.stderr
    return done
