"""Discrepancies of a site: what was written in the journal, what stood on the ground and what was found, held together.

They are derived, never kept: only that someone settled one is an act (`DiscrepancySettlement`). A settlement holds as
long as the discrepancy rests on the same acts, and what it was settled to is there; when one of them is corrected or
voided, or another joins them, it is open again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import gettext as _

from imena.formats.journals import mark_key
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.names.likeness import may_be_one_name
from imena.scene.differences import Difference, key_of
from imena.scene.models import (
    CrossRecord,
    Discrepancy,
    DiscrepancySettlement,
    EarlierBurial,
    Exhumation,
    FoundAs,
    GraveLocation,
    GraveOpening,
    JournalEntry,
)
from imena.scene.observations import bodies_of, contradicting, ended, standing

SEXES = {FoundAs.WOMAN: "F", FoundAs.MAN: "M", FoundAs.SERVICEMAN: "M"}
SERVICE = {FoundAs.WOMAN: "civilian", FoundAs.MAN: "civilian", FoundAs.CHILD: "civilian", FoundAs.SERVICEMAN: "service"}
"""What remains looked like when they were lifted."""


@dataclass
class Ground:
    """Everything a site's discrepancies rest on, as seen from a standpoint."""

    seen: Standpoint
    site: str
    locations: dict[str, GraveLocation]
    crosses: dict[str, CrossRecord]
    rows: dict[str, JournalEntry]
    openings: dict[str, list[GraveOpening]]
    exhumations: dict[str, list[Exhumation]]
    moved: list[EarlierBurial]
    settlements: list[DiscrepancySettlement]
    linked: dict[str, list[str]] = field(default_factory=dict)
    """Rows that settlements say belong to a grave."""

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The objects of the site that a discrepancy may be settled to."""
        return frozenset([*self.locations, *self.crosses, *self.rows])

    @cached_property
    def by_mark(self) -> dict[str, list[CrossRecord]]:
        found: dict[str, list[CrossRecord]] = {}
        for cross in self.crosses.values():
            found.setdefault(mark_key(cross.inscription), []).append(cross)
        return found

    def rows_of(self, grave: str) -> list[JournalEntry]:
        numbers = dict.fromkeys([*self.locations[grave].journal_rows, *self.linked.get(grave, ())])
        return [self.rows[number] for number in numbers if number in self.rows]

    def crosses_of(self, grave: str) -> list[CrossRecord]:
        return [self.crosses[number] for number in self.locations[grave].crosses if number in self.crosses]

    def opening_of(self, grave: str) -> GraveOpening | None:
        about = [act for act in self.settlements if grave in act.about]
        return standing(self.openings.get(grave, []), about)

    def counted(self, grave: str) -> int | None:
        """How many bodies an opening counted in the end: the one that a settlement lets stand, else the fewest."""
        final = ended(self.openings.get(grave, []))
        named = {act.stands_id for act in self.settlements if grave in act.about}
        settled = [act for act in final if act.pk in named and act == self.opening_of(grave)]
        return min((act.bodies for act in settled or final), default=None)


def ground(seen: Standpoint, site: str) -> Ground:
    """Read everything of a site at once."""
    locations = {act.grave_id: act for act in in_force(GraveLocation, seen).filter(site=site).order_by("pk")}
    openings: dict[str, list[GraveOpening]] = {}
    for opening in in_force(GraveOpening, seen).order_by("happened_on", "pk"):
        openings.setdefault(opening.grave_id, []).append(opening)
    exhumations: dict[str, list[Exhumation]] = {}
    for exhumation in in_force(Exhumation, seen).order_by("pk"):
        exhumations.setdefault(exhumation.grave_id, []).append(exhumation)
    return Ground(
        seen,
        site,
        locations,
        {act.cross_id: act for act in in_force(CrossRecord, seen).filter(site=site).order_by("pk")},
        {act.row_id: act for act in in_force(JournalEntry, seen).filter(site=site).order_by("pk")},
        openings,
        exhumations,
        list(in_force(EarlierBurial, seen).order_by("pk")),
        list(in_force(DiscrepancySettlement, seen).filter(site=site).order_by("happened_on", "pk")),
    )


def differences(seen: Standpoint, site: str) -> list[Difference]:
    """Every discrepancy of a site, open and settled: by type, then by grave or row.

    First what links and observations rest on; the settlements of these that hold say which row belongs to which grave.
    """
    there = ground(seen, site)
    load_keys([*there.rows, *(act.about_id for act in there.moved)])
    first = [_settled(there, each) for each in (*_rows_without_grave(there), *_no_rows(there), *_observers(there))]
    _link(there, first)
    linked = {row for rows in there.linked.values() for row in rows}
    kept = [each for each in first if not _answered(each, linked, there)]
    rest = [_settled(there, each) for check in CHECKS for each in check(there)]
    order = list(Discrepancy)
    return sorted([*kept, *rest], key=lambda each: (order.index(each.kind), each.acts, each.about))


def find(seen: Standpoint, site: str, kind: Discrepancy, about: Iterable[str]) -> Difference | None:
    """The discrepancy of a type about these objects, if there is one."""
    key = key_of(kind, about)
    return next((each for each in differences(seen, site) if each.key == key), None)


def by_grave(found: Iterable[Difference]) -> dict[str, list[Difference]]:
    graves: dict[str, list[Difference]] = {}
    for each in found:
        if each.grave:
            graves.setdefault(each.grave, []).append(each)
    return graves


def _settled(there: Ground, found: Difference) -> Difference:
    """The discrepancy with the settlement that holds, if any does."""
    key, digest = found.key, found.digest
    holding = [
        act
        for act in there.settlements
        if act.rested_on == digest
        and key_of(act.discrepancy, act.about) == key
        and there.numbers.issuperset(act.settled_to)
    ]
    return replace(found, settlement=holding[-1] if holding else None, at_site=there.numbers)


def _link(there: Ground, found: Iterable[Difference]) -> None:
    """What the settlements that hold say of rows and graves."""
    for each in found:
        if each.settlement is None:
            continue
        named = [*each.about, *each.settlement.settled_to]
        graves = [number for number in named if number in there.locations]
        rows = [number for number in named if number in there.rows]
        for grave in graves:
            there.linked.setdefault(grave, []).extend(rows)


def _answered(found: Difference, linked: set[str], there: Ground) -> bool:
    """Whether the settlement of another discrepancy has answered this one: its row has a grave, its grave a row."""
    if not found.open:
        return False
    if found.kind is Discrepancy.ROW_WITHOUT_GRAVE:
        return found.about[0] in linked
    return found.kind is Discrepancy.NO_JOURNAL_ROW and bool(there.linked.get(found.about[0]))


def _rows_without_grave(there: Ground) -> Iterator[Difference]:
    placed = {number for location in there.locations.values() for number in location.journal_rows}
    for number, row in there.rows.items():
        if number not in placed:
            said = row.mark or row.written_name or row.place
            yield Difference(
                Discrepancy.ROW_WITHOUT_GRAVE, (number,), (row.pk,),
                _("a grave for the row “%(row)s” (%(place)s)") % {"row": said, "place": row.place},
                _("no grave that was located is this one"),
            )  # fmt: skip


def _no_rows(there: Ground) -> Iterator[Difference]:
    for grave, location in there.locations.items():
        if not any(number in there.rows for number in location.journal_rows):
            yield Difference(
                Discrepancy.NO_JOURNAL_ROW, (grave,), (location.pk,),
                _("a row of the journal for grave %(grave)s") % {"grave": location.name},
                _("no row speaks of it"), grave,
            )  # fmt: skip


def _observers(there: Ground) -> Iterator[Difference]:
    """Two openings that say different things, or more lifted than was counted."""
    for grave, location in there.locations.items():
        openings, lifted = ended(there.openings.get(grave, [])), there.exhumations.get(grave, [])
        bodies = bodies_of(lifted)
        if not contradicting(openings, bodies):
            continue
        acts = [act.pk for act in openings]
        if bodies > max(act.bodies for act in openings):
            acts += [act.pk for act in lifted]
        said = [f"{act.get_outcome_display()}, {act.bodies}" for act in openings]
        yield Difference(
            Discrepancy.OBSERVERS_DIFFER, (grave,), tuple(sorted(acts)),
            _("one account of what lay in grave %(grave)s") % {"grave": location.name},
            _("recorded: %(accounts)s; bodies lifted: %(bodies)s") % {"accounts": "; ".join(said), "bodies": bodies},
            grave,
        )  # fmt: skip


def _crosses_missing(there: Ground) -> Iterator[Difference]:
    """A grave without any cross, and a row of a grave whose number stands on none."""
    for grave, location in there.locations.items():
        if not there.crosses_of(grave):
            yield Difference(
                Discrepancy.MISSING_CROSS, (grave,), (location.pk,),
                _("a cross on grave %(grave)s") % {"grave": location.name}, _("none was recorded"), grave,
            )  # fmt: skip
        for row in there.rows_of(grave):
            if row.mark and mark_key(row.mark) not in there.by_mark:
                yield Difference(
                    Discrepancy.MISSING_CROSS, (row.row_id,), (row.pk,),
                    _("a cross with “%(mark)s”, as the journal has it (%(place)s)")
                    % {"mark": row.mark, "place": row.place},
                    _("no cross of the site bears it"), grave,
                )  # fmt: skip


def _numbered_twice(there: Ground) -> Iterator[Difference]:
    """One number on several crosses or in several rows, and several numbers on one grave."""
    for same in there.by_mark.values():
        if len(same) > 1:
            yield _twice(there, [act.cross_id for act in same], same, same[0].inscription, _("on one cross"),
                         _("on %(count)s crosses") % {"count": len(same)})  # fmt: skip
    rows: dict[str, list[JournalEntry]] = {}
    for row in there.rows.values():
        if row.mark:
            rows.setdefault(mark_key(row.mark), []).append(row)
    for repeated in rows.values():
        if len(repeated) > 1:
            places = "; ".join(row.place for row in repeated)
            yield _twice(there, [row.row_id for row in repeated], repeated, repeated[0].mark, _("in one row"),
                         _("in %(count)s rows: %(places)s") % {"count": len(repeated), "places": places})  # fmt: skip
    for grave, location in there.locations.items():
        marks = {mark_key(act.inscription): act.inscription for act in there.crosses_of(grave)}
        if len(marks) > 1:
            yield Difference(
                Discrepancy.DUPLICATE_NUMBER, (grave,), (location.pk,),
                _("one number on grave %(grave)s") % {"grave": location.name},
                _("its crosses bear %(marks)s") % {"marks": ", ".join(marks.values())}, grave,
            )  # fmt: skip


def _twice(
    there: Ground, about: Sequence[str], acts: Sequence[CrossRecord | JournalEntry], number: str, once: str, twice: str
) -> Difference:
    own = set(about)
    graves = [
        grave for grave, act in there.locations.items()
        if not own.isdisjoint(act.crosses) or not own.isdisjoint(act.journal_rows)
    ]  # fmt: skip
    return Difference(
        Discrepancy.DUPLICATE_NUMBER, tuple(sorted(about)), tuple(sorted(act.pk for act in acts)),
        _("the number “%(number)s” %(once)s") % {"number": number, "once": once},
        twice, graves[0] if graves else "",
    )  # fmt: skip


def _claimed_twice(there: Ground) -> Iterator[Difference]:
    """A row of which several graves are said to be the one, and a cross that is said to stand on several."""
    crosses: dict[str, list[str]] = {}
    rows: dict[str, list[str]] = {}
    for grave in there.locations:
        for cross in there.crosses_of(grave):
            crosses.setdefault(cross.cross_id, []).append(grave)
        for row in there.rows_of(grave):
            rows.setdefault(row.row_id, []).append(grave)
    for number, graves in crosses.items():
        if len(graves) > 1:
            said = there.crosses[number].inscription
            yield _claimed(there, number, there.crosses[number], graves,
                           _("one grave under the cross “%(cross)s”") % {"cross": said})  # fmt: skip
    for number, graves in rows.items():
        if len(graves) > 1:
            written = there.rows[number]
            said = written.mark or written.written_name or written.place
            yield _claimed(there, number, written, graves,
                           _("one grave for the row “%(row)s” (%(place)s)") % {"row": said, "place": written.place},
                           )  # fmt: skip


def _claimed(
    there: Ground, number: str, own: CrossRecord | JournalEntry, graves: Sequence[str], expected: str
) -> Difference:
    locations = [there.locations[grave] for grave in graves]
    return Difference(
        Discrepancy.DUPLICATE_NUMBER, (number,), tuple(sorted([own.pk, *(act.pk for act in locations)])), expected,
        _("claimed by the graves %(graves)s") % {"graves": ", ".join(act.name for act in locations)}, graves[0],
    )  # fmt: skip


def _counts(there: Ground) -> Iterator[Difference]:
    """Graves found empty, with more bodies or fewer than was written or marked, or with fewer lifted than counted."""
    for grave, location in there.locations.items():
        opening = there.opening_of(grave)
        if opening is None or opening.outcome == GraveOpening.Outcome.OPENED:
            continue
        rows = there.rows_of(grave)
        wanted = _written(rows, location)
        said = _("%(count)s written") % {"count": wanted} if rows else _("a body under the cross")
        kind, short = _difference_of(opening.bodies, wanted), _fewer_lifted(there, grave)
        acts = [opening.pk, location.pk, *(row.pk for row in rows)]
        if kind is not None and not (kind is Discrepancy.FEWER and short):
            found = _("%(count)s found") % {"count": opening.bodies}
            yield _count(kind, location, acts, said, _("nobody was found") if kind is Discrepancy.EMPTY else found)
        if short:
            acts = acts if kind is Discrepancy.FEWER else [opening.pk, location.pk]
            lifted = [act.pk for act in there.exhumations.get(grave, ())]
            said = said if kind is Discrepancy.FEWER else _("as many lifted as were counted")
            yield _count(Discrepancy.FEWER, location, [*acts, *lifted], said, short)


def _count(kind: Discrepancy, location: GraveLocation, acts: Sequence[int], expected: str, found: str) -> Difference:
    grave = location.grave_id
    said = _("grave %(grave)s") % {"grave": location.name} + ": " + expected
    return Difference(kind, (grave,), tuple(sorted(acts)), said, found, grave)


def _fewer_lifted(there: Ground, grave: str) -> str:
    """How many were counted and lifted, where these are fewer; nothing where a lot was lifted: it holds any number."""
    lifted, counted = there.exhumations.get(grave, []), there.counted(grave)
    bodies = bodies_of(lifted)
    if counted is None or bodies >= counted or any(act.form == Exhumation.Form.LOT for act in lifted):
        return ""
    return _("%(count)s counted, %(bodies)s lifted") % {"count": counted, "bodies": bodies}


def _written(rows: Sequence[JournalEntry], location: GraveLocation) -> int | None:
    """How many bodies the journal writes, or a single cross marks; None where that cannot be told."""
    if rows:
        unknown = location.mass and any(row.count is None for row in rows)
        return None if unknown else sum(row.count or 1 for row in rows)
    return 1 if location.crosses and not location.mass else None


def _difference_of(found: int, wanted: int | None) -> Discrepancy | None:
    if found == 0:
        return Discrepancy.EMPTY
    if wanted is None or found == wanted:
        return None
    return Discrepancy.MORE if found > wanted else Discrepancy.FEWER


def _looks(there: Ground) -> Iterator[Difference]:
    """Sex, and whether serviceman or civilian: where rows and bodies cannot be paired, however one tries."""
    for grave in there.locations:
        rows = there.rows_of(grave)
        bodies = [act for act in there.exhumations.get(grave, ()) if act.form == Exhumation.Form.BODY]
        if not rows or not bodies:
            continue
        each = [row for row in rows for _one in range(row.count or 1)]
        sexes = [SEXES.get(FoundAs(row.expected)) if row.expected else None for row in each]
        if _cannot_pair(sexes, [SEXES.get(FoundAs(act.found_as)) for act in bodies]):
            yield _look(Discrepancy.SEX_DIFFERS, grave, rows, bodies)
        service = [_service_of(row) for row in each]
        if _cannot_pair(service, [SERVICE.get(FoundAs(act.found_as)) for act in bodies]):
            yield _look(Discrepancy.SERVICEMAN_DIFFERS, grave, rows, bodies)


def _service_of(row: JournalEntry) -> str | None:
    """Whether the journal says serviceman or civilian; a man of whom it says neither may be either."""
    if row.serviceman is not None:
        return "service" if row.serviceman else "civilian"
    return "service" if row.expected == FoundAs.SERVICEMAN else None


def _cannot_pair(written: Sequence[str | None], found: Sequence[str | None]) -> bool:
    """Whether fewer can be paired than there are of the fewer; what is not known goes with either."""
    wanted, there = Counter(each for each in written if each), Counter(each for each in found if each)
    paired = sum(min(count, there[each]) for each, count in wanted.items())
    rest_wanted, rest_found = wanted.total() - paired, there.total() - paired
    open_rows, open_bodies = len(written) - wanted.total(), len(found) - there.total()
    with_open_bodies = min(rest_wanted, open_bodies)
    with_open_rows = min(open_rows, rest_found + open_bodies - with_open_bodies)
    return paired + with_open_bodies + with_open_rows < min(len(written), len(found))


def _look(kind: Discrepancy, grave: str, rows: Sequence[JournalEntry], bodies: Sequence[Exhumation]) -> Difference:
    written = ", ".join(f"{_look_written(row)} ({row.place})" for row in rows)
    looked = ", ".join(str(FoundAs(act.found_as).label) for act in bodies)
    acts = sorted([*(row.pk for row in rows), *(act.pk for act in bodies)])
    return Difference(
        kind, (grave,), tuple(acts), _("written: %(written)s") % {"written": written},
        _("found: %(found)s") % {"found": looked}, grave,
    )  # fmt: skip


def _look_written(row: JournalEntry) -> str:
    said = str(FoundAs(row.expected).label) if row.expected else _("nothing of the sex")
    said = f"{said}, {_('civilian')}" if row.serviceman is False else said
    return f"{said} × {row.count}" if (row.count or 1) > 1 else said


def _names(there: Ground) -> Iterator[Difference]:
    """The name in the journal against the cross's inscription, and against documents found in the grave."""
    for grave in there.locations:
        rows = [row for row in there.rows_of(grave) if row.written_name]
        if not rows:
            continue
        written = [row.written_name for row in rows]
        for cross in there.crosses_of(grave):
            if (name := _name_on(cross.inscription)) and not any(may_be_one_name(name, each) for each in written):
                yield _named_else((grave, cross.cross_id), rows, cross, _("on the cross: “%(name)s”") % {"name": name})
        opening = there.opening_of(grave)
        name = opening.named_in_documents if opening is not None and opening.sealed_content is not None else ""
        if opening is not None and name and not any(may_be_one_name(name, each) for each in written):
            yield _named_else((grave,), rows, opening, _("in documents found: “%(name)s”") % {"name": name})


