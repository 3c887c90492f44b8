"""The stage: the calendar of the story, and what the house made for it.

Nothing is written past the acts. Where a guard refuses, the build fails: the demonstration cannot show what the house
would not allow.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from random import Random
from typing import Any

from django.db import transaction

from imena.antemortem.models import MissingPerson
from imena.burial.models import Plot, Programme
from imena.core import clock
from imena.core.when import When
from imena.demo.field import FieldDevice, register
from imena.demo.journal import WrittenJournal
from imena.demo.story import Story
from imena.ledger.acts import Actor
from imena.ledger.sealed import key_ring
from imena.people.models import Agency
from imena.reconciliation import acts as reconciliation
from imena.reconciliation.models import Decision, Presumption
from imena.scene.models import BurialSite, Grave, Remains

Happening = Callable[[], Any]


@dataclass
class Cast:
    """What the house made for the story: objects under their numbers."""

    site: BurialSite
    rows: list[str] = field(default_factory=list)
    graves: dict[int, Grave] = field(default_factory=dict)
    remains: dict[int, Remains] = field(default_factory=dict)
    persons: dict[int, MissingPerson] = field(default_factory=dict)
    plots: dict[int, Plot] = field(default_factory=dict)
    presumptions: dict[int, Presumption] = field(default_factory=dict)
    programme: Programme | None = None


class Play:
    """The story as a calendar of acts."""

    def __init__(self, story: Story, actors: dict[str, Actor], chance: Random) -> None:
        self.story, self.by, self.chance = story, actors, chance
        self.calendar: dict[date, list[tuple[int, int, Happening]]] = {}
        self.laboratory = Agency.objects.get(pk="dna-lab")
        self.cast: Cast
        self.journal: WrittenJournal
        self.papers = 0
        self.paid: set[int] = set()
        self.parts: dict[int, int] = {}
        """The body that each body part belongs to, by their places in the story."""
        self._device: FieldDevice | None = None

    def device(self, by: Actor) -> FieldDevice:
        """The device of the team that works without network, registered when it is first needed."""
        if self._device is None:
            self._device = register(by)
        return self._device

    def person(self, number: int) -> Callable[[], MissingPerson]:
        """The missing person of a body, once reported."""
        return lambda: self.cast.persons[number]

    def on(self, day: date, stage: int, happening: Happening) -> None:
        """Put something on the calendar; within a day the stages follow each other."""
        events = self.calendar.setdefault(day, [])
        events.append((stage, len(events), happening))

    def paper(self, kind: str) -> str:
        """The number of a made-up document."""
        self.papers += 1
        return f"{kind} № {self.papers} (вигадано)"

    def perform(self, progress: Callable[[int, int], None]) -> None:
        """Live through the calendar, each day in one transaction. What happens may put more on later days."""
        first, last = min(self.calendar), max(self.calendar)
        while self.calendar:
            day = min(self.calendar)
            with clock.at(datetime.combine(day, time(15), UTC)), key_ring(), transaction.atomic():
                for _, _, happening in sorted(self.calendar.pop(day), key=lambda event: event[:2]):
                    happening()
            progress((day - first).days, (last - first).days)


def sign(show: Play, decision: Decision, day: date) -> None:
    for signatory in ("investigator-2", show.chance.choice(("board-member", "board-member-2"))):
        reconciliation.sign(by=show.by[signatory], happened=When.day(day), decision=decision)
