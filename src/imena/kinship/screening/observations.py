"""Observations: what typing showed of someone at a locus, numbered, so that many profiles are one array of numbers.

Two profiles that show the same at a locus have the same number there. A genotype that is certain, one that is known in
part and one that may hide an allele that dropped out are all observations; 0 is a locus that was not typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imena.kinship.detection import Detection, Replicate
from imena.kinship.errors import KinshipError
from imena.kinship.loci import Chromosome, FloatArray, Locus
from imena.kinship.pedigree import Sex
from imena.kinship.profiles import Genotype, Profile, Seen

NOT_TYPED = 0
MOST = 2**16 - 1
"""How many observations a locus may have."""

CodeArray = NDArray[np.uint16]


class Observations:
    """The observations at one locus, in the order in which they were first met; number 0 stands for none."""

    def __init__(self, locus: Locus) -> None:
        self.locus = locus
        self._seen: list[Seen | None] = [None]
        self._numbers: dict[tuple[int, int] | bytes | None, int] = {}
        self._certain: tuple[int, NDArray[np.int64], NDArray[np.int64]] | None = None

    def __len__(self) -> int:
        return len(self._seen)

    def __getitem__(self, number: int) -> Seen | None:
        return self._seen[number]

    def number(self, seen: Seen | None) -> int:
        """The number of an observation, a new one where it was not met before."""
        if seen is None:
            return NOT_TYPED
        key = seen.genotype or (None if seen.weights is None else _scaled(seen.weights).tobytes())
        found = self._numbers.setdefault(key, len(self._seen))
        if found == len(self._seen):
            if found > MOST:
                raise KinshipError(
                    "locus {locus}: more than {most} different observations", locus=self.locus.name, most=MOST
                )
            self._seen.append(Seen(seen.genotype, None if seen.weights is None else _scaled(seen.weights)))
        return found

    def certain(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The numbers of observations that are one genotype, and their alleles: shapes (n,) and (n, 2)."""
        if self._certain is None or self._certain[0] != len(self):
            found = [(number, *seen.genotype) for number, seen in enumerate(self._seen) if seen and seen.genotype]
            rows = np.array(found, dtype=np.int64).reshape(-1, 3)
            self._certain = len(self), rows[:, 0], rows[:, 1:]
        return self._certain[1:]

    def uncertain(self) -> tuple[NDArray[np.int64], FloatArray]:
        """The numbers of the others that someone can show, and their weights: shapes (n,) and (n, alleles, alleles)."""
        found = [(number, seen.weights) for number, seen in enumerate(self._seen) if seen and seen.weights is not None]
        weights = np.array([each for _, each in found]).reshape(-1, len(self.locus), len(self.locus))
        return np.array([number for number, _ in found], dtype=np.int64), weights


def _scaled(weights: FloatArray) -> FloatArray:
    """Weights up to a factor, which belongs to what was seen and cancels in an LR."""
    return np.asarray(weights / weights.max())


@dataclass(frozen=True, eq=False)
class Observed:
    """Many profiles as numbers: `codes` of shape (profiles, loci), into `observations`, one for each locus."""

    names: tuple[str, ...]
    sexes: tuple[Sex | None, ...]
    codes: CodeArray
    observations: tuple[Observations, ...]

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def loci_typed(self) -> NDArray[np.int64]:
        """How many loci each is typed at, shape (profiles,)."""
        return np.asarray((self.codes != NOT_TYPED).sum(axis=1))


class Observer:
    """Reads profiles at some loci and numbers what they show; `detection` replaces what a profile states itself."""

    def __init__(self, loci: Sequence[Locus], detection: Detection | None = None) -> None:
        self.observations = tuple(Observations(locus) for locus in loci)
        self.detection = detection
        self._known: list[dict[object, int]] = [{} for _ in loci]
        self._detections: list[Detection] = []

    def observe(self, profiles: Sequence[Profile]) -> Observed:
        """Profiles as numbers. Raises `ProfileError` as `Profile.seen` does."""
        codes = np.zeros((len(profiles), len(self.observations)), dtype=np.uint16)
        for row, profile in zip(codes, profiles, strict=True):
            row[:] = self.codes_of(profile)
        names, sexes = tuple(each.name for each in profiles), tuple(each.sex for each in profiles)
        return Observed(names, sexes, codes, self.observations)

    def codes_of(self, profile: Profile, sex: Sex | None = None) -> list[int]:
        """What one profile shows at each locus; `sex` where the profile does not state it."""
        detection = self.detection or profile.detection
        keyed = self._number_of(detection)
        sex = sex or profile.sex
        found = []
        for place, observations in enumerate(self.observations):
            name = observations.locus.name
            genotype, replicates = profile.genotypes.get(name), profile.replicates.get(name)
            if genotype is None and replicates is None:
                found.append(NOT_TYPED)
                continue
            one_slot = observations.locus.chromosome is Chromosome.X and _certain_sex(profile, sex) is Sex.MALE
            key = (genotype, replicates, keyed, one_slot)
            number = self._known[place].get(key)
            if number is None:
                read = _Read(genotype, replicates, Sex.MALE if one_slot else Sex.FEMALE, detection)
                number = self._known[place][key] = observations.number(read.seen(profile.name, observations.locus))
            found.append(number)
        return found

    def _number_of(self, detection: Detection | None) -> int:
        """Detections are told apart by their place here; most profiles share one."""
        if detection is None:
            return -1
        for number, known in enumerate(self._detections):
            if known is detection or known == detection:
                return number
        self._detections.append(detection)
        return len(self._detections) - 1


def _certain_sex(profile: Profile, sex: Sex | None) -> Sex:
    if sex is None:
        raise KinshipError("{person}: a profile at a locus on X is screened with its sex known", person=profile.name)
    return sex


@dataclass(frozen=True, slots=True)
class _Read:
    genotype: Genotype | None
    replicates: tuple[Replicate, ...] | None
    sex: Sex
    detection: Detection | None

    def seen(self, name: str, locus: Locus) -> Seen | None:
        genotypes = {} if self.genotype is None else {locus.name: self.genotype}
        replicates = {} if self.replicates is None else {locus.name: self.replicates}
        return Profile(name, genotypes, None, self.detection, replicates).seen(locus, self.sex)
