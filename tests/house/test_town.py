"""The small town is what every other test stands on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.town import COUNTY, OTHER_COUNTY, PASSWORD, Town
from zhicheng.core.access import Scope, may
from zhicheng.core.accounts.models import Account
from zhicheng.core.ledger.verification import verify
from zhicheng.goals.permissions import P

pytestmark = pytest.mark.django_db


@pytest.mark.clause("A1")
def test_what_each_may_do_follows_from_the_post(town: Town) -> None:
    here = Scope(COUNTY, frozenset({town.organisations["county"]}))
    may_report = {part for part in ("office", "lead", "county", "stranger", "citizen")
                  if may(getattr(town, part), P.REPORT_WRITE, here)}  # fmt: skip
    may_assign = {part for part in ("office", "lead", "county", "stranger", "citizen")
                  if may(getattr(town, part), P.TASK_ASSIGN, here)}  # fmt: skip
    assert (may_report, may_assign) == ({"county"}, {"office"})


def test_the_stranger_stands_in_another_county(town: Town) -> None:
    assert [grant.region for grant in town.stranger.grants] == [OTHER_COUNTY]
    assert town.stranger.organisations == (town.organisations["stranger"],)


def test_everybody_with_a_post_can_sign_in(town: Town) -> None:
    for part in ("administrator", "office", "lead", "county", "stranger"):
        assert Account.objects.get(username=part).check_password(PASSWORD)


def test_the_town_is_written_in_the_ledger(town: Town) -> None:
    verdict = verify()
    assert verdict.ok
    assert verdict.entries == 1 + 4 + 5 * 3


def test_the_tests_have_a_city_folder_of_their_own(settings, at: datetime) -> None:  # type: ignore[no-untyped-def]
    assert "zhicheng-tests-" in str(settings.CITY.folder)
    assert Path(settings.CITY.folder).is_dir()
    assert at.utcoffset()
