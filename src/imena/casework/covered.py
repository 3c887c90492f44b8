"""Covered: what a record of screenings says was compared, and of a pair when and by what, or why not."""

from collections.abc import Iterator

from imena.casework.record import Record
from imena.core.coverage import EARLIER_CONTENT, NOT_YET, Compared, Coverage, Item, Items
from imena.core.errors import ImenaError
from imena.core.said import Said, mark

FAMILIES = mark("remains and families")


def said_of_runs(record: Record) -> Iterator[Said]:
    """What each run of each comparison compared."""
    for comparison in record.comparisons():
        for run in record.coverage(comparison).runs:
            values = {
                "comparison": Said(comparison),
                "run": run.by.run,
                "at": run.by.at,
                "version": run.by.version,
                "parameters": run.by.parameters,
                "pairs": sum(_size(block.remains) * _size(block.families) for block in run.blocks),
            }
            message = mark(
                "{comparison}: run {run}, {at}, Imena {version}, parameters {parameters}: {pairs} pairs compared"
            )
            yield Said(message, values)


def _size(bits: bytes) -> int:
    return int.from_bytes(bits, "little").bit_count()


def said_of_pair(record: Record, remains: str, family: str) -> Said:
    """When and by what remains and a family were compared, as they were last; or why they were not."""
    coverage = record.coverage(FAMILIES)
    one = _latest(coverage.remains, f"remains {remains}")
    other = _latest(coverage.families, f"family {family}") or _left_out(coverage, f"family {family}")
    if one is None or other is None:
        unknown = remains if one is None else family
        raise ImenaError("no screening kept here knows {name}", name=unknown)
    found = coverage.of(one, other)
    values: dict[str, object] = {"remains": remains, "family": family, "run": found.run or ""}
    if isinstance(found, Compared):
        values |= {"at": found.at, "version": found.version, "parameters": found.parameters}
        message = mark("{remains} and {family}: compared in run {run}, {at}, Imena {version}, parameters {parameters}")
        return Said(message, values)
    if found.reason in (NOT_YET, EARLIER_CONTENT):
        return Said(mark("{remains} and {family}: not compared yet as they are now"), values)
    message = mark("{remains} and {family}: not compared in run {run}, since {reason}")
    return Said(message, values | {"reason": Said(found.reason)})


def _latest(register: Items, number: str) -> Item | None:
    places = register.of_number.get(number, ())
    return register.entries[places[-1]] if places else None


def _left_out(coverage: Coverage, number: str) -> Item | None:
    return (number, "") if number in coverage.numbers else None
