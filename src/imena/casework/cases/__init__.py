"""Cases: problems of kinship in the case format, read and evaluated.

The format is described in `tests/golden/README.md`. A kind or an option that is not computed is an
`UnsupportedError`, never a result that leaves it out.
"""

from collections.abc import Callable
from pathlib import Path

from imena.casework.cases import coefficients, joint, likelihoods, powers
from imena.casework.cases.reading import Results, refuse_unknown
from imena.casework.entries import Entry, read_entries
from imena.core.errors import UnsupportedError

_DESCRIPTIONS = {
    "schema", "id", "kind", "title", "tags", "peer", "r_call", "note", "cross_check", "simulated_truth", "results",
}  # fmt: skip
_HYPOTHESES = {"markers", "hypotheses", "genotypes"}

_KINDS: dict[str, tuple[Callable[[Entry], Results], set[str]]] = {
    "kinship_lr": (
        likelihoods.kinship_lr,
        _HYPOTHESES | {"reference_hypothesis", "theta", "founder_inbreeding", "dropout", "dropin", "silent"},
    ),
    "linked_pair_lr": (
        likelihoods.linked_pair_lr,
        _HYPOTHESES | {"reference_hypothesis", "theta", "linked", "rho"},
    ),
    "genotype_distribution": (
        likelihoods.genotype_distribution,
        {"markers", "pedigree", "genotypes", "target", "theta", "founder_inbreeding", "dropout", "silent"},
    ),
    "ibd_loglik": (likelihoods.ibd_loglik, {"markers", "genotypes", "kappa", "dropout", "silent"}),
    "direct_match": (likelihoods.direct_match, {"markers", "persons", "genotypes", "pairs", "theta", "dropout"}),
    "dvi_joint": (
        joint.dvi_joint,
        {"markers", "pm", "am", "missing", "pairings", "prior", "thresholds", "theta"},
    ),
    "merge_remains": (
        joint.merge_remains,
        {"markers", "samples", "genotypes", "threshold", "theta", "dropout", "dropin"},
    ),
    "profile_probability": (likelihoods.profile_probability, {"markers", "genotypes", "thetas", "of", "given"}),
    "exclusion_power": (powers.exclusion_power, {"markers", "pedigree", "missing", "genotypes"}),
    "exclusion_power_general": (powers.exclusion_power_general, {"markers", "claim", "true", "typed_choices"}),
    "inclusion_power": (powers.inclusion_power, {"markers", "pedigree", "missing", "genotypes"}),
    "expected_lr": (powers.expected_lr, {"markers", "hypotheses", "persons"}),
    "relatedness": (coefficients.relatedness, {"pedigree", "pairs", "founder_inbreeding"}),
    "mutation_matrix": (coefficients.mutation_matrices, {"matrices"}),
}


def evaluate_case(path: Path) -> Results:
    """The results of a case file, in the structure of the case. Infinities are the texts "Infinity" and "-Infinity"."""
    case = read_entries(path)
    kind = case["kind"].text()
    if kind not in _KINDS:
        raise UnsupportedError(
            "{file}: cases of kind {kind} are not computed yet; expected one of: {known}",
            file=case.file,
            kind=kind,
            known=", ".join(_KINDS),
        )
    evaluate, fields = _KINDS[kind]
    refuse_unknown(case, fields | _DESCRIPTIONS)
    return evaluate(case)
