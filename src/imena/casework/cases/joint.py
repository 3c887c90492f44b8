"""Cases of joint identification, and of remains against remains."""

import math
from collections.abc import Mapping, Sequence

from imena.casework.cases.reading import (
    Results,
    models_of,
    number,
    pedigree_of,
    placed,
    profiles_of,
    refuse_unknown,
    theta_of,
)
from imena.casework.entries import Entry
from imena.core.errors import InputError, UnsupportedError
from imena.kinship import LocusModel, Profile, Sex
from imena.kinship.joint import (
    NOBODY,
    Family,
    JointProblem,
    Operation,
    Prior,
    Row,
    excluding_loci,
    joint_table,
    pair_table,
    pairings,
    undisputed,
)
from imena.kinship.reassociation import Sample, reassociate


def dvi_joint(case: Entry) -> Results:
    problem = problem_of(case)
    with placed(case):
        operation = Operation(problem)
        for aside in operation.set_aside:
            raise InputError(
                "the references of family {family} contradict each other",
                place=case["am"].place(),
                family=", ".join(aside.families),
            )
        rows = joint_table(operation)
        return {
            "loglik_null": number(operation.ln_null),
            "pairwise_LR": {
                remains: {person: _ratio(value) for person, value in of.items()}
                for remains, of in pair_table(operation).items()
            },
            "exclusion_count": {
                remains: {person: None if loci is None else len(loci) for person, loci in of.items()}
                for remains, of in excluding_loci(problem).items()
            },
            "n_assignments": len(rows),
            "joint_table": [_row(row, operation) for row in rows],
            "pairing_posterior": pairings(rows, problem),
            "GLR": _generalised_ratios(rows, problem),
            "undisputed": _undisputed(case, problem),
        }


def problem_of(case: Entry) -> JointProblem:
    """The problem that a case states."""
    models = models_of(case["markers"])
    remains = tuple(_remains(entry, models) for entry in case["pm"].list())
    missing = [entry.text() for entry in case["missing"].list()]
    families = tuple(_family(entry, missing, models) for entry in case["am"].list())
    allowed = {
        name: [person.text() for person in persons.list() if person.text() != NOBODY]
        for name, persons in (case["pairings"].items() if "pairings" in case else ())
    }
    with placed(case):
        return JointProblem(
            remains,
            families,
            tuple(models),
            _prior(case),
            allowed=allowed,
            by_sex=not allowed,
            theta=theta_of(case),
        )


def _remains(entry: Entry, models: Sequence[LocusModel]) -> Profile:
    refuse_unknown(entry, {"id", "sex", "genotypes"})
    sex = entry.part("sex").optional_text()
    return Profile(entry["id"].text(), _genotypes(entry["genotypes"], models), Sex(sex) if sex else None)


def _genotypes(entry: Entry, models: Sequence[LocusModel]) -> dict[str, tuple[str, ...]]:
    names = {model.locus.name for model in models}
    found = {}
    for locus, genotype in entry.items():
        if locus not in names:
            raise InputError("expected a genotype at one of the markers", place=genotype.place())
        found[locus] = tuple(allele.text() for allele in genotype.list())
    return found


def _family(entry: Entry, missing: Sequence[str], models: Sequence[LocusModel]) -> Family:
    refuse_unknown(entry, {"family", "members", "genotypes"})
    pedigree = pedigree_of(entry["members"])
    profiles = {id: Profile(id, _genotypes(typed, models)) for id, typed in entry["genotypes"].items()}
    with placed(entry):
        return Family(entry["family"].text(), pedigree, profiles, tuple(id for id in missing if id in pedigree.members))


def _prior(case: Entry) -> Prior:
    prior = case.part("prior")
    if not prior.value or prior["model"].text() == "flat":
        return Prior()
    if prior["model"].text() != "per_identification":
        raise UnsupportedError(
            "{file}: the prior {prior} is not computed yet", file=prior.file, prior=prior["model"].text()
        )
    refuse_unknown(prior, {"model", "odds"})
    return Prior(odds=prior["odds"].number())


def _ratio(ln_lr: float | None) -> float | str | None:
    return None if ln_lr is None else number(math.exp(ln_lr))


def _row(row: Row, operation: Operation) -> Results:
    names = [profile.name for profile in operation.problem.remains]
    return {
        "assignment": dict(zip(names, row.assignment, strict=True)),
        "loglik": number(operation.ln_null + row.ln_lr),
        "LR_vs_null": _ratio(row.ln_lr),
        "log10_LR_vs_null": number(row.ln_lr / math.log(10)),
        "LR0_without_references": _ratio(row.ln_lr_without_references),
        "prior": row.prior,
        "posterior": row.posterior,
    }


def _generalised_ratios(rows: Sequence[Row], problem: JointProblem) -> dict[str, dict[str, float | str | None]]:
    """Of each pair that may be, the largest likelihood with it over the largest without."""
    found: dict[str, dict[str, float | str | None]] = {}
    for at, profile in enumerate(problem.remains):
        best: dict[str, float] = {}
        for row in rows:
            person = row.assignment[at]
            best[person] = max(best.get(person, -math.inf), row.ln_lr)
        found[profile.name] = {
            person: _glr(best, person) if problem.may_be(profile.name, person) else None for person in problem.persons
        }
    return found


def _glr(best: Mapping[str, float], person: str) -> float | str | None:
    without = max((value for other, value in best.items() if other != person), default=-math.inf)
    with_it = best.get(person, -math.inf)
    if math.isinf(without):
        return None if math.isinf(with_it) else "Infinity"
    return number(math.exp(with_it - without))


def _undisputed(case: Entry, problem: JointProblem) -> list[Results]:
    thresholds = case["thresholds"]
    found = undisputed(
        problem,
        at_least=thresholds["undisputed_LR"].number(),
        most_incompatible=int(thresholds["max_incompatible"].number()),
    )
    return [
        {
            "Family": " + ".join(each.families),
            "Missing": each.person,
            "Sample": each.remains,
            "LR": number(math.exp(each.ln_lr)),
        }
        for each in found
    ]


def merge_remains(case: Entry) -> Results:
    models = models_of(case["markers"])
    profiles = profiles_of(case, models)
    names = [entry.text() for entry in case["samples"].list()]
    for name in names:
        if name not in profiles:
            raise InputError("expected the names of profiles", place=case["samples"].place(name))
    with placed(case):
        found = reassociate(
            [Sample(profiles[name]) for name in names],
            models,
            at_least=case["threshold"].number(),
            theta=theta_of(case),
        )
    return {
        "direct_LR": {
            one: {
                other: number(math.exp(found.ln_lr[row, column])) for column, other in enumerate(names) if column != row
            }
            for row, one in enumerate(names)
        },
        "groups": [list(group.samples) for group in found.groups],
        "nonmissing": dict(zip(names, found.loci, strict=True)),
    }
