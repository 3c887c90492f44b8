"""Together: what many families need at the start, computed for all families of one shape at once."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from imena.kinship.engine.families import Families, joined
from imena.kinship.engine.shape import Shape
from imena.kinship.joint.families import FamilyFit, Remains
from imena.kinship.joint.observed import Observed
from imena.kinship.likelihood import log_likelihoods
from imena.kinship.loci import FloatArray

Asked = tuple[Shape, Families, Callable[[FloatArray], None]]
"""A family of a shape, and where its row of the result goes."""


def references_alone(fits: Sequence[FamilyFit], remains: Remains) -> FloatArray:
    """The log-likelihood of the references of each family at each locus, shape (families, loci)."""
    found = np.zeros((len(fits), len(remains.models)))
    for number, model in enumerate(remains.models):

        def keep(family: int, number: int = number) -> Callable[[FloatArray], None]:
            return lambda row: found.__setitem__((family, number), float(row))

        asked: list[Asked] = []
        for family, fit in enumerate(fits):
            if fit.typings[number].is_impossible:
                found[family, number] = -np.inf
            elif fit.typings[number].genotypes or fit.typings[number].weights:
                asked.append((*fit.references(number), keep(family)))
        for shape, families, keeping in _by_shape(asked):
            _hand_out(log_likelihoods(shape, model, families, theta=remains.theta), keeping)
    return found


def open_alone(fits: Sequence[FamilyFit], remains: Remains) -> None:
    """Let every family know what each of the remains is worth in each of its places, nobody else being identified."""
    for number in range(len(remains.models)):
        by_sex: dict[int, tuple[Observed, list[Asked]]] = {}
        for fit in fits:
            for place in fit.family.missing:
                opened = fit.opened_alone(number, place)
                if opened is not None:
                    observed = remains.at(number, fit.family.pedigree.members[place].sex)
                    by_sex.setdefault(id(observed), (observed, []))[1].append((*opened, _keep(fit, number, place)))
        for observed, asked in by_sex.values():
            for shape, families, keeping in _by_shape(asked):
                _hand_out(remains.ln_by_observation(number, observed, shape, families), keeping)


def _keep(fit: FamilyFit, number: int, place: str) -> Callable[[FloatArray], None]:
    return lambda row: fit.know_alone(number, place, row)


def _by_shape(asked: Iterable[Asked]) -> Iterable[tuple[Shape, Families, list[Callable[[FloatArray], None]]]]:
    of_shape: dict[Shape, tuple[list[Families], list[Callable[[FloatArray], None]]]] = {}
    for shape, families, keep in asked:
        parts, keeping = of_shape.setdefault(shape, ([], []))
        parts.append(families)
        keeping.append(keep)
    for shape, (parts, keeping) in of_shape.items():
        yield shape, joined(parts), keeping


def _hand_out(rows: FloatArray, keeping: Sequence[Callable[[FloatArray], None]]) -> None:
    for row, keep in zip(rows, keeping, strict=True):
        keep(row)
