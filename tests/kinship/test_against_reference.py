"""The engine, its NumPy twin and the slow reference are one function, on pedigrees of any shape."""

import math
from collections.abc import Mapping

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from imena.kinship import (
    UNKNOWN,
    Detection,
    Founders,
    Pedigree,
    Person,
    Profile,
    Sex,
    log_likelihood,
    open_member_table,
    reference,
)
from imena.kinship.engine.elimination import program_of
from imena.kinship.engine.families import typing_of
from imena.kinship.engine.instructions import instructions, run, run_plain
from imena.kinship.engine.lumping import lump
from imena.kinship.engine.shape import shape_of
from imena.kinship.engine.summing import _lumped, _sum, _Task
from imena.kinship.reference import Matrix, Pair
from kinship.strategies import Family, families, hard_families


def log_reference(family: Family, profiles: Mapping[str, Profile]) -> float:
    """The reference's log-likelihood, people who lead nowhere included: they must not matter."""
    genotypes: dict[str, Pair] = {}
    weights: dict[str, Matrix] = {}
    for person in family.pedigree.people:
        if person.id in profiles:
            certain = _certain(family, person, profiles[person.id])
            if certain is not None:
                genotypes[person.id] = certain
            else:
                weights[person.id] = _weights(family, person, profiles[person.id])
    value = reference.Reference(
        [(p.id, p.father, p.mother, p.sex.value) for p in family.pedigree.parents_first],
        genotypes,
        family.model.locus.probabilities.tolist(),
        family.model.transmission.paternal.tolist(),
        family.model.transmission.maternal.tolist(),
        x_linked=family.is_x_linked,
        theta=family.theta,
        inbreeding=family.inbreeding,
        weights=weights,
    ).likelihood()
    return math.log(value) if value > 0 else -math.inf


def _certain(family: Family, person: Person, profile: Profile) -> Pair | None:
    locus = family.model.locus
    genotype = profile.genotypes.get("L")
    if genotype is None or UNKNOWN in genotype or (locus.silent and len(set(genotype)) == 1):
        return None
    first, second = (locus.alleles.index(allele) for allele in (genotype * 2)[:2])
    return first, second


def _weights(family: Family, person: Person, profile: Profile) -> Matrix:
    locus = family.model.locus
    pairs = [[(i, j) for j in range(len(locus))] for i in range(len(locus))]
    genotype = profile.genotypes.get("L", ())
    if UNKNOWN in genotype:
        known = locus.alleles.index(genotype[0])
        return [[float(known in pair) for pair in row] for row in pairs]
    detection = profile.detection or Detection()
    replicates = profile.replicates.get("L") or (frozenset(genotype),)
    one_allele = family.is_x_linked and person.sex is Sex.MALE

    def of(pair: Pair) -> float:
        return math.prod(
            reference.probability_of_seeing(
                [locus.alleles.index(allele) for allele in seen],
                pair[:1] if one_allele else pair,
                locus.probabilities.tolist(),
                dropout,
                detection.dropin,
                silent=len(locus.alleles) if locus.silent else None,
            )
            for seen, dropout in zip(replicates, detection.at("L", len(replicates)), strict=True)
        )

    return [[of(pair) for pair in row] for row in pairs]


def engine(family: Family, profiles: Mapping[str, Profile]) -> float:
    return log_likelihood(
        family.pedigree, profiles, [family.model], theta=family.theta, inbreeding=family.inbreeding
    ).total


def close(a: float, b: float) -> bool:
    return a == b or math.isclose(a, b, rel_tol=1e-10, abs_tol=1e-10)


@settings(max_examples=500, deadline=None)
@given(families())
def test_the_engine_agrees_with_the_reference(family: Family) -> None:
    assert close(engine(family, family.profiles), log_reference(family, family.profiles))


@settings(max_examples=700, deadline=None)
@given(hard_families())
def test_it_agrees_with_coancestry_inbred_founders_silent_alleles_and_drop_out(family: Family) -> None:
    assert close(engine(family, family.profiles), log_reference(family, family.profiles))


