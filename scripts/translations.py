"""The translation catalogues: `python scripts/translations.py update | compile | check`.

Messages are written in English in the code and marked there; Ukrainian stands in src/imena/locale/uk.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path("src/imena")
CATALOGUE = SOURCE / "locale" / "uk" / "LC_MESSAGES" / "imena.po"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
ERRORS = (
    "ImenaError", "InputError", "UnsupportedError", "KinshipError", "LocusError", "MutationError", "PedigreeError",
    "ProfileError", "TooManyReadingsError",
)  # fmt: skip
KEYWORDS = dict.fromkeys(("_", "mark", "translate")) | dict.fromkeys(ERRORS, (1,))


def main() -> None:
    {"update": update, "compile": compile_catalogue, "check": check}[sys.argv[1]]()


def messages() -> Catalog:
    """Every message in the code."""
    found = Catalog(project="Imena", charset="utf-8")
    for file, _line, message, comments, context in extract_from_dir(SOURCE, METHODS, keywords=KEYWORDS):
        found.add(message, locations=[(str(SOURCE / file), 1)], auto_comments=comments, context=context)
    return found


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="uk")


def update() -> None:
    """Bring the catalogue up to date with the code; new messages are left empty."""
    known = catalogue() if CATALOGUE.exists() else Catalog(locale="uk", project="Imena", charset="utf-8")
    known.update(messages(), no_fuzzy_matching=True)
    known.obsolete.clear()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, known, sort_output=True, no_location=True, omit_header=False, width=100)


def compile_catalogue() -> None:
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue())


def check() -> None:
    """Fail where a message is not translated, or a translation has other places than its message."""
    problems = list(find_problems())
    if problems:
        sys.exit("\n".join(problems))


def find_problems() -> Iterator[str]:
    known = catalogue()
    for message in messages():
        if not message.id:
            continue
        translated = known.get(message.id)
        if translated is None or not translated.string:
            yield f"not translated: {message.id}"
        elif places(str(message.id)) != places(str(translated.string)):
            yield f"other places than the message: {translated.string}"


def places(text: str) -> set[str]:
    """The named places of a template."""
    from string import Formatter

    return {name for _, name, _, _ in Formatter().parse(text) if name}


if __name__ == "__main__":
    main()