def _named_else(
    about: tuple[str, ...], rows: Sequence[JournalEntry], other: CrossRecord | GraveOpening, found: str
) -> Difference:
    written = ", ".join(f"“{row.written_name}” ({row.place})" for row in rows)
    acts = tuple(sorted([other.pk, *(row.pk for row in rows)]))
    expected = _("written: %(written)s") % {"written": written}
    return Difference(Discrepancy.NAME_DIFFERS, tuple(sorted(about)), acts, expected, found, about[0])


def _name_on(inscription: str) -> str:
    """The name on a cross, without its number; empty where it names nobody."""
    words = [word for word in inscription.split() if not any(letter.isdigit() for letter in word)]
    plain = {word.strip("№.,:").casefold() for word in words}
    told = [word for word in words if word.strip("№.,:").casefold() not in NUMBERING]
    named = any(word[:1].isupper() and len(word.strip(".,")) > 2 for word in told)
    return " ".join(told) if named and plain.isdisjoint(NOBODY) else ""


NUMBERING = ("", "хрест", "могила", "n", "no", "cross", "grave")
NOBODY = ("зсу", "осіб", "особи", "людей", "тіл", "морг", "невідомий", "невідома", "невідоме", "невідомі", "unknown")
"""Words of inscriptions that name nobody."""


