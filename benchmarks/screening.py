"""Screening measured: a country's remains against its families, what it grows by, and what it is held against.

    python benchmarks/screening.py [--json OUT] [--quick]

50,000 remains and 70,000 families of seven ordinary kinds at 24 loci: 3.5 × 10⁹ pairs, each decided exactly. Every
measurement is made in a process of its own, warm, and repeated; the least is quoted. CPU-seconds are of all threads.
The roof is how fast one core reads lines of 64 bytes from a table as large as a block's and adds them with saturation.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from country import (
    AT_LEAST,
    FAMILIES,
    LOCI,
    PARENT,
    PROPORTIONAL,
    REMAINS,
    SIBLING,
    STEPWISE,
    Country,
    country,
    cpu,
    cpu_and_wall,
    peak_memory_gb,
    themselves,
)
from imena.kinship import Mutation
from imena.kinship.screening import Group, Index, SamePerson, kernels, parts, screen
from imena.kinship.screening.lines import begins_of
from imena.kinship.screening.parts import Aim, Lineup, screen_part
from imena.kinship.screening.search import parts_of

REPEATS = 5
GROWTH = ((5_000, 7_000), (20_000, 28_000), (50_000, 70_000), (100_000, 140_000), (200_000, 280_000))
Figures = dict[str, Any]


def search(
    country: Country, groups: list[Group] | None = None, *, best: int = 0, executor: Executor | None = None
) -> int:
    """A whole search; returns how many pairs reach the threshold."""
    found = screen(
        country.remains, groups or country.groups, country.models, at_least=AT_LEAST, best=best, executor=executor
    )
    return len(found.hits)


def warmed() -> None:
    """Load the compiled code, or compile it."""
    small = country(200, 700)
    search(small)
    search(small, best=1)


def full_pass(remains: int, families: int, mutation: Mutation, best: int) -> Figures:
    """From codes to hits on one core, and the wall with two threads."""
    warmed()
    all = country(remains, families, mutation)
    runs = [cpu_and_wall(lambda: search(all, best=best)) for _ in range(REPEATS)]
    memory = peak_memory_gb()
    with ThreadPoolExecutor(2) as threads:
        beside = [cpu_and_wall(lambda: search(all, best=best, executor=threads)) for _ in range(REPEATS)]
    return {
        "remains": remains,
        "families": families,
        "pairs": remains * families,
        "hits": search(all),
        "cpu_s": min(spent for spent, _ in runs),
        "cpu_s_median": float(np.median([spent for spent, _ in runs])),
        "wall_s_one_thread": min(wall for _, wall in runs),
        "wall_s": min(wall for _, wall in beside),
        "cpu_s_two_threads": min(spent for spent, _ in beside),
        "peak_memory_gb": memory,
        "peak_memory_gb_two_threads": peak_memory_gb(),
    }


def growth(remains: int, families: int) -> Figures:
    """One run of a size."""
    warmed()
    all = country(remains, families)
    spent, wall = min(cpu_and_wall(lambda: search(all)) for _ in range(1 if remains > REMAINS else 3))
    return {
        "remains": remains,
        "families": families,
        "cpu_s": spent,
        "wall_s": wall,
        "ns_per_pair": 1e9 * spent / (remains * families),
        "peak_memory_gb": peak_memory_gb(),
    }


class Stopwatch:
    """CPU-seconds spent in functions, by name, while they are looked at."""

    def __init__(self, *functions: tuple[object, str]) -> None:
        self.spent = {name: 0.0 for _, name in functions}
        for module, name in functions:
            setattr(module, name, self._timed(name, getattr(module, name)))

    def _timed(self, name: str, function: Callable[..., object]) -> Callable[..., object]:
        def timed(*arguments: object, **named: object) -> object:
            begin = time.thread_time()
            result = function(*arguments, **named)
            self.spent[name] += time.thread_time() - begin
            return result

        return timed


def scan_and_rivals() -> Figures:
    """Where the time goes; the scan beside the roof, and the whole beside its rivals, in one process."""
    import rivals

    warmed()
    all = country()
    lineup = Lineup.of(all.remains)
    additions = lineup.lines.shape[1]
    lines = int(begins_of(lineup.widths, lineup.pairs)[-1])
    steps = [(kernels, name) for name in ("pack", "join", "scan", "score")]
    stopwatch = Stopwatch((parts, "rows_of"), *steps)
    of_runs, roofs = [], []
    for _ in range(REPEATS):
        roofs.append(rivals.roof(lines))
        stopwatch.spent.update(dict.fromkeys(stopwatch.spent, 0.0))
        whole = cpu(lambda: search(all), 1)
        of_runs.append({"whole": whole, **stopwatch.spent})
    least = {name: min(run[name] for run in of_runs) for name in of_runs[0]}
    blocks = sum(-(-len(group) // 64) for group in all.groups)
    added = blocks * REMAINS * additions
    pairs = REMAINS * FAMILIES
    per_pair = rivals.seconds_per_pair(all)
    return {
        "cpu_s_by_step": least,
        "roof_gb_per_s": max(roofs) * 64 / 1e9,
        "lines_of_a_block": lines,
        "additions_per_profile": additions,
        "scan_gb_per_s": added * 64 / least["scan"] / 1e9,
        "scan_fraction_of_roof": added / least["scan"] / max(roofs),
        "rivals_cpu_s": {name: each * pairs for name, each in per_pair.items()},
        "rivals_ratio": {name: each * pairs / least["whole"] for name, each in per_pair.items()},
    }


def remains_with_remains() -> Figures:
    """Every remains against every remains: the same person, and two relations of the first degree."""
    warmed()
    all = country()
    same = [themselves(all.remains, SamePerson(), "same person")]
    kin = [themselves(all.remains, PARENT, "parent or child"), themselves(all.remains, SIBLING, "sibling")]
    search(all, [group.part(0, 200) for group in same + kin])
    return {
        "pairs": REMAINS**2,
        "same_person_cpu_s": cpu(lambda: search(all, same), 3),
        "first_degree_cpu_s": cpu(lambda: search(all, kin), 3),
        "peak_memory_gb": peak_memory_gb(),
    }


def incremental() -> Figures:
    """One more profile, or one more family, against an index."""
    warmed()
    all = country()
    search(country(2_000, 7_000))
    before = peak_memory_gb()
    built: list[Index] = []
    index_cpu = cpu(lambda: built.append(Index(all.remains, all.groups, all.models)), 1)
    memory = peak_memory_gb() - before
    index = built[0]
    profiles = [index.remains.codes[number].tolist() for number in range(20)]
    families = [group.part(number, number + 1) for group in all.groups for number in range(3)]
    profile_ms = [1e3 * cpu(lambda one=one: index.of_profile(one, None), 3) for one in profiles]  # type: ignore[misc]
    family_ms = [1e3 * cpu(lambda one=one: index.of_families(one), 3) for one in families]  # type: ignore[misc]
    return {
        "index_cpu_s": index_cpu,
        "index_memory_gb": memory,
        "profile_ms": float(np.median(profile_ms)),
        "family_ms": float(np.median(family_ms)),
        "family_ms_most": max(family_ms),
    }


def search_shared(country: Country, client: Any) -> int:
    """A search whose remains are sent to Dask's workers once."""
    lineup = client.scatter(Lineup.of(country.remains), broadcast=True, hash=False)
    futures = [
        client.submit(screen_part, lineup, part.groups, country.models, Aim(AT_LEAST), pure=False)
        for part in parts_of(country.groups)
    ]
    return sum(len(found.hits) for found in client.gather(futures))


