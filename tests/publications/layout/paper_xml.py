"""A docx written from its paragraphs with nothing but XML, in three ways of saying the same."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from xml.sax.saxutils import escape

from tests.publications.layout.sheets import Line, Paper, Run, Table

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = "application/vnd.openxmlformats-officedocument"


def mm(value: float) -> int:
    """Millimetres in twips."""
    return round(value * 1440 / 25.4)


BASE = Line()


class _Sheet:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.base = replace(BASE, line=("auto", 1.0), spacing=0.0) if paper.way == "defaults" else BASE
        self.styles: dict[tuple[str, str], str] = {}

    def paragraph(self, line: Line, *, ended: str = "") -> str:
        own_p, own_r = self._pPr(line), self._rPr(line.font, line.size, line.colour, line.spacing, line.font)
        if self.paper.way == "styles":
            name = self.styles.setdefault((own_p, own_r), f"S{len(self.styles)}")
            properties, run = f'<w:pStyle w:val="{name}"/>{line.numbered}{line.extra}', ""
        else:
            properties, run = own_p + line.numbered + line.extra, own_r
            ended = f"<w:rPr>{own_r}</w:rPr>{ended}"
        runs = "".join(self._run(each, run, line) for each in line.runs)
        return f"<w:p><w:pPr>{properties}{ended}</w:pPr>{runs}</w:p>"

    def _run(self, one: Run, inherited: str, line: Line) -> str:
        own = inherited
        if one.font or one.size or one.colour or one.latin:
            own = self._rPr(
                one.font or line.font, one.size or line.size, one.colour or line.colour, line.spacing, one.latin or one.font or line.font,
            )  # fmt: skip
        if one.raw:
            return one.raw.replace("{rPr}", f"<w:rPr>{own}</w:rPr>")
        return f'<w:r><w:rPr>{own}</w:rPr><w:t xml:space="preserve">{escape(one.text)}</w:t></w:r>'

    def _pPr(self, line: Line) -> str:
        base, parts = self.base, []
        if line.new_page:
            parts.append("<w:pageBreakBefore/>")
        if line.borders:
            parts.append(f"<w:pBdr>{line.borders}</w:pBdr>")
        direct = self.paper.way != "defaults"
        rule, value = line.line
        if direct or line.line != base.line or line.before or line.after:
            amount = round(value * (240 if rule == "auto" else 20))
            parts.append(
                f'<w:spacing w:before="{round(line.before * 20)}" w:after="{round(line.after * 20)}" w:line="{amount}" w:lineRule="{rule}"/>'
            )
        if direct or line.first or line.left or line.right:
            parts.append(self._ind(line))
        if direct or line.jc != base.jc:
            parts.append(f'<w:jc w:val="{line.jc}"/>')
        return "".join(parts)

    def _ind(self, line: Line) -> str:
        # Characters in one way, lengths in the other: both are found in the wild.
        if self.paper.way == "direct":
            return (
                f'<w:ind w:left="{round(line.left * line.size * 20)}" w:right="{round(line.right * line.size * 20)}" '
                f'w:firstLine="{round(line.first * line.size * 20)}"/>'
            )
        size = round(line.size * 20)
        return (
            f'<w:ind w:leftChars="{round(line.left * 100)}" w:left="{round(line.left * size)}" '
            f'w:rightChars="{round(line.right * 100)}" w:right="{round(line.right * size)}" '
            f'w:firstLineChars="{round(line.first * 100)}" w:firstLine="{round(line.first * size)}"/>'
        )

    def _rPr(self, font: str, size: float, colour: str, spacing: float, latin: str) -> str:
        base, parts = self.base, []
        every = self.paper.way != "defaults"
        if every or font != base.font or latin != base.font:
            themed = self.paper.way == "styles" and font == base.font
            east = 'w:eastAsiaTheme="minorEastAsia" w:eastAsia="宋体"' if themed else f'w:eastAsia="{font}"'
            parts.append(f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" {east}/>')
        if colour:
            parts.append(f'<w:color w:val="{colour}"/>')
        if every or spacing != base.spacing:
            parts.append(f'<w:spacing w:val="{round(spacing * 20)}"/>')
        if every or size != base.size:
            parts.append(f'<w:sz w:val="{round(size * 2)}"/>')
        return "".join(parts)

    def table(self, table: Table) -> str:
        rows = "".join(f"<w:tr><w:tc><w:tcPr/>{self.paragraph(each)}</w:tc></w:tr>" for each in table.rows)
        return f"<w:tbl><w:tblPr><w:tblBorders>{table.borders}</w:tblBorders></w:tblPr>{rows}</w:tbl>"

    def section(self) -> str:
        p = self.paper
        links = "".join(
            f'<w:{which}Reference w:type="{kind}" r:id="{which}_{kind}"/>'
            for which, held in (("header", p.headers), ("footer", p.footers))
            for kind in held
        )
        grid = (
            f'<w:docGrid w:type="{p.grid[0]}" w:linePitch="{p.grid[1]}" w:charSpace="{p.grid[2]}"/>' if p.grid else ""
        )
        lying = ' w:orient="landscape"' if p.width > p.height else ""
        return (
            f'<w:sectPr>{links}<w:pgSz w:w="{mm(p.width)}" w:h="{mm(p.height)}"{lying}/>'
            f'<w:pgMar w:top="{mm(p.top)}" w:right="{mm(p.right)}" w:bottom="{mm(p.bottom)}" w:left="{mm(p.left)}" '
            f'w:header="{mm(30)}" w:footer="{mm(p.footer)}" w:gutter="{mm(p.gutter)}"/>'
            f"{'<w:titlePg/>' if p.own_first_page else ''}{grid}</w:sectPr>"
        )

    def style_sheet(self) -> str:
        base = self.base
        if self.paper.way == "defaults":
            ascii_ = f'w:ascii="{base.font}" w:hAnsi="{base.font}" w:eastAsia="{base.font}"'
            return (
                f'<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {ascii_}/><w:sz w:val="32"/></w:rPr></w:rPrDefault>'
                '<w:pPrDefault><w:pPr><w:jc w:val="both"/></w:pPr></w:pPrDefault></w:docDefaults>'
                '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>'
            )
        green = '<w:color w:val="00B050"/>' if self.paper.way == "styles" else ""
        made = "".join(
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="公文{name}"/><w:basedOn w:val="Middle"/>'
            f"<w:pPr>{p}</w:pPr><w:rPr>{r}</w:rPr></w:style>"
            for (p, r), name in self.styles.items()
        )
        return (
            f'<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体"/>'
            f"{green}</w:rPr></w:rPrDefault></w:docDefaults>"
            '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr><w:sz w:val="21"/></w:rPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="Middle"><w:name w:val="中间"/><w:basedOn w:val="a"/>'
            '<w:pPr><w:ind w:hanging="400"/></w:pPr><w:rPr><w:color w:val="auto"/></w:rPr></w:style>'
            f"{made}</w:styles>"
        )


THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme name="x">'
    '<a:majorFont><a:latin typeface="Cambria"/><a:ea typeface=""/></a:majorFont><a:minorFont><a:latin typeface="Calibri"/>'
    '<a:ea typeface=""/><a:font script="Hant" typeface="新細明體"/><a:font script="Hans" typeface="仿宋_GB2312"/></a:minorFont>'
    "</a:fontScheme></a:themeElements></a:theme>"
)


def written(paper: Paper) -> bytes:
    """The docx."""
    sheet = _Sheet(paper)
    text = "".join(sheet.table(each) if isinstance(each, Table) else sheet.paragraph(each) for each in paper.lines)
    strips = {
        f"{which}_{kind}": f"<w:{tag} {SPACES}>{sheet.paragraph(line)}</w:{tag}>"
        for which, tag, held in (("header", "hdr", paper.headers), ("footer", "ftr", paper.footers))
        for kind, line in held.items()
    }
    settings = "<w:evenAndOddHeaders/>" if paper.odd_and_even else ""
    parts = {
        "word/document.xml": f"<w:document {SPACES}><w:body>{text}{sheet.section()}</w:body></w:document>",
        "word/settings.xml": f'<w:settings {SPACES}>{settings}<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>',
        "word/theme/theme1.xml": THEME,
        **{f"word/{name}.xml": content for name, content in strips.items()},
    }
    parts["word/styles.xml"] = sheet.style_sheet()
    if paper.numbering:
        parts["word/numbering.xml"] = f"<w:numbering {SPACES}>{paper.numbering}</w:numbering>"
    links = "".join(
        f'<Relationship Id="{_identity(name)}" Type="{R}/{_kind(name)}" Target="{name.removeprefix("word/")}"/>'
        for name in parts
        if name != "word/document.xml"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _types(list(parts)))
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>',
        )
        for name, content in parts.items():
            archive.writestr(name, content)
        for name, content_ in paper.extra_parts.items():
            archive.writestr(name, content_)
    return held.getvalue()


def spoilt(paper: Paper, change: Callable[[Paper], object]) -> bytes:
    """The docx after one change."""
    paper = copy.deepcopy(paper)
    change(paper)
    return written(paper)


def _identity(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".xml")


def _kind(name: str) -> str:
    base = _identity(name)
    return {"theme1": "theme"}.get(base, base.partition("_")[0])


def _types(names: list[str]) -> str:
    kinds = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPES}.'
        + (
            "theme"
            if "theme" in name
            else f"wordprocessingml.{_kind(name)}{'.main' if name.endswith('document.xml') else ''}"
        )
        + '+xml"/>'
        for name in names
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>'
    )
