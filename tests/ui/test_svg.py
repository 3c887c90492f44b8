"""Text from outside cannot become markup, and numbers are short."""

from hypothesis import given

from imena.ui.drawings.svg import drawing, number, tag, text, wrapped
from ui.reading import WORDS, parsed


def test_names_with_marks_are_escaped() -> None:
    assert text('Дар\'я <b> & "О’Ніл"', 1, 2.5, "name") == (
        '<text x="1" y="2.5" class="name">Дар&#x27;я &lt;b&gt; &amp; &quot;О’Ніл&quot;</text>'
    )
    assert tag("a", href='/"><script>', class_="x") == '<a href="/&quot;&gt;&lt;script&gt;" class="x"/>'


def test_numbers_have_no_trailing_zeros() -> None:
    assert [number(value) for value in (1.0, 2.50, 0.333, -0.001, 120.0, 7)] == ["1", "2.5", "0.33", "0", "120", "7"]


@given(words=WORDS)
def test_lines_keep_every_word_in_order(words: str) -> None:
    assert " ".join(wrapped(words, 9)).split() == words.split()
    assert all(len(line) <= 9 or " " not in line for line in wrapped(words, 9))


@given(words=WORDS)
def test_a_drawing_is_the_same_each_time_and_well_formed(words: str) -> None:
    assert drawing("plan", words, 10, 20) == drawing("plan", words, 10, 20)
    parsed(drawing("plan", words, 10, 20, text(words, 0, 0, words), tag("g", id=words)))
