"""Kinship: what the DNA of relatives says about who someone is.

Exact likelihoods for any pedigree, and for a missing member the table of every genotype he or she could have; with
co-ancestry, silent alleles and drop-out. Direct comparison, relatedness, linked pairs, power, and lineage markers. This
package stands alone: it can be used in a notebook without the rest of Imena.

    from imena.kinship import LocusModel, Profile, log_likelihood, nist_1036_caucasian, pedigree, unrelated
"""

from imena.kinship import lineage, power, reference
from imena.kinship.detection import Detection, rising_with_length
from imena.kinship.direct import direct_comparison
from imena.kinship.engine.shape import Founders
from imena.kinship.errors import CoancestryError, KinshipError, LocusError, MutationError, PedigreeError, ProfileError
from imena.kinship.evidence import Comparison, compare, least_favourable, posterior
from imena.kinship.frequencies import FrequencyTable, nist_1036_caucasian
from imena.kinship.gene_dropping import drop_genes
from imena.kinship.likelihood import Likelihood, log_likelihood
from imena.kinship.linkage import haldane, kosambi, log_likelihood_of_pair
from imena.kinship.loci import Chromosome, Locus
from imena.kinship.models import LocusModel
from imena.kinship.mutation import NO_MUTATION, Mutation, MutationModel, Rates, Transmission
from imena.kinship.open_member import Opening, OpenMemberTable, open_member_table, open_tables
from imena.kinship.pairs import RELATIONSHIPS, Kappa, pair_log_likelihood
from imena.kinship.pedigree import Pedigree, Person, Sex, pedigree, together, unrelated
from imena.kinship.profiles import UNKNOWN, Genotype, Profile
from imena.kinship.provenance import Provenance, Table
from imena.kinship.rare_alleles import MinimumFrequency, RareAlleles
from imena.kinship.relatedness import Descent
from imena.kinship.stationary import Transform

__all__ = [
    "NO_MUTATION",
    "RELATIONSHIPS",
    "UNKNOWN",
    "Chromosome",
    "CoancestryError",
    "Comparison",
    "Descent",
    "Detection",
    "Founders",
    "FrequencyTable",
    "Genotype",
    "Kappa",
    "KinshipError",
    "Likelihood",
    "Locus",
    "LocusError",
    "LocusModel",
    "MinimumFrequency",
    "Mutation",
    "MutationError",
    "MutationModel",
    "OpenMemberTable",
    "Opening",
    "Pedigree",
    "PedigreeError",
    "Person",
    "Profile",
    "ProfileError",
    "Provenance",
    "RareAlleles",
    "Rates",
    "Sex",
    "Table",
    "Transform",
    "Transmission",
    "compare",
    "direct_comparison",
    "drop_genes",
    "haldane",
    "kosambi",
    "least_favourable",
    "lineage",
    "log_likelihood",
    "log_likelihood_of_pair",
    "nist_1036_caucasian",
    "open_member_table",
    "open_tables",
    "pair_log_likelihood",
    "pedigree",
    "posterior",
    "power",
    "reference",
    "rising_with_length",
    "together",
    "unrelated",
]
