"""Burial journals as tables: which column says what, and what each row says of one burial.

A journal was written by hand, by people who buried others under fire. What cannot be read is kept as it was written,
and named; only what cannot stand at all keeps a file from being taken over.
"""

import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from imena.core.errors import InputError, Place
from imena.core.said import Translate, mark, say
from imena.core.when import When, WhenError, parse_when
from imena.formats.tables import MERGED, NO_VALUE, Area, Row, Table, read_table, unclear_areas

LABELS: Mapping[str, tuple[str, ...]] = {
    "mark": ("№ могили", "номер могили", "№ хреста", "номер хреста", "хрест", "могила", "номер", "№", "#", "n", "no",
             "number", "grave", "grave number", "cross", "cross number"),
    "name": ("піб", "п.і.б", "прізвище, ім’я, по батькові", "прізвище та ініціали", "прізвище ім’я", "прізвище",
             "кого поховано", "name", "full name", "surname"),
    "given_name": ("ім’я", "given name", "first name"),
    "patronymic": ("по батькові", "patronymic"),
    "sex": ("стать", "sex", "gender"),
    "buried": ("дата поховання", "коли поховано", "дата", "date of burial", "burial date", "buried", "date"),
    "age": ("вік", "вік, років", "рік народження", "дата народження", "age", "year of birth", "date of birth"),
    "serviceman": ("військовий", "військовослужбовець", "зсу", "в/с", "serviceman", "military", "soldier"),
    "count": ("кількість", "кількість тіл", "кількість осіб", "осіб", "тіл", "count", "bodies", "how many"),
    "page": ("аркуш", "арк", "сторінка", "стор", "page", "sheet"),
    "line": ("рядок", "рядок журналу", "№ рядка", "№ з/п", "№ п/п", "line", "row"),
    "lay_before": ("де поховано раніше", "попереднє місце поховання", "перенесено з", "звідки перенесено",
                   "buried before", "earlier burial", "moved from"),
    "note": ("примітки", "примітка", "зауваження", "коментар", "notes", "note", "remarks", "comment"),
}  # fmt: skip
"""For each field the labels that columns bear, the more telling first."""
_KNOWN = frozenset(label for labels in LABELS.values() for label in labels)
_WOMAN = ("жінка", "жін", "ж", "жіноча", "дівчина", "woman", "female", "f", "w")
_MAN = ("чоловік", "чол", "ч", "чоловіча", "хлопець", "м", "man", "male", "m")
_CHILD = ("дитина", "дит", "хлопчик", "дівчинка", "немовля", "child", "boy", "girl")
_SERVICEMAN = ("військовий", "військовослужбовець", "військ", "в/с", "зсу", "воїн", "serviceman", "soldier")
_UNDETERMINED = ("невідомо", "невідома", "невідомий", "не встановлено", "не визначено", "н/в", "?", "unknown",
                 "undetermined")  # fmt: skip
SEX_WORDS: Mapping[str, str] = {
    word: sex
    for sex, words in (
        ("woman", _WOMAN), ("man", _MAN), ("child", _CHILD), ("serviceman", _SERVICEMAN),
        ("undetermined", _UNDETERMINED),
    )
    for word in words
}  # fmt: skip
_YES = ("так", "т", "+", "yes", "y", "true", "1", "x", "х", *_SERVICEMAN)
_NO = ("ні", "н", "-", "–", "—", "no", "false", "0", "цивільний", "цивільна", "цив", "civilian")
_NOBODY = (
    "невідомий",
    "невідома",
    "невідомо",
    "невідоме",
    "без імені",
    "н/в",
    "не встановлено",
    "unknown",
    "?",
    "-",
    "—",
)
_TOTALS = re.compile(r"(?:разом|всього|усього|підсумок|total)(?: [^\d\W]+)?[ :.=–—-]*(?:\d+(?: [^\d\W]+)?)?")
"""What a row begins with that sums up the rows above it: “Разом: 2”, “Всього поховано 445 осіб”."""
_MONTHS = ("січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру")
MOST = 999
"""More bodies than this in one row is no count."""

