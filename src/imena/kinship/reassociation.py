"""Re-association: which samples are of one person.

Every sample is held against every other: the LR that the two are one person's, against two strangers', drop-out and
partial profiles included. Samples are grouped by single linkage: each is linked to all it is one person with at a
stated LR. What speaks against a group stands beside it, and nobody is taken apart or put together in silence.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

import numpy as np

from imena.kinship.detection import Detection
from imena.kinship.direct import direct_comparison
from imena.kinship.errors import KinshipError
from imena.kinship.loci import Chromosome, FloatArray, Locus
from imena.kinship.models import LocusModel
from imena.kinship.pairs import ratios
from imena.kinship.pedigree import Sex
from imena.kinship.profiles import UNKNOWN, Genotype, Profile

SAME_PERSON = (0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample: its profile, with sex and detection, and its element where a body has but one of it."""

    profile: Profile
    element: str | None = None

    @property
    def name(self) -> str:
        return self.profile.name


class Against(StrEnum):
    """What speaks against samples being one person's."""

    SEX = "sex"
    ELEMENT = "element"
    LOCUS = "locus"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Samples of one group that disagree: in sex, by being the same element, or at a locus, which is `what`.

    At a locus the two samples are likelier of two strangers than of one person; `log10_lr` says by how much.
    """

    against: Against
    samples: tuple[str, str]
    what: str
    log10_lr: float | None = None


@dataclass(frozen=True)
class Group:
    """Samples of one person, as far as can be told.

    `weakest`: log10 LR of the weakest link that holds it together; None of a single sample. `posterior`: the posterior
    of that link with the prior stated. `consensus`: what all its samples say together, for all further comparisons.
    """

    samples: tuple[str, ...]
    weakest: float | None
    posterior: float | None
    contradictions: tuple[Contradiction, ...]
    consensus: Profile


@dataclass(frozen=True, eq=False)
class Reassociation:
    """`ln_lr`: shape (samples, samples), the natural log of the LR of one person against two strangers.

    `loci`: how many each sample was typed at. `least_individuals`: so many people at least gave these samples.
    """

    samples: tuple[str, ...]
    ln_lr: FloatArray
    loci: tuple[int, ...]
    groups: tuple[Group, ...]
    least_individuals: int
    at_least: float
    prior: float | None = field(default=None)


def reassociate(
    samples: Sequence[Sample],
    models: Sequence[LocusModel],
    *,
    at_least: float = 1e4,
    prior: float | None = None,
    theta: float = 0.0,
) -> Reassociation:
    """Group samples whose LR of being one person's reaches `at_least`.

    `prior`: the probability beforehand that two samples are one person's; it gives each group's weakest link a
    posterior. Raises `KinshipError` where two samples have one name or the prior is no probability.
    """
    names = tuple(sample.name for sample in samples)
    for name, count in Counter(names).items():
        if count > 1:
            raise KinshipError("{name} stands twice among the samples", name=name)
    if prior is not None and not 0 < prior < 1:
        raise KinshipError("expected a prior between 0 and 1, found {prior}", prior=prior)
    ln_lr = identity_ratios([sample.profile for sample in samples], models, theta=theta)
    linked = ln_lr >= math.log(at_least)
    groups = [_group(samples, members, ln_lr, models, prior) for members in _linked(linked)]
    loci = tuple(_loci(sample.profile, models) for sample in samples)
    apart = _apart(samples, ln_lr, math.log(at_least))
    return Reassociation(names, ln_lr, loci, tuple(groups), least_individuals(apart), at_least, prior)


def identity_ratios(profiles: Sequence[Profile], models: Sequence[LocusModel], *, theta: float = 0.0) -> FloatArray:
    """ln LR that two profiles are one person's, shape (profiles, profiles); minus infinity where it is impossible."""
    autosomal = [model for model in models if model.locus.chromosome is Chromosome.AUTOSOMAL]
    if theta > 0 or len(autosomal) < len(models):
        found = np.zeros((len(profiles), len(profiles)))
        for one, other in combinations(range(len(profiles)), 2):
            comparison = direct_comparison(profiles[one], profiles[other], models, theta=theta)
            found[one, other] = found[other, one] = -math.inf if comparison.ln_lr is None else comparison.ln_lr
        return found
    found = ratios(profiles, SAME_PERSON, autosomal).log10_lr * math.log(10)
    sexes = [profile.sex for profile in profiles]
    for one, other in combinations(range(len(profiles)), 2):
        if sexes[one] is not None and sexes[other] is not None and sexes[one] is not sexes[other]:
            found[one, other] = found[other, one] = -math.inf
    return found


def _loci(profile: Profile, models: Sequence[LocusModel]) -> int:
    return sum(profile.seen(model.locus, profile.sex or Sex.FEMALE) is not None for model in models)


