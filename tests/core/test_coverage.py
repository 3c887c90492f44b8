"""Coverage: held against a plain set of pairs, and against the ways in which a nightly run could leave a pair out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.core.coverage import (
    EARLIER_CONTENT,
    NOT_YET,
    Block,
    Compared,
    Coverage,
    CoverageError,
    Item,
    NotCompared,
)

R1, R2, A, B = ("r1", "1"), ("r2", "1"), ("A", "1"), ("B", "1")
REMAINS = [(f"r{number}", content) for number in range(4) for content in "12"]
FAMILIES = [(f"f{number}", content) for number in range(5) for content in "12"]
NUMBERS = sorted({number for number, _ in (*REMAINS, *FAMILIES)})
BLOCKS = st.tuples(st.sets(st.sampled_from(REMAINS), max_size=5), st.sets(st.sampled_from(FAMILIES), max_size=5))
Pair = tuple[Item, Item]


@dataclass(frozen=True)
class Night:
    """A run as plain sets; what it left out is nothing that it compared."""

    run: str
    parameters: str
    blocks: list[tuple[set[Item], set[Item]]]
    left_out: Mapping[str, str]

    @property
    def pairs(self) -> set[Pair]:
        return {pair for rows, columns in self.blocks for pair in product(rows, columns)}

    @property
    def compared(self) -> set[str]:
        return {number for pair in self.pairs for number, _ in pair}


@st.composite
def nights(draw: st.DrawFn) -> list[Night]:
    made = []
    for number in range(draw(st.integers(0, 6))):
        night = Night(str(number), draw(st.sampled_from("pq")), draw(st.lists(BLOCKS, max_size=3)), {})
        spare = [each for each in NUMBERS if each not in night.compared]
        reasons = st.dictionaries(st.sampled_from(spare), st.sampled_from(["no_profile", "no_reference"]), max_size=3)
        made.append(Night(night.run, night.parameters, night.blocks, draw(reasons) if spare else {}))
    return made


def recorded(nights: Sequence[Night]) -> Coverage:
    coverage = Coverage()
    for night in nights:
        coverage.add(night.run, "2025-03-01", "imena 1", night.parameters, night.blocks, night.left_out)
    return coverage


def covered(nights: Sequence[Night], parameters: str) -> set[Pair]:
    return {pair for night in nights if night.parameters == parameters for pair in night.pairs}


def plainly_of(nights: Sequence[Night], remains: Item, family: Item) -> tuple[str, str | None]:
    """The reason and the run, pair by pair; the reason is empty where the pair was compared."""
    for night in reversed(nights):
        if (remains, family) in night.pairs:
            return "", night.run
    met: set[str] = set()
    for night in reversed(nights):
        for number in (remains[0], family[0]):
            if number in night.left_out and number not in met:
                return night.left_out[number], night.run
        met |= night.compared
    for night in reversed(nights):
        if any((row[0], column[0]) == (remains[0], family[0]) for row, column in night.pairs):
            return EARLIER_CONTENT, night.run
    return NOT_YET, None


def unfolded(blocks: Sequence[tuple[list[Item], list[Item]]]) -> Iterator[Pair]:
    for rows, columns in blocks:
        yield from product(rows, columns)


@given(nights(), st.sampled_from(["p", "q", None]))
def test_each_pair_is_answered_as_a_plain_list_of_pairs_would(nights: list[Night], parameters: str | None) -> None:
    coverage = recorded(nights)
    asked = [night for night in nights if parameters in (None, night.parameters)]

    for remains, family in product(REMAINS, FAMILIES):
        found = coverage.of(remains, family, parameters)
        reason = found.reason if isinstance(found, NotCompared) else ""
        assert (reason, found.run) == plainly_of(asked, remains, family)


@given(nights(), st.lists(st.sampled_from(REMAINS)), st.lists(st.sampled_from(FAMILIES)))
def test_what_is_needed_is_each_pair_not_covered_once(
    nights: list[Night], remains: list[Item], families: list[Item]
) -> None:
    coverage = recorded(nights)
    wanted = set(product(remains, families))
    missing = wanted - covered(nights, "p")

    needed = list(unfolded(coverage.needed(remains, families, "p")))

    assert len(needed) == len(set(needed))
    assert set(needed) == missing
    assert coverage.pairs(remains, families, "p") == len(wanted) - len(missing)
    assert coverage.proves(remains, families, "p") == (not missing)


@given(nights())
def test_a_run_of_what_is_needed_leaves_nothing_out(nights: list[Night]) -> None:
    coverage = recorded(nights)
    blocks = coverage.needed(REMAINS, FAMILIES, "p")

    coverage.add("last", "2025-03-02", "imena 1", "p", blocks)

    assert coverage.proves(REMAINS, FAMILIES, "p")
    assert coverage.needed(REMAINS, FAMILIES, "p") == []


@given(nights(), nights())
def test_a_record_is_read_back_and_goes_on_as_it_would_have(earlier: list[Night], later: list[Night]) -> None:
    coverage = recorded(earlier)
    text = coverage.to_json()
    again = Coverage.from_json(text)

    assert again.to_json() == text
    assert again.runs == coverage.runs
    for night in later:
        for each in (coverage, again):
            each.add(f"later {night.run}", "", "", night.parameters, night.blocks, night.left_out)
    assert again.to_json() == coverage.to_json()


def test_a_pair_is_needed_though_each_of_the_two_was_in_an_earlier_run() -> None:
    coverage = Coverage()
    for run, pair in [("1", (R1, A)), ("2", (R1, B)), ("3", (R2, A))]:
        coverage.add(run, "2025-03-01", "imena 1", "p", [([pair[0]], [pair[1]])])

    assert coverage.needed([R1, R2], [A, B], "p") == [([R2], [B])]
    assert coverage.pairs([R1, R2], [A, B], "p") == 3
    assert not coverage.proves([R1, R2], [A, B], "p")
    assert coverage.of(R2, B) == NotCompared(NOT_YET)


def test_remains_that_need_the_same_families_are_in_one_block() -> None:
    coverage = Coverage()
    coverage.add("1", "2025-03-01", "imena 1", "p", [([R1], [A])])
    coverage.add("2", "2025-03-02", "imena 1", "p", [([R2], [A])])

    assert coverage.needed([R1, R2], [A, B], "p") == [([R1, R2], [B])]


def test_changed_content_is_compared_again() -> None:
    coverage = Coverage()
    coverage.add("1", "2025-03-01", "imena 1", "p", [([R1, R2], [A, B])])
    changed = ("r1", "2")

    assert coverage.needed([changed, R2], [A, B], "p") == [([changed], [A, B])]
    assert coverage.of(R1, A) == Compared("1", "2025-03-01", "imena 1", "p")
    assert coverage.of(changed, A) == NotCompared(EARLIER_CONTENT, "1")


def test_other_parameters_compare_everything_again() -> None:
    coverage = Coverage()
    coverage.add("1", "2025-03-01", "imena 1", "p", [([R1], [A])])

    assert coverage.needed([R1], [A], "q") == [([R1], [A])]
    assert coverage.of(R1, A, "q") == NotCompared(NOT_YET)

    coverage.add("2", "2025-03-02", "imena 2", "q", [([R1], [A])])
    assert coverage.of(R1, A) == coverage.of(R1, A, "q") == Compared("2", "2025-03-02", "imena 2", "q")
    assert coverage.of(R1, A, "p") == Compared("1", "2025-03-01", "imena 1", "p")


def test_the_reason_is_that_of_the_last_run_and_ends_when_the_number_is_compared() -> None:
    coverage = Coverage()
    coverage.add("1", "2025-03-01", "imena 1", "p", [([R1], [A])], {"r2": "no_profile", "B": "no_reference"})
    assert coverage.of(R2, A) == NotCompared("no_profile", "1")
    assert coverage.of(R1, B) == NotCompared("no_reference", "1")

    coverage.add("2", "2025-03-02", "imena 1", "p", [], {"B": "no_basis"})
    assert coverage.of(R2, B) == NotCompared("no_basis", "2")

    coverage.add("3", "2025-03-03", "imena 1", "p", [([R2], [A])])
    assert coverage.of(R2, ("C", "1")) == NotCompared(NOT_YET)


def test_a_run_is_recorded_once_and_does_not_leave_out_what_it_compared() -> None:
    coverage = Coverage()
    coverage.add("1", "2025-03-01", "imena 1", "p", [([R1], [A])])
    before = coverage.to_json()

    with pytest.raises(CoverageError, match="run 1 is recorded already"):
        coverage.add("1", "2025-03-02", "imena 1", "p", [([R2], [A])])
    with pytest.raises(CoverageError, match="run 2 both compared B and left it out"):
        coverage.add("2", "2025-03-02", "imena 1", "p", [([R2], [B])], {"B": "contradicting"})
    assert coverage.to_json() == before


def test_a_set_is_written_by_how_it_differs_from_the_one_before() -> None:
    remains = [(f"{number:03}", "1") for number in range(100)]
    coverage = Coverage()
    coverage.add("1", "2025-03-01", "imena 1", "p", [(remains, [A])], {"B": "no_basis"})
    coverage.add("2", "2025-03-02", "imena 1", "p", [(remains[:40] + remains[41:], [A])])
    coverage.add("3", "2025-03-03", "imena 1", "p", [(remains[::2], [B])])

    record = json.loads(coverage.to_json())
    assert [run["blocks"] for run in record["runs"]] == [
        [["0:0-99", "0:0"]],
        [["1:40", "1:"]],
        [["=VVVVVVVVVVVVVVVVBQ==", "0:1"]],
    ]
    assert record["runs"][0]["left_out"] == {"no_basis": "0:0"}
    assert Coverage.from_json(coverage.to_json()).runs[1].blocks[0] == Block(
        bytes([0xFF] * 5 + [0xFE] + [0xFF] * 6 + [0x0F]), b"\x01"
    )


def written() -> dict[str, Any]:
    coverage = Coverage()
    coverage.add("1", "2025-03-01", "imena 1", "p", [([R1, R2], [A])], {"B": "no_basis"})
    coverage.add("2", "2025-03-02", "imena 1", "p", [([R1], [A])])
    value: dict[str, Any] = json.loads(coverage.to_json())
    return value


@pytest.mark.parametrize(
    ("path", "damage", "place"),
    [
        (["format"], "imena coverage 2", "format"),
        (["remains"], {}, "remains"),
        (["remains", 1], ["r2"], "remains[1]"),
        (["remains", 1], ["r1", "1"], "remains[1]"),
        (["numbers", 0], 7, "numbers[0]"),
        (["runs", 0], [], "runs[0]"),
        (["runs", 0], {"run": "1"}, "runs[0]"),
        (["runs", 1, "run"], "1", "runs[1].run"),
        (["runs", 1, "at"], None, "runs[1].at"),
        (["runs", 0, "blocks", 0], ["0:0"], "runs[0].blocks[0]"),
        (["runs", 0, "blocks", 0, 0], "0:0-2", "runs[0].blocks[0][0]"),
        (["runs", 0, "blocks", 0, 0], "0:1,0", "runs[0].blocks[0][0]"),
        (["runs", 0, "blocks", 0, 0], "0:0,", "runs[0].blocks[0][0]"),
        (["runs", 0, "blocks", 0, 0], "0:", "runs[0].blocks[0][0]"),
        (["runs", 0, "blocks", 0, 0], "1:0", "runs[0].blocks[0][0]"),
        (["runs", 0, "blocks", 0, 0], "=Aw=", "runs[0].blocks[0][0]"),
        (["runs", 0, "blocks", 0, 0], "=AA==", "runs[0].blocks[0][0]"),
        (["runs", 1, "blocks", 0, 1], "=/w==", "runs[1].blocks[0][1]"),
        (["runs", 0, "left_out", "no_basis"], "0:1", "runs[0].left_out.no_basis"),
    ],
)
def test_a_damaged_record_is_refused_by_the_place_of_the_damage(path: list[str | int], damage: Any, place: str) -> None:
    value = written()
    inner: Any = value
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = damage

    with pytest.raises(CoverageError) as refused:
        Coverage.from_json(json.dumps(value))
    assert refused.value.values["place"] == place
    assert place in str(refused.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": "imena coverage 1"}'])
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(CoverageError):
        Coverage.from_json(text)
