"""What a check can find: how grave it is, and what is said of it in the reader's language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhicheng.claims import Reason, wording
from zhicheng.publications.drafting.problems import SENTENCES
from zhicheng.publications.kinds import FIELDS

# FIX must be mended; REASON must be mended or let pass by the approver with a reason; REMARK is only said.
FIX, REASON, REMARK = "fix", "reason", "remark"

KINDS: Mapping[str, tuple[str, str | Promise]] = {
    "template": (FIX, ""),
    "claim-differs": (REASON, ""),
    "claim-remark": (REMARK, ""),
    "empty-text": (FIX, _("正文是空的。请写正文。")),
    "placeholder": (FIX, _("还有没填写的地方：“%(quote)s”。请填写或删去。")),
    "empty-section": (REASON, _("标题“%(quote)s”下面没有内容。请补写或删去这个标题。")),
    "field-missing": (FIX, _("没有填写“%(field)s”，%(kind)s须有这一项。请在公文要素中填写。")),
    "disclosure-missing": (FIX, _("没有选定公开属性。请选主动公开、依申请公开或不予公开。")),
    "disclosure-reason": (FIX, _("公开属性为“%(disclosure)s”的，须写明理由和依据。请填写。")),
    "review-missing": (FIX, _("没有办理公开审查。请确认内容不涉及国家秘密、商业秘密和个人隐私后勾选“已经公开审查”。")),
    "stale-figure": (
        REASON, _("“%(name)s”印作 %(shown)s，数据版本 %(edition)s 中已改为 %(new)s。请改用新的数据版本。")
    ),
    "stale-edition": (REMARK, _("数据版本 %(old)s 已有更新的版本 %(edition)s，所用数据没有变化。建议改用新版本。")),
    "stale-period": (REMARK, _("已有更近一期的数据版本 %(edition)s（%(period)s）。请确认仍用 %(old)s。")),
    "edition-withdrawn": (FIX, _("数据版本 %(edition)s 已撤回，不能再用。请改选其他数据版本。")),
    "edition-frozen-only": (REASON, _("数据版本 %(edition)s 尚未公开，主动公开的公文引用后读者无从核对。请先公开数据版本。")),
    "figure-internal": (REASON, _("“%(name)s”不是公开数据（共%(n)s处），公文却要主动公开。请删去，或改公开属性。")),
    "typed-numbers": (REMARK, _("有%(n)s处数是手工写的，没有与数据版本关联，例如“%(quote)s”。能用数据名的，请改用数据名。")),
    "identity-number": (FIX, _("出现身份证件号码“%(quote)s”。请删去或改为 %(masked)s。")),
    "phone": (REASON, _("出现电话号码“%(quote)s”，不在联系人处。请删去或改为 %(masked)s。")),
    "home-address": (REASON, _("“%(quote)s”像是个人住址。请删去，或只写到县（市、区）。")),
    "sole-trader": (FIX, _("“%(quote)s”是个体经营者的信用代码，含个人信息。请改为 %(masked)s。")),
    "person-name": (REASON, _("出现姓名“%(quote)s”。请隐去为“%(masked)s”；确需写明的，由签发人写明理由。")),
    "glyph": (REASON, _("字体中没有“%(quote)s”这个字，印出会是空白或方框。请改用通行写法，或安装含该字的字体。")),
    "layout": (REASON, _("版式不符：%(rule)s应为 %(expected)s，实为 %(found)s（%(clause)s）。请检查公文要素和模板。")),
    "unrendered": (FIX, _("按此内容不能生成文件：%(error)s。请检查图表和特殊字符。")),
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One finding. `block` is the number of the block it stands at, from 0; -1 for the fields and the whole."""

    code: str
    block: int = -1
    quote: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """How grave it is."""
        return KINDS[self.code][0]

    @property
    def id(self) -> str:
        """By which a reason for letting it pass is kept; the same finding has the same after the next check."""
        told = "|".join((self.code, self.quote, *(f"{key}={value}" for key, value in sorted(self.facts.items()))))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    @property
    def sentence(self) -> str:
        """What it is and what to do, in the active language."""
        if self.code == "template":
            return str(SENTENCES[self.facts["problem"]]) % self.facts
        if self.code.startswith("claim"):
            return wording.sentence(Reason(self.facts["reason"], self.facts))
        facts = {"quote": self.quote, **self.facts}
        if "field" in facts and facts["field"] in FIELDS:
            facts["field"] = str(FIELDS[facts["field"]])
        return str(KINDS[self.code][1]) % facts

    @property
    def where(self) -> tuple[int, int] | None:
        """Line and column of the template, for a problem of it."""
        return (int(self.facts["line"]), int(self.facts["column"])) if "line" in self.facts else None


def as_plain(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """JSON values."""
    return [asdict(each) for each in findings]


def from_plain(values: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """The findings of JSON values; a kind that is declared no more is left out."""
    return [Finding(**each) for each in values if each["code"] in KINDS]


def open_findings(findings: Iterable[Finding], waivers: Mapping[str, str], *, level: str = "") -> list[Finding]:
    """Those that stand in the way: to be mended, or without a reason; of one level where told."""
    standing = [
        each for each in findings if each.level != REMARK and not (each.level == REASON and waivers.get(each.id))
    ]
    return [each for each in standing if not level or each.level == level]
