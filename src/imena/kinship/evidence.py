"""Evidence: what likelihoods say between hypotheses.

A likelihood ratio never stands without its prior and posterior.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from imena.kinship.errors import KinshipError
from imena.kinship.likelihood import Likelihood


@dataclass(frozen=True, slots=True)
class Comparison:
    """The likelihood ratio of one hypothesis to another: natural logarithms by locus.

    Minus infinity: impossible under the first. Infinity: impossible under the second. NaN never: a locus that is
    impossible under both raises `KinshipError` when the comparison is made.
    """

    ln_by_locus: Mapping[str, float]

    @property
    def ln_lr(self) -> float:
        """The natural logarithm of the total ratio.

        Raises `KinshipError` where one locus is impossible under either hypothesis and another under the other.
        """
        values = self.ln_by_locus.values()
        if math.inf in values and -math.inf in values:
            raise KinshipError(
                "the genotypes are impossible under both hypotheses: {loci}",
                loci=", ".join(locus for locus, value in self.ln_by_locus.items() if math.isinf(value)),
            )
        return float(sum(values))

    @property
    def log10_lr(self) -> float:
        return self.ln_lr / math.log(10)

    def lr_by_locus(self) -> dict[str, float]:
        return {locus: _exp(value) for locus, value in self.ln_by_locus.items()}

    def lr(self) -> float:
        """The total ratio itself; infinity where it is too large for a number."""
        return _exp(self.ln_lr)


def compare(likelihood: Likelihood, reference: Likelihood) -> Comparison:
    """The ratio of two likelihoods of the same genotypes.

    Raises `KinshipError` where a locus is impossible under both.
    """
    ln_by_locus = {}
    for locus, value in likelihood.by_locus.items():
        other = reference.by_locus[locus]
        if math.isinf(value) and math.isinf(other):
            raise KinshipError("the genotypes at {loci} are impossible under both hypotheses", loci=locus)
        ln_by_locus[locus] = value - other
    return Comparison(ln_by_locus)


def _exp(value: float) -> float:
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf


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
