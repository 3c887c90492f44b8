"""The reports of planning: power, whom to ask next, and checks of the relationships stated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from imena import __version__
from imena.casework.assumptions import Dropout
from imena.casework.inputs import FamilyInputs
from imena.casework.planning import FamilyPower, InbreedingCheck, PairCheck
from imena.casework.report import Figure, Line, Report, Section, Share, mutations, percentage
from imena.casework.variants import WITHOUT_THETA
from imena.core.said import Number, Said, Translate, mark
from imena.kinship.next_sample import Prospect

BIN = 2
"""The width of a histogram's bars, in log10 LR."""
MOST_PROSPECTS = 12
"""How many of a family's prospects the figure shows."""


def power_report(
    found: Sequence[FamilyPower],
    thresholds: Sequence[float],
    inputs: FamilyInputs,
    dropout: Dropout,
    theta: float,
    samples: int,
    *,
    translate: Translate,
) -> Report:
    """The power of families: a table, and for each family how log10 LR would be spread."""
    _ = translate
    columns = [_("family"), _("relatives"), _("loci"), _("exclusion"), _("mean log10 LR")]
    columns += [_("reaches {threshold}").format(threshold=f"10^{threshold:g}") for threshold in thresholds]
    section = Section(
        _("What each family can show"),
        _(
            "If the remains are the missing person's: the mean of log10 LR and the probability that it reaches a "
            "threshold. Exclusion: the probability that someone unrelated does not fit, were there no mutation."
        ),
        tuple(columns),
        tuple(_power_line(each, thresholds, _) for each in found),
        items=tuple(remark for each in found for remark in _remarks(each, _)),
        figures=tuple(_histogram(each, _) for each in found),
    )
    return _report(
        _("Power"), (section, _not_used(inputs, _)), _facts(inputs, dropout, f"{theta:g}", samples, _), translate
    )


def _power_line(found: FamilyPower, thresholds: Sequence[float], translate: Translate) -> Line:
    spread = {"mean": Number(found.mean), "deviation": Number(found.deviation)}
    return Line(
        (
            found.family,
            ", ".join(found.relatives) or "–",
            str(found.loci),
            percentage(found.exclusion).said_in(translate) if found.exclusion else "0",
            Said("{mean} ± {deviation}", spread).said_in(translate),
            *(_percent(found.passing(threshold), translate) for threshold in thresholds),
        )
    )


def _percent(share: float, translate: Translate) -> str:
    """A simulated share, as exact as it is."""
    return Said("{percent} %", {"percent": Number(100 * share, decimals=1)}).said_in(translate)


def _remarks(found: FamilyPower, translate: Translate) -> Iterator[tuple[str, str]]:
    if found.readings > 1:
        message = mark("the words can be read in {count} ways; the least powerful is given")
        yield found.family, Said(message, {"count": found.readings}).said_in(translate)
    if found.without_theta:
        yield found.family, WITHOUT_THETA.said_in(translate)


def _histogram(found: FamilyPower, translate: Translate) -> Figure:
    low = int(np.floor(found.log10_lr.min() / BIN) * BIN)
    high = int(np.floor(found.log10_lr.max() / BIN) * BIN) + BIN
    counts, _ = np.histogram(found.log10_lr, bins=range(low, high + BIN, BIN))
    shares = counts / counts.sum()
    bars = (
        Share(
            f"{edge} … {edge + BIN}".replace("-", "−"),
            float(share / shares.max()),
            _percent(float(share), translate),
        )
        for edge, share in zip(range(low, high, BIN), shares, strict=False)
    )
    message = translate("{family}: log10 LR if the remains are the missing person's")
    return Figure(message.format(family=found.family), tuple(bars))


def next_report(
    found: Mapping[str, Sequence[Prospect]],
    threshold: float,
    inputs: FamilyInputs,
    dropout: Dropout,
    samples: int,
    *,
    translate: Translate,
) -> Report:
    """Whom to ask next, for each family the most promising first."""
    _ = translate
    columns = (_("family"), _("ask"), _("mean log10 LR"), _("reaches the threshold"), _("standard error"))
    sections = tuple(
        Section(
            family,
            "",
            columns,
            tuple(_prospect_line(family, prospect, _) for prospect in prospects),
            figures=(_prospects_figure(prospects, threshold, _),),
        )
        for family, prospects in found.items()
    )
    facts = _facts(inputs, dropout, "0", samples, _)
    return _report(_("Whom to ask next"), (*sections, _not_used(inputs, _)), facts, _)


