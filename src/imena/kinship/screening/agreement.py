"""Agreement: whether relatives' own observations are as the relationships stated would have them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imena.kinship.loci import FloatArray
from imena.kinship.models import LocusModel
from imena.kinship.screening.relations import Missing
from imena.kinship.screening.rows import Group, distinct


@dataclass(frozen=True, eq=False)
class Agreement:
    """Of each family, (families,): log10 LR of the relationships stated against strangers; loci they contradict.

    `contradicted`: the loci at which the observations cannot be, were there no mutation.
    """

    log10_lr: FloatArray
    contradicted: NDArray[np.int64]


def agreement(group: Group, models: Sequence[LocusModel]) -> Agreement:
    """How the relatives of a group's families fit each other. One alone agrees with himself."""
    relation = group.relation
    log10_lr, contradicted = np.zeros(len(group)), np.zeros(len(group), dtype=np.int64)
    if not isinstance(relation, Missing) or len(relation.relatives) < 2:
        return Agreement(log10_lr, contradicted)
    strict = Missing(relation.pedigree, relation.member, relation.relatives)
    for place, model in enumerate(models):
        combinations, which = distinct(group.codes[:, :, place])
        observations = group.observations[place]
        stated = relation.log_relatives(model, observations, combinations)
        apart = relation.strangers().log_relatives(model, observations, combinations)
        possible = strict.log_relatives(LocusModel.of(model.locus), observations, combinations)
        log10_lr += ((stated - apart) / math.log(10))[which]
        contradicted += np.isneginf(possible)[which]
    return Agreement(log10_lr, contradicted)
