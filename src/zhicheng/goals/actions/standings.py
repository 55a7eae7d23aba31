"""Standings brought up to a day: what is verified, what was expected, which light; nothing here is typed in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.db import transaction

from zhicheng.goals.models import Programme, Standing, Task
from zhicheng.goals.queries.reckoning import reckon

BATCH = 400
_held_back: ContextVar[set[int] | None] = ContextVar("held_back", default=None)


def refresh_programme(programme: int, *, on: date) -> int:
    """Bring all standings of a programme up to a day; returns how many tasks. In batches, each its own transaction."""
    keys = list(Task.objects.filter(programme=programme).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        _refresh(keys[start : start + BATCH], on=on)
    return len(keys)


def refresh_all(*, on: date) -> int:
    """Every morning: all programmes that are not closed."""
    running = Programme.objects.exclude(state="closed").values_list("pk", flat=True)
    return sum(refresh_programme(programme, on=on) for programme in running)


@transaction.atomic
def refresh_tasks(tasks: Collection[int], *, on: date) -> None:
    """Bring the named tasks and their parts up to a day, in one transaction; queries grow with batches, not tasks."""
    held = _held_back.get()
    if held is not None:
        held.update(tasks)
        return
    keys = sorted(tasks)
    for start in range(0, len(keys), BATCH):
        _refresh(keys[start : start + BATCH], on=on)


@contextmanager
def standings_later(*, on: date) -> Iterator[None]:
    """Inside, acts leave the standings as they are; at the end the tasks that were touched are brought up to the day.

    For thousands of acts at once. Whoever opens it holds a transaction around it, so that nobody reads what is behind.
    """
    token = _held_back.set(set())
    try:
        yield
        touched = _held_back.get() or set()
    finally:
        _held_back.reset(token)
    refresh_tasks(touched, on=on)


@transaction.atomic
def _refresh(tasks: Sequence[int], *, on: date) -> None:
    standings = reckon(tasks, on=on)
    Standing.objects.filter(task__in=tasks).delete()
    Standing.objects.bulk_create(standings, batch_size=500)
