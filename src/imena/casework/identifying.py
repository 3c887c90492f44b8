"""Identifying: all remains and all the missing of a laboratory's files weighed at once, and who of the dead are kin."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from imena.casework.inputs import Inputs
from imena.casework.joint_inputs import JointInputs, joint_inputs
from imena.casework.matching import Progress
from imena.core.errors import ImenaError
from imena.core.said import mark
from imena.kinship import joint
from imena.kinship.pairs import RELATIONSHIPS, ratios

KIN = (mark("parent and child"), mark("full siblings"), mark("half-siblings"))
"""What two of the dead may be to each other; half-siblings, uncles and grandparents are told apart by nothing here."""
KIN_AT_LEAST = 4.0
"""The lowest log10 LR of kin among the dead."""


@dataclass(frozen=True, slots=True)
class KinPair:
    """Two of the dead who are related: by the relationship that fits best, and log10 of its LR against strangers."""

    remains: tuple[str, str]
    kin: str
    log10_lr: float


@dataclass(frozen=True)
class KinGroup:
    """Remains related to each other, pair by pair, and nobody of them named."""

    remains: tuple[str, ...]
    pairs: tuple[KinPair, ...]


@dataclass(frozen=True, eq=False)
class Identified:
    """The answer, with what it rests on. `kin`: those among the dead who are related and not named."""

    inputs: JointInputs
    answer: joint.JointAnswer
    kin: tuple[KinGroup, ...]
    threshold: float
    missing: int
    unlisted: int


def identify(
    inputs: Inputs,
    *,
    missing: int | None = None,
    threshold: float = 0.9995,
    same: float = 6.0,
    progress: Progress | None = None,
) -> Identified:
    """Put samples of one person together, weigh everybody at once, and name whom the posterior names.

    `missing`: how many people are missing, listed or not; one more than are listed where it is not given. `threshold`:
    the least posterior of an identification. `same`: the log10 LR from which samples are one person's.
    """
    listed = sum(1 + len(family.also_missing) for family in inputs.families)
    if missing is not None and missing < listed:
        raise ImenaError(
            "{missing} missing people are fewer than the {listed} whom families list", missing=missing, listed=listed
        )
    everyone = listed + 1 if missing is None else missing
    unlisted = max(everyone - listed, 1)
    read = joint_inputs(inputs, same=same, unlisted=unlisted, progress=progress)
    answer = joint.solve(read.problem, claim=threshold)
    named = {each.remains for each in answer.identifications}
    in_sets = {remains for each in answer.sets for remains in each.remains}
    unnamed = [profile.name for profile in read.problem.remains if profile.name not in named | in_sets]
    return Identified(
        inputs=read,
        answer=answer,
        kin=tuple(_kin_groups(inputs, read, unnamed)),
        threshold=threshold,
        missing=everyone,
        unlisted=unlisted,
    )


def _kin_groups(inputs: Inputs, read: JointInputs, unnamed: Sequence[str]) -> list[KinGroup]:
    """Unnamed remains in groups, each related to some other of its group."""
    pairs = _kin_pairs(inputs, read, unnamed)
    groups: list[set[str]] = []
    for pair in pairs:
        touching = [group for group in groups if group & set(pair.remains)]
        groups = [group for group in groups if group not in touching]
        groups.append(set(pair.remains).union(*touching))
    return [
        KinGroup(
            tuple(name for name in unnamed if name in group),
            tuple(pair for pair in pairs if set(pair.remains) <= group),
        )
        for group in groups
    ]


def _kin_pairs(inputs: Inputs, read: JointInputs, unnamed: Sequence[str]) -> list[KinPair]:
    profiles = [read.problem.profiles[name] for name in unnamed]
    if len(profiles) < 2:
        return []
    by_kin = np.array([ratios(profiles, RELATIONSHIPS[kin], inputs.models).log10_lr for kin in KIN])
    best = by_kin.argmax(axis=0)
    found = [
        KinPair((unnamed[one], unnamed[other]), KIN[best[one, other]], float(by_kin[best[one, other], one, other]))
        for one, other in combinations(range(len(profiles)), 2)
        if by_kin[best[one, other], one, other] >= KIN_AT_LEAST
    ]
    return sorted(found, key=lambda pair: -pair.log10_lr)
