"""Said: a message with its parts, put together only when the reader's language is known.

A message is written once, in English, as a template with named places; its values stand apart, and may themselves be
said in a language: a number with its decimal mark, a word, a list of these.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

Translate = Callable[[str], str]


def mark(message: str) -> str:
    """Mark a message for the catalogues where it is named, to be translated where it is shown."""
    return message


def english(message: str) -> str:
    """The translation into the language that messages are written in."""
    return message


DECIMAL_MARK = mark(".")


@runtime_checkable
class Sayable(Protocol):
    def said_in(self, translate: Translate) -> str: ...


@dataclass(frozen=True, slots=True)
class Said:
    """A message and its values."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def said_in(self, translate: Translate) -> str:
        return say(self.message, self.values, translate)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with so many decimals; with `signed`, a plus where it is positive."""

    value: float
    decimals: int = 2
    signed: bool = False

    def said_in(self, translate: Translate) -> str:
        value = round(self.value, self.decimals) + 0.0
        written = f"{value:{'+' if self.signed else ''}.{self.decimals}f}"
        return written.replace("-", "−").replace("inf", "∞").replace(".", translate(DECIMAL_MARK))


def say(message: str, values: Mapping[str, object], translate: Translate) -> str:
    """A message in the language of `translate`, its places filled with the values said in that language."""
    return translate(message).format(**{name: _part(value, translate) for name, value in values.items()})


def _part(value: object, translate: Translate) -> object:
    if isinstance(value, Sayable):
        return value.said_in(translate)
    if isinstance(value, tuple):
        return ", ".join(str(_part(each, translate)) for each in value)
    return value
