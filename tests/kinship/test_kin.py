"""Kin among the dead: by hand, beside the engine, and a family found among strangers."""

import math

import numpy as np
import pytest

from imena.kinship import Locus, LocusModel, Profile, Sex, compare, log_likelihood, pedigree, unrelated
from imena.kinship.joint.kin import Relationship, kin_among, kin_groups
from imena.kinship.joint.simulated import Kind, Wear, simulated_operation
from kinship.problems import loci

LOCUS = LocusModel.of(Locus("L", ("10", "11", "12"), (0.2, 0.3, 0.5)))


def test_a_shared_allele_is_a_parent_by_hand() -> None:
    """10/10 and 10/12: LR = p12 / (2 p10 p12) = 1 / (2 p10) = 2.5."""
    remains = [Profile("A", {"L": ("10", "10")}, Sex.MALE), Profile("B", {"L": ("10", "12")}, Sex.MALE)]

    [found] = kin_among(remains, [LOCUS], at_least=1)

    assert found.remains == ("A", "B")
    assert found.relationship is Relationship.PARENT_AND_CHILD
    assert found.log10_lr[Relationship.PARENT_AND_CHILD] == pytest.approx(math.log10(2.5))


def test_siblings_are_those_of_the_engine_with_drop_out() -> None:
    family = pedigree([("f", None, None, "M"), ("m", None, None, "F"), ("x", "f", "m", "M"), ("y", "f", "m", "M")])
    models = loci(6)
    simulated = simulated_operation(
        [Kind(family, (), ("x", "y"))], [], models, np.random.default_rng(1), wear=Wear(dropout=0.2)
    )
    one, other = simulated.problem.remains

    [found] = kin_among([one, other], models, at_least=1e-9)

    profiles = {"x": one, "y": other}
    related = log_likelihood(family, profiles, models)
    apart = log_likelihood(unrelated(("x", Sex.MALE), ("y", Sex.MALE)), profiles, models)
    assert found.log10_lr[Relationship.SIBLINGS] == pytest.approx(compare(related, apart).log10_lr)


def test_a_perished_family_is_a_group_among_strangers() -> None:
    family = pedigree([("x", None, None, "M"), ("y", None, None, "F"), ("z", "x", "y", "M"), ("q", "x", "y", "F")])
    alone = Kind(pedigree([("x", None, None, "M")]), (), ("x",))
    simulated = simulated_operation(
        [], [Kind(family, (), ("x", "y", "z", "q")), alone, alone], loci(40), np.random.default_rng(2)
    )

    [group] = kin_groups(kin_among(simulated.problem.remains, simulated.problem.models))

    assert {simulated.outside[name] for name in group} == {1}
    assert len(group) == 4
