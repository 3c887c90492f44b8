"""The engine, its NumPy twin and the slow reference are one function, on pedigrees of any shape."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from imena.kinship import Chromosome, Founders, Profile, log_likelihood, reference
from imena.kinship.elimination import program_of
from imena.kinship.kernels import instructions, run, run_plain
from imena.kinship.likelihood import typed_genotypes
from imena.kinship.lumping import lump
from imena.kinship.open_member import open_member_table
from imena.kinship.shape import shape_of
from kinship.strategies import Family, families


def log_reference(family: Family, profiles: dict[str, Profile]) -> float:
    """The reference's log-likelihood, people who lead nowhere included: they must not matter."""
    value = reference.likelihood(
        [(p.id, p.father, p.mother, p.sex.value) for p in family.pedigree.parents_first],
        typed_genotypes(family.pedigree, profiles, family.model.locus),
        family.model.locus.frequencies,
        family.model.transmission.paternal.tolist(),
        family.model.transmission.maternal.tolist(),
        x_linked=family.model.locus.chromosome is Chromosome.X,
    )
    return math.log(value) if value > 0 else -math.inf


def close(a: float, b: float) -> bool:
    return a == b or math.isclose(a, b, rel_tol=1e-10, abs_tol=1e-10)


@settings(max_examples=400, deadline=None)
@given(families())
def test_the_engine_agrees_with_the_reference(family: Family) -> None:
    engine = log_likelihood(family.pedigree, family.profiles, [family.model]).total

    assert close(engine, log_reference(family, family.profiles))


@settings(max_examples=200, deadline=None)
@given(families(most_alleles=4), st.sampled_from([1, 32, 4096]))
def test_the_compiled_kernel_agrees_with_its_twin_whatever_is_constant(family: Family, families_sharing: int) -> None:
    locus = family.model.locus
    genotypes = typed_genotypes(family.pedigree, family.profiles, locus)
    shape, order = shape_of(family.pedigree, typed=genotypes, chromosome=locus.chromosome)
    rows = np.array([[genotypes[person] for person in order]] * 2, dtype=np.int64).reshape(2, len(order), 2)
    program = instructions(program_of(shape, families_sharing), len(locus))
    first_row = np.zeros(2, dtype=np.int64)

    compiled, compiled_scale = run(program, family.model.tables, first_row, rows)
    plain, plain_scale = run_plain(program, family.model.tables, first_row, rows)

    np.testing.assert_allclose(compiled, plain, rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(compiled_scale, plain_scale)
    engine = log_likelihood(family.pedigree, family.profiles, [family.model]).total
    log_compiled = math.log(compiled[1, 0]) + compiled_scale[1] if compiled[1, 0] > 0 else -math.inf
    assert close(log_compiled, engine)


@settings(max_examples=200, deadline=None)
@given(families(most_alleles=4))
def test_lumping_changes_nothing(family: Family) -> None:
    lumps = family.model.lumps
    if lumps is None:
        return
    locus = family.model.locus
    genotypes = typed_genotypes(family.pedigree, family.profiles, locus)
    shape, order = shape_of(family.pedigree, typed=genotypes, chromosome=locus.chromosome)
    rows = np.array([[genotypes[person] for person in order]], dtype=np.int64).reshape(1, len(order), 2)

    [group] = lump(lumps, rows)
    program = instructions(program_of(shape, 1), group.alleles)
    values, scales = run(program, group.tables, np.zeros(1, dtype=np.int64), group.genotypes)

    lumped = math.log(values[0, 0]) + scales[0] if values[0, 0] > 0 else -math.inf
    assert close(lumped, log_reference(family, family.profiles))


@settings(max_examples=200, deadline=None)
@given(families(), st.data())
def test_the_open_member_table_holds_every_genotype(family: Family, data: st.DataObject) -> None:
    """Each entry is what the reference gives when the member is typed so; the entries sum to 1."""
    member = data.draw(st.sampled_from(family.pedigree.people))
    relatives = {id: profile for id, profile in family.profiles.items() if id != member.id}
    locus = family.model.locus

    table = open_member_table(family.pedigree, member.id, relatives, family.model)

    assert close(table.log_relatives, log_reference(family, relatives))
    if math.isinf(table.log_relatives):
        assert not table.probability.any()
        return
    np.testing.assert_allclose(
        table.probability.sum() if table.probability.ndim == 1 else np.triu(table.probability).sum(), 1
    )
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


@settings(max_examples=100, deadline=None)
@given(families(), st.randoms(use_true_random=False))
def test_names_and_order_do_not_matter(family: Family, random: object) -> None:
    from imena.kinship import Pedigree, Person

    new = {person.id: f"Q{number}" for number, person in enumerate(family.pedigree.people)}
    people = [
        Person(new[p.id], p.sex, p.father and new[p.father], p.mother and new[p.mother]) for p in family.pedigree.people
    ]
    random.shuffle(people)  # type: ignore[attr-defined]
    profiles = {new[id]: Profile(new[id], profile.genotypes) for id, profile in family.profiles.items()}

    renamed = log_likelihood(Pedigree(tuple(people)), profiles, [family.model]).total

    assert close(renamed, log_likelihood(family.pedigree, family.profiles, [family.model]).total)
