"""Asking for work: a row in the caller's transaction, so that a job exists exactly if its cause does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from zhicheng.core.access import Actor


def enqueue(
    kind: str,
    args: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    subject: str = "",
    key: str | None = None,
    run_after: datetime | None = None,
) -> Any:
    """Put a job into the queue and return its row.

    `args` are plain JSON values. With a `key`, a job that has it already is returned instead of a second one.
    Raises: ValueError for a kind that the table of jobs does not know.
    """
    if kind not in functions():
        raise ValueError(f"no job of kind {kind!r} in {settings.JOBS}")
    # By name, because this module is reached from the package's `__init__`, before Django has loaded the tables.
    jobs = apps.get_model("jobs", "Job").objects
    values = {
        "kind": kind, "args": dict(args), "subject": subject, "account": by.account_id, "person": by.person,
        "enqueued_at": at, "run_after": run_after or at,
    }  # fmt: skip
    if key is None:
        return jobs.create(**values)
    return jobs.get_or_create(key=key, defaults=values)[0]


@cache
def functions() -> Mapping[str, str]:
    """Kind of job to the dotted path of its function, as declared at the top of the house."""
    table: Mapping[str, str] = import_string(settings.JOBS)
    return table
