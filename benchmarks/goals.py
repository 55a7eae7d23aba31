"""`python -m benchmarks.goals`: how fast the main job is, each number beside its limit; the last line is JSON.

Every measurement runs in a process and a database of its own. PostgreSQL is a temporary cluster of this machine, or
the server of `DATABASE_URL`; without either its number is null and stderr says why. `--first` adds the first start of
a new clone, which installs everything anew. `--only NAME` measures one.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import starts
from benchmarks.scratch import scratch_city
from tools import postgres


@dataclass(frozen=True)
class Limit:
    """A number's unit and bound; `most` says whether the bound is the largest allowed, or the smallest."""

    unit: str
    bound: float
    most: bool = True

    def verdict(self, value: float | None) -> dict[str, object]:
        """The number beside its limit; one that was not measured is neither right nor wrong."""
        ok = None if value is None else (value <= self.bound if self.most else value >= self.bound)
        rounded = None if value is None else round(value, 2)
        return {"value": rounded, "unit": self.unit, "limit": self.bound, "ok": ok}


LIMITS = {
    "import_2000_sqlite_s": Limit("s", 6),
    "import_2000_postgresql_s": Limit("s", 10),
    "roster_20000_s": Limit("s", 8),
    "page_p95_ms": Limit("ms", 60),
    "ledger_entries_per_s": Limit("entries/s", 50_000, most=False),
    "run_set_up_s": Limit("s", 8),
    "run_first_s": Limit("s", 45),
}
ON_POSTGRESQL = "import_2000_postgresql_s"
OUTSIDE: dict[str, Callable[[], float]] = {"run_set_up_s": starts.set_up_seconds, "run_first_s": starts.first_seconds}


def main() -> int:
    """Measure, print, and exit with 1 where a number misses its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.goals", description=__doc__)
    parser.add_argument("--only", choices=list(LIMITS))
    parser.add_argument("--first", action="store_true", help="also the first start of a new clone")
    parser.add_argument("--inside", choices=list(LIMITS), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        sys.stdout.write(f"{json.dumps(_inside(asked.inside))}\n")
        return 0
    names = [asked.only] if asked.only else [name for name in LIMITS if asked.first or name != "run_first_s"]
    found: dict[str, dict[str, object]] = {}
    for name in names:
        sys.stderr.write(f"{name} …\n")
        found[name] = LIMITS[name].verdict(_measured(name))
        sys.stderr.write(f"{name}: {found[name]['value']} {found[name]['unit']} (limit {found[name]['limit']})\n")
    sys.stdout.write(json.dumps(found) + "\n")
    return int(any(each["ok"] is False for each in found.values()))


def _measured(name: str) -> float | None:
    """A number, or None with a sentence on stderr where it cannot be had here."""
    if name in OUTSIDE:
        return _sentence_instead(OUTSIDE[name])
    command = [sys.executable, "-m", "benchmarks.goals", "--inside", name]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if name == ON_POSTGRESQL:
        if not os.environ.get("DATABASE_URL", "").startswith("postgres") and postgres.found() is None:
            sys.stderr.write("  no PostgreSQL here: install it (Debian: apt install postgresql)\n")
            return None
        command, environment = [sys.executable, postgres.__file__, *command], dict(os.environ)
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.stderr.write(f"  {name} could not be measured; the reason stands above\n")
        return None
    return float(json.loads(done.stdout.splitlines()[-1]))


def _sentence_instead(measure: Callable[[], float]) -> float | None:
    try:
        return measure()
    except (RuntimeError, OSError, subprocess.SubprocessError) as trouble:
        sys.stderr.write(f"  {trouble}\n")
        return None


def _inside(name: str) -> float:
    """One measurement, in a scratch city of this process; on a busy machine its processor time says more."""
    with scratch_city():
        value = _inside_city(name)
    spent = sum(sum(resource.getrusage(each)[:2]) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    sys.stderr.write(f"  processor time with what was prepared: {spent:.1f} s\n")
    return value


def _inside_city(name: str) -> float:
    # Modules with tables can be imported only now that Django is awake.
    from benchmarks import intake, ledger, pages, scale, town

    if name == "ledger_entries_per_s":
        return ledger.entries_per_second()
    city = town.settle()
    if name == "roster_20000_s":
        return intake.roster_seconds(city)
    if name == "page_p95_ms":
        owners = scale.build(city)
        scale.pass_a_night()
        return pages.p95_milliseconds(owners)
    return intake.import_seconds(city)


if __name__ == "__main__":
    sys.exit(main())
