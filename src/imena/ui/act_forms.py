"""Forms of acts: one to an act, read off the act itself, so that no form can ask for what its act does not take."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_type_hints

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from imena.core import clock
from imena.core.errors import ImenaError
from imena.core.language import translator
from imena.core.numbers import NumberError, parse_number
from imena.core.when import When, WhenError, parse_when
from imena.ledger.acts import Actor, Origin
from imena.ledger.fields import NumbersField
from imena.ledger.models import Act
from imena.ledger.registry import Registered
from imena.ui.rows import RowsField, RowsFormField

UNKNOWN = "unknown_object"
"""The code of the error that a number is none that is known here: it may become known."""
APART = ("by", "happened", "origin", "number", "irregular", "return")
LABELS: Mapping[str, Any] = {
    "against_gate": _("decide against the rule in force (the investigator alone can, and it is flagged)"),
    "code": _("code"),
    "unlisted": _("how many the missing may be beyond those listed"),
    "families": _("families (all where empty)"),
    "remains": _("remains"),
    "separated_from": _("separated from"),
    "as_of": _("as of"),
}


def said(error: ImenaError) -> str:
    """An error in the reader's language."""
    return error.said_in(translator("uk" if translation.get_language() == "uk" else "en"))


class WhenField(forms.CharField):
    """A date that may be uncertain."""

    def clean(self, value: Any) -> When:
        try:
            return parse_when(super().clean(value))
        except WhenError as error:
            raise ValidationError(said(error)) from None


class ObjectField(forms.CharField):
    """An object, by its Imena number."""

    def __init__(self, model: type[models.Model], **options: Any) -> None:
        self.model = model
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            found = self.model._default_manager.filter(pk=parse_number(text)).first()
        except NumberError as error:
            raise ValidationError(said(error)) from None
        if found is None:
            raise ValidationError(_("%(number)s is not the number of: %(kind)s"), params={
                "number": text, "kind": self.model._meta.verbose_name,
            }, code=UNKNOWN)  # fmt: skip
        return found


class ActField(forms.IntegerField):
    """An act, by its place in the ledger."""

    def __init__(self, model: type[Act], **options: Any) -> None:
        self.model = model
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        found = self.model._default_manager.filter(pk=number).first()
        if found is None and number is not None:
            raise ValidationError(_("act %(number)s is not: %(kind)s"), params={
                "number": number, "kind": self.model._meta.verbose_name,
            })  # fmt: skip
        return found


class ObjectsField(forms.CharField):
    """Several objects, by their numbers, with spaces or commas between."""

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        try:
            return [parse_number(part) for part in text.replace(",", " ").split()]
        except NumberError as error:
            raise ValidationError(said(error)) from None


