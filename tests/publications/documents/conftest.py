"""The small town's office with a published edition, and a bulletin on its way through the hands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.indicators.conftest import Office, office_at_work, published_folder, quiet_office, town
from zhicheng.core.access import Actor
from zhicheng.core.ledger.models import Entry
from zhicheng.publications.actions import approving, documents, publishing
from zhicheng.publications.actions.documents import NAMES, Written
from zhicheng.publications.checking.findings import from_plain
from zhicheng.publications.models import Document, Version

__all__ = ["office_at_work", "published_folder", "quiet_office", "town"]
TEXT = """# 关于{{期间}}重点任务进展情况的通报
截至{{截止日期}}，全市{{全市.任务数}}项重点任务，任务{{任务.1.名称}}核实{{任务.1.核实数}}家，完成率{{任务.1.完成率|0.1}}。
## 各领域进展
[[表 领域进展]]
"""
FILLED = {
    "recipients": "各县（市、区）人民政府，市级有关部门：", "basis": "《演示市质量强市重点任务》", "reviewed": True,
    "contact": "样例乙，0990-12345678", "disclosure": "open",
}  # fmt: skip


@dataclass
class Desk:
    """A published edition and those who write, approve and publish."""

    office: Office
    edition: str
    at: datetime
    commit: Any

    @property
    def clerk(self) -> Actor:
        """Who writes."""
        return self.office.clerk

    @property
    def head(self) -> Actor:
        """Who approves and publishes."""
        return self.office.head

    def draft(self, kind: str = "bulletin", **more: Any) -> str:
        """A document that was begun."""
        more = {"edition": self.edition, **more}
        return documents.draft_document(kind, by=self.clerk, at=self.at, **more).code

    def version(self, code: str) -> Version:
        """The newest version."""
        return Document.objects.get(code=code).versions.latest("number")

    def write(
        self, code: str, text: str = TEXT, *, by: Actor | None = None, stamp: int | None = None, **more: Any
    ) -> Version:
        """Save a text with all its fields."""
        now = self.version(code)
        kept = Written(**{name: getattr(now, name) for name in NAMES})
        written = Written(**{**asdict(kept), **FILLED, "template": text, **more})
        return documents.save_document(
            code, written=written, stamp=now.stamp if stamp is None else stamp, by=by or self.clerk, at=self.at
        )

    def check(self, code: str) -> Version:
        """Check it."""
        return documents.check_document(code, stamp=self.version(code).stamp, by=self.clerk, at=self.at)

    def send(self, code: str) -> Version:
        """Send it for approval."""
        return documents.send_for_approval(code, by=self.clerk, at=self.at)

    def approve(self, code: str, **waivers: str) -> Version:
        """Approve what was sent."""
        content = self.version(code).content_hash
        return approving.approve_document(code, content=content, waivers=waivers, by=self.head, at=self.at)

    def approved(self, text: str = TEXT, kind: str = "bulletin", **more: Any) -> str:
        """A document on its way until it is approved; what may be let pass is."""
        code = self.draft(kind)
        self.write(code, text, **more)
        self.pass_on(code)
        return code

    def pass_on(self, code: str) -> None:
        """Check, send and approve, with a reason for all that may be let pass."""
        self.check(code)
        self.send(code)
        self.approve(code, **dict.fromkeys(self.ids(code), "经办公室研究"))

    def ids(self, code: str) -> list[str]:
        """The ids of its findings."""
        return [each.id for each in from_plain(self.version(code).findings)]

    def publish(self, code: str) -> Document:
        """Render and publish."""
        rendered = publishing.render(code, by=self.head, at=self.at)
        with self.commit():
            return publishing.publish_document(rendered, by=self.head, at=self.at)

    def withdraw(self, code: str, reason: str = "数据有误") -> Document:
        """Withdraw it."""
        with self.commit():
            return publishing.withdraw_document(code, reason=reason, by=self.head, at=self.at)

    def published(self, text: str = TEXT, **more: Any) -> str:
        """A published document."""
        code = self.approved(text, **more)
        self.publish(code)
        return code


@pytest.fixture
def desk(office_at_work: Office, django_capture_on_commit_callbacks: Any) -> Desk:
    """The desk, with the third quarter frozen and published."""
    key = office_at_work.freeze()
    office_at_work.publish(key)
    commit = partial(django_capture_on_commit_callbacks, execute=True)
    return Desk(office_at_work, key, office_at_work.at, commit)


@pytest.fixture
def last_entry() -> Callable[[str], dict[str, Any]]:
    """The facts of the last entry of a kind."""

    def last(kind: str) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(Entry.objects.filter(kind=kind).latest("sequence").payload)
        return facts

    return last


@pytest.fixture
def shelf(settings: Any) -> Path:
    """Where published files lie."""
    return Path(settings.CITY.folder) / "published"
