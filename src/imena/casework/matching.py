"""Matching: every set of remains against every family, one missing person to a family.

Each family's relatives are summed once for each locus with the missing person left open; comparing remains is then a
look-up and an addition for each locus. The posterior answers, for each set of remains, "of which of these families,
or of none?" (the PM-driven search of Kling et al. 2021, as described by Prieto et al. 2022, Rev Esp Med Legal 48:124).
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imena.casework.answers import Candidate, LocusEvidence, Matches, Statement
from imena.casework.inputs import Family, Inputs, Remains
from imena.casework.related_remains import same_person, siblings
from imena.casework.variants import WITHOUT_THETA, Settings, Variant, read_families, said_relatives, without
from imena.core.errors import ImenaError
from imena.core.said import Number, Said, mark
from imena.kinship import LocusModel, Sex, posterior

TOGETHER = 128
"""Families that are read together: those of one shape are computed at once, and memory is bounded."""
SAME = 0.05
"""Readings whose log10 LR differ by no more than this say the same; the lowest is given."""

Progress = Callable[[int, int], None]
"""Called with the number of families done and of all."""


@dataclass(frozen=True, slots=True)
class _Score:
    """Remains compared with a variant of a family."""

    remains: Remains
    family: Family
    variant: Variant
    log10_lr: float
    dropout: Mapping[str, float]

    def by_locus(self) -> tuple[LocusEvidence, ...]:
        """What each locus says at which both sides are typed."""
        return tuple(self._evidence())

    def _evidence(self) -> Iterator[LocusEvidence]:
        for table, strict in zip(self.variant.with_mutation, self.variant.without, strict=True):
            locus = table.locus
            genotype = self.remains.profile.indices(locus, self.variant.sex)
            relatives = self.family.genotypes(locus.name)
            if genotype is not None and relatives:
                yield LocusEvidence(
                    locus=locus.name,
                    genotype=tuple(locus.alleles[allele] for allele in genotype),
                    relatives=relatives,
                    log10_lr=float(table.log10_lr_seen(self.dropout[locus.name])[genotype]),
                    mismatch=strict is not None and bool(strict.probability[genotype] == 0),
                )


class Comparer:
    """All remains, laid out so that a family's variant is compared with them at once."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        strict = tuple(LocusModel.of(model.locus) for model in inputs.models)
        self.settings = Settings(inputs.models, strict, inputs.assumptions.theta)
        self.positions = [_positions(inputs.remains, model) for model in inputs.models]

    def scores(self, family: Family, variants: Sequence[Variant]) -> Iterator[_Score]:
        """Each of the remains with each variant that its sex allows."""
        for variant in variants:
            log10_lrs = np.zeros(len(self.inputs.remains))
            for (typed, first, second), table in zip(self.positions, variant.with_mutation, strict=True):
                if family.genotypes(table.locus.name):
                    seen = table.log10_lr_seen(self.inputs.dropout[table.locus.name])
                    log10_lrs[typed] += seen[first, second]
            for remains, log10_lr in zip(self.inputs.remains, log10_lrs, strict=True):
                if remains.profile.sex in (None, variant.sex):
                    yield _Score(remains, family, variant, float(log10_lr), self.inputs.dropout)

    def without_each(self, family: Family, suspects: Sequence[str]) -> Iterator[Statement]:
        """What the rest of a family that was set aside would say; no candidate before someone has settled it."""
        for suspect in suspects:
            rest = without(family, suspect)
            [read] = read_families([rest], self.settings)
            best = max(self.scores(rest, read.variants), key=lambda score: score.log10_lr, default=None)
            if best is not None:
                values = {
                    "suspect": suspect,
                    "remains": best.remains.profile.name,
                    "log10_lr": Number(best.log10_lr),
                }
                message = mark(
                    "without {suspect} the rest agree, and the best would be {remains} with log10 LR {log10_lr}"
                )
                yield Statement(family.name, Said(message, values))


