"""Cases that ask what a comparison can show: exclusion, inclusion, expected LRs."""

import math
from collections.abc import Sequence

import numpy as np

from imena.casework.cases.reading import (
    Results,
    components_of,
    models_of,
    number,
    one_model,
    pedigree_of,
    placed,
    profiles_of,
    refuse_unknown,
)
from imena.casework.entries import Entry
from imena.core.errors import InputError
from imena.kinship import Chromosome, Pedigree, Sex, open_member_table, power, together, unrelated
from imena.kinship.power import Moments, Outcomes

SAMPLES = 100_000
SEED = 2022
THRESHOLDS = {"10": 1.0, "100": 2.0, "10000": 4.0, "1e+06": 6.0}
"""The LRs whose passing is simulated, as they are written, and their log10."""


def _outcomes(case: Entry) -> dict[str, Outcomes]:
    """What can be seen of the missing person, by marker."""
    models = models_of(case["markers"])
    profiles = profiles_of(case, models)
    pedigree = pedigree_of(case["pedigree"])
    missing = case["missing"]
    if missing.text() not in pedigree.members or missing.text() in profiles:
        raise InputError("expected an untyped member of the pedigree", place=missing.place())
    with placed(case):
        tables = {model.locus.name: open_member_table(pedigree, missing.text(), profiles, model) for model in models}
    for locus, table in tables.items():
        if math.isinf(table.log_relatives):
            raise InputError(
                "the genotypes of the relatives are impossible at {locus}",
                place=case["genotypes"].place(locus),
                locus=locus,
            )
    return {locus: power.outcomes(table) for locus, table in tables.items()}


def exclusion_power(case: Entry) -> Results:
    exclusion = {locus: power.moments(seen).exclusion for locus, seen in _outcomes(case).items()}
    distribution = power.mismatch_distribution(list(exclusion.values()))
    return {
        "EP_per_marker": exclusion,
        "EP_total": 1 - math.prod(1 - probability for probability in exclusion.values()),
        "expected_mismatches": math.fsum(exclusion.values()),
        "mismatch_distribution": {str(count): probability for count, probability in enumerate(distribution)},
    }


def exclusion_power_general(case: Entry) -> Results:
    claim, truth = (together(components_of(case[side], {})) for side in ("claim", "true"))
    results: Results = {}
    for name, choices in case["typed_choices"].items():
        chromosome = Chromosome(name)
        model = one_model(case["markers"], chromosome)
        found = {}
        for choice in choices.list():
            typed = [person.text() for person in choice.list()]
            _check_members(choice, typed, claim, truth)
            found[",".join(typed)] = power.exclusion_power(claim, truth, typed, model)
        results[f"EP_{name}"] = found
    return results


def _check_members(entry: Entry, typed: Sequence[str], *pedigrees: Pedigree) -> None:
    for person in typed:
        if any(person not in pedigree.members for pedigree in pedigrees):
            raise InputError("expected members of the pedigrees", place=entry.place(person))


def inclusion_power(case: Entry) -> Results:
    seen = _outcomes(case)
    by_locus = {locus: power.moments(outcomes) for locus, outcomes in seen.items()}
    return {
        "exact": {
            "per_marker": {locus: _moments(found) for locus, found in by_locus.items()},
            "total": {
                "E_log10LR_H1": math.fsum(found.mean for found in by_locus.values()),
                "SD_log10LR_H1": math.sqrt(math.fsum(found.variance for found in by_locus.values())),
                "E_LR_H1": math.prod(found.expected_lr for found in by_locus.values()),
                "P_LR_nonzero_H2": math.prod(1 - found.exclusion for found in by_locus.values()),
            },
        },
        "simulated": _simulated(list(seen.values())),
    }


def _moments(found: Moments) -> Results:
    return {
        "E_log10LR_H1": found.mean,
        "Var_log10LR_H1": found.variance,
        "E_LR_H1": found.expected_lr,
        "P_LR_zero_H2": found.exclusion,
        "E_log10LR_H2_given_nonzero": number(found.mean_unrelated),
    }


def _simulated(seen: Sequence[Outcomes]) -> Results:
    log10_lr = power.simulated_log10_lr(seen, SAMPLES, np.random.default_rng(SEED), related=True)
    passing = {name: float((log10_lr >= threshold).mean()) for name, threshold in THRESHOLDS.items()}
    return {
        "nsim": SAMPLES,
        "seed": SEED,
        "mean_log10LR": float(log10_lr.mean()),
        "se_mean_log10LR": float(log10_lr.std(ddof=1) / math.sqrt(SAMPLES)),
        "sd_log10LR": float(log10_lr.std(ddof=1)),
        "IP": {name: {"p": p, "se": math.sqrt(p * (1 - p) / SAMPLES)} for name, p in passing.items()},
        "median_log10LR": float(np.median(log10_lr)),
    }


def expected_lr(case: Entry) -> Results:
    model = one_model(case["markers"])
    persons = [person.text() for person in case["persons"].list()]
    hypotheses: dict[str, Pedigree] = {}
    for hypothesis in case["hypotheses"].list():
        refuse_unknown(hypothesis, {"name", "components"})
        pedigree = together(components_of(hypothesis["components"], {}))
        _check_members(hypothesis, persons, pedigree)
        hypotheses[hypothesis["name"].new_in(hypotheses)] = pedigree
    sexes = {person: next(iter(hypotheses.values())).members[person].sex for person in persons}
    strangers = unrelated(*((person, Sex(sex)) for person, sex in sexes.items()))
    return {
        "expected_LR": {
            claimed: {
                true: power.expected_lr(claim, truth, strangers, persons, model) for true, truth in hypotheses.items()
            }
            for claimed, claim in hypotheses.items()
        }
    }
