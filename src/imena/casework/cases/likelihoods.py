"""Cases that ask for likelihoods: of hypotheses, of a pair of loci, of two profiles, of a genotype."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from imena.casework.cases.reading import (
    Results,
    components_of,
    inbreeding_of,
    models_of,
    number,
    one_model,
    pedigree_of,
    placed,
    profiles_of,
    refuse_unknown,
    theta_of,
)
from imena.casework.entries import Entry
from imena.core.errors import InputError, UnsupportedError
from imena.kinship import (
    Comparison,
    Likelihood,
    LocusModel,
    Pedigree,
    Profile,
    Sex,
    compare,
    direct_comparison,
    log_likelihood,
    open_member_table,
    pair_log_likelihood,
    unrelated,
)
from imena.kinship.linkage import log_likelihood_of_pair
from imena.kinship.loci import FloatArray


def kinship_lr(case: Entry) -> Results:
    models = models_of(case["markers"])
    profiles = profiles_of(case, models)
    likelihoods: dict[str, Likelihood] = {}
    with placed(case):
        for hypothesis in case["hypotheses"].list():
            name, pedigrees = _hypothesis(hypothesis, profiles, likelihoods)
            likelihoods[name] = log_likelihood(
                pedigrees, profiles, models, theta=theta_of(case), inbreeding=inbreeding_of(case)
            )
    reference = _reference(case, likelihoods)
    results: Results = {
        "log_likelihood": {name: _log_likelihood(likelihood) for name, likelihood in likelihoods.items()},
        "LR": {
            f"{name}:{reference}": _ratio(compare(likelihood, likelihoods[reference]))
            for name, likelihood in likelihoods.items()
            if name != reference
        },
    }
    if case.part("dropout").value:
        results["total_lnL_ignoring_dropout"] = _without_dropout(case, profiles, models)
    return results


def _without_dropout(case: Entry, profiles: Mapping[str, Profile], models: Sequence[LocusModel]) -> Results:
    """The totals were genotypes what they seem; where nothing was seen, nothing was typed."""
    plain = {
        id: Profile(id, {locus: genotype for locus, genotype in profile.genotypes.items() if genotype})
        for id, profile in profiles.items()
    }
    found: Results = {}
    for hypothesis in case["hypotheses"].list():
        name, pedigrees = _hypothesis(hypothesis, profiles, found)
        likelihood = log_likelihood(pedigrees, plain, models, theta=theta_of(case), inbreeding=inbreeding_of(case))
        found[name] = number(likelihood.total)
    return found


def _hypothesis(
    hypothesis: Entry, profiles: Mapping[str, Profile], earlier: Mapping[str, object]
) -> tuple[str, list[Pedigree]]:
    refuse_unknown(hypothesis, {"name", "components"})
    return hypothesis["name"].new_in(earlier), components_of(hypothesis["components"], profiles)


def _reference(case: Entry, likelihoods: Mapping[str, object]) -> str:
    reference = case["reference_hypothesis"]
    if reference.text() not in likelihoods:
        raise InputError("expected the name of one of the hypotheses", place=reference.place())
    return reference.text()


def linked_pair_lr(case: Entry) -> Results:
    models = models_of(case["markers"])
    if len(models) != 2:
        raise UnsupportedError("{file}: expected two linked markers, found {count}", file=case.file, count=len(models))
    if theta_of(case) > 0:
        raise UnsupportedError("{file}: co-ancestry is not computed for linked markers", file=case.file)
    profiles = profiles_of(case, models)
    linked: dict[str, float] = {}
    unlinked: dict[str, float] = {}
    with placed(case):
        for hypothesis in case["hypotheses"].list():
            name, pedigrees = _hypothesis(hypothesis, profiles, linked)
            linked[name] = log_likelihood_of_pair(pedigrees, profiles, (models[0], models[1]), case["rho"].number())
            unlinked[name] = log_likelihood(pedigrees, profiles, models).total
    reference = _reference(case, linked)

    def ratio(of: Mapping[str, float], name: str) -> float | str | None:
        return number(compare(Likelihood({"pair": of[name]}), Likelihood({"pair": of[reference]})).lr)

    return {
        "ln_likelihood_pair": {name: number(value) for name, value in linked.items()},
        "ln_likelihood_unlinked": {name: number(value) for name, value in unlinked.items()},
        "LR": {
            f"{name}:{reference}": {"linked": ratio(linked, name), "unlinked": ratio(unlinked, name)}
            for name in linked
            if name != reference
        },
    }


def genotype_distribution(case: Entry) -> Results:
    model = one_model(case["markers"])
    profiles = profiles_of(case, [model])
    pedigree = pedigree_of(case["pedigree"])
    target = case["target"]
    if target.text() not in pedigree.members or target.text() in profiles:
        raise InputError("expected an untyped member of the pedigree", place=target.place())
    for typed in profiles:
        if typed not in pedigree.members:
            raise InputError(
                "{person} is typed but is not in the pedigree", place=case["genotypes"].place(typed), person=typed
            )
    with placed(case):
        table = open_member_table(
            pedigree, target.text(), profiles, model, theta=theta_of(case), inbreeding=inbreeding_of(case)
        )
    if math.isinf(table.log_relatives):
        raise InputError("the genotypes of the relatives are impossible", place=case["genotypes"].place(""))
    return {"probability": _by_genotype(model, table.probability)}


def _by_genotype(model: LocusModel, probability: FloatArray) -> dict[str, float]:
    names = [*model.locus.alleles, *(["silent"] if model.locus.silent else [])]
    if probability.ndim == 1:
        return {allele: float(value) for allele, value in zip(names, probability, strict=True)}
    pairs = ((i, j) for i in range(len(names)) for j in range(i, len(names)))
    return {f"{names[i]}/{names[j]}": float(probability[i, j]) for i, j in pairs}


def ibd_loglik(case: Entry) -> Results:
    models = models_of(case["markers"])
    profiles = profiles_of(case, models)
    if len(profiles) != 2:
        raise InputError("expected two profiles", place=case["genotypes"].place(", ".join(profiles)))
    one, other = profiles.values()
    found: dict[str, float] = {}
    with placed(case):
        for name, kappa in case["kappa"].items():
            k0, k1, k2 = (share.number() for share in kappa.list())
            found[name] = pair_log_likelihood(one, other, (k0, k1, k2), models).total
        strangers = pair_log_likelihood(one, other, (1.0, 0.0, 0.0), models).total
    return {
        "ln_likelihood": {name: number(value) for name, value in found.items()},
        "log10_LR_vs_unrelated": {
            name: number(compare(Likelihood({"all": value}), Likelihood({"all": strangers})).log10_lr)
            for name, value in found.items()
        },
    }


def direct_match(case: Entry) -> Results:
    models = models_of(case["markers"])
    profiles = profiles_of(case, models)
    sexes = {name: Sex(sex.text()) for name, sex in case["persons"].items() if sex.value is not None}
    samples = {name: replace(profile, sex=sexes.get(name)) for name, profile in profiles.items()}
    found: dict[str, float | str | None] = {}
    for pair in case["pairs"].list():
        for name in pair.list():
            if name.text() not in samples:
                raise InputError("expected the names of two profiles", place=pair.place(name.text()))
        one, other = (samples[name.text()] for name in pair.list())
        with placed(case):
            comparison = direct_comparison(one, other, models, theta=theta_of(case))
        found[f"{one.name},{other.name}"] = number(comparison.lr)
    return {"LR": found}


def profile_probability(case: Entry) -> Results:
    models = models_of(case["markers"])
    profiles = profiles_of(case, models)
    of, given = case["of"].text(), case["given"].text()
    return {"by_theta": [_at_theta(theta.number(), of, given, profiles, models) for theta in case["thetas"].list()]}


def _at_theta(
    theta: float, of: str, given: str, profiles: Mapping[str, Profile], models: Sequence[LocusModel]
) -> Results:
    def probability(*people: str) -> Likelihood:
        strangers = unrelated(*((person, Sex.FEMALE) for person in people))
        return log_likelihood(strangers, {person: profiles[person] for person in people}, models, theta=theta)

    conditional = compare(probability(of, given), probability(given))
    return {
        "theta": theta,
        "ln_profile_probability": _log_likelihood(probability(of)),
        "ln_conditional_match_probability": {
            "per_marker": {locus: number(value) for locus, value in conditional.ln_by_locus.items()},
            "total": number(conditional.ln_lr),
        },
    }


def _log_likelihood(likelihood: Likelihood) -> Results:
    return {
        "per_marker": {locus: number(value) for locus, value in likelihood.by_locus.items()},
        "total": number(likelihood.total),
    }


def _ratio(comparison: Comparison) -> Results:
    """Null where the data are impossible under both hypotheses, so that there is no ratio."""
    return {
        "per_marker": {locus: number(value) for locus, value in comparison.lr_by_locus().items()},
        "total": number(comparison.lr),
        "ln_total": number(comparison.ln_lr),
        "log10_total": number(comparison.log10_lr),
    }
