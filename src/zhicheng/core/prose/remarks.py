"""What is said about a reading itself: a code in the child, a sentence in the reader's language on this side."""

from __future__ import annotations

import json
from typing import Any

from zhicheng.core.intake.refusals import _

SENTENCES: dict[str, Any] = {
    "hidden-words": _("文中有隐藏文字，未计入核校。"),
    "struck-words": _("文中有加删除线的文字，未计入核校。"),
    "revised": _("文中有修订标记，按接受全部修订后的文字核校。"),
    "objects": _("文中嵌入了表格、图表等对象，里面的数据未核校。"),
    "attached": _("文中嵌入了其他文档，里面的数据未核校。"),
    "no-text-pages": _("第%(pages)s页没有文字（多为扫描件），未核校。"),
    "hidden-sheets": _("隐藏的工作表未核校：%(names)s。"),
    "hidden-cells": _("工作表“%(name)s”有隐藏的行或列，未计入核校；合计数如含隐藏部分，请自行核对。"),
    "main-text": _("只核校了网页的正文，导航、页脚等未计入。"),
}


def noted(code: str, **facts: object) -> str:
    """A remark as it travels from the child."""
    return json.dumps([code, facts], ensure_ascii=False)


def sentence(said: str) -> str:
    """A remark that has travelled, for people."""
    code, facts = json.loads(said)
    return str(SENTENCES[code]) % facts if facts else str(SENTENCES[code])
