"""Identifying: all remains and all the missing of a laboratory's files weighed at once, and who of the dead are kin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imena.casework.inputs import Inputs
from imena.casework.joint_inputs import JointInputs, joint_inputs
from imena.casework.matching import Progress
from imena.casework.perished import KinGroup, kin_groups
from imena.core.errors import ImenaError
from imena.core.said import mark
from imena.kinship import joint

ONE_OF_SEVERAL = mark("a family of this make was found; DNA cannot say which")
NO_REFERENCE = joint.Reason.NO_REFERENCE.value


@dataclass(frozen=True)
class OfSeveral:
    """Remains who are a family, one of several that DNA cannot tell apart, and what each of them is in it.

    `posterior`: the lowest of theirs; `log10_lr`: of all of them together against nobody's.
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
    of_several = tuple(_of_several(read, answer))
    done = {each.remains for each in answer.identifications}
    done |= {remains for each in answer.sets for remains in each.remains}
    unnamed = [profile.name for profile in read.problem.remains if profile.name not in done]
    pairs = [pair for pair in read.kin if set(pair.remains) <= set(unnamed)]
    return Identified(
        inputs=read,
        answer=answer,
        identifications=tuple(each for each in answer.identifications if each.families[0] not in read.makes),
        of_several=of_several,
        unresolved=tuple(_unresolved(read, answer, of_several)),
        kin=tuple(kin_groups(pairs, unnamed)),
        threshold=threshold,
        missing=everyone,
        unlisted=unlisted,
    )


def _of_several(read: JointInputs, answer: joint.JointAnswer) -> Iterator[OfSeveral]:
    named: dict[str, list[joint.Identification]] = {}
    for each in answer.identifications:
        if each.families[0] in read.makes:
            named.setdefault(each.families[0], []).append(each)
    for name, members in named.items():
        make = read.makes[name]
        yield OfSeveral(
            make.families,
            tuple((each.remains, make.roles[each.person]) for each in members),
            min(each.posterior for each in members),
            min(each.log10_lr for each in members),
        )


def _unresolved(read: JointInputs, answer: joint.JointAnswer, of_several: Sequence[OfSeveral]) -> Iterator[NotFound]:
    """Those of families that stand for themselves, and of families that stand together, each by its own name."""
    typed = {family.name for family in read.problem.families if family.profiles}
    for each in answer.unresolved:
        if each.families[0] not in read.makes:
            fits = each.best is not None or typed.intersection(each.families)
            yield NotFound(each.person, each.families, each.reason.value if fits else NO_REFERENCE, each.best)
    found = {each.families for each in of_several}
    for alike in read.alike:
        is_found = tuple(family.name for family in alike) in found
        for family in alike:
            for person in family.missing:
                yield NotFound(person, (family.name,), ONE_OF_SEVERAL if is_found else NO_REFERENCE, None)
