"""版头: urgency, red mark, number, signatory, red line, title, recipients. GB/T 9704-2012, 7.2, 7.3.1, 7.3.2 and 10.1."""

from __future__ import annotations

from zhicheng.publications.rendering.word.lines import MM, Border, Run, Setting
from zhicheng.publications.rendering.word.paper import OUT_LEFT, OUT_RIGHT, RED, WIDE, Paper

MARK_FROM_BLOCK, MARK_FROM_EDGE, MARK_TO_LINE = 35.0, 30.0, 4.0  # millimetres


def write_head(paper: Paper) -> None:
    """Everything above the text."""
    if paper.letter:
        _letter(paper)
    else:
        _document(paper)
    sheet = paper.sheet
    if sheet.title:
        paper.write((Run("\n".join(sheet.title_lines)),), Setting(style="Title"))
        paper.blank()
    if sheet.recipients:
        paper.write(sheet.recipients, Setting(style="OfficialText", first=0))


def _mark(paper: Paper) -> tuple[Run, ...]:
    sheet = paper.sheet
    return (
        Run(sheet.mark, face=paper.face("title"), size=sheet.mark_size, colour=RED, narrowed=sheet.mark_scale - 0.01),
    )


def _urgency(paper: Paper) -> tuple[Run, ...]:
    return (Run(paper.sheet.urgency, face=paper.face("hei")),) if paper.sheet.urgency else ()


def _document(paper: Paper) -> None:
    """The mark 35 mm under the upper edge of the text block, the number two lines below, the red line 4 mm under it."""
    paper.write(_urgency(paper), Setting(style="OfficialText", first=0))
    down = MARK_FROM_BLOCK * MM - paper.line
    if paper.sheet.mark:
        high = paper.sheet.mark_size * 1.2
        paper.write(_mark(paper), Setting(style="IssuingMark", before=down, line=high))
    paper.blank(2)
    _number(paper)
    paper.blank(2)


def _number(paper: Paper) -> None:
    sheet = paper.sheet
    line = Border("bottom", "single", 1.5, MARK_TO_LINE * MM, RED)
    if not sheet.signatory:
        paper.write(sheet.number, Setting(style="OfficialText", align="center", first=0, borders=(line,)))
        return
    # An upward document: number at the left and signatory at the right, one character from the edges each. Blanks and
    # not indents, for the red line would shrink with them.
    named = Run(sheet.signatory, face=paper.face("kai"))
    runs = (Run(f"\u3000{sheet.number}\t{sheet.say('signatory')}"), named, Run("\u3000"))
    paper.write(
        runs, Setting(style="OfficialText", align="left", first=0, borders=(line,), tabs=(("right", WIDE * MM),))
    )


def _letter(paper: Paper) -> None:
    """The mark 30 mm under the edge of the paper, above the text block; under it the red double line, the number right."""
    if paper.sheet.mark:
        frame: dict[str, str | int] = {
            "w": round(WIDE * MM * 20), "hSpace": 0, "wrap": "notBeside", "vAnchor": "page", "hAnchor": "page",
            "xAlign": "center", "y": round(MARK_FROM_EDGE * MM * 20),
        }  # fmt: skip
        paper.write(_mark(paper), Setting(style="IssuingMark", frame=frame, line=paper.sheet.mark_size * 1.1))
    double = Border("bottom", "thickThinSmallGap", 3.0, 0, RED)
    paper.write(
        (), Setting(first=0, left=OUT_LEFT, right=OUT_RIGHT, line=MARK_TO_LINE * MM, borders=(double,))
    )  # fmt: skip
    if paper.sheet.urgency:
        paper.write(_urgency(paper), Setting(style="OfficialText", first=0))
    paper.write(paper.sheet.number, Setting(style="OfficialText", align="right", first=0))
    paper.blank(2)
