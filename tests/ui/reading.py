"""Reading a drawing back: its elements, its words, and how far its shapes reach."""

import re
from xml.etree import ElementTree

from hypothesis import strategies as st

SVG = "{http://www.w3.org/2000/svg}"
WORDS = st.text(max_size=30)
"""Any text: with apostrophes, angle brackets, and characters that XML cannot hold."""


def parsed(drawing: str) -> ElementTree.Element:
    """The root, after what holds for every drawing: one svg, named by its title, without styles or scripts."""
    root = ElementTree.fromstring(drawing)
    assert root.tag == f"{SVG}svg"
    title = root[0]
    assert title.tag == f"{SVG}title"
    assert title.get("id") == root.get("aria-labelledby")
    assert root.get("viewBox")
    assert root.get("width") is None
    links = list(root.iter(f"{SVG}a"))
    assert root.get("role") == ("group" if links else "img")
    for element in root.iter():
        assert "style" not in element.attrib
        assert element.tag not in (f"{SVG}script", f"{SVG}style")
    return root


def words(root: ElementTree.Element, class_: str) -> list[str]:
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}text") if class_ in (each.get("class") or "").split()]


def of_class(root: ElementTree.Element, class_: str) -> list[ElementTree.Element]:
    return [each for each in root.iter() if class_ in (each.get("class") or "").split()]


def links(root: ElementTree.Element) -> list[ElementTree.Element]:
    return list(root.iter(f"{SVG}a"))


def size(root: ElementTree.Element) -> tuple[float, float]:
    """Width and height of the viewBox."""
    _, _, width, height = (float(each) for each in root.attrib["viewBox"].split())
    return width, height


def corners(data: str) -> list[tuple[float, float]]:
    """The points of a path of M, H, V and L, in units of the drawing."""
    found: list[tuple[float, float]] = []
    for command, values in re.findall(r"([MHVL])([^MHVL]*)", data):
        numbers = [float(each) for each in values.split()]
        if command == "H":
            found.append((numbers[0], found[-1][1]))
        elif command == "V":
            found.append((found[-1][0], numbers[0]))
        else:
            found.append((numbers[0], numbers[1]))
    return found
