"""Fits: many remains are screened and few looked up, and both find the same; chance stands beside what is found."""

from itertools import product

import numpy as np
import pytest

from imena.kinship import Pedigree, Profile, Sex, drop_genes, pedigree
from imena.laboratory.profiles import models
from imena.reconciliation import fits
from imena.reconciliation.compare import CONTRADICTING, FamilyInputs, Inputs

FAMILY = pedigree([
    ("m1", None, None, "M"), ("m2", None, None, "F"), ("m3", "m1", "m2", "M"), ("m4", "m1", "m2", "F"),
    ("m5", None, None, "F"), ("m6", "m3", "m5", "F"),
])  # fmt: skip
OTHER = pedigree([("a", None, None, "F"), ("b", None, None, "M"), ("c", "b", "a", "F")])
AT_LEAST = 1.0


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """Families with one or two missing each, their missing among the remains, and strangers; some without a sex."""
    chance = np.random.default_rng(11)
    made = Inputs()
    for number in range(6):
        tree: Pedigree = FAMILY if number % 2 else OTHER
        typed, missing = (("m4", "m6"), ("m3", "m2")) if number % 2 else (("a",), ("c",))
        people = drop_genes(tree, models(), chance)
        made.families[f"F{number}"] = FamilyInputs(
            f"F{number}",
            tree,
            {f"P{number}{member}": member for member in missing},
            {member: people[member] for member in typed},
            (number,),
        )
        for member in missing:
            profile = people[member]
            sex = None if number == 3 else profile.sex
            made.remains[f"R{number}{member}"] = (1, Profile(profile.name, profile.genotypes, sex))
    strangers = pedigree([(f"x{number}", None, None, "MF"[number % 2]) for number in range(20)])
    for name, profile in drop_genes(strangers, models(), chance).items():
        made.remains[name] = (1, profile)
    return made


def found(inputs: Inputs, monkeypatch: pytest.MonkeyPatch, screened: int) -> dict[tuple[str, str], float]:
    monkeypatch.setattr(fits, "SCREENED", screened)
    block = (list(inputs.remains), list(inputs.families))
    return {(fit.remains, fit.person): fit.log10_lr for fit in fits.fits(inputs, [block], AT_LEAST)}


def test_screened_and_looked_up_are_the_same(inputs: Inputs, monkeypatch: pytest.MonkeyPatch) -> None:
    screened, looked_up = (found(inputs, monkeypatch, number) for number in (1, 10_000))

    assert screened == pytest.approx(looked_up, abs=1e-9)
    assert {("R0c", "P0c"), ("R3m3", "P3m3"), ("R5m2", "P5m2")} <= screened.keys()
    sexes = {person: family.pedigree.members[member].sex
             for family in inputs.families.values() for person, member in family.missing.items()}  # fmt: skip
    assert all(inputs.remains[one][1].sex in (None, sexes[other]) for one, other in screened)


@pytest.mark.parametrize("screened", [1, 10_000])
def test_a_family_that_contradicts_itself_is_left_out(
    inputs: Inputs, screened: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proportional mutation makes nothing impossible, so an allele is given that has no chance at all."""
    monkeypatch.setattr(fits, "SCREENED", screened)
    strict = tuple(type(model).of(model.locus) for model in models())
    monkeypatch.setattr(fits, "models", lambda: strict)
    fits._cached_tables.cache_clear()
    first = strict[0].locus
    alike = {member: Profile(member, {first.name: (first.alleles[place],) * 2}, Sex.FEMALE)
             for place, member in enumerate(("a", "c"))}  # fmt: skip
    tree = pedigree([("a", None, None, "F"), ("b", None, None, "M"), ("c", "b", "a", "F"), ("d", "b", "a", "F")])
    broken = Inputs(remains=dict(inputs.remains), families={"X": FamilyInputs("X", tree, {"P": "d"}, alike, (1,))})

    assert list(fits.fits(broken, [(list(broken.remains), ["X"])], AT_LEAST)) == []
    assert broken.left_out == {"X": CONTRADICTING}
    fits._cached_tables.cache_clear()


def test_every_kind_says_what_chance_gives(inputs: Inputs) -> None:
    block = (list(inputs.remains), list(inputs.families))
    fitting = list(fits.fits(inputs, [block], AT_LEAST))

    kinds = fits.expected_by_chance(inputs, [block], AT_LEAST, fitting)

    assert sum(int(str(kind["found"])) for kind in kinds) == len(fitting)
    compared = [
        inputs.remains[remains][1].sex in (None, family.pedigree.members[member].sex)
        for remains, family in product(inputs.remains, inputs.families.values())
        for member in family.missing.values()
    ]
    assert sum(int(str(kind["pairs"])) for kind in kinds) == sum(compared)
    assert all(0 <= float(str(kind["expected"])) < int(str(kind["pairs"])) for kind in kinds)
    assert {(kind["relatives"], kind["close_relatives"]) for kind in kinds} == {(1, 1), (2, 2), (2, 1)}
