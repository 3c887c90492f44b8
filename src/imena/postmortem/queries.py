"""Reading what was found of remains: the bones that were listed, how many people they are of, and what is missing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.postmortem.elements import ELEMENTS, Side
from imena.postmortem.individuals import Mni, Specimen, missing, mni, specimens_of
from imena.postmortem.models import SkeletalInventory
from imena.scene.associations import joined_to, lifted_from
from imena.scene.fragments import unassociated
from imena.scene.models import Exhumation, Joining, Separation
from imena.scene.queries import graves_of


def inventories(numbers: Iterable[str], seen: Standpoint) -> dict[str, SkeletalInventory]:
    """The list of bones that holds for each of these remains: the latest."""
    wanted = list(numbers)
    acts = in_force(SkeletalInventory, seen).filter(remains__in=wanted).order_by("happened_on", "pk")
    found = {act.remains_id: act for act in acts}
    load_keys(found)
    return found


def listed(numbers: Iterable[str], seen: Standpoint) -> dict[str, list[Specimen]]:
    """The bones listed of each of these remains; those without a list, or whose key was destroyed, are left out."""
    found = inventories(numbers, seen)
    return {number: list(specimens_of(act.elements)) for number, act in found.items() if act.elements}


def elements_of(seen: Standpoint, remains: str) -> set[str]:
    """The elements of remains that a body has once, as `femur left` or `sacrum`.

    Two remains that share one of them are not of one person, where each has the whole of it.
    """
    return {
        specimen.element if specimen.side is Side.MIDLINE else f"{specimen.element} {specimen.side}"
        for specimens in listed([remains], seen).values()
        for specimen in specimens
        if ELEMENTS[specimen.element].once and specimen.side is not Side.UNSIDED
    }


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The bones of remains with the parts joined to them. `whole`: whether every bone that is there is on a list."""

    remains: str
    joined: tuple[str, ...]
    specimens: tuple[Specimen, ...]
    inventories: tuple[SkeletalInventory, ...]
    whole: bool
    mni: Mni

    @property
    def missing(self) -> Counter[tuple[str, Side]]:
        """The bones that are not there; nothing is said where not all that is there was listed."""
        return missing(self.specimens) if self.whole else Counter()


def skeleton(remains: str, seen: Standpoint) -> Skeleton | None:
    """The skeleton of remains, with what was joined to them; None where nothing was listed."""
    joined = joined_to(remains, seen)
    acts = inventories([remains, *joined], seen)
    if not acts:
        return None
    specimens = tuple(each for act in acts.values() for each in specimens_of(act.elements or ()))
    every = all(
        number in acts and acts[number].extent == SkeletalInventory.Extent.WHOLE for number in (remains, *joined)
    )
    return Skeleton(remains, tuple(joined), specimens, tuple(acts.values()), every, mni(specimens))


@dataclass(frozen=True, slots=True)
class GraveCount:
    """How many people lay in a grave at least: by the bones listed, and by the bodies lifted."""

    mni: Mni
    bodies: int
    lists: int
    remains: int

    @property
    def at_least(self) -> int:
        return max(self.mni.number, self.bodies)


def grave_count(grave: str, seen: Standpoint) -> GraveCount:
    """The least number of people in a grave. A part that was joined is counted with what it was joined to."""
    numbers = lifted_from(grave, seen)
    found = listed(numbers, seen)
    specimens = [each for own in found.values() for each in own]
    lifted = in_force(Exhumation, seen).filter(remains__in=numbers, form=Exhumation.Form.BODY).count()
    separated = in_force(Separation, seen).filter(remains__in=numbers, form=Exhumation.Form.BODY).count()
    return GraveCount(mni(specimens), lifted + separated, len(found), len(numbers))


def unaccounted(remains: str, seen: Standpoint) -> Counter[tuple[str, Side]]:
    """The bones missing from remains that lie unassociated among fragments of the same grave, how many of each.

    A fragment whose side was not told may be of either. Nothing is said where not all bones were listed.
    """
    own = skeleton(remains, seen)
    lacking = own.missing if own else Counter()
    grave = graves_of(seen, [remains]).get(remains)
    if not lacking or grave is None:
        return Counter()
    loose = _loose_in(grave.grave_id, seen) - {remains, *(own.joined if own else ())}
    found: Counter[tuple[str, Side]] = Counter()
    there = {(each.element, each.side) for own in listed(loose, seen).values() for each in own}
    for (element, side), count in lacking.items():
        if (element, side) in there or (element, Side.UNSIDED) in there:
            found[element, side] = count
    return found


def _loose_in(grave: str, seen: Standpoint) -> set[str]:
    """The fragments lifted from a grave that belong to no one, and about which nothing was settled."""
    settled = {fragment.remains for fragment in unassociated(seen) if fragment.disposition is None}
    joined = set(in_force(Joining, seen).values_list("part_id", flat=True))
    return set(lifted_from(grave, seen)) & settled - joined
