"""Joint identification: by hand, against plain enumeration, and the traps."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from imena.kinship import KinshipError, Locus, LocusModel, Pedigree, Person, Profile, Sex, log_likelihood, pedigree
from imena.kinship.joint import (
    NOBODY,
    Family,
    JointProblem,
    Method,
    Operation,
    Prior,
    Reason,
    assignments,
    joint_table,
    pairings,
    solve,
)
from imena.kinship.joint.interchange import interchangeable
from imena.kinship.joint.simulated import Kind, simulated_operation
from kinship.problems import brothers, loci, problems

LOCUS = LocusModel.of(Locus("L", ("10", "11", "12"), (0.2, 0.3, 0.5)))
MOTHER_AND_SONS = pedigree([("f", None, None, "M"), ("m", None, None, "F"), ("x", "f", "m", "M"), ("y", "f", "m", "M")])


def typed(name: str, *alleles: str, sex: Sex | None = Sex.MALE) -> Profile:
    return Profile(name, {"L": alleles}, sex)


def test_the_posterior_of_one_body_and_one_family_is_bayes() -> None:
    """Father 10/10, body 10/12: LR = p12 / (2 p10 p12) = 2.5; with odds 0.1 the posterior is 0.25 / 1.25."""
    people = pedigree([("f", None, None, "M"), ("m", None, None, "F"), ("x", "f", "m", "M")])
    family = Family("F", people, {"f": typed("f", "10", "10")}, ("x",))

    answer = solve(JointProblem((typed("V", "10", "12"),), (family,), (LOCUS,), Prior(odds=0.1)), claim=0.1)

    assert answer.method is Method.EXACT
    assert answer.pairings["V"] == pytest.approx({"x": 0.2, NOBODY: 0.8})
    [found] = answer.identifications
    assert (found.person, found.families) == ("x", ("F",))
    assert found.log10_lr == pytest.approx(math.log10(2.5))


def brute_force(problem: JointProblem) -> dict[str, dict[str, float]]:
    """Posteriors from the likelihood of every assignment, each computed whole by the engine."""
    logs = {}
    for assignment in assignments(problem):
        total = 0.0
        for family in problem.families:
            placed = {
                person: profile
                for profile, person in zip(problem.remains, assignment, strict=True)
                if person in family.missing
            }
            total += log_likelihood(family.pedigree, {**family.profiles, **placed}, problem.models).total
        for profile, person in zip(problem.remains, assignment, strict=True):
            if person == NOBODY:
                alone = Pedigree((Person("x", profile.sex or Sex.FEMALE),))
                total += log_likelihood(alone, {"x": profile}, problem.models).total
            else:
                total += math.log(problem.weight(profile.name, person))
        logs[assignment] = total
    most = max(logs.values())
    weights = {assignment: math.exp(value - most) for assignment, value in logs.items()}
    whole = math.fsum(weights.values())
    found = {profile.name: dict.fromkeys((*problem.persons, NOBODY), 0.0) for profile in problem.remains}
    for assignment, weight in weights.items():
        for profile, person in zip(problem.remains, assignment, strict=True):
            found[profile.name][person] += weight / whole
    return found


def assert_same(
    found: Mapping[str, Mapping[str, float]], expected: Mapping[str, Mapping[str, float]], by: float
) -> None:
    for name, persons in expected.items():
        for person, probability in persons.items():
            assert found[name].get(person, 0.0) == pytest.approx(probability, rel=1e-9, abs=by), (name, person)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_it_agrees_with_the_engine_assignment_by_assignment(problem: JointProblem) -> None:
    expected = brute_force(problem)
    answer = solve(problem)

    assert answer.method is Method.EXACT
    assert_same(answer.pairings, expected, 1e-12)
    operation = Operation(problem)
    assert_same(pairings(joint_table(operation), problem), expected, 1e-12)


@settings(max_examples=60, deadline=None)
@given(problems(most_families=2, closed=True))
def test_a_closed_list_leaves_nobody_unnamed(problem: JointProblem) -> None:
    possible = any(row > -math.inf for row in _ln_likelihoods(problem))
    if not possible:
        with pytest.raises(KinshipError):
            solve(problem)
        return

    answer = solve(problem)

    assert_same(answer.pairings, brute_force(problem), 1e-12)
    assert all(persons[NOBODY] == 0 for persons in answer.pairings.values())


def _ln_likelihoods(problem: JointProblem) -> list[float]:
    try:
        return [row.ln_lr for row in joint_table(Operation(problem))]
    except KinshipError:
        return []


@settings(max_examples=40, deadline=None)
@given(problems(most_families=2))
def test_what_is_settled_joins_its_family(problem: JointProblem) -> None:
    pairs = [(p.name, person) for p in problem.remains for person in problem.persons if problem.weight(p.name, person)]
    assume(bool(pairs) and problem.remains)
    name, person = pairs[0]
    settled = replace(problem, fixed={name: person})
    assume(not Operation(settled).set_aside)

    answer = solve(settled)

    expected = brute_force_given(problem, name, person)
    assume(expected is not None)
    assert expected is not None
    assert_same(answer.pairings, expected, 1e-12)


def brute_force_given(problem: JointProblem, name: str, person: str) -> dict[str, dict[str, float]] | None:
    try:
        return brute_force(
            replace(problem, allowed={**problem.allowed, name: (person,)}, prior=_certain(problem, name))
        )
    except (ValueError, ZeroDivisionError):
        return None


def _certain(problem: JointProblem, name: str) -> Prior:
    """A prior under which remains are nobody with no weight to speak of."""
    weights = {
        pair: weight * (1e30 if pair[0] == name else 1.0)
        for pair, weight in {
            (p.name, person): problem.prior.weights.get((p.name, person), 1.0)
            for p in problem.remains
            for person in problem.persons
        }.items()
    }
    return replace(problem.prior, weights=weights)


def test_ten_brothers_are_a_set_and_no_names() -> None:
    problem = brothers(10)
    answer = solve(problem)

    assert answer.method is Method.EXACT
    assert not answer.identifications
    [found] = answer.sets
    assert found.posterior > 0.99
    assert set(found.persons) == set(problem.persons)
    assert set(found.remains) == set(problem.profiles)


def test_interchangeable_are_brothers_but_not_a_brother_with_a_child() -> None:
    people = [*MOTHER_AND_SONS.people, Person("z", Sex.MALE, "f", "m"), Person("w", Sex.FEMALE),
              Person("c", Sex.MALE, "z", "w")]  # fmt: skip
    family = Family("F", Pedigree(tuple(people)), {"c": typed("c", "10", "11")}, ("x", "y", "z"))

    assert interchangeable(family) == (("x", "y"), ("z",))


def test_brothers_of_whom_other_evidence_knows_more_are_told_apart() -> None:
    """The same DNA, but one body is five times likelier to be x: the posterior of the pairing is 5 / 6."""
    family = Family("F", MOTHER_AND_SONS, {"m": typed("m", "10", "11", sex=None)}, ("x", "y"))
    remains = (typed("V", "10", "12"), typed("U", "10", "12"))
    prior = Prior(closed=True, weights={("V", "x"): 5.0})

    answer = solve(JointProblem(remains, (family,), (LOCUS,), prior))

    assert answer.pairings["V"]["x"] == pytest.approx(5 / 6)


def test_a_family_that_contradicts_itself_is_set_aside_and_stops_nobody() -> None:
    people = pedigree([("f", None, None, "M"), ("m", None, None, "F"), ("x", "f", "m", "M"), ("s", "f", "m", "F")])
    wrong = Family("A", people, {"f": typed("f", "10", "10"), "s": typed("s", "11", "11", sex=None)}, ("x",))
    other = Family("B", _renamed(), {"n": typed("n", "10", "10", sex=None)}, ("b",))

    answer = solve(JointProblem((typed("V", "10", "12"),), (wrong, other), (LOCUS,)))

    [aside] = answer.set_aside
    assert (aside.families, aside.loci) == (("A",), ("L",))
    assert answer.pairings["V"]["b"] == pytest.approx(2.5 / 3.5)
    reasons = {each.person: each.reason for each in answer.unresolved}
    assert reasons["x"] is Reason.CONTRADICTION


def _renamed() -> Pedigree:
    return pedigree([("o", None, None, "M"), ("n", None, None, "F"), ("b", "o", "n", "M")])


def test_someone_missing_from_two_families_is_one_person_of_both() -> None:
    """His mother misses him as a son, his wife and child as a husband: the likelihood is of one pedigree."""
    models = loci(3)
    whole = pedigree(
        [
            ("f", None, None, "M"),
            ("m", None, None, "F"),
            ("x", "f", "m", "M"),
            ("w", None, None, "F"),
            ("c", "x", "w", "F"),
        ]
    )
    simulated = simulated_operation(
        [Kind(whole, ("m", "w", "c"), ("x",))], [], models, np.random.default_rng(5)
    ).problem
    [family], [body] = simulated.families, simulated.remains
    named = {id.split(".")[1]: profile for id, profile in family.profiles.items()}
    parents = Family(
        "P", pedigree([("f", None, None, "M"), ("m", None, None, "F"), ("F1.x", "f", "m", "M")]),
        {"m": named["m"]}, ("F1.x",),
    )  # fmt: skip
    wife = Family(
        "W", pedigree([("F1.x", None, None, "M"), ("m", None, None, "F"), ("c", "F1.x", "m", "F")]),
        {"m": named["w"], "c": named["c"]}, ("F1.x",),
    )  # fmt: skip

    one, two = solve(simulated), solve(JointProblem((body,), (parents, wife), tuple(models)))

    assert two.pairings["R1"] == pytest.approx(one.pairings["R1"], rel=1e-12)
    [unresolved] = two.unresolved
    assert unresolved.families == ("P", "W")


def test_strangers_who_are_father_and_son_are_flagged_and_not_named() -> None:
    """A missing father and son, only the father's aunt typed; the bodies are of another father and son."""
    row = [
        ("a", None, None, "M"), ("b", None, None, "F"), ("g", "a", "b", "M"), ("t", "a", "b", "F"),
        ("h", None, None, "F"), ("x", "g", "h", "M"), ("w", None, None, "F"), ("y", "x", "w", "M"),
    ]  # fmt: skip
    missing = Kind(pedigree(row), ("t",), ("x", "y"))
    strangers = Kind(pedigree([("x", None, None, "M"), ("w", None, None, "F"), ("y", "x", "w", "M")]), (), ("x", "y"))
    named = flagged = 0
    for seed in range(10):
        simulated = simulated_operation([missing], [strangers], loci(20), np.random.default_rng(seed), found=0.0)
        answer = solve(simulated.problem)
        named += len(answer.identifications) + len(answer.sets)
        flagged += any(set(each.remains) == {"R1", "R2"} for each in answer.outsiders)

    assert named == 0
    assert flagged >= 5


