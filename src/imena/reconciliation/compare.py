"""Comparing: every set of remains with every family, exactly, and what was left out and why.

A family's loci are summed once with the missing member open (`kinship.open_member`); comparing remains with it is then
one look-up and one addition per locus.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from imena.antemortem.guards import legal_bases
from imena.antemortem.models import DonorRecord, FamilyRecord
from imena.antemortem.pedigrees import as_pedigree, missing_members, pedigree_of
from imena.core.canonical import canonical
from imena.core.coverage import Coverage
from imena.kinship import OpenMemberTable, Pedigree, Profile, Sex, open_member_table
from imena.laboratory.profiles import DROPOUT, THETA, models, profiles_of
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.reconciliation.models import ComparisonRun

NO_PROFILE = "no_profile"
NO_REFERENCE = "no_reference"
NO_BASIS = "no_basis"
CONTRADICTING = "contradicting"
UNREADABLE = "unreadable"


@dataclass(frozen=True)
class FamilyInputs:
    """A family as it is compared: pedigree, who is missing in it, its donors' profiles, and the acts they are in."""

    number: str
    pedigree: Pedigree
    missing: Mapping[str, str]
    profiles: Mapping[str, Profile]
    acts: tuple[int, ...]


@dataclass
class Inputs:
    """Everything a run compares, and what it leaves out."""

    remains: dict[str, tuple[int, Profile]] = field(default_factory=dict)
    families: dict[str, FamilyInputs] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


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


def gather(remains: Sequence[str], families: Sequence[FamilyRecord], seen: Standpoint) -> Inputs:
    """What can be compared, and for everything else the reason why it cannot."""
    inputs = Inputs()
    profiles = profiles_of(remains, seen)
    for number in remains:
        if number in profiles:
            inputs.remains[number] = (profiles[number][0].pk, profiles[number][1])
        else:
            inputs.left_out[number] = NO_PROFILE
    bases = legal_bases(seen)
    donors: dict[str, list[DonorRecord]] = {}
    for record in in_force(DonorRecord, seen).order_by("pk"):
        donors.setdefault(record.family_id, []).append(record)
    load_keys(family.family_id for family in families)
    references = profiles_of([donor.donor_id for each in donors.values() for donor in each], seen)
    for family in families:
        own = donors.get(family.family_id, [])
        lawful = [donor for donor in own if donor.donor_id in bases]
        typed = {donor.member: references[donor.donor_id] for donor in lawful if donor.donor_id in references}
        pedigree = pedigree_of(family)
        if pedigree is None:
            inputs.left_out[family.family_id] = UNREADABLE
        elif not typed:
            inputs.left_out[family.family_id] = NO_BASIS if own and not lawful else NO_REFERENCE
        else:
            inputs.families[family.family_id] = FamilyInputs(
                number=family.family_id,
                pedigree=pedigree,
                missing=missing_members(family),
                profiles={member: profile for member, (_, profile) in typed.items()},
                acts=(family.pk, *sorted(act.pk for act, _ in typed.values())),
            )
    return inputs


def new_blocks(
    inputs: Inputs, earlier: Sequence[ComparisonRun], parameters: Mapping[str, object]
) -> list[tuple[list[str], list[str]]]:
    """The pairs that no earlier run compared from the same acts with the same parameters, as remains by families."""
    remains = [(number, str(act)) for number, (act, _) in inputs.remains.items()]
    families = [(family.number, _acts(family.acts)) for family in inputs.families.values()]
    needed = coverage_of(earlier).needed(remains, families, parameters_digest(parameters))
    return [([number for number, _ in rows], [number for number, _ in columns]) for rows, columns in needed]


def compared(blocks: Sequence[tuple[list[str], list[str]]], inputs: Inputs) -> list[tuple[list[str], list[str]]]:
    """The blocks without the families that were left out while they were compared: they count as not compared."""
    kept = [(rows, [number for number in columns if number not in inputs.left_out]) for rows, columns in blocks]
    return [(rows, columns) for rows, columns in kept if columns]


