"""Errors that say what happened, where, and what was expected.

A message is written once, in English, with named places for its values; `ImenaError.said_in` renders it in
another language from the same parts. Nothing is lost in a string before the reader's language is known.
"""

from collections.abc import Callable
from dataclasses import dataclass

Translate = Callable[[str], str]


def _untranslated(message: str) -> str:
    return message


class ImenaError(Exception):
    """Something Imena refuses to do, with the reason.

    `message` may hold named places, `{locus}`, which are filled from `values`.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def said_in(self, translate: Translate) -> str:
        return translate(self.message).format(**self.values)

    def __str__(self) -> str:
        return self.said_in(_untranslated)


class UnsupportedError(ImenaError):
    """A kind of case, or an option, that this version does not compute."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input something stands: each part as its reader would look for it.

    `row` counts as a spreadsheet does: the first line of a file is row 1. In JSON it is the path of the entry.
    """

    file: str
    row: int | str | None = None
    field: str | None = None
    value: str | None = None

    def said_in(self, translate: Translate) -> str:
        parts = [self.file]
        if self.row is not None:
            parts.append(f"{translate('row')} {self.row}")
        if self.field is not None:
            parts.append(f"{translate('field')} “{self.field}”")
        if self.value is not None:
            parts.append(f"{translate('value')} “{self.value}”")
        return ", ".join(parts)


class InputError(ImenaError):
    """Bad input: names the file, row, field and value, and what was expected there. Nothing was changed."""

    def __init__(self, message: str, /, *, place: Place, **values: object) -> None:
        super().__init__(message, **values)
        self.place = place

    def said_in(self, translate: Translate) -> str:
        return f"{self.place.said_in(translate)}: {super().said_in(translate)}"
