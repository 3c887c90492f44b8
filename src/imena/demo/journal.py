"""The journal of the fictional cemetery service, as someone typed it into a workbook, with errors that are known.

What it says of whom is drawn with the story's own chance; columns, spellings and further errors with a chance apart.
Each error is listed as a seed: its type, and where it will show.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from openpyxl import Workbook

from imena.demo import names
from imena.demo.story import SOLDIERS, Body, GraveStory, Story
from imena.scene.models import Discrepancy, FoundAs

FILE = "journal.xlsx"
SOURCE = "Журнал ритуальної служби (вигаданий)"
HEADER = ("Аркуш", "Рядок", "№ хреста", "ПІБ", "Стать", "Вік", "Дата поховання", "Військовий", "Кількість",
          "Де поховано раніше", "Примітки")  # fmt: skip
LINES = 25
SEX = {FoundAs.WOMAN: ("жін.", "жінка", "ж"), FoundAs.MAN: ("чол.", "чоловік", "ч"), FoundAs.CHILD: ("дитина",),
       FoundAs.SERVICEMAN: ("чол.",), FoundAs.UNDETERMINED: ("не встановлено",)}  # fmt: skip
OTHER = {FoundAs.WOMAN: FoundAs.MAN, FoundAs.MAN: FoundAs.WOMAN}
EARLIER = ("город біля будинку, вул. Садова", "двір багатоповерхівки, вул. Соборна", "сквер біля школи",
           "город, вул. Млинова")  # fmt: skip


@dataclass
class WrittenRow:
    """One row: which grave it means, None for one that is nowhere, and what stands in its cells."""

    grave: int | None
    mark: str
    look: FoundAs | None = None
    name: str = ""
    sex: str = ""
    age: str = ""
    buried: str = ""
    serviceman: str = ""
    count: str = ""
    lay_before: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Seed:
    """An error that is in the journal on purpose, or that the story made: its type, and the graves and rows it names.

    `rows` counts from 0, in the order of the file.
    """

    kind: Discrepancy
    graves: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass
class WrittenJournal:
    """The journal: its rows, the errors in it, the cells that are doubtful, and names in documents by grave."""

    rows: list[WrittenRow] = field(default_factory=list)
    seeds: list[Seed] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)
    documents: dict[int, str] = field(default_factory=dict)

    def rows_of(self, grave: int) -> list[int]:
        return [place for place, row in enumerate(self.rows) if row.grave == grave]


def write_journal(story: Story, chance: Random, own: Random) -> WrittenJournal:
    """What the service wrote. `chance` is the story's, drawn from as the story goes; `own` belongs to the journal."""
    journal = WrittenJournal()
    lying: dict[int, list[Body]] = {}
    places = {id(grave): number for number, grave in enumerate(story.graves)}
    for body in story.bodies:
        if body.grave is not None:
            lying.setdefault(places[id(body.grave)], []).append(body)
    for number, grave in enumerate(story.graves):
        for cross in grave.crosses:
            if chance.random() < 0.91:
                journal.rows.append(_row(number, cross, grave, lying.get(number, []), chance))
    _fill(journal, own)
    _sow(journal, story, own)
    journal.seeds += _of_the_story(journal, story, lying)
    return journal


def _row(number: int, cross: str, grave: GraveStory, lying: list[Body], chance: Random) -> WrittenRow:
    """Often only a number, sometimes the wrong sex."""
    row = WrittenRow(number, cross[:40])
    if lying and not grave.mass:
        row.look = lying[0].found_as
        if row.look in OTHER and chance.random() < 0.03:
            row.look = OTHER[row.look]
            grave.discrepancies.append(Discrepancy.SEX_DIFFERS)
        if lying[0].plan.presumed and chance.random() < 0.8:
            person = lying[0].person
            row.name = f"{person.surname} {person.given[0]}."
    elif not grave.mass:
        row.name = names.surname(chance) if chance.random() < 0.4 else ""
    else:
        row.count = str(SOLDIERS)
    return row


def _fill(journal: WrittenJournal, own: Random) -> None:
    """The other columns, in the several manners of several hands."""
    for row in journal.rows:
        if row.look is not None:
            row.sex = own.choice(SEX[row.look])
            row.serviceman = "так" if row.look is FoundAs.SERVICEMAN else ""
        if row.name and own.random() < 0.5:
            row.age = str(own.randint(2, 15) if row.look is FoundAs.CHILD else own.randint(22, 91))
        if own.random() < 0.6:
            day = date(2022, 4, 1) + timedelta(days=own.randint(0, 150))
            row.buried = own.choice((day.strftime("%d.%m.%Y"), f"{day.day}.{day.month}.{day:%y}", day.isoformat()))


def _sow(journal: WrittenJournal, story: Story, own: Random) -> None:
    """Errors of the journal itself, each in a row of its own of a grave about which nothing else is amiss."""
    plain = _plain_rows(journal, story)
    own.shuffle(plain)
    for count, kind in ((2, Discrepancy.FEWER), (2, Discrepancy.SERVICEMAN_DIFFERS), (4, Discrepancy.MOVED_EARLIER),
                        (2, Discrepancy.MISSING_CROSS), (2, Discrepancy.DUPLICATE_NUMBER)):  # fmt: skip
        for turn in range(count):
            fit = next(place for place in plain if _may_be_spoiled(journal, place, kind))
            plain.remove(fit)
            _spoil(journal, fit, kind, turn)
    named = [place for place in plain if journal.rows[place].name and journal.rows[place].look in OTHER]
    for place in named[:4]:
        _find_documents(journal, place, differing=place in named[:2])
    for place in named[4:6]:
        journal.rows[place].buried = "після обстрілу"
        journal.doubts.append((place, "unreadable_date"))
    journal.rows[named[6]].sex = "нерозбірливо"
    journal.doubts.append((named[6], "unknown_sex"))
    for mark, name in (("446", names.surname(own)), ("447", ""), ("", names.surname(own))):
        journal.rows.append(WrittenRow(None, mark, name=name))
        journal.seeds.append(Seed(Discrepancy.ROW_WITHOUT_GRAVE, rows=(len(journal.rows) - 1,)))


