"""The sentences with which a file is refused: what it is, why it stays out, what to do next."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext

from zhicheng.core.refusal import Unreadable


def _translated(sentence: str) -> str:
    # The command line reads a table without any settings: then the sentence stays as written.
    return gettext(sentence) if settings.configured else sentence


_ = lazy(_translated, str)

SENTENCES: dict[str, Any] = {
    "no-file": _("找不到文件“%(name)s”。请核对路径后再试。"),
    "empty": _("文件“%(name)s”是空的（0字节）。请核对后重新上传。"),
    "blank": _("文件“%(name)s”里没有内容（空表，或只有图表、图片）。请把任务放进工作表或文档的表格里后再上传。"),
    "too-large": _(
        "文件“%(name)s”有%(size)s，超过上限%(limit)s，没有读取。请删去图片和无关工作表，或拆成几个文件后再上传。"
    ),
    "bomb": _("文件“%(name)s”解压后过大（压缩比或部件数异常），为防范恶意文件没有读取。请另存为新文件后再上传。"),
    "too-many-rows": _(
        "文件“%(name)s”超过%(limit)s行，没有读取。请删去表后多余的行（含只有格式的行），或拆成几个文件后再上传。"
    ),
    "too-many-cells": _("文件“%(name)s”的单元格过多，没有读取。请拆成几个文件后再上传。"),
    "too-many-columns": _("文件“%(name)s”超过%(limit)s列，没有读取。请删去表右侧多余的列后再上传。"),
    "too-heavy": _("文件“%(name)s”读取时占用的内存或时间超过上限，已停止。请只留下需要的表格，另存为新文件后再上传。"),
    "damaged": _("文件“%(name)s”已损坏或没有传完整，读不出来。请用 WPS 或 Office 打开并另存后再上传。"),
    "entities": _(
        "文件“%(name)s”含有文档类型或实体声明，正常的表格和文档不会有，为防范恶意文件没有读取。请另存为新文件后再上传。"
    ),
    "encrypted": _("文件“%(name)s”设有打开密码，读不出来。请取消密码保护、另存后再上传。"),
    "old-word": _("“%(name)s”是旧版 Word 文档（.doc）。请用 WPS 或 Word 另存为 .docx 后再上传。"),
    "old-excel": _("“%(name)s”是旧版 Excel 表格（.xls）。请用 WPS 或 Excel 另存为 .xlsx 后再上传。"),
    "old-wps": _("“%(name)s”是 WPS 专用格式（%(kind)s）。请用 WPS 另存为 %(target)s 后再上传。"),
    "old-office": _("“%(name)s”是旧版 Office 文件。请用 WPS 或 Office 另存为 .xlsx 或 .docx 后再上传。"),
    "binary-excel": _("“%(name)s”是二进制工作簿（.xlsb）。请用 WPS 或 Excel 另存为 .xlsx 后再上传。"),
    "open-document": _("“%(name)s”是 OpenDocument 文件。请用 WPS 或 Office 另存为 .xlsx 或 .docx 后再上传。"),
    "ofd": _("“%(name)s”是 OFD 版式文件，只能看不能取数。请上传生成它的 Excel 或 Word 原件。"),
    "pdf": _("“%(name)s”是 PDF 版式文件，不能可靠取数。请上传生成它的 Excel 或 Word 原件。"),
    "presentation": _("“%(name)s”是演示文稿。请把表格放进 Excel 或 Word 文件后再上传。"),
    "picture": _("“%(name)s”是图片，不能可靠取数。请上传 Excel 或 Word 原件。"),
    "html": _("“%(name)s”其实是网页（HTML），只是扩展名像表格。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。"),
    "xml-excel": _(
        "“%(name)s”其实是 XML 表格（Excel 2003 格式），只是扩展名不同。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。"
    ),
    "text-table": _(
        "“%(name)s”其实是文本表格（CSV），只是扩展名像 Excel，不是文件损坏。请把扩展名改为 .csv 后再上传，"
        "或用 WPS、Excel 打开，另存为 .xlsx 后再上传。"
    ),
    "text": _("“%(name)s”其实是纯文本，不是 Excel 或 Word 文件。请把内容放进 Excel 或 Word 的表格里，保存后再上传。"),
    "rtf": _("“%(name)s”是 RTF 文档。请用 WPS 或 Word 另存为 .docx 后再上传。"),
    "xml": _("“%(name)s”是 XML 文件。请用 WPS 或 Office 另存为 .xlsx 或 .docx 后再上传。"),
    "archive": _("“%(name)s”是压缩包。请解压后逐个上传里面的 Excel 或 Word 文件。"),
    "encoding": _("“%(name)s”的文字编码认不出来。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。"),
    "not-a-table": _("“%(name)s”不是 Excel 表格。请上传 .xlsx 文件。"),
    "not-a-document": _("“%(name)s”不是 Word 文档。请上传 .docx 文件。"),
    "unknown": _("认不出“%(name)s”是什么文件。请上传 .xlsx 或 .docx 文件。"),
}


def refuse(code: str, **facts: Any) -> Unreadable:
    """The refusal with this code; facts fill its sentence."""
    return Unreadable(SENTENCES[code], code=code, **facts)


class Refused(Exception):
    """Inside the child: the code and facts of a refusal, before they have a sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
