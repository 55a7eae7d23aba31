"""How long a table takes from its bytes to stored tasks, and a county's sheet from its bytes to stored reports."""

from __future__ import annotations

import hashlib
import tempfile
import time
from pathlib import Path

from benchmarks import sheets, town
from benchmarks.scratch import AT, PERIOD
from zhicheng.core.intake import Limits, read_rows
from zhicheng.demo.founding import Town
from zhicheng.demo.people import DEMO_COUNTY
from zhicheng.goals.actions.imports import begin_import, read_session, store_import
from zhicheng.goals.actions.sheets import submit_sheet
from zhicheng.goals.contracts.quarter_sheet import read_quarter_sheet
from zhicheng.goals.models import Assignment, RosterRow, Task
from zhicheng.goals.queries.sheets import period_sheet

TASKS, NAMES, PARTS = 2_000, 20_000, 10


def import_seconds(city: Town) -> float:
    """From the bytes of a table of 2,000 tasks to the tasks and parts in the database."""
    owner, office = town.programme(city, "measured-import"), city.named["office"]
    content = sheets.decomposition(TASKS)
    began = time.perf_counter()
    session = begin_import(owner.pk, content=content, file_name="分解表.xlsx", by=office, at=AT)
    read = read_session(session.pk, by=office, at=AT)
    if read.state != "ready":
        raise RuntimeError(f"{read.state}: {read.refusal or (read.reading or {}).get('questions', [])[:3]}")
    store_import(session.pk, by=office, at=AT)
    taken = time.perf_counter() - began
    stored = Task.objects.filter(programme=owner)
    if stored.count() != TASKS or Assignment.objects.filter(task__programme=owner).count() != TASKS * 11:
        raise RuntimeError(f"{stored.count()} tasks were stored of {TASKS}")
    return taken


def roster_seconds(city: Town) -> float:
    """From the bytes of a county's workbook with 20,000 names to checked and stored reports."""
    owner, officer = town.programme(city, "measured-roster"), city.officer(DEMO_COUNTY.code)
    town.under_way(city, owner, tasks=PARTS, county=DEMO_COUNTY.code)
    unit, on = city.units[DEMO_COUNTY.code], AT.date()
    found = period_sheet(owner.code, PERIOD, unit, officer, on=on)
    content = sheets.filled_period(list(found.tasks), names=NAMES, town=city)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "三季度.xlsx"
        path.write_bytes(content)
        began = time.perf_counter()
        filled = read_quarter_sheet(
            read_rows(path, name=path.name, limits=Limits(rows=40_000, columns=100)), found.tasks
        )
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        submit_sheet(unit, programme=owner.pk, period=PERIOD, filled=filled, sha256=sha256, by=officer, at=AT)
        taken = time.perf_counter() - began
    if RosterRow.objects.filter(task__programme=owner, state="live").count() != NAMES:
        raise RuntimeError("not every name was stored")
    return taken