NOTHING_SAID = "nothing_said"
IMPOSSIBLE_COUNT = "impossible_count"
TOO_LONG = "too_long"
UNREADABLE_DATE = "unreadable_date"
UNKNOWN_SEX = "unknown_sex"
UNKNOWN_SERVICEMAN = "unknown_serviceman"
NUMBER_TWICE = "number_twice"
TAKEN_OVER = "taken_over"
LIKE_EARLIER = "like_earlier"
TOTALS = "totals"
NO_KNOWN_LABEL = "no_known_label"
MERGED_CELLS = "merged_cells"
FORMULA = "formula"
AREAS = {MERGED: MERGED_CELLS, NO_VALUE: FORMULA}
MESSAGES: Mapping[str, str] = {
    NOTHING_SAID: mark("the row has neither a number nor a name"),
    IMPOSSIBLE_COUNT: mark("expected how many bodies, a whole number from 1 to 999"),
    TOO_LONG: mark("the number is longer than 40 characters"),
    UNREADABLE_DATE: mark("the date cannot be read; it is kept as written"),
    UNKNOWN_SEX: mark("the word says no sex that is known here; it is kept as written"),
    UNKNOWN_SERVICEMAN: mark("expected yes or no; whether this was a serviceman stays open"),
    NUMBER_TWICE: mark("this number stands in several rows"),
    TAKEN_OVER: mark("this very row was taken over before from a file of the same name; it is left out"),
    LIKE_EARLIER: mark(
        "a row with the same place and number was taken over before; it says something else or stood in another file,"
        " and this one is taken over beside it"
    ),
    TOTALS: mark("the row sums up others and is no burial: take it out of the file"),
    NO_KNOWN_LABEL: mark(
        "no label of the header is known, so it may be a burial: give the file a header in which at least one column is"
        " named as usual, such as № or ПІБ"
    ),
    MERGED_CELLS: mark("merged cells: only the first holds the text. Split them, and write in each row what it says"),
    FORMULA: mark("a formula without a value: open the file in a spreadsheet, and save it"),
}
ERRORS = frozenset({
    NOTHING_SAID, IMPOSSIBLE_COUNT, TOO_LONG, TOTALS, NO_KNOWN_LABEL, MERGED_CELLS, FORMULA,
})  # fmt: skip
"""What keeps a file from being taken over. Everything else is a doubt, which is kept with the import."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong or doubtful about a cell: where, and a code among `MESSAGES`."""

    place: Place
    code: str

    @property
    def stops(self) -> bool:
        return self.code in ERRORS

    @property
    def message(self) -> str:
        return MESSAGES[self.code]

    def said_in(self, translate: Translate) -> str:
        return f"{self.place.said_in(translate)}: {say(self.message, {}, translate)}"


@dataclass(frozen=True, slots=True)
class JournalLine:
    """What one row of a journal says. Sex is one of `SEX_WORDS`' values, or empty; None where nothing is said."""

    row: int
    place: str
    mark: str = ""
    name: str = ""
    sex: str = ""
    sex_as_written: str = ""
    serviceman: bool | None = None
    count: int | None = None
    buried: str = ""
    age: str = ""
    lay_before: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal that was read: its rows, and every problem."""

    lines: tuple[JournalLine, ...]
    problems: tuple[Problem, ...]

    @property
    def stopped(self) -> bool:
        return any(problem.stops for problem in self.problems)


def table_of(content: bytes, name: str) -> Table:
    """The table in the bytes of a file: XLSX or text with separators. Its first line is the header, even one with #.

    Raises `InputError`.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "journal")
        path.write_bytes(content)
        return replace(read_table(path, comments=False), unclear=unclear_areas(content, path.name))


def propose(header: Sequence[str]) -> dict[str, str]:
    """For each field the column whose label says it, as far as any does; no column says two things."""
    plain = {plainly(label): label for label in reversed(header) if label}
    found: dict[str, str] = {}
    for field, labels in LABELS.items():
        free = (plain[label] for label in labels if label in plain and plain[label] not in found.values())
        if (label := next(free, None)) is not None:
            found[field] = label
    return found


def is_known(label: str) -> bool:
    """Whether columns are labelled so, whoever wrote the journal; any other label may be somebody's name."""
    return plainly(label) in _KNOWN


