"""Joint inputs: a laboratory's files as one problem, everybody in it weighed together.

Samples of one person are put together first. Each family stands with everyone who is missing in it; where its words can
be read in several ways, the way that fits the remains least is taken, so that what is claimed holds in the others too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from imena.casework.answers import Statement
from imena.casework.inputs import Family, Inputs
from imena.casework.matching import TOGETHER, Comparer, Progress
from imena.casework.perished import KIN_AT_LEAST, KinGroup, Make, groups_of, perished
from imena.casework.readings import MISSING
from imena.casework.variants import Read, Variant, read_families
from imena.core.said import Said, mark
from imena.formats import Kin, parse_relationship
from imena.kinship import Detection, Pedigree, Profile, Sex, joint
from imena.kinship.reassociation import Group, Reassociation, Sample, reassociate

SUPPORTED = 6.0
"""Remains whom typed relatives support with this log10 LR are not asked about families nobody of whom is typed."""
NOT_TYPED = Said(mark("no locus is typed"))


@dataclass(frozen=True, eq=False)
class JointInputs:
    """The problem, and what was decided on the way to it.

    `makes`: the families in the problem that stand for several, and `alike` those (`perished`). `kin`: remains who are
    each other's. `groups`: the samples of one person, by the name of the remains in the problem. `persons`: what
    reports call the missing, by their name in the problem. `read`: families whose words were read in one of several
    ways.
    """

    problem: joint.JointProblem
    makes: Mapping[str, Make]
    alike: tuple[tuple[joint.Family, ...], ...]
    kin: tuple[joint.Kin, ...]
    groups_of_kin: tuple[KinGroup, ...]
    reassociation: Reassociation
    groups: Mapping[str, Group]
    persons: Mapping[str, str]
    read: tuple[Statement, ...]
    set_aside: tuple[Statement, ...]
    left_out: tuple[Statement, ...]


def joint_inputs(inputs: Inputs, *, same: float, unlisted: int, progress: Progress | None = None) -> JointInputs:
    """`same`: log10 LR from which samples are one person's. `unlisted`: how many are missing whom no family lists."""
    detection = Detection(by_locus=dict(inputs.dropout))
    profiles = [replace(each.profile, detection=detection) for each in inputs.remains]
    typed = [profile for profile in profiles if profile.genotypes]
    theta = inputs.assumptions.theta
    samples = [Sample(profile) for profile in typed]
    together = reassociate(samples, inputs.models, at_least=10**same, theta=theta)
    groups = {group.consensus.name: group for group in together.groups}
    reader = _Reader(inputs, progress)
    families = reader.families()
    remains = tuple(group.consensus for group in together.groups)
    kin = joint.kin_among(remains, inputs.models, at_least=10**KIN_AT_LEAST, theta=theta)
    supported = {name for name, group in groups.items() if reader.supported.intersection(group.samples)}
    groups_of_kin = groups_of(
        [pair for pair in kin if not supported.intersection(pair.remains)], [profile.name for profile in remains]
    )
    alone = perished(
        [family for family in families if not family.profiles], reader.roles, groups_of_kin, reader.either_sex
    )
    everyone = (*(family for family in families if family.profiles), *alone.families)
    problem = joint.JointProblem(
        remains=remains,
        families=everyone,
        models=inputs.models,
        prior=joint.Prior(odds=1 / unlisted),
        allowed=_allowed(remains, everyone, reader.either_sex, alone.among),
        by_sex=False,
        theta=theta,
    )
    return JointInputs(
        problem=problem,
        makes=alone.makes,
        alike=tuple(alone.alike),
        kin=kin,
        groups_of_kin=tuple(groups_of_kin),
        reassociation=together,
        groups=groups,
        persons=reader.persons,
        read=tuple(reader.read),
        set_aside=tuple(reader.set_aside),
        left_out=tuple(Statement(profile.name, NOT_TYPED) for profile in profiles if not profile.genotypes),
    )


