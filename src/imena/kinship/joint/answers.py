"""Answers: what is said of the dead and the missing, never more than the DNA can say."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from imena.kinship.joint.operation import SetAside


class Method(StrEnum):
    """How an answer was found: every assignment counts, or all but a proven share of the whole."""

    EXACT = "exact"
    BOUNDED = "bounded"


class Reason(StrEnum):
    """Why a missing person was not matched."""

    CONTRADICTION = "the references contradict each other"
    NO_REFERENCE = "no typed relative"
    NOBODY_FITS = "nobody fits"
    TOO_DISTANT = "the typed relatives are too distant"
    SEVERAL_FIT = "several fit"
    OUTSIDERS = "those who fit are each other's relatives, perhaps not this family's"
    UNCERTAIN = "not certain enough"


@dataclass(frozen=True, slots=True)
class Identification:
    """Remains named. `families`: the names of the person's family, or of all that miss him or her.

    `posterior`: the probability that this is so, outsiders who are related to each other considered; as stated by the
    prior alone it is `posterior_as_listed`. `log10_lr`: log10 of the generalised LR, the largest likelihood with the
    pair over the largest without. `has_references`: whether anyone alive speaks for it; otherwise the family is known
    by the dead alone, and by nobody else of its make being listed. `fixed`: settled beforehand by other evidence.
    """

    remains: str
    families: tuple[str, ...]
    person: str
    posterior: float
    posterior_as_listed: float
    log10_lr: float
    has_references: bool = True
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class SymmetricSet:
    """These remains are these persons, or so many of them; DNA cannot say which is which.

    `log10_lr`: of the likeliest way they can be, to their being nobody's. `has_references` as in `Identification`.
    """

    remains: tuple[str, ...]
    families: tuple[str, ...]
    persons: tuple[str, ...]
    posterior: float
    log10_lr: float
    has_references: bool = True


@dataclass(frozen=True, slots=True)
class RelatedOutsiders:
    """Remains related to each other as members of a family are, and not, or not surely, members of it.

    `posterior`: the probability that they are outsiders to it. `log10_lr`: what the family's references say of their
    being its members, against being so related to each other only; below 0 they speak against it.
    """

    remains: tuple[str, ...]
    families: tuple[str, ...]
    posterior: float
    log10_lr: float


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A missing person not matched, why, and who fits best, if anyone does: remains and posterior."""

    person: str
    families: tuple[str, ...]
    reason: Reason
    best: tuple[str, float] | None


@dataclass(frozen=True, slots=True)
class Solution:
    """One joint solution: who is whom, in sets where the DNA sees no difference, with its posterior as listed.

    `places`: persons, and the remains that are them; fewer remains than persons where some were not found. `ways`: the
    posterior is of all the ways together in which those sets can be paired.
    """

    places: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    posterior: float


@dataclass(frozen=True)
class JointAnswer:
    """The answer to a `JointProblem`.

    `bound`: at most this share of the posterior was not visited. `pairings`: by remains, the posterior of each person
    and of NOBODY, as listed; persons whose share is below a thousandth of the bound are not named. `considered`: the
    same with related outsiders as an alternative; it is what is claimed from.
    """

    method: Method
    bound: float
    identifications: tuple[Identification, ...]
    sets: tuple[SymmetricSet, ...]
    outsiders: tuple[RelatedOutsiders, ...]
    unresolved: tuple[Unresolved, ...]
    set_aside: tuple[SetAside, ...]
    pairings: Mapping[str, Mapping[str, float]]
    considered: Mapping[str, Mapping[str, float]]
    generalised: Mapping[str, Mapping[str, float]]
    solutions: tuple[Solution, ...]
    largest_component: int
