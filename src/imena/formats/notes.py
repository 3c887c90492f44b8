"""Notes: what could not be used of a file, and why. A note is not an error; the rest of the file is used."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from imena.core.errors import Place
from imena.core.said import Translate, say


@dataclass(frozen=True, slots=True)
class Note:
    """What was left out, where, and why; `message` is a template for `values`."""

    place: Place
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said_in(self, translate: Translate) -> str:
        return f"{self.place.said_in(translate)}: {say(self.message, self.values, translate)}"
