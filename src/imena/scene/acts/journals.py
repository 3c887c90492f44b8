"""Acts about burial journals: taking one over from a file, and recording where someone lay before."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core import clock
from imena.core.errors import Place
from imena.core.when import When, parse_when
from imena.custody.acts import file_content
from imena.custody.models import FileKind, Number
from imena.custody.numbering import new
from imena.formats import journals as format
from imena.formats.journals import Journal, JournalLine, Problem
from imena.formats.tables import Table, is_workbook
from imena.ledger.acts import HERE_AND_NOW, Actor, Origin, RefusedError, check_allowed, record
from imena.ledger.registry import act
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import in_force, standpoint
from imena.scene.models import BurialSite, EarlierBurial, JournalEntry, JournalImport, JournalRow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A journal read against what was taken over before: what would be recorded, and every problem."""

    table: Table
    columns: Mapping[str, str]
    lines: tuple[JournalLine, ...]
    problems: tuple[Problem, ...]
    earlier: JournalImport | None
    """The import of the very same file, where there was one."""

    @property
    def stopped(self) -> bool:
        return any(problem.stops for problem in self.problems)


def remembered(header: tuple[str, ...]) -> dict[str, str]:
    """What the columns said when a file with this header was last taken over; a proposal where none was."""
    for earlier in in_force(JournalImport, standpoint()).order_by("-pk"):
        if earlier.header == list(header):
            return dict(earlier.columns)
    return format.propose(header)


def prepare(site: BurialSite, content: bytes, file: str, columns: Mapping[str, str] | None = None) -> Prepared:
    """Read a journal without recording anything. Raises `InputError` where it is no table, or a column is unknown."""
    table = format.table_of(content, file)
    chosen = remembered(table.header) if columns is None else dict(columns)
    read = format.read_journal(table, chosen)
    lines, before = _without_known(site, table, chosen, read)
    earlier = in_force(JournalImport, standpoint()).filter(site=site, sha256=table.sha256).first()
    return Prepared(table, chosen, lines, (*read.problems, *before), earlier)


def _without_known(
    site: BurialSite, table: Table, columns: Mapping[str, str], read: Journal
) -> tuple[tuple[JournalLine, ...], list[Problem]]:
    """The rows that were not taken over before, and a problem for each that was."""
    known = in_force(JournalEntry, standpoint()).filter(site=site)
    load_keys(entry.row_id for entry in known)
    before = {(entry.place, entry.mark, entry.written_name or "") for entry in known}
    kept, problems = [], []
    for line in read.lines:
        if (line.place, line.mark, line.name) in before:
            place = Place(table.file, line.row, columns.get("mark"), line.mark)
            problems.append(Problem(place, format.TAKEN_OVER))
        else:
            kept.append(line)
    return tuple(kept), problems


def take_over_journal(
    *,
    by: Actor,
    happened: When,
    site: BurialSite,
    content: bytes,
    file: str,
    columns: Mapping[str, str] | None = None,
    origin: Origin = HERE_AND_NOW,
) -> JournalImport:
    """Take a journal over from a file, whole or not at all: the file itself, and an entry for each row.

    `happened` is when the journal was written. Refused where a row cannot stand, and where this very file was taken
    over before. Doubts are kept with the import.
    """
    check_allowed(JournalImport, by)
    prepared = prepare(site, content, file, columns)
    _refuse(prepared)
    with transaction.atomic(savepoint=False):
        source = origin.source or f"{file}, SHA-256 {prepared.table.sha256[:16]}"
        done = record(
            JournalImport,
            by=by,
            happened=When.day(clock.today()),
            site=site,
            file=file[:200],
            sha256=hashlib.sha256(content).hexdigest(),
            header=list(prepared.table.header),
            columns=dict(prepared.columns),
            rows=len(prepared.lines),
            doubts=[_doubt(problem) for problem in prepared.problems],
        )
        _refuse_second(done)
        file_content(
            by=by,
            happened=done.happened,
            object=Number(pk=site.pk),
            kind_of_file=FileKind.TABLE,
            content=content,
            media_type=XLSX if is_workbook(content) else "text/csv",
            name=file,
        )
        for line in prepared.lines:
            _entry(by, happened, site, done, line, Origin(known_on=origin.known_on or clock.today(), source=source))
    return done


def _refuse(prepared: Prepared) -> None:
    if prepared.earlier is not None:
        raise RefusedError(
            "this file was taken over already, by act {entry}: nothing was imported", entry=prepared.earlier.pk
        )
    for problem in prepared.problems:
        if problem.stops:
            raise RefusedError("{problem}; nothing was imported", problem=problem)
    if not prepared.lines:
        raise RefusedError("every row was taken over before: nothing was imported")


def _refuse_second(done: JournalImport) -> None:
    """Whoever took the same file over at the same moment was first: writers queue, and this one came later."""
    same = in_force(JournalImport, standpoint()).filter(site=done.site, sha256=done.sha256).exclude(pk=done.pk)
    if (first := same.first()) is not None:
        raise RefusedError("this file was taken over already, by act {entry}: nothing was imported", entry=first.pk)


def _doubt(problem: Problem) -> dict[str, object]:
    """A doubt as it is kept, without names: they stand in the rows, sealed."""
    place = problem.place
    return {"row": place.row, "field": place.field, "value": place.value, "code": problem.code}


def _entry(
    by: Actor, happened: When, site: BurialSite, done: JournalImport, line: JournalLine, origin: Origin
) -> JournalEntry:
    return record(
        JournalEntry,
        by=by,
        happened=happened,
        origin=origin,
        row=new(JournalRow, by.operation),
        site=site,
        taken_over_in=done,
        place=line.place,
        mark=line.mark,
        expected=line.sex,
        count=line.count,
        serviceman=line.serviceman,
        written_name=line.name,
        sex_as_written=line.sex_as_written,
        age_as_written=line.age,
        buried_as_written=line.buried,
        lay_before=line.lay_before,
        note=line.note,
    )


@act(EarlierBurial, _("Record where someone lay before"))
def record_earlier_burial(
    *,
    by: Actor,
    happened: When,
    about: Number,
    place: str,
    lay_from: str = "",
    lay_until: str = "",
    told_by: str = "",
    origin: Origin = HERE_AND_NOW,
) -> EarlierBurial:
    """`happened` is when it was told. Since when and until when someone lay there may be uncertain, or unknown."""
    if about.kind not in (JournalRow._meta.label_lower, "scene.remains"):
        raise RefusedError("{number} is neither remains nor a journal row", number=about.pk)
    return record(
        EarlierBurial,
        by=by,
        happened=happened,
        origin=origin,
        about=about,
        place=place,
        lay_from=str(parse_when(lay_from)) if lay_from else "",
        lay_until=str(parse_when(lay_until)) if lay_until else "",
        told_by=told_by,
    )