Positions = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Which remains are typed at a locus, and the positions of their two alleles: three arrays of one length."""


def _positions(remains: Sequence[Remains], model: LocusModel) -> Positions:
    rows = [
        (number, *genotype)
        for number, each in enumerate(remains)
        if (genotype := each.profile.indices(model.locus, Sex.FEMALE)) is not None
    ]
    typed, first, second = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return typed, first, second


Scores = dict[str, list[_Score]]
"""The scores of one set of remains, by family."""


def match(
    inputs: Inputs, *, missing: int | None = None, at_least: float = 0.0, progress: Progress | None = None
) -> Matches:
    """Compare everything with everything.

    `missing` is the number of missing people that remains could be, listed or not; each has the prior 1 / missing. By
    default one more than there are families. Candidates are pairs with log10 LR of at least `at_least`.
    """
    everyone = _number_of_missing(inputs, missing)
    comparer = Comparer(inputs)
    scores: dict[str, Scores] = {remains.profile.name: {} for remains in inputs.remains}
    set_aside: list[Statement] = []
    several: list[Statement] = []
    without_theta: list[Statement] = []
    for start in range(0, len(inputs.families), TOGETHER):
        if progress:
            progress(start, len(inputs.families))
        for read in read_families(inputs.families[start : start + TOGETHER], comparer.settings):
            if read.set_aside:
                set_aside += [read.set_aside.statement, *comparer.without_each(read.family, read.set_aside.suspects)]
            if read.without_theta:
                without_theta.append(Statement(read.family.name, WITHOUT_THETA))
            several += _several_readings(read.family, read.variants)
            for score in comparer.scores(read.family, read.variants):
                scores[score.remains.profile.name].setdefault(read.family.name, []).append(score)
    if progress:
        progress(len(inputs.families), len(inputs.families))
    pairs = [
        pair for by_family in scores.values() for pair in _candidates(by_family, prior=1 / everyone, at_least=at_least)
    ]
    pairs.sort(key=lambda pair: (-pair.posterior, -pair.log10_lr, pair.remains, pair.family))
    named = {pair.remains for pair in pairs}
    return Matches(
        candidates=tuple(pair for pair in pairs if not pair.readings),
        ambiguous=tuple(pair for pair in pairs if pair.readings),
        several_readings=tuple(several),
        set_aside=tuple(set_aside),
        without_candidate=tuple(
            _why_none(remains, by_family) for remains, by_family in scores.items() if remains not in named
        ),
        same_person=tuple(same_person(inputs)),
        siblings=tuple(siblings(inputs)),
        without_theta=tuple(without_theta),
        missing=everyone,
        prior=1 / everyone,
    )


def _number_of_missing(inputs: Inputs, missing: int | None) -> int:
    families = len(inputs.families)
    if missing is not None and missing < families:
        raise ImenaError(
            "{missing} missing people are fewer than the {families} families, each with one of them",
            missing=missing,
            families=families,
        )
    return families + 1 if missing is None else missing


def _several_readings(family: Family, variants: Sequence[Variant]) -> Iterator[Statement]:
    """That a family's words can be read in more than one way, if they can."""
    count = len({variant.reading.choices for variant in variants})
    if count > 1:
        message = mark("{relatives}: the words can be read in {count} ways")
        yield Statement(family.name, Said(message, {"relatives": said_relatives(family), "count": count}))


def _candidates(by_family: Scores, *, prior: float, at_least: float) -> Iterator[Candidate]:
    """The candidates of one set of remains, with posteriors over its families and "none of them".

    A family whose readings differ competes with its highest LR, so that no rival looks better than it is.
    """
    highest = {family: max(score.log10_lr for score in scores) for family, scores in by_family.items()}
    for family, scores in by_family.items():
        if highest[family] == -math.inf or highest[family] < at_least:
            continue
        for score, readings in _distinct(scores):
            log10_lrs = {**highest, family: score.log10_lr}
            possible = score.log10_lr > -math.inf
            by_locus = score.by_locus()
            yield Candidate(
                remains=score.remains.profile.name,
                family=family,
                readings=readings,
                loci=len(by_locus),
                mismatches=sum(locus.mismatch for locus in by_locus),
                log10_lr=score.log10_lr,
                prior=prior,
                posterior=posterior(log10_lrs, dict.fromkeys(log10_lrs, prior))[family] if possible else 0.0,
                by_locus=by_locus,
            )


def _distinct(scores: Sequence[_Score]) -> list[tuple[_Score, tuple[tuple[Said, ...], ...]]]:
    """The scores that say something different, each the lowest of those that say the same, with their readings.

    Where all say the same there is one, and its readings do not matter.
    """
    both_sexes = len({score.variant.sex for score in scores}) > 1
    groups: list[list[_Score]] = []
    for score in sorted(scores, key=lambda score: score.log10_lr):
        if groups and (score.log10_lr == groups[-1][0].log10_lr or score.log10_lr - groups[-1][0].log10_lr <= SAME):
            groups[-1].append(score)
        else:
            groups.append([score])
    if len(groups) == 1:
        return [(groups[0][0], ())]
    return [(group[0], tuple(_choices(score, both_sexes=both_sexes) for score in group)) for group in groups]


def _choices(score: _Score, *, both_sexes: bool) -> tuple[Said, ...]:
    choices = score.variant.reading.choices
    return (*choices, _SEX_OF_MISSING[score.variant.sex]) if both_sexes else choices


_SEX_OF_MISSING = {
    Sex.MALE: Said(mark("the missing person is a man")),
    Sex.FEMALE: Said(mark("the missing person is a woman")),
}


def _why_none(remains: str, by_family: Mapping[str, Sequence[_Score]]) -> Statement:
    """Why remains have no candidate: nobody to compare with, no locus in common, or the best that was found."""
    scores = sorted((score for found in by_family.values() for score in found), key=lambda score: -score.log10_lr)
    if not scores:
        return Statement(remains, Said(mark("there is no family that could miss this person and was not set aside")))
    best, by_locus = next(((score, loci) for score in scores if (loci := score.by_locus())), (None, ()))
    if best is None:
        return Statement(remains, Said(mark("no locus in common with any family")))
    values = {
        "family": best.family.name,
        "log10_lr": Number(best.log10_lr),
        "loci": len(by_locus),
        "mismatches": sum(locus.mismatch for locus in by_locus),
    }
    message = mark("the best is {family} with log10 LR {log10_lr}, {mismatches} mismatches at {loci} loci")
    return Statement(remains, Said(message, values))
