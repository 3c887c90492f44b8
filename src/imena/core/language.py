"""The two languages Imena speaks. Ukrainian is written, not translated; English is its equal."""

import gettext
import os
from importlib.resources import files

from imena.core.said import Translate

LANGUAGES = ("uk", "en")


def translator(language: str) -> Translate:
    """The function that says a message in `language`; English is the language messages are written in."""
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r}: expected one of {', '.join(LANGUAGES)}")
    catalogue = gettext.translation("imena", str(files("imena") / "locale"), [language], fallback=True)
    return catalogue.gettext


def language_of_environment() -> str:
    """Ukrainian where the environment asks for it, else English; IMENA_LANGUAGE decides over the locale."""
    asked = [os.environ.get(name, "") for name in ("IMENA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    chosen = next((value for value in asked if value), "en")
    return "uk" if chosen.lower().startswith("uk") else "en"
