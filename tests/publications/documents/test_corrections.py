"""A value that changes after publication opens a correction; the page shows both, with what changed and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.indicators.test_editions import correct
from tests.publications.documents.conftest import Desk
from zhicheng.core.access import SYSTEM
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, WrongState
from zhicheng.publications.actions import corrections, documents
from zhicheng.publications.models import Correction
from zhicheng.publications.queries import documents as queries
from zhicheng.publications.queries.published import published_document, published_documents

NAMES = tuple(f"墨溪样例{n}有限公司" for n in range(11))


@pytest.fixture
def bulletin(desk: Desk) -> str:
    """A published bulletin."""
    return desk.published()


def recount(desk: Desk) -> str:
    """A county's count is corrected, and a second edition of the period is frozen and published."""
    correct(desk.office, "county", *NAMES)
    with desk.commit():
        key = desk.office.freeze(reason="墨溪区补报名单经核实")
        desk.office.publish(key)
    return key


def test_nothing_is_opened_while_nothing_changed(desk: Desk, bulletin: str) -> None:
    assert corrections.open_corrections(by=SYSTEM, at=desk.at) == 0


def test_a_new_edition_opens_a_correction_once(desk: Desk, bulletin: str, last_entry: Any) -> None:
    key = recount(desk)
    assert corrections.open_corrections(by=SYSTEM, at=desk.at) > 0
    assert corrections.open_corrections(by=SYSTEM, at=desk.at) == 0
    found = {each.name: each for each in queries.corrections(desk.clerk)}
    assert (found["任务.1.核实数"].printed, found["任务.1.核实数"].new) == ("13", "16")
    assert found["任务.1.核实数"].edition == key
    assert found["任务.1.核实数"].cause == "墨溪区补报名单经核实"
    assert last_entry("publications.correction-opened")["document"] == bulletin


def test_a_count_verified_since_opens_one_without_a_new_edition(desk: Desk, bulletin: str) -> None:
    correct(desk.office, "county", *NAMES)
    assert corrections.open_corrections(by=SYSTEM, at=desk.at) > 0
    found = {each.name: each for each in queries.corrections(desk.clerk)}
    assert (found["任务.1.核实数"].printed, found["任务.1.核实数"].new, found["任务.1.核实数"].edition) == (
        "13",
        "16",
        "",
    )


def test_the_corrected_version_stands_at_the_same_address_beside_the_old_one(
    desk: Desk, bulletin: str, shelf: Path, last_entry: Any
) -> None:
    key = recount(desk)
    corrections.open_corrections(by=SYSTEM, at=desk.at)
    version = corrections.begin_correction(bulletin, by=desk.clerk, at=desk.at)
    assert (version.number, version.edition, version.reviewed) == (2, key, False)
    assert "墨溪区补报名单经核实" in version.change_note
    assert last_entry("publications.correction-begun")["version"] == 2
    desk.write(bulletin, version.template, change_note="墨溪区补报 3 家，经核实计入。")
    desk.pass_on(bulletin)
    number = desk.publish(bulletin).number_text
    (head,) = published_documents(shelf)
    assert (head.state, head.version, head.number_text) == ("corrected", 2, number)
    assert head.corrected_reason == "墨溪区补报 3 家，经核实计入。"
    assert [each.state for each in head.versions] == ["superseded", "published"]
    assert any("由 13 改为 16" in each for each in head.versions[1].changes)
    assert "16家" in published_document(shelf, bulletin).text
    assert "13家" in published_document(shelf, bulletin, 1).text
    assert {each.state for each in Correction.objects.all()} == {"corrected"}
    detail = queries.document(bulletin, desk.clerk, at=desk.at)
    assert [each.number for each in detail.versions] == [2, 1]


def test_a_correction_is_dismissed_only_with_a_reason_and_not_raised_again(
    desk: Desk, bulletin: str, last_entry: Any
) -> None:
    recount(desk)
    corrections.open_corrections(by=SYSTEM, at=desk.at)
    for line in queries.corrections(desk.clerk):
        with pytest.raises(RuleBroken):
            corrections.dismiss_correction(line.pk, reason=" ", by=desk.clerk, at=desk.at)
        with pytest.raises(NotAllowed):
            corrections.dismiss_correction(line.pk, reason="x", by=desk.office.town.county, at=desk.at)
        corrections.dismiss_correction(line.pk, reason="补报在截止日之后，下期计入", by=desk.clerk, at=desk.at)
    assert last_entry("publications.correction-dismissed")["document"] == bulletin
    with pytest.raises(WrongState):
        corrections.dismiss_correction(line.pk, reason="再来", by=desk.clerk, at=desk.at)
    with pytest.raises(Missing):
        corrections.dismiss_correction(999_999, reason="无", by=desk.clerk, at=desk.at)
    assert corrections.open_corrections(by=SYSTEM, at=desk.at) == 0


def test_a_correction_needs_something_published_and_only_one_is_worked_on(desk: Desk, bulletin: str) -> None:
    draft = desk.draft()
    with pytest.raises(WrongState):
        corrections.begin_correction(draft, reason="x", by=desk.clerk, at=desk.at)
    with pytest.raises(RuleBroken):
        corrections.begin_correction(bulletin, by=desk.clerk, at=desk.at)
    corrections.begin_correction(bulletin, reason="错字", by=desk.clerk, at=desk.at)
    with pytest.raises(WrongState):
        corrections.begin_correction(bulletin, reason="错字", by=desk.clerk, at=desk.at)


def test_a_dropped_correction_leaves_what_it_was_to_make_open_again(desk: Desk, bulletin: str) -> None:
    recount(desk)
    corrections.open_corrections(by=SYSTEM, at=desk.at)
    corrections.begin_correction(bulletin, by=desk.clerk, at=desk.at)
    assert queries.corrections(desk.clerk) == []
    documents.drop_version(bulletin, by=desk.clerk, at=desk.at)
    assert queries.corrections(desk.clerk)
    assert corrections.begin_correction(bulletin, by=desk.clerk, at=desk.at).number == 3


def test_withdrawal_drops_the_correction_that_is_worked_on(desk: Desk, bulletin: str, shelf: Path) -> None:
    corrections.begin_correction(bulletin, reason="错字", by=desk.clerk, at=desk.at)
    desk.withdraw(bulletin)
    assert desk.version(bulletin).state == "dropped"
    assert published_documents(shelf)[0].state == "withdrawn"


def test_a_stale_figure_stops_approval_and_publication(desk: Desk) -> None:
    code = desk.approved()
    recount(desk)
    with pytest.raises(RuleBroken, match="检查之后数据有变化"):
        desk.publish(code)
    again = desk.draft()
    desk.write(again)
    desk.check(again)
    assert "stale-figure" in {each["code"] for each in desk.version(again).findings}
