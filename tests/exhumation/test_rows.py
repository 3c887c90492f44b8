"""Rows: lines with semicolons, as they are typed and as programs give them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from imena.ledger.acts import RefusedError
from imena.ui.rows import FEW, Column, Holds, RowsFormField, checked, told

KINDS = (("femur", "стегнова кістка"), ("sacrum", "крижова кістка"))
COLUMNS = (
    Column("kind", "bone", choices=KINDS),
    Column("share", "per cent", Holds.WHOLE, choices=[("50", "50 %"), ("100", "100 %")]),
    Column("several", "several", Holds.SEVERAL, choices=KINDS, required=False),
    Column("count", "how many", Holds.WHOLE, required=False),
)


def read(text: str) -> list[dict[str, object]]:
    return RowsFormField(columns=COLUMNS, required=False).clean(text)


def test_a_line_is_read_by_code_or_by_name_and_empty_lines_are_passed_over() -> None:
    assert read("femur; 50\n\n Крижова кістка ; 100 %; femur, sacrum; 3\n") == [
        {"kind": "femur", "share": 50, "several": [], "count": None},
        {"kind": "sacrum", "share": 100, "several": ["femur", "sacrum"], "count": 3},
    ]


@pytest.mark.parametrize(
    "text", ["femur", "tail; 50", "femur; 30", "femur; 50; tail", "femur; 50; ; many", "femur; 50; ; 1; more"]
)
def test_a_line_that_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(ValidationError, match="2"):
        read(f"femur; 50\n{text}")


@given(st.sampled_from(["femur", "sacrum"]), st.sampled_from([50, 100]), st.none() | st.integers(0, 99))
def test_what_a_program_gives_is_what_would_have_been_typed(kind: str, share: int, count: int | None) -> None:
    row = {"kind": kind, "share": share, "several": [kind], "count": count}
    assert checked(COLUMNS, [row]) == [row]
    assert read(f"{kind}; {share}; {kind}; {'' if count is None else count}") == [row]


def test_a_program_that_leaves_something_out_is_refused() -> None:
    with pytest.raises(RefusedError, match="line 1"):
        checked(COLUMNS, [{"kind": "femur"}])


def test_rows_are_told_by_their_names_and_many_by_their_number() -> None:
    row = {"kind": "femur", "share": 50, "several": ["sacrum"], "count": None}
    assert told(COLUMNS, [row, {**row, "several": []}]) == (
        "стегнова кістка; 50 %; крижова кістка / стегнова кістка; 50 %"
    )
    assert str(FEW + 1) in told(COLUMNS, [row] * (FEW + 1))
