"""The sample tasks as a Word document with every ugliness that real ones have."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from zhicheng.demo.places import COUNTIES
from zhicheng.demo.sample_tasks import MARK, TITLE, YEAR, Sample, sample_tasks


def write_word(path: Path) -> None:
    """The same tasks as a Word file: a table for each part, cut as if over pages."""
    # Heavy, and only whoever makes the samples needs it.
    import docx
    from docx.enum.section import WD_ORIENT

    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = datetime(YEAR, 3, 1)
    document.core_properties.title, document.core_properties.comments = TITLE, MARK
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
    document.add_heading(TITLE, level=1)
    document.add_paragraph(f"（{MARK}）")
    tasks = sample_tasks()
    part = ""
    for start in range(0, len(tasks), 20):
        block = tasks[start : start + 20]
        if block[0].part != part:
            part = block[0].part
            document.add_paragraph(part)
        document.add_paragraph(block[0].section)
        _word_table(document, block, with_head=start != 80)
    document.add_paragraph("注：1.各县（市、区）任务数为下达数。2.未注明完成时限的，均为2025年12月底前完成。")
    document.save(str(path))


_WORD_HEADS = ("序号", "重点任务", "目标值", "任务分解", "责任单位", "完成时限")


def _word_table(document: Any, block: list[Sample], *, with_head: bool) -> None:
    table = document.add_table(0, len(_WORD_HEADS), style="Table Grid")
    rows: list[tuple[str, ...]] = [_WORD_HEADS] if with_head else []
    rows += [_word_row(task) for task in block]
    for texts in rows:
        row = table.add_row()
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
        if texts is _WORD_HEADS:
            _repeat(row)
    if block[0].number in (1, 61):
        _track(table.rows[2].cells[2].paragraphs[0], old="8家", new=table.rows[2].cells[2].text)


def _word_row(task: Sample) -> tuple[str, ...]:
    counties = "、".join(
        f"{county.name}{share}{task.unit}" for county, share in zip(COUNTIES, task.shares, strict=False)
    )
    target = "" if task.value is None else f"{task.value}{task.unit}" + ("以上" if task.number % 3 == 0 else "")
    if task.number == 21:
        target = "10—15个"
    if "全覆盖" in task.text:
        target = "全覆盖"
    behind = task.section == "（五）生产生活服务"
    text = f"{task.text}。（牵头单位：{task.lead}；责任单位：{task.support}）" if behind else task.text
    units = "" if behind else f"{task.lead}牵头，{task.support.replace('，', '、')}配合"
    deadline = "" if task.deadline == "年底前" and task.number % 2 else task.deadline
    return (f"{task.number}.", text, target, counties, units, deadline)


def _repeat(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _track(paragraph: Any, *, old: str, new: str) -> None:
    """Replace a paragraph's text by a tracked deletion and a tracked insertion."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for run in list(paragraph.runs):
        run._r.getparent().remove(run._r)
    for name, text in (("w:del", old), ("w:ins", new)):
        change = OxmlElement(name)
        change.set(qn("w:id"), "1" if name == "w:del" else "2")
        change.set(qn("w:author"), "演示")
        change.set(qn("w:date"), f"{YEAR}-03-01T00:00:00Z")
        run = paragraph.add_run(text)
        paragraph._p.replace(run._r, change)
        change.append(run._r)
        if name == "w:del":
            run._r.find(qn("w:t")).tag = qn("w:delText")
