"""Setting Django up for one process: an SQLite database in a data folder, or the database that DATABASE_URL names."""

import os
from pathlib import Path

from imena.core.errors import ImenaError


class DatabaseError(ImenaError):
    """No database was named, or there is none."""


def set_up(data: Path | None, *, new: bool = False) -> None:
    """Choose the database and set Django up. `new`: whether the data folder may be made.

    Raises `DatabaseError` where nothing was named, or the folder holds no operation.
    """
    import django

    if data is None and os.environ.get("DATABASE_URL"):
        os.environ["DJANGO_SETTINGS_MODULE"] = "imena.settings.server"
    elif data is None:
        raise DatabaseError("which operation? Name its folder with --data, or its database in DATABASE_URL")
    else:
        if new:
            data.mkdir(parents=True, exist_ok=True)
        elif not (data / "imena.sqlite3").exists():
            raise DatabaseError("{folder} holds no operation: there is no imena.sqlite3 in it", folder=data)
        os.environ["IMENA_DATA"] = str(data)
        os.environ["DJANGO_SETTINGS_MODULE"] = "imena.settings.embedded"
    django.setup()