def _plain_rows(journal: WrittenJournal, story: Story) -> list[int]:
    """Rows, each the only one of a grave with one cross and one body, that say of it what was found."""
    found = []
    for place, row in enumerate(journal.rows):
        grave = story.graves[row.grave] if row.grave is not None else None
        one = grave is not None and grave.bodies == 1 and len(grave.crosses) == 1 and not grave.discrepancies
        if one and row.look in OTHER and not story.graves[row.grave or 0].mass:
            found.append(place)
    return found


def _may_be_spoiled(journal: WrittenJournal, place: int, kind: Discrepancy) -> bool:
    """A number is exchanged where it stands once; only a man is taken for a serviceman."""
    row = journal.rows[place]
    if kind is Discrepancy.SERVICEMAN_DIFFERS:
        return row.look is FoundAs.MAN
    return sum(each.mark == row.mark for each in journal.rows) == 1


def _spoil(journal: WrittenJournal, place: int, kind: Discrepancy, turn: int) -> None:
    row = journal.rows[place]
    assert row.grave is not None
    graves: tuple[int, ...] = (row.grave,)
    rows: tuple[int, ...] = (place,)
    if kind is Discrepancy.FEWER:
        row.count = str(2 + turn)
        rows = ()
    elif kind is Discrepancy.SERVICEMAN_DIFFERS:
        row.serviceman = "так"
        rows = ()
    elif kind is Discrepancy.MOVED_EARLIER:
        row.lay_before, row.note = EARLIER[turn], "перенесено"
        graves = ()
    elif kind is Discrepancy.MISSING_CROSS:
        row.mark += "а"
        graves = ()
    else:
        other = next(at for at in (place + 1, place - 1, place + 2) if _numbered_once(journal, at, place))
        row.mark = journal.rows[other].mark
        graves, rows = (), tuple(sorted((place, other)))
        journal.doubts += [(at, "number_twice") for at in rows]
    journal.seeds.append(Seed(kind, graves, rows))


def _numbered_once(journal: WrittenJournal, other: int, place: int) -> bool:
    """Whether a row there is the only one with its number, and of another grave."""
    if not 0 <= other < len(journal.rows):
        return False
    row = journal.rows[other]
    alone = sum(each.mark == row.mark for each in journal.rows) == 1
    return alone and row.mark.isdigit() and row.grave != journal.rows[place].grave


def _find_documents(journal: WrittenJournal, place: int, *, differing: bool) -> None:
    """Documents found in the grave: of someone else, or of whom the journal names, in another spelling."""
    row = journal.rows[place]
    assert row.grave is not None
    if differing:
        journal.documents[row.grave] = "Вигаданенко Остап"
        journal.seeds.append(Seed(Discrepancy.NAME_DIFFERS, (row.grave,)))
    else:
        from imena.names.transliteration import latin

        journal.documents[row.grave] = latin(row.name.split()[0])


def _of_the_story(journal: WrittenJournal, story: Story, lying: dict[int, list[Body]]) -> Iterator[Seed]:
    """What differs because the graves are not what their crosses say, and what the service did not write."""
    fewer = {seed.graves[0] for seed in journal.seeds if seed.kind is Discrepancy.FEWER}
    for number, grave in enumerate(story.graves):
        rows, about = [journal.rows[at] for at in journal.rows_of(number)], (number,)
        if not rows:
            yield Seed(Discrepancy.NO_JOURNAL_ROW, about)
        if len(grave.crosses) > 1:
            yield Seed(Discrepancy.DUPLICATE_NUMBER, about)
        if not grave.bodies:
            yield Seed(Discrepancy.EMPTY, about)
        elif grave.bodies > 1 and not grave.mass:
            yield Seed(Discrepancy.MORE, about)
        elif len(rows) > 1 and number not in fewer:
            yield Seed(Discrepancy.FEWER, about)
        looks = [body.found_as for body in lying.get(number, [])]
        if looks and rows and not any(_fits(row.look, look) for row in rows for look in looks):
            yield Seed(Discrepancy.SEX_DIFFERS, about)


def _fits(written: FoundAs | None, found: FoundAs) -> bool:
    male = (FoundAs.MAN, FoundAs.SERVICEMAN)
    return written not in (*male, FoundAs.WOMAN) or found not in (*male, FoundAs.WOMAN) or (
        (written in male) == (found in male)
    )  # fmt: skip


def workbook(journal: WrittenJournal) -> bytes:
    """The journal as a workbook, the same bytes each time."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Журнал"
    sheet.append(HEADER)
    for place, row in enumerate(journal.rows):
        sheet.append((place // LINES + 1, place % LINES + 1, row.mark, row.name, row.sex, row.age, row.buried,
                      row.serviceman, row.count, row.lay_before, row.note))  # fmt: skip
    written = io.BytesIO()
    book.save(written)
    return _without_times(written.getvalue())


def _without_times(content: bytes) -> bytes:
    """A workbook that does not say when it was written."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2022-09-14T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, (2022, 9, 14, 0, 0, 0)), part)
    return made.getvalue()
