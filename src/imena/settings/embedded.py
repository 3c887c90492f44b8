"""One machine: SQLite in a data folder, named by IMENA_DATA."""

import os
from pathlib import Path

from imena.settings.base import *  # noqa: F403

DATA = Path(os.environ.get("IMENA_DATA", "imena-data"))
FILES = Path(os.environ.get("IMENA_FILES") or DATA / "files")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "imena.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL, not NORMAL: an acknowledged act survives a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            # A destroyed key must not survive in a free page.
            "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON;",
        },
    }
}