def _linked(linked: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Iterator[list[int]]:
    """The groups that links hold together, in the order of the first sample of each."""
    waiting = set(range(len(linked)))
    while waiting:
        group, edge = set[int](), [min(waiting)]
        while edge:
            one = edge.pop()
            group.add(one)
            edge += [other for other in np.flatnonzero(linked[one]).tolist() if other in waiting - group]
        waiting -= group
        yield sorted(group)


def _group(
    samples: Sequence[Sample],
    members: Sequence[int],
    ln_lr: FloatArray,
    models: Sequence[LocusModel],
    prior: float | None,
) -> Group:
    weakest = _weakest_link(members, ln_lr)
    posterior = None
    if prior is not None and weakest is not None:
        posterior = 1 / (1 + math.exp(-weakest) * (1 - prior) / prior)
    own = [samples[member] for member in members]
    return Group(
        tuple(sample.name for sample in own),
        None if weakest is None else weakest / math.log(10),
        posterior,
        tuple(_contradictions(own, models)),
        consensus([sample.profile for sample in own], models),
    )


def _weakest_link(members: Sequence[int], ln_lr: FloatArray) -> float | None:
    """The weakest link of the strongest tree over the members (Prim 1957, Bell Syst Tech J 36:1389)."""
    joined, waiting, weakest = [members[0]], set(members[1:]), math.inf
    while waiting:
        best = max(waiting, key=lambda member: max(ln_lr[member, other] for other in joined))
        weakest = min(weakest, max(float(ln_lr[best, other]) for other in joined))
        joined.append(best)
        waiting.remove(best)
    return weakest if len(members) > 1 else None


def _contradictions(samples: Sequence[Sample], models: Sequence[LocusModel]) -> Iterator[Contradiction]:
    for one, other in combinations(samples, 2):
        pair = (one.name, other.name)
        sexes = (one.profile.sex, other.profile.sex)
        if None not in sexes and sexes[0] is not sexes[1]:
            yield Contradiction(Against.SEX, pair, " / ".join(sex.value for sex in sexes if sex))
        if one.element is not None and one.element == other.element:
            yield Contradiction(Against.ELEMENT, pair, one.element)
        profiles = [
            Profile(name, p.genotypes, None, p.detection, p.replicates)
            for name, p in (("one", one.profile), ("other", other.profile))
        ]
        for model in models:
            if model.locus.chromosome is not Chromosome.AUTOSOMAL:
                continue
            log10_lr = float(ratios(profiles, SAME_PERSON, [model]).log10_lr[0, 1])
            if log10_lr < 0:
                yield Contradiction(Against.LOCUS, pair, model.locus.name, log10_lr)


def consensus(profiles: Sequence[Profile], models: Sequence[LocusModel]) -> Profile:
    """What the profiles of one person's samples say together.

    At each locus the samples count as amplifications of one person's DNA, each with its own drop-out (`Detection`); the
    drop-in is the largest stated. A genotype known in part counts only where there is nothing better. Where the samples
    can be no one person's, the locus is left out.
    """
    if len(profiles) == 1:
        return profiles[0]
    sexes = {profile.sex for profile in profiles} - {None}
    genotypes: dict[str, Genotype] = {}
    replicates: dict[str, tuple[frozenset[str], ...]] = {}
    dropouts: dict[str, float | tuple[float, ...]] = {}
    dropin = max(profile.detection.dropin if profile.detection else 0.0 for profile in profiles)
    for model in models:
        locus = model.locus
        seen = [part for profile in profiles for part in _amplifications(profile, locus)]
        if not seen:
            partial = [found for profile in profiles if (found := profile.genotypes.get(locus.name))]
            if partial:
                genotypes[locus.name] = partial[0]
            continue
        candidate = Profile(
            "consensus",
            replicates={locus.name: tuple(alleles for alleles, _ in seen)},
            detection=Detection(by_locus={locus.name: tuple(dropout for _, dropout in seen)}, dropin=dropin),
        )
        together = candidate.seen(locus, next(iter(sexes), None) or Sex.FEMALE)
        if together is None or (together.genotype is None and together.weights is None):
            continue
        replicates[locus.name] = candidate.replicates[locus.name]
        dropouts[locus.name] = tuple(dropout for _, dropout in seen)
        alleles = sorted(frozenset[str]().union(*replicates[locus.name]), key=locus.alleles.index)
        if 1 <= len(alleles) <= 2:
            genotypes[locus.name] = (alleles[0], alleles[-1])
    return Profile(
        " + ".join(profile.name for profile in profiles),
        genotypes,
        next(iter(sexes)) if len(sexes) == 1 else None,
        Detection(by_locus=dropouts, dropin=dropin),
        replicates,
    )


def _amplifications(profile: Profile, locus: Locus) -> Iterator[tuple[frozenset[str], float]]:
    """The alleles seen in each amplification of a sample, and its drop-out."""
    replicates = profile.replicates.get(locus.name)
    genotype = profile.genotypes.get(locus.name)
    if replicates is None:
        if genotype is None or UNKNOWN in genotype:
            return
        replicates = (frozenset(genotype),)
    detection = profile.detection or Detection()
    yield from zip(replicates, detection.at(locus.name, len(replicates)), strict=True)


def _apart(
    samples: Sequence[Sample], ln_lr: FloatArray, ln_at_least: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which samples cannot be one person's: as improbable as the threshold asks of a link, or the same element."""
    apart = np.asarray(ln_lr <= -ln_at_least)
    for one, other in combinations(range(len(samples)), 2):
        if samples[one].element is not None and samples[one].element == samples[other].element:
            apart[one, other] = apart[other, one] = True
    np.fill_diagonal(apart, False)
    return apart


def least_individuals(apart: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    """The most samples found of which no two can be one person's: so many individuals at least.

    The search is greedy from every sample, those that most others are apart from first, so that there may be more,
    never fewer.
    """
    order = np.argsort(-apart.sum(axis=1), kind="stable")
    ordered = apart[np.ix_(order, order)]
    rows = [int.from_bytes(np.packbits(row, bitorder="little").tobytes(), "little") for row in ordered]
    most = 0
    for start in range(len(rows)):
        chosen, candidates = 1, rows[start]
        while candidates:
            first = (candidates & -candidates).bit_length() - 1
            chosen, candidates = chosen + 1, candidates & rows[first]
        most = max(most, chosen)
    return most
