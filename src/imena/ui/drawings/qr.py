"""A QR code of a few words, with the quiet zone around it that readers need (ISO/IEC 18004, four modules)."""

from itertools import groupby

import segno

from imena.ui.drawings.svg import drawing, tag

QUIET = 4


def qr(words: str, *, title: str) -> str:
    """Each module one unit; always black on white, for a reader must see it in the dark theme and in print alike."""
    matrix = [list(row) for row in segno.make(words, error="q", micro=False).matrix]
    size = len(matrix) + 2 * QUIET
    ground = tag("rect", width=size, height=size, fill="#fff")
    return drawing("qr", title, size, size, ground, tag("path", d=_modules(matrix), fill="#000"))


def _modules(matrix: list[list[int]]) -> str:
    """The dark modules, each run of a row as one rectangle."""
    runs = []
    for y, row in enumerate(matrix, start=QUIET):
        x = QUIET
        for dark, group in groupby(row):
            width = len(list(group))
            if dark:
                runs.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return "".join(runs)