class ActForm(forms.Form):
    """The form of one act. `perform` records it."""

    registered: Registered
    happened = WhenField(
        label=_("When it happened"),
        help_text=_("A day, a month or a year; or two with a slash between them: 2022-09-16/2022-09-20."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["happened"].initial = clock.today().isoformat()

    def perform(self, by: Actor) -> Act:
        """Record the act. Raises `ImenaError` where it is refused."""
        values = dict(self.cleaned_data)
        happened = values.pop("happened")
        origin = Origin(known_on=values.pop("known_on", None), source=values.pop("source", ""))
        takes = inspect.signature(self.registered.function).parameters
        if "origin" in takes:
            values["origin"] = origin
        given = {
            name: value for name, value in values.items() if value not in (None, "") or name not in self._optional()
        }
        return self.registered.function(by=by, happened=happened, **given)

    def _optional(self) -> set[str]:
        parameters = inspect.signature(self.registered.function).parameters
        return {name for name, each in parameters.items() if each.default is not inspect.Parameter.empty} | {"number"}

    def answers(self) -> list[tuple[str, Any]]:
        """What was answered, to be checked before it is signed."""
        return [(str(self[name].label), self._shown(name)) for name in self.fields if self._typed(name)]

    def _typed(self, name: str) -> Any:
        """What was typed; of a field with a table, the lines that the table stands for."""
        return self[name].data if isinstance(self.fields[name], RowsFormField) else self.data.get(name)

    def _shown(self, name: str) -> Any:
        field, value = self.fields[name], self._typed(name)
        return dict(getattr(field, "choices", ())).get(value, value)


def form_of(registered: Registered) -> type[ActForm]:
    """The form of an act, from what its function takes and what its model says of it."""
    fields: dict[str, Any] = {}
    parameters = inspect.signature(registered.function).parameters
    hints = get_type_hints(registered.function)
    for name, parameter in parameters.items():
        if name not in APART:
            required = parameter.default is inspect.Parameter.empty
            fields[name] = _field(registered.kind, name, hints[name], required=required)
    if "number" in parameters:
        fields["number"] = forms.CharField(
            label=_("Number made offline"), required=False, help_text=_("Only where a device has made one already.")
        )
    if "origin" in parameters:
        fields["known_on"] = forms.DateField(label=_("Known elsewhere since"), required=False, widget=_date_input())
        fields["source"] = forms.CharField(
            label=_("Source"), required=False, help_text=_("Where this is taken over from, if it is.")
        )
    return type("FormOf" + registered.kind.__name__, (ActForm,), {**fields, "registered": registered})


def _field(kind: type[Act], name: str, hint: Any, *, required: bool) -> forms.Field:
    sealed = kind.sealed_fields().get(name)
    if sealed is not None:
        return _sealed_field(sealed, required=required)
    try:
        field: Any = kind._meta.get_field(name)
    except FieldDoesNotExist:
        return _hinted(name, hint, required=required)
    if field.is_relation and field.related_model is not None:
        return _reference(field.related_model, label=field.verbose_name, required=required)
    if isinstance(field, NumbersField) or name == "remains":
        return ObjectsField(label=LABELS.get(name, field.verbose_name), required=required)
    if isinstance(field, RowsField):
        return field.form_field(required=required)
    made: forms.Field | None = field.formfield()
    if made is None or isinstance(field, models.JSONField):
        return forms.JSONField(label=field.verbose_name, required=False, initial=list)
    made.required = required and not isinstance(made, forms.BooleanField)
    if isinstance(made, forms.DateField):
        made.widget = _date_input()
    return made


def _sealed_field(sealed: Any, *, required: bool) -> forms.Field:
    import copy

    field: forms.Field = copy.deepcopy(sealed.field) if sealed.field else forms.CharField()
    field.label, field.required = sealed.label, required
    if isinstance(field, forms.DateField):
        field.widget = _date_input()
    return field


def _reference(model: type[models.Model], *, label: Any, required: bool) -> forms.Field:
    if issubclass(model, Act):
        return ActField(model, label=label, required=required)
    if model._meta.pk is not None and model._meta.pk.name == "number":
        return ObjectField(model, label=label, required=required)
    return forms.ModelChoiceField(model._default_manager.all(), label=label, required=required)


def _hinted(name: str, hint: Any, *, required: bool) -> forms.Field:
    label = LABELS.get(name, name)
    kinds: dict[Any, Callable[..., forms.Field]] = {
        bool: forms.BooleanField,
        int: forms.IntegerField,
        Decimal: forms.DecimalField,
        date: forms.DateField,
    }
    plain = next((each for each in get_args(hint) if each is not type(None)), hint) if get_args(hint) else hint
    if isinstance(plain, type) and issubclass(plain, models.TextChoices):
        return forms.ChoiceField(label=label, choices=plain.choices, required=required)
    if isinstance(plain, type) and issubclass(plain, models.Model):
        return _reference(plain, label=label, required=required)
    if plain is str and get_args(hint):
        return ObjectsField(label=label, required=required)
    if plain is bool:
        required = False
    return kinds.get(plain, forms.CharField)(label=label, required=required)


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