def _allowed(
    remains: Sequence[Profile],
    families: Sequence[joint.Family],
    either_sex: set[str],
    among: Mapping[str, set[str]],
) -> dict[str, set[str]]:
    """Whom each of the remains may be: by sex where both are known, and in perished families among kin."""
    sexes = {person: family.pedigree.members[person].sex for family in families for person in family.missing}
    return {
        profile.name: {
            person
            for person, sex in sexes.items()
            if (profile.sex in (None, sex) or person in either_sex)
            and profile.name in among.get(person, (profile.name,))
        }
        for profile in remains
    }


class _Reader:
    """Reads families one after the other, and gathers what it made of them."""

    def __init__(self, inputs: Inputs, progress: Progress | None) -> None:
        self.inputs, self.progress = inputs, progress
        self.comparer = Comparer(inputs)
        self.persons: dict[str, str] = {}
        self.roles: dict[str, str] = {}
        self.supported: set[str] = set()
        self.either_sex: set[str] = set()
        self.read: list[Statement] = []
        self.set_aside: list[Statement] = []

    def families(self) -> list[joint.Family]:
        """The families that take part, each in one reading."""
        found = []
        for start in range(0, len(self.inputs.families), TOGETHER):
            for read in read_families(
                _in_order(self.inputs.families[start : start + TOGETHER]), self.comparer.settings
            ):
                if read.set_aside:
                    self.set_aside.append(read.set_aside.statement)
                else:
                    found.append(self._family(read))
            if self.progress:
                self.progress(min(start + TOGETHER, len(self.inputs.families)), len(self.inputs.families))
        return found

    def _family(self, read: Read) -> joint.Family:
        variant = self._chosen(read)
        family = read.family
        names = {member: self._name(family, member) for member in (MISSING, *family.also_missing)}
        kin = {relative.id: relative.relationship.kin.value for relative in family.relatives}
        self.roles |= {name: kin.get(member, Kin.MISSING.value) for member, name in names.items()}
        if len(family.sexes) > 1 and not _has_children(variant.reading.pedigree):
            self.either_sex.add(names[MISSING])
        return joint.Family(
            name=family.name,
            pedigree=variant.reading.pedigree.renamed(names),
            profiles={id: each for id, each in family.profiles.items() if each.genotypes and id not in names},
            missing=tuple(names.values()),
        )

    def _name(self, family: Family, member: str) -> str:
        """A missing person's own name where one is given, which may stand in two families, or one of this family."""
        given = family.person if member == MISSING else member
        if given is not None and not _is_no_name(given):
            self.persons[given] = given
            return given
        name = f"({family.name}: {'missing person' if member == MISSING else member})"
        self.persons[name] = ""
        return name

    def _chosen(self, read: Read) -> Variant:
        """The sex that something fits best; of its readings that which fits least."""
        best: dict[Sex, list[tuple[float, int]]] = {}
        for number, variant in enumerate(read.variants):
            scores = {
                score.remains.profile.name: score.log10_lr for score in self.comparer.scores(read.family, [variant])
            }
            self.supported |= {name for name, log10_lr in scores.items() if log10_lr >= SUPPORTED}
            best.setdefault(variant.sex, []).append((max(scores.values(), default=0.0), number))
        sex = max(best, key=lambda sex: max(best[sex])[0])
        _, number = min(best[sex])
        chosen = read.variants[number]
        if len(best[sex]) > 1:
            message = mark("read as it fits the remains least: {choices}")
            self.read.append(Statement(read.family.name, Said(message, {"choices": chosen.reading.choices})))
        return chosen


def _in_order(families: Sequence[Family]) -> list[Family]:
    """Families with their relatives by kin, so that those of one make have one pedigree."""
    return [
        replace(family, relatives=tuple(sorted(family.relatives, key=lambda each: each.relationship.kin.value)))
        for family in families
    ]


def _has_children(pedigree: Pedigree) -> bool:
    return any(MISSING in (person.father, person.mother) for person in pedigree.people)


def _is_no_name(text: str) -> bool:
    """Whether a name says only that someone is missing, as laboratories write it in every family."""
    found = parse_relationship(text)
    return found is not None and found.kin is Kin.MISSING
