"""The report of a comparison: what is printed, put on the page and written as JSON, from the same parts.

`report` says everything in one language; the terminal and the page only set it out.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from imena import __version__
from imena.casework.answers import Candidate, LocusEvidence, Matches, Statement
from imena.casework.inputs import FamilyInputs, Inputs
from imena.casework.matching import SAME
from imena.casework.screening import Screening
from imena.core.said import Number, Said, Translate, english, mark, say
from imena.kinship.kits import linked_pairs


@dataclass(frozen=True, slots=True)
class Detail:
    """What one locus says for a candidate; `log10_lr` is None where it is impossible."""

    locus: str
    genotype: str
    relatives: str
    log10_lr: float | None
    said: str
    mismatch: bool
    remark: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table, with the loci behind it."""

    cells: tuple[str, ...]
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A bar of a figure: its label, its length as a share of the whole width, and what is said at its end."""

    label: str
    share: float
    said: str


@dataclass(frozen=True, slots=True)
class Figure:
    """Bars under each other, each with a label."""

    title: str
    bars: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: a table, figures, or a list of sentences each under its subject."""

    title: str
    lead: str = ""
    columns: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    items: tuple[tuple[str, str], ...] = ()
    empty: str = ""
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    house: str
    title: str
    sections: tuple[Section, ...]
    facts_title: str
    facts: tuple[tuple[str, str], ...]
    detail_title: str
    detail_columns: tuple[str, ...]
    notice: str

    @property
    def has_details(self) -> bool:
        return any(line.details for section in self.sections for line in section.lines)


def percentage(probability: float) -> Said:
    """A probability in percent, never rounded to certainty."""
    if probability > 0.999999:
        return Said("> {number} %", {"number": Number(99.9999, decimals=4)})
    if probability < 1e-4:
        return Said("< {number} %", {"number": Number(0.01)})
    return Said("{number} %", {"number": Number(100 * probability, decimals=4 if probability > 0.99 else 2)})


def report(matches: Matches, inputs: Inputs, *, translate: Translate, notice: str = "") -> Report:
    """Say the matches in a language. `notice` stands at the top, such as that the data are synthetic."""
    _ = translate
    columns = tuple(
        _(column)
        for column in (
            mark("remains"),
            mark("family"),
            mark("loci"),
            mark("mismatches"),
            mark("log10 LR"),
            mark("prior"),
            mark("posterior"),
        )
    )
    sections = (
        Section(
            _("Candidates"),
            _("Remains and families whose missing person they may be, the most probable first."),
            columns,
            tuple(_line(candidate, matches.missing, inputs, _) for candidate in matches.candidates),
            empty=_("No remains and family reach the limit."),
        ),
        Section(
            _("Depends on how a relationship is read"),
            _("The words leave more than one pedigree, and they do not say the same. State the side, or whose child."),
            (*columns, _("if")),
            tuple(_line(candidate, matches.missing, inputs, _) for candidate in matches.ambiguous),
        ),
        _items(_("Families set aside"), matches.set_aside, _, _("They were compared with nothing.")),
        _items(
            _("Relationships that can be read in several ways"),
            matches.several_readings,
            _,
            say(mark("Where all readings say the same to {same}, the lowest is given."), {"same": Number(SAME)}, _),
        ),
        _items(_("Remains without a candidate"), matches.without_candidate, _),
        _items(_("Remains that may be of one person"), matches.same_person, _),
        _items(_("Remains that may be siblings"), matches.siblings, _),
        _items(_("Co-ancestry left out"), matches.without_theta, _),
        Section(_("Not used"), items=tuple(("", note.said_in(_)) for note in inputs.notes)),
    )
    return Report(
        house=_("Imena"),
        title=_("Remains and families compared"),
        sections=tuple(section for section in sections if section.lines or section.items or section.empty),
        facts_title=_("What this rests on"),
        facts=tuple(_facts(matches, inputs, _)),
        detail_title=_("What each locus says"),
        detail_columns=(_("locus"), _("remains"), _("relatives"), _("log10 LR"), _("remark")),
        notice=notice,
    )


def _items(title: str, statements: Sequence[Statement], translate: Translate, lead: str = "") -> Section:
    return Section(
        title, lead, items=tuple((statement.subject, statement.said.said_in(translate)) for statement in statements)
    )


def _line(candidate: Candidate, missing: int, inputs: Inputs, translate: Translate) -> Line:
    readings = [", ".join(choice.said_in(translate) for choice in reading) for reading in candidate.readings]
    either = translate("; or ")
    return Line(
        cells=(
            candidate.remains,
            candidate.family,
            str(candidate.loci),
            str(candidate.mismatches),
            Number(candidate.log10_lr).said_in(translate),
            f"1/{missing}",
            percentage(candidate.posterior).said_in(translate),
            *((either.join(readings),) if readings else ()),
        ),
        details=tuple(_detail(locus, inputs, translate) for locus in candidate.by_locus),
    )


