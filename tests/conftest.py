"""What tests share: an operation of their own, and one demonstration for all of them, built once in a run."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from command import run_imena
from house import House, open_house
from imena.ledger.queries import forget
from imena.settings.secret import keys_folder

BUILT = os.environ.get("IMENA_TOWN")
"""A demonstration built earlier, to try one test again without building it anew."""


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """A small synthetic operation, undone after the test."""
    yield open_house()
    forget()


@pytest.fixture(autouse=True)
def files_of_their_own(settings: Any, tmp_path: Path) -> None:
    """Files of a test lie in its own folder."""
    settings.FILES = tmp_path / "files"


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def keys(shared: Path) -> Path:
    return keys_folder() if BUILT else shared / "town-keys"


@pytest.fixture(scope="session")
def town(shared: Path, keys: Path) -> Path:
    """The demonstration, as `imena demo` builds it. Not to be written to: see `copy_of_town`."""
    if BUILT:
        return Path(BUILT)
    folder = shared / "town"
    with locked(shared / "town.lock"):
        if not (folder / "laboratory").exists():
            run_imena("demo", "--no-serve", "--data", str(folder), keys=keys)
    return folder


@pytest.fixture
def copy_of_town(town: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration that a test may spoil."""
    copied = tmp_path / "town"
    shutil.copytree(town, copied)
    return copied


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time."""
    import fcntl

    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
