"""Fits: how well remains fit as the missing of families, pair by pair, and how many pairs chance would give.

Many remains are screened (`kinship.screening`): a bound passes over what cannot reach the limit, and the rest is summed
exactly. A few are looked up in the tables of each family, which are kept from run to run.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from imena.antemortem.pedigrees import as_pedigree
from imena.kinship import (
    CoancestryError,
    Detection,
    OpenMemberTable,
    Pedigree,
    Person,
    Profile,
    Sex,
    open_member_table,
)
from imena.kinship.screening import Group, Missing, Observed, Observer, chance_hits, screen
from imena.laboratory.profiles import DROPOUT, THETA, models
from imena.reconciliation.compare import CONTRADICTING, TOO_WIDE, FamilyInputs, Inputs, family_key

SCREENED = 256
"""From so many remains on a block is screened; fewer are looked up."""
SEED = 2026
"""Of the draws for chance hits, so that the same acts give the same figures."""

Blocks = Sequence[tuple[Sequence[str], Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well remains fit as one missing member of a family: log10 LR by locus, and who was typed."""

    remains: str
    person: str
    family: str
    by_locus: Mapping[str, float]
    relatives: int
    close_relatives: int

    @property
    def log10_lr(self) -> float:
        return float(sum(self.by_locus.values()))


def fits(inputs: Inputs, blocks: Blocks, at_least: float) -> Iterator[Fit]:
    """Every pair in the blocks whose log10 LR is at least this.

    Families whose relatives contradict each other, or that have too many untyped founders for θ, are left out.
    """
    for rows, columns in blocks:
        look = _screened if len(rows) >= SCREENED else _looked_up
        yield from (fit for fit in look(inputs, rows, columns, at_least) if fit.log10_lr >= at_least)


def _looked_up(inputs: Inputs, rows: Sequence[str], columns: Sequence[str], _at_least: float) -> Iterator[Fit]:
    for number in columns:
        family = inputs.families[number]
        for person, member in family.missing.items():
            for remains in rows if _can_be_compared(inputs, family, member) else ():
                profile = inputs.remains[remains][1]
                if profile.sex in (None, family.pedigree.members[member].sex):
                    yield _fit(inputs, remains, person, family)


def _can_be_compared(inputs: Inputs, family: FamilyInputs, member: str) -> bool:
    """Whether a family has tables; where it has none, it is left out, and why."""
    try:
        tables = _tables(family, member)
    except CoancestryError:
        inputs.left_out[family.number] = TOO_WIDE
        return False
    if tables is None:
        inputs.left_out[family.number] = CONTRADICTING
    return tables is not None


def _screened(inputs: Inputs, rows: Sequence[str], columns: Sequence[str], at_least: float) -> Iterator[Fit]:
    remains = _observed(inputs, rows)
    grouped = _groups(inputs, columns)
    found = screen(remains, grouped.groups, models(), at_least=at_least)
    for place in found.contradicting.tolist():
        inputs.left_out[grouped.missing[place][0]] = CONTRADICTING
    for one, other in zip(found.hits.remains.tolist(), found.hits.families.tolist(), strict=True):
        family, person = grouped.missing[other]
        yield _fit(inputs, rows[one], person, inputs.families[family])


def _observed(inputs: Inputs, rows: Sequence[str]) -> Observed:
    return Observer([model.locus for model in models()], Detection(DROPOUT)).observe(
        [inputs.remains[number][1] for number in rows]
    )


@dataclass(frozen=True, eq=False)
class _Grouped:
    """The missing of families, those of like pedigrees together; `missing`: family and person of each, in order."""

    groups: tuple[Group, ...]
    missing: tuple[tuple[str, str], ...]


def _groups(inputs: Inputs, columns: Sequence[str]) -> _Grouped:
    observer = Observer([model.locus for model in models()])
    alike: dict[tuple[Pedigree, str, tuple[str, ...]], list[tuple[str, str]]] = {}
    for number in columns:
        family = inputs.families[number]
        for person, member in family.missing.items():
            alike.setdefault(_numbered(family, member), []).append((number, person))
    groups, missing = [], []
    for (pedigree, member, typed), members in alike.items():
        families = [inputs.families[number] for number, _ in members]
        codes = np.array([[observer.codes_of(each) for each in _in_order(family)] for family in families])
        close = sum(is_close(pedigree, member, relative) for relative in typed)
        relation, names = Missing(pedigree, member, typed, THETA), tuple(family.number for family in families)
        group = Group(f"{len(typed)} {close}", relation, names, codes.astype(np.uint16), observer.observations)
        if _is_too_wide(group):
            inputs.left_out |= dict.fromkeys(names, TOO_WIDE)
        else:
            groups.append(group)
            missing += members
    return _Grouped(tuple(groups), tuple(missing))


