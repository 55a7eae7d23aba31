"""The sentences with which a file is not measured: what it is, why, what to do next."""

from __future__ import annotations

from typing import Any

from zhicheng.core.intake.refusals import _
from zhicheng.core.prose.refusals import SENTENCES as OF_TEXTS
from zhicheng.core.refusal import Unreadable

_OWN: dict[str, Any] = {
    "pdf": _("“%(name)s”是 PDF，没有样式和网格可量。请使用生成它的 Word 原件（.docx）。"),
    "html": _("“%(name)s”是网页，没有版式可量。请使用 Word 原件（.docx）。"),
    "workbook": _("“%(name)s”是 Excel 表格，不是公文。请选择 .docx 文件。"),
    "text": _("“%(name)s”是纯文本，没有版式可量。请选择 .docx 文件。"),
    "text-table": _("“%(name)s”是纯文本，没有版式可量。请选择 .docx 文件。"),
    "ofd": _("“%(name)s”是 OFD 版式文件，没有样式可量。请使用生成它的 Word 原件（.docx）。"),
    "picture": _("“%(name)s”是图片，没有版式可量。请使用 Word 原件（.docx）。"),
    "presentation": _("“%(name)s”是演示文稿，不是公文。请选择 .docx 文件。"),
    "binary-excel": _("“%(name)s”是 Excel 表格，不是公文。请选择 .docx 文件。"),
    "old-excel": _("“%(name)s”是 Excel 表格，不是公文。请选择 .docx 文件。"),
    "open-document": _("“%(name)s”是 OpenDocument 文件。请用 WPS 或 Office 另存为 .docx 后再试。"),
    "archive": _("“%(name)s”是压缩包。请解压后逐个核查里面的 .docx 文件。"),
    "unknown": _("认不出“%(name)s”是什么文件。可以核查的是 .docx 文件。"),
}

SENTENCES: dict[str, Any] = {**OF_TEXTS, **_OWN}


def refuse(code: str, **facts: Any) -> Unreadable:
    """The refusal with this code; facts fill its sentence."""
    code = code if code in SENTENCES else "damaged"
    return Unreadable(SENTENCES[code], code=code, **{"limit": "", "kind": "", "target": "", **facts})
