"""Families as pedigrees: how members are kept, and how kinship reads them."""

from collections.abc import Mapping, Sequence
from typing import Any

from imena.antemortem.models import FamilyRecord, MissingPerson
from imena.kinship import Pedigree, PedigreeError, Person, Sex
from imena.ledger.acts import RefusedError

KEYS = ("id", "sex", "father", "mother", "person")


def check_members(members: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Members as they are kept. Raises `RefusedError`, naming the member, for what is no pedigree."""
    kept = [{key: member.get(key) or None for key in KEYS} for member in members]
    for number, member in enumerate(kept, start=1):
        if not member["id"] or member["sex"] not in ("M", "F"):
            raise RefusedError("member {number}: expected an id, and sex M or F", number=number)
    try:
        as_pedigree(kept)
    except PedigreeError as error:
        raise RefusedError(error.message, **error.values) from None
    persons = [member["person"] for member in kept if member["person"]]
    if not persons:
        raise RefusedError("nobody in this family is missing: name at least one member by number")
    unknown = set(persons) - set(MissingPerson.objects.filter(pk__in=persons).values_list("pk", flat=True))
    if unknown:
        raise RefusedError("{person} is the number of no missing person", person=min(unknown))
    return kept


def as_pedigree(members: Sequence[Mapping[str, Any]]) -> Pedigree:
    return Pedigree(
        tuple(Person(member["id"], Sex(member["sex"]), member["father"], member["mother"]) for member in members)
    )


def pedigree_of(act: FamilyRecord) -> Pedigree | None:
    """The pedigree of a family; None where it can no longer be opened."""
    return as_pedigree(act.members) if act.members is not None else None


def missing_members(act: FamilyRecord) -> dict[str, str]:
    """The missing members of a family: number of the person, id in the pedigree."""
    return {member["person"]: member["id"] for member in act.members or () if member["person"]}
