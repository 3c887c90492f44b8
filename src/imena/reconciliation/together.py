"""Together: all remains and all the missing of an operation as one joint problem, and what its answer says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from imena.kinship import Detection, Pedigree, Profile, Sex, joint, open_member_table
from imena.kinship.pairs import RELATIONSHIPS, ratios
from imena.laboratory.profiles import DROPOUT, models
from imena.reconciliation.compare import FamilyInputs, Inputs
from imena.reconciliation.fits import is_close
from imena.reconciliation.weights import Found

CLAIM = 0.9995
"""The least posterior at which someone is named: that of the gate."""
BOUND = 1e-6
PARENT_AND_CHILD, SIBLINGS = "parent and child", "full siblings"


@dataclass(frozen=True, slots=True)
class Named:
    """Remains named as a member of a family: posterior, log10 LR, and what each locus says given the others.

    `weight`: what the age multiplied the prior by. `beside`: how many of the family are typed, those alive and those
    who are named with this one; `close`: how many of them are parents, children or full siblings.
    """

    remains: str
    person: str
    family: str
    posterior: float
    log10_lr: float
    weight: float
    by_locus: Mapping[str, float]
    beside: int
    close: int


def problem_of(
    inputs: Inputs, found: Mapping[str, Found], weights: Mapping[tuple[str, str], float], unlisted: int
) -> joint.JointProblem:
    """The problem. `unlisted`: how many are missing whom nobody listed.

    Families nobody of whom is typed are looked for among remains who are each other's kin. That remains are related to
    each other and not to a family is weighed where typed relatives could say so: where a family with references misses
    several.
    """
    remains = tuple(_profile(number, inputs.remains[number][1], found.get(number)) for number in inputs.remains)
    families = tuple(_family(family) for family in inputs.families.values())
    persons = {person for family in families for person in family.missing}
    alone = {person for family in families if not family.profiles for person in family.missing}
    kin = {name for pair in joint.kin_among(remains, models()) for name in pair.remains} if alone else set()
    several = any(family.profiles and len(family.missing) > 1 for family in families)
    return joint.JointProblem(
        remains=remains,
        families=families,
        models=models(),
        allowed={each.name: persons if each.name in kin else persons - alone for each in remains},
        prior=joint.Prior(
            odds=1 / unlisted,
            outsiders=1.0 if several else 0.0,
            weights={pair: w for pair, w in weights.items() if pair[0] in inputs.remains and pair[1] in persons},
        ),
    )


def _profile(number: str, profile: Profile, found: Found | None) -> Profile:
    """The remains under their number, of the sex that DNA says, or else an examiner without reserve."""
    sex = profile.sex or (Sex(found.sex) if found and found.sex else None)
    return Profile(number, profile.genotypes, sex, Detection(DROPOUT))


def _family(family: FamilyInputs) -> joint.Family:
    """A family with its missing members under their numbers, and everyone else under an id of its own."""
    name = {member: person for person, member in family.missing.items()}
    name |= {each.id: f"{family.number} {each.id}" for each in family.pedigree.people if each.id not in name}
    return joint.Family(
        family.number,
        family.pedigree.renamed(name),
        {name[member]: profile for member, profile in family.profiles.items() if member not in family.missing.values()},
        tuple(family.missing),
    )


def named(problem: joint.JointProblem, answer: joint.JointAnswer) -> list[Named]:
    """Everyone the answer names, with what each locus says, given those named with him or her."""
    families = {family.name: family for family in problem.families}
    of_family: dict[str, dict[str, Profile]] = {}
    for each in answer.identifications:
        of_family.setdefault(each.families[0], {})[each.person] = problem.profiles[each.remains]
    return [
        _named(problem, families[each.families[0]], each, of_family[each.families[0]])
        for each in answer.identifications
    ]


def _named(
    problem: joint.JointProblem, family: joint.Family, each: joint.Identification, together: Mapping[str, Profile]
) -> Named:
    others = {person: profile for person, profile in together.items() if person != each.person}
    profiles = {**family.profiles, **others}
    profile = problem.profiles[each.remains]
    close = sum(is_close(family.pedigree, each.person, relative) for relative in profiles)
    return Named(
        remains=each.remains,
        person=each.person,
        family=family.name,
        posterior=each.posterior,
        log10_lr=each.log10_lr,
        weight=problem.prior.weights.get((each.remains, each.person), 1.0),
        by_locus=_by_locus(family.pedigree, each.person, profiles, profile),
        beside=len(profiles),
        close=close,
    )


def _by_locus(pedigree: Pedigree, person: str, profiles: Mapping[str, Profile], profile: Profile) -> dict[str, float]:
    """log10 LR at each locus typed in the remains, given these relatives."""
    sex = pedigree.members[person].sex
    found = {}
    for model in models():
        seen = profile.seen(model.locus, sex)
        if seen is not None:
            table = open_member_table(pedigree, person, profiles, model)
            found[model.locus.name] = table.log10_lr_of(seen)
    return found


@dataclass(frozen=True, slots=True)
class Kin:
    """Two who are named in one family, what its pedigree has them be, and log10 LR of that against strangers."""

    remains: tuple[str, str]
    kin: str
    log10_lr: float


def kin_of(problem: joint.JointProblem, people: Sequence[Named]) -> list[Kin]:
    """Parents and children, and full siblings, among those who are named."""
    families = {family.name: family.pedigree for family in problem.families}
    found = []
    for one, other in combinations(people, 2):
        kin = _kin(families[one.family], one.person, other.person) if one.family == other.family else None
        if kin:
            profiles = [problem.profiles[each.remains] for each in (one, other)]
            log10_lr = float(ratios(profiles, RELATIONSHIPS[kin], models()).log10_lr[0, 1])
            found.append(Kin((one.remains, other.remains), kin, log10_lr))
    return found


def _kin(pedigree: Pedigree, one: str, other: str) -> str | None:
    if not is_close(pedigree, one, other):
        return None
    first, second = pedigree.members[one], pedigree.members[other]
    is_parent = one in (second.father, second.mother) or other in (first.father, first.mother)
    return PARENT_AND_CHILD if is_parent else SIBLINGS


def answers_of(problem: joint.JointProblem, people: Sequence[Named], answer: joint.JointAnswer) -> dict[str, object]:
    """The answer as it is kept."""
    return {
        "kin": [
            {"remains": list(each.remains), "kin": each.kin, "log10_lr": f"{each.log10_lr:.4f}"}
            for each in kin_of(problem, people)
        ],
        "named": [
            {
                "remains": each.remains,
                "person": each.person,
                "family": each.family,
                "posterior": f"{each.posterior:.10f}",
                "log10_lr": f"{each.log10_lr:.4f}",
                "weight": f"{each.weight:.4g}",
            }
            for each in people
        ],
        "sets": [
            {
                "remains": list(each.remains),
                "persons": list(each.persons),
                "families": list(each.families),
                "posterior": f"{each.posterior:.10f}",
                "log10_lr": f"{each.log10_lr:.4f}",
            }
            for each in answer.sets
        ],
        "outsiders": [
            {
                "remains": list(each.remains),
                "families": list(each.families),
                "posterior": f"{each.posterior:.10f}",
                "log10_lr": f"{each.log10_lr:.4f}",
            }
            for each in answer.outsiders
        ],
        "unresolved": [
            {
                "person": each.person,
                "families": list(each.families),
                "reason": each.reason.name.lower(),
                "best": None if each.best is None else [each.best[0], f"{each.best[1]:.10f}"],
            }
            for each in answer.unresolved
        ],
    }
