"""The form of a skeletal inventory: a table with a line for each bone, and room for fragments by zone."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imena.postmortem.elements import ELEMENTS, SIDES, ZONES, Element
from imena.postmortem.individuals import QUARTERS
from imena.ui.rows import RowsFormField


class InventoryTable(forms.Widget):
    """A line for each bone and a choice for each side; what is chosen there is added to the lines typed below."""

    template_name = "postmortem/inventory_table.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen, rest = _chosen(str(value or ""))
        context["widget"] |= {"rest": rest, "bones": list(_bones(name, chosen)), "quarters": QUARTERS}
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:  # noqa: ARG002
        """The lines that the table and the text below it stand for."""
        lines = [
            f"{code}; {side}; {size}{f'; ; ; {count}' if count > 1 else ''}"
            for code, side, size, count in _answers(data, name)
        ]
        typed = str(data.get(name) or "").strip()
        return "\n".join([*lines, *([typed] if typed else [])])

    def id_for_label(self, id_: str | None) -> str:
        return id_ or ""


def _answers(data: Mapping[str, Any], name: str) -> Iterator[tuple[str, str, str, int]]:
    for element in ELEMENTS.values():
        for side in element.sides:
            answer = str(data.get(f"{name}-{element.code}-{side}") or "").strip()
            if not answer or answer == "0":
                continue
            yield (element.code, side, answer, 1) if element.once else (element.code, side, "100", _whole(answer))


def _whole(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _chosen(text: str) -> tuple[dict[tuple[str, str], str], str]:
    """The answers of the table among lines, and the lines that it has no place for."""
    chosen: dict[tuple[str, str], str] = {}
    rest = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.split(";")] + [""] * 6
        key = (parts[0], parts[1])
        if _fits(parts) and key not in chosen:
            chosen[key] = parts[2] if ELEMENTS[parts[0]].once else parts[5] or "1"
        elif line.strip():
            rest.append(line)
    return chosen, "\n".join(rest)


def _fits(parts: list[str]) -> bool:
    """Whether the table has a place for a line: a bone with its side, without zones or age."""
    known = ELEMENTS.get(parts[0])
    if known is None or parts[1] not in known.sides or parts[3] or parts[4]:
        return False
    return (parts[2] in ("25", "50", "75", "100") and not parts[5]) if known.once else parts[2] == "100"


def _bones(name: str, chosen: Mapping[tuple[str, str], str]) -> Iterator[dict[str, Any]]:
    for element in ELEMENTS.values():
        yield {
            "code": element.code,
            "zones": [(zone, ZONES[zone]) for zone in element.zones],
            "label": element.label,
            "latin": element.latin,
            "once": element.once,
            "each": element.each,
            "places": [_place(name, element, side, chosen) for side in element.sides],
            "paired": element.paired,
        }


def _place(name: str, element: Element, side: str, chosen: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    words = dict(SIDES)[side]
    return {
        "name": f"{name}-{element.code}-{side}",
        "value": chosen.get((element.code, side), ""),
        "side": words,
        "label": f"{element.label}, {words}" if element.paired else str(element.label),
    }


class InventoryField(RowsFormField):
    """The bones of an inventory, chosen in a table or typed one to a line."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", InventoryTable)
        super().__init__(**options)
        self.help_text = _(
            "How much of each bone is there, rounded down to the quarter; of bones of which there are several, how "
            "many. Below, one to a line: fragments by zone, bones whose side cannot be told, an age class."
        )

    def clean(self, value: Any) -> list[dict[str, Any]]:
        found = super().clean(value)
        if not found and self.required:
            raise forms.ValidationError(_("no bone is listed"))
        return found
