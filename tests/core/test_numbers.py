"""Imena numbers: no slip of one character, and no exchange of two, makes another number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imena.core.numbers import ALPHABET, NumberError, make_number, parse_number

ISSUERS = st.text(ALPHABET, min_size=3, max_size=3)
NUMBERS = st.builds(make_number, ISSUERS, st.integers(1, 10**6))


@given(NUMBERS)
def test_a_number_is_read_back(number: str) -> None:
    assert parse_number(number) == number
    assert parse_number(number.replace("-", " ").lower()) == number


@given(NUMBERS, st.data())
def test_one_wrong_character_is_noticed(number: str, data: st.DataObject) -> None:
    places = [place for place, character in enumerate(number) if character != "-"]
    place = data.draw(st.sampled_from(places))
    wrong = data.draw(st.sampled_from([character for character in ALPHABET if character != number[place]]))

    with pytest.raises(NumberError):
        parse_number(number[:place] + wrong + number[place + 1 :])


@given(NUMBERS, st.data())
def test_two_characters_exchanged_are_noticed(number: str, data: st.DataObject) -> None:
    payload = list(number.replace("-", ""))
    one, other = data.draw(st.lists(st.integers(0, len(payload) - 1), min_size=2, max_size=2, unique=True))
    if payload[one] == payload[other]:
        return
    payload[one], payload[other] = payload[other], payload[one]

    with pytest.raises(NumberError):
        parse_number("".join(payload))


@given(st.lists(st.tuples(ISSUERS, st.integers(1, 10**6)), unique=True, max_size=50))
def test_no_two_issuers_and_counts_make_the_same_number(made: list[tuple[str, int]]) -> None:
    assert len({make_number(issuer, count) for issuer, count in made}) == len(made)


@pytest.mark.parametrize("typed", ["1ма-0001-d", "1МА 0001 D", "IMA-OOOI-D"])
def test_letters_of_either_alphabet_and_look_alikes_are_read(typed: str) -> None:
    assert parse_number(typed) == make_number("1MA", 1) == "1MA-0001-D"


@pytest.mark.parametrize("text", ["", "1MA", "1MA-0001-E", "222", "1MA-00*1-D"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NumberError):
        parse_number(text)
