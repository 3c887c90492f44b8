"""Elements of SVG, with every text escaped; lengths are in the units of the viewBox."""

import hashlib
import re
from collections.abc import Iterator
from html import escape

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (section 2.2) cannot hold, even escaped."""
EM = 0.55
"""Mean width of a letter of the sans, in em, rounded up: Cyrillic is the wider of our alphabets."""


def tag(name: str, *content: str, **attributes: object) -> str:
    """An element. `class_` gives class, underscores in names become hyphens, None leaves an attribute out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{safe(number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(content)}</{name}>" if content else f"<{name}{written}/>"


def safe(words: object) -> str:
    """Text from outside, fit for an element or an attribute."""
    return escape(NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(words)), quote=True)


def number(value: object) -> str:
    """A coordinate with at most two decimals and no trailing zeros; anything else as it is."""
    if not isinstance(value, float):
        return str(value)
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def points(*values: float) -> str:
    """Coordinates side by side, for the data of a path."""
    return " ".join(number(float(value)) for value in values)


def text(words: object, x: float, y: float, class_: str, anchor: str = "start") -> str:
    """Words on one line, their baseline at y."""
    return tag("text", safe(words), x=x, y=y, class_=class_, text_anchor=None if anchor == "start" else anchor)


def lines(words: object, x: float, y: float, class_: str, *, letters: int, step: float, anchor: str = "start") -> str:
    """Words on as many lines as they need at so many letters a line, the first baseline at y."""
    return "".join(
        text(line, x, y + place * step, class_, anchor) for place, line in enumerate(wrapped(words, letters))
    )


def wrapped(words: object, letters: int) -> list[str]:
    """Lines of at most so many letters, broken at spaces; a longer word stays whole, on its own line."""
    made: list[str] = []
    for word in str(words).split():
        if made and len(made[-1]) + 1 + len(word) <= letters:
            made[-1] += f" {word}"
        else:
            made.append(word)
    return made


def width_of(words: object, size: float) -> float:
    """About how wide one line is at a font size, never much less than it is drawn."""
    return len(str(words)) * size * EM


def identity(*parts: object) -> str:
    """An id that no other drawing on the page has, and the same drawing always has."""
    return f"d{hashlib.sha256(repr(parts).encode(errors='backslashreplace')).hexdigest()[:10]}"


def drawing(kind: str, title: str, width: float, height: float, *content: str, also: str = "") -> str:
    """A whole drawing: it scales to its place, and says what it is. With links inside it is a group, not one image."""
    body = "".join(content)
    id = identity(kind, title, body)
    return tag(
        "svg",
        tag("title", safe(title), id=id),
        body,
        xmlns="http://www.w3.org/2000/svg",
        class_=" ".join(["drawing", f"drawing-{kind}", *also.split()]),
        viewBox=f"0 0 {points(width, height)}",
        role="group" if "<a " in body else "img",
        aria_labelledby=id,
    )


def linked(href: str | None, label: object | None, *content: str) -> str:
    """Content that leads somewhere, where it does; `label` is what a screen reader says where there is no text."""
    return "".join(content) if href is None else tag("a", *content, href=href, aria_label=label)


def path(data: str, class_: str) -> str:
    return tag("path", d=data, class_=class_)


def hatching(id: str, class_: str) -> str:
    """A pattern of slanted lines, for an area that must differ from another without colour."""
    slanted = path("M-1 1L1 -1M0 6L6 0M5 7L7 5", class_)
    return tag("defs", tag("pattern", slanted, id=id, width=6, height=6, patternUnits="userSpaceOnUse"))


def stacked(wanted: list[float], gap: float) -> Iterator[float]:
    """Heights near those wanted, in their order, none closer to the one before than the gap."""
    last = float("-inf")
    for height in wanted:
        last = max(height, last + gap)
        yield last
