"""Who listens to which entry: asked for with the entry, in its transaction, and in one hop."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module

import pytest
from django.db import transaction

from tests.indicators.conftest import Office
from zhicheng.config.jobs import JOBS
from zhicheng.config.reactions import REACTIONS
from zhicheng.core.jobs.models import Job
from zhicheng.core.ledger.declare import kinds
from zhicheng.goals.actions.programmes import open_programme


@pytest.mark.parametrize("kind", REACTIONS)
def test_reactions_name_declared_entries_and_jobs(kind: str) -> None:
    for job in REACTIONS[kind]:
        assert job in JOBS
        module, _dot, function = JOBS[job].rpartition(".")
        assert callable(getattr(import_module(module), function))
    if kind not in kinds():
        import_module(f"zhicheng.{kind.partition('.')[0]}.entries")
    assert kind in kinds()


def test_an_entry_asks_for_its_reactions_in_its_transaction(quiet_office: Office) -> None:
    office = quiet_office
    before = Job.objects.count()
    with transaction.atomic():
        open_programme(office.programme.pk, visibility="internal", reason="收回", by=office.clerk, at=office.at)
        assert Job.objects.count() == before + 1
        transaction.set_rollback(True)
    assert Job.objects.count() == before


def test_an_entry_that_nobody_listens_to_asks_for_nothing(office_at_work: Office) -> None:
    before = Job.objects.count()
    office_at_work.town.task(office_at_work.programme, number="2", title="样例任务")
    assert Job.objects.count() == before


def test_the_copy_is_brought_into_line_without_an_entry_of_its_own() -> None:
    module = import_module("zhicheng.indicators.actions.snapshots")
    called = {node.func.id for node in ast.walk(ast.parse(inspect.getsource(module)))
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip
    assert "record" not in called
