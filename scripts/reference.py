"""Write the reference of the kinship library from its docstrings: `python scripts/reference.py [check]`."""

import inspect
import sys
from collections.abc import Iterator
from enum import EnumMeta
from functools import cached_property
from pathlib import Path
from types import ModuleType

import imena.kinship
import imena.kinship.lineage

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "kinship.md"
HEAD = """# Reference of `imena.kinship`

Every public name with its signature and what its docstring says, written by `python scripts/reference.py`. The
formulas are derived in [methods](../methods/README.md).
"""


def entries(module: ModuleType) -> Iterator[str]:
    """The public names of a module, alphabetically, whatever their case."""
    for name in sorted(module.__all__, key=str.lower):
        thing = getattr(module, name)
        if inspect.ismodule(thing):
            yield f"### `{name}`\n\n{_said(thing)}\n"
            yield from (f"- `{function}{_signature(value)}`: {_first_line(value)}\n" for function, value in _own(thing))
        elif callable(thing) and hasattr(thing, "__module__") and inspect.getdoc(thing):
            signature = "" if isinstance(thing, EnumMeta) else _signature(thing)
            members = "\n".join(_members(thing))
            yield f"### `{name}{signature}`\n\n{_said(thing)}\n" + (f"\n{members}\n" if members else "")
        else:
            yield f"### `{name}`\n\n`{thing!r}`\n"


def _members(thing: object) -> Iterator[str]:
    """The methods and properties of a class that it documents itself."""
    for name, value in sorted(vars(thing).items()) if inspect.isclass(thing) else ():
        documented = value.__func__ if isinstance(value, classmethod | staticmethod) else value
        if not name.startswith("_") and isinstance(thing, type) and inspect.getdoc(documented) and _is_own(documented):
            yield f"- `{name}`: {_first_line(documented)}"


def _is_own(value: object) -> bool:
    return inspect.isfunction(value) or isinstance(value, property | cached_property)


def _own(module: ModuleType) -> Iterator[tuple[str, object]]:
    """What a module defines itself and does not hide."""
    for name, value in sorted(vars(module).items()):
        own = getattr(value, "__module__", None) == module.__name__
        if own and not name.startswith("_") and (inspect.isfunction(value) or inspect.isclass(value)):
            yield name, value


def _signature(thing: object) -> str:
    try:
        parameters = inspect.signature(thing).parameters.values()  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""
    names = [parameter.name for parameter in parameters if not parameter.name.startswith("_")]
    return f"({', '.join(names)})"


def _said(thing: object) -> str:
    said = inspect.getdoc(thing) or ""
    if isinstance(thing, EnumMeta) and said.startswith("Enum where"):
        return "One of " + ", ".join(f"`{name}`" for name in thing.__members__) + "."
    return said


def _first_line(thing: object) -> str:
    return _said(thing).split("\n\n")[0].replace("\n", " ")


def page() -> str:
    lineage = imena.kinship.lineage
    parts = [HEAD, "## imena.kinship\n", *(e for e in entries(imena.kinship) if not e.startswith("### `lineage`"))]
    return "\n".join([*parts, f"## imena.kinship.lineage\n\n{_said(lineage)}\n", *entries(lineage)])


def main() -> None:
    if sys.argv[1:] == ["check"]:
        if PAGE.read_text(encoding="utf-8") != page():
            raise SystemExit(
                "docs/reference/kinship.md is not what the docstrings say: run python scripts/reference.py"
            )
    else:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
