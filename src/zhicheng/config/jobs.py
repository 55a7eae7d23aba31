"""Background work: which function does which kind of job, and what runs by the clock."""

from __future__ import annotations

JOBS: dict[str, str] = {
    "core.ledger.anchor": "zhicheng.core.ledger.jobs.anchor_daily",
    "goals.read-import": "zhicheng.goals.jobs.read_import",
    "goals.store-import": "zhicheng.goals.jobs.store",
    "statutes.recompute": "zhicheng.statutes.jobs.recompute",
    "statutes.note-overdue": "zhicheng.statutes.jobs.note_overdue",
    "goals.every-morning": "zhicheng.goals.jobs.every_morning",
}

# kind of job -> hour and minute of each day (Asia/Shanghai)
SCHEDULE: dict[str, tuple[int, int]] = {
    "core.ledger.anchor": (1, 30),
    "statutes.recompute": (0, 5),
    "statutes.note-overdue": (0, 10),
    "goals.every-morning": (0, 20),
}
