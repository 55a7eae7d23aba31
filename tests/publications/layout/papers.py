"""Official texts that keep every rule, to be spoilt one thing at a time."""

from __future__ import annotations

import copy
from dataclasses import replace

from tests.publications.layout.paper_xml import spoilt, written
from tests.publications.layout.sheets import FANGSONG, HEI, KAI, SONG, WAYS, XIAOBIAO, Line, Paper, Run, Table

__all__ = [
    "FANGSONG", "HEI", "KAI", "SONG", "WAYS", "XIAOBIAO", "Line", "Paper", "Run", "Table", "blank", "body", "bulletin",
    "flat", "heading", "letter", "page_number", "spoilt", "styled", "written",
]  # fmt: skip


def body(text: str) -> Line:
    return Line([Run(text)], first=2.0)


def heading(level: int, text: str) -> Line:
    return Line([Run(text)], font={1: HEI, 2: KAI}.get(level, FANGSONG), first=2.0)


def blank() -> Line:
    return Line([])


def page_number(jc: str, **changes: object) -> Line:
    dash = Run("— ", font=SONG, latin=SONG)
    number = Run(raw='<w:fldSimple w:instr=" PAGE "><w:r>{rPr}<w:t>1</w:t></w:r></w:fldSimple>', font=SONG, latin=SONG)
    side = {"right": 1.0} if jc == "right" else {"left": 1.0}
    one = Line(
        [dash, number, Run(" —", font=SONG, latin=SONG)],
        font=SONG,
        size=14.0,
        spacing=0,
        jc=jc,
        line=("auto", 1.0),
        **side,
    )
    return replace(one, **changes)  # type: ignore[arg-type]


RED_LINE = '<w:bottom w:val="single" w:sz="12" w:space="1" w:color="FF0000"/>'
THICK, THIN = (
    'w:val="single" w:sz="8" w:space="0" w:color="000000"',
    'w:val="single" w:sz="6" w:space="0" w:color="000000"',
)
SENTENCE = "全市各级各部门围绕年度目标扎实推进质量工作，产品质量、服务质量稳步提升，群众满意度持续提高。"


def bulletin(way: str = "direct") -> Paper:
    """A right one with every part: mark, number, red line, title, four levels, annexes, imprint."""
    lines: list[Line | Table] = [
        Line([Run("特急")], font=HEI),
        blank(),
        Line([Run("演示市质量强市工作领导小组办公室文件")], font=XIAOBIAO, size=26.0, colour="FF0000", jc="center", spacing=0, line=("auto", 1.0)),
        blank(),
        blank(),
        Line([Run("演质强办〔2026〕3号")], jc="center", borders=RED_LINE),
        blank(),
        blank(),
        Line([Run("关于2026年第三季度质量强市工作进展情况的通报")], font=XIAOBIAO, size=22.0, jc="center", line=("exact", 33)),
        blank(),
        Line([Run("各县（区）人民政府，市直有关部门：")]),
        body("现将第三季度质量强市工作进展情况通报如下："),
        heading(1, "一、总体情况"),
        body(SENTENCE),
        heading(2, "（一）任务进度"),
        body("截至9月30日，共有任务120项，达到序时进度的102项，占85%。" + SENTENCE),
        heading(2, "（二）主要做法"),
        Line([Run("1.健全机制。", font=FANGSONG), Run("按月调度，按季通报。")], first=2.0),
        body("（1）建立台账，逐项销号。"),
        body("（2）定期会商，及时协调。"),
        heading(1, "二、存在问题"),
        Line([Run("（一）进度不平衡。", font=KAI), Run("个别地方重视不够，" + SENTENCE)], first=2.0),
        heading(1, "三、下一步工作"),
        body("一是加强领导，压实责任。二是补齐短板，务求实效。"),
        body("特此通报。"),
        blank(),
        Line([Run("附件：1.第三季度任务进展情况表")], first=2.0),
        Line([Run("2.滞后任务清单")], left=5.0),
        blank(),
        Line([Run("演示市质量强市工作领导小组办公室")], jc="right", right=2.0),
        Line([Run("2026年10月9日")], jc="right", right=4.0),
        Line([Run("（联系人：张演示，联系电话：0000-0000）")], first=2.0),
        Line([Run("附件1")], font=HEI, new_page=True),
        blank(),
        Line([Run("第三季度任务进展情况表")], font=XIAOBIAO, size=22.0, jc="center", line=("exact", 33)),
        blank(),
        body("本表数据截至9月30日。"),
        Table([Line([Run("县（区）")], font=SONG, size=10.5, line=("auto", 1.0)), Line([Run("A,B类")], font=SONG, size=10.5, line=("auto", 1.0))]),
        Line([Run("附件2")], font=HEI, new_page=True),
        blank(),
        Line([Run("滞后任务清单")], font=XIAOBIAO, size=22.0, jc="center", line=("exact", 33)),
        blank(),
        body("以下任务进度滞后，请有关单位抓紧推进。"),
        blank(),
        Line([Run("抄送：市人大常委会办公室，市政协办公室。")], size=14.0, left=1.0, right=1.0, borders=f"<w:top {THICK}/>"),
        Line([Run("演示市质量强市工作领导小组办公室　　2026年10月9日印发")], size=14.0, left=1.0, right=1.0, borders=f"<w:top {THIN}/><w:bottom {THICK}/>"),
    ]  # fmt: skip
    return styled(Paper(lines, footers={"default": page_number("right"), "even": page_number("left")}), way)


def letter(way: str = "direct") -> Paper:
    """A right letter: two red double lines of 170 mm, number at the right, first page without a number."""
    outside = -7 / 25.4 * 72 / 26  # characters that a line of 170 mm goes beyond the block at each side
    double = '<w:{side} w:val="{kind}" w:sz="24" w:space="1" w:color="FF0000"/>'
    lines: list[Line | Table] = [
        Line([Run("演质强办函〔2026〕12号")], jc="right"),
        blank(),
        blank(),
        Line([Run("关于商请提供有关数据的函")], font=XIAOBIAO, size=22.0, jc="center", line=("exact", 33)),
        blank(),
        Line([Run("市统计局：")]),
        body("为做好质量强市工作，请提供有关数据。" + SENTENCE),
        body("专此函商，请予支持。"),
        blank(),
        Line([Run("演示市质量强市工作领导小组办公室")], jc="right", right=2.0),
        Line([Run("2026年1月5日")], jc="right", right=4.0),
    ]
    mark = Line(
        [Run("演示市质量强市工作领导小组办公室")], font=XIAOBIAO, size=26.0, colour="FF0000", jc="center", spacing=0, line=("auto", 1.0),
        left=outside, right=outside, borders=double.format(side="bottom", kind="thickThinSmallGap"),
    )  # fmt: skip
    foot = Line([], size=26.0, left=outside, right=outside, borders=double.format(side="top", kind="thinThickSmallGap"))
    paper = Paper(
        lines,
        headers={"first": mark},
        footers={"first": foot, "default": page_number("right"), "even": page_number("left")},
        own_first_page=True,
    )
    return styled(paper, way)


def styled(paper: Paper, way: str) -> Paper:
    """The same text with its properties declared in another place; on a grid its lines are single."""
    paper = copy.deepcopy(paper)
    paper.way = way
    if way == "defaults":
        paper.grid = ("linesAndChars", 579, -849)
        for each in flat(paper):
            if each.line == ("exact", 28.95):
                each.line = ("auto", 1.0)
                each.spacing = 0.0
    return paper


def flat(paper: Paper) -> list[Line]:
    """Lines of the text itself."""
    return [each for each in paper.lines if isinstance(each, Line)]
