"""Screening: the same hits and the same LRs as the engine pair by pair, and nothing lost on the way."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from imena.kinship import (
    Chromosome,
    Detection,
    KinshipError,
    Locus,
    LocusModel,
    Mutation,
    MutationModel,
    Profile,
    Rates,
    Sex,
    direct_comparison,
    drop_genes,
    nist_1036_caucasian,
    pedigree,
)
from imena.kinship.screening import (
    Best,
    Group,
    Index,
    Missing,
    Observer,
    SamePerson,
    Screened,
    chance_hits,
    kernels,
    plain,
    screen,
)
from imena.kinship.screening.lines import begins_of, lines_of
from imena.kinship.screening.parts import Aim, Lineup, _aligned, screen_part
from kinship.screening_sets import KINDS, brute_force, dropped, observed_remains, simulated, worn

MUTATION = Mutation(MutationModel.PROPORTIONAL, Rates(0.002), Rates(0.0005))
MODELS = tuple(LocusModel.of(locus, MUTATION) for locus in nist_1036_caucasian().loci[:14])
DROPOUT = Detection(0.1)


class World:
    """Simulated remains, some of them degraded, and families of every kind; with the brute force over all pairs."""

    def __init__(self, seed: int, *, families: int = 12, theta: float = 0.0, sexes: bool = False) -> None:
        chance = np.random.default_rng(seed)
        kinds = tuple(KINDS) if theta == 0 else ("mother", "both parents", "sister", "wife and child", "half-sister")
        self.groups, of_groups, missing = simulated(MODELS, families, chance, theta=theta, sexes=sexes, kinds=kinds)
        whole = [dropped(profile, chance, 0.1) for profile in missing]
        worn_out = [worn(profile, chance, missing=0.4, known=0.8, sex=profile.sex) for profile in whole[::3]]
        if sexes:
            worn_out = [replace(each, sex=(None, Sex.FEMALE)[n % 2]) for n, each in enumerate(worn_out)]
        self.profiles = [*whole, *worn_out]
        self.remains = observed_remains(self.profiles, MODELS, DROPOUT)
        families_of_all = [family for families in of_groups for family in families]
        self.expected = brute_force(self.profiles, families_of_all, MODELS, DROPOUT, theta=theta)
        if sexes:
            women = [number for number, profile in enumerate(self.profiles) if profile.sex is Sex.FEMALE]
            self.expected[women] = -np.inf


@pytest.fixture(scope="module")
def world() -> World:
    return World(1)


def assert_hits(found: Screened, expected: NDArray[np.float64], at_least: float) -> None:
    remains, families = np.nonzero(expected >= at_least)
    assert found.hits.remains.tolist() == remains.tolist()
    assert found.hits.families.tolist() == families.tolist()
    np.testing.assert_allclose(found.hits.log10_lr, expected[remains, families], rtol=0, atol=1e-9)


def assert_best(found: Best | None, expected: NDArray[np.float64], k: int) -> None:
    assert found is not None
    highest = np.full((len(expected), k), -np.inf)
    highest[:, : expected.shape[1]] = -np.sort(-expected, axis=1)[:, :k]
    np.testing.assert_allclose(found.log10_lr, highest, rtol=0, atol=1e-9)
    for row, whom in enumerate(found.whom):
        for log10_lr, other in zip(found.log10_lr[row], whom, strict=True):
            assert other == -1 if log10_lr == -np.inf else abs(expected[row, other] - log10_lr) < 1e-9


@pytest.mark.parametrize("at_least", [-3.0, 0.0, 2.0, 4.0])
def test_hits_are_those_of_brute_force(world: World, at_least: float) -> None:
    assert (world.expected >= at_least).sum() > 20
    assert_hits(screen(world.remains, world.groups, MODELS, at_least=at_least), world.expected, at_least)


@pytest.mark.parametrize("seed", [2, 3])
def test_hits_with_co_ancestry_are_those_of_brute_force(seed: int) -> None:
    small = World(seed, families=3, theta=0.02)
    assert_hits(screen(small.remains, small.groups, MODELS, at_least=1.0), small.expected, 1.0)


def test_remains_are_compared_with_families_that_miss_their_sex() -> None:
    world = World(4, sexes=True)
    found = screen(world.remains, world.groups, MODELS, at_least=2.0, best=2)
    assert_hits(found, world.expected, 2.0)
    assert_best(found.of_remains, world.expected, 2)
    assert_best(found.of_families, world.expected.T, 2)


@pytest.mark.parametrize("k", [1, 3, 10, 200])
def test_the_best_are_found_whatever_the_threshold(world: World, k: int) -> None:
    found = screen(world.remains, world.groups, MODELS, at_least=3.0, best=k)
    assert_hits(found, world.expected, 3.0)
    assert_best(found.of_remains, world.expected, k)
    assert_best(found.of_families, world.expected.T, k)


@pytest.mark.parametrize("most", [600, 1500, 100_000])
def test_loci_may_be_taken_together(world: World, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imena.kinship.screening.lines.SHARED_BY", 1e-6)
    monkeypatch.setattr("imena.kinship.screening.lines.MOST_JOINT", most)
    pairs = Lineup.of(world.remains).pairs
    assert len(pairs) > 0
    assert len(np.unique(pairs)) == pairs.size
    found = screen(world.remains, world.groups, MODELS, at_least=2.0, best=2)
    assert_hits(found, world.expected, 2.0)
    assert_best(found.of_remains, world.expected, 2)
    assert_best(found.of_families, world.expected.T, 2)


def test_the_line_of_a_pair_holds_the_sum_of_both() -> None:
    widths, pairs = np.array([3, 2, 4]), np.array([[1, 2]])
    begins = begins_of(widths, pairs)
    codes = np.array([[a, b, c] for a in range(3) for b in range(2) for c in range(4)], dtype=np.uint16)
    lines = lines_of(codes, widths, pairs)
    assert lines.shape == (24, 2)
    apart = codes + begins[:3]
    for code in (kernels, plain):
        table = _aligned(int(begins[-1]))
        table[:9] = np.random.default_rng(1).integers(0, 200, (9, 64))
        code.join(table, pairs, begins)
        joint = table[lines].sum(axis=1, dtype=int).clip(max=255)
        np.testing.assert_array_equal(joint, table[apart].sum(axis=1, dtype=int).clip(max=255))


@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_any_executor_finds_the_same(world: World, executor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imena.kinship.screening.search.FAMILIES", 25)
    alone = screen(world.remains, world.groups, MODELS, at_least=1.0, best=3)
    threads = executor == "threads"
    with ThreadPoolExecutor(2) if threads else ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        found = screen(world.remains, world.groups, MODELS, at_least=1.0, best=3, executor=workers)

    assert found.hits.remains.tolist() == alone.hits.remains.tolist()
    assert found.hits.families.tolist() == alone.hits.families.tolist()
    assert found.hits.log10_lr.tolist() == alone.hits.log10_lr.tolist()
    assert_best(found.of_remains, world.expected, 3)
    assert_best(found.of_families, world.expected.T, 3)


@pytest.mark.parametrize("aim", [Aim(2.0), Aim(1.0, best=3), Aim(-2.0, best=2)])
def test_compiled_code_and_its_twin_find_the_same(world: World, aim: Aim) -> None:
    lineup = Lineup.of(world.remains)
    one, twin = (screen_part(lineup, world.groups, MODELS, aim, compiled=compiled) for compiled in (True, False))
    assert_same_hits(one.hits.remains, one.hits.families, twin.hits.remains, twin.hits.families)
    for mine, other in ((one.of_remains, twin.of_remains), (one.of_families, twin.of_families)):
        assert (mine is None) == (other is None)
        if mine is not None and other is not None:
            np.testing.assert_allclose(mine.log10_lr, other.log10_lr, rtol=0, atol=1e-12)


def assert_same_hits(*numbers: NDArray[np.int64]) -> None:
    remains, families, others, their_families = numbers
    assert sorted(zip(remains.tolist(), families.tolist(), strict=True)) == sorted(
        zip(others.tolist(), their_families.tolist(), strict=True)
    )


@pytest.mark.parametrize("seed", range(5))
def test_a_block_is_scanned_as_its_twin_scans_it(seed: int) -> None:
    chance = np.random.default_rng(seed)
    widths = np.array([5, 1, 9])
    values, starts = chance.normal(size=3000), chance.integers(0, 2900, (60, 3))
    values[chance.random(3000) < 0.1] = -np.inf
    maxima = np.array([[values[a : a + w].max(initial=0) for a, w in zip(row, widths, strict=True)] for row in starts])
    scales = np.where(chance.random(60) < 0.1, -1.0, chance.uniform(1, 60, 60))
    codes = np.stack([chance.integers(0, width, 500) for width in widths], axis=1)
    lines = (codes + np.array([0, 5, 6])).astype(np.uint16)
    levels = chance.integers(0, 3, 500).astype(np.uint8)
    limits = _aligned(3)
    limits[:] = chance.integers(0, 255, limits.shape)
    found = [scanned(code, values, starts, maxima, scales, widths, codes, lines, limits, levels)
             for code in (kernels, plain)]  # fmt: skip
    for one, twin in zip(*found, strict=True):
        np.testing.assert_allclose(one, twin, rtol=0, atol=1e-12)
    assert len(found[0][1])


def scanned(code: ModuleType, *inputs: NDArray[np.generic]) -> list[NDArray[np.generic]]:
    """The table, and what is found in it and scored."""
    values, starts, maxima, scales, widths, codes, lines, limits, levels = inputs
    table = _aligned(int(widths.sum()))
    code.pack(values, starts, maxima, scales, widths, table)
    profiles, masks = np.empty(500, np.int64), np.empty(500, np.uint64)
    count = code.scan(table, lines, 20, 480, limits, levels, profiles, masks)
    pairs = int(np.bitwise_count(masks[:count]).sum())
    numbers, lanes, log10_lrs = np.empty(pairs, np.int64), np.empty(pairs, np.int64), np.empty(pairs)
    masks[:count] &= np.uint64(2**60 - 1)
    code.score(values, starts, codes, profiles[:count], masks[:count], numbers, lanes, log10_lrs)
    return [table, profiles[:count], numbers, lanes, log10_lrs]


def test_relatives_who_cannot_be_are_set_aside() -> None:
    models = [LocusModel.of(model.locus) for model in MODELS]
    world = World(5, families=2)
    alleles = models[0].locus.alleles
    strangers = {"f": (alleles[0], alleles[0]), "m": (alleles[1], alleles[1]), "c": (alleles[2], alleles[2])}
    observer = Observer([model.locus for model in models])
    tree = pedigree([("f", None, None, "M"), ("m", None, None, "F"), ("x", "f", "m", "M"), ("c", "f", "m", "F")])
    codes = [observer.codes_of(Profile(id, {models[0].locus.name: strangers[id]})) for id in ("f", "m", "c")]
    group = Group("family", Missing(tree, "x", ("f", "m", "c")), ("F1",), np.array([codes], np.uint16),
                  observer.observations)  # fmt: skip

    found = screen(world.remains, [group], models, at_least=-5.0, best=2)

    assert found.contradicting.tolist() == [0]
    assert len(found.hits) == 0


def test_the_same_person_is_found_as_by_direct_comparison() -> None:
    chance = np.random.default_rng(6)
    _, _, people = simulated(MODELS, 4, chance)
    profiles = [
        Profile(each.name, each.genotypes, each.sex, DROPOUT)
        for each in [*people, *(dropped(each, chance, 0.1) for each in people)]
    ]
    for theta in (0.0, 0.02):
        seen = observed_remains(profiles, MODELS, DROPOUT)
        group = Group("same person", SamePerson(theta=theta), seen.names, seen.codes[:, np.newaxis], seen.observations)
        found = screen(seen, [group], MODELS, at_least=4.0)
        assert len(found.hits) > len(people)
        for one, other, log10_lr in zip(found.hits.families, found.hits.remains, found.hits.log10_lr, strict=True):
            compared = direct_comparison(profiles[one], profiles[other], MODELS, theta=theta)
            assert compared.log10_lr == pytest.approx(log10_lr, abs=1e-9)


def test_planted_degraded_matches_are_all_found() -> None:
    """Each missing person's bone, worn: whatever its exact log10 LR says is found, mismatches by drop-out included."""
    world = World(7, families=40)
    found = screen(world.remains, world.groups, MODELS, at_least=0.0)
    pairs = set(zip(found.hits.remains.tolist(), found.hits.families.tolist(), strict=True))
    true = [(number, number) for number in range(len(world.expected.T)) if world.expected[number, number] >= 0]
    assert len(true) > 200
    assert pairs.issuperset(true)


