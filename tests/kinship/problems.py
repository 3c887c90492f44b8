"""Random small joint problems for Hypothesis: several families, shared remains, weights, closed lists."""

import numpy as np
from hypothesis import strategies as st

from imena.kinship import Locus, LocusModel, Mutation, MutationModel, Profile, Rates, pedigree
from imena.kinship.joint import JointProblem, Prior
from imena.kinship.joint.simulated import Kind, Wear, simulated_operation

F, M, W = ("f", None, None, "M"), ("m", None, None, "F"), ("w", None, None, "F")
G, H = ("g", None, None, "M"), ("h", None, None, "F")
KINDS = [
    Kind(pedigree([F, M, ("x", "f", "m", "M")]), ("m",), ("x",)),
    Kind(pedigree([F, M, ("x", "f", "m", "M"), ("y", "f", "m", "M")]), ("m",), ("x", "y")),
    Kind(pedigree([F, M, ("x", "f", "m", "M"), ("y", "f", "m", "M"), ("s", "f", "m", "F")]), ("s",), ("x", "y")),
    Kind(pedigree([G, H, ("x", "g", "h", "M"), W, ("y", "x", "w", "F")]), ("g",), ("x", "y")),
    Kind(pedigree([("x", None, None, "M"), ("y", None, None, "F"), ("z", "x", "y", "M")]), (), ("x", "y", "z")),
    Kind(pedigree([F, M, ("x", "f", "m", "F"), W, ("y", "f", "w", "F")]), ("f",), ("x", "y")),
    Kind(pedigree([G, H, ("f", "g", "h", "M"), ("u", "g", "h", "M"), M, ("x", "f", "m", "M")]), ("u",), ("x",)),
]
"""One and two missing, brothers, half-sisters, father and daughter, a perished family, a nephew."""
STRANGER = Kind(pedigree([("x", None, None, "M")]), (), ("x",))


def loci(many: int, mutation: Mutation = Mutation()) -> list[LocusModel]:  # noqa: B008
    names = ("8", "9", "10", "11")
    return [LocusModel.of(Locus(f"L{number}", names, (0.1, 0.2, 0.3, 0.4)), mutation) for number in range(many)]


@st.composite
def problems(draw: st.DrawFn, most_families: int = 3, *, closed: bool = False) -> JointProblem:
    """Up to three families of random kinds, their missing and strangers found, at a few loci."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=most_families))
    strangers = [STRANGER] * draw(st.integers(0, 1))
    mutation = draw(st.sampled_from([Mutation(), Mutation(MutationModel.PROPORTIONAL, Rates(0.01), Rates(0.02))]))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    wear = draw(st.sampled_from([Wear(), Wear(not_typed=0.3), Wear(dropout=0.2)]))
    simulated = simulated_operation(
        kinds, strangers, loci(draw(st.integers(1, 4)), mutation), chance, found=0.7, wear=wear
    ).problem
    remains = simulated.remains[:5]
    if draw(st.booleans()) and remains:  # of one the sex is not known
        first = remains[0]
        remains = (Profile(first.name, first.genotypes, None, first.detection), *remains[1:])
    persons = list(simulated.persons)
    weights = {
        (profile.name, person): draw(st.sampled_from([0.0, 0.5, 3.0]))
        for profile in remains
        for person in persons
        if draw(st.integers(0, 4)) == 0
    }
    prior = Prior(odds=draw(st.sampled_from([1.0, 0.05])), weights=weights, closed=closed)
    return JointProblem(remains, simulated.families, simulated.models, prior)


def brothers(many: int, seed: int = 0) -> JointProblem:
    """So many missing brothers, their mother typed, and all of them found."""
    people = [F, M, *((f"x{number}", "f", "m", "M") for number in range(many))]
    kind = Kind(pedigree(people), ("m",), tuple(f"x{number}" for number in range(many)))
    return simulated_operation([kind], [], loci(8), np.random.default_rng(seed)).problem
