"""The questions of an act, read off its own form, as other collecting tools and paper ask them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.utils import translation

from imena.ledger.registry import registered
from imena.ui.act_forms import ObjectField, ObjectsField, WhenField, form_of

APART = ("known_on", "source")
"""Fields that say where an act is taken over from: what collects it says so itself."""
LANGUAGES = ("uk", "en")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its name, what it asks in each language, the kind of answer, and what may be chosen."""

    name: str
    kind: str
    required: bool
    labels: dict[str, str]
    help: dict[str, str]
    choices: tuple[tuple[str, dict[str, str]], ...] = ()


def title_of(kind: str, language: str) -> str:
    """What an act is called as an order, in a language."""
    with translation.override(language):
        return str(registered()[kind].title)


def questions(kind: str) -> list[Question]:
    """The questions of a kind of act, in the order of its form."""
    form_class = form_of(registered()[kind])
    return [_question(name, field) for name, field in form_class.base_fields.items() if name not in APART]


def _question(name: str, field: forms.Field) -> Question:
    return Question(
        name=name,
        kind=_kind(field, name),
        required=field.required,
        labels=_said(lambda: _capital(str(field.label))),
        help=_said(lambda: str(field.help_text or "")),
        choices=tuple(_choices(field)),
    )


def _kind(field: forms.Field, name: str) -> str:
    """object, objects, choice, yes_no, day, number, decimal, text or long."""
    if isinstance(field, ObjectField) or name == "number":
        return "object"
    kinds: tuple[tuple[type[forms.Field], str], ...] = (
        (ObjectsField, "objects"),
        (WhenField, "day"),
        (forms.DateField, "day"),
        (forms.BooleanField, "yes_no"),
        (forms.DecimalField, "decimal"),
        (forms.IntegerField, "number"),
        (forms.ChoiceField, "choice"),
    )
    for field_class, kind in kinds:
        if isinstance(field, field_class):
            return kind
    return "long" if isinstance(field.widget, forms.Textarea) else "text"


def _choices(field: forms.Field) -> Iterator[tuple[str, dict[str, str]]]:
    if not isinstance(field, forms.ChoiceField):
        return
    offered: Any = field.choices
    for value, label in offered:
        if value not in ("", None):
            yield str(value), _said(partial(str, label))


def _said(say: Callable[[], str]) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = say()
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
