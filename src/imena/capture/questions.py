"""The questions of an act in both languages, as other collecting tools and paper ask them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation

from imena.capture.field_forms import Question
from imena.capture.field_forms import questions as questions_of
from imena.ledger.registry import registered

LANGUAGES = ("uk", "en")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, as it is asked in each language."""

    spoken: dict[str, Question]

    @property
    def question(self) -> Question:
        """What does not depend on the language: the name, the kind of answer, whether one is needed."""
        return self.spoken[LANGUAGES[0]]

    def choices(self) -> list[tuple[str, list[str]]]:
        """What may be chosen: each code with its words in every language."""
        told = [dict(self.spoken[language].choices) for language in LANGUAGES]
        return [(code, [words[code] for words in told]) for code in told[0]]


def title_of(kind: str, language: str) -> str:
    """What an act is called as an order, in a language."""
    with translation.override(language):
        return str(registered()[kind].title)


def questions(kind: str) -> list[Asked]:
    """The questions of a kind of act, in the order of its form."""
    spoken = {}
    for language in LANGUAGES:
        with translation.override(language):
            spoken[language] = list(questions_of(registered()[kind]))
    first = spoken[LANGUAGES[0]]
    return [Asked({language: spoken[language][place] for language in LANGUAGES}) for place in range(len(first))]
