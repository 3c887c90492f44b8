"""The translation catalogues: `python scripts/translations.py update | compile | check`.

Messages are written in English in the code and marked there; Ukrainian stands in src/imena/locale/uk. Two catalogues:
`imena` for what the rooms without a web framework say, errors among it, and `django` for the pages.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path("src/imena")
CATALOGUES = SOURCE / "locale" / "uk" / "LC_MESSAGES"
ERRORS = (
    "CoancestryError", "CoverageError", "DatabaseError", "EnvelopeError", "FilesError", "GridError", "HaplotypeError",
    "ImenaError", "InputError", "KeysError", "KinshipError", "LocusError", "MutationError", "NoLedgerError",
    "NotAllowedError", "NumberError", "PedigreeError", "PieceError", "ProfileError", "RefusedError", "SealError",
    "TooManyReadingsError", "UnsupportedError", "WhenError", "_UnfitError",
)  # fmt: skip
PAGES = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
SAID = dict.fromkeys(("mark", "translate", "wrong")) | dict.fromkeys(ERRORS, (1,)) | {"__init__": (1,)}
DOMAINS: dict[str, list[tuple[list[tuple[str, str]], dict[str, Any]]]] = {
    "imena": [([("**.py", "python")], SAID), ([("casework/**.html", "jinja2"), ("casework/**.py", "python")], PAGES)],
    "django": [
        (
            [("casework/**", "ignore"), ("**.html", "scripts.translations:extract_template"), ("**.py", "python")],
            PAGES,
        )
    ],
}


def extract_template(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Messages of a page's template, which the framework rewrites as code for this purpose."""
    from io import BytesIO

    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    code = templatize(file.read().decode())
    return extract_python(BytesIO(code.encode()), keywords, comment_tags, options)


def main() -> None:
    sys.path.insert(0, ".")
    {"update": update, "compile": compile_catalogues, "check": check}[sys.argv[1]]()


def messages(domain: str) -> Catalog:
    """Every message in the code that belongs to a catalogue."""
    found = Catalog(project="Imena", charset="utf-8")
    for methods, keywords in DOMAINS[domain]:
        for file, _line, message, comments, context in extract_from_dir(SOURCE, methods, keywords=keywords):
            found.add(message, locations=[(str(SOURCE / file), 1)], auto_comments=comments, context=context)
    return found


def path_of(domain: str) -> Path:
    return CATALOGUES / f"{domain}.po"


def catalogue(domain: str) -> Catalog:
    with path_of(domain).open("rb") as file:
        return read_po(file, locale="uk")


def update() -> None:
    """Bring the catalogues up to date with the code; new messages are left empty."""
    CATALOGUES.mkdir(parents=True, exist_ok=True)
    for domain in DOMAINS:
        blank = Catalog(locale="uk", project="Imena", charset="utf-8")
        known = catalogue(domain) if path_of(domain).exists() else blank
        known.update(messages(domain), no_fuzzy_matching=True)
        known.obsolete.clear()
        with path_of(domain).open("wb") as file:
            write_po(file, known, sort_output=True, no_location=True, omit_header=False, width=100)


def compile_catalogues() -> None:
    for domain in DOMAINS:
        with path_of(domain).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue(domain))


def check() -> None:
    """Fail where a message is not translated, or a translation has other places than its message."""
    problems = [problem for domain in DOMAINS for problem in find_problems(domain)]
    if problems:
        sys.exit("\n".join(problems))


def find_problems(domain: str) -> Iterator[str]:
    known = catalogue(domain)
    for message in messages(domain):
        if not message.id:
            continue
        translated = known.get(message.id, context=message.context)
        if translated is None or not all(texts(translated.string)):
            yield f"{domain}: not translated: {message.id}"
        elif any(places(text) != places(texts(message.id)[-1]) for text in texts(translated.string)):
            yield f"{domain}: other places than the message: {translated.string}"


def texts(string: Any) -> list[str]:
    """The one text of a message, or its plural forms."""
    return list(string) if isinstance(string, tuple | list) else [string]


def places(text: str) -> set[str]:
    """The named places of a template: {name} or %(name)s."""
    import re

    return set(re.findall(r"%\(\w+\)s|\{\w+\}", text))


if __name__ == "__main__":
    main()
