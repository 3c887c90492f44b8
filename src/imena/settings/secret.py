"""Where keys live: a folder outside of every data folder and database."""

import os
import secrets
from pathlib import Path


def keys_folder() -> Path:
    """`IMENA_KEYS`, or `imena/keys` in the user's data home."""
    if chosen := os.environ.get("IMENA_KEYS"):
        return Path(chosen)
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "imena" / "keys"


def django_secret() -> str:
    """The secret that signs sessions, made at the first start."""
    path = keys_folder() / "django-secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        own = path.with_suffix(f".{os.getpid()}")
        own.touch(mode=0o600)
        own.write_text(secrets.token_urlsafe(50))
        try:
            os.link(own, path)  # the first of several processes wins
        except FileExistsError:
            pass
        finally:
            own.unlink()
    return path.read_text()
