"""Prepare a bare machine: `python3 scripts/prepare.py venv | chromium | postgresql`. Standard library only.

venv: a virtual environment in .venv with everything the lock file names. chromium: a browser for the browser tests.
postgresql: a server for the tests on it. What is missing is installed where we may (as root on Debian); otherwise this
says what is missing and fails.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

VENV = Path(".venv")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  # the machine's own Python may be older
        sys.exit(f"Imena needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11")
    {"venv": prepare_venv, "chromium": prepare_chromium, "postgresql": prepare_postgresql}[sys.argv[1]]()


def prepare_venv() -> None:
    python = VENV / "bin" / "python"
    if not (VENV / "bin" / "pip").exists():
        create_venv()
    if not (VENV / "bin" / "uv").exists():
        run(str(python), "-m", "pip", "install", "--quiet", "uv")
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(VENV.resolve()), "UV_PYTHON_DOWNLOADS": "never"}
    sync = ("sync", "--quiet", "--frozen", "--inexact", "--all-extras", "--python", str(python))
    run(str(VENV / "bin" / "uv"), *sync, environment=environment)


def create_venv() -> None:
    """Create .venv; Debian keeps the module for it in a package of its own."""
    command = (sys.executable, "-m", "venv", str(VENV))
    if subprocess.run(command, check=False, capture_output=True).returncode == 0:
        return
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    shutil.rmtree(VENV, ignore_errors=True)
    install(version, wanted_for="setting up a virtual environment")
    run(*command)


def prepare_chromium() -> None:
    if not any(shutil.which(browser) for browser in BROWSERS):
        install("chromium", wanted_for="the browser tests")


def prepare_postgresql() -> None:
    if not shutil.which("initdb") and not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        install("postgresql", wanted_for="the tests on PostgreSQL")


def install(package: str, *, wanted_for: str) -> None:
    """Install a Debian package as root, or say that it is missing and fail."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(f"missing: {package}, needed for {wanted_for}. Install it, or run this as root on Debian.")
    print(f"installing {package} for {wanted_for}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "-qq", "update", environment=quiet)
    run("apt-get", "-qq", "install", "--yes", "--no-install-recommends", package, environment=quiet)


def run(*command: str, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, check=False, env=environment)
    if done.returncode:
        sys.exit(f"failed: {' '.join(command)}")


if __name__ == "__main__":
    main()
