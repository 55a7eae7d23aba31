"""Every rule of the layout check: what it is called, its clause in GB/T 9704-2012, what is expected.

Rules that measure have their tolerance in `expected`; where the standard recommends or says “一般”, a deviation is still
told, since the office decides what it lets stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zhicheng.core.text import Names

STANDARD = "GB/T 9704-2012"


@dataclass(frozen=True)
class Rule:
    """One rule. `clause` is of GB/T 9704-2012; `example` shows what is right, where showing is shorter than saying."""

    slug: str
    names: Names
    clause: str
    expected: Names
    example: str = ""


def _rule(slug: str, clause: str, zh: str, en: str, expected: str, expected_en: str, example: str = "") -> Rule:
    return Rule(slug, Names(zh, en), clause, Names(expected, expected_en), example)


_PAGE = (
    _rule("paper", "5.1", "纸张幅面", "paper size", "A4：210×297 毫米（±1）", "A4: 210 × 297 mm (±1)"),
    _rule("margin-top", "5.2.1", "天头（上白边）", "top margin", "37±1 毫米", "37 ± 1 mm"),
    _rule(
        "margin-left",
        "5.2.1",
        "订口（左白边）",
        "binding margin",
        "28±1 毫米（含装订线）",
        "28 ± 1 mm, gutter included",
    ),
    _rule(
        "margin-right",
        "5.2.1",
        "右白边",
        "right margin",
        "26±1 毫米（版心宽 156 毫米）",
        "26 ± 1 mm (text block 156 mm wide)",
    ),
    _rule(
        "margin-bottom",
        "5.2.1",
        "下白边",
        "bottom margin",
        "35±1 毫米（版心高 225 毫米）",
        "35 ± 1 mm (text block 225 mm high)",
    ),
    _rule(
        "lines-per-page",
        "5.2.3",
        "每面行数",
        "lines per page",
        "22 行（行网格或固定行距 28–29 磅）",
        "22 lines (grid or exact spacing of 28–29 pt)",
    ),
    _rule(
        "characters-per-line",
        "5.2.3",
        "每行字数",
        "characters per line",
        "28 字（三号字，用字符网格或字间距撑满版心）",
        "28 characters of size 3, by grid or spacing",
    ),
)
_TEXT = (
    _rule("body-font", "7.3.3", "正文字体", "typeface of the text", "仿宋", "FangSong", "仿宋、仿宋_GB2312、方正仿宋"),
    _rule("body-size", "7.3.3", "正文字号", "size of the text", "三号（16 磅）", "size 3 (16 pt)"),
    _rule("text-colour", "5.2.4", "文字颜色", "colour of the text", "黑色", "black"),
    _rule(
        "line-spacing",
        "5.2.3",
        "行距",
        "line spacing",
        "固定值 28–29 磅，或单倍行距加每面 22 行的网格",
        "exact 28–29 pt, or single on a grid of 22 lines",
    ),
    _rule(
        "paragraph-spacing", "5.2.3", "段前段后", "space around paragraphs", "段前、段后均为 0", "none before or after"
    ),
    _rule("first-line-indent", "7.3.3", "首行缩进", "first-line indent", "左空二字", "two characters"),
    _rule(
        "turnover-indent", "7.3.3", "回行", "following lines", "回行顶格，左右不缩进", "flush, no indent at either side"
    ),
    _rule(
        "punctuation",
        "9",
        "标点符号",
        "punctuation",
        "中文标点（GB/T 15834）",
        "Chinese marks (GB/T 15834)",
        "，。；：？！（）“”",
    ),
)
_HEADINGS = (
    _rule("heading-1-font", "7.3.3", "第一层标题字体", "typeface of level 1", "黑体", "Hei", "一、"),
    _rule("heading-2-font", "7.3.3", "第二层标题字体", "typeface of level 2", "楷体", "Kai", "（一）"),
    _rule("heading-3-font", "7.3.3", "第三层标题字体", "typeface of level 3", "仿宋", "FangSong", "1."),
    _rule("heading-4-font", "7.3.3", "第四层标题字体", "typeface of level 4", "仿宋", "FangSong", "（1）"),
    _rule("heading-size", "7.3.3", "标题层次字号", "size of headings", "三号（16 磅）", "size 3 (16 pt)"),
    _rule(
        "heading-number",
        "7.3.3",
        "结构层次序数",
        "numbers of headings",
        "“一、”“（一）”“1.”“（1）”",
        "一、 （一） 1. （1）",
    ),
    _rule("heading-level", "7.3.3", "层次顺序", "order of levels", "依次使用，不越级", "in turn, none left out"),
    _rule("heading-sequence", "7.3.3", "序数连续", "sequence of numbers", "序数连续", "consecutive"),
)
_HEAD = (
    _rule(
        "copy-number",
        "7.2.1",
        "份号",
        "copy number",
        "6 位阿拉伯数字，顶格编排在版心左上角第一行",
        "six digits, flush at the upper left",
        "000001",
    ),
    _rule(
        "urgency-font",
        "7.2.2、7.2.3",
        "密级、紧急程度字体",
        "typeface of secrecy and urgency",
        "三号黑体",
        "Hei, size 3",
    ),
    _rule(
        "urgency-align",
        "7.2.2、7.2.3",
        "密级、紧急程度位置",
        "place of secrecy and urgency",
        "顶格编排在版心左上角",
        "flush at the upper left",
    ),
    _rule("issuing-mark-colour", "7.2.4", "发文机关标志颜色", "colour of the issuing mark", "红色", "red"),
    _rule("issuing-mark-align", "7.2.4", "发文机关标志位置", "place of the issuing mark", "居中", "centred"),
    _rule(
        "number-form",
        "7.2.5",
        "发文字号",
        "document number",
        "年份用六角括号〔〕，不加“第”，不编虚位，后加“号”",
        "year in 〔〕, no 第, no leading zero, 号 after",
        "演质强办〔2026〕3号",
    ),
    _rule("number-size", "7.2.5", "发文字号字号", "size of the document number", "三号（16 磅）", "size 3 (16 pt)"),
    _rule(
        "number-align",
        "7.2.5",
        "发文字号位置",
        "place of the document number",
        "居中（上行文居左空一字）",
        "centred (upward documents: left, one character in)",
    ),
    _rule("signatory", "7.2.6", "签发人", "signatory", "上行文（请示、报告）标注签发人", "named in an upward document"),
    _rule(
        "signatory-form",
        "7.2.6",
        "签发人格式",
        "form of the signatory",
        "“签发人”加全角冒号，姓名用三号楷体",
        "签发人, full colon, name in Kai",
        "签发人：样例",
    ),
    _rule(
        "red-line",
        "7.2.7",
        "版头分隔线",
        "red line",
        "发文字号之下，红色，与版心等宽（156 毫米）",
        "red, under the number, 156 mm",
    ),
)
_MAIN = (
    _rule("title-font", "7.3.1", "标题字体", "typeface of the title", "小标宋", "XiaoBiaoSong", "方正小标宋简体"),
    _rule("title-size", "7.3.1", "标题字号", "size of the title", "二号（22 磅）", "size 2 (22 pt)"),
    _rule("title-align", "7.3.1", "标题位置", "place of the title", "居中", "centred"),
    _rule(
        "title-position",
        "7.3.1",
        "标题与分隔线的距离",
        "title below the red line",
        "红色分隔线下空二行",
        "two blank lines below the red line",
    ),
    _rule("recipients-align", "7.3.2", "主送机关位置", "place of the recipients", "居左顶格", "flush left"),
    _rule(
        "recipients-colon",
        "7.3.2",
        "主送机关冒号",
        "colon after the recipients",
        "后标全角冒号“：”",
        "full colon ：",
        "各县（区）人民政府：",
    ),
    _rule(
        "attachment-note-form",
        "7.3.4",
        "附件说明",
        "note of attachments",
        "“附件：”后接名称，多个的用“1.”“2.”，名称后不加标点",
        "附件： and names; several by 1. 2.; no mark after",
        "附件：1. 样例表",
    ),
    _rule("attachment-note-indent", "7.3.4", "附件说明缩进", "indent of that note", "左空二字", "two characters"),
    _rule("date-missing", "7.3.5", "成文日期", "date", "标明成文日期", "given"),
    _rule(
        "date-form",
        "7.3.5.4",
        "成文日期数字",
        "form of the date",
        "阿拉伯数字，年份标全，月、日不编虚位",
        "Arabic digits, whole year, no leading zeros",
        "2026年1月5日",
    ),
    _rule(
        "date-position",
        "7.3.5.1、7.3.5.2",
        "成文日期位置",
        "place of the date",
        "右空四字（加盖印章）或右空二字（不加盖印章）",
        "four characters free at the right with a seal, two without",
    ),
    _rule("remark-form", "7.3.6", "附注", "remark", "居左空二字，加圆括号（）", "two characters in, in full brackets"),
    _rule("annex-mark-font", "7.3.7", "附件标识字体", "typeface of an annex mark", "三号黑体", "Hei, size 3", "附件1"),
    _rule(
        "annex-mark-form",
        "7.3.7",
        "附件标识格式",
        "form of an annex mark",
        "“附件”及顺序号顶格，不加冒号",
        "flush left, no colon",
        "附件1",
    ),
    _rule("annex-page", "7.3.7", "附件另面", "annex on its own page", "另面编排", "on a new page"),
    _rule(
        "annex-order",
        "7.3.7",
        "附件顺序",
        "order of annexes",
        "顺序号与附件说明一致",
        "as the note of attachments says",
    ),
    _rule("annex-title", "7.3.7", "附件标题", "title of an annex", "与附件说明一致", "as the note of attachments says"),
)
_IMPRINT = (
    _rule("imprint-font", "7.4.2、7.4.3", "版记字体字号", "type of the imprint", "四号仿宋", "FangSong, size 4"),
    _rule(
        "copies-form",
        "7.4.2",
        "抄送",
        "copies",
        "“抄送”加全角冒号，末尾标句号",
        "抄送, full colon, full stop at the end",
        "抄送：市人大常委会办公室。",
    ),
    _rule(
        "printed-form",
        "7.4.3",
        "印发日期",
        "date of printing",
        "阿拉伯数字，不编虚位，后加“印发”",
        "Arabic digits, no leading zeros, 印发 after",
        "2026年1月5日印发",
    ),
    _rule(
        "imprint-lines",
        "7.4.1",
        "版记分隔线",
        "lines of the imprint",
        "首条、末条 0.35 毫米，中间 0.25 毫米",
        "first and last 0.35 mm, between 0.25 mm",
    ),
    _rule(
        "imprint-order",
        "7.4",
        "版记顺序",
        "order of the imprint",
        "抄送在印发机关和印发日期之上，版记在最后",
        "copies above printing, nothing after",
    ),
)
_NUMBERS = (
    _rule("page-number", "7.5", "页码", "page numbers", "版心下边缘之下编排页码", "below the text block"),
    _rule("page-number-font", "7.5", "页码字体", "typeface of page numbers", "半角宋体阿拉伯数字", "SimSun digits"),
    _rule("page-number-size", "7.5", "页码字号", "size of page numbers", "四号（14 磅）", "size 4 (14 pt)"),
    _rule(
        "page-number-form",
        "7.5",
        "页码一字线",
        "dashes of page numbers",
        "数字左右各放一条一字线",
        "a dash at each side",
        "— 1 —",
    ),
    _rule(
        "page-number-position",
        "7.5",
        "页码位置",
        "place of page numbers",
        "单页居右空一字，双页居左空一字",
        "odd right, even left, one character free",
    ),
    _rule(
        "page-number-distance",
        "7.5",
        "页码与版心的距离",
        "page number below the text",
        "一字线上距版心下边缘 7 毫米",
        "dashes 7 mm below the text block",
    ),
)
_LETTER = (
    _rule("letter-lines", "10.1", "信函双线", "double lines of a letter", "标志下和距下页边 20 毫米处各一条红色双线，长 170 毫米", "two red double lines of 170 mm"),
    _rule("letter-first-page", "10.1", "信函首页页码", "first page of a letter", "首页不显示页码", "no page number"),
    _rule("letter-number", "10.1", "信函发文字号位置", "number of a letter", "第一条红色双线下顶格居版心右边缘", "flush right under the first double line"),
    _rule("letter-imprint", "10.1", "信函版记", "imprint of a letter", "不加印发机关和印发日期、分隔线", "no printing office or date, no lines"),
)  # fmt: skip

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        each.slug: each
        for group in (_PAGE, _HEAD, _MAIN, _TEXT, _HEADINGS, _IMPRINT, _NUMBERS, _LETTER)
        for each in group
    }
)
"""By slug, in the order of the standard."""


def rules_table() -> str:
    """All rules as a table in Markdown, as the handbook has it."""
    lines = ["| 规则 | 名称 | 应为 | 条款 |", "|---|---|---|---|"]
    for each in RULES.values():
        example = f"，如 {each.example}" if each.example else ""
        lines.append(f"| `{each.slug}` | {each.names.zh} | {each.expected.zh}{example} | {each.clause} |")
    return "\n".join(lines)