@settings(max_examples=200, deadline=None)
@given(families(most_alleles=4), st.sampled_from([1, 32, 4096]))
def test_the_compiled_kernel_agrees_with_its_twin_whatever_is_constant(family: Family, sharing: int) -> None:
    locus = family.model.locus
    typing = typing_of(family.pedigree, family.profiles, locus)
    shaped = shape_of(family.pedigree, typed=typing.genotypes, chromosome=locus.chromosome)
    rows = np.repeat(typing.family(shaped, locus).genotypes, 2, axis=0)
    program = instructions(program_of(shaped.shape, sharing), len(locus))
    first_row = np.zeros(2, dtype=np.int64)

    compiled, compiled_scale = run(program, family.model.tables, first_row, rows)
    plain, plain_scale = run_plain(program, family.model.tables, first_row, rows)

    np.testing.assert_allclose(compiled, plain, rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(compiled_scale, plain_scale)
    log_compiled = math.log(compiled[1, 0]) + compiled_scale[1] if compiled[1, 0] > 0 else -math.inf
    assert close(log_compiled, engine(family, family.profiles))


@settings(max_examples=200, deadline=None)
@given(families(most_alleles=4))
def test_lumping_changes_nothing(family: Family) -> None:
    lumps = family.model.lumps
    if lumps is None:
        return
    locus = family.model.locus
    typing = typing_of(family.pedigree, family.profiles, locus)
    shaped = shape_of(family.pedigree, typed=typing.genotypes, chromosome=locus.chromosome)

    group = lump(lumps, typing.family(shaped, locus).genotypes)
    program = instructions(program_of(shaped.shape), group.alleles)
    values, scales = run(program, group.tables, np.zeros(1, dtype=np.int64), group.genotypes)

    lumped = math.log(values[0, 0]) + scales[0] if values[0, 0] > 0 else -math.inf
    assert close(lumped, log_reference(family, family.profiles))


@settings(max_examples=300, deadline=None)
@given(st.one_of(families(), hard_families(most_people=4)), st.data())
def test_the_open_member_table_holds_every_genotype(family: Family, data: st.DataObject) -> None:
    """Each entry is what the reference gives when the member is typed so; the entries sum to 1."""
    member = data.draw(st.sampled_from(family.pedigree.people))
    relatives = {id: profile for id, profile in family.profiles.items() if id != member.id}
    locus = family.model.locus

    table = open_member_table(
        family.pedigree, member.id, relatives, family.model, theta=family.theta, inbreeding=family.inbreeding
    )

    assert close(table.log_relatives, log_reference(family, relatives))
    if math.isinf(table.log_relatives):
        assert not table.probability.any()
        return
    np.testing.assert_allclose(
        table.probability.sum() if table.probability.ndim == 1 else np.triu(table.probability).sum(), 1
    )
    if locus.silent:
        return
    for places in np.ndindex(table.probability.shape):
        genotype = tuple(locus.alleles[place] for place in places)
        typed = {**relatives, member.id: Profile(member.id, {"L": genotype})}
        expected = math.exp(log_reference(family, typed) - table.log_relatives)
        assert math.isclose(table.probability[places], expected, rel_tol=1e-9, abs_tol=1e-14)


@settings(max_examples=200, deadline=None)
@given(families())
def test_conventions_for_founders_agree_where_mutation_keeps_the_frequencies(family: Family) -> None:
    """Under any model, dropping is the reference with the founder's meiosis made exact; here: no difference at all."""
    p = family.model.locus.probabilities
    stationary = all(
        np.allclose(p @ matrix, p, rtol=1e-14)
        for matrix in (family.model.transmission.paternal, family.model.transmission.maternal)
    )
    kept = log_likelihood(family.pedigree, family.profiles, [family.model]).total
    dropped = log_likelihood(family.pedigree, family.profiles, [family.model], founders=Founders.DROPPED).total

    if stationary:
        assert close(kept, dropped)
    assert not math.isnan(kept)
    assert not math.isnan(dropped)


@settings(max_examples=200, deadline=None)
@given(st.one_of(families(), hard_families()), st.randoms(use_true_random=False))
def test_names_and_order_do_not_matter(family: Family, random: object) -> None:
    new = {person.id: f"Q{number}" for number, person in enumerate(family.pedigree.people)}
    people = [
        Person(new[p.id], p.sex, p.father and new[p.father], p.mother and new[p.mother]) for p in family.pedigree.people
    ]
    random.shuffle(people)  # type: ignore[attr-defined]
    renamed = Family(
        Pedigree(tuple(people)),
        {new[id]: profile for id, profile in family.profiles.items()},
        family.model,
        family.theta,
        {new[id]: coefficient for id, coefficient in family.inbreeding.items()},
    )

    assert close(engine(renamed, renamed.profiles), engine(family, family.profiles))


@settings(max_examples=100, deadline=None)
@given(hard_families(most_people=4))
def test_several_pedigrees_share_one_urn(family: Family) -> None:
    """Stated in parts or as one pedigree of several parts, a hypothesis is the same."""
    stranger = Pedigree((Person("stranger", Sex.FEMALE),))
    profile = Profile("stranger", {"L": (family.model.locus.alleles[0],) * 2})
    profiles = {**family.profiles, "stranger": profile}
    whole = Family(
        Pedigree((*family.pedigree.people, *stranger.people)), profiles, family.model, family.theta, family.inbreeding
    )
    in_parts = log_likelihood(
        [family.pedigree, stranger], profiles, [family.model], theta=family.theta, inbreeding=family.inbreeding
    )

    assert close(in_parts.total, engine(whole, profiles))
    assert close(in_parts.total, log_reference(whole, profiles))


@settings(max_examples=300, deadline=None)
@given(st.one_of(families(most_alleles=4), hard_families(most_people=4, most_alleles=4)), st.data())
def test_lumping_changes_no_table(family: Family, data: st.DataObject) -> None:
    """Alleles that no relative has are taken together, and the table spread over them again."""
    member = data.draw(st.sampled_from(family.pedigree.people))
    relatives = {id: profile for id, profile in family.profiles.items() if id != member.id}
    typing = typing_of(family.pedigree, relatives, family.model.locus)
    lumps = family.model.lumps
    if lumps is None or not lumps.may_open or typing.weights:
        return
    shaped = shape_of(
        family.pedigree,
        typed=typing.genotypes,
        open_member=member.id,
        chromosome=family.model.locus.chromosome,
        inbreeding=family.inbreeding,
    )
    families_of_one = typing.family(shaped, family.model.locus)

    whole, whole_scale = _sum(_Task.of(shaped.shape, family.model, families_of_one), family.theta)
    lumped, lumped_scale = _lumped(shaped.shape, family.model, families_of_one, family.theta, 2)

    np.testing.assert_allclose(lumped * np.exp(lumped_scale), whole * np.exp(whole_scale), rtol=1e-9, atol=1e-15)
