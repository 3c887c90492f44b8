"""Interchange: missing members whom the DNA of their family cannot tell apart.

Two members are interchangeable where an automorphism of the pedigree swaps them and leaves every typed and every other
missing member where he or she is. Those hidden who matter are ancestors of those, so the automorphism is determined by
going up from child to parent, and there is nothing to search.
"""

from collections.abc import Mapping

from imena.kinship.joint.problem import Family


def interchangeable(family: Family) -> tuple[tuple[str, ...], ...]:
    """The missing in classes, each of members any two of whom are interchangeable, in the order stated."""
    classes: list[list[str]] = []
    for person in family.missing:
        for known in classes:
            if _may_swap(family, known[0], person):
                known.append(person)
                break
        else:
            classes.append([person])
    return tuple(tuple(members) for members in classes)


def _may_swap(family: Family, one: str, other: str) -> bool:
    images: dict[str, str] = {one: other, other: one}
    images |= {id: id for id in (*family.profiles, *family.missing) if id not in images}
    waiting = list(images)
    members = family.pedigree.members
    while waiting:
        id = waiting.pop()
        person, image = members[id], members[images[id]]
        if person.sex is not image.sex or not _alike(family, id, images[id]):
            return False
        for parent, parent_of_image in ((person.father, image.father), (person.mother, image.mother)):
            if (parent is None) != (parent_of_image is None):
                return False
            if parent is None or parent_of_image is None:
                continue
            if parent not in images:
                images[parent] = parent_of_image
                waiting.append(parent)
            elif images[parent] != parent_of_image:
                return False
    return len(set(images.values())) == len(images) and _keeps_twins(family, images)


def _alike(family: Family, id: str, image: str) -> bool:
    return family.inbreeding.get(id, 0.0) == family.inbreeding.get(image, 0.0)


def _keeps_twins(family: Family, images: Mapping[str, str]) -> bool:
    pairs = {frozenset(pair) for pair in family.pedigree.twins if all(id in images for id in pair)}
    return {frozenset(images[id] for id in pair) for pair in pairs} == pairs
