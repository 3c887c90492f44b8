"""Dates with uncertainty."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.core.canonical import canonical
from imena.core.when import When, WhenError, parse_when


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2022-09-16", date(2022, 9, 16), date(2022, 9, 16)),
        ("16.09.2022", date(2022, 9, 16), date(2022, 9, 16)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-04 / 2022-09-08", date(2022, 4, 1), date(2022, 9, 8)),
    ],
)
def test_a_date_is_read(text: str, earliest: date, latest: date) -> None:
    assert parse_when(text) == When(earliest, latest)


@pytest.mark.parametrize("text", ["", "yesterday", "2022-13", "2022-02-30", "2022/2023/2024", "2023/2022"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(WhenError):
        parse_when(text)


@given(st.dates(), st.dates())
def test_a_date_is_read_back_as_it_is_written(one: date, other: date) -> None:
    when = When(min(one, other), max(one, other))
    assert parse_when(str(when)) == when


def test_canonical_json_has_one_form_and_no_floating_point() -> None:
    assert canonical({"б": [1, None, True], "a": "ї"}) == '{"a":"ї","б":[1,null,true]}'.encode()
    with pytest.raises(TypeError):
        canonical({"a": 0.1})