def check_columns(table: Table, columns: Mapping[str, str]) -> None:
    """Raises `InputError` where a field or a column is unknown, or nothing would say whom a row is about."""
    for field, label in columns.items():
        if field not in LABELS:
            known = tuple(LABELS)
            raise InputError("there is no such field; there are {fields}", place=Place(table.file, None, field),
                             fields=known)  # fmt: skip
        if label not in table.header:
            raise InputError("there is no such column", place=Place(table.file, table.header_row, label))
    if not {"mark", "name"} & set(columns):
        raise InputError(
            "no column says the number or the name: say which does", place=Place(table.file, table.header_row)
        )


def read_journal(table: Table, columns: Mapping[str, str]) -> Journal:
    """Read every row, as the columns say it. Nothing is left out, and nothing raises but for the columns themselves."""
    check_columns(table, columns)
    reader = _Reader(table, dict(columns))
    reader.header_and_areas()
    lines = tuple(reader.line(row) for row in table.rows)
    reader.numbers_twice(lines)
    return Journal(lines, tuple(sorted(reader.problems, key=lambda problem: int(problem.place.row or 0))))


_LETTER = "[а-ик-щьюяєіїґa-z]"
_NUMBER = re.compile(
    r"(?:хрест|хр|могила|мог|номер|cross|grave)?[\s.]*(?:№|n|no)?[\s.:]*0*(?P<number>\d+)"
    rf"(?:(?P<sub>[/-]\d+)|[/-]?(?P<letter>{_LETTER})(?!\w|’|(?<=-.)\.)|\s(?P<last>{_LETTER})$)?"
    r"(?!\w|’)"
)
"""A number with its suffix: 17/2, 17-А, 17а, or a letter that stands alone behind it. An initial is no suffix."""


@lru_cache(maxsize=8192)
def mark_key(text: str) -> str:
    """A number as numbers are compared: “№ 017”, “мог. 17” and “17 І. Яворенко” are one; without a number, the words.

    “17а”, “17 А” and “17-А” are one other number, and “17/2” is a third.
    """
    words = plainly(text)
    if not (found := _NUMBER.match(words)):
        return words
    return found["number"] + (found["sub"] or found["letter"] or found["last"] or "")


def digits_of(mark: str) -> str:
    """The number alone that a mark bears, whatever else was written beside it; empty where there is none."""
    found = re.search(r"\d{1,9}", mark)
    return found[0] if found else ""


def plainly(text: str) -> str:
    """Lower case, one kind of apostrophe, single spaces, without marks at the ends."""
    same = re.sub(r"['ʼ`‘′]", "’", unicodedata.normalize("NFC", text).casefold())
    return re.sub(r"[\s_]+", " ", same).strip(" .:;,")


def date_of(text: str) -> When | None:
    """The date that someone wrote: 16.09.2022, 16.9.22, 16/09/2022, 16 вересня 2022, вересень 2022, or an ISO date."""
    words = plainly(text).removesuffix(" 00:00:00").removesuffix("р").strip(" .")
    for written in (_numbers(words), _spoken(words), words):
        with suppress(WhenError):
            return parse_when(written)
    return None


def _numbers(words: str) -> str:
    found = re.fullmatch(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{2}|\d{4})", words)
    return f"{found[1]}.{found[2]}.{found[3] if len(found[3]) == 4 else '20' + found[3]}" if found else ""


def _spoken(words: str) -> str:
    found = re.fullmatch(r"(?:(\d{1,2}) )?([а-яіїєґ]{3})[а-яіїєґ]* (\d{4})", words)
    if not found or found[2] not in _MONTHS:
        return ""
    month = f"{found[3]}-{_MONTHS.index(found[2]) + 1:02}"
    return f"{month}-{int(found[1]):02}" if found[1] else month