def _detail(locus: LocusEvidence, inputs: Inputs, translate: Translate) -> Detail:
    may_hide = len(set(locus.genotype)) == 1 and inputs.dropout[locus.locus] > 0
    reason = mark("possible only with a mutation or a drop-out") if may_hide else mark("possible only with a mutation")
    impossible = math.isinf(locus.log10_lr)
    return Detail(
        locus=locus.locus,
        genotype="/".join(locus.genotype),
        relatives=", ".join(f"{name} {'/'.join(genotype)}" for name, genotype in locus.relatives.items()),
        log10_lr=None if impossible else locus.log10_lr,
        said=Number(locus.log10_lr, signed=True).said_in(translate),
        mismatch=locus.mismatch,
        remark=translate(reason) if locus.mismatch else "",
    )


def _facts(matches: Matches, inputs: Inputs, translate: Translate) -> Iterable[tuple[str, str]]:
    """What the answer rests on: every assumption, and the files by their hashes."""
    _ = translate
    yield from assumed(inputs, _)
    yield (
        _("prior"),
        _("1 of {missing} missing people for each family; the rest for none of them").format(missing=matches.missing),
    )
    yield (
        _("posterior"),
        _("for each set of remains, over all families and none of them"),
    )
    yield from rests_on(inputs, _)


def assumed(inputs: Inputs | Screening, translate: Translate) -> Iterable[tuple[str, str]]:
    """Software, frequencies, loci, and what is assumed of them."""
    _ = translate
    yield _("software"), f"Imena {__version__}"
    yield _("frequency table"), inputs.frequency_table
    yield _("loci"), ", ".join(model.locus.name for model in inputs.models)
    yield _("mutation"), "; ".join(mutations(inputs, _))
    yield _("untyped founders"), _("kept: an allele may mutate on its way from them")
    yield _("co-ancestry θ"), f"{inputs.assumptions.theta:g}"
    yield _("drop-out"), inputs.assumptions.dropout.said().said_in(_)
    yield _("silent alleles"), ", ".join(_silent(inputs)) or _("none stated")
    linked = ", ".join(_linked(inputs))
    yield (
        _("linked loci"),
        _("computed as if unlinked: {pairs}").format(pairs=linked) if linked else _("none within 50 cM"),
    )


def rests_on(inputs: Inputs | Screening, translate: Translate) -> Iterable[tuple[str, str]]:
    """How relationships are read, and the files by their hashes."""
    _ = translate
    yield (
        _("relationships"),
        _(
            "siblings share both parents; uncles and aunts are full siblings of the parent; children of one person "
            "share the other parent, who is the spouse if one is listed"
        ),
    )
    for source in inputs.sources:
        yield source.name, f"SHA-256 {source.sha256}"


def _silent(inputs: Inputs | Screening) -> Iterable[str]:
    return (f"{model.locus.name} {model.locus.silent:g}" for model in inputs.models if model.locus.silent)


def _linked(inputs: Inputs | Screening) -> Iterable[str]:
    """The linked pairs, which are computed as unlinked, with their distance."""
    for pair in linked_pairs([model.locus.name for model in inputs.models]):
        yield f"{pair.first}–{pair.second} ({pair.centimorgans:.0f} cM)"


def mutations(inputs: Inputs | FamilyInputs | Screening, translate: Translate) -> list[str]:
    """Each mutation model once, with its loci where there is more than one."""
    loci: dict[str, list[str]] = {}
    for locus, mutation in inputs.mutation.items():
        loci.setdefault(mutation.said().said_in(translate), []).append(locus)
    if len(loci) == 1:
        return list(loci)
    return [f"{said} ({', '.join(names)})" for said, names in loci.items()]


def as_json(matches: Matches, inputs: Inputs) -> dict[str, Any]:
    """The matches as JSON, in English; numbers unrounded. Impossible loci have log10_lr null."""
    return {
        "imena": __version__,
        "assumptions": dict(_facts(matches, inputs, english)),
        "candidates": [_candidate(candidate) for candidate in matches.candidates],
        "ambiguous": [_candidate(candidate) for candidate in matches.ambiguous],
        "several_readings": _statements("family", matches.several_readings),
        "set_aside": _statements("family", matches.set_aside),
        "without_candidate": _statements("remains", matches.without_candidate),
        "same_person": _statements("remains", matches.same_person),
        "siblings": _statements("remains", matches.siblings),
        "without_theta": _statements("family", matches.without_theta),
        "not_used": [note.said_in(english) for note in inputs.notes],
    }


def _statements(subject: str, statements: Sequence[Statement]) -> list[Mapping[str, str]]:
    return [{subject: each.subject, "reason": each.said.said_in(english)} for each in statements]


def _candidate(candidate: Candidate) -> dict[str, Any]:
    found: dict[str, Any] = {
        "remains": candidate.remains,
        "family": candidate.family,
        "loci": candidate.loci,
        "mismatches": candidate.mismatches,
        "log10_lr": None if math.isinf(candidate.log10_lr) else candidate.log10_lr,
        "prior": candidate.prior,
        "posterior": candidate.posterior,
        "by_locus": [
            {
                "locus": locus.locus,
                "genotype": list(locus.genotype),
                "relatives": {name: list(genotype) for name, genotype in locus.relatives.items()},
                "log10_lr": None if math.isinf(locus.log10_lr) else locus.log10_lr,
                "mismatch": locus.mismatch,
            }
            for locus in candidate.by_locus
        ],
    }
    if candidate.readings:
        found["if"] = [[choice.said_in(english) for choice in reading] for reading in candidate.readings]
    return found
