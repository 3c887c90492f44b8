"""Entries: a JSON document read with the path of every part at hand, so that an error can name its place."""

import json
import math
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from imena.core.errors import InputError, Place
from imena.core.said import mark


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a JSON document: the file's name, the path to the part, its value."""

    file: str
    path: str
    value: Any

    def place(self, value: object = None) -> Place:
        """Where this is: the path of the object it stands in as the row, its own key as the field."""
        row, _, field = self.path.rpartition(".")
        shown = json.dumps(self.value if value is None else value, ensure_ascii=False, default=str)
        return Place(self.file, row or "case", field or None, shown if len(shown) <= 60 else shown[:59] + "…")

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def __getitem__(self, key: str) -> "Entry":
        """The part under a key; an error where it is missing."""
        members = self.object()
        if key not in members:
            place = Place(self.file, self.path or "case", key)
            raise InputError("expected this field, which is missing", place=place)
        return self.part(key)

    def part(self, key: str) -> "Entry":
        """The part under a key, its value None where there is none."""
        return Entry(self.file, f"{self.path}.{key}" if self.path else key, self.object().get(key))

    def object(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            self._expected(mark("expected an object"))
        value: dict[str, Any] = self.value
        return value

    def items(self) -> Iterator[tuple[str, "Entry"]]:
        return ((key, self.part(key)) for key in self.object())

    def list(self) -> "list[Entry]":
        if not isinstance(self.value, list):
            self._expected(mark("expected a list"))
        return [Entry(self.file, f"{self.path}[{number}]", part) for number, part in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str):
            self._expected(mark("expected a text"))
        value: str = self.value
        return value

    def optional_text(self) -> str | None:
        return None if self.value is None else self.text()

    def number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not math.isfinite(self.value):
            self._expected(mark("expected a number"))
        return float(self.value)

    def new_in(self, earlier: Container[str]) -> str:
        """A text that must not stand among earlier ones."""
        if self.text() in earlier:
            self._expected(mark("expected a name that does not stand earlier"))
        return self.text()

    def _expected(self, message: str) -> NoReturn:
        raise InputError(message, place=self.place())


def read_entries(path: Path) -> Entry:
    """A JSON file. Raises `InputError`, naming the line, where it is not one."""
    try:
        return Entry(path.name, "", json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise InputError("there is no such file", place=Place(str(path))) from None
    except UnicodeDecodeError:
        raise InputError("expected a JSON file in UTF-8", place=Place(path.name)) from None
    except RecursionError:
        raise InputError("expected JSON that is not nested so deeply", place=Place(path.name)) from None
    except json.JSONDecodeError as error:
        place = Place(path.name, error.lineno)
        raise InputError("expected JSON: {problem}", place=place, problem=error.msg) from None