def test_a_locus_on_x_is_screened_with_the_sex_known() -> None:
    locus = Locus("DXS", ("a", "b"), (0.4, 0.6), Chromosome.X)
    observer = Observer([locus])
    assert observer.codes_of(Profile("man", {"DXS": ("a",)}, Sex.MALE)) == [1]
    with pytest.raises(KinshipError, match="sex known"):
        observer.codes_of(Profile("someone", {"DXS": ("a",)}))


def test_one_more_profile_or_family_is_compared_at_once(world: World) -> None:
    index = Index(world.remains, world.groups, MODELS)

    for number in (0, 50, len(world.profiles) - 1):
        found = index.of_profile(world.remains.codes[number].tolist(), None)
        np.testing.assert_allclose(found, world.expected[number], rtol=0, atol=1e-9)
    first = 0
    for group in world.groups:
        found = index.of_families(group.part(3, 5))
        np.testing.assert_allclose(found, world.expected.T[first + 3 : first + 5], rtol=0, atol=1e-9)
        first += len(group)


def test_a_profile_that_shows_what_none_did_before_is_compared_at_once() -> None:
    world = World(8, families=2)
    observer = Observer([model.locus for model in MODELS], DROPOUT)
    few = observer.observe(world.profiles[:4])
    index = Index(few, world.groups, MODELS)

    for number in range(4, 14):
        codes = observer.codes_of(world.profiles[number])
        np.testing.assert_allclose(index.of_profile(codes, None), world.expected[number], rtol=0, atol=1e-9)


