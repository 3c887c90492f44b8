"""Run a command against a PostgreSQL server of its own: `python3 scripts/postgresql.py COMMAND...`.

A new server on a free port of this machine, in a temporary folder, with its address in DATABASE_URL; stopped and
removed when the command ends. Standard library only.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
USER = "postgres"


def main() -> None:
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="imena-postgresql-"))
    port = free_port()
    try:
        start(binaries, folder, port)
        address = f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        sys.exit(subprocess.run(sys.argv[1:], check=False, env={**os.environ, "DATABASE_URL": address}).returncode)
    finally:
        run(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop", quiet=True)
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path:
    """Where initdb and pg_ctl are."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).parent, *PLACES] if on_path else PLACES
    if not places:
        sys.exit("missing: postgresql. Install it, or run `make test` as root on Debian.")
    return places[0]


def start(binaries: Path, folder: Path, port: int) -> None:
    if os.geteuid() == 0:  # the server refuses to run as root
        owner = pwd.getpwnam(USER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    run(binaries / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    run(binaries / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")


def run(*command: object, quiet: bool = False) -> None:
    """Run as the user `postgres` where we are root."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", USER, "--", *words]
    done = subprocess.run(words, check=False, capture_output=True, text=True, cwd="/")
    if done.returncode and not quiet:
        sys.exit(f"failed: {' '.join(words)}\n{done.stdout}{done.stderr}")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


if __name__ == "__main__":
    main()
