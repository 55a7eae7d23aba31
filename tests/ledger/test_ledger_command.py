"""What `zhicheng ledger` says and with which exit code it ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from click.testing import Result
from django.conf import settings
from django.db import connection
from typer.testing import CliRunner

from zhicheng.cli import ledger
from zhicheng.core.jobs import runner
from zhicheng.core.ledger import guards
from zhicheng.core.refusal import Missing


def say(*words: str) -> Result:
    """Run `zhicheng ledger` with these words."""
    return CliRunner().invoke(ledger.app, words)


def test_a_sound_chain_ends_with_0_and_says_how_much_was_checked(chain):
    chain(3)
    assert say("anchor").exit_code == 0
    said = say("verify")
    assert said.exit_code == 0
    assert "共 3 条，逐条核对无误，与 1 个签名锚点一致" in said.stdout


def test_a_broken_chain_ends_with_1_and_names_the_entry(chain, tamper):
    chain(3)
    tamper("UPDATE ledger_entry SET person = 'x' WHERE sequence = 2")
    said = say("verify")
    assert said.exit_code == 1
    assert "账本不可信：第 2 条被改动" in said.stderr


def test_missing_guards_are_said(chain):
    chain(1)
    guards.remove(connection)
    assert "触发器缺失" in say("verify").stdout


def test_an_anchor_that_is_not_there_is_refused(chain, tmp_path):
    assert isinstance(say("verify", "--anchor", str(tmp_path / "none.json")).exception, Missing)


@pytest.mark.django_db
def test_the_head_is_signed_every_day_by_the_timetable(chain, city):
    chain(2)
    now = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert "core.ledger.anchor" in runner.run_schedule(now=now)
    while runner.run_next(worker="here:1:a", clock=lambda: now):
        pass
    assert (settings.CITY.folder / "anchors" / "2026-03-02.json").exists()
