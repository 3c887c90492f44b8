"""Figures: values with a definition, a date in the world, a date of knowledge, and the acts they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from imena.account.ways import Naming, Way, ways
from imena.ledger.standpoint import Standpoint
from imena.reconciliation.gates import PRESENT, Evidence, unmet
from imena.reconciliation.models import Basis
from imena.reconciliation.queries import evidence_for_all
from imena.scene.models import Exhumation, FoundAs


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure is called, what it means, and which remains it counts, by which acts."""

    name: str
    label: Any
    meaning: Any
    counts: Callable[[Way, date], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, and the acts it counts."""

    definition: Definition
    remains: tuple[str, ...]
    acts: tuple[int, ...]

    @property
    def name(self) -> str:
        return self.definition.name

    @property
    def value(self) -> int:
        return len(self.remains)


def _recovered(way: Way, day: date) -> Sequence[int]:
    return (way.recovered.pk,) if way.recovered_on <= day else ()


def _named(way: Way, day: date, *namings: Naming) -> Sequence[int]:
    named = way.name_on(day)
    naming = named.naming if named else Naming.UNIDENTIFIED
    if naming not in namings:
        return ()
    return named.acts if named else (way.recovered.pk,)


def _serviceman(way: Way, day: date) -> Sequence[int]:
    return _named(way, day, Naming.IDENTIFIED) if way.serviceman else ()


DEFINITIONS = (
    Definition(
        "recovered",
        _("Recovered"),
        _("People whose remains were lifted: bodies exhumed, and those separated out of commingled remains since. "
          "Body parts are cases of their own and are not counted here."),
        _recovered,
    ),
    Definition(
        "examined",
        _("Examined"),
        _("Recovered, and examined by a doctor at least once."),
        lambda way, _day: (way.examined.pk,) if way.examined else (),
    ),
    Definition(
        "identified",
        _("Identified"),
        _("Recovered, with a decision on who it was that was taken under the rule in force that day, signed by two, "
          "and neither suspended nor revoked."),
        lambda way, day: _named(way, day, Naming.IDENTIFIED),
    ),
    Definition(
        "presumptive",
        _("Name presumed"),
        _("Recovered, with a name by recognition, effects or a claim, or by a decision that is suspended, but without "
          "a decision that stands."),
        lambda way, day: _named(way, day, Naming.PRESUMPTIVE),
    ),
    Definition(
        "unidentified",
        _("Without any name"),
        _("Recovered, with no name, not even a presumed one."),
        lambda way, day: _named(way, day, Naming.UNIDENTIFIED),
    ),
    Definition(
        "unconfirmed",
        _("Without a decision"),
        _("Recovered, with no decision that stands: those without any name and those whose name is presumed."),
        lambda way, day: _named(way, day, Naming.PRESUMPTIVE, Naming.UNIDENTIFIED),
    ),
    Definition(
        "released",
        _("Released"),
        _("Recovered, and handed over for burial."),
        lambda way, _day: (way.released.pk,) if way.released else (),
    ),
    Definition(
        "reburied",
        _("Reburied"),
        _("Recovered, and lying in a plot: under a name, a presumed name or a number. Reburied is not identified."),
        lambda way, _day: (way.reburied.pk,) if way.reburied else (),
    ),
    Definition(
        "servicemen_identified",
        _("Servicemen identified"),
        _("Identified, as persons who were reported as servicemen."),
        _serviceman,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Account:
    """Everything that is counted from one standpoint."""

    standpoint: Standpoint
    ways: dict[str, Way]
    figures: dict[str, Figure]

    def value(self, name: str) -> int:
        return self.figures[name].value


def account(seen: Standpoint) -> Account:
    """The figures from a standpoint, with the ways they are counted from."""
    found = ways(seen)
    figures = {definition.name: _figure(definition, found.values(), seen.as_of) for definition in DEFINITIONS}
    return Account(seen, found, figures)


def _figure(definition: Definition, found: Iterable[Way], day: date) -> Figure:
    counted = [(way, acts) for way in found if way.individual and (acts := definition.counts(way, day))]
    acts = sorted({act for _, each in counted for act in each})
    return Figure(definition, tuple(way.remains for way, _ in counted), tuple(acts))


def found_as(found: Account) -> dict[str, int]:
    """The bodies lifted from graves by what they looked like; those separated later are not among them."""
    counts = Counter(
        way.found_as for way in found.ways.values() if way.individual and isinstance(way.recovered, Exhumation)
    )
    return {str(kind): counts.get(kind, 0) for kind in FoundAs.values}


def bases(found: Account) -> dict[str, int]:
    """The identified by the basis of their decision."""
    counts = Counter(ruling.proposal.basis for ruling in _identifications(found))
    return {str(basis): counts.get(basis, 0) for basis in Basis.values}


def meeting_present_gate(found: Account) -> int:
    """How many of the identified meet the rule of today, whatever the rule was when they were decided."""
    evidence = evidence_for_all(found.standpoint)
    return sum(_passes(ruling.proposal, evidence) for ruling in _identifications(found))


def _identifications(found: Account) -> list[Any]:
    numbers = found.figures["identified"].remains
    return [ruling for number in numbers if (ruling := found.ways[number].identification)]


def _passes(proposal: Any, evidence: dict[tuple[str, str], Evidence]) -> bool:
    known = evidence.get((proposal.remains_id, proposal.person_id), Evidence())
    court = proposal.basis == Basis.COURT
    return not list(unmet(PRESENT, Evidence(known.candidate, known.conclusions, court), proposal.basis))


def contradictions(found: Account) -> Iterator[str]:
    """Where parts do not add up to the whole. A bulletin with any of these is refused."""
    value = found.value
    if value("identified") + value("presumptive") + value("unidentified") != value("recovered"):
        yield "identified + presumptive + unidentified ≠ recovered"
    if value("presumptive") + value("unidentified") != value("unconfirmed"):
        yield "presumptive + unidentified ≠ unconfirmed"
    if sum(bases(found).values()) != value("identified"):
        yield "the bases of identifications do not add up to identified"
    if not value("reburied") <= value("released") <= value("recovered"):
        yield "reburied ≤ released ≤ recovered"


def as_data(found: Account, known_at: str) -> dict[str, Any]:
    """The figures as JSON."""
    return {
        "as_of": found.standpoint.as_of.isoformat(),
        "known_at": known_at,
        "entries": found.standpoint.known,
        "figures": {name: figure.value for name, figure in found.figures.items()},
        "found_as": found_as(found),
        "basis": bases(found),
        "meeting_present_gate": meeting_present_gate(found),
        "present_gate": PRESENT.code,
        "definitions": {definition.name: str(definition.meaning) for definition in DEFINITIONS},
    }


@dataclass(frozen=True, slots=True)
class Series:
    """A figure through time: the days on which it changed, each with the value from then on."""

    name: str
    steps: tuple[tuple[date, int], ...]

    def on(self, day: date) -> int:
        return next((value for since, value in reversed(self.steps) if since <= day), 0)


def series(found: Account, names: Sequence[str]) -> list[Series]:
    """Figures of names through time: each remains counted anew only on the days on which its own name changed."""
    definitions = [definition for definition in DEFINITIONS if definition.name in names]
    individuals = [way for way in found.ways.values() if way.individual]
    return [Series(definition.name, tuple(_steps(definition, individuals))) for definition in definitions]


def _steps(definition: Definition, individuals: Iterable[Way]) -> Iterator[tuple[date, int]]:
    changes: Counter[date] = Counter()
    for way in individuals:
        counted = False
        for day in sorted({day for day in _changes(way) if day >= way.recovered_on}):
            counts = bool(definition.counts(way, day))
            changes[day] += counts - counted
            counted = counts
    value = 0
    for day in sorted(changes):
        if changes[day]:
            value += changes[day]
            yield day, value


def _changes(way: Way) -> Iterator[date]:
    """The days on which the name of remains may have changed."""
    yield way.recovered_on
    for named in way.names:
        yield named.since
        if named.until:
            yield named.until