def _bodies_without_record(there: Ground) -> Iterator[Difference]:
    """Bodies lifted from a grave of which no record says that it was opened, or, in force, where it lies."""
    for grave, lifted in there.exhumations.items():
        located, opened = grave in there.locations, bool(there.openings.get(grave))
        if (located and opened) or (not located and not _once_here(there, grave)):
            continue
        found = (
            _("no record says where grave %(grave)s lies") if not located else _("no record of opening grave %(grave)s")
        )
        name = there.locations[grave].name if located else grave
        yield Difference(
            Discrepancy.BODY_WITHOUT_RECORD, tuple(sorted(act.remains_id for act in lifted)),
            tuple(sorted(act.pk for act in lifted)),
            _("a record of the grave from which the remains were lifted"), found % {"grave": name},
            grave if located else "",
        )  # fmt: skip


def _once_here(there: Ground, grave: str) -> bool:
    """Whether a grave without a location in force was once located at this site, or nowhere at all."""
    sites = set(GraveLocation._default_manager.filter(grave=grave).values_list("site", flat=True))
    in_force_elsewhere = in_force(GraveLocation, there.seen).filter(grave=grave).exists()
    return not in_force_elsewhere and (not sites or there.site in sites)


def _moved(there: Ground) -> Iterator[Difference]:
    """The journal or a witness says that someone lay elsewhere before."""
    grave_of = {row.row_id: grave for grave in there.locations for row in there.rows_of(grave)}
    lifted = {act.remains_id: grave for grave, acts in there.exhumations.items() for act in acts}
    told: dict[str, list[EarlierBurial]] = {}
    for act in there.moved:
        told.setdefault(act.about_id, []).append(act)
    rows = {number: row for number, row in there.rows.items() if row.lay_before or number in told}
    bodies = [number for number in told if lifted.get(number) in there.locations]
    for number in [*rows, *bodies]:
        row = rows.get(number)
        places = [act.place or _("the key was destroyed") for act in told.get(number, ())]
        places = [row.lay_before, *places] if row is not None and row.lay_before else places
        acts = [*([row.pk] if row is not None else []), *(act.pk for act in told.get(number, ()))]
        yield Difference(
            Discrepancy.MOVED_EARLIER, (number,), tuple(sorted(acts)),
            _("one place of burial"),
            _("lay before: %(places)s") % {"places": "; ".join(places)},
            grave_of.get(number) or lifted.get(number, ""),
        )  # fmt: skip


CHECKS = (_crosses_missing, _numbered_twice, _claimed_twice, _counts, _looks, _names, _bodies_without_record, _moved)
"""What is derived once it is known which row belongs to which grave."""
