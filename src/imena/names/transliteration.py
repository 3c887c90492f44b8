"""Ukrainian names in Latin letters, as passports have them: Cabinet of Ministers, resolution 55 of 27 January 2010."""

import re

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia",
}  # fmt: skip
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_DROPPED = "ь’'ʼ\u02bc"
_WORD = re.compile(rf"[\w{_DROPPED}]+")


def latin(text: str) -> str:
    """A name in Latin letters: “Їжакевич” is “Yizhakevych”, “Згурський” is “Zghurskyi”."""
    return _WORD.sub(lambda found: _word(found[0]), text)


def _word(word: str) -> str:
    written = []
    for place, letter in enumerate(word):
        lower = letter.lower()
        if lower in _DROPPED:
            continue
        if lower == "г" and place and word[place - 1].lower() == "з":
            latin_letters = "gh"
        elif place == 0 and lower in _FIRST:
            latin_letters = _FIRST[lower]
        else:
            latin_letters = _LETTERS.get(lower, lower)
        written.append(_cased(latin_letters, letter, word))
    return "".join(written)


def _cased(latin_letters: str, letter: str, word: str) -> str:
    if not letter.isupper():
        return latin_letters
    return latin_letters.upper() if word.isupper() and len(word) > 1 else latin_letters.capitalize()