def _numbered(family: FamilyInputs, member: str) -> tuple[Pedigree, str, tuple[str, ...]]:
    """Pedigree, who is missing and who is typed, members numbered in its order: the same of like families."""
    people = family.pedigree.parents_first
    number = {person.id: str(place) for place, person in enumerate(people)}
    numbered = tuple(
        Person(
            number[each.id], each.sex, each.father and number[each.father], each.mother and number[each.mother]
        )
        for each in people
    )  # fmt: skip
    typed = tuple(number[each.id] for each in people if each.id in family.profiles)
    return Pedigree(numbered), number[member], typed


def _in_order(family: FamilyInputs) -> list[Profile]:
    return [family.profiles[each.id] for each in family.pedigree.parents_first if each.id in family.profiles]


def _is_too_wide(group: Group) -> bool:
    try:
        for place, model in enumerate(models()):
            group.relation.tables(model, group.observations[place], group.codes[:1, :, place].astype(np.int64))
    except CoancestryError:
        return True
    return False


def expected_by_chance(
    inputs: Inputs, blocks: Blocks, at_least: float, found: Sequence[Fit]
) -> list[dict[str, object]]:
    """By how many relatives and how many close ones are typed: pairs compared, found, and expected by chance."""
    totals: dict[str, list[float]] = {}
    for rows, columns in blocks:
        groups = _groups(inputs, columns).groups
        dropout = {model.locus.name: DROPOUT for model in models()}
        for each in chance_hits(
            _observed(inputs, rows), groups, models(), at_least, dropout=dropout, chance=np.random.default_rng(SEED)
        ):
            total = totals.setdefault(each.kind, [0, 0.0, 0.0])
            total[0], total[1], total[2] = total[0] + each.pairs, total[1] + each.expected, total[2] + each.error**2
    hits = [f"{fit.relatives} {fit.close_relatives}" for fit in found]
    return [
        {
            "relatives": int(kind.split()[0]),
            "close_relatives": int(kind.split()[1]),
            "pairs": int(pairs),
            "found": hits.count(kind),
            "expected": f"{expected:.6g}",
            "standard_error": f"{variance**0.5:.2g}",
        }
        for kind, (pairs, expected, variance) in sorted(totals.items())
    ]


def _fit(inputs: Inputs, remains: str, person: str, family: FamilyInputs) -> Fit:
    member = family.missing[person]
    sex = family.pedigree.members[member].sex
    profile = inputs.remains[remains][1]
    by_locus = _look_up(_tables(family, member) or (), profile, sex)
    return Fit(remains, person, family.number, by_locus, len(family.profiles), _close(family, member))


def _close(family: FamilyInputs, member: str) -> int:
    return sum(is_close(family.pedigree, member, relative) for relative in family.profiles)


def is_close(pedigree: Pedigree, member: str, relative: str) -> bool:
    """Whether two members are parent and child, or full siblings."""
    one, other = pedigree.members[member], pedigree.members[relative]
    if member in (other.father, other.mother) or relative in (one.father, one.mother):
        return True
    return one.father is not None and (one.father, one.mother) == (other.father, other.mother)


def _look_up(tables: Sequence[OpenMemberTable], profile: Profile, sex: Sex) -> dict[str, float]:
    found: dict[str, float] = {}
    for table in tables:
        indices = profile.indices(table.locus, sex)
        if indices is not None:
            found[table.locus.name] = float(_log10_lr(table)[indices])
    return found


@lru_cache(maxsize=65536)
def _log10_lr(table: OpenMemberTable) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return table.log10_lr_seen(DROPOUT)


def _tables(family: FamilyInputs, member: str) -> tuple[OpenMemberTable, ...] | None:
    """The open tables of a family, kept for the runs to come; None where its members contradict each other."""
    return _cached_tables(family_key(family), member)


@lru_cache(maxsize=2048)
def _cached_tables(key: bytes, member: str) -> tuple[OpenMemberTable, ...] | None:
    content = json.loads(key)
    pedigree = as_pedigree(content["members"])
    profiles = {
        id: Profile(id, {locus: tuple(alleles) for locus, alleles in genotypes.items()})
        for id, genotypes in content["profiles"].items()
    }
    tables = tuple(open_member_table(pedigree, member, profiles, model, theta=THETA) for model in models())
    return None if any(np.isneginf(table.log_relatives) for table in tables) else tables