def coverage_of(runs: Sequence[ComparisonRun]) -> Coverage:
    """What these runs compared with what, and from which acts."""
    coverage = Coverage()
    for run in runs:
        blocks = [
            (
                [(number, str(run.remains[number])) for number in rows],
                [(number, _acts(run.families[number])) for number in columns],
            )
            for rows, columns in run.blocks
        ]
        parameters = parameters_digest({"frequencies": run.frequencies, **run.settings})
        compared = {number for block in blocks for side in block for number, _ in side}
        left_out = {number: why for number, why in run.left_out.items() if number not in compared}
        coverage.add(str(run.pk), run.happened_on.isoformat(), run.software, parameters, blocks, left_out)
    return coverage


def parameters_digest(parameters: Mapping[str, object]) -> str:
    """A digest of what changes LRs and which of them are kept; how many people are listed changes neither."""
    return digest({name: value for name, value in parameters.items() if name not in ("listed", "unlisted")})


def digest(content: object) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def _acts(acts: Sequence[int]) -> str:
    return " ".join(str(act) for act in acts)


def fits(inputs: Inputs, blocks: Sequence[tuple[list[str], list[str]]]) -> Iterator[Fit]:
    """The fit of every pair in the blocks, wherever the relatives do not contradict each other."""
    for rows, columns in blocks:
        for number in columns:
            family = inputs.families[number]
            for person, member in family.missing.items():
                tables = _tables(family, member)
                if tables is None:
                    inputs.left_out[number] = CONTRADICTING
                    continue
                typed = len(family.profiles)
                close = sum(is_close(family.pedigree, member, relative) for relative in family.profiles)
                sex = family.pedigree.members[member].sex
                for remains in rows:
                    profile = inputs.remains[remains][1]
                    if profile.sex is not None and profile.sex is not sex:
                        continue
                    yield Fit(remains, person, number, _look_up(tables, profile, sex), typed, close)


def is_close(pedigree: Pedigree, member: str, relative: str) -> bool:
    """Whether two members are parent and child, or full siblings."""
    one, other = pedigree.members[member], pedigree.members[relative]
    if member in (other.father, other.mother) or relative in (one.father, one.mother):
        return True
    return one.father is not None and (one.father, one.mother) == (other.father, other.mother)


def inputs_hash(inputs: Inputs, blocks: Sequence[tuple[list[str], list[str]]]) -> str:
    """A hash over everything that was compared: profiles, pedigrees, and which with which."""
    content = {
        "blocks": [[sorted(rows), sorted(columns)] for rows, columns in blocks],
        "families": {number: _family_key(family).decode() for number, family in inputs.families.items()},
        "remains": {number: _genotypes(profile) for number, (_, profile) in inputs.remains.items()},
    }
    return digest(content)


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
    return _cached_tables(_family_key(family), member)


@lru_cache(maxsize=2048)
def _cached_tables(key: bytes, member: str) -> tuple[OpenMemberTable, ...] | None:
    import json

    content = json.loads(key)
    pedigree = as_pedigree(content["members"])
    profiles = {
        id: Profile(id, {locus: tuple(alleles) for locus, alleles in genotypes.items()})
        for id, genotypes in content["profiles"].items()
    }
    tables = tuple(open_member_table(pedigree, member, profiles, model, theta=THETA) for model in models())
    return None if any(np.isneginf(table.log_relatives) for table in tables) else tables


def _family_key(family: FamilyInputs) -> bytes:
    members = [
        {"id": person.id, "sex": person.sex.value, "father": person.father, "mother": person.mother}
        for person in family.pedigree.people
    ]
    return canonical({"members": members, "profiles": {id: _genotypes(each) for id, each in family.profiles.items()}})


def _genotypes(profile: Profile) -> dict[str, list[str]]:
    return {locus: list(alleles) for locus, alleles in profile.genotypes.items()}
