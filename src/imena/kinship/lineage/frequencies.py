"""How frequent a haplotype is, estimated from how often a database shows it.

The alleles of a lineage marker are inherited together, so frequencies of loci are not multiplied: the haplotype as a
whole is counted, and most haplotypes were never seen. The estimators differ in what they make of that.
"""

from dataclasses import dataclass
from enum import StrEnum

from imena.kinship.lineage.databases import Observation
from imena.kinship.lineage.haplotypes import HaplotypeError


class Estimator(StrEnum):
    """How a frequency was estimated from x people of n."""

    COUNT = "x / n"
    PLUS_ONE = "(x + 1) / (n + 1)"
    PLUS_TWO = "(x + 2) / (n + 2)"
    UPPER_BOUND = "Clopper-Pearson upper bound"
    KAPPA = "(1 - kappa) / (n + 1)"
    DISCRETE_LAPLACE = "discrete Laplace"


@dataclass(frozen=True, slots=True)
class HaplotypeFrequency:
    """An estimate, above 0 and at most 1, with the observation it was made from.

    `confidence` belongs to an upper bound, `kappa` to Brenner's estimate, `model` to one read off a fitted model; the
    others leave them None.
    """

    value: float
    estimator: Estimator
    observation: Observation
    confidence: float | None = None
    kappa: float | None = None
    model: str | None = None

    def __post_init__(self) -> None:
        if not 0 < self.value <= 1:
            raise HaplotypeError(
                "{person}: {estimator} gives the frequency {value}, expected one above 0 and at most 1",
                person=self.observation.haplotype.name,
                estimator=self.estimator.value,
                value=self.value,
            )


def count_frequency(observation: Observation) -> HaplotypeFrequency:
    """x/n, the share in the database. Raises `HaplotypeError` for a haplotype that was not seen there."""
    return HaplotypeFrequency(observation.x / observation.n, Estimator.COUNT, observation)


def plus_one_frequency(observation: Observation) -> HaplotypeFrequency:
    """(x+1)/(n+1): the person in question is added to the database.

    Egeland & Salas 2008 (PLoS One 3:e3988); offered by EMPOP.
    """
    return HaplotypeFrequency((observation.x + 1) / (observation.n + 1), Estimator.PLUS_ONE, observation)


def plus_two_frequency(observation: Observation) -> HaplotypeFrequency:
    """(x+2)/(n+2): the person in question and the relative are added to the database.

    Balding & Nichols 1994 (Forensic Sci Int 64:125); offered by EMPOP.
    """
    return HaplotypeFrequency((observation.x + 2) / (observation.n + 2), Estimator.PLUS_TWO, observation)


def upper_bound_frequency(observation: Observation, *, confidence: float = 0.95) -> HaplotypeFrequency:
    """The one-sided upper confidence bound of Clopper & Pearson 1934 (Biometrika 26:404); SWGDAM recommends it."""
    value = clopper_pearson_upper(observation.x, observation.n, confidence=confidence)
    return HaplotypeFrequency(value, Estimator.UPPER_BOUND, observation, confidence=confidence)


def kappa_frequency(observation: Observation) -> HaplotypeFrequency:
    """Brenner's estimate (1-κ)/(n+1) for a haplotype that the database does not hold.

    κ is the share of singletons among the n+1 haplotypes once the new one is added, itself a singleton then:
    (s+1)/(n+1) with s singletons among the n. Brenner 2010 (Forensic Sci Int Genet 4:281); Buckleton, Krawczak & Weir
    2011 (Forensic Sci Int Genet 5:78). Raises `HaplotypeError` for a haplotype that was seen, to which the derivation
    does not apply, and where every haplotype is a singleton, so that the estimate would be 0.
    """
    if observation.x:
        raise HaplotypeError(
            "{person} was seen {x} times in {database}: Brenner's kappa is for haplotypes that were not seen",
            person=observation.haplotype.name,
            x=observation.x,
            database=observation.database,
        )
    if observation.singletons == observation.n:
        raise HaplotypeError(
            "every haplotype of {database} was seen once: Brenner's kappa would give the frequency 0",
            database=observation.database,
        )
    kappa = (observation.singletons + 1) / (observation.n + 1)
    return HaplotypeFrequency((1 - kappa) / (observation.n + 1), Estimator.KAPPA, observation, kappa=kappa)


def clopper_pearson_upper(x: int, n: int, *, confidence: float = 0.95) -> float:
    """The p with P(X ≤ x) = 1 - confidence for X binomial(n, p); 1 where x = n.

    For x = 0 it is 1 - (1 - confidence)^(1/n).
    Clopper & Pearson 1934 (Biometrika 26:404). Raises `HaplotypeError` unless 0 ≤ x ≤ n, n ≥ 1 and 0 < confidence < 1.
    """
    _check(x, n, confidence)
    from scipy.special import betaincinv  # half a second to load, and needed for an upper bound alone

    return 1.0 if x == n else float(betaincinv(x + 1, n - x, confidence))


def clopper_pearson_interval(x: int, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """The two-sided interval: half of 1 - confidence lies on either side. Raises as `clopper_pearson_upper` does."""
    _check(x, n, confidence)
    one_sided = 1 - (1 - confidence) / 2
    return 1 - clopper_pearson_upper(n - x, n, confidence=one_sided), clopper_pearson_upper(x, n, confidence=one_sided)


def _check(x: int, n: int, confidence: float) -> None:
    if not (0 <= x <= n and n >= 1):
        raise HaplotypeError("expected a count from 0 to n of at least 1, found {x} of {n}", x=x, n=n)
    if not 0 < confidence < 1:
        raise HaplotypeError("expected a confidence between 0 and 1, found {confidence}", confidence=confidence)
