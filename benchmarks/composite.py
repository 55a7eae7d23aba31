"""`python -m benchmarks.composite`: how fast a composite index and its studies are; the last line is JSON.

The example is the field's own (51 countries, 49 indicators, `../shared/data/composite-asem`); the four factors are those
of COINr's guide: winsorising 1 to 5 cells, min-max or z scores, weights moved by up to 25 %, arithmetic or geometric
means. Every number comes from a process of its own on one core: wall and processor seconds are both printed, the value
is the least processor time of several takes, which a busy machine moves less. `--only NAME` measures one.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Limit:
    """A number's unit and bound; `most` says whether the bound is the largest allowed, or the smallest."""

    unit: str
    bound: float
    most: bool = True
    digits: int = 4

    def verdict(self, value: float | None) -> dict[str, object]:
        """The number beside its limit; one that was not measured is neither right nor wrong."""
        ok = None if value is None else (value <= self.bound if self.most else value >= self.bound)
        rounded = None if value is None else round(value, self.digits)
        return {"value": rounded, "unit": self.unit, "limit": self.bound, "ok": ok}


LIMITS = {
    "sa_6000_s": Limit("s", 0.1),
    "ua_1000_s": Limit("s", 0.04),
    "runs_per_s": Limit("runs/s", 200_000, most=False, digits=0),
    "runs_gaps_per_s": Limit("runs/s", 40_000, most=False, digits=0),
    "runs_noise_per_s": Limit("runs/s", 8_000, most=False, digits=0),
    "aggregate_10000x50_ms": Limit("ms", 10, digits=2),
    "copeland_400_ms": Limit("ms", 125, digits=1),
    "rebuild_ms": Limit("ms", 6, digits=2),
    "million_runs_mib": Limit("MiB", 100, digits=1),
    "first_order_rmse": Limit("", 0.03),
}


def main() -> int:
    """Measure, print, and exit with 1 where a number misses its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.composite", description=__doc__)
    parser.add_argument("--only", choices=list(LIMITS))
    parser.add_argument("--inside", choices=list(LIMITS), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        sys.stdout.write(f"{json.dumps(_inside(asked.inside))}\n")
        return 0
    found: dict[str, dict[str, object]] = {}
    for name in [asked.only] if asked.only else LIMITS:
        value = _measured(name)
        found[name] = LIMITS[name].verdict(value)
        sys.stderr.write(f"{name}: {found[name]['value']} {found[name]['unit']} (limit {found[name]['limit']})\n")
    sys.stdout.write(json.dumps(found) + "\n")
    return int(any(each["ok"] is False for each in found.values()))


def _measured(name: str) -> float | None:
    """A number from a process of its own, or None where it cannot be had; stderr says why."""
    path = os.pathsep.join(["hengliang/src", os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, **ONE_CORE, "PYTHONPATH": path}
    command = [sys.executable, "-m", "benchmarks.composite", "--inside", name]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.stderr.write(f"  {name} could not be measured; the reason stands above\n")
        return None
    answer = json.loads(done.stdout.splitlines()[-1])
    if answer.get("cpu") is not None:
        sys.stderr.write(f"  {name}: wall {answer['wall']:.4g}, processor {answer['cpu']:.4g}\n")
    return answer["value"] if answer["value"] is None else float(answer["value"])


def _inside(name: str) -> dict[str, float | None]:
    from benchmarks import composite_cases as cases

    if not cases.AT_HAND and name not in ("aggregate_10000x50_ms", "copeland_400_ms"):
        sys.stderr.write(f"  the example is not here: {cases.FOLDER}\n")
        return {"value": None, "wall": None, "cpu": None}
    if name == "million_runs_mib":
        return {"value": _grown_mib(cases.million_runs()), "wall": None, "cpu": None}
    if name == "first_order_rmse":
        return {"value": cases.first_order_rmse(), "wall": None, "cpu": None}
    work, runs = cases.CASES[name]
    wall, cpu = _best(work)
    if LIMITS[name].unit == "runs/s":
        return {"value": runs / cpu, "wall": runs / wall, "cpu": runs / cpu}
    scale = 1000.0 if LIMITS[name].unit == "ms" else 1.0
    return {"value": cpu * scale, "wall": wall * scale, "cpu": cpu * scale}


def _best(make: Callable[[], Callable[[], object]], takes: int = 7) -> tuple[float, float]:
    """The shortest wall and processor time of a call, after two that warm up."""
    work = make()
    walls, cpus = [], []
    for take in range(takes + 2):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        if take > 1:
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
    return min(walls), min(cpus)


def _grown_mib(work: Callable[[], object]) -> float:
    """How much the largest memory of this process grows over what it was before."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    work()
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024.0


if __name__ == "__main__":
    sys.exit(main())
