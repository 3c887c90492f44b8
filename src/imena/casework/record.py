"""The record of a screening: what was found and what was compared, in one file that is kept from run to run.

What each part of a run finds is written in one transaction, so that a run that is stopped goes on where it was, and
nothing is ever half-written. Pairs stand under what the two were when they were compared, so that a pair whose samples
are as they were still stands in the next run.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from imena.core.coverage import Coverage, Item
from imena.core.errors import InputError, Place
from imena.kinship.engine.instructions import IntArray
from imena.kinship.screening import Hits

FORMAT = 1
_SCHEMA = """
CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, content TEXT NOT NULL, UNIQUE (name, content));
CREATE TABLE setting (id INTEGER PRIMARY KEY, comparison TEXT NOT NULL, parameters TEXT NOT NULL,
    UNIQUE (comparison, parameters));
CREATE TABLE pair (setting INTEGER, one INTEGER, other INTEGER, log10_lr REAL NOT NULL,
    PRIMARY KEY (setting, one, other)) WITHOUT ROWID;
CREATE TABLE best (setting INTEGER, side TEXT, own INTEGER, other INTEGER, log10_lr REAL NOT NULL,
    PRIMARY KEY (setting, side, own, other)) WITHOUT ROWID;
CREATE TABLE done (setting INTEGER, plan TEXT, block INTEGER, part INTEGER);
CREATE TABLE coverage (comparison TEXT PRIMARY KEY, record TEXT NOT NULL);
"""
ROWS, COLUMNS = "rows", "columns"
"""The two sides whose best are kept."""


class Record:
    """The file, open. Raises `InputError` where it is no such record."""

    def __init__(self, path: Path) -> None:
        try:
            self._database = sqlite3.connect(path, isolation_level=None)
            self._database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
            if self._one("PRAGMA user_version") == 0:
                self._database.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version={FORMAT}; COMMIT;")
            if self._one("PRAGMA user_version") != FORMAT:
                raise sqlite3.DatabaseError
        except sqlite3.Error as error:
            message = "this is not the record of a screening, or of another version: {problem}"
            raise InputError(message, place=Place(str(path)), problem=str(error)) from None

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is written, or none of it."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def coverage(self, comparison: str) -> Coverage:
        text = self._one("SELECT record FROM coverage WHERE comparison = ?", comparison)
        return Coverage.from_json(str(text)) if text else Coverage()

    def comparisons(self) -> list[str]:
        """Those with a coverage record."""
        return [name for (name,) in self._database.execute("SELECT comparison FROM coverage ORDER BY comparison")]

    def setting(self, comparison: str, parameters: str) -> "Setting":
        """What was found in a comparison with these parameters."""
        values = (comparison, parameters)
        self._database.execute("INSERT OR IGNORE INTO setting (comparison, parameters) VALUES (?, ?)", values)
        number = self._one("SELECT id FROM setting WHERE comparison = ? AND parameters = ?", *values)
        return Setting(self._database, comparison, int(number or 0))

    def ids(self, items: Sequence[Item]) -> IntArray:
        """The number that each item has here, (items,); those not met before get one."""
        self._database.executemany("INSERT OR IGNORE INTO item (name, content) VALUES (?, ?)", items)
        found = {
            (name, content): id for id, name, content in self._database.execute("SELECT id, name, content FROM item")
        }
        return np.array([found[item] for item in items], dtype=np.int64)

    def _one(self, query: str, *values: object) -> str | int | None:
        row = self._database.execute(query, values).fetchone()
        return row[0] if row else None


class Setting:
    """What was found in one comparison with the same parameters."""

    def __init__(self, database: sqlite3.Connection, comparison: str, number: int) -> None:
        self._database, self._comparison, self._number = database, comparison, number

    def done(self, plan: str) -> set[tuple[int, int]]:
        """The blocks and parts of a plan that were done; those of another plan are forgotten."""
        self._database.execute("DELETE FROM done WHERE setting = ? AND plan <> ?", (self._number, plan))
        rows = self._database.execute("SELECT block, part FROM done WHERE setting = ?", (self._number,))
        return {(block, part) for block, part in rows}

    def keep(self, pairs: Hits, best_of_rows: Hits, best_of_columns: Hits) -> None:
        """Keep pairs and best of items by their numbers here; of a pair found twice the higher."""
        self._database.executemany(
            "INSERT INTO pair VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET log10_lr = max(log10_lr, excluded.log10_lr)",
            self._rows(pairs, ()),
        )
        for side, best in ((ROWS, best_of_rows), (COLUMNS, best_of_columns.turned())):
            self._database.executemany(
                "INSERT INTO best VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET log10_lr = max(log10_lr, excluded.log10_lr)",
                self._rows(best, (side,)),
            )

    def _rows(self, pairs: Hits, between: tuple[str, ...]) -> Iterable[tuple[object, ...]]:
        columns = zip(pairs.remains.tolist(), pairs.families.tolist(), pairs.log10_lr.tolist(), strict=True)
        return ((self._number, *between, *row) for row in columns)

    def mark_done(self, plan: str, block: int, part: int) -> None:
        self._database.execute("INSERT INTO done VALUES (?, ?, ?, ?)", (self._number, plan, block, part))

    def owners_of_gone(self, side: str, present: IntArray) -> set[int]:
        """Those among whose best stands someone who is no longer there as he was."""
        self._present(present)
        rows = self._database.execute(
            "SELECT DISTINCT own FROM best WHERE setting = ? AND side = ? AND other NOT IN (SELECT id FROM present)",
            (self._number, side),
        )
        return {own for (own,) in rows}

    def keep_highest(self, k: int) -> None:
        """Of the best of each, keep the `k` highest."""
        self._database.execute(
            "DELETE FROM best WHERE setting = ? AND (side, own, other) IN (SELECT side, own, other FROM (SELECT side, "
            "own, other, row_number() OVER (PARTITION BY side, own ORDER BY log10_lr DESC, other) AS place "
            "FROM best WHERE setting = ?) WHERE place > ?)",
            (self._number, self._number, k),
        )

    def with_fewer(self, owners: IntArray, k: int, lowest: float) -> IntArray:
        """Which of these rows have fewer than `k` best of at least `lowest`, (owners,) as places."""
        query = (
            "SELECT own FROM best WHERE setting = ? AND side = ? AND log10_lr >= ? GROUP BY own HAVING count(*) >= ?"
        )
        enough = {own for (own,) in self._database.execute(query, (self._number, ROWS, lowest, k))}
        return np.flatnonzero([own not in enough for own in owners.tolist()])

    def forget_absent(self, present: Sequence[IntArray]) -> None:
        """Drop what was found of items that are no longer there as they were."""
        self._present(np.concatenate(present))
        for table, first in (("pair", "one"), ("best", "own")):
            self._database.execute(
                f"DELETE FROM {table} WHERE setting = ? AND ({first} NOT IN (SELECT id FROM present) "
                "OR other NOT IN (SELECT id FROM present))",
                (self._number,),
            )

    def finish(self, coverage: Coverage) -> None:
        """Keep the coverage; drop what was found with other parameters."""
        others = (self._comparison, self._number)
        for table in ("pair", "best", "done"):
            self._database.execute(
                f"DELETE FROM {table} WHERE setting IN (SELECT id FROM setting WHERE comparison = ? AND id <> ?)",
                others,
            )
        self._database.execute("DELETE FROM done WHERE setting = ?", (self._number,))
        self._database.execute("DELETE FROM setting WHERE comparison = ? AND id <> ?", others)
        text = (self._comparison, coverage.to_json())
        self._database.execute("INSERT OR REPLACE INTO coverage VALUES (?, ?)", text)

    def _present(self, ids: IntArray) -> None:
        self._database.execute("CREATE TEMP TABLE IF NOT EXISTS present (id INTEGER PRIMARY KEY, place INTEGER)")
        self._database.execute("DELETE FROM present")
        self._database.executemany(
            "INSERT OR IGNORE INTO present VALUES (?, ?)", ((id, place) for place, id in enumerate(ids.tolist()))
        )

    def pairs(self, *, highest: int | None = None) -> Iterator[tuple[str, str, float]]:
        """The names and log10 LR of the pairs, in the order in which the rows stand; or the highest of them."""
        order = "p.log10_lr DESC, p.one, p.other LIMIT ?" if highest is not None else "p.one, p.log10_lr DESC, p.other"
        values = (self._number, highest) if highest is not None else (self._number,)
        return self._named(
            "SELECT a.name, b.name, p.log10_lr FROM pair p JOIN item a ON a.id = p.one JOIN item b ON b.id = p.other "
            f"WHERE p.setting = ? ORDER BY {order}",
            values,
        )

    def best(self, side: str) -> Iterator[tuple[str, str, float]]:
        """Of each on one side, by name, its best on the other."""
        return self._named(
            "SELECT a.name, b.name, p.log10_lr FROM best p JOIN item a ON a.id = p.own JOIN item b ON b.id = p.other "
            "WHERE p.setting = ? AND p.side = ? ORDER BY p.own, p.log10_lr DESC, p.other",
            (self._number, side),
        )

    def _named(self, query: str, values: tuple[object, ...]) -> Iterator[tuple[str, str, float]]:
        for one, other, log10_lr in self._database.execute(query, values):
            yield one.partition(" ")[2], other.partition(" ")[2], log10_lr

    def counts_by_column(self) -> dict[int, int]:
        """How many pairs each column has, by its number here."""
        query = "SELECT other, count(*) FROM pair WHERE setting = ? GROUP BY other"
        return dict(self._database.execute(query, (self._number,)))