ALLOCATOR = {"MALLOC_TRIM_THRESHOLD_": 2**28, "MALLOC_MMAP_THRESHOLD_": 2**26}
"""Dask has its workers give memory back at once; with glibc each part then costs half as much again to get it anew."""


def dask() -> Figures | None:
    """Two workers of a local Dask cluster beside two processes and two threads, warm; CPU-seconds are of all of them.

    Remains go to the workers once, or with each part, as `screen` sends them to any executor.
    """
    if find_spec("distributed") is None:
        return None
    import dask
    import psutil  # type: ignore[import-untyped]
    from distributed import Client, LocalCluster

    warmed()
    all = country()
    spent: dict[str, list[tuple[float, float]]] = {}
    with ExitStack() as stack:
        processes = stack.enter_context(ProcessPoolExecutor(2, mp_context=get_context("spawn")))
        search(all, executor=processes)  # started before Dask changes the environment
        dask.config.set({"distributed.nanny.pre-spawn-environ": ALLOCATOR})
        workers = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0")  # type: ignore[no-untyped-call]
        client = stack.enter_context(Client(stack.enter_context(workers)))  # type: ignore[no-untyped-call]
        executors = {
            "dask, remains with each part": client.get_executor(pure=False),
            "processes": processes,
            "threads": stack.enter_context(ThreadPoolExecutor(2)),
        }
        searches: dict[str, Callable[[], object]] = {
            name: partial(search, all, executor=executor) for name, executor in executors.items()
        }
        searches["dask"] = partial(search_shared, all, client)
        us = [psutil.Process(), *psutil.Process().children(recursive=True)]
        for number in range(1 + REPEATS):
            for name, work in searches.items():
                before = sum(sum(one.cpu_times()[:2]) for one in us)
                _, wall = cpu_and_wall(work)
                if number:
                    cpu_seconds = sum(sum(one.cpu_times()[:2]) for one in us) - before
                    spent.setdefault(name, []).append((cpu_seconds, wall))
    figures: Figures = {}
    for place, what in enumerate(("cpu", "wall")):
        least = {name: min(run[place] for run in runs) for name, runs in spent.items()}
        figures[f"{what}_s"] = least
        figures[f"{what}_over_threads"] = least["dask"] / least["threads"] - 1
        figures[f"{what}_over_processes"] = least["dask"] / least["processes"] - 1
    return figures


