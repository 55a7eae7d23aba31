"""Background work: which function does which kind of job, and what runs by the clock."""

from __future__ import annotations

JOBS: dict[str, str] = {
    "core.ledger.anchor": "zhicheng.core.ledger.jobs.anchor_daily",
    "core.ledger.verify": "zhicheng.core.ledger.jobs.check_chain",
    "core.jobs.sweep": "zhicheng.core.jobs.jobs.sweep_nightly",
    "core.evidence.sweep": "zhicheng.core.evidence.jobs.sweep_nightly",
    "core.accounts.forget-sessions": "zhicheng.core.accounts.jobs.forget_sessions",
    "goals.read-import": "zhicheng.goals.jobs.read_import",
    "goals.store-import": "zhicheng.goals.jobs.store",
    "statutes.recompute": "zhicheng.statutes.jobs.recompute",
    "statutes.note-overdue": "zhicheng.statutes.jobs.note_overdue",
    "goals.every-morning": "zhicheng.goals.jobs.every_morning",
    "publications.publish": "zhicheng.publications.jobs.publish",
    "publications.open-corrections": "zhicheng.publications.jobs.corrections",
    "publications.mend-shelf": "zhicheng.publications.jobs.shelf",
    "publications.forget-forms": "zhicheng.publications.jobs.forget",
    "goals.forget-imports": "zhicheng.goals.jobs.forget",
    "indicators.refresh-snapshot": "zhicheng.indicators.jobs.refresh",
}

# kind of job -> hour and minute of each day (Asia/Shanghai)
SCHEDULE: dict[str, tuple[int, int]] = {
    "core.ledger.anchor": (1, 30),
    "statutes.recompute": (0, 5),
    "statutes.note-overdue": (0, 10),
    "goals.every-morning": (0, 20),
    "publications.open-corrections": (1, 10),
    "publications.mend-shelf": (1, 50),
    "core.accounts.forget-sessions": (2, 0),
    "goals.forget-imports": (2, 5),
    "publications.forget-forms": (2, 7),
    "core.evidence.sweep": (2, 10),
    "core.jobs.sweep": (2, 20),
}
