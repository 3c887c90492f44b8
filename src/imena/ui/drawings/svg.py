"""Elements of SVG, with every text escaped."""

import hashlib
from html import escape


def tag(name: str, *content: str, **attributes: object) -> str:
    """An element. `class_` gives class, underscores in names become hyphens, None leaves an attribute out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value), quote=True)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(content)}</{name}>" if content else f"<{name}{written}/>"


def text(words: str, x: float, y: float, **attributes: object) -> str:
    return tag("text", escape(words), x=x, y=y, **attributes)


def number(value: object) -> str:
    """A coordinate without trailing zeros; anything else as it is."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def drawing(kind: str, title: str, width: float, height: float, *content: str) -> str:
    """A whole drawing: scales to its place, and says what it is."""
    body = "".join(content)
    id = f"d{hashlib.sha256((kind + title + body).encode()).hexdigest()[:10]}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing drawing-{kind}" viewBox="0 0 {number(float(width))} '
        f'{number(float(height))}" role="{"group" if "<a " in body else "img"}" aria-labelledby="{id}">'
        f'<title id="{id}">{escape(title)}</title>{body}</svg>'
    )


def linked(href: str | None, label: str, *content: str) -> str:
    """Content that leads somewhere, where it does."""
    if href is None:
        return "".join(content)
    return tag("a", *content, href=href, aria_label=label)
