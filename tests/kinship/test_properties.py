"""What must hold for any family, whatever the numbers."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imena.kinship import (
    NO_MUTATION,
    RELATIONSHIPS,
    Chromosome,
    Descent,
    KinshipError,
    Locus,
    LocusModel,
    Mutation,
    MutationModel,
    Pedigree,
    Person,
    Profile,
    Rates,
    Sex,
    Transform,
    log_likelihood,
    log_likelihood_of_pair,
    open_member_table,
    pair_log_likelihood,
    pedigree,
    power,
)
from imena.kinship.detection import weights
from imena.kinship.stationary import keeps, overall_rate
from kinship.strategies import Family, families, hard_families, loci, mutations, pedigrees

COUPLE = [("f", None, None, "M"), ("m", None, None, "F")]
PAIRS = {
    "parent and child": pedigree([*COUPLE, ("b", "f", "m", "F")]),
    "full siblings": pedigree([*COUPLE, ("a", "f", "m", "M"), ("b", "f", "m", "F")]),
    "half-siblings": pedigree([*COUPLE, ("n", None, None, "F"), ("a", "f", "m", "M"), ("b", "f", "n", "F")]),
    "cousins": pedigree(
        [
            *COUPLE,
            ("u", "f", "m", "M"),
            ("v", "f", "m", "F"),
            ("w", None, None, "F"),
            ("x", None, None, "M"),
            ("a", "u", "w", "M"),
            ("b", "x", "v", "F"),
        ]
    ),
}


def engine(family: Family) -> float:
    return log_likelihood(
        family.pedigree, family.profiles, [family.model], theta=family.theta, inbreeding=family.inbreeding
    ).total


@settings(max_examples=150, deadline=None)
@given(hard_families(most_people=4), st.data())
def test_the_mean_lr_of_someone_unrelated_is_one(family: Family, data: st.DataObject) -> None:
    member = data.draw(st.sampled_from(family.pedigree.people))
    relatives = {id: profile for id, profile in family.profiles.items() if id != member.id}
    table = open_member_table(
        family.pedigree, member.id, relatives, family.model, theta=family.theta, inbreeding=family.inbreeding
    )
    if math.isinf(table.log_relatives):
        return
    once = np.triu if table.probability.ndim == 2 else np.asarray

    lr = np.where(table.probability > 0, 10**table.log10_lr, 0)

    assert once(table.population).sum() == pytest.approx(1)
    assert once(table.population * lr).sum() == pytest.approx(1)


@settings(max_examples=100, deadline=None)
@given(hard_families(), st.data())
def test_an_untyped_leaf_changes_nothing(family: Family, data: st.DataObject) -> None:
    men = [person.id for person in family.pedigree.people if person.sex is Sex.MALE]
    women = [person.id for person in family.pedigree.people if person.sex is Sex.FEMALE]
    if not men or not women:
        return
    leaf = Person("leaf", Sex.MALE, data.draw(st.sampled_from(men)), data.draw(st.sampled_from(women)))

    longer = replace(family, pedigree=Pedigree((*family.pedigree.people, leaf)))

    assert engine(longer) == pytest.approx(engine(family), rel=1e-9)


STATIONARY = [
    Mutation(MutationModel.PROPORTIONAL, Rates(0.02), Rates(0.01)),
    *(
        Mutation(MutationModel.STEPWISE, Rates(0.01, 0.001, 0.3), Rates(0.02, 0.001, 0.3), transform)
        for transform in (Transform.PM, Transform.MH, Transform.BA, Transform.PR)
    ),
    Mutation(MutationModel.DAWID, Rates(0.005, range=0.2), Rates(0.002, range=0.2)),
]


@settings(max_examples=100, deadline=None)
@given(families(), st.sampled_from(STATIONARY), st.data())
def test_parents_of_a_founder_change_nothing_where_frequencies_are_kept(
    family: Family, mutation: Mutation, data: st.DataObject
) -> None:
    locus = Locus("L", ("8", "9", "9.3", "10"), (0.2, 0.3, 0.1, 0.4))
    known = {id: profile for id, profile in family.profiles.items() if len(profile.genotypes.get("L", ())) == 2}
    model = LocusModel.of(locus, mutation)
    founder = data.draw(st.sampled_from([person for person in family.pedigree.people if person.father is None]))
    others = [person for person in family.pedigree.people if person is not founder]
    parents = [Person("gf", Sex.MALE), Person("gm", Sex.FEMALE)]
    deeper = Pedigree((*others, replace(founder, father="gf", mother="gm"), *parents))

    expected = log_likelihood(family.pedigree, known, [model]).total
    assert log_likelihood(deeper, known, [model]).total == pytest.approx(expected, rel=1e-9, abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(pedigrees(), loci(), mutations(), st.sampled_from([0.0, 0.05]))
def test_no_data_say_nothing(family: Pedigree, locus: Locus, mutation: Mutation, theta: float) -> None:
    assert log_likelihood(family, {}, [LocusModel.of(locus, mutation)], theta=theta).total == 0


@settings(max_examples=80, deadline=None)
@given(families(), st.data())
def test_twins_are_one_person_typed_twice(family: Family, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(family.pedigree.people))
    other = replace(one, id="twin")
    people = (*family.pedigree.people, other)
    profiles = dict(family.profiles)
    if one.id in profiles:
        profiles["twin"] = replace(profiles[one.id], name="twin")

    twins = replace(family, pedigree=Pedigree(people, twins=((one.id, "twin"),)), profiles=profiles)

    assert engine(twins) == pytest.approx(engine(family), rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(loci(), st.floats(0, 0.9))
def test_something_is_seen_of_every_genotype(locus: Locus, dropout: float) -> None:
    """Without drop-in, over every set of alleles that may be seen."""
    subsets = [
        frozenset(chosen)
        for size in range(len(locus.alleles) + 1)
        for chosen in itertools.combinations(locus.alleles, size)
    ]

    total = sum(weights([seen], locus, [dropout], 0.0, one_slot=False) for seen in subsets)

    np.testing.assert_allclose(total, 1)


@settings(max_examples=80, deadline=None)
@given(loci(most=4), st.sampled_from(STATIONARY))
def test_a_transform_keeps_frequencies_and_the_rate(locus: Locus, mutation: Mutation) -> None:
    plain = replace(mutation, transform=Transform.NONE).at(locus)
    try:
        kept = mutation.at(locus)
    except KinshipError:
        return
    p = locus.probabilities

    assert keeps(kept.paternal, p)
    assert overall_rate(kept.paternal, p) == pytest.approx(overall_rate(plain.paternal, p), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(families(most_people=5))
def test_loci_far_apart_are_unlinked(family: Family) -> None:
    other = LocusModel(replace(family.model.locus, name="M"), family.model.transmission)
    profiles = {
        id: replace(profile, genotypes={**profile.genotypes, "M": profile.genotypes["L"]})
        for id, profile in family.profiles.items()
    }
    apart = log_likelihood(family.pedigree, profiles, [family.model, other]).total

    joined = log_likelihood_of_pair(family.pedigree, profiles, (family.model, other), 0.5)

    assert joined == apart or joined == pytest.approx(apart, rel=1e-9, abs=1e-12)


@settings(max_examples=80, deadline=None)
@given(pedigrees(most=7), st.data())
def test_identity_coefficients_are_those_of_kinship(family: Pedigree, data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(family.people)).id for _ in range(2))
    descent = Descent(family)

    d = descent.condensed_identity(one, other)

    assert sum(d) == pytest.approx(1)
    assert d[0] + (d[2] + d[4] + d[6]) / 2 + d[7] / 4 == pytest.approx(descent.kinship(one, other))


@pytest.mark.parametrize("name", PAIRS)
@settings(max_examples=40, deadline=None)
@given(loci(most=4), st.data())
def test_a_pair_by_kappa_is_the_pair_by_pedigree(name: str, locus: Locus, data: st.DataObject) -> None:
    model = LocusModel.of(replace(locus, chromosome=Chromosome.AUTOSOMAL), NO_MUTATION)
    allele = st.sampled_from(locus.alleles)
    one, other = ("f", "b") if name == "parent and child" else ("a", "b")
    profiles = {id: Profile(id, {"L": (data.draw(allele), data.draw(allele))}) for id in (one, other)}

    by_pedigree = log_likelihood(PAIRS[name], profiles, [model]).total
    by_kappa = pair_log_likelihood(profiles[one], profiles[other], RELATIONSHIPS[name], [model]).total

    assert Descent(PAIRS[name]).kappa(one, other) == RELATIONSHIPS[name]
    assert by_kappa == by_pedigree or by_kappa == pytest.approx(by_pedigree, rel=1e-9, abs=1e-12)


def test_exclusion_power_is_that_of_every_genotype_in_turn() -> None:
    model = LocusModel.of(Locus("L", ("1", "2", "3"), (0.2, 0.3, 0.5)))
    claim = PAIRS["full siblings"]
    truth = Pedigree((*(person for person in claim.people if person.id != "b"), Person("b", Sex.FEMALE)))
    genotypes = list(itertools.combinations_with_replacement(model.locus.alleles, 2))
    total = 0.0
    for father, sister in itertools.product(genotypes, genotypes):
        profiles = {"f": Profile("f", {"L": father}), "b": Profile("b", {"L": sister})}
        if math.isinf(log_likelihood(claim, profiles, [model]).total):
            total += math.exp(log_likelihood(truth, profiles, [model]).total)

    assert power.exclusion_power(claim, truth, ["f", "b"], model) == pytest.approx(total)


def test_exact_moments_are_those_of_a_simulation() -> None:
    model = LocusModel.of(Locus("L", ("1", "2", "3"), (0.2, 0.3, 0.5)))
    table = open_member_table(PAIRS["full siblings"], "a", {"b": Profile("b", {"L": ("1", "2")})}, model)
    seen = power.outcomes(table, 0.2)
    found = power.moments(seen)

    drawn = power.simulated_log10_lr([seen], 50_000, np.random.default_rng(2), related=True)

    assert abs(drawn.mean() - found.mean) < 5 * math.sqrt(found.variance / 50_000)