FIRST = """
import time
begin = time.perf_counter()
import imena.kinship.screening
imported = time.perf_counter() - begin
import country
small = country.country(200, 70)
begin = time.perf_counter()
imena.kinship.screening.screen(small.remains, small.groups[:1], small.models, at_least=3.0)
print(imported, time.perf_counter() - begin)
"""


def cold_start() -> Figures:
    """New processes: without compiled code on disk, then with it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "NUMBA_CACHE_DIR": folder}
        runs = []
        for _ in range(1 + REPEATS):
            done = subprocess.run(
                [sys.executable, "-c", FIRST], env=environment, cwd=Path(__file__).parent, check=True,
                capture_output=True, text=True,
            )  # fmt: skip
            runs.append([float(number) for number in done.stdout.split()])
    return {
        "import_s": min(imported for imported, _ in runs),
        "first_result_compiling_s": runs[0][1],
        "first_result_s": min(first for _, first in runs[1:]),
    }


def machine() -> Figures:
    """What measures."""
    described: Figures = {
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "numba", "llvmlite")},
        "date": time.strftime("%Y-%m-%d"),
    }
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return described
    of_one = dict(line.split(":", 1) for line in text.split("\n\n")[0].splitlines() if ":" in line)
    told = {name.strip(): value.strip() for name, value in of_one.items()}
    described["model"] = told.get("model name", "")
    described["avx512"] = "avx512bw" in told.get("flags", "").split()
    return described


def apart(work: Callable[..., Any], *arguments: object) -> Any:
    """Do something in a new process, so that neither its memory nor its caches are another's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *arguments).result()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--quick", action="store_true", help="leave out the two largest sizes")
    arguments = parser.parse_args()
    figures: Figures = {"machine": machine(), "at_least": AT_LEAST, "loci": LOCI}
    print(*(f"{name} {value}" for name, value in figures["machine"].items()), sep=", ")

    headline = figures["full_pass"] = apart(full_pass, REMAINS, FAMILIES, PROPORTIONAL, 0)
    say_pass("full pass", headline)
    figures["full_pass_best_3"] = apart(full_pass, REMAINS, FAMILIES, PROPORTIONAL, 3)
    say_pass("and the best 3 of each", figures["full_pass_best_3"])
    figures["full_pass_stepwise"] = apart(full_pass, REMAINS, FAMILIES, STEPWISE, 0)
    say_pass("stepwise mutation", figures["full_pass_stepwise"])

    scan = figures["scan"] = apart(scan_and_rivals)
    print("CPU s by step:", ", ".join(f"{name} {spent:.2f}" for name, spent in scan["cpu_s_by_step"].items()))
    print(f"scan {scan['scan_gb_per_s']:.0f} GB/s, {scan['scan_fraction_of_roof']:.2f} of the roof of "
          f"{scan['roof_gb_per_s']:.0f} GB/s, {scan['additions_per_profile']} additions for {LOCI} loci")  # fmt: skip
    for name, spent in scan["rivals_cpu_s"].items():
        print(f"{name}: {spent:,.0f} CPU s, {scan['rivals_ratio'][name]:,.0f} times the full pass")

    figures["growth"] = []
    for remains, families in GROWTH[:3] if arguments.quick else GROWTH:
        figures["growth"].append(found := apart(growth, remains, families))
        print(f"{remains:,} × {families:,}: {found['cpu_s']:.2f} CPU s, {found['ns_per_pair']:.2f} ns a pair, "
              f"{found['peak_memory_gb']:.2f} GB")  # fmt: skip

    found = figures["remains_with_remains"] = apart(remains_with_remains)
    print(f"remains with remains: same person {found['same_person_cpu_s']:.2f} CPU s, parent or child and siblings "
          f"{found['first_degree_cpu_s']:.2f} CPU s")  # fmt: skip
    found = figures["incremental"] = apart(incremental)
    print(f"index {found['index_cpu_s']:.2f} CPU s, {found['index_memory_gb']:.2f} GB; one more profile "
          f"{found['profile_ms']:.1f} ms, one more family {found['family_ms']:.1f} ms")  # fmt: skip
    found = figures["dask"] = apart(dask)
    say_dask(found)
    found = figures["cold_start"] = cold_start()
    print(f"import {found['import_s']:.2f} s, first result {found['first_result_s']:.2f} s, compiling "
          f"{found['first_result_compiling_s']:.1f} s")  # fmt: skip

    figures |= {
        "full_pass_cpu_s": headline["cpu_s"],
        "full_pass_wall_s": headline["wall_s"],
        "peak_memory_gb": headline["peak_memory_gb_two_threads"],
        "scan_fraction_of_roof": scan["scan_fraction_of_roof"],
        "ratio_to_pairwise_engine": scan["rivals_ratio"]["exact engine, one pair at a time"],
        "remains_pass_cpu_s": figures["remains_with_remains"]["same_person_cpu_s"],
        "incremental_ms": {name: figures["incremental"][f"{name}_ms"] for name in ("profile", "family")},
        "dask_overhead": figures["dask"]
        and {name: figures["dask"][f"cpu_over_{name}"] for name in ("threads", "processes")},
    }
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1))


def say_pass(what: str, found: Figures) -> None:
    print(f"{what}: {found['cpu_s']:.2f} CPU s (median {found['cpu_s_median']:.2f}), with two threads "
          f"{found['wall_s']:.2f} s wall, {found['peak_memory_gb_two_threads']:.2f} GB, "
          f"{found['hits']:,} hits")  # fmt: skip


def say_dask(found: Figures | None) -> None:
    if found is None:
        print("Dask is not installed: no figure for it")
        return
    for what in ("cpu", "wall"):
        print(f"Dask {what} {found[f'{what}_s']['dask']:.2f} s, {found[f'{what}_over_threads']:+.0%} beside threads, "
              f"{found[f'{what}_over_processes']:+.0%} beside processes")  # fmt: skip


if __name__ == "__main__":
    main()
