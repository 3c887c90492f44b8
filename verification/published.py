"""Joint answers beside published ones: sets of remains and families with the answers of another program.

    python verification/published.py FOLDER

The folder holds, for each set NAME, tables as `dvir` 3.4.2 writes them: NAME_pedigrees.csv, NAME_genotypes.csv,
NAME_freqs.csv, NAME_mutation.csv, NAME_missing.txt and what it answered, NAME_expected_*.csv. The sets are other
people's data and are not kept here. Pairwise LRs and excluding loci have to agree within the digits published, the
joint table within 1e-9; exit code 1 where they do not.
"""

import csv
import math
import sys
import time
from collections import defaultdict
from pathlib import Path

from imena.kinship import Locus, LocusModel, Mutation, MutationModel, Pedigree, Person, Profile, Rates, Sex
from imena.kinship.joint import Family, JointProblem, Operation, excluding_loci, pair_table, solve
from imena.kinship.joint.plain import joint_table

DIGITS = 1e-6
Rows = list[dict[str, str]]


def main() -> None:
    folder = Path(sys.argv[1])
    failed = 0
    for path in sorted(folder.glob("*_pedigrees.csv")):
        name = path.name.removesuffix("_pedigrees.csv")
        failed += look_at(name, folder)
    sys.exit(1 if failed else 0)


def look_at(name: str, folder: Path) -> int:
    problem = problem_of(name, folder)
    begin = time.perf_counter()
    answer = solve(problem)
    seconds = time.perf_counter() - begin
    print(f"{name}: {answer.method.value}, bound {answer.bound:.1e}, {seconds:.2f} s")
    for found in answer.identifications:
        print(f"  {found.remains} is {found.person}: {found.posterior:.6f}, log10 GLR {found.log10_lr:.2f}")
    for group in answer.sets:
        print(f"  {{{', '.join(group.remains)}}} are {{{', '.join(group.persons)}}}: {group.posterior:.6f}")
    for outside in answer.outsiders:
        print(
            f"  {{{', '.join(outside.remains)}}} are related to each other, not to the family: {outside.posterior:.4f}"
        )
    for missing in answer.unresolved:
        best = f", best {missing.best[0]} at {missing.best[1]:.4f}" if missing.best else ""
        print(f"  {missing.person}: {missing.reason.value}{best}")
    differences = [*pairs_that_differ(name, folder, problem), *rows_that_differ(name, folder, problem)]
    for line in differences:
        print(f"  DIFFERS: {line}")
    return len(differences)


def pairs_that_differ(name: str, folder: Path, problem: JointProblem) -> list[str]:
    found = []
    ratios, loci = pair_table(Operation(problem)), excluding_loci(problem)
    for file in ("pairwiseLR", "exclusions"):
        for row in read(folder / f"{name}_expected_{file}.csv"):
            remains = row.pop("")
            for person, text in row.items():
                ln_lr, excluding = ratios[remains][person], loci[remains][person]
                if text == "NA":
                    same = ln_lr is None
                elif file == "exclusions":
                    same = excluding is not None and len(excluding) == int(text)
                else:
                    same = ln_lr is not None and math.isclose(math.exp(ln_lr), float(text), rel_tol=DIGITS)
                if not same:
                    found.append(f"{file} of {remains} and {person}: {text}")
    return found


def rows_that_differ(name: str, folder: Path, problem: JointProblem) -> list[str]:
    """The published joint table is of what is left once undisputed pairs are taken out; its rows follow on them."""
    rows = read(folder / f"{name}_expected_joint_F1.csv")
    settled = settled_in(folder / f"{name}_expected_dviSolve_PM.csv")
    listed = [column for column in rows[0] if column in {profile.name for profile in problem.remains}]
    family = next(each for each in problem.families if each.name == "F1")
    fixed = {remains: person for remains, person in settled.items() if remains not in listed}
    own = JointProblem(
        tuple(profile for profile in problem.remains if profile.name in {*listed, *fixed}),
        (family,),
        problem.models,
        fixed={remains: person for remains, person in fixed.items() if person in family.missing},
    )
    if not own.families[0].missing or len(own.fixed) < len(fixed):
        own = JointProblem(
            tuple(p for p in own.remains if p.name in {*listed, *own.fixed}), (family,), problem.models, fixed=own.fixed
        )
    operation = Operation(own)
    names = [profile.name for profile in own.remains]
    found = {
        tuple(person for name, person in zip(names, row.assignment, strict=True) if name in listed): row
        for row in joint_table(operation)
    }
    wrong = []
    for row in rows:
        expected = float(row["loglik"])
        mine = found.get(tuple(row[column] for column in listed))
        value = -math.inf if mine is None else operation.ln_null + mine.ln_lr
        if not math.isclose(value, expected, rel_tol=1e-9):
            wrong.append(f"joint {[row[column] for column in listed]}: {value}, published {expected}")
    return wrong


def settled_in(path: Path) -> dict[str, str]:
    return {row["Sample"]: row["Missing"] for row in read(path) if row["Conclusion"] == "Undisputed"}


def problem_of(name: str, folder: Path) -> JointProblem:
    people, genotypes = read(folder / f"{name}_pedigrees.csv"), read(folder / f"{name}_genotypes.csv")
    missing = (folder / f"{name}_missing.txt").read_text().split()
    profiles: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for row in genotypes:
        profiles[row["id"]][row["marker"]] = tuple(row["genotype"].split("/"))
    sexes = {row["id"]: Sex.MALE if row["sex"] == "1" else Sex.FEMALE for row in people}
    remains = [Profile(row["id"], profiles[row["id"]], sexes[row["id"]]) for row in people if row["role"] == "PM"]
    families = []
    for family in dict.fromkeys(row["family"] for row in people if row["role"] == "AM"):
        own = [row for row in people if row["role"] == "AM" and row["family"] == family]
        pedigree = Pedigree(tuple(person_of(row, sexes) for row in own))
        typed = {row["id"]: Profile(row["id"], profiles[row["id"]]) for row in own if row["id"] in profiles}
        families.append(Family(family, pedigree, typed, tuple(id for id in missing if id in pedigree.members)))
    return JointProblem(tuple(remains), tuple(families), tuple(models_of(name, folder)))


def person_of(row: dict[str, str], sexes: dict[str, Sex]) -> Person:
    parents = (None, None) if row["fid"] == "0" else (row["fid"], row["mid"])
    return Person(row["id"], sexes[row["id"]], *parents)


def models_of(name: str, folder: Path) -> list[LocusModel]:
    alleles: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in read(folder / f"{name}_freqs.csv"):
        alleles[row["locus"]].append((row["allele"], float(row["frequency"])))
    mutations = {row["locus"]: row["model"] for row in read(folder / f"{name}_mutation.csv")}
    found = []
    for locus, table in alleles.items():
        model, _, rate = mutations[locus].partition(", rate = ")
        mutation = (
            Mutation() if model == "none" else Mutation(MutationModel(model), Rates(float(rate)), Rates(float(rate)))
        )
        total = sum(frequency for _, frequency in table)
        assert abs(total - 1) < 1e-6
        found.append(LocusModel.of(Locus(locus, tuple(a for a, _ in table), tuple(f for _, f in table)), mutation))
    return found


def read(path: Path) -> Rows:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
