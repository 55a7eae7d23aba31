"""The fixed words of a document in its three languages, and how dates are written in them.

They follow the language of the document, not that of the person who prints it.
"""

from __future__ import annotations

from datetime import date

from zhicheng.core.text import Names, to_traditional

WORDS = {
    "copies": Names("抄送：", "Copies to: "),
    "printed": Names("印发", "Issued "),
    "signatory": Names("签发人：", "Signed by: "),
    "attachment": Names("附件：", "Attachments: "),
    "sources": Names("数据来源", "Sources of the figures"),
    "source-line": Names("%(source)s：%(names)s", "%(source)s: %(names)s"),
    "source-line-long": Names(
        "%(source)s：%(names)s等%(count)d个数", "%(source)s: %(names)s and others, %(count)d in all"
    ),
    "join": Names("、", "; "),
    "address": Names("本件网址：%(address)s", "Address of this document: %(address)s"),
    "contact": Names("（联系人：%(contact)s）", "(Contact: %(contact)s)"),
    "open": Names("（此件公开发布）", "(For publication)"),
    "request": Names("（此件依申请公开）", "(Disclosed on request)"),
    "closed": Names("（此件不予公开）", "(Not for publication)"),
    "table": Names("表 %(number)d", "Table %(number)d"),
    "chart": Names("图 %(number)d", "Figure %(number)d"),
    "unit": Names("%(title)s（%(unit)s）", "%(title)s (%(unit)s)"),
    "note": Names("注：%(text)s", "Note: %(text)s"),
    "figures-of-chart": Names("%(number)s的数据", "Figures behind %(number)s"),
    "see-table": Names("数据见%(number)s。", "The figures are in %(number)s."),
    "alternative": Names("图示说明", "In words"),
    "made-up": Names("本件所用为%(mark)s数据", "%(mark)s data"),
    "colon": Names("：", ":"),
    "stop": Names("。", "."),
    "number": Names("发文字号", "Number"),
    "dated": Names("成文日期", "Date"),
    "issuer": Names("发文机关", "Issued by"),
    "disclosure": Names("公开方式", "Disclosure"),
    "basis": Names("依据", "Basis"),
    "urgency": Names("紧急程度", "Urgency"),
    "edition": Names("数据版本", "Edition of the figures"),
    "page": Names("— %(number)s —", "– %(number)s –"),
}

DISCLOSED = {
    "open": Names("主动公开", "Open"),
    "request": Names("依申请公开", "On request"),
    "closed": Names("不予公开", "Not public"),
}

# Words that a status or a mark of data is given as, for the language that has others.
TERMS = {
    "草稿": "Draft", "已更正": "Corrected", "已撤回": "Withdrawn", "虚构": "Made-up", "示例": "Example",
    "平急": "Urgent, level 3", "加急": "Urgent, level 2", "特急": "Urgent, level 1",
}  # fmt: skip

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def word(slug: str, language: str, **facts: object) -> str:
    """A fixed word in the language of the document."""
    text = WORDS[slug].in_language(language)
    return text % facts if facts else text


def term(text: str, language: str) -> str:
    """A status or mark as the language of the document has it; one that is not known stays."""
    if language == "en":
        return TERMS.get(text, text)
    return to_traditional(text) if language == "zh-hant" else text


def long_date(day: date | None, language: str) -> str:
    """2026年10月9日, without zeros before; "" for none."""
    if day is None:
        return ""
    return (
        f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        if language == "en"
        else f"{day.year}年{day.month}月{day.day}日"
    )
