"""A difference: something that was written, marked or found, and does not agree with the rest."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from imena.scene.models import Discrepancy, DiscrepancySettlement


@dataclass(frozen=True, slots=True)
class Difference:
    """A discrepancy: of which type, about which objects, by which acts; what was expected, and what was found.

    `grave` is the grave whose page shows it, where there is one. `at_site`: the objects that it may be settled to.
    """

    kind: Discrepancy
    about: tuple[str, ...]
    acts: tuple[int, ...]
    expected: str
    found: str
    grave: str = ""
    at_site: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    settlement: DiscrepancySettlement | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """The same as long as it is the same difference: its type and the numbers it is about."""
        return key_of(self.kind, self.about)

    @property
    def digest(self) -> str:
        """What it rests on. Another act, or one that was corrected or voided, makes another digest."""
        return hashlib.sha256(f"{self.key}|{'+'.join(map(str, self.acts))}".encode()).hexdigest()

    @property
    def open(self) -> bool:
        return self.settlement is None


def key_of(kind: str, about: Iterable[str]) -> str:
    return f"{kind}:{'+'.join(sorted(about))}"
