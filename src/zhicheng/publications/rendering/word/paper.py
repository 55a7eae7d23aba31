"""The paper of a docx: page, grid, headers, footers and the styles by which clerks change a whole document at once."""

from __future__ import annotations

from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from zhicheng.publications.rendering.sheet import Sheet
from zhicheng.publications.rendering.word.lines import (
    MM,
    Border,
    Face,
    Run,
    Setting,
    add,
    paragraph,
    write_look,
    write_setting,
)

RED, QUIET, BLACK = "D7000F", "4B5B69", "000000"
WIDE, TALL = 156.0, 225.0  # millimetres of the text block
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
BANNER_FROM_TOP, NUMBER_FROM_BOTTOM, DOUBLE_FROM_BOTTOM = 19.0, 24.8, 20.0
LINES, LINES_ENGLISH, CHARACTERS = 22, 32, 28
SMALL_LINE = 15.5  # points, of notes and tables in size 5
_FACES = {"body": "仿宋_GB2312", "hei": "黑体", "kai": "楷体_GB2312", "title": "方正小标宋简体", "song": "宋体"}
_HEADINGS = ("hei", "kai", "body", "body")
TEXT = Setting(style="OfficialText")


class Paper:
    """A docx that is being written: `body` takes paragraphs, `part_at` remembers sections that lie."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.english = sheet.language == "en"
        self.letter = sheet.form == "letter"
        self.size = 12.0 if self.english else 16.0
        self.line = round(TALL * MM / (LINES_ENGLISH if self.english else LINES) * 20) / 20
        self.file = docx.Document()
        self.body = self.file.element.body
        for each in list(self.body):
            if each.tag != qn("w:sectPr"):
                self.body.remove(each)
        self.final = self.body.find(qn("w:sectPr"))
        self._lists = 0
        self._write_defaults()
        self._write_styles()
        self._write_page()

    def face(self, part: str) -> Face:
        """The typeface of a part of the text."""
        east = _FACES[part]
        return Face(east, "Times New Roman" if self.english else east)

    def write(self, runs: str | tuple[Run, ...], setting: Setting = TEXT) -> Any:
        """A paragraph of the text, before the last section's own data."""
        written = paragraph(self.body, runs, setting)
        self.final.addprevious(written)
        return written

    def blank(self, count: int = 1) -> None:
        """Empty lines of the grid."""
        for _each in range(count):
            self.write((), Setting(style="OfficialText", first=0))

    def put(self, element: Any) -> None:
        """A ready element of the text, such as a table."""
        self.final.addprevious(element)

    def list_number(self, *, ordered: bool) -> int:
        """A numbering of its own for a list, so that each begins with 1."""
        numbering = self.file.part.numbering_part.element
        self._lists += 1
        abstract, instance = 900 + self._lists, 900 + self._lists
        made = etree.Element(qn("w:abstractNum"))
        made.set(qn("w:abstractNumId"), str(abstract))
        add(made, "w:multiLevelType", val="singleLevel")
        level = add(made, "w:lvl", ilvl=0)
        add(level, "w:start", val=1)
        add(level, "w:numFmt", val="decimal" if ordered else "bullet")
        add(level, "w:suff", val="nothing")
        add(level, "w:lvlText", val="%1." if ordered else "·")
        add(level, "w:lvlJc", val="left")
        # Every definition stands before every use of one.
        numbering.insert(0, made)
        add(add(numbering, "w:num", numId=instance), "w:abstractNumId", val=abstract)
        return instance

    def turn(self, *, lying: bool) -> None:
        """End the section so far; the one that follows stands, or lies for a wide table."""
        ended = self.write((), Setting(style="OfficialText", first=0, line=1.0))
        section = etree.fromstring(etree.tostring(self.final))
        ended.find(qn("w:pPr")).append(section)
        first = self.final.find(qn("w:titlePg"))
        if first is not None:
            self.final.remove(first)
        self._turn_paper(lying=lying)

    # ---- set-up ----

    def _turn_paper(self, *, lying: bool) -> None:
        size, margins = self.final.find(qn("w:pgSz")), self.final.find(qn("w:pgMar"))
        wide, high = (297.0, 210.0) if lying else (210.0, 297.0)
        size.set(qn("w:w"), str(_twips(wide)))
        size.set(qn("w:h"), str(_twips(high)))
        if lying:
            size.set(qn("w:orient"), "landscape")
        else:
            size.attrib.pop(qn("w:orient"), None)
        # Turned by a quarter: what was above the text is at its left.
        edges = (LEFT, RIGHT, TOP, BOTTOM) if lying else (TOP, BOTTOM, LEFT, RIGHT)
        for side, value in zip(("top", "bottom", "left", "right"), edges, strict=True):
            margins.set(qn(f"w:{side}"), str(_twips(value)))

    def _write_defaults(self) -> None:
        styles = self.file.styles.element
        defaults = styles.find(qn("w:docDefaults"))
        for each in list(defaults):
            defaults.remove(each)
        looks = add(add(defaults, "w:rPrDefault"), "w:rPr")
        latin = "Times New Roman" if self.english else _FACES["body"]
        add(looks, "w:rFonts", ascii=latin, hAnsi=latin, eastAsia=_FACES["body"], cs=latin)
        add(looks, "w:sz", val=round(self.size * 2))
        add(looks, "w:szCs", val=round(self.size * 2))
        east = "zh-TW" if self.sheet.language == "zh-hant" else "zh-CN"
        add(looks, "w:lang", val="en-US", eastAsia=east)
        add(defaults, "w:pPrDefault")
        settings = self.file.settings.element
        even = etree.Element(qn("w:evenAndOddHeaders"))
        zoom = settings.find(qn("w:zoom"))
        zoom.addnext(even) if zoom is not None else settings.insert(0, even)
        for each in settings.findall(qn("w:themeFontLang")):
            each.set(qn("w:eastAsia"), east)

    def _write_styles(self) -> None:
        exact, body = self.line, "OfficialText"
        bold = True if self.english else None
        self._style("Normal", "", Setting(align="both", before=0, after=0, line=exact, off_grid=True), Run())
        # 28 characters of size 3 fill the line exactly with a fifth of a point taken from each: every program obeys that,
        # and few obey a grid of characters.
        closer = Run(spacing=0.0 if self.english else WIDE * MM / CHARACTERS - self.size)
        self._style(body, "公文正文", Setting(first=0 if self.english else 2, size=self.size), closer)
        self._style("Title", "", Setting(align="center", first=0, before=0, after=0, line=exact if not self.english else 24),
                    Run(face=self.face("title"), size=18 if self.english else 22, colour=BLACK, bold=bold))  # fmt: skip
        for level, part in enumerate(_HEADINGS, start=1):
            setting = Setting(
                first=0 if self.english else 2, before=0, after=0, keep_next=True, size=self.size, outline=level - 1
            )
            self._style(
                f"Heading{level}", "", setting, Run(face=self.face(part), size=self.size, colour=BLACK, bold=bool(bold))
            )
        self._style("Caption", "", Setting(align="center", first=0, before=0, after=0, line=exact, keep_next=True),
                    Run(face=self.face("hei"), size=11 if self.english else 14, colour=BLACK, bold=False))  # fmt: skip
        self._style(
            "IssuingMark", "发文机关标志", Setting(align="center", first=0), Run(face=self.face("title"), colour=RED)
        )
        self._style("TableText", "表格文字", Setting(align="left", first=0, line=0), Run())
        self._style("SmallText", "表注", Setting(align="left", first=0, line=SMALL_LINE), Run(size=10.5))
        self._style("Picture", "图", Setting(align="center", first=0, line=0, keep_next=True), Run())
        self._style("Imprint", "版记", Setting(align="left", first=0), Run(size=10.5 if self.english else 14))

    def _style(self, identity: str, name: str, setting: Setting, run: Run) -> None:
        """A style with nothing but what is given here; one of Word's own keeps its name."""
        styles = self.file.styles.element
        style = next((each for each in styles.findall(qn("w:style")) if each.get(qn("w:styleId")) == identity), None)
        if style is None:
            style = add(styles, "w:style", type="paragraph", styleId=identity, customStyle=1)
            add(style, "w:name", val=name)
            add(style, "w:basedOn", val="Normal")
            add(style, "w:qFormat")
        for tag in ("w:pPr", "w:rPr", "w:link"):
            for each in style.findall(qn(tag)):
                style.remove(each)
        write_setting(style, setting)
        write_look(style, run)

    def _write_page(self) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
        section.left_margin, section.right_margin, section.gutter = Mm(LEFT), Mm(RIGHT), Mm(0)
        section.header_distance = Mm(BANNER_FROM_TOP)
        section.footer_distance = Mm(DOUBLE_FROM_BOTTOM if self.letter else NUMBER_FROM_BOTTOM)
        section.different_first_page_header_footer = self.letter
        for each in self.final.findall(qn("w:docGrid")):
            self.final.remove(each)
        add(self.final, "w:docGrid", type="lines", linePitch=round(self.line * 20))
        for strip in (section.header, section.even_page_header, *([section.first_page_header] if self.letter else [])):
            self._write_banner(strip)
        self._write_number(section.footer, "right")
        self._write_number(section.even_page_footer, "left")
        if self.letter:
            self._write_double(section.first_page_footer)

    def _write_banner(self, strip: Any) -> None:
        element = _emptied(strip)
        run = Run(self.sheet.banner, face=self.face("hei"), size=10.5, colour=QUIET)
        paragraph(element, (run,) if self.sheet.banner else (), Setting(align="center", first=0, line=16))

    def _write_number(self, strip: Any, side: str) -> None:
        """— 1 — in size 4, its dashes 7 mm under the text block, one character from the edge."""
        element = _emptied(strip)
        song = Face(_FACES["song"], _FACES["song"])
        before, after = self.sheet.say("page", number="\n").split("\n")
        runs = [Run(text, face=song, size=14.0, code=code) for text, code in ((before, ""), ("", "PAGE"), (after, ""))]
        free_left, free_right = (None, 1.0) if side == "right" else (1.0, None)
        paragraph(
            element, runs, Setting(align=side, first=0, left=free_left, right=free_right, line=0, size=14)
        )  # fmt: skip
        if self.letter:
            paragraph(element, (), Setting(first=0, line=(NUMBER_FROM_BOTTOM - DOUBLE_FROM_BOTTOM) * MM))

    def _write_double(self, strip: Any) -> None:
        """The lower red double line of a letter, thin over thick, 20 mm above the edge of the paper."""
        border = Border("bottom", "thinThickSmallGap", 3.0, 0, RED)
        paragraph(_emptied(strip), (), Setting(first=0, left=OUT_LEFT, right=OUT_RIGHT, line=2, borders=(border,)))


# A red double line is 170 mm long and stands in the middle of the paper: it reaches out of the text block.
OUT_LEFT, OUT_RIGHT = (-(LEFT - 20.0) * MM / 16, -(RIGHT - 20.0) * MM / 16)


def _emptied(strip: Any) -> Any:
    strip.is_linked_to_previous = False
    element = strip._element
    for each in list(element):
        element.remove(each)
    return element


def _twips(millimetres: float) -> int:
    return round(millimetres * MM * 20)
