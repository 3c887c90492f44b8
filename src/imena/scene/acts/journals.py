"""Acts about burial journals: taking one over from a file, and recording where someone lay before."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imena.core import clock
from imena.core.errors import ImenaError, Place
from imena.core.when import When, parse_when
from imena.custody import files
from imena.custody.acts import file_content
from imena.custody.models import FileKind, Number
from imena.custody.numbering import new, next_numbers
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
    """What the columns said when a file with this header was last taken over; a proposal where none was.

    Labels that nobody knows are kept without their words, so the file of then is asked for them.
    """
    for earlier in in_force(JournalImport, standpoint()).order_by("-pk"):
        if earlier.header == kept_header(header) and _header_of(earlier) == header:
            places = {_kept_label(label, place): label for place, label in enumerate(header, start=1)}
            return {field: places[kept] for field, kept in earlier.columns.items()}
    return format.propose(header)


UNKNOWN = "—"
"""What is kept of a label that nobody knows: it may be somebody's name."""


def kept_header(header: Sequence[str]) -> list[str]:
    return [label if format.is_known(label) else UNKNOWN for label in header]


def _kept_label(label: str, place: int) -> str:
    """A column as it is kept: by its label where that is a known one, else by its place in the table."""
    return label if format.is_known(label) else f"{UNKNOWN} {place}"


def _header_of(earlier: JournalImport) -> tuple[str, ...]:
    """The header of a file that was taken over; nothing where it cannot be read any more."""
    with suppress(ImenaError):
        if (content := files.read(earlier.sha256, earlier.site_id)) is not None:
            return format.table_of(content, earlier.file).header
    return ()


def prepare(site: BurialSite, content: bytes, file: str, columns: Mapping[str, str] | None = None) -> Prepared:
    """Read a journal without recording anything. Raises `InputError` where it is no table, or a column is unknown."""
    table = format.table_of(content, file)
    chosen = remembered(table.header) if columns is None else dict(columns)
    read = format.read_journal(table, chosen)
    lines, before = _without_known(site, file, table, chosen, read)
    earlier = in_force(JournalImport, standpoint()).filter(site=site, sha256=table.sha256).first()
    return Prepared(table, chosen, lines, (*read.problems, *before), earlier)


def _without_known(
    site: BurialSite, file: str, table: Table, columns: Mapping[str, str], read: Journal
) -> tuple[tuple[JournalLine, ...], list[Problem]]:
    """The rows that were not taken over before, and a problem for each that was, or that is like one that was.

    A row is known only where a file of the same name said all the same: two notebooks of one site both begin with row
    1, and whom it is about neither may know.
    """
    before = _taken_over(site)
    known: dict[tuple[Any, ...], set[str]] = {}
    for entry in before:
        if entry.taken_over_in and entry.taken_over_in.file == file[:200]:
            known.setdefault(_as_kept(entry), set()).add(entry.row_id)
    like = {(entry.place, entry.mark) for entry in before}
    kept, problems, met = [], [], set[str]()
    for line in read.lines:
        same = min(known.get(tuple(_said(line).values()), set()) - met, default=None)
        if same is None:
            kept.append(line)
        else:
            met.add(same)
        if same is not None or (line.place, line.mark) in like:
            place = Place(table.file, line.row, columns.get("mark"), line.mark)
            problems.append(Problem(place, format.LIKE_EARLIER if same is None else format.TAKEN_OVER))
    return tuple(kept), problems


def _taken_over(site: BurialSite) -> list[JournalEntry]:
    """What was ever read in the rows of a site that are in force: a row that was corrected was written otherwise."""
    rows = in_force(JournalEntry, standpoint()).filter(site=site).values("row")
    found = list(JournalEntry._default_manager.filter(row__in=rows).select_related("taken_over_in"))
    load_keys(entry.row_id for entry in found)
    return found


def _said(line: JournalLine) -> dict[str, Any]:
    """The fields of an entry that a row fills."""
    return {
        "place": line.place,
        "mark": line.mark,
        "expected": line.sex,
        "count": line.count,
        "serviceman": line.serviceman,
        "written_name": line.name,
        "sex_as_written": line.sex_as_written,
        "age_as_written": line.age,
        "buried_as_written": line.buried,
        "lay_before": line.lay_before,
        "note": line.note,
    }


def _as_kept(entry: JournalEntry) -> tuple[Any, ...]:
    """What an entry says, to be compared with a row; sealed fields that were left empty as empty text."""
    sealed = JournalEntry.sealed_fields()
    said = {field: getattr(entry, field) for field in _said(JournalLine(0, ""))}
    return tuple((value or "") if field in sealed else value for field, value in said.items())


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
    over before. Doubts are kept with the import, without what was written. This queues for the next number before it
    writes, as acts do that make one, so that none waits for another that waits for it.
    """
    check_allowed(JournalImport, by)
    prepared = prepare(site, content, file, columns)
    _refuse(prepared)
    with transaction.atomic(savepoint=False):
        next_numbers(0)
        source = origin.source or f"{file}, SHA-256 {prepared.table.sha256[:16]}"
        done = record(
            JournalImport,
            by=by,
            happened=When.day(clock.today()),
            site=site,
            file=file[:200],
            sha256=hashlib.sha256(content).hexdigest(),
            header=kept_header(prepared.table.header),
            columns={field: _kept(prepared, label) for field, label in prepared.columns.items()},
            rows=len(prepared.lines),
            doubts=[_doubt(prepared, problem) for problem in prepared.problems],
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


def _kept(prepared: Prepared, label: str) -> str:
    return _kept_label(label, prepared.table.header.index(label) + 1)


def _doubt(prepared: Prepared, problem: Problem) -> dict[str, object]:
    """A doubt as it is kept: where and what. What was written stands in the rows, sealed; a number may be told."""
    place = problem.place
    label = str(place.field or "")
    column = _kept(prepared, label) if label else None
    doubt: dict[str, object] = {"row": place.row, "field": column, "code": problem.code}
    number = format.digits_of(place.value or "") if label == prepared.columns.get("mark") else ""
    return doubt | ({"value": number} if number else {})


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
        **_said(line),
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
