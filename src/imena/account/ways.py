"""Ways: what happened to each set of remains, from the grave in the forest to the grave under a name.

Every figure and every list of remains is counted from here. Nothing is stored: a way is derived from acts, as seen from
a standpoint.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from imena.antemortem.models import MissingReport
from imena.burial.models import PlateChange, Reburial, Release
from imena.burial.queries import resting_places
from imena.ledger.models import Act
from imena.ledger.standpoint import Standpoint, in_force
from imena.postmortem.models import Examination
from imena.reconciliation.models import Proposal
from imena.reconciliation.queries import presumptions
from imena.reconciliation.rulings import Ruling, rulings
from imena.scene.models import Exhumation, Joining, Separation


class Naming(StrEnum):
    """Whether remains have a name: decided, presumed, or none."""

    IDENTIFIED = "identified"
    PRESUMPTIVE = "presumptive"
    UNIDENTIFIED = "unidentified"


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of time in which remains bore a name: until a day, or until now. `acts`: what says so."""

    naming: Naming
    person: str
    since: date
    until: date | None
    acts: tuple[int, ...]

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass
class Way:
    """One set of remains, and the acts of its way so far."""

    remains: str
    recovered: Exhumation | Separation
    part: bool = False
    joined_to: str = ""
    examined: Act | None = None
    names: list[Named] = field(default_factory=list)
    identification: Ruling | None = None
    released: Act | None = None
    reburied: Reburial | None = None
    plot: str = ""
    named_as: str = ""
    serviceman: bool = False

    @property
    def recovered_on(self) -> date:
        return self.recovered.happened_until

    @property
    def found_as(self) -> str:
        return self.recovered.found_as

    @property
    def individual(self) -> bool:
        """Whether it is counted as one of the dead: a body, and neither a part nor a commingled lot."""
        return not self.part

    def name_on(self, day: date) -> Named | None:
        """The name that remains bore on a day; a decided one before a presumed one."""
        held = [named for named in self.names if named.holds_on(day)]
        decided = [named for named in held if named.naming is Naming.IDENTIFIED]
        best = decided or held
        return best[-1] if best else None

    def naming_on(self, day: date) -> Naming:
        named = self.name_on(day)
        return named.naming if named else Naming.UNIDENTIFIED


def ways(seen: Standpoint, remains: str = "") -> dict[str, Way]:
    """The way of every set of remains recovered so far, by number; or of one alone."""
    found: dict[str, Way] = {}
    only = {"remains": remains} if remains else {}
    for exhumation in in_force(Exhumation, seen).filter(**only).order_by("pk"):
        part = exhumation.form != Exhumation.Form.BODY
        found.setdefault(exhumation.remains_id, Way(exhumation.remains_id, exhumation, part=part))
    for separation in in_force(Separation, seen).filter(**only).order_by("pk"):
        part = separation.form != Exhumation.Form.BODY
        found.setdefault(separation.remains_id, Way(separation.remains_id, separation, part=part))
    for joining in in_force(Joining, seen).filter(**({"part": remains} if remains else {})):
        if joining.part_id in found:
            found[joining.part_id].joined_to = joining.remains_id
    _first(found, in_force(Examination, seen).filter(**only).order_by("happened_until", "pk"), "examined")
    _name(found, seen, only)
    _bury(found, seen, only)
    return found


def _first(found: dict[str, Way], acts: Iterable[Act], attribute: str) -> None:
    for act in acts:
        way = found.get(act.remains_id)  # type: ignore[attr-defined]
        if way is not None and getattr(way, attribute) is None:
            setattr(way, attribute, act)


def _name(found: dict[str, Way], seen: Standpoint, only: Mapping[str, str]) -> None:
    """The names remains bore: presumed ones, and decided ones between suspensions."""
    for act, end in presumptions(seen, **only):
        if act.remains_id in found:
            until = end.happened_until if end else None
            named = Named(Naming.PRESUMPTIVE, act.person_id, act.happened_until, until, (act.pk,))
            found[act.remains_id].names.append(named)
    soldiers = {report.person_id for report in in_force(MissingReport, seen).filter(serviceman=True)}
    for ruling in rulings(seen, **only).values():
        way = found.get(ruling.proposal.remains_id)
        if way is None or ruling.decided_on is None:
            continue
        if ruling.proposal.purpose == Proposal.Purpose.IDENTIFICATION:
            way.names.extend(_decided(ruling))
            if ruling.stands:
                way.identification = ruling
                way.serviceman = ruling.proposal.person_id in soldiers


def _decided(ruling: Ruling) -> Iterator[Named]:
    """The stretches of one identification: decided, but presumptive while it is suspended, until it is revoked."""
    assert ruling.decided_on is not None
    acts = tuple(ruling.acts)
    start, person = ruling.decided_on, ruling.proposal.person_id
    for suspension, resumption in ruling.suspensions:
        yield Named(Naming.IDENTIFIED, person, start, suspension.happened_on, acts)
        lifted = resumption.happened_until if resumption else ruling.revoked_on
        yield Named(Naming.PRESUMPTIVE, person, suspension.happened_on, lifted, (*acts, suspension.pk))
        if resumption is None:
            return
        start = resumption.happened_until
    yield Named(Naming.IDENTIFIED, person, start, ruling.revoked_on, acts)


def _bury(found: dict[str, Way], seen: Standpoint, only: Mapping[str, str]) -> None:
    places = resting_places(seen, **only)
    _first(found, in_force(Release, seen).filter(**only).order_by("-happened_on", "-pk"), "released")
    for reburial in in_force(Reburial, seen).filter(**only).order_by("happened_on", "pk"):
        way = found.get(reburial.remains_id)
        if way is not None:
            way.named_as = reburial.named_as
            if places.get(reburial.remains_id) == reburial.plot_id:
                way.reburied, way.plot = reburial, reburial.plot_id
    for plate in in_force(PlateChange, seen).filter(**only).order_by("happened_on", "pk"):
        if plate.remains_id in found:
            found[plate.remains_id].named_as = plate.named_as
