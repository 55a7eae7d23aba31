"""This room's work by the clock."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore

from zhicheng.core.jobs import Progress


def forget_sessions(job_args: dict[str, Any], *, progress: Progress) -> None:
    """Remove sign-ins that have run out, which otherwise stay in the table for ever."""
    SessionStore.clear_expired()
