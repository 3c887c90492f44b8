"""Rows: several like answers in one field, one to a line, the parts of a line set apart by semicolons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from imena.core.numbers import NumberError, parse_number
from imena.ledger.acts import RefusedError

FEW = 12
"""As many choices as are named beside a field."""


class Holds(StrEnum):
    """What stands in one part of a line."""

    TEXT = "text"
    WHOLE = "whole"
    OBJECT = "object"
    OBJECTS = "objects"
    SEVERAL = "several"
    """Several of the choices, with commas between."""


@dataclass(frozen=True, slots=True)
class Column:
    """One part of a line. `choices`: the values it may have, each with what it is called."""

    name: str
    label: Any
    holds: Holds = Holds.TEXT
    choices: Sequence[tuple[str, Any]] = ()
    required: bool = True

    def read(self, text: str) -> Any:
        """The value that a text stands for. Raises `ValidationError`."""
        if not text:
            if self.required:
                raise ValidationError(_("%(column)s is missing"), params={"column": self.label})
            return {Holds.WHOLE: None, Holds.OBJECTS: [], Holds.SEVERAL: []}.get(self.holds, "")
        if self.holds is Holds.SEVERAL:
            return [self._chosen(each.strip()) for each in text.split(",") if each.strip()]
        if self.choices:
            chosen = self._chosen(text)
            return int(chosen) if self.holds is Holds.WHOLE else chosen
        try:
            return self._held(text)
        except (NumberError, ValueError):
            raise ValidationError(
                _("%(column)s cannot be “%(value)s”"), params={"column": self.label, "value": text}
            ) from None

    def _held(self, text: str) -> Any:
        if self.holds is Holds.WHOLE:
            return int(text)
        if self.holds is Holds.OBJECT:
            return parse_number(text)
        if self.holds is Holds.OBJECTS:
            return [parse_number(each) for each in text.replace(",", " ").split()]
        return text

    def _chosen(self, text: str) -> str:
        """A choice by its code or by its name, in the language of the reader."""
        asked = text.casefold()
        for code, label in self.choices:
            if asked in (code.casefold(), str(label).casefold()):
                return code
        raise ValidationError(_("%(column)s cannot be “%(value)s”"), params={"column": self.label, "value": text})

    def say(self, value: Any) -> str:
        """A value as a reader sees it."""
        if isinstance(value, list):
            return ", ".join(self.say(each) for each in value)
        return "" if value is None else str(dict(self.choices).get(str(value), value))

    def check(self, value: Any) -> Any:
        """A value that came from a program, read as if it had been typed."""
        if isinstance(value, list | tuple):
            return self.read(",".join(str(each) for each in value))
        return self.read("" if value is None else str(value).strip())


def told(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as a reader sees them; of many only how many there are."""
    if len(rows) > FEW:
        return str(_("%(count)s entries") % {"count": len(rows)})
    return " / ".join("; ".join(column.say(row.get(column.name)) for column in columns).rstrip("; ") for row in rows)


def checked(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows as they are kept. Raises `RefusedError` where one of them cannot be read."""
    found = []
    for place, row in enumerate(rows, start=1):
        try:
            found.append({column.name: column.check(row.get(column.name)) for column in columns})
        except ValidationError as error:
            raise RefusedError("line {line}: {problem}", line=place, problem=" ".join(error.messages)) from None
    return found


class RowsFormField(forms.CharField):
    """Rows as they are typed: one to a line."""

    def __init__(self, *, columns: Sequence[Column], **options: Any) -> None:
        self.columns = columns
        options.setdefault("widget", forms.Textarea)
        options.setdefault("help_text", _help(columns))
        super().__init__(**options)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        found = []
        for place, line in enumerate(super().clean(value).splitlines(), start=1):
            if line.strip():
                found.append(self._row(line, place))
        return found

    def _row(self, line: str, place: int) -> dict[str, Any]:
        parts = [part.strip() for part in line.split(";")]
        if len(parts) > len(self.columns) and any(parts[len(self.columns) :]):
            raise ValidationError(_("line %(line)s has more parts than were asked for"), params={"line": place})
        parts += [""] * (len(self.columns) - len(parts))
        try:
            return {column.name: column.read(part) for column, part in zip(self.columns, parts, strict=False)}
        except ValidationError as error:
            raise ValidationError(
                _("line %(line)s: %(problem)s"), params={"line": place, "problem": " ".join(error.messages)}
            ) from None


class RowsField(models.JSONField):
    """Rows that an act keeps in clear."""

    def __init__(self, *args: Any, columns: Sequence[Column] = (), **options: Any) -> None:
        self.columns = columns
        super().__init__(*args, **{"default": list, **options})

    def form_field(self, *, required: bool) -> forms.Field:
        return RowsFormField(columns=self.columns, label=self.verbose_name, required=required)


def _help(columns: Sequence[Column]) -> Any:
    """What a line holds: `One to a line, with semicolons between: capacity, name. Capacity: sapper, witness.`"""
    columns_told = _joined(column.label for column in columns)
    parts = [format_lazy(_("One to a line, with semicolons between: {columns}."), columns=columns_told)]
    for column in columns:
        if 0 < len(column.choices) <= FEW:
            choices = _joined(label for _code, label in column.choices)
            parts.append(format_lazy("{label}: {choices}.", label=column.label, choices=choices))
    return format_lazy(" ".join(["{}"] * len(parts)), *parts)


def _joined(labels: Iterable[Any]) -> Any:
    said = list(labels)
    return format_lazy(", ".join(["{}"] * len(said)), *said)
