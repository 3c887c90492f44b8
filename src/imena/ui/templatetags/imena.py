"""Template tags of the house."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imena.core.language import translator
from imena.core.when import When
from imena.ledger.fields import NumbersField
from imena.ledger.guards import reason_of
from imena.ledger.models import Act
from imena.ledger.sealed import SealError, opened
from imena.names.transliteration import latin
from imena.ui.reading import may_read
from imena.ui.rows import RowsField, RowsFormField, told

register = template.Library()
FEW = 5
"""So many objects of an act are named in a timeline; its own page names all."""
_PLAIN = ("entry", "operation", "happened_on", "happened_until", "known_on", "source", "corrects", "why", "irregular")


@register.filter
def when(value: When | date) -> str:
    """A date as the reader writes it: a day, a month, or from one day to another."""
    if isinstance(value, date):
        return formats.date_format(value)
    if value.is_day:
        return formats.date_format(value.earliest)
    return _("between %(first)s and %(last)s") % {
        "first": formats.date_format(value.earliest),
        "last": formats.date_format(value.latest),
    }


@register.filter
def in_latin(text: str) -> str:
    """Names in the reader's letters: as written in Ukrainian, transliterated elsewhere."""
    return str(text) if get_language() == "uk" else latin(str(text))


@register.filter
def title_of(act: Act) -> str:
    """What an act is called: `Exhumed`."""
    name = str(act._meta.verbose_name)
    return name[:1].upper() + name[1:]


@register.filter
def reasons(act: Act) -> list[str]:
    """What was out of order about an act."""
    return [str(reason_of(code)) for code in act.irregular]


@register.filter
def lines(act: Act, own: str = "") -> list[tuple[str, SafeString]]:
    """The fields of an act that say something, each with its label; personal ones only where they can be opened.

    `own`: the number of the object whose page this is, which need not be said again.
    """
    return [*_clear_lines(act, own), *_sealed_lines(act)]


def _clear_lines(act: Act, own: str) -> list[tuple[str, SafeString]]:
    found = []
    for field in act.committed_fields():
        value = getattr(act, field.attname)
        if field.name in _PLAIN or value in (None, "", [], {}, False) or (own and value in (own, [own])):
            continue
        found.append((str(field.verbose_name), _written(act, field, value, brief=bool(own))))
    return found


def _written(act: Act, field: Any, value: Any, *, brief: bool) -> SafeString:
    if field.is_relation:
        return _reference(act, field, value)
    if isinstance(field, NumbersField):
        return _links(value, brief=brief)
    if field.choices:
        return format_html("{}", getattr(act, f"get_{field.name}_display")())
    if isinstance(field, RowsField):
        return format_html("{}", told(field.columns, value))
    if isinstance(value, dict | list):
        return format_html("{}", _("%(count)s entries") % {"count": len(value)})
    return format_html("{}", _plainly(field, value))


def _links(numbers: Sequence[str], *, brief: bool) -> SafeString:
    """Links to several objects; where they should be brief, to the first of many, and how many more there are."""
    if not brief or len(numbers) <= FEW + 1:
        return SafeString(", ".join(link(number) for number in numbers))
    shown = SafeString(", ".join(link(number) for number in numbers[:FEW]))
    return format_html("{} {}", shown, _("and %(count)s more") % {"count": len(numbers) - FEW})


def _reference(act: Act, field: Any, value: Any) -> SafeString:
    if field.related_model is get_user_model():
        return format_html("{}", in_latin(getattr(act, field.name).get_full_name()))
    if hasattr(field.related_model, "number") or getattr(field.related_model, "__name__", "") == "Number":
        return link(value)
    if issubclass(field.related_model, Act):
        return format_html('<a href="/acts/{}/">№ {}</a>', value, value)
    return format_html("{}", value)


def _plainly(field: Any, value: Any) -> str:
    """A single value as the reader writes it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(field, models.DecimalField) and field.decimal_places > 2:
        # Ten places are kept of probabilities, four of log10 LR.
        return percent(value) if field.decimal_places > 4 else decimals(value)
    return money(value) if isinstance(field, models.DecimalField) else str(formats.localize(value))


def _sealed_lines(act: Act) -> list[tuple[str, SafeString]]:
    if act.sealed_content is None or not may_read(act.sealed_for):
        return []
    try:
        content = opened(act)
    except SealError:
        return [(_("sealed content"), format_html('<span class="contradiction">{}</span>', _("does not open")))]
    if content is None:
        return [(_("sealed content"), format_html("{}", _("the key was destroyed")))]
    found = []
    for name, field in act.sealed_fields().items():
        value = content.values.get(name)
        if value in (None, "", [], {}):
            continue
        found.append((str(field.label), format_html("{}", _shown(field.field, value))))
    return found


def _shown(field: Any, value: Any) -> Any:
    """A sealed value as the reader writes it."""
    if isinstance(field, RowsFormField):
        return told(field.columns, value)
    if isinstance(value, dict | list):
        return _("%(count)s entries") % {"count": len(value)}
    if isinstance(field, forms.DateField):
        return when(date.fromisoformat(value))
    return dict(getattr(field, "choices", None) or ()).get(value, value)


@register.simple_tag
def link(number: str, text: str = "", asof: str = "") -> SafeString:
    """A link to the page of an object, under its number or under a text."""
    return format_html(
        '<a class="{}" href="/n/{}/{}">{}</a>', "" if text else "imena-number", number, asof, text or number
    )


@register.filter
def percent(value: Any) -> str:
    """A probability in per cent, with as many decimals as say something, and never rounded up to certainty."""
    share = float(value)
    for decimals in (2, 4, 6):
        text = f"{100 * share:.{decimals}f}"
        if not text.startswith("100"):
            break
    else:
        text = "99.999999"
        return ("> " + text + " %").replace(".", formats.get_format("DECIMAL_SEPARATOR"))
    return (text + " %").replace(".", formats.get_format("DECIMAL_SEPARATOR"))


@register.filter
def decimals(value: Any, places: int = 2) -> str:
    """A number with so many decimals, in the reader's manner, with a true minus."""
    return f"{float(value):.{places}f}".replace("-", "−").replace(".", formats.get_format("DECIMAL_SEPARATOR"))


@register.filter
def money(value: Any) -> str:
    """Hryvnias, with their thousands apart."""
    return (
        formats.number_format(value, 2, use_l10n=True, force_grouping=True).removesuffix("," + "00").removesuffix(".00")
    )


@register.filter
def item(mapping: dict[str, Any], key: str) -> Any:
    return mapping.get(key)


@register.filter
def svg(drawing: str) -> SafeString:
    """A drawing of the house, whose text is escaped where it is drawn."""
    return mark_safe(drawing)


@register.filter
def at(values: Any, place: int) -> Any:
    """What stands at a place of a row, counted from 0."""
    return values[place]


@register.filter
def metres(decimetres: int) -> str:
    """Decimetres as metres with one decimal."""
    return decimals(decimetres / 10, 1)


@register.filter
def message(text: str) -> str:
    """A message of the rooms without a web framework, in the reader's language."""
    return translator("uk" if get_language() == "uk" else "en")(text)
