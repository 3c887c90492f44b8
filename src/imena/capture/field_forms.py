"""The forms of the field page: what each act that it offers asks for, read off the act's own form."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

from django import forms
from django.db import models
from django.utils.translation import get_language

from imena.capture.offered import FIELD_ACTS
from imena.custody.models import Numbered
from imena.ledger.registry import Registered, registered
from imena.ledger.standpoint import in_force, standpoint
from imena.names.transliteration import latin
from imena.people.models import Agency, AgencyEntry, User
from imena.ui.act_forms import ActField, ObjectField, ObjectsField, WhenField, form_of

SAID_BY_CAPTURE = ("known_on", "source")
"""Not asked for: of what a device recorded, the capture itself says since when it is known, and by which record."""
OBJECTS_OF = {"crosses": "scene.cross", "journal_rows": "scene.journalrow"}
"""The kinds of objects that an answer of several numbers takes, where it takes one kind alone."""
KINDS: tuple[tuple[type[forms.Field], str], ...] = (
    (WhenField, "when"),
    (ObjectField, "object"),
    (ObjectsField, "objects"),
    (ActField, "whole"),
    (forms.BooleanField, "yes"),
    (forms.ChoiceField, "choice"),
    (forms.DateField, "date"),
    (forms.DecimalField, "decimal"),
    (forms.FloatField, "decimal"),
    (forms.IntegerField, "whole"),
    (forms.JSONField, "many"),
    (forms.Field, "text"),
)
"""How a field of a form is asked for on a device; the first that fits."""
MANY_CHOICES = 8
"""From so many on, choices are a list that opens, not a button each."""

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form: its kind, the objects it may be answered with, and what may be chosen."""

    name: str
    label: str
    help: str
    kind: str
    required: bool
    model: str
    choices: Choices


@dataclass(frozen=True, slots=True)
class OfferedAct:
    """An act with its questions, in the language that is spoken when it is read."""

    kind: str
    title: str
    makes: str
    questions: tuple[Question, ...]


def offered() -> Iterator[OfferedAct]:
    """The acts of the field page that this installation knows."""
    acts = registered()
    for kind in FIELD_ACTS:
        if found := acts.get(kind):
            yield OfferedAct(kind, str(found.title), made_by(found), tuple(questions(found)))


def made_by(act: Registered) -> str:
    """The kind of object to which an act gives its number; empty where it makes none."""
    parameters = inspect.signature(act.function).parameters
    if "number" not in parameters:
        return ""
    for field in act.kind._meta.concrete_fields:
        model = field.related_model
        if isinstance(model, type) and issubclass(model, Numbered) and field.name not in parameters:
            return model._meta.label_lower
    return ""


def questions(act: Registered) -> Iterator[Question]:
    """What the form of an act asks for on a device."""
    hints = get_type_hints(act.function)
    for name, field in form_of(act).base_fields.items():
        if name in SAID_BY_CAPTURE:
            continue
        choices = _choices(field, hints.get(name))
        kind = _kind(name, field, choices)
        if kind == "many" and not choices:
            continue
        yield Question(
            name=name,
            label=_capitalised(str(field.label or name)),
            help=str(field.help_text) if kind != "made" else "",
            kind=kind,
            required=field.required,
            model=field.model._meta.label_lower if isinstance(field, ObjectField) else OBJECTS_OF.get(name, ""),
            choices=choices,
        )


def _kind(name: str, field: forms.Field, choices: Choices) -> str:
    if name == "number":
        return "made"
    kind = next(word for known, word in KINDS if isinstance(field, known))
    return "select" if kind == "choice" and len(choices) >= MANY_CHOICES else kind


def _choices(field: forms.Field, hint: Any) -> Choices:
    """What may be chosen; for an answer that is a list, what may stand in it."""
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        names = _names(field.queryset.model)
        return tuple((str(each.pk), names.get(each.pk, str(each))) for each in field.queryset)
    if isinstance(field, forms.JSONField):
        listed = next((each for each in get_args(hint) if _is_choices(each)), None)
        return tuple((str(value), str(label)) for value, label in listed.choices) if listed else ()
    return tuple((str(value), str(label)) for value, label in getattr(field, "choices", ()) if str(value))


def _names(model: type[models.Model]) -> dict[Any, str]:
    """People and agencies by their names, not by their codes, in the language that is spoken now."""
    in_ukrainian = get_language() == "uk"
    if model is User:
        named = {user.pk: user.get_full_name() for user in User.objects.all()}
        return named if in_ukrainian else {key: latin(name) for key, name in named.items()}
    acts = in_force(AgencyEntry, standpoint()) if model is Agency else ()
    return {act.agency_id: act.name if in_ukrainian else act.name_en for act in acts}


def _is_choices(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, models.TextChoices)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