def test_a_perished_family_is_its_own_reference() -> None:
    kind = Kind(
        pedigree([("x", None, None, "M"), ("y", None, None, "F"), ("z", "x", "y", "M"), ("q", "x", "y", "F")]),
        (),
        ("x", "y", "z", "q"),
    )
    simulated = simulated_operation([kind], [], loci(40), np.random.default_rng(3))

    answer = solve(simulated.problem)

    assert {each.remains: each.person for each in answer.identifications} == simulated.truth
    assert not any(each.has_references for each in answer.identifications)


def test_who_cannot_be_matched_is_said_with_the_reason() -> None:
    alone = Family("A", pedigree([("x", None, None, "M")]), {}, ("x",))
    far = Family("B", _renamed(), {"n": typed("n", "11", "11", sex=None)}, ("b",))

    answer = solve(JointProblem((typed("V", "10", "10"),), (alone, far), (LOCUS,)))

    assert {each.person: each.reason for each in answer.unresolved} == {
        "x": Reason.NO_REFERENCE,
        "b": Reason.NOBODY_FITS,
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fixed": {"V": "nobody known"}}, "nobody known is not among the missing"),
        ({"allowed": {"U": ("x",)}}, "U is not among the remains"),
        ({"theta": 1.0}, "expected a co-ancestry from 0 to below 1"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, object], said: str) -> None:
    problem = JointProblem((typed("V", "10", "12"),), (Family("F", MOTHER_AND_SONS, {}, ("x",)),), (LOCUS,))

    with pytest.raises(KinshipError, match=said):
        replace(problem, **change)  # type: ignore[arg-type]
