"""Reading what was found of remains: the bones that were listed, how many people they are of, and what is missing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imena.ledger.sealed import load_keys
from imena.ledger.standpoint import Standpoint, in_force
from imena.postmortem.elements import ELEMENTS, Side
from imena.postmortem.individuals import Mni, Specimen, added, missing, mni, specimens_of
from imena.postmortem.models import SkeletalInventory
from imena.scene.associations import joined_to, lifted_from, separated_from
from imena.scene.fragments import unassociated
from imena.scene.models import Exhumation, Joining, Separation
from imena.scene.queries import graves_of

Lists = dict[str, list[SkeletalInventory]]


def inventories(numbers: Iterable[str], seen: Standpoint) -> Lists:
    """The lists of bones that hold for each of these remains: the latest that is complete, and what was added since.

    Where none is complete, the latest alone.
    """
    found: Lists = {}
    for act in in_force(SkeletalInventory, seen).filter(remains__in=list(numbers)).order_by("happened_on", "pk"):
        before = found.get(act.remains_id, [])
        adds = act.extent == SkeletalInventory.Extent.SOME and bool(before) and _is_whole(before)
        found[act.remains_id] = [*before, act] if adds else [act]
    load_keys(found)
    return found


def _is_whole(acts: Sequence[SkeletalInventory]) -> bool:
    """Whether every bone that is there is on these lists."""
    return acts[0].extent == SkeletalInventory.Extent.WHOLE


def _bones_of(acts: Iterable[SkeletalInventory]) -> list[Specimen]:
    """What lists of the same remains say together; nothing where the key was destroyed."""
    found: list[Specimen] = []
    for act in acts:
        found = added(found, list(specimens_of(act.elements or ())))
    return found


def listed(numbers: Iterable[str], seen: Standpoint) -> dict[str, list[Specimen]]:
    """The bones listed of each of these remains; those without a list, or whose key was destroyed, are left out."""
    found = {number: _bones_of(acts) for number, acts in inventories(numbers, seen).items()}
    return {number: bones for number, bones in found.items() if bones}


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
    specimens = tuple(each for own in acts.values() for each in _bones_of(own))
    every = all(number in acts and _is_whole(acts[number]) for number in (remains, *joined))
    lists = tuple(act for own in acts.values() for act in own)
    return Skeleton(remains, tuple(joined), specimens, lists, every, mni(specimens))


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
    """The least number of people in a grave. A part that was joined is counted with what it was joined to.

    Of remains something was separated from since they were listed, the bones may stand on two lists. So they are
    counted in two ways, by the old lists and by the new ones, and the larger number holds.
    """
    numbers = lifted_from(grave, seen)
    found = listed(numbers, seen)
    old = _separated_since(inventories(numbers, seen), seen)
    taken_out = {part for number in old for part in separated_from(number, seen)}
    ways = [
        mni([each for number, own in found.items() if number not in left_out for each in own])
        for left_out in (old, taken_out)
    ]
    lifted = in_force(Exhumation, seen).filter(remains__in=numbers, form=Exhumation.Form.BODY).count()
    separated = in_force(Separation, seen).filter(remains__in=numbers, form=Exhumation.Form.BODY).count()
    return GraveCount(max(ways, key=lambda way: way.number), lifted + separated, len(found), len(numbers))


def _separated_since(lists: Lists, seen: Standpoint) -> set[str]:
    """The remains from which something was separated after the last of their lists was made."""
    made = {number: (acts[-1].happened_on, acts[-1].pk) for number, acts in lists.items()}
    return {
        act.separated_from_id
        for act in in_force(Separation, seen).filter(separated_from__in=made)
        if (act.happened_on, act.pk) > made[act.separated_from_id]
    }


def unaccounted(remains: str, seen: Standpoint) -> Counter[tuple[str, Side]]:
    """The bones missing from remains that lie unassociated among fragments of the same grave, how many of each.

    A fragment whose side was not told may be of either. Where the remains have a bone of no told side themselves, it
    may be of either too, and what is loose is missing on its own side. Nothing is said where not all bones were listed.
    """
    own = skeleton(remains, seen)
    lacking = own.missing if own else Counter()
    grave = graves_of(seen, [remains]).get(remains)
    if own is None or not lacking or grave is None:
        return Counter()
    loose = _loose_in(grave.grave_id, seen) - {remains, *own.joined}
    there = {(each.element, each.side) for bones in listed(loose, seen).values() for each in bones}
    found: Counter[tuple[str, Side]] = Counter()
    for (element, side), room in missing(each for each in own.specimens if each.side is not Side.UNSIDED).items():
        if (element, side) in there:
            found[element, side] = min(room, sum(lacking[element, each] for each in Side))
        elif (element, Side.UNSIDED) in there:
            found[element, side] = lacking[element, side]
    return +found


def _loose_in(grave: str, seen: Standpoint) -> set[str]:
    """The fragments lifted from a grave that belong to no one, and about which nothing was settled."""
    settled = {fragment.remains for fragment in unassociated(seen) if fragment.disposition is None}
    joined = set(in_force(Joining, seen).values_list("part_id", flat=True))
    return set(lifted_from(grave, seen)) & settled - joined
