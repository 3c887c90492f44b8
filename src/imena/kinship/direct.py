"""Direct comparison: are two samples of one person, or of identical twins?"""

from collections.abc import Sequence

from imena.kinship.evidence import Comparison, compare
from imena.kinship.likelihood import log_likelihood
from imena.kinship.models import LocusModel
from imena.kinship.pedigree import Pedigree, Person, Sex, unrelated
from imena.kinship.profiles import Profile


def direct_comparison(one: Profile, other: Profile, models: Sequence[LocusModel], *, theta: float = 0.0) -> Comparison:
    """The LR that two profiles are of one person, against two who are unrelated.

    At the loci typed in both. Samples of different sexes are not of one person: the ratio is 0 at each locus. Where
    the samples state drop-out and drop-in (`Profile.detection`), a genotype may differ and still be one person's. With
    θ the ratio without drop-out is 1 / the conditional match probability (Balding & Nichols 1994, Forensic Sci Int
    64:125; NRC II 1996, eq. 4.10).
    """
    sex, other_sex = one.sex or other.sex or Sex.FEMALE, other.sex or one.sex or Sex.FEMALE
    common = [model for model in models if one.seen(model.locus, sex) and other.seen(model.locus, other_sex)]
    profiles = {"one": one, "other": other}
    strangers = log_likelihood(unrelated(("one", sex), ("other", other_sex)), profiles, common, theta=theta)
    if sex is not other_sex:
        return Comparison({model.locus.name: float("-inf") for model in common}, float("-inf"))
    twins = Pedigree((Person("one", sex), Person("other", sex)), twins=(("one", "other"),))
    return compare(log_likelihood(twins, profiles, common, theta=theta), strangers)
