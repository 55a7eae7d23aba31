"""The sentences with which a text is refused: what the file is, why it stays out, what to do next."""

from __future__ import annotations

from typing import Any

from zhicheng.core.intake.refusals import _
from zhicheng.core.refusal import Unreadable

SENTENCES: dict[str, Any] = {
    "no-file": _("找不到文件“%(name)s”。请核对路径后再试。"),
    "empty": _("文件“%(name)s”是空的（0字节）。请核对后重新选择。"),
    "blank": _("文件“%(name)s”里没有文字（空文档，或只有图片）。请换成有文字的文件。"),
    "too-large": _("文件“%(name)s”有%(size)s，超过上限%(limit)s，没有读取。请删去图片，或拆成几个文件。"),
    "too-long": _("文件“%(name)s”的文字超过%(limit)s字，没有读取。请拆成几个文件。"),
    "bomb": _("文件“%(name)s”解压后过大（压缩比或部件数异常），为防范恶意文件没有读取。请另存为新文件后再试。"),
    "too-many-rows": _("文件“%(name)s”的表格超过%(limit)s行，没有读取。请删去多余的行，或拆成几个文件。"),
    "too-many-columns": _("文件“%(name)s”的表格超过%(limit)s列，没有读取。请删去多余的列。"),
    "too-many-cells": _("文件“%(name)s”的单元格过多，没有读取。请拆成几个文件。"),
    "too-many-pages": _("文件“%(name)s”超过%(limit)s页，没有读取。请拆成几个文件。"),
    "too-heavy": _("文件“%(name)s”读取时占用的内存或时间超过上限，已停止。请只留下需要的部分，另存为新文件后再试。"),
    "damaged": _("文件“%(name)s”已损坏或没有传完整，读不出来。请用 WPS 或 Office 打开并另存后再试。"),
    "entities": _("文件“%(name)s”含有实体声明，正常的文档不会有，为防范恶意文件没有读取。请另存为新文件后再试。"),
    "encrypted": _("文件“%(name)s”设有打开密码，读不出来。请取消密码保护、另存后再试。"),
    "scanned": _("“%(name)s”是扫描件，页面上只有图片、没有文字，无法核校。请使用生成它的 Word 原件，或先做文字识别。"),
    "garbled": _("“%(name)s”的字体没有文字编码，取出的是乱码，无法核校。请使用生成它的 Word 原件。"),
    "old-word": _("“%(name)s”是旧版 Word 文档（.doc）。请用 WPS 或 Word 另存为 .docx 后再试。"),
    "old-excel": _("“%(name)s”是旧版 Excel 表格（.xls）。请用 WPS 或 Excel 另存为 .xlsx 后再试。"),
    "old-wps": _("“%(name)s”是 WPS 专用格式（%(kind)s）。请用 WPS 另存为 %(target)s 后再试。"),
    "old-office": _("“%(name)s”是旧版 Office 文件。请用 WPS 或 Office 另存为 .docx 或 .xlsx 后再试。"),
    "binary-excel": _("“%(name)s”是二进制工作簿（.xlsb）。请用 WPS 或 Excel 另存为 .xlsx 后再试。"),
    "open-document": _("“%(name)s”是 OpenDocument 文件。请用 WPS 或 Office 另存为 .docx 或 .xlsx 后再试。"),
    "ofd": _("“%(name)s”是 OFD 版式文件，这里读不出文字。请使用生成它的 Word 原件，或用阅读器转为 PDF。"),
    "presentation": _("“%(name)s”是演示文稿。请把文字另存为 .docx 或 .txt 后再试。"),
    "picture": _("“%(name)s”是图片，没有文字可核校。请使用 Word 原件，或先做文字识别。"),
    "rtf": _("“%(name)s”是 RTF 文档。请用 WPS 或 Word 另存为 .docx 后再试。"),
    "xml": _("“%(name)s”是 XML 文件。请用 WPS 或 Office 另存为 .docx 后再试。"),
    "archive": _("“%(name)s”是压缩包。请解压后逐个核校里面的文件。"),
    "encoding": _("“%(name)s”的文字编码认不出来。请用记事本或 WPS 打开，另存为 UTF-8 编码后再试。"),
    "unknown": _("认不出“%(name)s”是什么文件。可以核校的有 .docx、.pdf、.xlsx、.html、.txt。"),
    "changed": _("文件“%(name)s”与核校时的不是同一份，批注对不上原文。请重新核校。"),
}


def refuse(code: str, **facts: Any) -> Unreadable:
    """The refusal with this code; facts fill its sentence."""
    return Unreadable(SENTENCES[code], code=code, **facts)
