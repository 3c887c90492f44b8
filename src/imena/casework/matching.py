"""Matching: every set of remains against every family, one missing person to a family.

Each family's relatives are summed once for each locus with the missing person left open; comparing remains is then a
look-up and an addition for each locus. The posterior answers, for each set of remains, "of which of these families,
or of none?" (the PM-driven posterior of Kling et al. 2021, Forensic Sci Int Genet 53:102515).
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from imena.casework.inputs import Family, Inputs, Remains
from imena.casework.readings import MISSING, Reading, TooManyReadingsError, readings
from imena.core.errors import ImenaError
from imena.core.said import Number, Said, mark
from imena.kinship import (
    Locus,
    LocusModel,
    OpenMemberTable,
    Sex,
    log_likelihood,
    open_member_table,
    posterior,
    unrelated,
)

MOST_INCONSISTENT = 2
"""Relatives who contradict each other at more loci than this, were there no mutation, are set aside."""
MOST_AGAINST = -4.0
"""Relatives whose genotypes fit strangers 10⁴ times better than the relationships stated are set aside."""
SAME = 0.05
"""Readings whose log10 LR differ by no more than this say the same; the lowest is given."""

Progress = Callable[[int, int], None]
"""Called with the number of families done and of all."""


@dataclass(frozen=True, slots=True)
class LocusEvidence:
    """What one locus says: the genotypes of remains and relatives, log10 LR, whether it needs a mutation."""

    locus: str
    genotype: tuple[str, ...]
    relatives: Mapping[str, tuple[str, ...]]
    log10_lr: float
    mismatch: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Remains and a family whose missing person they may be.

    `readings` is empty unless the answer depends on how the family's relationships are read; then there is a candidate
    for each answer, with the readings that give it. `loci` is how many loci both sides are typed at.
    """

    remains: str
    family: str
    readings: tuple[tuple[Said, ...], ...]
    loci: int
    mismatches: int
    log10_lr: float
    prior: float
    posterior: float
    by_locus: tuple[LocusEvidence, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said of a family or of remains."""

    subject: str
    said: Said


@dataclass(frozen=True, slots=True)
class Matches:
    """The answer. Candidates come with the highest posterior first.

    `several_readings` are families whose words can be read in more than one way, whether or not it matters;
    `ambiguous` are the pairs where it does. `same_person` are remains that cannot be told apart.
    """

    candidates: tuple[Candidate, ...]
    ambiguous: tuple[Candidate, ...]
    several_readings: tuple[Statement, ...]
    set_aside: tuple[Statement, ...]
    without_candidate: tuple[Statement, ...]
    same_person: tuple[Statement, ...]
    missing: int
    prior: float


@dataclass(frozen=True, eq=False)
class _Variant:
    """A family read in one way, for a missing person of one sex: its tables by locus.

    `with_mutation` gives the LR; `without` says what is possible were there no mutation, None where the relatives
    themselves are not.
    """

    reading: Reading
    sex: Sex
    with_mutation: tuple[OpenMemberTable, ...]
    without: tuple[OpenMemberTable | None, ...]
    log10_lr_of_relatives: float
    """How much better the relatives' genotypes fit these relationships than strangers."""

    def agrees(self) -> bool:
        """Whether the relatives' own genotypes agree with the relationships."""
        return len(self.inconsistent()) <= MOST_INCONSISTENT and self.log10_lr_of_relatives >= MOST_AGAINST

    def inconsistent(self) -> list[str]:
        return [
            table.locus.name
            for table, strict in zip(self.with_mutation, self.without, strict=True)
            if strict is None or math.isinf(table.log_relatives)
        ]


@dataclass(frozen=True, slots=True)
class _Score:
    """A variant compared with remains."""

    variant: _Variant
    log10_lr: float
    by_locus: tuple[LocusEvidence, ...]


def match(
    inputs: Inputs, *, missing: int | None = None, at_least: float = 0.0, progress: Progress | None = None
) -> Matches:
    """Compare everything with everything.

    `missing` is the number of missing people that remains could be, listed or not; each has the prior 1 / missing. By
    default one more than there are families. Candidates are pairs with log10 LR of at least `at_least`.
    """
    everyone = len(inputs.families) + 1 if missing is None else missing
    if everyone < len(inputs.families):
        raise ImenaError(
            "{missing} missing people are fewer than the {families} families, each with one of them",
            missing=everyone,
            families=len(inputs.families),
        )
    strict = [LocusModel.of(model.locus) for model in inputs.models]
    scores: dict[str, dict[str, list[_Score]]] = {remains.profile.name: {} for remains in inputs.remains}
    set_aside, several = [], []
    for done, family in enumerate(inputs.families):
        if progress:
            progress(done, len(inputs.families))
        variants, why = _variants(family, inputs.models, strict)
        if why:
            set_aside += [why.statement, *_without_each(family, why.suspects, inputs, strict)]
        elif len({variant.reading.choices for variant in variants}) > 1:
            several.append(_several_readings(family, variants))
        for remains in inputs.remains:
            found = _scores(remains, variants, family)
            if found:
                scores[remains.profile.name][family.name] = found
    if progress:
        progress(len(inputs.families), len(inputs.families))
    pairs = [
        pair
        for remains, by_family in scores.items()
        for pair in _candidates(remains, by_family, prior=1 / everyone, at_least=at_least)
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
        same_person=tuple(_same_person(inputs)),
        missing=everyone,
        prior=1 / everyone,
    )


@dataclass(frozen=True, slots=True)
class _SetAside:
    """Why a family is set aside, and the relatives without any one of whom it would not be."""

    statement: Statement
    suspects: tuple[str, ...] = ()


def _variants(
    family: Family, models: Sequence[LocusModel], strict: Sequence[LocusModel]
) -> tuple[list[_Variant], _SetAside | None]:
    """The ways a family can be read, those that its own genotypes contradict left out; or why it is set aside."""
    try:
        ways = [(reading, sex) for sex in Sex for reading in readings(family.relatives, sex)]
    except TooManyReadingsError as error:
        return [], _SetAside(Statement(family.name, Said(error.message, error.values)))
    if not ways:
        message = mark("the relationships cannot all hold: {relatives}")
        return [], _SetAside(Statement(family.name, Said(message, {"relatives": _relatives(family)})))
    variants = [_variant(family, reading, sex, models, strict) for reading, sex in ways]
    kept = [each for each in variants if each.agrees()]
    if not kept:
        return [], _contradiction(family, max(variants, key=lambda each: each.log10_lr_of_relatives), models, strict)
    return kept, None


def _variant(
    family: Family, reading: Reading, sex: Sex, models: Sequence[LocusModel], strict: Sequence[LocusModel]
) -> _Variant:
    with_mutation = tuple(open_member_table(reading.pedigree, MISSING, family.profiles, model) for model in models)
    without = (open_member_table(reading.pedigree, MISSING, family.profiles, model) for model in strict)
    possible = tuple(None if math.isinf(table.log_relatives) else table for table in without)
    return _Variant(reading, sex, with_mutation, possible, _log10_lr_of_relatives(family, with_mutation, models))


def _log10_lr_of_relatives(family: Family, tables: Sequence[OpenMemberTable], models: Sequence[LocusModel]) -> float:
    """The relatives' genotypes under the relationships stated against all of them being strangers."""
    strangers = unrelated(*((relative.id, relative.sex or Sex.FEMALE) for relative in family.relatives))
    stated = math.fsum(table.log_relatives for table in tables)
    return (stated - log_likelihood(strangers, family.profiles, models).total) / math.log(10)


def _contradiction(
    family: Family, variant: _Variant, models: Sequence[LocusModel], strict: Sequence[LocusModel]
) -> _SetAside:
    """Say how relatives contradict each other, and who of them could be the one not related as stated."""
    suspects = tuple(
        relative.id
        for relative in family.relatives
        if len(family.relatives) > 1 and _agrees_without(family, relative.id, variant, models, strict)
    )
    values = {
        "relatives": _relatives(family),
        "loci": tuple(variant.inconsistent()),
        "log10_lr": Number(variant.log10_lr_of_relatives),
    }
    if len(variant.inconsistent()) > MOST_INCONSISTENT:
        message = mark("the genotypes of {relatives} contradict the relationships at {loci}")
    else:
        message = mark("the genotypes of {relatives} speak for strangers, log10 LR {log10_lr}")
    return _SetAside(Statement(family.name, Said(message, values)), suspects)


def _agrees_without(
    family: Family, suspect: str, variant: _Variant, models: Sequence[LocusModel], strict: Sequence[LocusModel]
) -> bool:
    return _variant(_without(family, suspect), variant.reading, variant.sex, models, strict).agrees()


def _without(family: Family, suspect: str) -> Family:
    return replace(
        family,
        relatives=tuple(relative for relative in family.relatives if relative.id != suspect),
        profiles={id: profile for id, profile in family.profiles.items() if id != suspect},
    )


def _without_each(
    family: Family, suspects: Sequence[str], inputs: Inputs, strict: Sequence[LocusModel]
) -> Iterator[Statement]:
    """What the rest of a family that was set aside would say; it is not a candidate before someone has settled it."""
    for suspect in suspects:
        rest = _without(family, suspect)
        variants, _ = _variants(rest, inputs.models, strict)
        scores = [(remains, score) for remains in inputs.remains for score in _scores(remains, variants, rest)]
        if scores:
            remains, best = max(scores, key=lambda pair: pair[1].log10_lr)
            values = {
                "suspect": suspect,
                "remains": remains.profile.name,
                "log10_lr": Number(best.log10_lr),
            }
            message = mark("without {suspect} the rest agree, and the best would be {remains} with log10 LR {log10_lr}")
            yield Statement(family.name, Said(message, values))


def _relatives(family: Family) -> tuple[Said, ...]:
    return tuple(
        Said("{sample} ({kin})", {"sample": relative.id, "kin": Said(relative.relationship.kin.value)})
        for relative in family.relatives
    )


def _several_readings(family: Family, variants: Sequence[_Variant]) -> Statement:
    count = len({variant.reading.choices for variant in variants})
    message = mark("{relatives}: the words can be read in {count} ways")
    return Statement(family.name, Said(message, {"relatives": _relatives(family), "count": count}))


def _scores(remains: Remains, variants: Sequence[_Variant], family: Family) -> list[_Score]:
    """Each variant that the remains' sex allows, scored."""
    fitting = [variant for variant in variants if remains.profile.sex in (None, variant.sex)]
    return [_score(remains, variant, family) for variant in fitting]


def _score(remains: Remains, variant: _Variant, family: Family) -> _Score:
    by_locus = []
    for table, strict in zip(variant.with_mutation, variant.without, strict=True):
        locus = table.locus
        genotype = remains.profile.indices(locus, variant.sex)
        relatives = {
            name: profile.genotypes[locus.name]
            for name, profile in family.profiles.items()
            if locus.name in profile.genotypes
        }
        if genotype is None or not relatives:
            continue
        names = tuple(locus.alleles[allele] for allele in genotype)
        mismatch = strict is not None and strict.probability[genotype] == 0
        by_locus.append(LocusEvidence(locus.name, names, relatives, float(table.log10_lr[genotype]), bool(mismatch)))
    return _Score(variant, math.fsum(locus.log10_lr for locus in by_locus), tuple(by_locus))


def _candidates(
    remains: str, by_family: Mapping[str, Sequence[_Score]], *, prior: float, at_least: float
) -> list[Candidate]:
    """The candidates of one set of remains, with posteriors over its families and "none of them".

    A family whose readings differ competes with its highest LR, so that no rival looks better than it is.
    """
    highest = {family: max(score.log10_lr for score in scores) for family, scores in by_family.items()}
    rivals = {family: log10_lr for family, log10_lr in highest.items() if log10_lr > -math.inf}
    found = []
    for family, scores in by_family.items():
        for score, ways in _distinct(scores):
            if score.log10_lr == -math.inf or score.log10_lr < at_least:
                continue
            log10_lrs = {**rivals, family: score.log10_lr}
            posteriors = posterior(log10_lrs, dict.fromkeys(log10_lrs, prior))
            found.append(
                Candidate(
                    remains=remains,
                    family=family,
                    readings=ways,
                    loci=len(score.by_locus),
                    mismatches=sum(locus.mismatch for locus in score.by_locus),
                    log10_lr=score.log10_lr,
                    prior=prior,
                    posterior=posteriors[family],
                    by_locus=score.by_locus,
                )
            )
    return found


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
    """Why remains have no candidate: nobody of their sex, no locus in common, or the best that was found."""
    scores = [(family, score) for family, found in by_family.items() for score in found]
    if not scores:
        return Statement(remains, Said(mark("no family misses a person of this sex")))
    compared = [(family, score) for family, score in scores if score.by_locus]
    if not compared:
        return Statement(remains, Said(mark("no locus in common with any family")))
    family, best = max(compared, key=lambda pair: pair[1].log10_lr)
    mismatches = sum(locus.mismatch for locus in best.by_locus)
    values = {
        "family": family,
        "log10_lr": Number(best.log10_lr),
        "loci": len(best.by_locus),
        "mismatches": mismatches,
    }
    message = mark("the best is {family} with log10 LR {log10_lr}, {mismatches} mismatches at {loci} loci")
    return Statement(remains, Said(message, values))


def _same_person(inputs: Inputs) -> list[Statement]:
    """Pairs of remains that agree at every locus both have, at least six, where strangers would not."""
    found = []
    frequencies = {model.locus.name: model.locus for model in inputs.models}
    for number, one in enumerate(inputs.remains):
        for other in inputs.remains[number + 1 :]:
            a, b = one.profile.genotypes, other.profile.genotypes
            common = [locus for locus in a if locus in b]
            differing = [locus for locus in common if sorted(a[locus]) != sorted(b[locus])]
            if len(common) < 6 or len(differing) > 1:
                continue
            log10_lr = -sum(
                _log10_probability(a[locus], frequencies[locus]) for locus in common if locus not in differing
            )
            values = {
                "remains": one.profile.name,
                "other": other.profile.name,
                "loci": len(common),
                "log10_lr": Number(log10_lr, decimals=1),
                "differing": ", ".join(differing),
            }
            message = _SAME_BUT_ONE if differing else _SAME_EVERYWHERE
            found.append(Statement(one.profile.name, Said(message, values)))
    return found


_SAME_EVERYWHERE = mark(
    "{remains} and {other} agree at all {loci} loci they share (log10 LR {log10_lr}): one person, or identical twins"
)
_SAME_BUT_ONE = mark(
    "{remains} and {other} agree at all {loci} loci they share but {differing} (log10 LR of the others {log10_lr}): "
    "perhaps one person, if an allele dropped out"
)


def _log10_probability(genotype: tuple[str, ...], locus: Locus) -> float:
    """log10 of a genotype's probability in the population."""
    p, q = (locus.frequencies[locus.alleles.index(allele)] for allele in genotype)
    return math.log10(p * q if genotype[0] == genotype[1] else 2 * p * q)
