"""Styles for a page that stands alone: the house's tokens with its fonts inside."""

import base64
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_CYRILLIC = "U+0301,U+0400-045F,U+0490-0491,U+2116"
_GREEK = "U+0370-03FF"
_LATIN = "U+0000-00FF,U+02BB-02BC,U+2000-206F,U+20AC,U+2190-2193,U+2212,U+2260"
FACES = (
    ("Source Sans 3", "source-sans-3-cyrillic.woff2", _CYRILLIC),
    ("Source Sans 3", "source-sans-3-greek.woff2", _GREEK),
    ("Source Sans 3", "source-sans-3-latin.woff2", _LATIN),
    ("Source Serif 4", "source-serif-4-cyrillic.woff2", _CYRILLIC),
    ("Source Serif 4", "source-serif-4-latin.woff2", _LATIN),
)


@lru_cache(maxsize=1)
def standalone_styles() -> str:
    """CSS with everything it needs inside."""
    static = files("imena.ui") / "static" / "ui"
    faces = [_face(static / "fonts" / file, family, characters) for family, file, characters in FACES]
    return "\n".join([*faces, (static / "tokens.css").read_text(encoding="utf-8")])


def _face(font: Traversable, family: str, characters: str) -> str:
    data = base64.b64encode(font.read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: 200 900; font-display: block; '
        f'src: url("data:font/woff2;base64,{data}") format("woff2"); unicode-range: {characters}; }}'
    )