def _who(prospect: Prospect, translate: Translate) -> str:
    return " + ".join(prospect.relatives) or translate("nobody more")


def _prospect_line(family: str, prospect: Prospect, translate: Translate) -> Line:
    return Line(
        (
            family,
            _who(prospect, translate),
            Number(prospect.expected).said_in(translate),
            _percent(prospect.passing, translate),
            _percent(prospect.standard_error, translate),
        )
    )


def _prospects_figure(prospects: Sequence[Prospect], threshold: float, translate: Translate) -> Figure:
    title = translate("Probability that log10 LR reaches {threshold}, if the remains are the missing person's")
    bars = (
        Share(
            _who(prospect, translate),
            prospect.passing,
            _percent(prospect.passing, translate),
        )
        for prospect in prospects[:MOST_PROSPECTS]
    )
    return Figure(title.format(threshold=f"{threshold:g}"), tuple(bars))


def check_report(
    found: Sequence[PairCheck], inbred: Sequence[InbreedingCheck], inputs: FamilyInputs, *, translate: Translate
) -> Report:
    """Whether typed relatives are what they are said to be; what may touch parentage stands apart."""
    _ = translate
    doubtful = [check for check in found if check.doubtful]
    columns = (_("family"), _("relatives"), _("loci"), _("as stated"), _("best"), _("fits better"))
    sections = (
        Section(
            _("Sealed: for geneticists alone"),
            _("May touch parentage. Do not pass on to a family, nor into a file that others open."),
            columns,
            tuple(_check_line(check, _) for check in doubtful if check.sealed),
            items=tuple((check.family, _inbred(check, _)) for check in inbred),
        ),
        Section(
            _("Relationships that fit badly"),
            _("Another relationship fits a thousand times better than the one stated."),
            columns,
            tuple(_check_line(check, _) for check in doubtful if not check.sealed),
            empty="" if doubtful else _("Every two typed relatives fit what they are said to be."),
        ),
        Section(
            _("All pairs"),
            _("log10 LR against strangers, mutation left out but for a thousandth at each locus that excludes."),
            columns,
            tuple(_check_line(check, _) for check in found if not check.doubtful),
        ),
        _not_used(inputs, _),
    )
    return _report(_("Relationships checked"), sections, _facts(inputs, None, "0", None, _), _)


def _inbred(check: InbreedingCheck, translate: Translate) -> str:
    message = mark("{relative} is homozygous as a child of close relatives would be, log10 LR {log10_lr}")
    return Said(message, {"relative": check.relative, "log10_lr": Number(check.log10_lr)}).said_in(translate)


def _check_line(check: PairCheck, translate: Translate) -> Line:
    return Line(
        (
            check.family,
            f"{check.one} – {check.other}",
            str(check.loci),
            Number(check.stated).said_in(translate),
            Number(check.log10_lr[check.best]).said_in(translate),
            translate(check.best) if check.doubtful else "–",
        )
    )


RELATIONSHIP_NAMES = (
    mark("same person or twins"),
    mark("parent and child"),
    mark("full siblings"),
    mark("half-siblings"),
    mark("cousins"),
    mark("unrelated"),
)
"""The names of `kinship.RELATIONSHIPS`, to be translated."""


def _not_used(inputs: FamilyInputs, translate: Translate) -> Section:
    return Section(translate("Not used"), items=tuple(("", note.said_in(translate)) for note in inputs.notes))


def _facts(
    inputs: FamilyInputs, dropout: Dropout | None, theta: str, samples: int | None, translate: Translate
) -> Iterable[tuple[str, str]]:
    _ = translate
    yield _("software"), f"Imena {__version__}"
    yield _("frequency table"), inputs.frequency_table
    yield _("loci"), ", ".join(model.locus.name for model in inputs.models)
    yield _("mutation"), "; ".join(mutations(inputs, _))
    yield _("co-ancestry θ"), theta
    if dropout is not None:
        yield _("drop-out"), dropout.said().said_in(_)
    if samples is not None:
        yield _("simulations"), _("{samples}, always the same ones").format(samples=samples)
    for source in inputs.sources:
        yield source.name, f"SHA-256 {source.sha256}"


def _report(title: str, sections: Sequence[Section], facts: Iterable[tuple[str, str]], translate: Translate) -> Report:
    return Report(
        house=translate("Imena"),
        title=title,
        sections=tuple(section for section in sections if section.lines or section.items or section.empty),
        facts_title=translate("What this rests on"),
        facts=tuple(facts),
        detail_title="",
        detail_columns=(),
        notice="",
    )
