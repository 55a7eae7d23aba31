"""A document's way: each step allowed, refused, recorded; numbers without gaps; nothing half published."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.publications.documents.conftest import FILLED, TEXT, Desk
from zhicheng.core.refusal import Missing, NotAllowed, Refusal, RuleBroken, WrongState
from zhicheng.publications.actions import approving, documents, publishing
from zhicheng.publications.actions.documents import Overtaken
from zhicheng.publications.checking.findings import from_plain
from zhicheng.publications.models import Document, NumberSeries
from zhicheng.publications.queries import documents as queries
from zhicheng.publications.queries.published import published_document, published_documents
from zhicheng.statutes.queries import RunningClock, clocks_of


def codes(desk: Desk, code: str) -> list[str]:
    """The codes of what was found."""
    return [each.code for each in from_plain(desk.version(code).findings)]


def clocks(desk: Desk, code: str) -> list[RunningClock]:
    """The time limits on its newest version, ended ones too."""
    subject = desk.version(code).subject
    return clocks_of([subject], at=desk.at, closed=True)[subject]


def test_a_clerk_begins_a_document_with_the_text_of_its_kind(desk: Desk, last_entry: Any) -> None:
    code = desk.draft()
    version = desk.version(code)
    assert version.state == "draft"
    assert version.title == "关于2025年三季度质量强市重点任务进展情况的通报"
    assert last_entry("publications.document-drafted")["document"] == code


def test_a_county_cannot_begin_one_nor_see_what_is_being_written(desk: Desk) -> None:
    code = desk.draft()
    county = desk.office.town.county
    with pytest.raises(NotAllowed):
        documents.draft_document("bulletin", by=county, at=desk.at)
    with pytest.raises(Missing):
        queries.document(code, county, at=desk.at)
    assert queries.documents(county) == []
    assert [each.code for each in queries.documents(desk.clerk)] == [code]


def test_an_unknown_kind_edition_or_letterhead_is_refused(desk: Desk) -> None:
    for more in ({"kind": "poem"}, {"edition": "no-such"}, {"head": "no-such"}):
        with pytest.raises(Missing):
            documents.draft_document(**{"kind": "notice", **more}, by=desk.clerk, at=desk.at)


def test_saving_keeps_the_text_and_says_so(desk: Desk, last_entry: Any) -> None:
    code = desk.draft()
    version = desk.write(code)
    assert version.template == TEXT
    assert version.stamp == 2
    assert last_entry("publications.document-saved")["stamp"] == 2
    assert desk.write(code).stamp == 2  # nothing changed


def test_of_two_who_edit_the_second_is_told_and_overwrites_nothing(desk: Desk) -> None:
    code = desk.draft()
    desk.write(code, TEXT + "第一人\n")
    with pytest.raises(Overtaken):
        desk.write(code, TEXT + "第二人\n", by=desk.head, stamp=1)
    assert desk.version(code).template.endswith("第一人\n")
    with pytest.raises(Overtaken):
        documents.check_document(code, stamp=1, by=desk.clerk, at=desk.at)


def test_a_choice_that_there_is_none_of_is_refused(desk: Desk) -> None:
    code = desk.draft()
    for more in ({"urgency": "很急"}, {"disclosure": "保密"}, {"language": "fr"}):
        with pytest.raises(RuleBroken):
            desk.write(code, **more)


def test_what_our_own_renderer_sets_has_nothing_wrong_with_its_layout(desk: Desk) -> None:
    code = desk.draft()
    desk.write(code)
    desk.check(code)
    told = [each["code"] for each in desk.version(code).findings]
    assert "layout" not in told
    assert "unrendered" not in told


def test_the_check_is_kept_with_what_it_found(desk: Desk, last_entry: Any) -> None:
    code = desk.draft()
    desk.write(code, "# 题目\n全市{{全市.不存在}}项")
    version = desk.check(code)
    assert version.state == "checked"
    assert "template" in codes(desk, code)
    assert last_entry("publications.document-checked")["blocking"] >= 1
    with pytest.raises(RuleBroken, match="必须先改正"):
        desk.send(code)


def test_only_a_checked_version_is_sent(desk: Desk, last_entry: Any) -> None:
    code = desk.draft()
    desk.write(code)
    with pytest.raises(WrongState):
        desk.send(code)
    desk.check(code)
    desk.send(code)
    assert last_entry("publications.document-submitted")["document"] == code
    with pytest.raises(WrongState):
        desk.write(code, TEXT + "改")


def test_nobody_approves_what_they_sent(desk: Desk, last_entry: Any) -> None:
    code = desk.draft()
    desk.write(code)
    desk.check(code)
    desk.send(code)
    content = desk.version(code).content_hash
    with pytest.raises(NotAllowed, match="不能签发自己"):
        approving.approve_document(code, content=content, by=desk.clerk, at=desk.at)
    with pytest.raises(WrongState, match="又有改动"):
        approving.approve_document(code, content="other", by=desk.head, at=desk.at)
    desk.approve(code, **dict.fromkeys(desk.ids(code), "经研究"))
    assert last_entry("publications.document-approved")["content"] == content
    assert [each.duty for each in clocks(desk, code)] == ["publish"]


def test_what_may_be_let_pass_needs_a_reason_of_the_approver(desk: Desk, last_entry: Any) -> None:
    code = desk.draft()
    desk.write(code, TEXT + "## 空的\n")
    desk.check(code)
    desk.send(code)
    (found,) = [each for each in from_plain(desk.version(code).findings) if each.code == "empty-section"]
    others = {key: "可" for key in desk.ids(code) if key != found.id}
    with pytest.raises(RuleBroken, match="放行理由"):
        desk.approve(code, **others)
    desk.approve(code, **others, **{found.id: "留待印发前补充"})
    assert found.id in last_entry("publications.document-approved")["waived"]


def test_a_document_is_returned_with_a_reason_also_after_approval(desk: Desk, last_entry: Any) -> None:
    code = desk.approved()
    with pytest.raises(RuleBroken):
        approving.return_document(code, reason=" ", by=desk.head, at=desk.at)
    version = approving.return_document(code, reason="数据再核", by=desk.head, at=desk.at)
    assert (version.state, version.returned_reason, version.approved_by) == ("returned", "数据再核", "")
    assert last_entry("publications.document-returned")["document"] == code
    assert all(each.state != "running" for each in clocks(desk, code))


def test_publication_numbers_files_and_tells_it(desk: Desk, shelf: Path, last_entry: Any) -> None:
    code = desk.published()
    document = Document.objects.get(code=code)
    assert document.number == 1
    assert document.year == 2025
    entry = last_entry("publications.document-published")
    assert entry["number"] == document.number_text
    (head,) = published_documents(shelf)
    assert (head.code, head.state, head.version, head.number_text) == (code, "published", 1, document.number_text)
    page = published_document(shelf, code)
    assert "13家" in page.text
    assert page.pdf is not None
    assert page.pdf.read_bytes().startswith(b"%PDF")
    assert page.docx is not None
    assert page.docx.stat().st_size
    assert dict(page.fields)["公开属性"] == "主动公开"
    assert queries.documents(desk.office.town.county)[0].code == code
    assert [each.state for each in clocks(desk, code)] == ["stopped"]


def test_only_an_approved_version_is_published_and_only_by_those_who_may(desk: Desk) -> None:
    code = desk.draft()
    with pytest.raises(WrongState):
        publishing.request_publication(code, by=desk.head, at=desk.at)
    with pytest.raises(WrongState):
        publishing.render(code, by=desk.head, at=desk.at)
    approved = desk.approved()
    with pytest.raises(NotAllowed):
        publishing.request_publication(approved, by=desk.office.town.county, at=desk.at)


def test_what_is_not_open_stays_off_the_shelf(desk: Desk, shelf: Path) -> None:
    code = desk.published(disclosure="request", disclosure_reason="内部管理信息，条例第十六条")
    assert published_documents(shelf) == []
    assert not (shelf / "documents" / code).exists()
    assert Document.objects.get(code=code).number == 1
    assert len(queries.document(code, desk.clerk, at=desk.at).versions[0].files) == 2


def test_of_two_published_at_once_the_second_is_rendered_again_with_the_next_number(desk: Desk) -> None:
    first, second = desk.approved(), desk.approved()
    rendered = [publishing.render(code, by=desk.head, at=desk.at) for code in (first, second)]
    assert [each.made.number for each in rendered] == [1, 1]
    publishing.publish_document(rendered[0], by=desk.head, at=desk.at)
    with pytest.raises(publishing.NumberTaken):
        publishing.publish_document(rendered[1], by=desk.head, at=desk.at)
    assert Document.objects.get(code=second).number is None
    assert desk.version(second).state == "approved"
    assert desk.publish(second).number == 2
    assert NumberSeries.objects.get().last == 2


def test_each_year_and_each_series_counts_for_itself(desk: Desk) -> None:
    desk.published()
    letter = desk.approved("# 函\n请予支持工作。\n", "letter")
    assert desk.publish(letter).number == 1
    next_year = desk.approved()
    rendered = publishing.render(next_year, by=desk.head, at=desk.at + timedelta(days=100))
    assert publishing.publish_document(rendered, by=desk.head, at=desk.at + timedelta(days=100)).number == 1


def test_what_is_returned_while_it_is_rendered_is_not_published(desk: Desk, shelf: Path) -> None:
    code = desk.approved()
    rendered = publishing.render(code, by=desk.head, at=desk.at)
    approving.return_document(code, reason="数据再核", by=desk.head, at=desk.at)
    with pytest.raises(WrongState):
        publishing.publish_document(rendered, by=desk.head, at=desk.at)
    assert published_documents(shelf) == []
    assert not NumberSeries.objects.exists()


def test_what_was_changed_and_approved_again_while_it_was_rendered_is_not_published(desk: Desk) -> None:
    code = desk.approved()
    rendered = publishing.render(code, by=desk.head, at=desk.at)
    approving.return_document(code, reason="数据再核", by=desk.head, at=desk.at)
    desk.write(code, TEXT + "补一段。\n")
    desk.pass_on(code)
    with pytest.raises(WrongState, match="有改动"):
        publishing.publish_document(rendered, by=desk.head, at=desk.at)


def test_a_withdrawn_document_keeps_its_address_and_says_why(desk: Desk, shelf: Path, last_entry: Any) -> None:
    code = desk.published()
    with pytest.raises(RuleBroken):
        desk.withdraw(code, " ")
    with pytest.raises(NotAllowed):
        publishing.withdraw_document(code, reason="x", by=desk.office.town.county, at=desk.at)
    desk.withdraw(code, "引用的口径有误")
    (head,) = published_documents(shelf)
    assert (head.state, head.corrected_reason) == ("withdrawn", "引用的口径有误")
    assert not (shelf / "documents" / code).exists()
    assert published_document(shelf, code).html == ""
    assert last_entry("publications.document-withdrawn")["document"] == code
    with pytest.raises(WrongState):
        desk.withdraw(code)


def test_an_unpublished_document_cannot_be_withdrawn_but_dropped(desk: Desk, last_entry: Any) -> None:
    code = desk.approved()
    with pytest.raises(WrongState):
        desk.withdraw(code)
    documents.drop_version(code, by=desk.clerk, at=desk.at)
    assert desk.version(code).state == "dropped"
    assert last_entry("publications.document-dropped")["document"] == code
    with pytest.raises(WrongState):
        documents.drop_version(code, by=desk.clerk, at=desk.at)


def test_a_disk_that_is_full_publishes_nothing(desk: Desk, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = desk.approved()
    rendered = publishing.render(code, by=desk.head, at=desk.at)
    shelf.mkdir(parents=True, exist_ok=True)
    (shelf / "documents").write_text("in the way")
    with pytest.raises((OSError, Refusal)), transaction.atomic():
        publishing.publish_document(rendered, by=desk.head, at=desk.at)
    assert desk.version(code).state == "approved"
    assert Document.objects.get(code=code).number is None


def test_every_field_of_an_office_is_filled_in_the_tests() -> None:
    assert set(FILLED) <= set(documents.NAMES)
