"""Lineage markers: Y-STR and mtDNA haplotypes, inherited whole along one line.

They can exclude a line, or say how rarely a stranger would share it; they never tell the members of a line apart.
"""

from imena.kinship.lineage.databases import HaplotypeDatabase, HaplotypeEntry, Observation
from imena.kinship.lineage.discrete_laplace import (
    DiscreteLaplace,
    discrete_laplace_frequency,
    fit_discrete_laplace,
)
from imena.kinship.lineage.evidence import (
    Alternative,
    CombinedEvidence,
    Finding,
    Lineage,
    LineageEvidence,
    combine_with_autosomal,
    lineage_lr,
)
from imena.kinship.lineage.frequencies import (
    Estimator,
    HaplotypeFrequency,
    clopper_pearson_interval,
    clopper_pearson_upper,
    count_frequency,
    kappa_frequency,
    plus_one_frequency,
    plus_two_frequency,
    upper_bound_frequency,
)
from imena.kinship.lineage.haplotypes import HaplotypeError, YComparison, YHaplotype, compare_y
from imena.kinship.lineage.mitochondrial import MtComparison, MtHaplotype, MtVerdict, compare_mt
from imena.kinship.lineage.y_mutation import YMutation

__all__ = [
    "Alternative",
    "CombinedEvidence",
    "DiscreteLaplace",
    "Estimator",
    "Finding",
    "HaplotypeDatabase",
    "HaplotypeEntry",
    "HaplotypeError",
    "HaplotypeFrequency",
    "Lineage",
    "LineageEvidence",
    "MtComparison",
    "MtHaplotype",
    "MtVerdict",
    "Observation",
    "YComparison",
    "YHaplotype",
    "YMutation",
    "clopper_pearson_interval",
    "clopper_pearson_upper",
    "combine_with_autosomal",
    "compare_mt",
    "compare_y",
    "count_frequency",
    "discrete_laplace_frequency",
    "fit_discrete_laplace",
    "kappa_frequency",
    "lineage_lr",
    "plus_one_frequency",
    "plus_two_frequency",
    "upper_bound_frequency",
]
