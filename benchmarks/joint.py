"""Joint identification: time and memory against remains, missing per family and coupling, beside plain enumeration.

    python benchmarks/joint.py [--operations 100 200 450] [--json OUT]

One core. *Brothers*: k missing brothers, their mother typed, k remains, 21 loci; every assignment is weighed, beside
enumeration of them all in the same run, up to six. *Operations*: families of ten kinds, one to three missing each, 21
loci with mutation, seven in eight missing found, outsiders among the remains, some of them father and son, and 50,000
more missing whom nobody listed; the bound asked for is 1e-6 of everything. *With perished families*: some in which all
four are missing, too.
"""

import argparse
import json
import platform
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from imena.kinship import LocusModel, Mutation, MutationModel, Rates, nist_1036_caucasian, pedigree
from imena.kinship.joint import JointProblem, Operation, Prior, joint_table, solve
from imena.kinship.joint.simulated import Kind, Simulated, Wear, simulated_operation

LOCI = 21
MOST_ENUMERATED = 6
F, M = ("f", None, None, "M"), ("m", None, None, "F")
G, H = ("g", None, None, "M"), ("h", None, None, "F")
W = ("w", None, None, "F")
Row = tuple[str, str | None, str | None, str]
Table = dict[str, tuple[int, list[Row], str, str]]
KINDS: Table = {
    "mother": (90, [F, M, ("x", "f", "m", "M")], "m", "x"),
    "both parents": (70, [F, M, ("x", "f", "m", "M")], "fm", "x"),
    "sister and brother": (40, [F, M, ("x", "f", "m", "M"), ("s", "f", "m", "F"), ("t", "f", "m", "M")], "st", "x"),
    "wife and child": (60, [("x", None, None, "M"), W, ("c", "x", "w", "F")], "wc", "x"),
    "brother": (40, [F, M, ("x", "f", "m", "M"), ("t", "f", "m", "M")], "t", "x"),
    "uncle": (25, [G, H, ("f", "g", "h", "M"), ("u", "g", "h", "M"), M, ("x", "f", "m", "M")], "u", "x"),
    "mother, two brothers": (35, [F, M, ("x", "f", "m", "M"), ("y", "f", "m", "M")], "m", "xy"),
    "father and son": (20, [G, H, ("x", "g", "h", "M"), W, ("y", "x", "w", "M")], "hw", "xy"),
    "mother, three children": (
        10, [F, M, ("x", "f", "m", "M"), ("y", "f", "m", "M"), ("z", "f", "m", "F")], "m", "xyz",
    ),
    "father and two sons": (
        5, [G, H, ("x", "g", "h", "M"), W, ("y", "x", "w", "M"), ("z", "x", "w", "M")], "hw", "xyz",
    ),
}  # fmt: skip
"""How many of 400 families are of a kind, its people, who is typed and who is missing."""
PERISHED: Table = {
    "all four": (
        5, [("x", None, None, "M"), ("y", None, None, "F"), ("z", "x", "y", "M"), ("q", "x", "y", "F")], "", "xyzq",
    ),
}  # fmt: skip
OUTSIDERS: Table = {
    "alone": (14, [("x", None, None, "M")], "", "x"),
    "father and son": (3, [("x", None, None, "M"), W, ("y", "x", "w", "M")], "", "xy"),
}  # fmt: skip


def models(mutation: bool = True) -> list[LocusModel]:
    rates = Mutation(MutationModel.PROPORTIONAL, Rates(0.002), Rates(0.0005)) if mutation else Mutation()
    return [LocusModel.of(locus, rates) for locus in nist_1036_caucasian().loci[:LOCI]]


def kinds(table: Table, share: float) -> list[Kind]:
    return [
        Kind(pedigree(people), tuple(typed), tuple(missing))
        for many, people, typed, missing in table.values()
        for _ in range(max(1, round(many * share)))
    ]


def operation(share: float, seed: int = 1, wear: Wear | None = None, *, perished: bool = False) -> Simulated:
    return simulated_operation(
        kinds({**KINDS, **PERISHED} if perished else KINDS, share),
        kinds(OUTSIDERS, share),
        models(),
        np.random.default_rng(seed),
        found=0.87,
        wear=wear or Wear(not_typed=0.05),
        prior=Prior(odds=2e-5),
    )


def brothers(many: int) -> JointProblem:
    people = [F, M, *((f"x{number}", "f", "m", "M") for number in range(many))]
    kind = Kind(pedigree(people), ("m",), tuple(f"x{number}" for number in range(many)))
    return simulated_operation([kind], [], models(), np.random.default_rng(many)).problem


def timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--operations", type=int, nargs="*", default=[100, 200, 450], help="numbers of remains")
    arguments.add_argument("--brothers", type=int, nargs="*", default=[2, 4, 6, 8, 10])
    arguments.add_argument("--perished", type=int, nargs="*", default=[100], help="numbers of remains")
    arguments.add_argument("--json", type=Path)
    options = arguments.parse_args()
    solve(brothers(2))  # compiled code is loaded
    rows = [*map(measure_brothers, options.brothers), *map(measure_operation, options.operations)]
    rows += [measure_operation(remains, perished=True) for remains in options.perished]
    if options.json:
        found = {
            "machine": platform.processor() or platform.machine(),
            "python": platform.python_version(),
            "rows": rows,
        }
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def measure_brothers(many: int) -> dict[str, object]:
    problem = brothers(many)
    first, again = timed(lambda: solve(problem)), timed(lambda: solve(problem))
    plain = timed(lambda: joint_table(Operation(problem))) if many <= MOST_ENUMERATED else None
    beside = "" if plain is None else f", enumerated {plain:.3f} s, {plain / again:.0f} times as long"
    print(f"{many} brothers: {again:.3f} s ({first:.2f} s the first time){beside}")
    return {"what": "brothers", "missing": many, "seconds": again, "first": first, "enumerated": plain}


def measure_operation(remains: int, *, perished: bool = False) -> dict[str, object]:
    simulated = operation(remains / 450, perished=perished)
    problem = simulated.problem
    begin = time.perf_counter()
    answer = solve(problem)
    seconds = time.perf_counter() - begin
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    right = sum(simulated.truth[each.remains] == each.person for each in answer.identifications)
    said = "with perished families, " if perished else ""
    print(
        f"{said}{len(problem.remains)} remains, {len(problem.families)} families, {len(problem.persons)} missing: "
        f"{seconds:.1f} s, {megabytes:.0f} MB, {answer.method.value}, bound {answer.bound:.1e}, "
        f"largest component {answer.largest_component} families; {len(answer.identifications)} named, {right} right, "
        f"{len(answer.sets)} sets, {len(answer.outsiders)} groups of outsiders"
    )
    return {
        "what": "operation", "perished": perished, "remains": len(problem.remains), "families": len(problem.families),
        "missing": len(problem.persons), "seconds": seconds, "megabytes": megabytes, "bound": answer.bound,
        "largest_component": answer.largest_component, "named": len(answer.identifications), "right": right,
    }  # fmt: skip


if __name__ == "__main__":
    main()
