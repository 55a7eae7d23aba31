"""What was found and where, in the languages of the interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhicheng.core.text import Names

FOUND: Mapping[str, Names] = {
    "paper": Names("%(width)s×%(height)s 毫米", "%(width)s × %(height)s mm"),
    "millimetres": Names("%(value)s 毫米", "%(value)s mm"),
    "with-gutter": Names("%(value)s 毫米（其中装订线 %(gutter)s 毫米）", "%(value)s mm, of which gutter %(gutter)s mm"),
    "lines": Names("%(count)s 行（行网格 %(pitch)s 磅）", "%(count)s lines (grid of %(pitch)s pt)"),
    "characters": Names("%(count)s 字", "%(count)s characters"),
    "font": Names("%(font)s", "%(font)s"),
    "font-unset": Names("没有设置字体", "no typeface set"),
    "named-size": Names("%(name)s（%(points)s 磅）", "%(name)s (%(points)s pt)"),
    "size": Names("%(points)s 磅", "%(points)s pt"),
    "colour": Names("颜色 #%(colour)s", "colour #%(colour)s"),
    "exact-points": Names("固定值 %(points)s 磅", "exactly %(points)s pt"),
    "least-points": Names("最小值 %(points)s 磅", "at least %(points)s pt"),
    "single": Names("单倍行距，没有行网格", "single, no grid"),
    "multiple": Names("%(times)s 倍行距", "%(times)s lines"),
    "space": Names("段前 %(before)s 磅、段后 %(after)s 磅", "%(before)s pt before, %(after)s pt after"),
    "indent": Names("左空 %(characters)s 字", "%(characters)s characters at the left"),
    "right-indent": Names("右空 %(characters)s 字", "%(characters)s characters at the right"),
    "marks": Names("半角 %(marks)s", "half-width %(marks)s"),
    "written": Names("“%(text)s”", "“%(text)s”"),
    "no-level-above-2": Names("“%(text)s”之前没有“一、”", "no 一、 before %(text)s"),
    "no-level-above-4": Names("“%(text)s”之前没有“1.”", "no 1. before %(text)s"),
    "number-1": Names("第一层第 %(number)s", "level 1, number %(number)s"),
    "number-2": Names("第二层第 %(number)s", "level 2, number %(number)s"),
    "jumps": Names("%(last)s之后是%(next)s", "%(next)s after %(last)s"),
    "aligned": Names("%(way)s", "%(way)s"),
    "align-left": Names("居左", "left"),
    "align-both": Names("居左（两端对齐）", "left (justified)"),
    "align-right": Names("居右", "right"),
    "align-center": Names("居中", "centred"),
    "align-distribute": Names("分散对齐", "distributed"),
    "off-centre": Names("偏离中心 %(characters)s 字（有缩进）", "%(characters)s characters off centre (indented)"),
    "blank-lines": Names("空 %(count)s 行", "%(count)s blank lines"),
    "not-flush": Names("没有顶格", "not flush left"),
    "wrong-brackets": Names("“%(text)s”，括号是 %(open)s%(close)s", "“%(text)s”, brackets %(open)s%(close)s"),
    "with-ordinal": Names("“%(text)s”，加了“第”", "“%(text)s” with 第"),
    "zero-padded": Names("“%(text)s”，编了虚位", "“%(text)s” with a leading zero"),
    "short-year": Names("“%(text)s”，年份没有标全", "“%(text)s”, year cut short"),
    "without-hao": Names("“%(text)s”，没有“号”", "“%(text)s” without 号"),
    "no-signatory": Names("上行文没有签发人", "upward document without signatory"),
    "no-line": Names("没有分隔线", "no line"),
    "line-colour": Names("分隔线颜色 #%(colour)s", "line of colour #%(colour)s"),
    "line-length": Names("线长 %(value)s 毫米", "line of %(value)s mm"),
    "half-colon": Names("半角冒号“:”", "half-width colon"),
    "no-colon": Names("没有冒号", "no colon"),
    "closed-by": Names("末尾是“%(sign)s”", "ends with %(sign)s"),
    "no-date": Names("没有成文日期", "no date"),
    "free-at-right": Names("右空 %(characters)s 字", "%(characters)s characters free at the right"),
    "no-new-page": Names("接排在前文之后，没有另面", "follows on, no new page"),
    "annex-number": Names("第 %(wanted)s 个附件标为“附件%(number)s”", "annex %(wanted)s is marked 附件%(number)s"),
    "annex-count": Names("附件说明列 %(noted)s 个，实附 %(bound)s 个", "%(noted)s noted, %(bound)s bound"),
    "annex-titled": Names("附件说明为“%(noted)s”，附件标题为“%(title)s”", "noted as %(noted)s, titled %(title)s"),
    "lines-missing": Names("缺%(sides)s分隔线", "missing: %(sides)s"),
    "line-both": Names("首条、末条", "first and last line"),
    "line-top": Names("首条", "first line"),
    "line-bottom": Names("末条", "last line"),
    "line-between": Names("中间", "line between"),
    "line-weight": Names("%(side)s分隔线 %(value)s 毫米", "%(side)s %(value)s mm"),
    "copies-after-printing": Names("抄送在印发机关和印发日期之下", "copies below printing"),
    "after-imprint": Names("版记之后还有文字", "words after the imprint"),
    "no-page-number": Names("没有页码", "no page number"),
    "below": Names("约 %(value)s 毫米", "about %(value)s mm"),
    "all-pages": Names("不分单双页，一律%(way)s", "all pages %(way)s"),
    "odd-pages": Names("单页%(way)s", "odd pages %(way)s"),
    "even-pages": Names("双页%(way)s", "even pages %(way)s"),
    "even-unnumbered": Names("双页没有页码", "even pages unnumbered"),
    "odd-free": Names("单页右空 %(characters)s 字", "odd pages: %(characters)s characters free"),
    "even-free": Names("双页左空 %(characters)s 字", "even pages: %(characters)s characters free"),
    "double-lines": Names("红色双线 %(count)s 条", "%(count)s red double lines"),
    "first-numbered": Names("首页有页码", "first page numbered"),
    "printing-line": Names("有印发机关和印发日期", "printing office and date given"),
}

PLACES: Mapping[str, Names] = {
    "whole": Names("全文", "whole text"),
    "paragraph": Names("第 %(number)s 段“%(quote)s”", "paragraph %(number)s “%(quote)s”"),
    "section": Names("第 %(number)s 节", "section %(number)s"),
    "footer": Names("第 %(number)s 节页脚", "footer of section %(number)s"),
    "header": Names("页眉“%(quote)s”", "header “%(quote)s”"),
    "table": Names("表格“%(quote)s”", "table “%(quote)s”"),
    "box": Names("文本框“%(quote)s”", "text box “%(quote)s”"),
}

MANY: Mapping[str, Names] = {
    "paragraph": Names("共 %(count)s 段：%(places)s", "%(count)s paragraphs: %(places)s"),
    "section": Names("共 %(count)s 节：%(places)s", "%(count)s sections: %(places)s"),
    "other": Names("共 %(count)s 处：%(places)s", "%(count)s places: %(places)s"),
}

AND_MORE = Names("等", " …")
BETWEEN = Names("、", ", ")
OR = Names("；", "; ")

REMARKS: Mapping[str, Names] = {
    "macros": Names("文件带有宏，没有运行。", "The file carries macros; none was run."),
    "revised": Names("文件有修订，按接受全部修订后的样子核查。", "Tracked changes were taken as accepted."),
    "substitutes": Names(
        "用了华文字体（如华文仿宋、华文中宋），按可以替代处理；正式印发宜用仿宋、方正小标宋等。",
        "STFangsong and the like were accepted as substitutes.",
    ),
    "foreign": Names(
        "正文不是中文，只核查纸张和页边。", "The text is not Chinese; only paper and margins were checked."
    ),
    "pictures": Names("版头可能是图片，图片里的文字不核查。", "Words in pictures are not checked."),
}

MEASURED: Mapping[str, Names] = {
    "form": Names("格式", "form"),
    "paper": Names("纸张", "paper"),
    "margins": Names("上、下、左、右白边", "margins: top, bottom, left, right"),
    "grid": Names("网格", "grid"),
    "text": Names("正文字体字号", "typeface and size of the text"),
    "sections": Names("节数", "sections"),
    "paragraphs": Names("段数", "paragraphs"),
}

FORMS: Mapping[str, Names] = {"document": Names("文件式", "document"), "letter": Names("信函式", "letter")}

SHOWN_PLACES = 3
_SHOWN_FOUND = 3


def found_in(language: str | None, several: Sequence[Any]) -> str:
    """What was found, each kind once."""
    told = list(dict.fromkeys(sentence(each, language) for each in several))
    text = OR.in_language(language).join(told[:_SHOWN_FOUND])
    return text + (AND_MORE.in_language(language) if len(told) > _SHOWN_FOUND else "")


def sentence(found: Any, language: str | None) -> str:
    """One finding in words; facts that are findings themselves are worded first."""
    code, facts = found
    worded = {
        key: sentence(value, language) if isinstance(value, (list, tuple)) else value for key, value in facts.items()
    }
    return FOUND[code].in_language(language) % worded


def places_in(language: str | None, several: Sequence[tuple[str, int, str]], count: int) -> str:
    """Where, the first places by name and the others by their number."""
    told = list(dict.fromkeys(PLACES[kind].in_language(language) % {"number": n, "quote": q} for kind, n, q in several))
    if count == 1:
        return told[0]
    places = BETWEEN.in_language(language).join(told[:SHOWN_PLACES])
    places += AND_MORE.in_language(language) if count > SHOWN_PLACES else ""
    kinds = {kind for kind, _number, _quote in several}
    kind = kinds.pop() if len(kinds) == 1 else "other"
    return MANY.get(kind, MANY["other"]).in_language(language) % {"count": count, "places": places}
