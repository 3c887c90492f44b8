"""Comparing: which remains are compared with which families, from which acts, and what is left out and why.

`fits` has what comes of it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from imena.antemortem.guards import legal_bases
from imena.antemortem.models import DonorRecord, FamilyRecord
from imena.antemortem.pedigrees import missing_members, pedigree_of
from imena.core.canonical import canonical
from imena.core.coverage import Coverage
from imena.kinship import Pedigree, Profile
from imena.laboratory.profiles import profiles_of
from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.reconciliation.models import ComparisonRun

NO_PROFILE = "no_profile"
NO_REFERENCE = "no_reference"
NO_BASIS = "no_basis"
CONTRADICTING = "contradicting"
TOO_WIDE = "too_wide"
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


def gather(
    remains: Sequence[str], families: Sequence[FamilyRecord], seen: Standpoint, *, together: bool = False
) -> Inputs:
    """What can be compared, and for everything else the reason why it cannot.

    `together`: everybody is weighed at once, so that a family of whom several are missing needs no donor.
    """
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
        elif not typed and not (together and not own and len(missing_members(family)) > 1):
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


def inputs_hash(inputs: Inputs, blocks: Sequence[tuple[list[str], list[str]]]) -> str:
    """A hash over everything that was compared: profiles, pedigrees, and which with which."""
    content = {
        "blocks": [[sorted(rows), sorted(columns)] for rows, columns in blocks],
        "families": {number: family_key(family).decode() for number, family in inputs.families.items()},
        "remains": {number: _genotypes(profile) for number, (_, profile) in inputs.remains.items()},
    }
    return digest(content)


def family_key(family: FamilyInputs) -> bytes:
    """A family's pedigree and profiles as canonical JSON."""
    members = [
        {"id": person.id, "sex": person.sex.value, "father": person.father, "mother": person.mother}
        for person in family.pedigree.people
    ]
    profiles = {id: _genotypes(each) for id, each in family.profiles.items()}
    return canonical({"members": members, "profiles": profiles})


def _genotypes(profile: Profile) -> dict[str, list[str]]:
    return {locus: list(alleles) for locus, alleles in profile.genotypes.items()}
