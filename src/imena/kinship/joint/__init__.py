"""Joint identification: who among the dead is whom, all of them weighed together.

`problem` states it, `merging` makes families that miss one person one, `interchange` finds who cannot be told apart. Of
a family, `families` and `separation` compute how remains fit its places, `configurations` which can fill them together.
Across families, `elimination` sums, `weighing` and `prices` say what may be left out and what that costs. `outsiders`
asks who is of another family, `solving` and `unresolved` say what is known. `plain` goes through every assignment.

    from imena.kinship.joint import Family, JointProblem, Prior, solve
"""

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
from imena.kinship.joint.kin import Kin, Relationship, kin_among, kin_groups
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
    "Kin",
    "Method",
    "Operation",
    "Prior",
    "Reason",
    "RelatedOutsiders",
    "Relationship",
    "Row",
    "SetAside",
    "Solution",
    "SymmetricSet",
    "Undisputed",
    "Unresolved",
    "assignments",
    "excluding_loci",
    "joint_table",
    "kin_among",
    "kin_groups",
    "pair_table",
    "pairings",
    "solve",
    "undisputed",
]
