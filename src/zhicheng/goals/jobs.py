"""Background work of this module: reading and storing tables, opening periods, the morning's standings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from zhicheng.core.jobs import Progress
from zhicheng.goals.actions.forgetting import forget_imports
from zhicheng.goals.actions.imports import read_session, store_import
from zhicheng.goals.actions.reporting import open_reporting
from zhicheng.goals.actions.standings import refresh_all
from zhicheng.goals.models import Programme
from zhicheng.goals.rules.periods import ended


def read_import(args: Mapping[str, Any], *, progress: Progress) -> dict[str, Any]:
    """Read a kept file; reading again gives the same."""
    session = read_session(args["session"], by=progress.by, at=progress.at, tell=progress)
    return {"state": session.state}


def store(args: Mapping[str, Any], *, progress: Progress) -> dict[str, Any]:
    """Store a read file; a second run after a crash finds it stored or begins anew."""
    with progress.once():
        session = store_import(args["session"], by=progress.by, at=progress.at, tell=progress)
    return {"state": session.state}


def every_morning(args: Mapping[str, Any], *, progress: Progress) -> dict[str, Any]:
    """Open the reporting of periods that ended, then bring all standings up to today."""
    today = localdate(progress.at)
    for programme in Programme.objects.filter(state="issued"):
        past = ended(programme.first_year, programme.last_year, programme.reporting, on=today)
        if past and past[-1][0] != programme.opened_period:
            open_reporting(programme.pk, period=past[-1][0], by=progress.by, at=progress.at)
    return {"tasks": refresh_all(on=today)}


def forget(args: Mapping[str, Any], *, progress: Progress) -> dict[str, Any]:
    """Let go of tables that nobody stored in time; a second run finds none."""
    return {"imports": forget_imports(by=progress.by, at=progress.at)}