def test_an_index_knows_sexes() -> None:
    world = World(4, sexes=True)
    index = Index(world.remains, world.groups, MODELS)
    for number, sex in enumerate(world.remains.sexes):
        found = index.of_profile(world.remains.codes[number].tolist(), sex)
        np.testing.assert_allclose(found, world.expected[number], rtol=0, atol=1e-9)
    np.testing.assert_allclose(index.of_families(world.groups[0]), world.expected.T[:12], rtol=0, atol=1e-9)


@pytest.mark.parametrize("at_least", [0.0, 1.0])
def test_hits_among_strangers_are_as_many_as_chance_gives(at_least: float) -> None:
    """40 x 7 families and 1,500 strangers to them; expected and observed differ by what chance allows."""
    chance = np.random.default_rng(9)
    groups, _, _ = simulated(MODELS, 40, chance)
    one = pedigree([("x", None, None, "M")])
    people = [drop_genes(one, MODELS, chance)["x"] for _ in range(1500)]
    strangers = [dropped(worn(each, chance, missing=0.1, known=1, sex=None), chance, 0.1) for each in people]
    remains = observed_remains(strangers, MODELS, DROPOUT)
    found = screen(remains, groups, MODELS, at_least=at_least)
    observed = np.bincount(found.hits.families // 40, minlength=len(groups))

    expected = chance_hits(
        remains, groups, MODELS, at_least, dropout={model.locus.name: 0.1 for model in MODELS}, chance=chance
    )

    assert [each.kind for each in expected] == [group.kind for group in groups]
    for each, hits in zip(expected, observed, strict=True):
        assert each.pairs == 40 * 1500
        assert each.error < 0.25 * each.expected + 1
        # Hits of one family are not independent of each other, so that they scatter more than counts do.
        assert abs(hits - each.expected) < 5 * (each.error + 2 * np.sqrt(each.expected + 1))
    assert sum(observed) == pytest.approx(sum(each.expected for each in expected), rel=0.15)
