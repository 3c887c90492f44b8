"""Evidence: what likelihoods say between hypotheses.

A likelihood ratio never stands without its prior and posterior.
"""

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from imena.kinship.errors import KinshipError
from imena.kinship.likelihood import Likelihood
from imena.kinship.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Comparison:
    """The likelihood ratio of one hypothesis to another, as natural logarithms by locus.

    Minus infinity: the genotypes are impossible under the first. Infinity: under the second. None: under both, so that
    there is no ratio; NaN never leaves this library. `provenance` is that of the first hypothesis.
    """

    ln_by_locus: Mapping[str, float | None]
    ln_lr: float | None
    provenance: Provenance | None = None

    @property
    def log10_lr(self) -> float | None:
        return None if self.ln_lr is None else self.ln_lr / math.log(10)

    @property
    def lr(self) -> float | None:
        """The total ratio itself; infinity where it is too large for a number."""
        return _exp(self.ln_lr)

    def lr_by_locus(self) -> dict[str, float | None]:
        return {locus: _exp(value) for locus, value in self.ln_by_locus.items()}


def compare(likelihood: Likelihood, reference: Likelihood) -> Comparison:
    """The ratio of two likelihoods of the same genotypes."""
    by_locus = {locus: _ln_ratio(value, reference.by_locus[locus]) for locus, value in likelihood.by_locus.items()}
    return Comparison(by_locus, _ln_ratio(likelihood.total, reference.total), likelihood.provenance)


def least_favourable(comparisons: Mapping[str, Comparison]) -> tuple[str, Comparison]:
    """Of comparisons with several frequency tables, by name, the one with the lowest LR, and its table's name.

    Where a table gives no ratio, the genotypes being impossible under both hypotheses, it is the least favourable.
    """
    if not comparisons:
        raise KinshipError("expected a comparison with at least one frequency table")
    return min(comparisons.items(), key=lambda item: -math.inf if item[1].ln_lr is None else item[1].ln_lr)


def _ln_ratio(value: float, reference: float) -> float | None:
    return None if math.isinf(value) and math.isinf(reference) else value - reference


def _exp(value: float | None) -> float | None:
    if value is None:
        return None
    return math.exp(value) if value < _LARGEST_LN else math.inf


_LARGEST_LN = math.log(sys.float_info.max)


def posterior(log10_lrs: Mapping[str, float], priors: Mapping[str, float]) -> dict[str, float]:
    """Posterior probabilities of alternatives of which at most one is true (Bayes' theorem).

    `log10_lrs`: each alternative's LR against "none of these". `priors`: their prior probabilities, each above 0; what
    is left of 1 is the prior of "none of these". The posteriors sum to at most 1; what is left is "none of these".
    """
    rest = 1 - math.fsum(priors[name] for name in log10_lrs)
    if rest < -1e-12 or any(priors[name] <= 0 for name in log10_lrs):
        raise KinshipError("expected priors above 0 that sum to at most 1, found {priors}", priors=dict(priors))
    logs = {name: math.log10(priors[name]) + log10_lr for name, log10_lr in log10_lrs.items()}
    largest = max([*logs.values(), math.log10(rest) if rest > 0 else -math.inf])
    if math.isinf(largest):
        raise KinshipError("no alternative is possible, and the priors leave no room for any other")
    weights = {name: 10 ** (value - largest) for name, value in logs.items()}
    total = math.fsum(weights.values()) + (10 ** (math.log10(rest) - largest) if rest > 0 else 0.0)
    return {name: weight / total for name, weight in weights.items()}
