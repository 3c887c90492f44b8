"""Planning: what comparing remains with a family could show, whom to ask next, and whether relatives are as stated."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.random import Generator

from imena.casework.inputs import Family, FamilyInputs
from imena.casework.readings import MISSING, Reading, readings
from imena.core.errors import ImenaError
from imena.kinship import (
    RELATIONSHIPS,
    CoancestryError,
    Descent,
    LocusModel,
    OpenMemberTable,
    Profile,
    open_member_table,
    pair_log_likelihood,
    power,
)
from imena.kinship.next_sample import Prospect, prospects
from imena.kinship.pairs import inbreeding_log10_lr

SEED = 2022
LN10 = math.log(10)


@dataclass(frozen=True, eq=False)
class FamilyPower:
    """What a family's typed relatives can show of remains.

    `without_theta`: it has too many untyped founders for co-ancestry, which was left out. `exclusion`: the probability
    that someone unrelated is excluded at one locus or more, were there no mutation. `log10_lr`: simulated, shape
    (samples,), if the remains are the missing person's. `mean` and `deviation` are exact.
    """

    family: str
    relatives: tuple[str, ...]
    readings: int
    loci: int
    without_theta: bool
    exclusion: float
    mean: float
    deviation: float
    log10_lr: np.ndarray[tuple[int, ...], np.dtype[np.float64]]

    def passing(self, threshold: float) -> float:
        return float((self.log10_lr >= threshold).mean())


def power_of(
    family: Family, inputs: FamilyInputs, dropout: Mapping[str, float], theta: float, samples: int
) -> FamilyPower:
    """The power of a family as it is typed; where its words can be read in several ways, the least powerful."""
    ways = _readings(family)
    try:
        found = [_power(family, reading, len(ways), inputs, dropout, theta, samples) for reading in ways]
    except CoancestryError:
        return replace(power_of(family, inputs, dropout, 0.0, samples), without_theta=True)
    return min(found, key=lambda each: each.mean)


def _readings(family: Family) -> tuple[Reading, ...]:
    """The readings for a missing man, or where the words leave none for him, for a missing woman."""
    for sex in family.sexes:
        found = readings(family.relatives, sex)
        if found:
            return found
    raise ImenaError("family {family}: the relationships cannot all hold", family=family.name)


def _power(
    family: Family,
    reading: Reading,
    ways: int,
    inputs: FamilyInputs,
    dropout: Mapping[str, float],
    theta: float,
    samples: int,
) -> FamilyPower:
    models = [model for model in inputs.models if family.genotypes(model.locus.name)]
    tables = [_possible_table(family, reading, model, theta) for model in models]
    seen = [power.outcomes(table, dropout[table.locus.name]) for table in tables]
    strict = [_table(family, reading, LocusModel.of(model.locus), 0.0) for model in models]
    exclusion = [
        power.moments(power.outcomes(table)).exclusion for table in strict if not math.isinf(table.log_relatives)
    ]
    moments = [power.moments(each) for each in seen]
    return FamilyPower(
        family=family.name,
        relatives=tuple(relative.id for relative in family.relatives if family.profiles[relative.id].genotypes),
        readings=ways,
        loci=len(models),
        without_theta=False,
        exclusion=1 - math.prod(1 - probability for probability in exclusion),
        mean=math.fsum(each.mean for each in moments),
        deviation=math.sqrt(math.fsum(each.variance for each in moments)),
        log10_lr=power.simulated_log10_lr(seen, samples, np.random.default_rng(SEED), related=True),
    )


def _table(family: Family, reading: Reading, model: LocusModel, theta: float) -> OpenMemberTable:
    return open_member_table(reading.pedigree, MISSING, family.profiles, model, theta=theta)


def _possible_table(family: Family, reading: Reading, model: LocusModel, theta: float) -> OpenMemberTable:
    table = _table(family, reading, model, theta)
    if math.isinf(table.log_relatives):
        raise ImenaError(
            "family {family}: the relatives' genotypes contradict each other at {locus}",
            family=family.name,
            locus=model.locus.name,
        )
    return table


def untyped(family: Family) -> tuple[str, ...]:
    """Relatives who stand in the table without a genotype: those who could be asked."""
    return tuple(
        relative.id
        for relative in family.relatives
        if not family.profiles[relative.id].genotypes and relative.id not in family.also_missing
    )


def next_samples(
    family: Family,
    inputs: FamilyInputs,
    dropout: Mapping[str, float],
    threshold: float,
    samples: int,
    chance: Generator,
) -> list[Prospect]:
    """Each untyped relative, and each pair of them, by what typing them promises; nobody as well, for comparison."""
    candidates = untyped(family)
    if not candidates:
        raise ImenaError(
            "family {family} has no relative without a profile; add a row with a relationship and a name, and leave "
            "its loci empty",
            family=family.name,
        )
    reading = _readings(family)[0]
    return prospects(
        reading.pedigree,
        MISSING,
        family.profiles,
        inputs.models,
        candidates,
        threshold=threshold,
        samples=samples,
        chance=chance,
        dropout=dropout,
    )


@dataclass(frozen=True, slots=True)
class PairCheck:
    """Two typed relatives: what they are said to be to each other, and which relationship fits better.

    `log10_lr`: of each relationship against strangers, `stated` that of the pedigree. `sealed`: the finding may touch
    parentage, and is for geneticists alone.
    """

    family: str
    one: str
    other: str
    loci: int
    stated: float
    kappa: tuple[float, float, float]
    log10_lr: Mapping[str, float]
    sealed: bool

    @property
    def best(self) -> str:
        return max(self.log10_lr, key=lambda name: self.log10_lr[name])

    @property
    def doubtful(self) -> bool:
        """Whether another relationship fits a thousand times better than the one stated."""
        return self.log10_lr[self.best] - self.stated >= DOUBT


DOUBT = 3.0


def check_pairs(family: Family, models: Sequence[LocusModel]) -> Iterator[PairCheck]:
    """Every two typed relatives of a family against what the table says they are to each other."""
    reading = _readings(family)[0]
    descent = Descent(reading.pedigree)
    typed = [relative.id for relative in family.relatives if family.profiles[relative.id].genotypes]
    for one, other in combinations(typed, 2):
        kappa = descent.kappa(one, other)
        if kappa is None:
            continue
        a, b = family.profiles[one], family.profiles[other]
        common = [model for model in models if {model.locus.name} <= a.genotypes.keys() & b.genotypes.keys()]
        against = {name: _log10_lr(a, b, share, common) for name, share in RELATIONSHIPS.items()}
        stated = _log10_lr(a, b, kappa, common)
        check = PairCheck(family.name, one, other, len(common), stated, kappa, against, sealed=False)
        first_degree = kappa[0] < 0.5 or RELATIONSHIPS[check.best][0] < 0.5
        yield PairCheck(family.name, one, other, len(common), stated, kappa, against, check.doubtful and first_degree)


@dataclass(frozen=True, slots=True)
class InbreedingCheck:
    """A typed relative who is homozygous as a child of close relatives would be; sealed, for geneticists alone."""

    family: str
    relative: str
    log10_lr: float


CLOSE_PARENTS = 0.25
"""The inbreeding coefficient of a child of siblings, or of parent and child."""


def check_inbreeding(family: Family, models: Sequence[LocusModel]) -> Iterator[InbreedingCheck]:
    """The relatives whose genotypes fit a child of close relatives a thousand times better than one of strangers."""
    for name, profile in family.profiles.items():
        log10_lr = inbreeding_log10_lr(profile, CLOSE_PARENTS, models)
        if log10_lr >= DOUBT:
            yield InbreedingCheck(family.name, name, log10_lr)


def _log10_lr(one: Profile, other: Profile, kappa: tuple[float, float, float], models: Sequence[LocusModel]) -> float:
    """log10 LR against strangers; a locus that excludes counts as one mutation in a thousand meioses would."""
    related = pair_log_likelihood(one, other, kappa, models).by_locus
    apart = pair_log_likelihood(one, other, (1.0, 0.0, 0.0), models).by_locus
    return sum(
        (value - apart[locus]) / LN10 if math.isfinite(value) else EXCLUDED_AT_LOCUS for locus, value in related.items()
    )


EXCLUDED_AT_LOCUS = -3.0
"""log10 of a mutation rate: what a locus counts for a relationship that it excludes."""