class _Reader:
    """Reads rows, and collects what is wrong with them."""

    def __init__(self, table: Table, columns: dict[str, str]) -> None:
        self.table, self.columns = table, columns
        self.index = {field: table.header.index(label) for field, label in columns.items()}
        self.problems: list[Problem] = []

    def header_and_areas(self) -> None:
        """What is wrong with the header, and with cells that hold something else than is read from them."""
        table = self.table
        if not any(is_known(label) for label in table.header):
            self.problems.append(Problem(Place(table.file, table.header_row, None, table.header[0]), NO_KNOWN_LABEL))
        for area in table.unclear:
            if area.last_row > table.header_row and (field := self._field_in(area)):
                place = Place(table.file, max(area.first_row, table.header_row + 1), self.columns[field])
                self.problems.append(Problem(place, AREAS[area.code]))

    def _field_in(self, area: Area) -> str | None:
        return next((f for f, at in self.index.items() if area.first_column <= at <= area.last_column), None)

    def line(self, row: Row) -> JournalLine:
        said = {field: row.cells[column] for field, column in self.index.items()}
        number, name = said.get("mark", ""), self._name(said)
        if not number and not name:
            self._wrong(row, NOTHING_SAID)
        if any(_TOTALS.fullmatch(plainly(said.get(field, ""))) for field in ("mark", "name", "page", "line")):
            self._wrong(row, TOTALS)
        if len(number) > 40:
            self._wrong(row, TOO_LONG, "mark")
        sex, serviceman = self._sex(row, said.get("sex", "")), self._serviceman(row, said.get("serviceman", ""))
        if sex == "serviceman" or (serviceman and sex in ("man", "")):
            sex, serviceman = "serviceman", True
        return JournalLine(
            row=row.number,
            place=_place(row, said),
            mark=number,
            name=name,
            sex=sex,
            sex_as_written=said.get("sex", ""),
            serviceman=serviceman,
            count=self._count(row, said.get("count", "")),
            buried=self._date(row, said.get("buried", "")),
            age=said.get("age", "").removesuffix(" 00:00:00"),
            lay_before=said.get("lay_before", ""),
            note=said.get("note", ""),
        )

    def numbers_twice(self, lines: Sequence[JournalLine]) -> None:
        rows: dict[str, list[JournalLine]] = {}
        for line in lines:
            if line.mark:
                rows.setdefault(mark_key(line.mark), []).append(line)
        for line in (line for same in rows.values() if len(same) > 1 for line in same):
            place = Place(self.table.file, line.row, self.columns["mark"], line.mark)
            self.problems.append(Problem(place, NUMBER_TWICE))

    def _name(self, said: Mapping[str, str]) -> str:
        parts = [said.get(field, "") for field in ("name", "given_name", "patronymic")]
        return " ".join(part for part in parts if part and plainly(part) not in _NOBODY)

    def _sex(self, row: Row, text: str) -> str:
        if not (word := plainly(text)) and not text:
            return ""
        found = SEX_WORDS.get(word) or SEX_WORDS.get(text.strip())
        if found is None:
            self._wrong(row, UNKNOWN_SEX, "sex")
        return found or ""

    def _serviceman(self, row: Row, text: str) -> bool | None:
        if not text:
            return None
        word = plainly(text) or text
        if word in _YES or word in _NO:
            return word in _YES
        self._wrong(row, UNKNOWN_SERVICEMAN, "serviceman")
        return None

    def _count(self, row: Row, text: str) -> int | None:
        if not text:
            return None
        if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST:
            return int(text)
        self._wrong(row, IMPOSSIBLE_COUNT, "count")
        return None

    def _date(self, row: Row, text: str) -> str:
        if text and date_of(text) is None:
            self._wrong(row, UNREADABLE_DATE, "buried")
        return text.removesuffix(" 00:00:00")

    def _wrong(self, row: Row, code: str, field: str = "") -> None:
        place = self.table.place(row, self.index[field]) if field else Place(self.table.file, row.number, None, None)
        self.problems.append(Problem(place, code))


def _place(row: Row, said: Mapping[str, str]) -> str:
    """Where in the journal the row stands; in the table, where the table does not say."""
    page, line = said.get("page", "")[:12], said.get("line", "")[:12]
    if page and line:
        return f"арк. {page}, рядок {line}"
    if page:
        return f"арк. {page}"
    return f"рядок {line}" if line else f"рядок {row.number} таблиці"
