"""The policy for rare alleles as it is typed on a command line: `0.001`, `nrc2`, `weir:770`."""

from imena.core.errors import ImenaError
from imena.kinship import KinshipError, MinimumFrequency, RareAlleles

NIST_CHROMOSOMES = 722


def parse_rare_allele(text: str, *, default_table: bool) -> RareAlleles:
    """Read a policy; of a table of one's own the number of chromosomes follows it. Raises `ImenaError`."""
    policy, _, number = text.partition(":")
    try:
        if policy not in list(MinimumFrequency):
            return RareAlleles(MinimumFrequency.FIXED, frequency=float(text))
        chromosomes = int(number) if number else NIST_CHROMOSOMES if default_table else None
        if policy == MinimumFrequency.FIXED or chromosomes is None:
            raise ValueError(text)
        return RareAlleles(MinimumFrequency(policy), chromosomes=chromosomes)
    except (ValueError, KinshipError):
        raise ImenaError(
            "rare alleles {text}: expected a frequency between 0 and 0.5, or one of nrc2, weir and budowle-monson "
            "with the chromosomes of your table, as in nrc2:770",
            text=text,
        ) from None
