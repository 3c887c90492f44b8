"""Identifying: all remains and all the missing of a laboratory's files weighed at once, and who of the dead are kin."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from imena.casework.inputs import Inputs
from imena.casework.joint_inputs import JointInputs, joint_inputs
from imena.casework.matching import Progress
from imena.casework.perished import KinGroup, groups_of
from imena.core.errors import ImenaError
from imena.core.said import mark
from imena.kinship import Sex, joint, log_likelihood, unrelated

SHARE = 1e-3
"""Families of a make that has less of the probability are not named as those it may be."""
ONE_OF_SEVERAL = mark("a family of this make was found; DNA cannot say which")
NO_REFERENCE = joint.Reason.NO_REFERENCE.value


@dataclass(frozen=True)
class OfSeveral:
    """Remains who are a family, one of several that DNA cannot tell apart, and what each of them is in it.

    `posterior`: the lowest of theirs, if no family that nobody listed is of such a make; `log10_lr`: of all of them
    together against nobody's.
    """

    families: tuple[str, ...]
    members: tuple[tuple[str, str], ...]
    posterior: float
    log10_lr: float


@dataclass(frozen=True, slots=True)
class NotFound:
    """A missing person nobody was matched to, the reason in words, and the likeliest, if anyone: remains, posterior."""

    person: str
    families: tuple[str, ...]
    reason: str
    best: tuple[str, float] | None


@dataclass(frozen=True, eq=False)
class Identified:
    """The answer, with what it rests on.

    `of_several`: families found of whom DNA does not say which they are. `unresolved`: missing persons by their
    families' own names. `kin`: those among the dead who are related and not named.
    """

    inputs: JointInputs
    answer: joint.JointAnswer
    identifications: tuple[joint.Identification, ...]
    of_several: tuple[OfSeveral, ...]
    outsiders: tuple[joint.RelatedOutsiders, ...]
    unresolved: tuple[NotFound, ...]
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
    bound: float = 1e-5,
    progress: Progress | None = None,
) -> Identified:
    """Put samples of one person together, weigh everybody at once, and name whom the posterior names.

    `missing`: how many people are missing, listed or not; twice as many as are listed where it is not given.
    `threshold`: the least posterior of an identification. `same`: the log10 LR from which samples are one person's.
    `bound`: the share of the whole that may be left unvisited where not everything can be; the answer says what was.
    """
    listed = sum(1 + len(family.also_missing) for family in inputs.families)
    if missing is not None and missing < listed:
        raise ImenaError(
            "{missing} missing people are fewer than the {listed} whom families list", missing=missing, listed=listed
        )
    everyone = 2 * listed if missing is None else missing
    unlisted = max(everyone - listed, 1)
    read = joint_inputs(inputs, same=same, unlisted=unlisted, progress=progress)
    answer = joint.solve(read.problem, bound=bound, claim=threshold)
    of_several = tuple(_of_several(inputs, read, answer, threshold))
    done = {each.remains for each in answer.identifications} | {name for each in of_several for name, _ in each.members}
    done |= {remains for each in answer.sets for remains in each.remains}
    unnamed = [profile.name for profile in read.problem.remains if profile.name not in done]
    pairs = [pair for pair in read.kin if set(pair.remains) <= set(unnamed)]
    return Identified(
        inputs=read,
        answer=answer,
        identifications=tuple(each for each in answer.identifications if each.families[0] not in read.makes),
        of_several=of_several,
        outsiders=tuple(_outsiders(read, answer, of_several)),
        unresolved=tuple(_unresolved(read, answer, of_several)),
        kin=tuple(groups_of(pairs, unnamed)),
        threshold=threshold,
        missing=everyone,
        unlisted=unlisted,
    )


def _of_several(inputs: Inputs, read: JointInputs, answer: joint.JointAnswer, claim: float) -> Iterator[OfSeveral]:
    """Groups of kin whose place in a family is certain, whichever family it is."""
    for group in read.groups_of_kin:
        members = []
        families: dict[str, None] = {}
        for name in group.remains:
            places = _places(read, answer.pairings[name])
            role, share = max(places.items(), key=lambda item: sum(item[1].values()), default=("", {}))
            if sum(share.values()) >= claim:
                members.append((name, role, sum(share.values())))
                families |= dict.fromkeys(each for each, value in share.items() if value >= SHARE)
        if len(members) > 1:
            make = _best_make(read, answer, [name for name, _, _ in members])
            yield OfSeveral(
                tuple(each for name in families for each in read.makes[name].families),
                tuple((name, role) for name, role, _ in members),
                min(posterior for _, _, posterior in members),
                _log10_lr(inputs, read, answer, make, [name for name, _, _ in members]),
            )


def _outsiders(
    read: JointInputs, answer: joint.JointAnswer, of_several: Sequence[OfSeveral]
) -> Iterator[joint.RelatedOutsiders]:
    """Those related to each other and perhaps not to a family, of families that stand for themselves.

    Of makes that stand for several families `of_several` says it.
    """
    said = {name for each in of_several for name, _ in each.members}
    for group in answer.outsiders:
        if group.families[0] not in read.makes and not said.issuperset(group.remains):
            yield group


def _places(read: JointInputs, pairings: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """By what someone is in a family, the probability of each make of families."""
    found: dict[str, dict[str, float]] = {}
    for person, probability in pairings.items():
        make = _make_of(read, person)
        if make is not None:
            of_role = found.setdefault(read.makes[make].roles[person], {})
            of_role[make] = of_role.get(make, 0.0) + probability
    return found


def _make_of(read: JointInputs, person: str) -> str | None:
    name = "|".join(person.split("|")[:2])
    return name if name in read.makes else None


def _best_make(read: JointInputs, answer: joint.JointAnswer, names: Sequence[str]) -> str:
    """The make likeliest of the first of these."""
    pairings = answer.pairings[names[0]]
    of_makes = [(probability, make) for person, probability in pairings.items() if (make := _make_of(read, person))]
    return max(of_makes)[1]


def _log10_lr(inputs: Inputs, read: JointInputs, answer: joint.JointAnswer, make: str, names: Sequence[str]) -> float:
    """log10 LR of these being a family of a make, in their likeliest places, against nobody's."""
    family = next(each for each in read.problem.families if each.name == make)
    placed, alone, theta = {}, 0.0, inputs.assumptions.theta
    for name in names:
        own = {person: share for person, share in answer.pairings[name].items() if person in family.missing}
        placed[max(own, key=own.__getitem__)] = read.problem.profiles[name]
        sex = read.problem.profiles[name].sex or Sex.FEMALE
        profile = {name: read.problem.profiles[name]}
        alone += log_likelihood(unrelated((name, sex)), profile, inputs.models, theta=theta).total
    return (log_likelihood(family.pedigree, placed, inputs.models, theta=theta).total - alone) / math.log(10)


def _unresolved(read: JointInputs, answer: joint.JointAnswer, of_several: Sequence[OfSeveral]) -> Iterator[NotFound]:
    """Those of families that stand for themselves, and of families that stand together, each by its own name."""
    typed = {family.name for family in read.problem.families if family.profiles}
    for each in answer.unresolved:
        if each.families[0] not in read.makes:
            fits = each.best is not None or typed.intersection(each.families)
            yield NotFound(each.person, each.families, each.reason.value if fits else NO_REFERENCE, each.best)
    found = {name for each in of_several for name in each.families}
    for alike in read.alike:
        is_found = alike[0].name in found
        for family in alike:
            for person in family.missing:
                yield NotFound(person, (family.name,), ONE_OF_SEVERAL if is_found else NO_REFERENCE, None)
