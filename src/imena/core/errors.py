"""Errors that say what happened, where, and what was expected.

An error keeps its message and its values apart (`core.said`), so that it can be said in the reader's language.
"""

from dataclasses import dataclass

from imena.core.said import Translate, english, mark, say


class ImenaError(Exception):
    """Something Imena refuses to do, with the reason.

    `message` may hold named places, `{locus}`, which are filled from `values`.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def said_in(self, translate: Translate) -> str:
        return say(self.message, self.values, translate)

    def __str__(self) -> str:
        return self.said_in(english)


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
        parts = (
            ("{part}", self.file),
            (mark("row {part}"), self.row),
            (mark("field “{part}”"), self.field),
            (mark("value “{part}”"), self.value),
        )
        return ", ".join(say(message, {"part": part}, translate) for message, part in parts if part is not None)


class InputError(ImenaError):
    """Bad input: names the file, row, field and value, and what was expected there. Nothing was changed."""

    def __init__(self, message: str, /, *, place: Place, **values: object) -> None:
        super().__init__(message, **values)
        self.place = place

    def said_in(self, translate: Translate) -> str:
        return f"{self.place.said_in(translate)}: {super().said_in(translate)}"
