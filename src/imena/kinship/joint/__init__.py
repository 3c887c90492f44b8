"""Joint identification: who among the dead is whom, all of them weighed together."""

from imena.kinship.joint.answers import (
    Identification,
    JointAnswer,
    Method,
    Reason,
    RelatedOutsiders,
    Solution,
    SymmetricSet,
    Unresolved,
)
from imena.kinship.joint.operation import Operation, SetAside
from imena.kinship.joint.pairwise import Undisputed, excluding_loci, pair_table, undisputed
from imena.kinship.joint.plain import Row, assignments, joint_table, pairings
from imena.kinship.joint.problem import NOBODY, Family, JointProblem, Prior
from imena.kinship.joint.solving import solve

__all__ = [
    "NOBODY",
    "Family",
    "Identification",
    "JointAnswer",
    "JointProblem",
    "Method",
    "Operation",
    "Prior",
    "Reason",
    "RelatedOutsiders",
    "Row",
    "SetAside",
    "Solution",
    "SymmetricSet",
    "Undisputed",
    "Unresolved",
    "assignments",
    "excluding_loci",
    "joint_table",
    "pair_table",
    "pairings",
    "solve",
    "undisputed",
]
