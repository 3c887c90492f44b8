"""What the documents say is true: their commands run, their examples hold, their links lead somewhere."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")


def blocks(language: str) -> list[object]:
    return [
        pytest.param(block[2], id=f"{document.relative_to(ROOT)}:{number}")
        for document in DOCUMENTS
        for number, block in enumerate(BLOCK.finditer(document.read_text(encoding="utf-8")), start=1)
        if block[1] == language
    ]


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory, town: Path, keys: Path) -> Path:
    """A folder in which a reader would type the commands, one document after another, after `make demo`."""
    folder = tmp_path_factory.mktemp("workplace")
    shutil.copytree(town, folder / "demo-data")
    (folder / "keys").symlink_to(keys)
    return folder


@pytest.mark.parametrize("script", blocks("python"))
def test_an_example_holds(script: str) -> None:
    exec(compile(script, "example", "exec"), {})


@pytest.mark.parametrize("script", blocks("sh"))
def test_a_command_runs(script: str, workplace: Path) -> None:
    for line in script.replace("\\\n", " ").splitlines():
        words = tuple(shlex.split(line, comments=True))
        if words:
            (run_once if "match" in words else run)(words, workplace)


def run(words: tuple[str, ...], workplace: Path) -> None:
    """Run a command as it stands; `make` only says what it would do, for it would run these tests again."""
    if words[0] == "make":
        subprocess.run([*words, "--dry-run"], cwd=ROOT, check=True, capture_output=True)
        return
    assert words[0] == "imena", f"a document names a command that is not tested: {words[0]}"
    environment = {
        **os.environ,
        "IMENA_KEYS": str(workplace / "keys"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(words, cwd=workplace, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


run_once = cache(run)
"""A long comparison that stands in a document and in its twin is run for one of them."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_every_command_is_documented() -> None:
    """A command that no document mentions does not exist for a reader."""
    from imena.cli import main

    text = " ".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    for name, command in main.commands.items():
        for words in [f"imena {name} {sub}" for sub in getattr(command, "commands", {})] or [f"imena {name}"]:
            assert words in text, words


def test_the_readmes_are_twins() -> None:
    """The Ukrainian and the English README have the same commands in the same places."""
    english, ukrainian = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.uk.md"))

    assert [block[2] for block in BLOCK.finditer(english)] == [block[2] for block in BLOCK.finditer(ukrainian)]
    assert english.count("\n## ") == ukrainian.count("\n## ")
