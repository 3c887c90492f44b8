"""The report of a screening, and its tables."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from imena import __version__
from imena.casework.answers import Statement
from imena.casework.record import COLUMNS, ROWS
from imena.casework.report import Line, Report, Section, assumed, rests_on
from imena.casework.screened import Compared, Kind
from imena.casework.screening import Screening
from imena.core.said import Number, Said, Translate, english, mark

SHOWN = 20
"""Pairs of each comparison that are printed; all of them are in the tables."""


def screening_report(found: Sequence[Compared], inputs: Screening, *, translate: Translate) -> Report:
    """The highest pairs of each comparison, and how many chance gives."""
    _ = translate
    statements = (
        Section(_("Set aside"), items=_statements(inputs.set_aside, _)),
        Section(_("Without co-ancestry"), items=_statements(inputs.without_theta, _)),
        Section(_("Not used"), items=tuple(("", note.said_in(_)) for note in inputs.notes)),
    )
    sections = (*(_pairs(each, _) for each in found), _kinds(found, _), *statements)
    return Report(
        house=_("Imena"),
        title=_("Screening"),
        sections=tuple(section for section in sections if section.lines or section.items or section.empty),
        facts_title=_("What this rests on"),
        facts=(*assumed(inputs, _), *rests_on(inputs, _)),
        detail_title="",
        detail_columns=(),
        notice="",
    )


def _pairs(found: Compared, translate: Translate) -> Section:
    _ = translate
    hits = sum(kind.found for kind in found.kinds)
    lines = [Line((one, other, Number(value).said_in(_))) for one, other, value in found.setting.pairs(highest=SHOWN)]
    lead = Said(
        mark(
            "{pairs} pairs compared, {new} of them now; {hits} have log10 LR of at least {at_least}, of which the "
            "highest {shown} stand here."
        ),
        {
            "pairs": found.pairs,
            "new": found.new_pairs,
            "hits": hits,
            "at_least": Number(found.comparison.at_least),
            "shown": len(lines),
        },
    )
    return Section(
        _sentence(_(found.comparison.name)),
        lead.said_in(_),
        (_("one"), _("other"), _("log10 LR")),
        tuple(lines),
        empty=_("No pair reaches the limit."),
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _kinds(found: Sequence[Compared], translate: Translate) -> Section:
    _ = translate
    return Section(
        _("Found, and expected by chance"),
        _(
            "Expected by chance: how many pairs would reach the limit, on average, if nobody belonged to anyone. A "
            "family that can be read in several ways is expected once for each, and found once."
        ),
        (_("compared with"), _("of these"), _("pairs"), _("found"), _("expected by chance")),
        tuple(_kind(kind, _) for each in found for kind in each.kinds),
    )


def _kind(found: Kind, translate: Translate) -> Line:
    decimals = 2 if found.chance >= 0.1 else 5
    chance = {"expected": Number(found.chance, decimals), "error": Number(found.error, decimals)}
    counts = (str(count) for count in (found.columns, found.pairs, found.found))
    return Line((said_kind(found.kind, translate), *counts, Said("{expected} ± {error}", chance).said_in(translate)))


def said_kind(kind: str, translate: Translate) -> str:
    """The relatives of a kind of family: mother + sister; or what a comparison is called."""
    return " + ".join(_kin(word, translate) for word in kind.split(" + "))


def _kin(word: str, translate: Translate) -> str:
    kin = word.removeprefix("missing ")
    if kin == word or kin == "person":
        return translate(word)
    return translate("{kin}, missing").format(kin=translate(kin))


def _statements(statements: Sequence[Statement], translate: Translate) -> tuple[tuple[str, str], ...]:
    return tuple((each.subject, each.said.said_in(translate)) for each in statements)


def as_json(found: Sequence[Compared], inputs: Screening) -> dict[str, Any]:
    """The screening as JSON, in English, numbers unrounded; the pairs are in the tables."""
    return {
        "imena": __version__,
        "assumptions": dict((*assumed(inputs, english), *rests_on(inputs, english))),
        "comparisons": [_comparison(each) for each in found],
        "set_aside": [{"family": name, "reason": said} for name, said in _statements(inputs.set_aside, english)],
        "without_theta": [each.subject for each in inputs.without_theta],
        "not_used": [note.said_in(english) for note in inputs.notes],
    }


def _comparison(found: Compared) -> dict[str, Any]:
    comparison = found.comparison
    return {
        "comparison": comparison.name,
        "table": f"{file_name(comparison.name)}.tsv",
        "at_least": comparison.at_least,
        "rows": len(comparison.row_items),
        "columns": len(comparison.compared_columns),
        "pairs": found.pairs,
        "new_pairs": found.new_pairs,
        "every_pair_compared": found.pairs == len(comparison.row_items) * len(comparison.compared_columns),
        "found": sum(kind.found for kind in found.kinds),
        "kinds": [
            {
                "kind": each.kind,
                "columns": each.columns,
                "pairs": each.pairs,
                "found": each.found,
                "expected_by_chance": each.chance,
                "standard_error": each.error,
            }
            for each in found.kinds
        ],
    }


def file_name(comparison: str) -> str:
    return comparison.replace(" ", "-")


def tables(found: Compared) -> Iterator[tuple[str, Iterable[str]]]:
    """The names of a comparison's tables, and their lines as they are read from the record."""
    name = file_name(found.comparison.name)
    yield f"{name}.tsv", _lines(found.setting.pairs())
    if found.comparison.best:
        yield f"{name}-best-of-remains.tsv", _lines(found.setting.best(ROWS))
        yield f"{name}-best-of-families.tsv", _lines(found.setting.best(COLUMNS))


def _lines(pairs: Iterable[tuple[str, str, float]]) -> Iterator[str]:
    """One, other, log10 LR unrounded, separated by tabs."""
    yield "one\tother\tlog10_lr\n"
    for one, other, log10_lr in pairs:
        yield f"{one}\t{other}\t{log10_lr!r}\n"
